//! `cargo xtask check`.

use course::{Course, Error, Exercise, Result};
use grader::{Check, Report, Source, Verdict, json};

use super::{interrupt, print, target};
use crate::arguments::{CheckOptions, Format};
use crate::exit::Exit;
use crate::progress::Progress;
use crate::terminal::Terminal;
use crate::view::View;

/// Grades, and shows the report.
pub fn check(course: &Course, options: &CheckOptions, terminal: Terminal) -> Result<Exit> {
    let exercises = course.select(&options.targets)?;
    let source = match &options.submission {
        None => Source::InPlace,
        Some(tree) if tree.is_dir() => Source::Submission(tree.clone()),
        Some(tree) => {
            return Err(Error::usage(format!("`{}` is not a folder", tree.display()))
                .hint("give the folder that holds the katas"));
        }
    };
    let style = terminal.on_stdout();
    let colour = style.colour && options.format == Format::Text;
    let report = run(course, exercises, source.clone(), options.fresh, colour, terminal)?;
    match options.format {
        Format::Json => print(&format!("{}\n", json::write(&report)))?,
        Format::Text => {
            print(&View { course, source: &source, target: &target(course.root()), style }.report(&report))?;
        }
    }
    Ok(exit(&report))
}

/// Runs a check with its progress shown.
pub fn run(
    course: &Course,
    exercises: Vec<&Exercise>,
    source: Source,
    fresh: bool,
    colour: bool,
    terminal: Terminal,
) -> Result<Report> {
    let (interrupt, progress) = (interrupt()?, Progress::new(terminal));
    let target = target(course.root());
    let check =
        Check { course, exercises, source, target: &target, fresh, colour, interrupt: &interrupt, observer: &progress };
    check.run()
}

fn exit(report: &Report) -> Exit {
    let tests = report.exercises.iter().flat_map(|exercise| &exercise.tests);
    let environment = report.exercises.iter().any(|exercise| exercise.verdict == Verdict::Environment)
        || tests.into_iter().any(|test| test.verdict == Verdict::Environment);
    if environment { Exit::Environment } else { Exit::of(report.all_passed()) }
}
