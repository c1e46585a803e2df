//! The name of a verdict: a hash over everything that it depends on.
//!
//! The same kata under the same tests gets the same verdict, so it need not be found again: the key covers the kata, the
//! exercise's tests and metadata, the manifests, the lock file, the harness, and the runner itself, which cargo builds
//! anew for another rustc.

use std::fs;
use std::path::{Path, PathBuf};

use course::{Course, Error, Exercise, Result};
use hmac_sha256::Hash;

use crate::kata::Kata;

/// What all exercises of a course depend on, hashed once a run.
pub struct Ground(String);

impl Ground {
    /// Hashes the manifests, the lock file, the harness and the identity of the runner.
    pub fn read(course: &Course) -> Result<Self> {
        let mut hash = Hash::new();
        for name in ["Cargo.toml", "Cargo.lock", ".cargo/config.toml", "crates/harness/Cargo.toml"] {
            add_file(&mut hash, &course.root().join(name))?;
        }
        let mut sources = rust_files(&course.root().join("crates/harness/src"));
        sources.sort_unstable();
        for source in sources {
            add_file(&mut hash, &source)?;
        }
        for stage in course.stages() {
            add_file(&mut hash, &stage.folder.join("Cargo.toml"))?;
            add_file(&mut hash, &course.root().join("solutions").join(&stage.name).join("Cargo.toml"))?;
        }
        add(&mut hash, runner().as_bytes());
        for variable in ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "CARGO_BUILD_TARGET", "RUSTC_WRAPPER"] {
            add(&mut hash, std::env::var_os(variable).unwrap_or_default().as_encoded_bytes());
        }
        Ok(Self(hexadecimal(hash)))
    }

    /// A name that no other ground has.
    pub fn name(&self) -> &str {
        &self.0
    }

    /// The key of one kata's verdicts.
    pub fn key(&self, exercise: &Exercise, kata: &Kata) -> Result<String> {
        let mut hash = Hash::new();
        add(&mut hash, self.0.as_bytes());
        add(&mut hash, exercise.id().as_bytes());
        for name in ["exercise.toml", "tests.rs", "main.rs", "bench.rs"] {
            add_file(&mut hash, &exercise.path(name))?;
        }
        let folder = kata.entry.parent().unwrap_or(Path::new(""));
        for (path, content) in &kata.files {
            add(&mut hash, path.strip_prefix(folder).unwrap_or(path).as_os_str().as_encoded_bytes());
            add(&mut hash, content);
        }
        Ok(hexadecimal(hash))
    }
}

/// Length first, so that no two lists of parts run into the same bytes.
fn add(hash: &mut Hash, part: &[u8]) {
    hash.update((part.len() as u64).to_le_bytes());
    hash.update(part);
}

fn add_file(hash: &mut Hash, path: &Path) -> Result<()> {
    let content = match fs::read(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Vec::new(),
        content => content.map_err(|error| Error::io("read", path, &error))?,
    };
    add(hash, &content);
    Ok(())
}

/// The running program, which cargo builds anew for another rustc.
fn runner() -> String {
    std::env::current_exe().ok().and_then(|program| identity(&program)).unwrap_or_default()
}

/// A file by its size and time: another build leaves another file. `None` when it is not there.
pub fn identity(path: &Path) -> Option<String> {
    let metadata = fs::metadata(path).ok()?;
    Some(format!("{} {:?}", metadata.len(), metadata.modified().ok()?))
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    entries.flat_map(|path| if path.is_dir() { rust_files(&path) } else { vec![path] }).collect()
}

fn hexadecimal(hash: Hash) -> String {
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
}
