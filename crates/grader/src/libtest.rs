//! What is said to a test binary and what it answers.
//!
//! libtest's JSON is not stable, so its text is read: one process runs one test, which leaves little to misread. What
//! the kata prints stands between libtest's first and last words.

use std::path::Path;
use std::process::Command;

use course::{Error, Limits, Result};

use crate::confine::confine;
use crate::interrupt::Interrupt;
use crate::process::{self, Bounds, Finished};

/// The names of a binary's tests, as it lists them.
pub fn list(binary: &Path, limits: &Limits, interrupt: &Interrupt) -> Result<Vec<String>> {
    let finished = start(&mut command(binary, &["--list", "--format", "terse"]), limits, interrupt)?;
    let text = String::from_utf8_lossy(&finished.stdout);
    Ok(text.lines().filter_map(|line| line.strip_suffix(": test")).map(str::to_owned).collect())
}

/// Runs one test in a process of its own, with these variables in its environment.
pub fn run(
    binary: &Path,
    test: &str,
    variables: &[(&str, String)],
    limits: &Limits,
    interrupt: &Interrupt,
) -> Result<Finished> {
    let arguments = ["--exact", test, "--nocapture", "--test-threads=1"];
    start(command(binary, &arguments).envs(variables.iter().map(|(name, value)| (name, value))), limits, interrupt)
}

/// Whether libtest says, as its last word, that the one test passed.
pub fn says_passed(stdout: &str) -> bool {
    stdout.rsplit_once(SUMMARY).is_some_and(|(_, summary)| summary.starts_with("ok. 1 passed; 0 failed"))
}

/// What the kata printed: `stdout` without libtest's own words around it.
pub fn printed<'out>(stdout: &'out str, test: &str) -> &'out str {
    let start = format!("\nrunning 1 test\ntest {test} ... ");
    let body = stdout.strip_prefix(&start).unwrap_or(stdout);
    let body = body.rsplit_once(SUMMARY).map_or(body, |(body, _)| body);
    let body = body.strip_suffix("ok\n").unwrap_or(body);
    body.rsplit_once("FAILED\n\nfailures:\n").map_or(body, |(body, _)| body)
}

const SUMMARY: &str = "\ntest result: ";

fn command(binary: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(binary);
    command.args(arguments).env("RUST_BACKTRACE", "0").env_remove("RUST_TEST_THREADS").env_remove("RUST_MIN_STACK");
    command
}

fn start(command: &mut Command, limits: &Limits, interrupt: &Interrupt) -> Result<Finished> {
    confine(command, limits);
    let bounds = Bounds { clock: limits.clock, output: limits.output, ..Bounds::NONE };
    process::run(command, bounds, interrupt).map_err(|error| {
        Error::io("run", Path::new(command.get_program()), &error).hint(
            "an antivirus may hold back a binary that was built just now: exclude the target folder from its watch",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PASSED: &str = "\nrunning 1 test\ntest tests::a ... hello\nok\n\ntest result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 4 filtered out; finished in 0.00s\n\n";
    const FAILED: &str = "\nrunning 1 test\ntest tests::a ... hello\nFAILED\n\nfailures:\n\nfailures:\n    tests::a\n\ntest result: FAILED. 0 passed; 1 failed; 0 ignored; 0 measured; 4 filtered out; finished in 0.00s\n\n";

    #[test]
    fn what_the_kata_prints_is_told_from_what_libtest_prints() {
        assert_eq!(printed(PASSED, "tests::a"), "hello\n");
        assert_eq!(printed(FAILED, "tests::a"), "hello\n");
        assert_eq!(printed("\nrunning 1 test\ntest tests::a ... half a li", "tests::a"), "half a li");
        assert_eq!(printed("\nrunning 1 test\ntest tests::a ... ok\n\ntest result: ok. 1 passed", "tests::a"), "");
    }

    #[test]
    fn only_the_summary_counts_as_passed() {
        assert!(says_passed(PASSED));
        assert!(!says_passed(FAILED));
        assert!(!says_passed("\nrunning 1 test\ntest tests::a ... ok\n"));
        assert!(!says_passed("\nrunning 0 tests\n\ntest result: ok. 0 passed; 0 failed; 0 ignored"));
    }
}
