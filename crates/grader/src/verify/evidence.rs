//! What the rules judge: how references, stubs and wrong solutions compile, and what the tests say of them.

use std::collections::hash_map::RandomState;
use std::fs;
use std::hash::BuildHasher;
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::{Duration, Instant};

use course::{Exercise, Metadata, Result, Site};

use super::Verification;
use crate::cargo::{self, Build, Profile, Side};
use crate::check::Event;
use crate::diagnostic::Diagnostic;
use crate::pool;
use crate::provision::Provided;
use crate::report::{Phases, TestReport};
use crate::rustc::{Module, Purpose, Rustc};
use crate::trial::Trial;
use crate::verdict::Verdict;

/// A kata of ours that was compiled and put to tests.
#[derive(Clone, Debug)]
pub struct Candidate<'run> {
    /// Whose it is.
    pub exercise: &'run Exercise,
    /// What is expected of it.
    pub role: Role,
    /// Where it stands.
    pub path: PathBuf,
    /// What rustc said of it.
    pub diagnostics: Vec<Diagnostic>,
    /// The binary with its tests; `None` when it does not compile.
    pub trial: Option<Trial<'run>>,
    /// The tests that there are.
    pub owed: Vec<String>,
    /// What they said.
    pub reports: Vec<TestReport>,
}

/// What is expected of a candidate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role {
    /// It passes every test, each time.
    Reference,
    /// It fails every test.
    Stub,
    /// It fails the tests that it names, and passes another: it looks right.
    Wrong {
        /// Without the leading `tests::`.
        named: Vec<String>,
    },
    /// The reference once more: the tests reach it when it is a crate of its own.
    Apart,
}

/// One step: a test of a candidate, or all that is asked of a wrong solution.
type Task<'name> = (usize, Option<&'name str>);

/// Builds and runs everything about `exercises`.
pub fn gather<'run>(run: &Verification<'run>, exercises: &[&'run Exercise]) -> Result<(Vec<Candidate<'run>>, Phases)> {
    let watch = |doing: &str| run.observer.event(Event::Doing(doing));
    let (begun, started) = (run.services.begin(exercises)?, Instant::now());
    let build =
        cargo::build(run.course, (Side::References, Profile::Development), exercises, false, run.interrupt, watch)?;
    let mut candidates: Vec<Candidate<'run>> =
        exercises.iter().map(|exercise| reference(&build, exercise)).collect::<Result<_>>()?;
    candidates.extend(compile_banks(run, &build, exercises)?);
    let owed = pool::map(&candidates, |candidate| match &candidate.trial {
        Some(trial) => trial.owed(run.interrupt),
        None => Ok(Vec::new()),
    });
    for (candidate, owed) in candidates.iter_mut().zip(owed) {
        candidate.owed = owed?;
    }
    if let Some(doing) = begun.doing() {
        watch(&doing);
    }
    let build = started.elapsed();
    let (provided, started) = (begun.wait(run.interrupt)?, Instant::now());
    run_tests(run, &provided, &mut candidates)?;
    Ok((candidates, provided.phases(build, started.elapsed())))
}

fn reference<'run>(build: &Build, exercise: &'run Exercise) -> Result<Candidate<'run>> {
    let target = build.target(Side::References, exercise).cloned().unwrap_or_default();
    let metadata = exercise.metadata()?;
    let trial = target.binary.map(|binary| Trial { exercise, metadata, binary, module: String::new() });
    Ok(Candidate::new(exercise, Role::Reference, exercise.reference(), target.diagnostics, trial))
}

/// The stub and the wrong solutions of every exercise.
fn compile_banks<'run>(
    run: &Verification<'run>,
    build: &Build,
    exercises: &[&'run Exercise],
) -> Result<Vec<Candidate<'run>>> {
    let done = AtomicUsize::new(0);
    let banks = pool::map(exercises, |exercise| {
        let bank = compile_bank(run, build, exercise);
        let done = done.fetch_add(1, Relaxed) + 1;
        run.observer.event(Event::Progress("banks of wrong solutions compiled", done, exercises.len()));
        bank
    });
    Ok(banks.into_iter().collect::<Result<Vec<_>>>()?.concat())
}

/// One crate for all of an exercise's bank, and only where that does not compile, one for each. And its reference apart.
fn compile_bank<'run>(
    run: &Verification<'run>,
    build: &Build,
    exercise: &'run Exercise,
) -> Result<Vec<Candidate<'run>>> {
    let (rustc, metadata) = (
        Rustc::new(Purpose::Tests, run.course.stage(&exercise.stage)?, &build.libraries(), false)?,
        exercise.metadata()?,
    );
    let folder = run.target.join("banks").join(&exercise.stage).join(&exercise.name);
    let modules = bank(exercise);
    let together = rustc.compile(&modules, &folder, run.interrupt)?;
    let candidate = |module: &Module| {
        let alone = || rustc.compile(std::slice::from_ref(module), &folder.join(&module.name), run.interrupt);
        let compiled = if together.binary.is_some() { together.clone() } else { alone()? };
        let is_about = |diagnostic: &Diagnostic| {
            diagnostic.file.as_deref().is_some_and(|file| belongs_to(Path::new(file), &module.kata))
        };
        let mut diagnostics = compiled.diagnostics;
        diagnostics.retain(|diagnostic| diagnostic.is_error || is_about(diagnostic));
        let trial = compiled.binary.map(|binary| Trial { exercise, metadata, binary, module: module.name.clone() });
        Ok(Candidate::new(exercise, role(exercise, &module.kata), module.kata.clone(), diagnostics, trial))
    };
    let mut candidates: Vec<Candidate<'run>> = modules.iter().map(candidate).collect::<Result<_>>()?;
    let reference = exercise.reference();
    let errors = rustc.check_apart(&reference, &exercise.path("tests.rs"), &folder.join("apart"), run.interrupt)?;
    candidates.push(Candidate::new(exercise, Role::Apart, reference, errors, None));
    Ok(candidates)
}

fn run_tests(run: &Verification<'_>, provided: &Provided, candidates: &mut [Candidate<'_>]) -> Result<()> {
    let tasks = shuffled(tasks(candidates, run.repeat));
    let done = AtomicUsize::new(0);
    let results = pool::map(&tasks, |&(index, test)| {
        let reports = perform(run, provided, &candidates[index], test);
        run.observer.event(Event::Progress("tests", done.fetch_add(1, Relaxed) + 1, tasks.len()));
        (index, reports)
    });
    run.interrupt.check()?;
    for (index, reports) in results {
        candidates[index].reports.extend(reports);
    }
    Ok(())
}

fn tasks<'name>(candidates: &'name [Candidate<'_>], repeat: u32) -> Vec<Task<'name>> {
    let mut tasks = Vec::new();
    for (index, candidate) in candidates.iter().enumerate() {
        let times = if candidate.role == Role::Reference { repeat } else { 1 };
        match candidate.role {
            Role::Apart => {}
            Role::Wrong { .. } => tasks.push((index, None)),
            Role::Reference | Role::Stub => {
                tasks.extend(
                    (0..times).flat_map(|_| candidate.owed.iter().map(move |test| (index, Some(test.as_str())))),
                );
            }
        }
    }
    tasks
}

fn shuffled(tasks: Vec<Task<'_>>) -> Vec<Task<'_>> {
    let order = RandomState::new();
    let mut numbered: Vec<(u64, Task<'_>)> =
        tasks.into_iter().enumerate().map(|(number, task)| (order.hash_one(number), task)).collect();
    numbered.sort_by_key(|(number, _)| *number);
    numbered.into_iter().map(|(_, task)| task).collect()
}

fn perform(
    run: &Verification<'_>,
    provided: &Provided,
    candidate: &Candidate<'_>,
    test: Option<&str>,
) -> Vec<TestReport> {
    let reports = match (&candidate.trial, &candidate.role, test) {
        (Some(trial), _, Some(test)) if !run.interrupt.is_set() => vec![trial.run(test, provided, run.interrupt)],
        (Some(trial), Role::Wrong { named }, None) => perform_wrong(run, provided, trial, &candidate.owed, named),
        _ => Vec::new(),
    };
    provided.excused(candidate.exercise, reports)
}

/// The tests that it names, then others until one passes: a wrong solution looks right somewhere. Those others get
/// little time, since one that loops in many places would hold up everything else.
fn perform_wrong(
    run: &Verification<'_>,
    provided: &Provided,
    trial: &Trial<'_>,
    owed: &[String],
    named: &[String],
) -> Vec<TestReport> {
    let (named, others): (Vec<&String>, Vec<&String>) = owed.iter().partition(|test| named.contains(test));
    let mut reports: Vec<TestReport> = named.into_iter().map(|test| trial.run(test, provided, run.interrupt)).collect();
    let mut metadata: Metadata = trial.metadata.clone();
    metadata.limits.processor = Duration::from_secs(1);
    let hasty = Trial { metadata: &metadata, ..trial.clone() };
    for test in others {
        reports.push(hasty.run(test, provided, run.interrupt));
        if run.interrupt.is_set() || reports.last().is_some_and(|report| report.verdict == Verdict::Passed) {
            break;
        }
    }
    reports
}

impl<'run> Candidate<'run> {
    /// One that no test has seen yet.
    pub fn new(
        exercise: &'run Exercise,
        role: Role,
        path: PathBuf,
        diagnostics: Vec<Diagnostic>,
        trial: Option<Trial<'run>>,
    ) -> Self {
        Self { exercise, role, path, diagnostics, trial, owed: Vec::new(), reports: Vec::new() }
    }
}

/// The stub and the wrong solutions, as modules named like their files or folders.
fn bank(exercise: &Exercise) -> Vec<Module> {
    let sites = [exercise.stub_site()].into_iter().chain(exercise.wrong_sites());
    let name = |site: &Site| site.folder().file_name().unwrap_or_default().to_string_lossy().into_owned();
    sites.map(|site| Module { name: name(&site), kata: site.entry(), judge: exercise.path("tests.rs") }).collect()
}

/// Whether `file` is one of the kata that begins with `entry`. That a wrong solution reaches the reference by path makes
/// the reference no part of it.
fn belongs_to(file: &Path, entry: &Path) -> bool {
    match entry.parent() {
        Some(folder) if entry.ends_with("mod.rs") => {
            let within = file.strip_prefix(folder);
            within.is_ok_and(|within| !within.components().any(|part| part == Component::ParentDir))
        }
        _ => file == entry,
    }
}

/// Of a wrong solution, the tests named in its first line: `//! caught by: tests::a::b, tests::a::c`.
fn role(exercise: &Exercise, path: &Path) -> Role {
    if path == exercise.stub() {
        return Role::Stub;
    }
    let text = fs::read_to_string(path).unwrap_or_default();
    let names = text.lines().next().and_then(|line| line.strip_prefix("//! caught by:")).unwrap_or_default();
    let names = names.split(',').map(str::trim).filter(|name| !name.is_empty());
    Role::Wrong { named: names.map(|name| name.strip_prefix("tests::").unwrap_or(name).to_owned()).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_warning_belongs_to_the_kata_that_holds_its_file() {
        let belongs = |file: &str, entry: &str| belongs_to(Path::new(file), Path::new(entry));
        assert!(belongs("m/wrong/a.rs", "m/wrong/a.rs"));
        assert!(!belongs("m/wrong/b.rs", "m/wrong/a.rs"));
        assert!(belongs("m/stub/mod.rs", "m/stub/mod.rs") && belongs("m/stub/deep/more.rs", "m/stub/mod.rs"));
        assert!(!belongs("m/stubborn/mod.rs", "m/stub/mod.rs"));
        assert!(!belongs("m/wrong/a/../../kata/mod.rs", "m/wrong/a/mod.rs"), "the reference is another's");
    }
}
