//! One exercise: a folder with its README, its tests and the kata, and the folder in `solutions/` that mirrors it.

use std::path::{Path, PathBuf};

use crate::error::Result;
use crate::metadata::Metadata;
use crate::readme::Readme;

/// An exercise of a stage.
#[derive(Clone, Debug)]
pub struct Exercise {
    /// The stage's folder and package, such as `stage02-dsa`.
    pub stage: String,
    /// The exercise's folder and test target, such as `lru_cache`.
    pub name: String,
    root: PathBuf,
    metadata: Result<Metadata>,
}

impl Exercise {
    /// Every exercise's `main.rs`, word for word.
    pub const MAIN: &'static str = "mod kata;\nmod tests;\n";

    /// The mirror's `main.rs`, word for word: the exercise's own judge, reached by path, and its benchmark, which runs here
    /// as a test at its smallest size.
    pub fn mirror_main(&self) -> String {
        let (stage, name) = (&self.stage, &self.name);
        let folder = format!("../../../../exercises/{stage}/tests/{name}");
        let judge = format!("mod kata;\n#[path = \"{folder}/tests.rs\"]\nmod tests;\n");
        if !self.has_benchmark() {
            return judge;
        }
        let benchmark = include_str!("../templates/benchmark.rs.txt").replace("{folder}", &folder);
        format!("{judge}\n{benchmark}")
    }

    /// Whether something of it is timed.
    pub fn has_benchmark(&self) -> bool {
        self.path("bench.rs").is_file()
    }

    pub(crate) fn read(root: &Path, stage: &str, name: &str) -> Self {
        let mut exercise = Self {
            stage: stage.to_owned(),
            name: name.to_owned(),
            root: root.to_owned(),
            metadata: Ok(Metadata::empty()),
        };
        exercise.metadata = Metadata::read(&exercise.path("exercise.toml")).map_err(|mut error| {
            error.message = error.message.replace(&format!("{}/", root.display()), "");
            error
        });
        exercise
    }

    /// `stage02-dsa/lru_cache`: unique, and a valid target.
    pub fn id(&self) -> String {
        format!("{}/{}", self.stage, self.name)
    }

    /// What `exercise.toml` says, or what is wrong with it.
    pub fn metadata(&self) -> Result<&Metadata> {
        self.metadata.as_ref().map_err(Clone::clone)
    }

    /// The README, taken apart.
    pub fn readme(&self) -> Result<Readme> {
        Readme::read(&self.path("README.md"))
    }

    /// A file of the exercise's folder.
    pub fn path(&self, file: &str) -> PathBuf {
        self.within("exercises", &self.stage).join(file)
    }

    /// A file of the mirror in `solutions/`.
    pub fn mirror(&self, file: &str) -> PathBuf {
        self.within("solutions", &self.stage).join(file)
    }

    /// The kata that the learner edits.
    pub fn kata(&self) -> PathBuf {
        kata_in(&self.path(""))
    }

    /// The kata of this exercise in another tree that is laid out as `exercises/` is, or holds such an `exercises/`.
    pub fn kata_of_submission(&self, tree: &Path) -> PathBuf {
        let below = |tree: &Path| kata_in(&tree.join(&self.stage).join("tests").join(&self.name));
        let plain = below(tree);
        if plain.exists() { plain } else { below(&tree.join("exercises")) }
    }

    fn within(&self, side: &str, package: &str) -> PathBuf {
        self.root.join(side).join(package).join("tests").join(&self.name)
    }
}

/// A kata is a file `kata.rs`, or a folder `kata/` that begins with `mod.rs`.
fn kata_in(folder: &Path) -> PathBuf {
    let (file, module) = (folder.join("kata.rs"), folder.join("kata").join("mod.rs"));
    if module.exists() && !file.exists() { module } else { file }
}
