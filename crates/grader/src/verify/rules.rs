//! The rules that the tests decide. Each is one function, and its message says what to do.

use std::fs;
use std::path::Path;

use course::Exercise;

use super::Finding;
use super::evidence::{Candidate, Evidence, Wrong};
use crate::report::TestReport;
use crate::verdict::Verdict;

/// The least number of wrong solutions.
const BANK: usize = 3;

/// All findings about one exercise.
pub fn judge(evidence: &Evidence<'_>) -> Vec<Finding> {
    let one = [
        stub_compiles_without_warnings(evidence),
        stub_fails_every_test(evidence),
        reference_compiles_without_warnings(evidence),
        reference_passes_every_test(evidence),
        bank_has_wrong_solutions(evidence),
    ];
    let wrong = evidence.wrong.iter().flat_map(|wrong| {
        [
            wrong_solution_names_tests_that_exist(wrong),
            wrong_solution_compiles(wrong),
            wrong_solution_is_caught(wrong),
            wrong_solution_is_plausible(wrong),
        ]
    });
    let found = one.into_iter().chain(wrong).flatten();
    found.map(|finding| Finding { about: evidence.exercise.id(), ..finding }).collect()
}

/// A learner begins with the stub, and `reset` brings it back.
pub fn kata_is_its_stub(exercise: &Exercise) -> Option<Finding> {
    let (kata, stub) = (fs::read(exercise.path("kata.rs")).ok()?, fs::read(exercise.mirror("stub.rs")).ok()?);
    let finding = finding(
        "a kata is its stub",
        "`kata.rs` differs from `stub.rs` in the mirror: copy the one that is right over the other".to_owned(),
    );
    (kata != stub).then(|| Finding { about: exercise.id(), ..finding })
}

fn stub_compiles_without_warnings(evidence: &Evidence<'_>) -> Option<Finding> {
    compiles_without_warnings("the stub compiles without warnings", &evidence.stub)
}

fn reference_compiles_without_warnings(evidence: &Evidence<'_>) -> Option<Finding> {
    compiles_without_warnings("the reference compiles without warnings", &evidence.reference)
}

fn compiles_without_warnings(rule: &'static str, candidate: &Candidate) -> Option<Finding> {
    let said: Vec<&str> = candidate.diagnostics.iter().map(|diagnostic| diagnostic.rendered.trim_end()).collect();
    (!candidate.compiles || !said.is_empty()).then(|| finding(rule, said.join("\n")))
}

fn stub_fails_every_test(evidence: &Evidence<'_>) -> Option<Finding> {
    let tests = names(&evidence.stub.reports, |report| report.verdict != Verdict::NotStarted);
    (!tests.is_empty()).then(|| {
        let message =
            format!("these do not end in the stub's `todo!`: {tests}; let each call what is yet to be written");
        finding("the stub fails every test", message)
    })
}

fn reference_passes_every_test(evidence: &Evidence<'_>) -> Option<Finding> {
    let rule = "the reference passes every test, again and again";
    if evidence.reference.compiles && evidence.reference.owed.is_empty() {
        return Some(finding(rule, "there are no tests".to_owned()));
    }
    let failed = evidence.reference.reports.iter().find(|report| report.verdict != Verdict::Passed)?;
    let of_that = |report: &&TestReport| report.name == failed.name;
    let all = evidence.reference.reports.iter().filter(of_that).count();
    let bad =
        evidence.reference.reports.iter().filter(of_that).filter(|report| report.verdict != Verdict::Passed).count();
    let flaky = if bad < all { "; it is flaky: does it depend on time, on order, or on another test?" } else { "" };
    Some(finding(rule, format!("`{}` {} {bad} of {all} times{flaky}\n{}", failed.name, failed.verdict, failed.reason)))
}

fn bank_has_wrong_solutions(evidence: &Evidence<'_>) -> Option<Finding> {
    let count = evidence.wrong.len();
    let message = format!("`wrong/` holds {count}; write at least {BANK} that a learner really writes");
    (count < BANK).then(|| finding("the bank has wrong solutions", message))
}

fn wrong_solution_names_tests_that_exist(wrong: &Wrong) -> Option<Finding> {
    let rule = "a wrong solution names the tests that catch it";
    if wrong.named.is_empty() {
        let message = format!("`{}` must begin with `//! caught by: tests::GROUP::TEST`", shown(&wrong.candidate.path));
        return Some(finding(rule, message));
    }
    let unknown = wrong.named.iter().find(|name| wrong.candidate.compiles && !wrong.candidate.owed.contains(name))?;
    Some(finding(
        rule,
        format!("`{}` names `tests::{unknown}`, and there is no such test", shown(&wrong.candidate.path)),
    ))
}

fn wrong_solution_compiles(wrong: &Wrong) -> Option<Finding> {
    let errors = wrong.candidate.diagnostics.iter().filter(|diagnostic| diagnostic.is_error);
    let said: Vec<&str> = errors.map(|diagnostic| diagnostic.rendered.trim_end()).collect();
    let message = format!("`{}` does not\n{}", shown(&wrong.candidate.path), said.join("\n"));
    (!wrong.candidate.compiles).then(|| finding("a wrong solution compiles", message))
}

fn wrong_solution_is_caught(wrong: &Wrong) -> Option<Finding> {
    let is_miss =
        |report: &TestReport| matches!(report.verdict, Verdict::Passed | Verdict::NotStarted | Verdict::Environment);
    let named = |report: &TestReport| wrong.named.contains(&report.name);
    let missed = names(&wrong.candidate.reports, |report| named(report) && is_miss(report));
    let message = format!(
        "`{}` gets past {missed}: sharpen the test, or name the one that catches it",
        shown(&wrong.candidate.path)
    );
    (!missed.is_empty()).then(|| finding("a wrong solution is caught by the tests that it names", message))
}

fn wrong_solution_is_plausible(wrong: &Wrong) -> Option<Finding> {
    let passed = wrong.candidate.reports.iter().any(|report| report.verdict == Verdict::Passed);
    let message = format!("`{}` passes no test at all: nobody would believe in it", shown(&wrong.candidate.path));
    (wrong.candidate.compiles && !passed).then(|| finding("a wrong solution looks right", message))
}

/// The names of some tests, each once.
fn names(reports: &[TestReport], keep: impl Fn(&TestReport) -> bool) -> String {
    let mut names: Vec<String> = reports
        .iter()
        .filter(|report| keep(report))
        .map(|report| format!("`{}` ({})", report.name, report.verdict))
        .collect();
    names.sort_unstable();
    names.dedup();
    names.join(", ")
}

fn shown(path: &Path) -> String {
    let parts: Vec<_> = path.iter().rev().take(2).collect();
    parts.iter().rev().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
}

fn finding(rule: &'static str, message: String) -> Finding {
    Finding { about: String::new(), rule, message }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostic;

    fn report(name: &str, verdict: Verdict) -> TestReport {
        let text = String::new;
        TestReport {
            name: name.into(),
            verdict,
            weight: 1,
            reason: text(),
            place: None,
            printed: text(),
            said: text(),
            milliseconds: 0,
        }
    }

    fn candidate(reports: &[(&str, Verdict)]) -> Candidate {
        Candidate {
            path: "solutions/s/tests/e/wrong/x.rs".into(),
            compiles: true,
            diagnostics: vec![],
            owed: reports.iter().map(|(name, _)| (*name).to_owned()).collect(),
            reports: reports.iter().map(|&(name, verdict)| report(name, verdict)).collect(),
        }
    }

    fn wrong(named: &[&str], reports: &[(&str, Verdict)]) -> Wrong {
        Wrong { candidate: candidate(reports), named: named.iter().map(|name| (*name).to_owned()).collect() }
    }

    #[test]
    fn a_wrong_solution_must_fail_the_test_it_names() {
        let caught = wrong(&["a"], &[("a", Verdict::Wrong), ("b", Verdict::Passed)]);
        assert_eq!((wrong_solution_is_caught(&caught), wrong_solution_is_plausible(&caught)), (None, None));
        for verdict in [Verdict::Passed, Verdict::NotStarted, Verdict::Environment] {
            let finding = wrong_solution_is_caught(&wrong(&["a"], &[("a", verdict)])).expect("it gets past");
            assert!(finding.message.starts_with("`wrong/x.rs` gets past `a`"), "{}", finding.message);
        }
    }

    #[test]
    fn a_wrong_solution_must_name_a_test_and_pass_one() {
        assert!(wrong_solution_names_tests_that_exist(&wrong(&[], &[])).is_some());
        assert!(wrong_solution_names_tests_that_exist(&wrong(&["c"], &[("a", Verdict::Wrong)])).is_some());
        assert!(wrong_solution_names_tests_that_exist(&wrong(&["a"], &[("a", Verdict::Wrong)])).is_none());
        assert!(wrong_solution_is_plausible(&wrong(&["a"], &[("a", Verdict::Wrong)])).is_some());
    }

    #[test]
    fn a_wrong_solution_must_compile() {
        let mut broken = wrong(&["a"], &[]);
        broken.candidate.compiles = false;
        broken.candidate.diagnostics.push(Diagnostic { is_error: true, rendered: "error: no".into(), file: None });
        assert_eq!(
            wrong_solution_compiles(&broken).map(|finding| finding.message),
            Some("`wrong/x.rs` does not\nerror: no".into())
        );
    }

    #[test]
    fn a_warning_is_a_finding() {
        let mut noisy = candidate(&[]);
        assert_eq!(compiles_without_warnings("r", &noisy), None);
        noisy.diagnostics.push(Diagnostic { is_error: false, rendered: "warning: unused".into(), file: None });
        assert!(compiles_without_warnings("r", &noisy).is_some());
    }
}
