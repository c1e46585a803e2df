//! The course as its folders tell it: stages, exercises, and what each says of itself.
//!
//! There is no list of exercises anywhere. A stage is a folder of `exercises/`, an exercise a folder of its `tests/`, and
//! everything about an exercise stands in its own folder. This crate reads them, and knows none of them by name.

mod error;
mod exercise;
mod manifest;
mod metadata;
mod nearest;
mod notebook;
mod readme;
pub mod roadmap;
mod scaffold;
mod site;
mod stage;
mod target;

use std::path::{Path, PathBuf};

pub use error::{Error, Fault, Result};
pub use exercise::Exercise;
pub use metadata::{Benchmark, Limits, Metadata};
pub use nearest::nearest;
pub use notebook::{Notebook, Reset};
pub use readme::{Hint, Readme};
pub use site::Site;
pub use stage::Stage;

/// A checkout of the course.
#[derive(Clone, Debug)]
pub struct Course {
    root: PathBuf,
    stages: Vec<Stage>,
}

impl Course {
    /// Reads the course whose workspace stands at `root`.
    ///
    /// What a single exercise has wrong about it is kept with that exercise, so that the others can be worked on.
    pub fn open(root: &Path) -> Result<Self> {
        Ok(Self { root: root.to_owned(), stages: stage::read_all(root)? })
    }

    /// The folder that holds the workspace's `Cargo.toml`.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// All stages, in the order of the roadmap.
    pub fn stages(&self) -> &[Stage] {
        &self.stages
    }

    /// Every exercise, stage by stage, each stage in reading order.
    pub fn exercises(&self) -> impl Iterator<Item = &Exercise> {
        self.stages.iter().flat_map(|stage| &stage.exercises)
    }

    /// The exercises that `targets` name, each once; all of them when there is no target.
    ///
    /// A target is a stage (`stage2`, `2`, `dsa`, `stage02-dsa`), an exercise (`lru_cache`, `stage2/lru_cache`) or a path
    /// into one.
    pub fn select(&self, targets: &[String]) -> Result<Vec<&Exercise>> {
        target::select(self, targets)
    }

    /// The one exercise that `name` names.
    pub fn exercise(&self, name: &str) -> Result<&Exercise> {
        match target::select(self, &[name.to_owned()])?[..] {
            [exercise] => Ok(exercise),
            _ => Err(Error::usage(format!("`{name}` is not one exercise"))
                .hint("`cargo xtask list` shows the exercises of each stage")),
        }
    }

    /// The stage that `name` names.
    pub fn stage(&self, name: &str) -> Result<&Stage> {
        target::stage(self, name)
    }

    /// Writes the files of a new exercise and of its mirror, and returns their paths.
    pub fn scaffold(&self, stage: &str, name: &str) -> Result<Vec<PathBuf>> {
        scaffold::write(self, target::stage(self, stage)?, name)
    }

    /// `path` as a reader of the terminal would type it: relative to the root, where it lies within.
    pub fn relative<'path>(&self, path: &'path Path) -> &'path Path {
        path.strip_prefix(&self.root).unwrap_or(path)
    }
}
