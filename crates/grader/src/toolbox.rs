//! The libraries of a stage as cargo built them, remembered for as long as nothing but katas changes.
//!
//! Cargo takes about 0.05 s of processor time to find out that everything but the kata is as it was. The key of a
//! verdict knows that already. So cargo is asked once for each [`Ground`], and later saves go to rustc directly; should
//! any library be another file than then, cargo is asked again.

use std::fs;
use std::path::{Path, PathBuf};

use course::{Error, Result, Stage};

use crate::cargo::{Build, Library};
use crate::key::{Ground, identity};
use crate::rustc::{Purpose, Rustc};

/// Where the libraries of every stage are remembered.
pub struct Toolbox {
    folder: PathBuf,
    purpose: Purpose,
}

impl Toolbox {
    /// The toolbox below `target` that belongs to `ground`.
    pub fn new(target: &Path, ground: &Ground, purpose: Purpose) -> Self {
        let kind = match purpose {
            Purpose::Tests => "libraries",
            Purpose::Benchmarks => "benchmark-libraries",
        };
        Self { folder: target.join(kind).join(ground.name()), purpose }
    }

    /// rustc with the libraries of `stage`; `None` when cargo must be asked.
    pub fn recall(&self, stage: &Stage, colour: bool) -> Option<Rustc> {
        let text = fs::read_to_string(self.folder.join(&stage.name)).ok()?;
        let libraries = text.lines().map(recall_line).collect::<Option<Vec<Library>>>()?;
        Rustc::new(self.purpose, stage, &libraries, colour).ok()
    }

    /// Remembers what `build` made for `stage`.
    pub fn remember(&self, stage: &Stage, build: &Build) -> Result<()> {
        let lines = build.libraries().into_iter().filter_map(|library| {
            Some(format!("{}\t{}\t{}\n", library.name, identity(&library.path)?, library.path.display()))
        });
        let (path, text) = (self.folder.join(&stage.name), lines.collect::<Vec<_>>().concat());
        fs::create_dir_all(&self.folder).map_err(|error| Error::io("create", &self.folder, &error))?;
        fs::write(&path, text).map_err(|error| Error::io("write", &path, &error))
    }
}

/// A line of `remember`, if it still tells the truth.
fn recall_line(line: &str) -> Option<Library> {
    let (name, rest) = line.split_once('\t')?;
    let (remembered, path) = rest.split_once('\t')?;
    let path = PathBuf::from(path);
    (identity(&path)? == remembered).then(|| Library { name: name.to_owned(), path })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_library_is_recalled_only_as_it_was() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("libharness.rlib");
        fs::write(&path, "first").expect("a file");
        let line = format!("harness\t{}\t{}", identity(&path).expect("it is there"), path.display());
        assert_eq!(recall_line(&line), Some(Library { name: "harness".into(), path: path.clone() }));
        fs::write(&path, "built anew").expect("a file");
        assert_eq!(recall_line(&line), None);
        fs::remove_file(&path).expect("it was there");
        assert_eq!(recall_line(&line), None);
        assert_eq!(recall_line("nonsense"), None);
    }
}
