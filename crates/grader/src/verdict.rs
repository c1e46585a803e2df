//! What happened to a test, in one word and one sentence.

use std::fmt;
use std::os::unix::process::ExitStatusExt;

use course::Limits;

use crate::libtest;
use crate::panic::{self, Panic};
use crate::process::{Finished, Stopped};

/// What happened to a test, or to an exercise as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It was listed, and is seen to have ended well.
    Passed,
    /// The kata is still a `todo!`.
    NotStarted,
    /// rustc refuses the kata.
    DoesNotCompile,
    /// An assert of the tests did not hold.
    Wrong,
    /// The kata panicked.
    Panicked,
    /// It used more time than it may.
    TimedOut,
    /// It asked for more memory than it may.
    OutOfMemory,
    /// The process ended without the test having ended.
    DidNotFinish,
    /// Not the kata's fault.
    Environment,
}

impl Verdict {
    /// All verdicts.
    pub const ALL: [Self; 9] = [
        Self::Passed,
        Self::NotStarted,
        Self::DoesNotCompile,
        Self::Wrong,
        Self::Panicked,
        Self::TimedOut,
        Self::OutOfMemory,
        Self::DidNotFinish,
        Self::Environment,
    ];

    /// The verdict as reports name it: `timed_out`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::NotStarted => "not_started",
            Self::DoesNotCompile => "does_not_compile",
            Self::Wrong => "wrong",
            Self::Panicked => "panicked",
            Self::TimedOut => "timed_out",
            Self::OutOfMemory => "out_of_memory",
            Self::DidNotFinish => "did_not_finish",
            Self::Environment => "environment",
        }
    }

    /// The verdict that a report names so.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.key() == key)
    }
}

/// The verdict as people read it: "timed out".
impl fmt::Display for Verdict {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.key().replace('_', " "))
    }
}

/// A verdict with its reason and, where it has one, its place in the code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// The word.
    pub verdict: Verdict,
    /// The sentence; empty for a pass.
    pub reason: String,
    /// The source file and line that the reason speaks of.
    pub place: Option<(String, u32)>,
}

/// Judges one finished test process.
pub fn judge(finished: &Finished, limits: &Limits) -> Judgement {
    let (stdout, stderr) = (String::from_utf8_lossy(&finished.stdout), String::from_utf8_lossy(&finished.stderr));
    let limit = over_limit(finished, &stderr, limits);
    let unfinished = || not_finished(finished, &stdout, &stderr);
    if let Some((verdict, reason)) = limit.or_else(unfinished) {
        return Judgement { verdict, reason, place: None };
    }
    match panic::first(&stderr) {
        _ if finished.status.success() => Judgement { verdict: Verdict::Passed, reason: String::new(), place: None },
        Some(panic) => panicked(&panic),
        None => Judgement { verdict: Verdict::Wrong, reason: "the test failed without a word".to_owned(), place: None },
    }
}

/// A limit that was reached. Signals: 24 is SIGXCPU, 9 SIGKILL, which the kernel also sends when memory runs out.
fn over_limit(finished: &Finished, stderr: &str, limits: &Limits) -> Option<(Verdict, String)> {
    let clock = || format!("it was still running after {} s", limits.clock.as_secs());
    let processor =
        || format!("it used more than {} s of processor time: does a loop never end?", limits.processor.as_secs());
    let output = || format!("it printed more than {} MiB", limits.output >> 20);
    let memory = || format!("it asked for more than {} MiB of memory", limits.memory >> 20);
    match (finished.stopped, finished.status.signal()) {
        (Some(Stopped::Clock), _) => Some((Verdict::TimedOut, clock())),
        (Some(Stopped::Silence), _) => {
            Some((Verdict::TimedOut, "it was silent for too long: does a loop never end?".to_owned()))
        }
        (Some(Stopped::Output), _) => Some((Verdict::DidNotFinish, output())),
        (Some(Stopped::Interrupted), _) => Some((Verdict::Environment, "interrupted".to_owned())),
        (None, Some(24)) => Some((Verdict::TimedOut, processor())),
        (None, Some(9)) => {
            Some((Verdict::OutOfMemory, "the system ended it, most likely for want of memory".to_owned()))
        }
        _ if ran_out_of_memory(stderr) && !finished.status.success() => Some((Verdict::OutOfMemory, memory())),
        _ => None,
    }
}

fn ran_out_of_memory(stderr: &str) -> bool {
    stderr.lines().any(|line| line.starts_with("memory allocation of ") && line.ends_with(" bytes failed"))
}

/// A process that ended in another way than libtest ends one.
fn not_finished(finished: &Finished, stdout: &str, stderr: &str) -> Option<(Verdict, String)> {
    let reason = match (finished.status.code(), finished.status.signal()) {
        (_, Some(_)) if stderr.contains("has overflowed its stack") => {
            "it overflowed its stack: how deep does it recurse?".to_owned()
        }
        (_, Some(_)) if stderr.contains("panic in a destructor") => {
            "it panicked in a `Drop` while it was panicking already".to_owned()
        }
        (_, Some(6)) => "it aborted: does the kata call `process::abort`?".to_owned(),
        (_, Some(signal)) => format!("it was ended by signal {signal}"),
        (Some(0), _) if libtest::says_passed(stdout) && finished.left_behind => {
            "it left a process running, which was ended".to_owned()
        }
        (Some(0), _) if libtest::says_passed(stdout) => return None,
        (Some(101), _) if stdout.contains("\ntest result: FAILED. 0 passed; 1 failed") => return None,
        (Some(code), _) => {
            format!(
                "the process ended with exit code {code} in the middle of the test: does the kata call `process::exit`?"
            )
        }
        (None, None) => "it ended in a way that is not known".to_owned(),
    };
    Some((Verdict::DidNotFinish, reason))
}

/// Whose panic it was: `todo!` is the stub's, a place in the tests is an assert, the harness itself blames the machine,
/// all else is the kata's own.
fn panicked(panic: &Panic<'_>) -> Judgement {
    let todo = ["not yet implemented", "not implemented"].iter().find_map(|start| panic.message.strip_prefix(start));
    let in_tests = panic.file.ends_with("tests.rs");
    let by_harness = panic.file.contains("harness/src/service");
    if let Some(reason) = panic.message.strip_prefix("environment: ").filter(|_| by_harness) {
        return Judgement { verdict: Verdict::Environment, reason: reason.to_owned(), place: None };
    }
    let (verdict, reason) = match todo {
        Some(rest) if !in_tests => (Verdict::NotStarted, rest.trim_start_matches(": ")),
        _ if in_tests => (Verdict::Wrong, panic.message),
        _ => (Verdict::Panicked, panic.message),
    };
    Judgement { verdict, reason: reason.to_owned(), place: Some((panic.file.to_owned(), panic.line)) }
}

#[cfg(test)]
mod tests {
    use std::process::ExitStatus;
    use std::time::Duration;

    use super::*;

    const FAILED: &str = "\nrunning 1 test\ntest t ... FAILED\n\nfailures:\n\nfailures:\n    t\n\ntest result: FAILED. 0 passed; 1 failed; 0 ignored\n";
    const PASSED: &str = "\nrunning 1 test\ntest t ... ok\n\ntest result: ok. 1 passed; 0 failed; 0 ignored\n";

    fn finished(wait_status: i32, stdout: &str, stderr: &str) -> Finished {
        Finished {
            status: ExitStatus::from_raw(wait_status),
            stopped: None,
            left_behind: false,
            stdout: stdout.into(),
            stderr: stderr.into(),
            elapsed: Duration::ZERO,
        }
    }

    fn verdict(finished: &Finished) -> (Verdict, String) {
        let judgement = judge(finished, &Limits::default());
        (judgement.verdict, judgement.reason)
    }

    fn panicked_at(place: &str, message: &str) -> Finished {
        finished(
            101 << 8,
            FAILED,
            &format!("\nthread 't' (1) panicked at {place}:7:9:\n{message}\nnote: run with `RUST_BACKTRACE=1`\n"),
        )
    }

    #[test]
    fn a_pass_needs_libtests_word_and_a_good_end() {
        assert_eq!(verdict(&finished(0, PASSED, "")).0, Verdict::Passed);
        assert_eq!(verdict(&finished(0, "\nrunning 1 test\ntest t ... ", "")).0, Verdict::DidNotFinish);
        assert_eq!(verdict(&finished(3 << 8, PASSED, "")).0, Verdict::DidNotFinish);
        assert_eq!(verdict(&Finished { left_behind: true, ..finished(0, PASSED, "") }).0, Verdict::DidNotFinish);
    }

    #[test]
    fn the_place_of_a_panic_tells_whose_it_was() {
        assert_eq!(verdict(&panicked_at("a/tests.rs", "differ")), (Verdict::Wrong, "differ".into()));
        assert_eq!(verdict(&panicked_at("a/kata.rs", "index")), (Verdict::Panicked, "index".into()));
        assert_eq!(verdict(&panicked_at("/rustc/library/core/src/cell.rs", "borrowed")).0, Verdict::Panicked);
        assert_eq!(
            verdict(&panicked_at("a/kata.rs", "not yet implemented: do it")),
            (Verdict::NotStarted, "do it".into())
        );
        let missing = panicked_at("crates/harness/src/service/mod.rs", "environment: `X` is not set");
        assert_eq!(verdict(&missing), (Verdict::Environment, "`X` is not set".into()));
        assert_eq!(verdict(&panicked_at("a/kata.rs", "environment: mine")).0, Verdict::Panicked);
        assert_eq!(judge(&panicked_at("a/kata.rs", "x"), &Limits::default()).place, Some(("a/kata.rs".into(), 7)));
    }

    #[test]
    fn each_signal_has_its_reason() {
        assert_eq!(verdict(&finished(24, "", "")).0, Verdict::TimedOut);
        assert_eq!(verdict(&finished(6, "", "memory allocation of 7 bytes failed\n")).0, Verdict::OutOfMemory);
        assert!(verdict(&finished(6, "", "\nthread 't' (1) has overflowed its stack\n")).1.contains("stack"));
        assert!(verdict(&finished(6, "", "")).1.contains("process::abort"));
        assert_eq!(verdict(&finished(11, "", "")), (Verdict::DidNotFinish, "it was ended by signal 11".into()));
    }

    #[test]
    fn a_stop_of_ours_has_its_reason() {
        let stopped = |stopped| Finished { stopped: Some(stopped), ..finished(9, "", "") };
        assert_eq!(verdict(&stopped(Stopped::Clock)).0, Verdict::TimedOut);
        assert_eq!(verdict(&stopped(Stopped::Output)).0, Verdict::DidNotFinish);
    }

    #[test]
    fn every_verdict_is_found_by_its_key() {
        assert!(Verdict::ALL.iter().all(|&verdict| Verdict::from_key(verdict.key()) == Some(verdict)));
        assert_eq!(Verdict::from_key("fine"), None);
    }
}
