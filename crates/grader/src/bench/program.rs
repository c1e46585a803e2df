//! One run of a compiled benchmark, from its start to whatever ends it.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use course::{Error, Limits, Result};

use super::transcript::Transcript;
use crate::confine::confine;
use crate::interrupt::Interrupt;
use crate::process::{self, Bounds, Finished, Stopped, Stream};
use crate::{panic, verdict};

/// What a run may use. Sizes grow until times say something, and a slow kata is measured too, so it is much.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// Time on the clock and on the processor, memory and output.
    pub limits: Limits,
    /// How long it may say nothing.
    pub silence: Duration,
}

impl Patience {
    /// For a run that is to take `seconds`.
    pub fn of(seconds: u32) -> Self {
        let planned = Duration::from_secs(seconds.into());
        let clock = Duration::from_mins(1) + 6 * planned;
        let limits = Limits { processor: clock, clock, memory: 4 << 30, output: 4 << 20 };
        Self { limits, silence: Duration::from_secs(15) + planned }
    }
}

/// Runs `program` to its end, or until its patience or the person's ends it. Returns what it finished, which counts either
/// way, and why there is not more: empty when there is all of it. `watch` is shown each step.
pub fn run(
    program: &Path,
    arguments: &[String],
    patience: Patience,
    interrupt: &Interrupt,
    mut watch: impl FnMut(&Transcript),
) -> Result<(Transcript, String)> {
    let mut command = Command::new(program);
    command.args(arguments).env("RUST_BACKTRACE", "0");
    let Patience { limits, silence } = patience;
    confine(&mut command, &limits);
    let bounds = Bounds { clock: limits.clock, silence, output: limits.output };
    let mut transcript = Transcript::default();
    let mut unreadable = None;
    let finished = process::run_watched(&mut command, bounds, interrupt, |stream, chunk| {
        if stream == Stream::Out {
            unreadable = unreadable.take().or(transcript.hear(chunk).err());
            watch(&transcript);
        }
    })
    .map_err(|error| Error::io("run", program, &error))?;
    let trouble = match unreadable {
        Some(error) => format!("what the benchmark says cannot be read: {error}"),
        None => trouble(&finished, &limits, &transcript),
    };
    Ok((transcript, trouble))
}

/// Why a benchmark ended before its end; empty when it did not.
fn trouble(finished: &Finished, limits: &Limits, transcript: &Transcript) -> String {
    let stderr = String::from_utf8_lossy(&finished.stderr);
    let reason = match finished.stopped {
        None if finished.status.success() && transcript.is_whole() => return String::new(),
        None if finished.status.success() => "it ended in the middle: does the kata call `process::exit`?".to_owned(),
        Some(Stopped::Interrupted) => return "interrupted: only what was finished is shown".to_owned(),
        Some(Stopped::Silence) => "it did not come back: a loop without end, or far too slow".to_owned(),
        None if let Some(panic) = panic::first(&stderr) => {
            format!("it panicked in `{}`, line {}: {}", panic.file, panic.line, panic.message)
        }
        _ => verdict::judge(finished, limits).reason,
    };
    if transcript.current.is_empty() { reason } else { format!("{}: {reason}", transcript.current) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CELL: &str = r#"@bench {"cell":{"workload":"get","operation":"get","bound":"O(1)","unit":null,"size":8,"entries":[],"ratios":[]}}"#;

    /// What becomes of a benchmark that says its plan of two cells and who begins, and then does as `script` says.
    fn after(script: &str, interrupt: &Interrupt) -> (usize, String) {
        let said = "echo '@bench {\"plan\":{\"cells\":2}}'; echo '@bench {\"begin\":{\"workload\":\"get\",\"size\":8,\"who\":\"yours\"}}'";
        let script = format!("{said}; cell() {{ echo '{CELL}'; }}; {script}");
        let limits = Limits {
            processor: Duration::from_secs(5),
            clock: Duration::from_secs(5),
            memory: 1 << 30,
            output: 1 << 20,
        };
        let patience = Patience { limits, silence: Duration::from_millis(400) };
        let arguments = ["-c".to_owned(), script];
        let (transcript, trouble) =
            run(Path::new("/bin/sh"), &arguments, patience, interrupt, |_| ()).expect("a shell is there");
        (transcript.finished, trouble)
    }

    #[test]
    fn one_that_finishes_its_plan_has_no_trouble() {
        assert_eq!(after("cell; cell", &Interrupt::default()), (2, String::new()));
    }

    #[test]
    fn what_was_finished_counts_whatever_happens_then() {
        let cases = [
            ("cell; sleep 9", "did not come back"),
            ("cell; exit 0", "process::exit"),
            ("cell; kill -6 $$", "aborted"),
            ("cell; exit 7", "exit code 7"),
            (
                "cell; printf '%s\\n' \"thread 'main' (7) panicked at kata.rs:3:5:\" 'too many' >&2; exit 101",
                "it panicked in `kata.rs`, line 3: too many",
            ),
            ("cell; while :; do echo 0123456789012345678901234567890123456789; done", "printed more than"),
        ];
        for (script, reason) in cases {
            let (finished, trouble) = after(script, &Interrupt::default());
            assert_eq!(finished, 1, "{script}");
            assert!(trouble.starts_with("yours at `get`, size 8: "), "{script}: {trouble}");
            assert!(trouble.contains(reason), "{script}: {trouble}");
        }
    }

    #[test]
    fn an_interrupt_keeps_what_was_finished() {
        let interrupt = Interrupt::default();
        let flag = interrupt.flag();
        let trouble = std::thread::scope(|scope| {
            scope.spawn(move || {
                std::thread::sleep(Duration::from_millis(150));
                flag.store(true, std::sync::atomic::Ordering::Relaxed);
            });
            after("cell; sleep 9", &interrupt)
        });
        assert_eq!(trouble, (1, "interrupted: only what was finished is shown".to_owned()));
    }

    #[test]
    fn words_that_are_not_ours_are_told() {
        let (_, trouble) = after("echo '@bench {\"cell\":3}'; cell", &Interrupt::default());
        assert!(trouble.starts_with("what the benchmark says cannot be read"), "{trouble}");
    }
}
