//! Where a kata stands: a file `NAME.rs`, or a folder `NAME/` that begins with `mod.rs` and may hold more files.
//!
//! The learner's kata, the reference, the stub, the wrong solutions and the backups all stand so. What takes another's
//! place is written aside first and then moved, so that a full disk never leaves half a kata.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

/// A path without its ending, at which there may be a file, a folder, or nothing yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site(PathBuf);

impl Site {
    /// The site at `base`, such as `…/lru_cache/kata`.
    pub fn new(base: PathBuf) -> Self {
        Self(base)
    }

    /// The site that begins with the file `entry`.
    pub fn of(entry: &Path) -> Self {
        match entry.parent() {
            Some(folder) if is_module(entry) => Self(folder.to_owned()),
            _ => Self(entry.with_extension("")),
        }
    }

    /// The file that it is or would be.
    pub fn file(&self) -> PathBuf {
        beside(&self.0, ".rs")
    }

    /// The folder that it is or would be.
    pub fn folder(&self) -> &Path {
        &self.0
    }

    /// Whether anything stands there.
    pub fn is_there(&self) -> bool {
        self.file().exists() || self.is_folder()
    }

    /// Whether a folder stands there.
    pub fn is_folder(&self) -> bool {
        self.folder().is_dir()
    }

    /// The first file, which `mod NAME;` finds. Where there is none, the single file that it could be.
    pub fn entry(&self) -> PathBuf {
        let (file, module) = (self.file(), self.folder().join("mod.rs"));
        if module.exists() && !file.exists() { module } else { file }
    }

    /// The whole of it, as one would name it to a person: the file or the folder.
    pub fn whole(&self) -> PathBuf {
        if self.is_folder() && !self.file().exists() { self.folder().to_owned() } else { self.file() }
    }

    /// Why it is no kata though something stands there.
    pub fn trouble(&self) -> Option<String> {
        let name = name(self.folder());
        if !self.is_folder() {
            None
        } else if self.file().exists() {
            Some(format!("there are both `{name}.rs` and `{name}/`: keep the one that is meant"))
        } else if self.folder().is_symlink() {
            Some(format!("`{name}` is a symbolic link: put the folder itself there"))
        } else if !self.folder().join("mod.rs").exists() {
            Some(format!("`{name}/` has no `mod.rs`: with it begins a kata that is a folder"))
        } else {
            None
        }
    }

    /// Every file, the first one first. What editors leave beside a file is none.
    pub fn files(&self) -> Result<Vec<PathBuf>> {
        let mut files = Vec::new();
        if self.is_folder() {
            collect(self.folder(), &mut files)?;
        }
        files.extend(Some(self.file()).filter(|file| file.exists()));
        let entry = self.entry();
        files.sort_by_key(|file| (*file != entry, file.clone()));
        Ok(files)
    }

    /// A file of it as a person would name it: `kata/q01.sql`.
    pub fn named(&self, file: &Path) -> String {
        let around = self.folder().parent().unwrap_or(Path::new(""));
        file.strip_prefix(around).unwrap_or(file).display().to_string()
    }

    /// How the first file is named, without the site's own name, in which two sites differ: `.rs`, `/q01.sql`.
    pub fn difference(&self, other: &Self) -> Result<Option<String>> {
        let (ours, theirs) = (self.endings()?, other.endings()?);
        let differs = |ending: &&String| !is_same(ours.get(*ending), theirs.get(*ending));
        Ok(ours.keys().chain(theirs.keys()).find(differs).cloned())
    }

    /// Every file by what follows the site's own path.
    fn endings(&self) -> Result<BTreeMap<String, PathBuf>> {
        let base = self.0.to_string_lossy().into_owned();
        let ending = |file: &Path| file.to_string_lossy().strip_prefix(&base).unwrap_or_default().to_owned();
        Ok(self.files()?.into_iter().map(|file| (ending(&file), file)).collect())
    }

    /// Makes it what `from` is. Nothing of what stood there remains.
    pub(crate) fn put(&self, from: &Self) -> Result<()> {
        let forms = [(from.file(), self.file()), (from.folder().to_owned(), self.folder().to_owned())];
        let (new, old): (Vec<_>, Vec<_>) = forms.into_iter().partition(|(from, _)| from.exists());
        for (from, to) in &new {
            copy_aside(from, to)?;
        }
        for (_, to) in &new {
            replace(to)?;
        }
        old.iter().filter(|_| !new.is_empty()).try_for_each(|(_, to)| remove(to))
    }

    /// Takes it away.
    pub(crate) fn remove(&self) -> Result<()> {
        remove(&self.file())?;
        remove(self.folder())
    }
}

fn is_module(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == "mod.rs")
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut beside = OsString::from(path);
    beside.push(ending);
    beside.into()
}

fn aside(path: &Path) -> PathBuf {
    beside(path, ".aside")
}

/// Symbolic links are listed, not followed.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder).map_err(|error| Error::io("read", folder, &error))?.flatten() {
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            collect(&entry.path(), files)?;
        } else if !is_of_an_editor(&entry.file_name().to_string_lossy()) {
            files.push(entry.path());
        }
    }
    Ok(())
}

/// Swap files, backups and locks, and what a file manager leaves: not always text, and never part of a kata.
fn is_of_an_editor(name: &str) -> bool {
    let is_swap = name.starts_with('.') && [".swp", ".swo", ".swx"].iter().any(|end| name.ends_with(end));
    let is_of_emacs = name.starts_with(".#") || (name.starts_with('#') && name.ends_with('#'));
    is_swap || is_of_emacs || name.ends_with('~') || name == ".DS_Store"
}

/// Whether both are there, as files of their own, with the same bytes.
fn is_same(left: Option<&PathBuf>, right: Option<&PathBuf>) -> bool {
    let size = |path: &PathBuf| fs::symlink_metadata(path).ok().filter(fs::Metadata::is_file).map(|file| file.len());
    let (Some(left), Some(right)) = (left, right) else { return false };
    let is_as_long = size(left).is_some_and(|bytes| size(right) == Some(bytes));
    is_as_long && matches!((fs::read(left), fs::read(right)), (Ok(left), Ok(right)) if left == right)
}

/// Copies a whole file or folder beside `to`. What is left of a copy that failed goes away.
fn copy_aside(from: &Path, to: &Path) -> Result<()> {
    let aside = aside(to);
    remove(&aside)?;
    if let Some(folder) = to.parent() {
        create(folder)?;
    }
    let copied = if from.is_dir() { copy_folder(from, &aside) } else { copy_file(from, &aside) };
    copied.inspect_err(|_| {
        let _ = remove(&aside);
    })
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    create(to)?;
    for entry in fs::read_dir(from).map_err(|error| Error::io("read", from, &error))? {
        let from = entry.map_err(|error| Error::io("read", from, &error))?.path();
        let to = to.join(from.file_name().unwrap_or_default());
        if from.is_symlink() {
            let target = fs::read_link(&from).map_err(|error| Error::io("read", &from, &error))?;
            symlink(target, &to).map_err(|error| Error::io("write", &to, &error))?;
        } else if from.is_dir() {
            copy_folder(&from, &to)?;
        } else {
            copy_file(&from, &to)?;
        }
    }
    Ok(())
}

/// With its permissions; a copy can be written, even of what cannot.
fn copy_file(from: &Path, to: &Path) -> Result<()> {
    if !from.is_file() {
        return Err(Error::usage(format!("`{}` is not a file", from.display())).hint("take it out of the kata first"));
    }
    let copy = || {
        fs::copy(from, to)?;
        let mut permissions = fs::metadata(to)?.permissions();
        permissions.set_mode(permissions.mode() | 0o200);
        fs::set_permissions(to, permissions)
    };
    copy().map_err(|error| Error::io("write", to, &error))
}

/// Moves what was copied aside into its place. A folder that stands there is moved out of the way first, and back again
/// should its place stay empty.
fn replace(to: &Path) -> Result<()> {
    let (aside, old) = (aside(to), beside(to, ".old"));
    let move_in = || fs::rename(&aside, to).map_err(|error| Error::io("write", to, &error));
    if !to.is_dir() {
        return move_in();
    }
    remove(&old)?;
    match fs::rename(to, &old) {
        // Layered file systems do not move a folder of a layer below.
        Err(error) if error.kind() == io::ErrorKind::CrossesDevices => remove(to)?,
        moved => moved.map_err(|error| Error::io("move", to, &error))?,
    }
    move_in().inspect_err(|_| {
        let _ = fs::rename(&old, to);
    })?;
    remove(&old)
}

fn create(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).map_err(|error| Error::io("create", folder, &error))
}

/// Removes a file, a link or a whole folder, where there is one.
fn remove(path: &Path) -> Result<()> {
    let removed = match fs::symlink_metadata(path) {
        Err(error) => Err(error),
        Ok(metadata) if metadata.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
    };
    match removed {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Error::io("remove", path, &error)),
        _ => Ok(()),
    }
}
