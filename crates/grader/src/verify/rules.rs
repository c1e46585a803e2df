//! The rules that the tests decide. Each is one function, and its message says what to do.

use std::path::Path;

use course::Exercise;

use super::Finding;
use super::evidence::{Candidate, Role};
use crate::report::TestReport;
use crate::verdict::Verdict;

/// All findings about one candidate.
pub fn judge(candidate: &Candidate<'_>) -> Vec<Finding> {
    let found = match &candidate.role {
        Role::Reference => vec![
            compiles_without_warnings("the reference compiles without warnings", candidate),
            reference_passes_every_test(candidate),
        ],
        Role::Stub => {
            vec![
                compiles_without_warnings("the stub compiles without warnings", candidate),
                stub_fails_every_test(candidate),
            ]
        }
        Role::Apart => vec![tests_reach_the_kata_from_outside(candidate)],
        Role::Wrong { named } => vec![
            wrong_solution_compiles(candidate),
            wrong_solution_names_tests_that_exist(candidate, named),
            wrong_solution_is_caught(candidate, named),
            wrong_solution_looks_right(candidate),
        ],
    };
    found.into_iter().flatten().map(|finding| Finding { about: candidate.exercise.id(), ..finding }).collect()
}

/// A learner begins with the stub, and `reset` brings it back.
pub fn kata_is_its_stub(exercise: &Exercise) -> Option<Finding> {
    let (kata, stub) = (exercise.kata_site(), exercise.stub_site());
    if !(kata.is_there() && stub.is_there()) {
        return None;
    }
    let file = kata.difference(&stub).ok()??;
    let message =
        format!("`kata{file}` differs from `stub{file}` in the mirror: copy the one that is right over the other");
    Some(Finding { about: exercise.id(), ..finding("a kata is its stub", message) })
}

fn compiles_without_warnings(rule: &'static str, candidate: &Candidate<'_>) -> Option<Finding> {
    let said = said(candidate, |_| true);
    (candidate.trial.is_none() || !said.is_empty()).then(|| finding(rule, said))
}

fn stub_fails_every_test(stub: &Candidate<'_>) -> Option<Finding> {
    let tests = names(&stub.reports, |report| report.verdict != Verdict::NotStarted);
    let message = format!("these do not end in the stub's `todo!`: {tests}; let each call what is yet to be written");
    (!tests.is_empty()).then(|| finding("the stub fails every test", message))
}

fn reference_passes_every_test(reference: &Candidate<'_>) -> Option<Finding> {
    let rule = "the reference passes every test, again and again";
    if reference.trial.is_some() && reference.owed.is_empty() {
        return Some(finding(rule, "there are no tests".to_owned()));
    }
    let failed = reference.reports.iter().find(|report| report.verdict != Verdict::Passed)?;
    let again: Vec<&TestReport> = reference.reports.iter().filter(|report| report.name == failed.name).collect();
    let bad = again.iter().filter(|report| report.verdict != Verdict::Passed).count();
    let flaky =
        if bad < again.len() { "; it is flaky: does it depend on time, on order, or on another test?" } else { "" };
    let message =
        format!("`{}` {} {bad} of {} times{flaky}\n{}", failed.name, failed.verdict, again.len(), failed.reason);
    Some(finding(rule, message))
}

/// One `tests.rs` serves two graders. For submissions that nobody trusts, the kata is a crate of its own, so that its
/// macros and private parts are out of reach on both sides.
fn tests_reach_the_kata_from_outside(apart: &Candidate<'_>) -> Option<Finding> {
    let message = format!("they do not compile against the reference as a crate of its own\n{}", said(apart, |_| true));
    (!apart.diagnostics.is_empty()).then(|| finding("the tests reach the kata from outside", message))
}

fn wrong_solution_compiles(wrong: &Candidate<'_>) -> Option<Finding> {
    let message = format!("`{}` does not\n{}", shown(&wrong.path), said(wrong, |is_error| is_error));
    wrong.trial.is_none().then(|| finding("a wrong solution compiles", message))
}

fn wrong_solution_names_tests_that_exist(wrong: &Candidate<'_>, named: &[String]) -> Option<Finding> {
    let rule = "a wrong solution names the tests that catch it";
    if named.is_empty() {
        let message = format!("`{}` must begin with `//! caught by: tests::GROUP::TEST`", shown(&wrong.path));
        return Some(finding(rule, message));
    }
    let unknown = named.iter().find(|name| wrong.trial.is_some() && !wrong.owed.contains(name))?;
    Some(finding(rule, format!("`{}` names `tests::{unknown}`, and there is no such test", shown(&wrong.path))))
}

fn wrong_solution_is_caught(wrong: &Candidate<'_>, named: &[String]) -> Option<Finding> {
    let is_miss =
        |report: &TestReport| matches!(report.verdict, Verdict::Passed | Verdict::NotStarted | Verdict::Environment);
    let missed = names(&wrong.reports, |report| named.contains(&report.name) && is_miss(report));
    let message =
        format!("`{}` gets past {missed}: sharpen the test, or name the one that catches it", shown(&wrong.path));
    (!missed.is_empty()).then(|| finding("a wrong solution is caught by the tests that it names", message))
}

fn wrong_solution_looks_right(wrong: &Candidate<'_>) -> Option<Finding> {
    let passed = wrong.reports.iter().any(|report| report.verdict == Verdict::Passed);
    let message = format!("`{}` passes no test at all: nobody would believe in it", shown(&wrong.path));
    (wrong.trial.is_some() && !passed).then(|| finding("a wrong solution looks right", message))
}

/// What rustc said, of which the errors, the warnings or both are wanted.
fn said(candidate: &Candidate<'_>, keep: impl Fn(bool) -> bool) -> String {
    let kept = candidate.diagnostics.iter().filter(|diagnostic| keep(diagnostic.is_error));
    kept.map(|diagnostic| diagnostic.rendered.trim_end()).collect::<Vec<_>>().join("\n")
}

/// The names of some tests, each once.
fn names(reports: &[TestReport], keep: impl Fn(&TestReport) -> bool) -> String {
    let kept = reports.iter().filter(|report| keep(report));
    let mut names: Vec<String> = kept.map(|report| format!("`{}` ({})", report.name, report.verdict)).collect();
    names.sort_unstable();
    names.dedup();
    names.join(", ")
}

/// The last parts of a path: `wrong/evicts_by_insertion.rs`, `wrong/scans_the_table/mod.rs`.
fn shown(path: &Path) -> String {
    let parts: Vec<_> = path.iter().rev().take(if path.ends_with("mod.rs") { 3 } else { 2 }).collect();
    parts.iter().rev().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
}

fn finding(rule: &'static str, message: String) -> Finding {
    Finding { about: String::new(), rule, message }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;
    use std::sync::LazyLock;

    use course::Course;

    use super::*;
    use crate::diagnostic::Diagnostic;
    use crate::trial::Trial;

    static COURSE: LazyLock<Course> = LazyLock::new(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("the workspace is two folders up");
        Course::open(root).expect("this course opens")
    });

    /// A candidate whose tests said this.
    fn candidate(role: Role, reports: &[(&str, Verdict)]) -> Candidate<'static> {
        let exercise = COURSE.exercise("binary_search").expect("it is there");
        let metadata = exercise.metadata().expect("it is whole");
        let trial = Trial { exercise, metadata, binary: PathBuf::new(), module: String::new() };
        let mut candidate = Candidate::new(exercise, role, "solutions/wrong/x.rs".into(), Vec::new(), Some(trial));
        candidate.owed = reports.iter().map(|(name, _)| (*name).to_owned()).collect();
        candidate.reports = reports.iter().map(|&(name, verdict)| report(name, verdict)).collect();
        candidate
    }

    fn report(name: &str, verdict: Verdict) -> TestReport {
        let (name, text) = (name.to_owned(), String::new);
        TestReport {
            name,
            verdict,
            weight: 1,
            reason: text(),
            place: None,
            printed: text(),
            said: text(),
            milliseconds: 0,
        }
    }

    fn wrong(named: &[&str]) -> Role {
        Role::Wrong { named: named.iter().map(|name| (*name).to_owned()).collect() }
    }

    /// The rules that a candidate breaks.
    fn broken(candidate: &Candidate<'_>) -> Vec<&'static str> {
        judge(candidate).iter().map(|finding| finding.rule).collect()
    }

    const CAUGHT: &str = "a wrong solution is caught by the tests that it names";

    #[test]
    fn a_wrong_solution_that_fails_what_it_names_and_passes_another_is_fine() {
        let reports = [("a", Verdict::Wrong), ("b", Verdict::Passed)];
        assert!(broken(&candidate(wrong(&["a"]), &reports)).is_empty());
    }

    #[test]
    fn a_wrong_solution_must_fail_the_test_it_names() {
        for verdict in [Verdict::Passed, Verdict::NotStarted, Verdict::Environment] {
            let reports = [("a", verdict), ("b", Verdict::Passed)];
            assert_eq!(broken(&candidate(wrong(&["a"]), &reports)), [CAUGHT], "{verdict}");
        }
        let two = candidate(wrong(&["a", "b"]), &[("a", Verdict::Wrong), ("b", Verdict::Passed)]);
        assert_eq!(
            judge(&two)[0].message,
            "`wrong/x.rs` gets past `b` (passed): sharpen the test, or name the one that catches it"
        );
    }

    #[test]
    fn a_wrong_solution_must_name_a_test_and_pass_one() {
        const NAMES: &str = "a wrong solution names the tests that catch it";
        let reports = [("a", Verdict::Wrong), ("b", Verdict::Passed)];
        assert_eq!(broken(&candidate(wrong(&[]), &reports)), [NAMES]);
        assert_eq!(broken(&candidate(wrong(&["a", "c"]), &reports)), [NAMES]);
        assert_eq!(broken(&candidate(wrong(&["a"]), &reports[..1])), ["a wrong solution looks right"]);
    }

    #[test]
    fn a_wrong_solution_must_compile() {
        let mut wrong = candidate(wrong(&["a"]), &[]);
        wrong.trial = None;
        wrong.diagnostics = vec![
            Diagnostic { is_error: true, rendered: "error: no\n".into(), file: None },
            Diagnostic { is_error: false, rendered: "warning: unused".into(), file: None },
        ];
        let findings = judge(&wrong);
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].message, "`wrong/x.rs` does not\nerror: no");
    }

    #[test]
    fn a_wrong_solution_is_named_by_its_file_or_folder() {
        assert_eq!(shown(Path::new("solutions/wrong/scans.rs")), "wrong/scans.rs");
        assert_eq!(shown(Path::new("solutions/wrong/scans/mod.rs")), "wrong/scans/mod.rs");
    }

    #[test]
    fn a_stub_must_end_in_its_todo_everywhere() {
        assert!(broken(&candidate(Role::Stub, &[("a", Verdict::NotStarted)])).is_empty());
        for verdict in [Verdict::Passed, Verdict::Wrong, Verdict::Panicked] {
            let stub = candidate(Role::Stub, &[("a", Verdict::NotStarted), ("b", verdict)]);
            assert_eq!(broken(&stub), ["the stub fails every test"], "{verdict}");
        }
    }

    #[test]
    fn a_reference_must_pass_again_and_again() {
        const PASSES: &str = "the reference passes every test, again and again";
        let sometimes = [("a", Verdict::Passed), ("a", Verdict::Wrong), ("b", Verdict::Passed)];
        assert!(broken(&candidate(Role::Reference, &sometimes[..1])).is_empty());
        assert_eq!(broken(&candidate(Role::Reference, &[])), [PASSES], "no test is no proof");
        let findings = judge(&candidate(Role::Reference, &sometimes));
        assert!(findings[0].message.starts_with("`a` wrong 1 of 2 times; it is flaky"), "{}", findings[0].message);
    }

    #[test]
    fn tests_that_reach_into_the_kata_are_found() {
        let mut apart = candidate(Role::Apart, &[]);
        assert!(broken(&apart).is_empty());
        apart.diagnostics.push(Diagnostic { is_error: true, rendered: "error: private".into(), file: None });
        assert_eq!(broken(&apart), ["the tests reach the kata from outside"]);
    }

    #[test]
    fn a_warning_is_a_finding_of_stub_and_reference() {
        for role in [Role::Stub, Role::Reference] {
            let verdict = if role == Role::Stub { Verdict::NotStarted } else { Verdict::Passed };
            let mut noisy = candidate(role, &[("a", verdict)]);
            noisy.diagnostics.push(Diagnostic { is_error: false, rendered: "warning: unused".into(), file: None });
            assert_eq!(judge(&noisy)[0].message, "warning: unused");
        }
    }
}
