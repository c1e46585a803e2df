//! `cargo xtask check`.

use course::{Course, Error, Exercise, Result};
use grader::{Check, Report, Services, Source, Verdict, json};

use super::{interrupt, print, supervisor, target};
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
    let services = Services { supervisor, forced: options.source };
    let grading = Grading { exercises, source: source.clone(), fresh: options.fresh, colour, services };
    let report = grading.run(course, terminal)?;
    match options.format {
        Format::Json => print(&format!("{}\n", json::write(&report)))?,
        Format::Text => {
            print(&View { course, source: &source, target: &target(course.root()), style }.report(&report))?;
        }
    }
    Ok(exit(&report))
}

/// What is graded, and how.
struct Grading<'course> {
    exercises: Vec<&'course Exercise>,
    source: Source,
    fresh: bool,
    colour: bool,
    services: Services,
}

/// Grades the learner's own katas, for a command that depends on their verdicts.
pub fn in_place(course: &Course, exercises: Vec<&Exercise>, terminal: Terminal) -> Result<Report> {
    let (source, services) = (Source::InPlace, Services { supervisor, forced: None });
    Grading { exercises, source, fresh: false, colour: false, services }.run(course, terminal)
}

impl Grading<'_> {
    /// Runs a check with its progress shown.
    fn run(self, course: &Course, terminal: Terminal) -> Result<Report> {
        let Self { exercises, source, fresh, colour, services } = self;
        let (interrupt, progress, target) = (interrupt()?, Progress::new(terminal), target(course.root()));
        let (target, services, interrupt, observer) = (&target, &services, &interrupt, &progress);
        Check { course, exercises, source, target, fresh, colour, services, interrupt, observer }.run()
    }
}

fn exit(report: &Report) -> Exit {
    let tests = report.exercises.iter().flat_map(|exercise| &exercise.tests);
    let environment = report.exercises.iter().any(|exercise| exercise.verdict == Verdict::Environment)
        || tests.into_iter().any(|test| test.verdict == Verdict::Environment);
    if environment { Exit::Environment } else { Exit::of(report.all_passed()) }
}
