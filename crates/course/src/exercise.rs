//! One exercise: a folder with its README, its tests and the kata, and the folder in `solutions/` that mirrors it.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::Result;
use crate::metadata::Metadata;
use crate::readme::Readme;
use crate::site::Site;

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

    /// Where the learner's kata stands.
    pub fn kata_site(&self) -> Site {
        Site::new(self.path("kata"))
    }

    /// Where the reference stands.
    pub fn reference_site(&self) -> Site {
        Site::new(self.mirror("kata"))
    }

    /// Where the stub stands, a copy of the kata as the learner gets it.
    pub fn stub_site(&self) -> Site {
        Site::new(self.mirror("stub"))
    }

    /// The first file of the kata that the learner edits.
    pub fn kata(&self) -> PathBuf {
        self.entry(&self.kata_site())
    }

    /// The first file of the reference.
    pub fn reference(&self) -> PathBuf {
        self.reference_site().entry()
    }

    /// The first file of the stub.
    pub fn stub(&self) -> PathBuf {
        self.stub_site().entry()
    }

    /// Where the wrong solutions of the bank stand, by name.
    pub fn wrong_sites(&self) -> Vec<Site> {
        let entries = fs::read_dir(self.mirror("wrong")).into_iter().flatten().flatten().map(|entry| entry.path());
        let is_rust = |path: &PathBuf| path.extension().is_some_and(|end| end == "rs");
        let mut bases: Vec<PathBuf> = entries
            .filter(|path| path.is_dir() || is_rust(path))
            .map(|path| if path.is_dir() { path } else { path.with_extension("") })
            .collect();
        bases.sort_unstable();
        bases.dedup();
        bases.into_iter().map(Site::new).collect()
    }

    /// The first file of each wrong solution.
    pub fn wrong_solutions(&self) -> Vec<PathBuf> {
        self.wrong_sites().iter().map(Site::entry).collect()
    }

    /// The first file of this exercise's kata in another tree that is laid out as `exercises/` is, or holds such an
    /// `exercises/`.
    pub fn kata_of_submission(&self, tree: &Path) -> PathBuf {
        let below = |tree: &Path| Site::new(tree.join(&self.stage).join("tests").join(&self.name).join("kata"));
        let plain = below(tree);
        self.entry(&if plain.is_there() { plain } else { below(&tree.join("exercises")) })
    }

    /// The first file of a kata. One that is missing has the form of the stub.
    fn entry(&self, site: &Site) -> PathBuf {
        if !site.is_there() && self.stub_site().is_folder() { site.folder().join("mod.rs") } else { site.entry() }
    }

    fn within(&self, side: &str, package: &str) -> PathBuf {
        self.root.join(side).join(package).join("tests").join(&self.name)
    }
}
