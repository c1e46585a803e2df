//! A stage: one step of the roadmap, one package, a folder of exercises.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::exercise::Exercise;
use crate::manifest::{self, Table};

/// A stage of the course.
#[derive(Clone, Debug)]
pub struct Stage {
    /// Its place in the roadmap.
    pub number: u32,
    /// Its folder and package, such as `stage02-dsa`.
    pub name: String,
    /// What it is about, from the package's description.
    pub title: String,
    /// The bullets of the roadmap that its exercises cover together.
    pub roadmap: Vec<String>,
    /// The crates that its tests may use, by the names that code uses.
    pub dependencies: Vec<String>,
    /// The crates that its benchmarks may use: those of the solutions.
    pub benchmark_dependencies: Vec<String>,
    /// Its exercises in reading order: what an exercise requires comes before it, then the easier one, then by name.
    pub exercises: Vec<Exercise>,
    /// Its folder.
    pub folder: PathBuf,
}

/// All stages below `root/exercises`, in order.
pub(crate) fn read_all(root: &Path) -> Result<Vec<Stage>> {
    let folder = root.join("exercises");
    let mut stages: Vec<Stage> = folders(&folder)?
        .into_iter()
        .filter(|name| folder.join(name).join("Cargo.toml").exists())
        .map(|name| read(root, &folder.join(&name), &name))
        .collect::<Result<_>>()?;
    stages.sort_by_key(|stage| stage.number);
    Ok(stages)
}

fn read(root: &Path, folder: &Path, name: &str) -> Result<Stage> {
    let number = number(name).ok_or_else(|| {
        Error::course(format!("`exercises/{name}` is not named like a stage")).hint("such as `stage03-databases`")
    })?;
    let (title, roadmap, dependencies) = manifest::read(&folder.join("Cargo.toml"), |table| {
        let title = table.table("package")?.text("description")?;
        let roadmap = table.table("package")?.table("metadata")?.table("course")?.list("roadmap")?;
        Ok((title, roadmap, dev_dependencies(table)?))
    })?;
    let solutions = root.join("solutions").join(name).join("Cargo.toml");
    let benchmark_dependencies =
        if solutions.exists() { manifest::read(&solutions, dev_dependencies)? } else { Vec::new() };
    let exercises =
        folders(&folder.join("tests"))?.iter().map(|exercise| Exercise::read(root, name, exercise)).collect();
    Ok(Stage {
        number,
        name: name.to_owned(),
        title,
        roadmap,
        dependencies,
        benchmark_dependencies,
        exercises: in_reading_order(exercises),
        folder: folder.to_owned(),
    })
}

fn dev_dependencies(table: &Table<'_>) -> Result<Vec<String>> {
    Ok(table.table("dev-dependencies")?.keys().map(|name| name.replace('-', "_")).collect())
}

fn number(name: &str) -> Option<u32> {
    let (digits, _) = name.strip_prefix("stage")?.split_once('-')?;
    digits.parse().ok()
}

fn folders(parent: &Path) -> Result<Vec<String>> {
    let entries = match fs::read_dir(parent) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(|error| Error::io("read", parent, &error))?,
    };
    let mut names: Vec<String> = entries
        .filter_map(std::result::Result::ok)
        .filter(|entry| entry.path().is_dir())
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| !name.starts_with('.'))
        .collect();
    names.sort_unstable();
    Ok(names)
}

/// Takes the easiest of those whose requirements have come, until none is left. What requires itself in a circle, or
/// cannot be read, comes last, by name.
fn in_reading_order(mut waiting: Vec<Exercise>) -> Vec<Exercise> {
    waiting.sort_by_key(|exercise| {
        (exercise.metadata().map_or(u32::MAX, |metadata| metadata.difficulty), exercise.name.clone())
    });
    let mut ordered: Vec<Exercise> = Vec::new();
    while !waiting.is_empty() {
        let missing: BTreeSet<String> = waiting.iter().map(|exercise| exercise.name.clone()).collect();
        let ready = |exercise: &Exercise| {
            exercise.metadata().is_ok_and(|metadata| !metadata.requires.iter().any(|name| missing.contains(name)))
        };
        let next = waiting.iter().position(ready).unwrap_or(0);
        ordered.push(waiting.remove(next));
    }
    ordered
}
