//! `cargo xtask verify`.

use course::{Course, Result};
use grader::{Services, Verification, Verified};

use super::{interrupt, print, supervisor, target};
use crate::arguments::VerifyOptions;
use crate::exit::Exit;
use crate::progress::Progress;
use crate::terminal::{Style, Terminal};
use crate::text;
use crate::view::phases;

/// Verifies, and shows what does not hold.
pub fn verify(course: &Course, options: &VerifyOptions, terminal: Terminal) -> Result<Exit> {
    let (interrupt, target) = (interrupt()?, target(course.root()));
    let exercises = course.select(&options.targets)?;
    let verified = {
        let progress = Progress::new(terminal);
        let (repeat, pristine) = (options.repeat, options.pristine);
        let verification = Verification {
            course,
            exercises,
            target: &target,
            repeat,
            services: &Services { supervisor, forced: options.source },
            pristine,
            interrupt: &interrupt,
            observer: &progress,
        };
        verification.run()?
    };
    print(&shown(&verified, options, terminal.on_stdout()))?;
    Ok(Exit::of(verified.findings.is_empty()))
}

fn shown(verified: &Verified, options: &VerifyOptions, style: Style) -> String {
    let mut shown = String::new();
    for finding in &verified.findings {
        shown.push_str(&format!("{} {}: {}\n", style.bad("✗"), style.strong(&finding.about), finding.rule));
        shown.push_str(&text::indented(&finding.message, 4));
        shown.push('\n');
    }
    if !verified.edited.is_empty() && !options.pristine {
        let edited = verified.edited.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ");
        shown.push_str(&format!(
            "{} these katas are no longer stubs, so their stubs were judged instead: {edited}\n\n",
            style.strong("note:")
        ));
    }
    shown.push_str(&format!(
        "{} held to the standard: references passed through {} in random order, stubs through {}, {} tried\n",
        text::count(verified.exercises, "exercise"),
        text::count(verified.reference_tests, "test"),
        text::count(verified.stub_tests, "test"),
        text::count(verified.wrong_solutions, "wrong solution"),
    ));
    shown.push_str(&phases(&verified.phases, style));
    let summary = match verified.findings.len() {
        0 => style.good("every rule holds"),
        number => style.bad(&format!("{} to mend", text::count(number, "finding"))),
    };
    format!("{shown}{summary}\n")
}
