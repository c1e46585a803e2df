//! What to type next.

use std::path::{Path, PathBuf};

use course::{Course, Exercise};
use grader::{ExerciseReport, Report, Verdict};

/// Knows what there is to do.
pub struct Advice<'run> {
    /// The course.
    pub course: &'run Course,
    /// Where earlier verdicts are kept.
    pub target: &'run Path,
}

impl Advice<'_> {
    /// What to type after this report, of which one exercise was explained.
    pub fn after(&self, report: &Report, explained: Option<&ExerciseReport>) -> String {
        let unbegun = report.exercises.iter().find(|exercise| exercise.verdict == Verdict::NotStarted);
        match (explained, unbegun) {
            (Some(exercise), _) => self.after_a_failure(exercise),
            (None, Some(exercise)) => {
                let is_folder = self.course.exercise(&exercise.id).is_ok_and(|one| one.kata_site().is_folder());
                format!(
                    "read `{}`, then edit {} beside it",
                    self.path(exercise, |exercise| exercise.path("README.md")),
                    if is_folder { "the files of `kata/`" } else { "`kata.rs`" }
                )
            }
            (None, None) => self.after_a_pass(report),
        }
    }

    fn after_a_failure(&self, exercise: &ExerciseReport) -> String {
        let (kata, name) = (self.path(exercise, |exercise| exercise.kata_site().whole()), exercise.name());
        match exercise.verdict {
            Verdict::DoesNotCompile if !self.course.root().join(&kata).exists() => {
                format!("`cargo xtask reset {name}` brings the stub back")
            }
            Verdict::DoesNotCompile => format!("mend `{kata}`, then `cargo xtask check {name}`"),
            Verdict::NotStarted => format!("edit `{kata}`; `cargo xtask hint {name}` gives a first nudge"),
            _ => format!("`cargo xtask hint {name}` helps one step at a time"),
        }
    }

    /// The reference to compare with, and the next exercise of the course that does not pass.
    fn after_a_pass(&self, report: &Report) -> String {
        let Some(last) = report.exercises.last() else { return "there is no exercise here yet".to_owned() };
        let name = last.name();
        let is_timed = self.course.exercise(&last.id).is_ok_and(Exercise::has_benchmark);
        let compare = if is_timed && last.benchmark.is_empty() {
            format!("`cargo xtask bench {name} --quick` measures it, `cargo xtask solution {name}` shows the reference")
        } else {
            format!("`cargo xtask solution {name}` shows the reference, to compare")
        };
        let all: Vec<&Exercise> = self.course.exercises().collect();
        let known = grader::known(self.course, &all, self.target).unwrap_or_default();
        let passed =
            |known: &Option<ExerciseReport>| known.as_ref().is_some_and(|known| known.verdict == Verdict::Passed);
        let next =
            all.iter().zip(&known).find(|(_, known)| !passed(known)).map(|(exercise, _)| exercise.path("README.md"));
        let next = next.map(|readme| format!("; next comes `{}`", self.course.relative(&readme).display()));
        format!("{compare}{}", next.unwrap_or_default())
    }

    /// A path into an exercise, as one types it.
    fn path(&self, exercise: &ExerciseReport, path: impl Fn(&Exercise) -> PathBuf) -> String {
        let path = self.course.exercise(&exercise.id).map(path);
        path.map_or_else(|_| exercise.id.clone(), |path| self.course.relative(&path).display().to_string())
    }
}
