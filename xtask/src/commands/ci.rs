//! `cargo xtask ci`: everything that continuous integration runs, one after the other.

use std::fs;
use std::path::{Path, PathBuf};

use course::{Course, Error, Result};

use super::verify;
use crate::arguments::VerifyOptions;
use crate::exit::Exit;
use crate::terminal::Terminal;

/// A step: what it is about, and what cargo is told.
struct Step {
    about: &'static str,
    arguments: Vec<String>,
}

/// Runs the steps until one fails. The learner's own katas are theirs: only a pristine course holds them to its style.
pub fn ci(course: &Course, pristine: bool, terminal: Terminal) -> Result<Exit> {
    let style = terminal.on_stderr();
    for Step { about, arguments } in steps(course, pristine)? {
        let line = shortened(&format!("cargo {}", arguments.join(" ")));
        eprintln!("{}", style.strong(&format!("── {about}: {line}")));
        if !grader::show_cargo(course, &arguments)? {
            eprintln!("{} {about} failed\n\n{} `{line}` shows it again", style.bad("error:"), style.strong("hint:"));
            return Ok(Exit::Failed);
        }
    }
    eprintln!("{}", style.strong("── exercises: cargo xtask verify"));
    verify(course, &VerifyOptions { targets: Vec::new(), repeat: 3, pristine, source: None }, terminal)
}

fn steps(course: &Course, pristine: bool) -> Result<Vec<Step>> {
    let step = |about, arguments: &[&str]| {
        let arguments = arguments.iter().map(|&word| word.to_owned()).collect();
        Step { about, arguments }
    };
    let mut steps = vec![
        step("formatting", &["fmt", "--check"]),
        step("lints", &["clippy", "--quiet", "--all-targets", "--", "--deny", "warnings"]),
        step("unit tests and references", &["test"]),
    ];
    steps[0].arguments.extend(packages(course)?.into_iter().flat_map(|package| ["--package".to_owned(), package]));
    if pristine {
        let stages = course.stages().iter().flat_map(|stage| ["--package".to_owned(), stage.name.clone()]);
        let mut stubs = step("lints of the stubs", &["clippy", "--quiet", "--all-targets"]);
        stubs.arguments.extend(stages.chain(["--".to_owned(), "--deny".to_owned(), "warnings".to_owned()]));
        steps.insert(2, stubs);
    }
    steps.insert(1, bank_formatting(course));
    Ok(steps)
}

/// Every package but the katas.
fn packages(course: &Course) -> Result<Vec<String>> {
    let crates = entries(&course.root().join("crates"))?;
    let crates = crates.iter().filter_map(|path| path.file_name()).map(|name| name.to_string_lossy().into_owned());
    let references = course.stages().iter().map(|stage| format!("{}-solutions", stage.name));
    Ok(crates.chain(references).chain(["xtask".to_owned()]).collect())
}

/// Stubs and wrong solutions belong to no package, so `cargo fmt` is handed the first file of each; it finds
/// the modules of a folder by itself.
fn bank_formatting(course: &Course) -> Step {
    let mut arguments: Vec<String> = ["fmt", "--package", "xtask", "--", "--check"].map(str::to_owned).into();
    for exercise in course.exercises() {
        let files = exercise.wrong_solutions().into_iter().chain([exercise.stub()]);
        arguments.extend(files.map(|path| course.relative(&path).display().to_string()));
    }
    Step { about: "formatting of stubs and wrong solutions", arguments }
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).map_err(|error| Error::io("read", folder, &error))?;
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort_unstable();
    Ok(paths)
}

fn shortened(line: &str) -> String {
    const SHOWN: usize = 160;
    if line.chars().count() <= SHOWN {
        line.to_owned()
    } else {
        format!("{} …", line.chars().take(SHOWN).collect::<String>())
    }
}
