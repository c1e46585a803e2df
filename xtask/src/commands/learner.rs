//! `cargo xtask hint`, `solution` and `reset`: help on the way, and a fresh start.

use std::fs;
use std::path::{Path, PathBuf};

use course::{Course, Error, Exercise, Notebook, Reset, Result};

use super::{check, print};
use crate::exit::Exit;
use crate::terminal::{Style, Terminal};
use crate::text;

/// Shows the next step of the hints, or all of them.
pub fn hint(course: &Course, name: &str, all: bool, terminal: Terminal) -> Result<Exit> {
    let exercise = course.exercise(name)?;
    let style = terminal.on_stdout();
    if all {
        for (index, hint) in exercise.readme()?.hints.iter().enumerate() {
            print(&format!("{}\n\n{}\n\n", style.strong(&format!("{}. {}", index + 1, hint.title)), hint.text))?;
        }
        return Ok(Exit::Passed);
    }
    let (step, steps, hint) = Notebook::new(course.root()).next_hint(exercise)?;
    print(&format!("{}\n\n{}\n\n", style.strong(&format!("Hint {step} of {steps}: {}", hint.title)), hint.text))?;
    let next = if step < steps {
        format!("`cargo xtask hint {}` again climbs to the next", exercise.name)
    } else {
        format!("that was the last; `cargo xtask solution {} --anyway` shows the reference", exercise.name)
    };
    print(&text::hint(&next, style))?;
    Ok(Exit::Passed)
}

/// Shows the reference, once the learner's own kata passes.
pub fn solution(course: &Course, name: &str, anyway: bool, terminal: Terminal) -> Result<Exit> {
    let exercise = course.exercise(name)?;
    let style = terminal.on_stdout();
    if !anyway && !check::in_place(course, vec![exercise], terminal)?.all_passed() {
        let refused = Error::usage(format!("`{}` does not pass yet", exercise.name)).hint(format!(
            "`cargo xtask hint {0}` helps; `cargo xtask solution {0} --anyway` shows it now",
            exercise.name
        ));
        eprint!("{}", text::error(&refused, terminal.on_stderr()));
        return Ok(Exit::Failed);
    }
    print(&reference(course, exercise, style)?)?;
    Ok(Exit::Passed)
}

/// Every file of the reference, under its path.
fn reference(course: &Course, exercise: &Exercise, style: Style) -> Result<String> {
    let site = exercise.reference_site();
    let files = if site.is_there() { site.files()? } else { vec![site.file()] };
    let show = |path: &PathBuf| {
        let text = fs::read_to_string(path).map_err(|error| {
            Error::io("read", course.relative(path), &error)
                .hint("this copy of the course was handed out without its solutions")
        })?;
        let title = format!("{} {}", comment(path), course.relative(path).display());
        Ok(format!("{}\n\n{text}", style.faint(&title)))
    };
    Ok(files.iter().map(show).collect::<Result<Vec<String>>>()?.join("\n"))
}

/// What begins a comment, so that what is shown can be taken as it is.
fn comment(path: &Path) -> &'static str {
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("rs") => "//",
        Some("sql") => "--",
        _ => "#",
    }
}

/// Puts the stub back in place, or takes that back.
pub fn reset(course: &Course, name: &str, undo: bool) -> Result<Exit> {
    let exercise = course.exercise(name)?;
    let notebook = Notebook::new(course.root());
    let outcome = if undo { notebook.undo(exercise)? } else { notebook.reset(exercise)? };
    print(&told(course, exercise, &outcome, undo))?;
    Ok(Exit::Passed)
}

fn told(course: &Course, exercise: &Exercise, outcome: &Reset, undo: bool) -> String {
    let kata = exercise.kata_site().whole();
    let kata = course.relative(&kata).display();
    let what = if undo { "your earlier kata is back in" } else { "the stub is back in" };
    match outcome {
        Reset::Nothing => format!("`{kata}` is what it would become already; nothing was changed\n"),
        Reset::Exchanged(None) => format!("{what} `{kata}`\n"),
        Reset::Exchanged(Some(kept)) => format!(
            "{what} `{kata}`; what stood there is kept in `{}`\n\nhint: `cargo xtask reset {} --undo` takes this back\n",
            course.relative(kept).display(),
            exercise.name
        ),
    }
}
