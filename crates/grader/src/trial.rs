//! A compiled kata put to its tests: which tests it owes, and what happened to each.

use std::path::PathBuf;

use course::{Error, Exercise, Metadata, Result};

use crate::interrupt::Interrupt;
use crate::libtest;
use crate::process::Finished;
use crate::provision::Provided;
use crate::report::{Place, TestReport};
use crate::source::TestSource;
use crate::verdict::{self, Judgement, Verdict};

/// A test binary that holds one kata of an exercise, perhaps among others.
#[derive(Clone, Debug)]
pub struct Trial<'run> {
    /// Whose tests it runs.
    pub exercise: &'run Exercise,
    /// Their weights and limits.
    pub metadata: &'run Metadata,
    /// The binary.
    pub binary: PathBuf,
    /// The module in which `kata` and `tests` stand, such as `evicts_by_insertion`; empty for the crate's root.
    pub module: String,
}

/// How much of what a kata prints is kept.
const KEPT: usize = 16 << 10;

impl Trial<'_> {
    /// The tests that the kata owes, in the order of `tests.rs`: those under `tests::`, and no test of the kata's own.
    pub fn owed(&self, interrupt: &Interrupt) -> Result<Vec<String>> {
        let source = TestSource::read(&self.exercise.path("tests.rs"));
        let listed = libtest::list(&self.binary, &self.metadata.limits, interrupt)?;
        let prefix = self.prefix();
        let mut owed: Vec<String> =
            listed.iter().filter_map(|name| name.strip_prefix(&prefix)).map(str::to_owned).collect();
        owed.sort_by_key(|name| source.order(name));
        Ok(owed)
    }

    /// Runs one test and judges it. A machine that cannot run it is a verdict too, so that the others still run.
    pub fn run(&self, test: &str, provided: &Provided, interrupt: &Interrupt) -> TestReport {
        let name = format!("{}{test}", self.prefix());
        let run = |variables: Vec<_>| libtest::run(&self.binary, &name, &variables, &self.metadata.limits, interrupt);
        match provided.variables(self.exercise).and_then(run) {
            Ok(finished) => self.report(test, &name, &finished),
            Err(error) => self.environment(test, said(&error)),
        }
    }

    fn prefix(&self) -> String {
        if self.module.is_empty() { "tests::".to_owned() } else { format!("{}::tests::", self.module) }
    }

    fn report(&self, test: &str, name: &str, finished: &Finished) -> TestReport {
        let Judgement { verdict, reason, place } = verdict::judge(finished, &self.metadata.limits);
        let (stdout, stderr) = (String::from_utf8_lossy(&finished.stdout), String::from_utf8_lossy(&finished.stderr));
        let said = crate::panic::first(&stderr).map_or(&*stderr, |panic| panic.before);
        TestReport {
            verdict,
            reason,
            place: place.map(|(file, line)| Place { file: self.file(&file), line }),
            printed: shortened(libtest::printed(&stdout, name)),
            said: if verdict == Verdict::Passed { String::new() } else { shortened(said) },
            milliseconds: u64::try_from(finished.elapsed.as_millis()).unwrap_or(u64::MAX),
            ..self.environment(test, String::new())
        }
    }

    fn environment(&self, test: &str, reason: String) -> TestReport {
        let group = test.split_once("::").map_or("", |(group, _)| group);
        TestReport {
            name: test.to_owned(),
            verdict: Verdict::Environment,
            weight: self.metadata.weight(group),
            reason,
            place: None,
            printed: String::new(),
            said: String::new(),
            milliseconds: 0,
        }
    }

    /// A path of rustc's as a file of the exercise's folder, where it is one.
    fn file(&self, path: &str) -> String {
        let folder = format!("/tests/{}/", self.exercise.name);
        path.rsplit_once(&folder).map_or(path, |(_, file)| file).to_owned()
    }
}

/// What happened, and what to do about it.
fn said(error: &Error) -> String {
    let hint = error.hint.as_ref().map_or_else(String::new, |hint| format!("\n{hint}"));
    format!("{}{hint}", error.message)
}

/// The first part of a long text, cut between characters.
fn shortened(text: &str) -> String {
    let text = text.trim_end();
    let mut end = text.len().min(KEPT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    if end == text.len() {
        text.to_owned()
    } else {
        format!("{}\n… and {} bytes more", &text[..end], text.len() - end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_output_is_cut_between_characters() {
        assert_eq!(shortened("short\n"), "short");
        let long = "é".repeat(KEPT);
        let cut = shortened(&long);
        assert!(cut.ends_with(&format!("… and {KEPT} bytes more")), "{}", &cut[cut.len() - 40..]);
    }
}
