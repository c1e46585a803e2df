//! A check: katas → build → tests → verdicts. One path for the learner's own workspace and for another tree.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::Instant;

use course::{Course, Error, Exercise, Metadata, Result};

use crate::bench::Shelf;
use crate::cargo::{self, Build, Profile, Side};
use crate::diagnostic::Diagnostic;
use crate::interrupt::Interrupt;
use crate::kata::Kata;
use crate::key::Ground;
use crate::pool;
use crate::provision::{Provided, Services};
use crate::report::{ExerciseReport, Phases, Report, TestReport};
use crate::rustc::{Module, Purpose, Rustc};
use crate::store::Store;
use crate::toolbox::Toolbox;
use crate::trial::Trial;
use crate::verdict::Verdict;

/// Where the katas come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// The learner's own workspace.
    InPlace,
    /// Another tree, laid out as `exercises/` is or holding such a folder.
    Submission(PathBuf),
}

impl Source {
    /// The first file of an exercise's kata.
    pub fn kata(&self, exercise: &Exercise) -> PathBuf {
        match self {
            Self::InPlace => exercise.kata(),
            Self::Submission(tree) => exercise.kata_of_submission(tree),
        }
    }

    /// A file that belongs to an exercise's kata, by the path that a [`Place`](crate::Place) names.
    pub fn file(&self, exercise: &Exercise, file: &str) -> PathBuf {
        let kata = self.kata(exercise);
        let folders = if kata.ends_with("kata/mod.rs") { 2 } else { 1 };
        kata.ancestors().nth(folders).unwrap_or(Path::new("")).join(file)
    }
}

/// What a long run tells while it runs.
pub trait Observer: Sync {
    /// Something has begun or gone on.
    fn event(&self, event: Event<'_>);
}

/// A step of a run.
#[derive(Clone, Copy, Debug)]
pub enum Event<'run> {
    /// Another run holds the target folder.
    Waiting,
    /// Cargo is busy with this: "building proptest".
    Doing(&'run str),
    /// So many of so many steps are done; the name says what they are: "tests".
    Progress(&'run str, usize, usize),
    /// Something went wrong that does not change a verdict.
    Trouble(&'run Error),
}

/// What to check, and how.
pub struct Check<'run> {
    /// The course whose tests judge.
    pub course: &'run Course,
    /// Which exercises.
    pub exercises: Vec<&'run Exercise>,
    /// Whose katas.
    pub source: Source,
    /// Cargo's target folder.
    pub target: &'run Path,
    /// Whether to run what has a verdict already.
    pub fresh: bool,
    /// Whether rustc's words may have colours.
    pub colour: bool,
    /// How it comes by the services that exercises need.
    pub services: &'run Services,
    /// Ends it early.
    pub interrupt: &'run Interrupt,
    /// Hears how it goes.
    pub observer: &'run dyn Observer,
}

/// An exercise on its way through the check.
struct Entry<'run> {
    exercise: &'run Exercise,
    metadata: &'run Metadata,
    kata: Result<Kata, String>,
    key: String,
    report: Option<ExerciseReport>,
}

/// A kata after the build.
struct Built {
    binary: Option<PathBuf>,
    diagnostics: Vec<Diagnostic>,
}

impl<'run> Check<'run> {
    /// Runs it. An error means that nothing could be judged; everything else is a verdict.
    pub fn run(&self) -> Result<Report> {
        let store = Store::open(self.target, self.interrupt, || self.observer.event(Event::Waiting))?;
        let ground = Ground::read(self.course)?;
        let mut entries = self.entries(&store, &ground)?;
        let pending: Vec<&mut Entry<'_>> = entries.iter_mut().filter(|entry| entry.report.is_none()).collect();
        let phases = if pending.is_empty() {
            Phases::default()
        } else {
            self.grade(pending, &store, &Toolbox::new(self.target, &ground, Purpose::Tests))?
        };
        let latest = Shelf::latest(self.target);
        let reports = entries.into_iter().filter_map(|entry| {
            let report = entry.report?;
            let benchmark =
                if report.verdict == Verdict::Passed { latest.grades(&report.id, &entry.key) } else { Vec::new() };
            Some(ExerciseReport { benchmark, ..report })
        });
        Ok(Report { exercises: reports.collect(), phases })
    }

    fn entries(&self, store: &Store, ground: &Ground) -> Result<Vec<Entry<'run>>> {
        let entry = |exercise: &&'run Exercise| {
            let metadata = exercise.metadata()?;
            let kata = Kata::read(&self.source.kata(exercise));
            let key = kata.as_ref().map_or_else(|_| Ok(String::new()), |kata| ground.key(exercise, kata))?;
            let mut entry = Entry { exercise, metadata, kata, key, report: None };
            entry.report = match &entry.kata {
                Err(reason) => Some(entry.not_compiling(reason.clone())),
                Ok(_) if self.fresh => None,
                Ok(_) => store.get(&entry.key).map(|report| ExerciseReport { unchanged: true, ..report }),
            };
            Ok(entry)
        };
        self.exercises.iter().map(entry).collect()
    }

    /// Builds what is pending, runs its tests, and keeps what was found.
    fn grade(&self, pending: Vec<&mut Entry<'run>>, store: &Store, toolbox: &Toolbox) -> Result<Phases> {
        let exercises: Vec<&Exercise> = pending.iter().map(|entry| entry.exercise).collect();
        let (begun, started) = (self.services.begin(&exercises)?, Instant::now());
        let builds = self.build(&pending, toolbox)?;
        let build = started.elapsed();
        if let Some(doing) = begun.doing() {
            self.observer.event(Event::Doing(&doing));
        }
        let (provided, started) = (begun.wait(self.interrupt)?, Instant::now());
        let tests = self.test(&pending, &builds, &provided)?;
        let phases = provided.phases(build, started.elapsed());
        self.interrupt.check()?;
        for ((entry, built), tests) in pending.into_iter().zip(builds).zip(tests) {
            let report = entry.judged(&built, provided.excused(entry.exercise, tests));
            if self.can_be_kept(entry, &built, &report)
                && let Err(error) = store.put(&entry.key, &report.without_colour())
            {
                self.observer.event(Event::Trouble(&error));
            }
            entry.report = Some(report);
        }
        Ok(phases)
    }

    /// Whether a verdict will be true next time: not one of a hurried machine, and not one of a kata that was saved again
    /// between being read for its key and being compiled.
    fn can_be_kept(&self, entry: &Entry<'run>, built: &Built, report: &ExerciseReport) -> bool {
        let fleeting = |test: &TestReport| matches!(test.verdict, Verdict::Environment | Verdict::TimedOut);
        let unsaved = || Kata::read(&self.source.kata(entry.exercise)) == entry.kata;
        built.binary.is_some() && !report.tests.iter().any(fleeting) && unsaved()
    }

    /// Compiles what is pending: with what cargo built earlier, if that still holds, else with cargo.
    fn build(&self, pending: &[&mut Entry<'run>], toolbox: &Toolbox) -> Result<Vec<Built>> {
        if let Some(built) = self.compile(pending, toolbox)? {
            return Ok(built);
        }
        let exercises: Vec<&Exercise> = pending.iter().map(|entry| entry.exercise).collect();
        let watch = |doing: &str| self.observer.event(Event::Doing(doing));
        let build = cargo::build(
            self.course,
            (Side::Katas, Profile::Development),
            &exercises,
            self.colour,
            self.interrupt,
            watch,
        )?;
        for stage in
            self.course.stages().iter().filter(|stage| exercises.iter().any(|exercise| exercise.stage == stage.name))
        {
            if let Err(error) = toolbox.remember(stage, &build) {
                self.observer.event(Event::Trouble(&error));
            }
        }
        if self.source == Source::InPlace {
            return Ok(exercises.iter().map(|exercise| Built::of_cargo(&build, exercise)).collect());
        }
        let compiled = self.compile(pending, toolbox)?;
        compiled.ok_or_else(|| Error::environment("the libraries that cargo built are gone").hint("try again"))
    }

    /// Compiles each kata by itself; `None` when the libraries for one of them are not there.
    fn compile(&self, pending: &[&mut Entry<'run>], toolbox: &Toolbox) -> Result<Option<Vec<Built>>> {
        let tools = pending.iter().map(|entry| {
            let stage = self.course.stage(&entry.exercise.stage).ok()?;
            Some((entry, toolbox.recall(stage, self.colour)?))
        });
        let Some(tools) = tools.collect::<Option<Vec<_>>>() else { return Ok(None) };
        let done = AtomicUsize::new(0);
        let compiled = pool::map(&tools, |(entry, rustc)| {
            let compiled = self.compile_one(entry, rustc);
            self.observer.event(Event::Progress("katas compiled", done.fetch_add(1, Relaxed) + 1, tools.len()));
            compiled
        });
        compiled.into_iter().collect::<Result<Vec<Built>>>().map(Some)
    }

    fn compile_one(&self, entry: &Entry<'run>, rustc: &Rustc) -> Result<Built> {
        let folder = |kind: &str| self.target.join(kind).join(&entry.exercise.stage).join(&entry.exercise.name);
        let compiled = if let (Source::Submission(_), Ok(kata)) = (&self.source, &entry.kata) {
            let kata = std::path::absolute(&kata.entry).unwrap_or_else(|_| kata.entry.clone());
            let module = Module { name: String::new(), kata, judge: entry.exercise.path("tests.rs") };
            rustc.compile(&[module], &folder("submissions"), self.interrupt)?
        } else {
            let main = entry.exercise.path("main.rs");
            let main = self.course.relative(&main);
            rustc.compile_in_place(self.course.root(), main, &folder("katas"), self.interrupt)?
        };
        Ok(Built { binary: compiled.binary, diagnostics: compiled.diagnostics })
    }

    /// Every test of every kata that compiled, each in a process of its own.
    fn test(
        &self,
        pending: &[&mut Entry<'run>],
        builds: &[Built],
        provided: &Provided,
    ) -> Result<Vec<Vec<TestReport>>> {
        let trials: Vec<Option<Trial<'_>>> =
            pending.iter().zip(builds).map(|(entry, built)| entry.trial(built)).collect();
        let owed = pool::map(&trials, |trial| {
            trial.as_ref().map_or_else(|| Ok(Vec::new()), |trial| trial.owed(self.interrupt))
        });
        let owed: Vec<Vec<String>> = owed.into_iter().collect::<Result<_>>()?;
        let tests: Vec<(usize, &String)> =
            owed.iter().enumerate().flat_map(|(index, names)| names.iter().map(move |name| (index, name))).collect();
        let done = AtomicUsize::new(0);
        let reports = pool::map(&tests, |&(index, name)| {
            let report = trials[index].as_ref().map(|trial| trial.run(name, provided, self.interrupt));
            self.observer.event(Event::Progress("tests", done.fetch_add(1, Relaxed) + 1, tests.len()));
            report
        });
        let mut by_exercise: Vec<Vec<TestReport>> = pending.iter().map(|_| Vec::new()).collect();
        for ((index, _), report) in tests.into_iter().zip(reports) {
            by_exercise[index].extend(report);
        }
        Ok(by_exercise)
    }
}

impl<'run> Entry<'run> {
    fn trial(&self, built: &Built) -> Option<Trial<'run>> {
        let binary = built.binary.clone()?;
        Some(Trial { exercise: self.exercise, metadata: self.metadata, binary, module: String::new() })
    }

    fn judged(&self, built: &Built, tests: Vec<TestReport>) -> ExerciseReport {
        if built.binary.is_none() {
            return self.not_compiling(built.rendered(|diagnostic| diagnostic.is_error));
        }
        let verdict = ExerciseReport::verdict_of(&tests);
        let warnings = built.diagnostics.len();
        ExerciseReport { verdict, warnings, tests, ..self.not_compiling(built.rendered(|_| true)) }
    }

    fn not_compiling(&self, diagnostics: String) -> ExerciseReport {
        ExerciseReport {
            id: self.exercise.id(),
            title: self.metadata.title.clone(),
            verdict: Verdict::DoesNotCompile,
            unchanged: false,
            points: self.metadata.points,
            diagnostics,
            warnings: 0,
            tests: Vec::new(),
            benchmark: Vec::new(),
        }
    }
}

impl Built {
    fn of_cargo(build: &Build, exercise: &Exercise) -> Self {
        let target = build.target(Side::Katas, exercise).cloned().unwrap_or_default();
        Self { binary: target.binary, diagnostics: target.diagnostics }
    }

    fn rendered(&self, keep: impl Fn(&Diagnostic) -> bool) -> String {
        let kept = self.diagnostics.iter().filter(|diagnostic| keep(diagnostic));
        kept.map(|diagnostic| diagnostic.rendered.trim_end()).collect::<Vec<_>>().join("\n\n")
    }
}

/// What earlier runs found about katas that have not changed since; nothing is built or run.
pub fn known(course: &Course, exercises: &[&Exercise], target: &Path) -> Result<Vec<Option<ExerciseReport>>> {
    let ground = Ground::read(course)?;
    let find = |exercise: &&Exercise| {
        let kata = Kata::read(&exercise.kata()).ok()?;
        Store::peek(target).get(&ground.key(exercise, &kata).ok()?)
    };
    Ok(exercises.iter().map(find).collect())
}
