//! `cargo xtask bench`.

use std::path::PathBuf;

use course::{Course, Error, Exercise, Result};
use grader::bench::{self, Bench, Measurement, Shelf, Subject};
use grader::{ExerciseReport, Interrupt, Verdict};

use super::{check, interrupt, print, target};
use crate::arguments::{BenchOptions, Format};
use crate::bench_view::BenchView;
use crate::exit::Exit;
use crate::progress::Progress;
use crate::terminal::Terminal;
use crate::text;

/// How long one exercise is measured, in seconds.
const QUICK: u32 = 6;
const FULL: u32 = 30;

/// Measures, keeps, and shows what was found.
pub fn bench(course: &Course, options: &BenchOptions, terminal: Terminal) -> Result<Exit> {
    let exercises = with_benchmark(course.select(&options.targets)?)?;
    let subject = subject(options, &exercises)?;
    let (able, unable) = match subject {
        Subject::InPlace => passing(course, exercises, terminal)?,
        Subject::File(_) | Subject::Nobody => (exercises, Vec::new()),
    };
    for report in &unable {
        eprint!("{}", text::warning(&not_measured(report), terminal.on_stderr()));
    }
    let kept = Kept::open(course, options)?;
    let earlier = kept.compared(&able, options.anyway)?;
    if able.is_empty() {
        return Ok(Exit::Failed);
    }
    let is_kept = !matches!(subject, Subject::File(_));
    let interrupt = interrupt()?;
    let measurements = run(course, able, subject, options, &interrupt, terminal)?;
    if is_kept {
        kept.put(&measurements, interrupt.is_set())?;
    }
    let pages = if is_kept { pages(course, &measurements)? } else { Vec::new() };
    match options.format {
        Format::Json => print(&format!("{}\n", bench::write(&measurements)))?,
        Format::Text => print(&BenchView { style: terminal.on_stdout() }.report(&measurements, &earlier, &pages))?,
    }
    if interrupt.is_set() {
        return Ok(Exit::Environment);
    }
    Ok(Exit::of(unable.is_empty() && measurements.iter().all(Measurement::is_fine)))
}

/// Those that have something to measure. None is a mistake of whoever asked.
fn with_benchmark(chosen: Vec<&Exercise>) -> Result<Vec<&Exercise>> {
    let names: Vec<String> = chosen.iter().map(|exercise| format!("`{}`", exercise.name)).collect();
    let exercises: Vec<&Exercise> = chosen.into_iter().filter(|exercise| exercise.has_benchmark()).collect();
    if exercises.is_empty() {
        let what = if names.len() == 1 { names.concat() } else { "what you named".to_owned() };
        return Err(Error::usage(format!("{what} has no benchmark"))
            .hint("`cargo xtask bench` without a name measures all that can be"));
    }
    Ok(exercises)
}

fn subject(options: &BenchOptions, exercises: &[&Exercise]) -> Result<Subject> {
    match &options.kata {
        None if options.reference => Ok(Subject::Nobody),
        None => Ok(Subject::InPlace),
        Some(_) if exercises.len() != 1 => Err(Error::usage("`--kata` measures one file, so name one exercise")
            .hint("`cargo xtask bench --help` shows how")),
        Some(file) if file.is_file() => Ok(Subject::File(file.clone())),
        Some(file) => {
            Err(Error::usage(format!("there is no file `{}`", file.display())).hint("give the path of a `.rs` file"))
        }
    }
}

/// Those whose katas pass their tests, and the reports of the others: the time of a wrong answer says nothing.
fn passing<'course>(
    course: &'course Course,
    exercises: Vec<&'course Exercise>,
    terminal: Terminal,
) -> Result<(Vec<&'course Exercise>, Vec<ExerciseReport>)> {
    let report = check::in_place(course, exercises.clone(), terminal)?;
    let passes = |exercise: &&Exercise| {
        report.exercises.iter().any(|report| report.id == exercise.id() && report.verdict == Verdict::Passed)
    };
    let able = exercises.into_iter().filter(passes).collect();
    Ok((able, report.exercises.into_iter().filter(|report| report.verdict != Verdict::Passed).collect()))
}

fn not_measured(report: &ExerciseReport) -> Error {
    let name = report.name();
    match report.verdict {
        Verdict::NotStarted => Error::usage(format!("`{name}` is not measured: it is not started"))
            .hint(format!("`cargo xtask bench {name} --reference` measures the reference alone")),
        verdict => Error::usage(format!("`{name}` is not measured, because it does not pass its tests: {verdict}"))
            .hint(format!("`cargo xtask check {name}` says why")),
    }
}

/// The runs that this one reads and writes.
struct Kept {
    latest: Shelf,
    save: Option<Shelf>,
    against: Option<(String, Shelf)>,
}

impl Kept {
    fn open(course: &Course, options: &BenchOptions) -> Result<Self> {
        let root = course.root();
        let save = options.save.as_ref().map(|name| Shelf::named(root, name)).transpose()?;
        let against = options.against.as_ref().map(|name| Ok((name.clone(), Shelf::existing(root, name)?)));
        Ok(Self { latest: Shelf::latest(&target(root)), save, against: against.transpose()? })
    }

    /// What to compare with, by exercise. Asked before anything is measured, so that a refusal costs no time.
    fn compared(&self, exercises: &[&Exercise], anyway: bool) -> Result<Vec<Measurement>> {
        let Some((name, kept)) = &self.against else { return Ok(Vec::new()) };
        let here = bench::Machine::here();
        let mut found = Vec::new();
        for exercise in exercises {
            let Some(measurement) = kept.get(&exercise.id())? else {
                return Err(Error::usage(format!("`{name}` holds no run of `{}`", exercise.name))
                    .hint(format!("`cargo xtask bench {} --save {name}` adds one", exercise.name)));
            };
            match here.difference(&measurement.machine) {
                Some(difference) if !anyway => {
                    return Err(Error::usage(format!("`{name}` is from {difference}"))
                        .hint("`--anyway` compares the ratios to the reference all the same"));
                }
                Some(difference) => eprintln!("note: `{name}` is from {difference}"),
                None => {}
            }
            found.push(measurement);
        }
        Ok(found)
    }

    /// Keeps what was measured. What a person interrupted takes no earlier measurement's place.
    fn put(&self, measurements: &[Measurement], interrupted: bool) -> Result<()> {
        for shelf in [Some(&self.latest), self.save.as_ref()].into_iter().flatten() {
            for measurement in measurements.iter().filter(|measurement| !measurement.workloads.is_empty()) {
                let is_partial = interrupted && !measurement.trouble.is_empty();
                if !is_partial || shelf.get(&measurement.id).ok().flatten().is_none() {
                    shelf.put(measurement)?;
                }
            }
        }
        Ok(())
    }
}

fn run(
    course: &Course,
    exercises: Vec<&Exercise>,
    kata: Subject,
    options: &BenchOptions,
    interrupt: &Interrupt,
    terminal: Terminal,
) -> Result<Vec<Measurement>> {
    let progress = Progress::new(terminal);
    let target = target(course.root());
    let analyses = (!options.quick).then(|| bench::analyses(&target));
    let seconds = if options.quick { QUICK } else { FULL };
    let seed = options.seed;
    let (target, observer) = (&*target, &progress);
    Bench { course, exercises, kata, seconds, seed, analyses, target, interrupt, observer }.run()
}

/// The page of every stage that was measured.
fn pages(course: &Course, measurements: &[Measurement]) -> Result<Vec<PathBuf>> {
    let target = target(course.root());
    let stages = course.stages().iter().filter(|stage| {
        measurements.iter().any(|measurement| measurement.id.split('/').next() == Some(stage.name.as_str()))
    });
    let pages = stages.map(|stage| bench::write_page(stage, &target)).collect::<Result<Vec<_>>>()?;
    Ok(pages.into_iter().flatten().collect())
}
