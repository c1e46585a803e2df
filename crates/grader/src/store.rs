//! What earlier runs found, kept below the target folder: it can be found again, so `cargo clean` may take it.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use course::{Error, Result};

use crate::interrupt::Interrupt;
use crate::json;
use crate::report::ExerciseReport;

/// The folder with the verdicts of earlier runs, held by one run at a time.
pub struct Store {
    folder: PathBuf,
    // Closing the file gives the lock back, also when the process is killed.
    _lock: Option<File>,
}

impl Store {
    /// Opens the store below `target`. While another run holds it, calls `waiting` once and waits.
    pub fn open(target: &Path, interrupt: &Interrupt, waiting: impl FnOnce()) -> Result<Self> {
        let folder = target.join("verdicts");
        fs::create_dir_all(&folder).map_err(|error| cannot_write(&folder, &error))?;
        let path = folder.join("lock");
        let lock = File::create(&path).map_err(|error| cannot_write(&path, &error))?;
        let mut waiting = Some(waiting);
        while let Err(TryLockError::WouldBlock) = lock.try_lock() {
            if let Some(waiting) = waiting.take() {
                waiting();
            }
            interrupt.check()?;
            thread::sleep(Duration::from_millis(20));
        }
        // Another error means a file system without locks: two runs at a time are then the person's own care.
        Ok(Self { folder, _lock: Some(lock) })
    }

    /// The store below `target` for one look, whoever holds it.
    pub fn peek(target: &Path) -> Self {
        Self { folder: target.join("verdicts"), _lock: None }
    }

    /// What an earlier run found under this key. What cannot be read was never found.
    pub fn get(&self, key: &str) -> Option<ExerciseReport> {
        let text = fs::read_to_string(self.path(key)).ok()?;
        json::read_exercise(&text).ok()
    }

    /// Keeps what was found. It is written aside and then moved, so that nobody ever reads half of it.
    pub fn put(&self, key: &str, report: &ExerciseReport) -> Result<()> {
        let (path, aside) = (self.path(key), self.folder.join("aside"));
        fs::write(&aside, json::write_exercise(report)).map_err(|error| cannot_write(&aside, &error))?;
        fs::rename(&aside, &path).map_err(|error| cannot_write(&path, &error))
    }

    fn path(&self, key: &str) -> PathBuf {
        self.folder.join(format!("{key}.json"))
    }
}

fn cannot_write(path: &Path, error: &std::io::Error) -> Error {
    let refused = Error::io("write", path, error);
    if refused.hint.is_some() {
        refused
    } else {
        refused.hint("set `CARGO_TARGET_DIR` to a folder that can be written")
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::Ordering::Relaxed;
    use std::sync::mpsc;

    use tempfile::TempDir;

    use super::*;
    use crate::verdict::Verdict;

    fn open(target: &TempDir, waiting: impl FnOnce()) -> Result<Store> {
        Store::open(target.path(), &Interrupt::default(), waiting)
    }

    fn report() -> ExerciseReport {
        let (id, title, diagnostics) = ("s/e".to_owned(), "E".to_owned(), String::new());
        let verdict = Verdict::Passed;
        let (tests, benchmark) = (Vec::new(), Vec::new());
        ExerciseReport { id, title, verdict, unchanged: false, points: 1, diagnostics, warnings: 0, tests, benchmark }
    }

    #[test]
    fn what_is_put_is_got_under_its_key_only() {
        let target = tempfile::tempdir().expect("a folder");
        let store = open(&target, || ()).expect("it opens");
        store.put("a", &report()).expect("it is kept");
        assert_eq!(store.get("a"), Some(report()));
        assert_eq!(store.get("b"), None);
    }

    #[test]
    fn a_broken_entry_was_never_found() {
        let target = tempfile::tempdir().expect("a folder");
        let store = open(&target, || ()).expect("it opens");
        fs::write(store.path("a"), "{\"id\":").expect("a file");
        assert_eq!(store.get("a"), None);
    }

    #[test]
    fn a_second_run_waits_and_says_so() {
        let target = tempfile::tempdir().expect("a folder");
        let first = open(&target, || ()).expect("it opens");
        let (said, hears) = mpsc::channel();
        thread::scope(|scope| {
            let second = scope.spawn(|| open(&target, || said.send(()).expect("somebody hears")).is_ok());
            hears.recv().expect("it waits");
            drop(first);
            assert!(second.join().expect("no panic"));
        });
    }

    #[test]
    fn waiting_can_be_interrupted() {
        let target = tempfile::tempdir().expect("a folder");
        let _first = open(&target, || ()).expect("it opens");
        let interrupt = Interrupt::default();
        let second = Store::open(target.path(), &interrupt, || interrupt.flag().store(true, Relaxed));
        assert!(second.is_err_and(|error| error.message == "interrupted"));
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_an_error_with_a_hint() {
        let target = tempfile::NamedTempFile::new().expect("a file");
        let error = Store::open(target.path(), &Interrupt::default(), || ()).err().expect("a file is no folder");
        assert!(error.message.contains("verdicts") && error.hint.is_some(), "{error:?}");
    }
}
