//! Where things stand: what is brought once for a user, and the folders of one run.

use std::env;
use std::fs::{self, File, TryLockError};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};

use course::{Error, Result};
use rustix::process::{Pid, Signal};

use crate::docker;

/// The user that runs what refuses to run as root: `nobody`, which owns nothing.
const NOBODY: u32 = 65534;

/// The folders of one run, and the lock that says that somebody still runs it.
pub struct Household {
    folder: PathBuf,
    // Closing the file gives the lock back, also when the process is killed.
    _lock: File,
}

/// What is kept for a user between runs: unpacked packages. Root's are where the other user that runs them may enter.
pub fn cache() -> Result<PathBuf> {
    if other_user().is_some() {
        return Ok(PathBuf::from("/var/cache/backend-katas"));
    }
    let set = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let home = set("XDG_CACHE_HOME").or_else(|| set("HOME").map(|home| home.join(".cache")));
    let home = home.ok_or_else(|| {
        Error::environment("there is no folder for what is kept between runs").hint("set `HOME` or `XDG_CACHE_HOME`")
    })?;
    Ok(home.join("backend-katas"))
}

/// The user as whom servers run: another one when we are root.
pub fn other_user() -> Option<u32> {
    rustix::process::getuid().is_root().then_some(NOBODY)
}

impl Household {
    /// Folders for a new run. Those of runs that have ended without cleaning up are taken away first, with whatever still
    /// runs in them.
    pub fn settle() -> Result<Self> {
        Self::settle_alone(&Alone::wait()?)
    }

    /// As [`settle`](Self::settle), for who has something else to do before another may settle.
    pub fn settle_alone(_alone: &Alone) -> Result<Self> {
        let all = Self::all();
        for stale in runs().filter(|folder| is_abandoned(folder)) {
            end_tenants(&stale);
            clear(&stale);
        }
        let folder = all.join(format!("run-{}-{}", std::process::id(), random_word(8)?));
        make_folder(&folder, 0o755)?;
        let path = folder.join("lock");
        let lock = File::create(&path).map_err(|error| Error::io("create", &path, &error))?;
        lock.lock().map_err(|error| Error::io("lock", &path, &error))?;
        Ok(Self { folder, _lock: lock })
    }

    /// The folder of this run.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// A folder for one server, which belongs to the user that runs it and to nobody else.
    pub fn room(&self, name: &str) -> Result<PathBuf> {
        let room = self.private_room(name)?;
        give(&room)?;
        Ok(room)
    }

    /// A folder that nobody but the user of this process may enter.
    pub fn private_room(&self, name: &str) -> Result<PathBuf> {
        let room = self.folder.join(name);
        make_folder(&room, 0o700)?;
        Ok(room)
    }

    /// Takes the folders away, while the lock is still held.
    pub fn leave(&self) {
        clear(&self.folder);
    }

    /// Where the folders of all runs of this user are. Not below the home folder, which servers of another user may not enter.
    pub fn all() -> PathBuf {
        let user = rustix::process::getuid().as_raw();
        env::temp_dir().join(format!("backend-katas-{user}"))
    }
}

impl Drop for Household {
    fn drop(&mut self) {
        self.leave();
    }
}

/// The right to look through all runs of a user, and to begin one. One process at a time has it.
pub struct Alone {
    // Closing the folder gives the right back, also when the process is killed.
    _lock: File,
}

impl Alone {
    /// Waits until nobody else has it.
    pub fn wait() -> Result<Self> {
        let all = Household::all();
        make_folder(&all, 0o755)?;
        let lock = File::open(&all).map_err(|error| Error::io("open", &all, &error))?;
        if !is_ours(&all) {
            return Err(Error::environment(format!("`{}` belongs to another user", all.display()))
                .hint("set `TMPDIR` to a folder of your own"));
        }
        lock.lock().map_err(|error| Error::io("lock", &all, &error))?;
        Ok(Self { _lock: lock })
    }
}

/// The folders of all runs of this user, also of those that ended without cleaning up.
pub fn runs() -> impl Iterator<Item = PathBuf> {
    let all = Household::all();
    let entries = is_ours(&all).then(|| fs::read_dir(&all)).into_iter().flatten().flatten().flatten();
    entries.filter(|entry| entry.file_name().to_string_lossy().starts_with("run-")).map(|entry| entry.path())
}

/// Whether nobody but this user may change what is in a folder: a place where everybody may write could hold traps.
fn is_ours(folder: &Path) -> bool {
    let user = rustix::process::getuid().as_raw();
    fs::symlink_metadata(folder)
        .is_ok_and(|metadata| metadata.is_dir() && metadata.uid() == user && metadata.mode() & 0o022 == 0)
}

/// The process that a run belongs to, while it is there.
pub fn owner(run: &Path) -> Option<Pid> {
    let name = run.file_name()?.to_str()?;
    let id = name.strip_prefix("run-")?.split('-').next()?.parse().ok()?;
    let lock = File::open(run.join("lock")).ok()?;
    if matches!(lock.try_lock(), Err(TryLockError::WouldBlock)) { Pid::from_raw(id) } else { None }
}

/// Hands a file or a folder to the user that runs servers.
pub fn give(path: &Path) -> Result<()> {
    match other_user() {
        Some(user) => chown(path, Some(user), Some(user)).map_err(|error| Error::io("hand over", path, &error)),
        None => Ok(()),
    }
}

/// A file that only the user who runs servers can read.
pub fn write_secret(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).map_err(|error| Error::io("write", path, &error))?;
    let private = fs::Permissions::from_mode(0o600);
    fs::set_permissions(path, private).map_err(|error| Error::io("protect", path, &error))?;
    give(path)
}

/// Letters and digits that nobody can guess.
pub fn random_word(length: usize) -> Result<String> {
    const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyz012345";
    let mut bytes = vec![0_u8; length];
    rustix::rand::getrandom(&mut bytes, rustix::rand::GetRandomFlags::empty())
        .map_err(|error| Error::environment(format!("the system gives no random bytes: {error}")))?;
    Ok(bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect())
}

fn make_folder(path: &Path, mode: u32) -> Result<()> {
    let builder = &mut fs::DirBuilder::new();
    builder.recursive(true).mode(mode).create(path).map_err(|error| Error::io("create", path, &error))
}

/// Takes a run's containers away, and then its folder: it says which they are, so it stays as long as they do, and the
/// next run tries again.
fn clear(run: &Path) {
    if docker::take_away(run).is_ok() {
        let _ = fs::remove_dir_all(run);
    }
}

/// A folder without a lock file may be one that is being made right now: it is let be for a while.
fn is_abandoned(folder: &Path) -> bool {
    match File::open(folder.join("lock")) {
        Ok(lock) => !matches!(lock.try_lock(), Err(TryLockError::WouldBlock)),
        Err(_) => fs::metadata(folder)
            .and_then(|metadata| metadata.modified())
            .is_ok_and(|modified| modified.elapsed().is_ok_and(|age| age.as_secs() > 60)),
    }
}

/// Ends every process that works in `folder`: each server's working folder is its own.
pub fn end_tenants(folder: &Path) {
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    for process in processes {
        let Some(id) = process.file_name().to_str().and_then(|name| name.parse().ok()).and_then(Pid::from_raw) else {
            continue;
        };
        if fs::read_link(process.path().join("cwd")).is_ok_and(|works_in| works_in.starts_with(folder)) {
            let _ = rustix::process::kill_process(id, Signal::KILL);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_leaves_no_folder() {
        let household = Household::settle().expect("there is room");
        let room = household.room("postgres").expect("there is room");
        assert!(room.is_dir());
        assert_eq!(fs::metadata(&room).expect("it is there").permissions().mode() & 0o777, 0o700);
        drop(household);
        assert!(!room.exists());
    }

    #[test]
    fn the_folder_of_a_run_is_abandoned_once_its_lock_is_free() {
        let household = Household::settle().expect("there is room");
        assert!(!is_abandoned(&household.folder));
        let folder = tempfile::tempdir().expect("a folder");
        assert!(!is_abandoned(folder.path()), "it may be being made");
        fs::write(folder.path().join("lock"), "").expect("a file");
        assert!(is_abandoned(folder.path()));
    }

    #[test]
    fn passwords_differ() {
        let (one, other) = (random_word(24).expect("bytes"), random_word(24).expect("bytes"));
        assert_eq!(one.len(), 24);
        assert_ne!(one, other);
    }
}
