//! What the rules judge: how references, stubs and wrong solutions compile, and what the tests say of them.

use std::collections::hash_map::RandomState;
use std::fs;
use std::hash::BuildHasher;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::Duration;

use course::{Error, Exercise, Result};

use super::Verification;
use crate::cargo::{self, Build, Side};
use crate::check::Event;
use crate::diagnostic::Diagnostic;
use crate::pool;
use crate::report::TestReport;
use crate::rustc::{Module, Rustc};
use crate::trial::Trial;
use crate::verdict::Verdict;

/// Everything that was found out about one exercise.
pub struct Evidence<'run> {
    /// Whose it is.
    pub exercise: &'run Exercise,
    /// Its reference, put to every test, as often as was asked for.
    pub reference: Candidate,
    /// Its stub, put to every test.
    pub stub: Candidate,
    /// Its wrong solutions, each put to the tests it names and, until one passes, to others.
    pub wrong: Vec<Wrong>,
}

/// A kata that was compiled and put to tests.
#[derive(Clone, Debug, Default)]
pub struct Candidate {
    /// Where it stands.
    pub path: PathBuf,
    /// Whether it compiles.
    pub compiles: bool,
    /// What rustc said of its file.
    pub diagnostics: Vec<Diagnostic>,
    /// The tests that there are.
    pub owed: Vec<String>,
    /// What they said.
    pub reports: Vec<TestReport>,
}

/// A wrong solution.
#[derive(Clone, Debug, Default)]
pub struct Wrong {
    /// The kata itself.
    pub candidate: Candidate,
    /// The tests that it says catch it, without the leading `tests::`.
    pub named: Vec<String>,
}

/// A kata on its way: its binary, and the module in it.
struct Compiled {
    candidate: Candidate,
    binary: Option<PathBuf>,
    module: String,
}

/// What is to be run: one test of the reference or the stub, or a wrong solution whole.
#[derive(Clone, Copy)]
enum Task<'name> {
    Reference(usize, &'name str),
    Stub(usize, &'name str),
    Wrong(usize, usize),
}

/// Builds and runs everything about `exercises`.
pub fn gather<'run>(run: &Verification<'run>, exercises: &[&'run Exercise]) -> Result<Vec<Evidence<'run>>> {
    let watch = |doing: &str| run.observer.event(Event::Doing(doing));
    let build = cargo::build(run.course, Side::References, exercises, false, run.interrupt, watch)?;
    let banks = compile_banks(run, &build, exercises)?;
    let mut evidence: Vec<Evidence<'_>> = Vec::new();
    let mut trials = Vec::new();
    for (exercise, bank) in exercises.iter().zip(banks) {
        let reference = compiled_reference(&build, exercise);
        let (compiled, found) = evidence_of(exercise, reference, bank)?;
        trials.push(compiled);
        evidence.push(found);
    }
    list_tests(run, &mut evidence, &trials)?;
    run_tests(run, &mut evidence, &trials)?;
    run.interrupt.check()?;
    Ok(evidence)
}

/// The trials of one exercise, where they compile: reference, stub, wrong solutions.
struct Trials<'run> {
    reference: Option<Trial<'run>>,
    stub: Option<Trial<'run>>,
    wrong: Vec<Option<Trial<'run>>>,
}

fn evidence_of(exercise: &Exercise, reference: Compiled, bank: Vec<Compiled>) -> Result<(Trials<'_>, Evidence<'_>)> {
    let metadata = exercise.metadata()?;
    let trial = |compiled: &Compiled| {
        let binary = compiled.binary.clone()?;
        Some(Trial { exercise, metadata, binary, module: compiled.module.clone() })
    };
    let mut bank = bank.into_iter();
    let stub = bank.next().ok_or_else(|| Error::course(format!("`{}` has no stub", exercise.id())))?;
    let bank: Vec<Compiled> = bank.collect();
    let trials = Trials { reference: trial(&reference), stub: trial(&stub), wrong: bank.iter().map(trial).collect() };
    let wrong = bank
        .into_iter()
        .map(|compiled| Wrong { named: named(&compiled.candidate.path), candidate: compiled.candidate });
    let evidence = Evidence { exercise, reference: reference.candidate, stub: stub.candidate, wrong: wrong.collect() };
    Ok((trials, evidence))
}

fn compiled_reference(build: &Build, exercise: &Exercise) -> Compiled {
    let target = build.target(Side::References, exercise).cloned().unwrap_or_default();
    let path = exercise.mirror("kata.rs");
    let candidate =
        Candidate { path, compiles: target.binary.is_some(), diagnostics: target.diagnostics, ..Candidate::default() };
    Compiled { candidate, binary: target.binary, module: String::new() }
}

/// The stub and the wrong solutions of every exercise: one crate for all of an exercise, and only where that does not
/// compile, one for each.
fn compile_banks(run: &Verification<'_>, build: &Build, exercises: &[&Exercise]) -> Result<Vec<Vec<Compiled>>> {
    let done = AtomicUsize::new(0);
    let banks = pool::map(exercises, |exercise| {
        let rustc = Rustc::new(run.course.stage(&exercise.stage)?, build.libraries(), false)?;
        let folder = run.target.join("banks").join(&exercise.stage).join(&exercise.name);
        let bank = compile_bank(run, &rustc, exercise, &folder);
        run.observer.event(Event::Progress(
            "banks of wrong solutions compiled",
            done.fetch_add(1, Relaxed) + 1,
            exercises.len(),
        ));
        bank
    });
    banks.into_iter().collect()
}

fn compile_bank(run: &Verification<'_>, rustc: &Rustc, exercise: &Exercise, folder: &Path) -> Result<Vec<Compiled>> {
    let tests = exercise.path("tests.rs");
    let paths = [vec![exercise.mirror("stub.rs")], wrong_files(exercise)].concat();
    let module = |path: &PathBuf| Module { name: stem(path), kata: path.clone(), tests: tests.clone() };
    let modules: Vec<Module> = paths.iter().map(module).collect();
    let together = rustc.compile(&modules, folder, run.interrupt)?;
    let alone = |module: &Module| {
        if together.binary.is_some() {
            return Ok(together.clone());
        }
        rustc.compile(std::slice::from_ref(module), &folder.join(&module.name), run.interrupt)
    };
    modules
        .iter()
        .map(|module| {
            let crate_ = alone(module)?;
            let is_about = |diagnostic: &&Diagnostic| {
                diagnostic.file.as_deref().map(Path::new) == Some(&module.kata) || together.binary.is_none()
            };
            let diagnostics = crate_.diagnostics.iter().filter(is_about).cloned().collect();
            let candidate = Candidate {
                path: module.kata.clone(),
                compiles: crate_.binary.is_some(),
                diagnostics,
                ..Candidate::default()
            };
            Ok(Compiled { candidate, binary: crate_.binary, module: module.name.clone() })
        })
        .collect()
}

fn list_tests(run: &Verification<'_>, evidence: &mut [Evidence<'_>], trials: &[Trials<'_>]) -> Result<()> {
    let owed =
        |trial: &Option<Trial<'_>>| trial.as_ref().map_or_else(|| Ok(Vec::new()), |trial| trial.owed(run.interrupt));
    for (evidence, trials) in evidence.iter_mut().zip(trials) {
        evidence.reference.owed = owed(&trials.reference)?;
        evidence.stub.owed = owed(&trials.stub)?;
        for (wrong, trial) in evidence.wrong.iter_mut().zip(&trials.wrong) {
            wrong.candidate.owed = owed(trial)?;
        }
    }
    Ok(())
}

fn run_tests(run: &Verification<'_>, evidence: &mut [Evidence<'_>], trials: &[Trials<'_>]) -> Result<()> {
    let tasks = tasks(evidence, run.repeat);
    let done = AtomicUsize::new(0);
    let results = pool::map(&tasks, |&task| {
        let reports = perform(run, task, evidence, trials);
        run.observer.event(Event::Progress("tests", done.fetch_add(1, Relaxed) + 1, tasks.len()));
        reports
    });
    run.interrupt.check()?;
    let found: Vec<(usize, Option<usize>, bool, Vec<TestReport>)> = tasks
        .iter()
        .zip(results)
        .map(|(task, reports)| match *task {
            Task::Reference(index, _) => (index, None, true, reports),
            Task::Stub(index, _) => (index, None, false, reports),
            Task::Wrong(index, wrong) => (index, Some(wrong), false, reports),
        })
        .collect();
    for (index, wrong, is_reference, reports) in found {
        let candidate = match wrong {
            Some(wrong) => &mut evidence[index].wrong[wrong].candidate,
            None if is_reference => &mut evidence[index].reference,
            None => &mut evidence[index].stub,
        };
        candidate.reports.extend(reports);
    }
    Ok(())
}

/// Everything that is to be run, in random order.
fn tasks<'name>(evidence: &'name [Evidence<'_>], repeat: u32) -> Vec<Task<'name>> {
    let mut tasks = Vec::new();
    for (index, evidence) in evidence.iter().enumerate() {
        for _ in 0..repeat {
            tasks.extend(evidence.reference.owed.iter().map(|name| Task::Reference(index, name)));
        }
        tasks.extend(evidence.stub.owed.iter().map(|name| Task::Stub(index, name)));
        tasks.extend((0..evidence.wrong.len()).map(|wrong| Task::Wrong(index, wrong)));
    }
    let order = RandomState::new();
    let mut numbered: Vec<(u64, Task<'_>)> =
        tasks.into_iter().enumerate().map(|(number, task)| (order.hash_one(number), task)).collect();
    numbered.sort_by_key(|(number, _)| *number);
    numbered.into_iter().map(|(_, task)| task).collect()
}

fn perform(
    run: &Verification<'_>,
    task: Task<'_>,
    evidence: &[Evidence<'_>],
    trials: &[Trials<'_>],
) -> Vec<TestReport> {
    let one =
        |trial: &Option<Trial<'_>>, test: &str| trial.iter().map(|trial| trial.run(test, run.interrupt)).collect();
    match task {
        _ if run.interrupt.is_set() => Vec::new(),
        Task::Reference(index, test) => one(&trials[index].reference, test),
        Task::Stub(index, test) => one(&trials[index].stub, test),
        Task::Wrong(index, number) => match &trials[index].wrong[number] {
            Some(trial) => perform_wrong(run, trial, &evidence[index].wrong[number]),
            None => Vec::new(),
        },
    }
}

/// The tests that it names, then others until one passes: a wrong solution looks right somewhere. Those others get
/// little time, since one that loops in many places would hold up everything else.
fn perform_wrong(run: &Verification<'_>, trial: &Trial<'_>, wrong: &Wrong) -> Vec<TestReport> {
    let owed = |name: &&String| wrong.candidate.owed.contains(name);
    let mut reports: Vec<TestReport> =
        wrong.named.iter().filter(owed).map(|test| trial.run(test, run.interrupt)).collect();
    let mut metadata = trial.metadata.clone();
    metadata.limits.processor = Duration::from_secs(1);
    let hasty = Trial { metadata: &metadata, ..trial.clone() };
    for test in wrong.candidate.owed.iter().filter(|test| !wrong.named.contains(test)) {
        reports.push(hasty.run(test, run.interrupt));
        if reports.last().is_some_and(|report| report.verdict == Verdict::Passed) {
            break;
        }
    }
    reports
}

/// The files of the bank, by name.
pub fn wrong_files(exercise: &Exercise) -> Vec<PathBuf> {
    let entries = fs::read_dir(exercise.mirror("wrong")).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> =
        entries.map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|end| end == "rs")).collect();
    files.sort_unstable();
    files
}

/// The tests named in the first line: `//! caught by: tests::a::b, tests::a::c`.
pub fn named(path: &Path) -> Vec<String> {
    let text = fs::read_to_string(path).unwrap_or_default();
    let names = text.lines().next().and_then(|line| line.strip_prefix("//! caught by:")).unwrap_or_default();
    let names = names.split(',').map(str::trim).filter(|name| !name.is_empty());
    names.map(|name| name.strip_prefix("tests::").unwrap_or(name).to_owned()).collect()
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}
