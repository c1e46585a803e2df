//! A benchmark: the learner's kata, the reference and a baseline of professional make, timed in turns in one process.
//!
//! All three are compiled into one optimised program with the exercise's `bench.rs`, each under its own `super::kata`.
//! The program says what it has finished line by line, so a kata that hangs, or an impatient person, costs no more than
//! what was being measured. Statistics and the class of growth are found there (`harness::bench`); here they are
//! gathered, graded, kept and drawn.

mod chart;
mod json;
mod machine;
mod measurement;
mod page;
mod program;
mod shelf;
mod transcript;
pub mod words;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::{Duration, Instant};

use course::{Course, Exercise, Result};

pub use chart::points;
pub use json::write;
pub use machine::{Machine, load};
pub use measurement::{CONTESTANTS, Cell, Entry, Grade, Interval, LeftOut, Measurement, Ratio, Trend, Workload};
pub use page::{analyses, write as write_page};
pub use shelf::Shelf;

use crate::cargo::{self, Profile, Side};
use crate::check::{Event, Observer};
use crate::interrupt::Interrupt;
use crate::kata::Kata;
use crate::key::Ground;
use crate::pool;
use crate::rustc::{Module, Purpose, Rustc};
use crate::store::Store;
use crate::toolbox::Toolbox;
use program::Patience;
use transcript::Transcript;

/// What to measure, and how.
pub struct Bench<'run> {
    /// The course.
    pub course: &'run Course,
    /// Which exercises; all of them have a benchmark.
    pub exercises: Vec<&'run Exercise>,
    /// Whose katas are measured beside the references.
    pub kata: Subject,
    /// How long each exercise is to take, without its compilation.
    pub seconds: u32,
    /// What the inputs are made from.
    pub seed: u64,
    /// Where criterion's pages go; nowhere, which is quicker, without one.
    pub analyses: Option<PathBuf>,
    /// Cargo's target folder.
    pub target: &'run Path,
    /// Ends it early.
    pub interrupt: &'run Interrupt,
    /// Hears how it goes.
    pub observer: &'run dyn Observer,
}

/// Whose kata takes part as `yours`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The learner's.
    InPlace,
    /// Some file's, such as a wrong solution's.
    File(PathBuf),
    /// Nobody's: the reference meets the baseline.
    Nobody,
}

impl Bench<'_> {
    /// Compiles everything, then measures one exercise after the other. An error means that nothing could be measured; what
    /// befalls one exercise is told as its `trouble`.
    pub fn run(&self) -> Result<Vec<Measurement>> {
        // Also so that no check disturbs the times.
        let _alone = Store::open(self.target, self.interrupt, || self.observer.event(Event::Waiting))?;
        let ground = Ground::read(self.course)?;
        let katas = self.keys(&ground)?;
        let programs = self.compile(&Toolbox::new(self.target, &ground, Purpose::Benchmarks))?;
        let machine = Machine::here();
        let mut measurements: Vec<Measurement> = Vec::new();
        let started = Instant::now();
        for (index, (exercise, program)) in self.exercises.iter().zip(programs).enumerate() {
            if self.interrupt.is_set() {
                break;
            }
            let mut measurement = self.empty(exercise, katas[index].clone(), &machine)?;
            match program {
                Ok(program) => self.measure(&mut measurement, &program, (index, started))?,
                Err(trouble) => measurement.trouble = trouble,
            }
            measurements.push(measurement);
        }
        Ok(measurements)
    }

    /// The keys of the katas before they are compiled: one that is saved meanwhile is then another.
    fn keys(&self, ground: &Ground) -> Result<Vec<String>> {
        let key = |exercise: &&Exercise| match Kata::read(&exercise.kata()) {
            Ok(kata) if self.kata == Subject::InPlace => ground.key(exercise, &kata),
            _ => Ok(String::new()),
        };
        self.exercises.iter().map(key).collect()
    }

    fn empty(&self, exercise: &Exercise, kata: String, machine: &Machine) -> Result<Measurement> {
        let metadata = exercise.metadata()?;
        let benchmark = metadata.benchmark.as_ref();
        Ok(Measurement {
            id: exercise.id(),
            title: metadata.title.clone(),
            baseline: benchmark.map(|benchmark| benchmark.baseline.clone()).unwrap_or_default(),
            kata,
            machine: machine.clone(),
            seed: self.seed,
            seconds: self.seconds,
            workloads: Vec::new(),
            trouble: String::new(),
            grades: Vec::new(),
        })
    }

    /// Every exercise's program, or what rustc has against it.
    fn compile(&self, toolbox: &Toolbox) -> Result<Vec<std::result::Result<PathBuf, String>>> {
        let tools = self.exercises.iter().map(|exercise| Ok((*exercise, self.rustc(exercise, toolbox)?)));
        let tools: Vec<(&Exercise, Rustc)> = tools.collect::<Result<_>>()?;
        let done = AtomicUsize::new(0);
        let programs = pool::map(&tools, |(exercise, rustc)| {
            let program = self.compile_one(exercise, rustc);
            self.observer.event(Event::Progress("benchmarks compiled", done.fetch_add(1, Relaxed) + 1, tools.len()));
            program
        });
        programs.into_iter().collect()
    }

    /// rustc with the stage's libraries, which cargo builds when they are not there.
    fn rustc(&self, exercise: &Exercise, toolbox: &Toolbox) -> Result<Rustc> {
        let stage = self.course.stage(&exercise.stage)?;
        if let Some(rustc) = toolbox.recall(stage, false) {
            return Ok(rustc);
        }
        let watch = |doing: &str| self.observer.event(Event::Doing(doing));
        let what = (Side::References, Profile::Release);
        let build = cargo::build(self.course, what, &[exercise], false, self.interrupt, watch)?;
        toolbox.remember(stage, &build)?;
        Rustc::new(Purpose::Benchmarks, stage, &build.libraries(), false)
    }

    fn compile_one(&self, exercise: &Exercise, rustc: &Rustc) -> Result<std::result::Result<PathBuf, String>> {
        let module =
            |name: &str, kata: PathBuf| Module { name: name.to_owned(), kata, judge: exercise.path("bench.rs") };
        let yours = match &self.kata {
            Subject::InPlace => Some(exercise.kata()),
            Subject::File(path) => Some(std::path::absolute(path).unwrap_or_else(|_| path.clone())),
            Subject::Nobody => None,
        };
        // A learner's paths may begin with `crate::kata`, so theirs stands at the root.
        let yours = yours.map(|kata| ("yours", module("", kata)));
        let ours = [
            ("reference", module("reference", exercise.reference())),
            ("baseline", module("baseline", exercise.mirror("baseline.rs"))),
        ];
        let modules: Vec<(&str, Module)> = yours.into_iter().chain(ours).collect();
        let folder = self.target.join("benchmarks").join(&exercise.stage).join(&exercise.name);
        let compiled = rustc.compile_benchmark(&modules, &folder, self.interrupt)?;
        let errors: Vec<&str> = compiled.diagnostics.iter().map(|diagnostic| diagnostic.rendered.trim_end()).collect();
        Ok(compiled.binary.ok_or_else(|| format!("it does not compile with its benchmark\n{}", errors.join("\n"))))
    }

    /// Runs an exercise's program and grades what it finished.
    fn measure(&self, measurement: &mut Measurement, program: &Path, (index, started): (usize, Instant)) -> Result<()> {
        let name = measurement.name().to_owned();
        let mut arguments = vec![name.clone(), self.seconds.to_string(), self.seed.to_string()];
        arguments.extend(self.analyses.iter().map(|folder| folder.display().to_string()));
        let watch = |transcript: &Transcript| self.tell(&name, transcript, index, started);
        let patience = Patience::of(self.seconds);
        let (transcript, trouble) = program::run(program, &arguments, patience, self.interrupt, watch)?;
        (measurement.workloads, measurement.trouble) = (transcript.workloads, trouble);
        if let Some(benchmark) = &self.course.exercise(&measurement.id)?.metadata()?.benchmark {
            measurement.grade(benchmark);
        }
        Ok(())
    }

    fn tell(&self, name: &str, transcript: &Transcript, index: usize, started: Instant) {
        let planned = transcript.planned.max(1);
        let all = self.exercises.len() * planned;
        let done = index * planned + transcript.finished.min(planned);
        let what = match left(started.elapsed(), done, all) {
            Some(seconds) => format!("measurements, about {seconds} s left ({name})"),
            None => format!("measurements ({name})"),
        };
        self.observer.event(Event::Progress(&what, done, all));
    }
}

/// What is left of it, in seconds, from what is done.
fn left(elapsed: Duration, done: usize, all: usize) -> Option<u64> {
    let (done, all) = (u32::try_from(done).ok()?, u32::try_from(all).ok()?);
    elapsed.checked_div(done).map(|each| (each * all.saturating_sub(done)).as_secs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_is_estimated_from_what_is_done() {
        assert_eq!(left(Duration::from_secs(10), 5, 20), Some(30));
        assert_eq!(left(Duration::from_secs(10), 0, 20), None);
        assert_eq!(left(Duration::from_secs(10), 9, 8), Some(0));
    }
}
