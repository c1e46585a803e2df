//! What is kept for a learner, in `.course/` at the workspace's root: how far each exercise's hints were read, and the
//! katas that were reset.
//!
//! Deleting it costs the backups and the place in the hints, never a kata.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::exercise::Exercise;
use crate::readme::Hint;
use crate::site::Site;

/// A learner's notebook.
#[derive(Clone, Debug)]
pub struct Notebook {
    folder: PathBuf,
}

/// What a reset or its undoing did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reset {
    /// The kata is the stub already.
    Nothing,
    /// The kata was exchanged, and what stood there is kept in this file or folder; `None` when nothing stood there.
    Exchanged(Option<PathBuf>),
}

impl Notebook {
    /// The notebook of the workspace at `root`.
    pub fn new(root: &Path) -> Self {
        Self { folder: root.join(".course") }
    }

    /// The next step of the hints, counted from 1, and how many there are. After the last it is the last again.
    pub fn next_hint(&self, exercise: &Exercise) -> Result<(usize, usize, Hint)> {
        let hints = exercise.readme()?.hints;
        let path = self.folder.join("hints").join(&exercise.stage).join(&exercise.name);
        let read = fs::read_to_string(&path).ok().and_then(|text| text.trim().parse::<usize>().ok()).unwrap_or(0);
        let index = read.min(hints.len().saturating_sub(1));
        let hint = hints.get(index).cloned();
        let hint = hint.ok_or_else(|| Error::course(format!("`{}` has no hints", exercise.id())))?;
        write(&path, (index + 1).to_string().as_bytes())?;
        Ok((index + 1, hints.len(), hint))
    }

    /// Puts the stub in the kata's place, after keeping the kata.
    pub fn reset(&self, exercise: &Exercise) -> Result<Reset> {
        let stub = exercise.stub_site();
        if !stub.is_there() {
            let error = io::Error::from(io::ErrorKind::NotFound);
            return Err(Error::io("read", &stub.file(), &error)
                .hint("the stubs are in `solutions/`; without them, `git log -- PATH` finds the kata as it came"));
        }
        self.exchange(exercise, &stub)
    }

    /// Brings back what the last reset took, after keeping what stands there now.
    pub fn undo(&self, exercise: &Exercise) -> Result<Reset> {
        let newest = self.newest(exercise);
        let backup = self.backup(exercise, newest);
        if newest == 0 {
            return Err(Error::usage(format!(
                "`{}` was never reset, so there is nothing to bring back",
                exercise.id()
            ))
            .hint("`cargo xtask reset EXERCISE` keeps a kata before it puts the stub in its place"));
        }
        let undone = self.exchange(exercise, &backup)?;
        backup.remove()?;
        Ok(undone)
    }

    fn exchange(&self, exercise: &Exercise, new: &Site) -> Result<Reset> {
        let kata = exercise.kata_site();
        let kept = if !kata.is_there() {
            None
        } else if kata.difference(new)?.is_none() {
            return Ok(Reset::Nothing);
        } else {
            let backup = self.backup(exercise, self.newest(exercise) + 1);
            backup.put(&kata)?;
            Some(backup.whole())
        };
        kata.put(new)?;
        Ok(Reset::Exchanged(kept))
    }

    /// The number of the newest backup; 0 when there is none.
    fn newest(&self, exercise: &Exercise) -> usize {
        let entries = fs::read_dir(self.backups(exercise)).into_iter().flatten().flatten();
        let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
        names.filter_map(|name| name.strip_suffix(".rs").unwrap_or(&name).parse().ok()).max().unwrap_or(0)
    }

    fn backup(&self, exercise: &Exercise, number: usize) -> Site {
        Site::new(self.backups(exercise).join(number.to_string()))
    }

    fn backups(&self, exercise: &Exercise) -> PathBuf {
        self.folder.join("backups").join(&exercise.stage).join(&exercise.name)
    }
}

/// Written aside and then moved, so that a full disk never leaves half a file.
fn write(path: &Path, content: &[u8]) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| Error::io("create", folder, &error))?;
    }
    let aside = path.with_extension("aside");
    fs::write(&aside, content).map_err(|error| Error::io("write", &aside, &error))?;
    fs::rename(&aside, path).map_err(|error| Error::io("write", path, &error))
}
