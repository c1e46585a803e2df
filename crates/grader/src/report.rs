//! What a check found, exercise by exercise and test by test.

use std::time::Duration;

use crate::bench::Grade;
use crate::diagnostic;
use crate::verdict::Verdict;

/// The verdicts of one check.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// In the course's order.
    pub exercises: Vec<ExerciseReport>,
    /// Where the time went.
    pub phases: Phases,
}

/// Where the time of a run went, on the clock. Services start while the build runs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Phases {
    /// Cargo and rustc.
    pub build: Duration,
    /// From the first request until all services were there.
    pub services: Duration,
    /// All tests.
    pub tests: Duration,
    /// Which services there were, and where they came from: `postgres (local)`.
    pub provided: Vec<String>,
}

/// The verdicts of one exercise.
#[derive(Clone, Debug, PartialEq)]
pub struct ExerciseReport {
    /// Such as `stage02-dsa/lru_cache`.
    pub id: String,
    /// The exercise's title.
    pub title: String,
    /// What happened to it as a whole.
    pub verdict: Verdict,
    /// Whether the verdicts are those of an earlier run, since nothing has changed.
    pub unchanged: bool,
    /// What it is worth.
    pub points: u32,
    /// The compiler's words: its errors, or why there is nothing to compile; else its warnings.
    pub diagnostics: String,
    /// How many warnings rustc gave for the kata.
    pub warnings: usize,
    /// The tests, in the order of `tests.rs`. Empty when the kata does not compile.
    pub tests: Vec<TestReport>,
    /// What the last benchmark of this very kata was graded; empty when there was none. It earns no points.
    pub benchmark: Vec<Grade>,
}

/// The verdict of one test.
#[derive(Clone, Debug, PartialEq)]
pub struct TestReport {
    /// Such as `behaviour::evicts_the_least_recently_used_entry`.
    pub name: String,
    /// What happened to it.
    pub verdict: Verdict,
    /// What it weighs among the tests of its exercise.
    pub weight: u32,
    /// Why it did not pass; empty when it did.
    pub reason: String,
    /// Where in the code the reason arose.
    pub place: Option<Place>,
    /// What the kata printed to standard output.
    pub printed: String,
    /// What the kata said on standard error, without the panic.
    pub said: String,
    /// How long it took, in milliseconds.
    pub milliseconds: u64,
}

/// A line of an exercise's code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// A file of the exercise's folder, such as `kata.rs`; else a path as rustc has it.
    pub file: String,
    /// Counted from 1.
    pub line: u32,
}

impl Report {
    /// Points earned and points there are.
    pub fn score(&self) -> (f64, u32) {
        let earned = self.exercises.iter().map(ExerciseReport::score).sum();
        (earned, self.exercises.iter().map(|exercise| exercise.points).sum())
    }

    /// Whether every test of every exercise passed.
    pub fn all_passed(&self) -> bool {
        self.exercises.iter().all(|exercise| exercise.verdict == Verdict::Passed)
    }
}

impl ExerciseReport {
    /// The exercise's name without its stage: what one types.
    pub fn name(&self) -> &str {
        self.id.split_once('/').map_or(&self.id, |(_, name)| name)
    }

    /// The points earned: the exercise's points times the share of its tests' weight that passed.
    pub fn score(&self) -> f64 {
        let weigh = |tests: &mut dyn Iterator<Item = &TestReport>| tests.map(|test| test.weight).sum::<u32>();
        let all = weigh(&mut self.tests.iter());
        let passed = weigh(&mut self.tests.iter().filter(|test| test.verdict == Verdict::Passed));
        if all == 0 { 0.0 } else { f64::from(self.points) * f64::from(passed) / f64::from(all) }
    }

    /// The same, to be kept for any terminal: the compiler's words may have come with colours.
    pub(crate) fn without_colour(&self) -> Self {
        Self { diagnostics: diagnostic::without_colour(&self.diagnostics), ..self.clone() }
    }

    /// How many tests passed.
    pub fn passed(&self) -> usize {
        self.tests.iter().filter(|test| test.verdict == Verdict::Passed).count()
    }

    /// The first test, in the order of `tests.rs`, that did not pass. One that was started says more than a `todo!`.
    pub fn first_failure(&self) -> Option<&TestReport> {
        let failed = || self.tests.iter().filter(|test| test.verdict != Verdict::Passed);
        failed().find(|test| test.verdict != Verdict::NotStarted).or_else(|| failed().next())
    }

    /// The verdict of an exercise from those of its tests: that of its first failure.
    pub fn verdict_of(tests: &[TestReport]) -> Verdict {
        let mut failed = tests.iter().map(|test| test.verdict).filter(|verdict| *verdict != Verdict::Passed).peekable();
        match failed.peek().copied() {
            None if tests.is_empty() => Verdict::Environment,
            None => Verdict::Passed,
            Some(first) => failed.find(|verdict| *verdict != Verdict::NotStarted).unwrap_or(first),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn test(verdict: Verdict, weight: u32) -> TestReport {
        let (name, text) = ("behaviour::a".to_owned(), String::new);
        TestReport {
            name,
            verdict,
            weight,
            reason: text(),
            place: None,
            printed: text(),
            said: text(),
            milliseconds: 0,
        }
    }

    fn exercise(tests: Vec<TestReport>) -> ExerciseReport {
        let verdict = ExerciseReport::verdict_of(&tests);
        let (id, title, diagnostics) = ("s/e".to_owned(), "E".to_owned(), String::new());
        ExerciseReport {
            id,
            title,
            verdict,
            unchanged: false,
            points: 30,
            diagnostics,
            warnings: 0,
            tests,
            benchmark: vec![],
        }
    }

    #[test]
    fn the_score_is_the_share_of_weight_that_passed() {
        let report = exercise(vec![test(Verdict::Passed, 2), test(Verdict::Wrong, 4)]);
        assert!((report.score() - 10.0).abs() < 1e-9);
        assert!(exercise(vec![]).score().abs() < 1e-9);
        let all = Report { exercises: vec![report.clone(), report], ..Report::default() };
        assert!((all.score().0 - 20.0).abs() < 1e-9);
        assert_eq!((all.score().1, all.all_passed()), (60, false));
        let passed = exercise(vec![test(Verdict::Passed, 1), test(Verdict::Passed, 3)]);
        assert_eq!(passed.passed(), 2);
        assert!(Report { exercises: vec![passed], ..Report::default() }.all_passed());
    }

    #[test]
    fn what_is_kept_has_no_colour() {
        let coloured = ExerciseReport { diagnostics: "\u{1b}[33mwarning\u{1b}[0m".to_owned(), ..exercise(vec![]) };
        assert_eq!(coloured.without_colour(), ExerciseReport { diagnostics: "warning".to_owned(), ..coloured });
    }

    #[test]
    fn the_whole_is_named_by_its_first_real_failure() {
        use Verdict::{Environment, NotStarted, Panicked, Passed, Wrong};
        let verdict =
            |verdicts: &[Verdict]| exercise(verdicts.iter().map(|&verdict| test(verdict, 1)).collect()).verdict;
        assert_eq!(verdict(&[Passed, Passed]), Passed);
        assert_eq!(verdict(&[NotStarted, NotStarted]), NotStarted);
        assert_eq!(verdict(&[Passed, NotStarted, Panicked, Wrong]), Panicked);
        assert_eq!(verdict(&[]), Environment);
    }

    #[test]
    fn the_failure_to_explain_is_one_that_was_started() {
        let report = exercise(vec![test(Verdict::NotStarted, 1), test(Verdict::Wrong, 1)]);
        assert_eq!(report.first_failure().map(|test| test.verdict), Some(Verdict::Wrong));
        assert_eq!(report.passed(), 0);
    }
}
