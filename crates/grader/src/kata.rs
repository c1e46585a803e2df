//! A kata as it stands on the disk: read whole once, with its size and encoding looked at first.

use std::fs;
use std::path::{Path, PathBuf};

use course::Error;

/// The most bytes that a kata may have, all files together.
const LIMIT: u64 = 1 << 20;

/// A kata's files, as they were read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kata {
    /// The file that `mod kata;` names: `kata.rs` or `kata/mod.rs`.
    pub entry: PathBuf,
    /// Every file with its content, in a fixed order.
    pub files: Vec<(PathBuf, Vec<u8>)>,
}

impl Kata {
    /// Reads the kata that begins with `entry`. An error says what is wrong with it, in words for the learner.
    pub fn read(entry: &Path) -> Result<Self, String> {
        let mut paths = Vec::new();
        let is_folder = entry.file_name().is_some_and(|name| name == "mod.rs");
        match entry.parent() {
            Some(folder) if is_folder => collect(folder, &mut paths)?,
            _ => paths.push(entry.to_owned()),
        }
        paths.sort_unstable();
        let mut size = 0;
        let mut files = Vec::new();
        for path in paths {
            size += checked_size(&path)?;
            if size > LIMIT {
                return Err(format!("`{}` is too large: a kata may have {} MiB", name(&path), LIMIT >> 20));
            }
            let content = fs::read(&path).map_err(|error| Error::io("read", &path, &error).message)?;
            if let Err(error) = std::str::from_utf8(&content) {
                return Err(not_utf8(&path, &content[..error.valid_up_to()]));
            }
            files.push((path, content));
        }
        Ok(Self { entry: entry.to_owned(), files })
    }
}

fn checked_size(path: &Path) -> Result<u64, String> {
    let metadata = fs::metadata(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => format!("`{}` is missing", name(path)),
        _ => Error::io("read", path, &error).message,
    })?;
    if metadata.is_file() { Ok(metadata.len()) } else { Err(format!("`{}` is not a file", name(path))) }
}

fn not_utf8(path: &Path, valid: &[u8]) -> String {
    let line = valid.split(|&byte| byte == b'\n').count();
    format!("`{}` is not UTF-8 text: line {line} holds other bytes; save it as UTF-8", name(path))
}

/// The file's own name: whose kata it is, is said beside it.
fn name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) -> Result<(), String> {
    let entries = fs::read_dir(folder).map_err(|error| Error::io("read", folder, &error).message)?;
    for entry in entries.flatten() {
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if is_folder {
            collect(&entry.path(), paths)?;
        } else {
            paths.push(entry.path());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str, content: &[u8]) -> Result<Kata, String> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join(name);
        fs::write(&path, content).expect("a file");
        Kata::read(&path)
    }

    #[test]
    fn a_plain_file_is_read_whole() {
        let kata = read("kata.rs", b"fn a() {}").expect("it is fine");
        assert_eq!(kata.files.len(), 1);
        assert_eq!(kata.files[0].1, b"fn a() {}");
    }

    #[test]
    fn a_folder_is_read_in_a_fixed_order() {
        let folder = tempfile::tempdir().expect("a folder");
        let kata = folder.path().join("kata");
        fs::create_dir_all(kata.join("deep")).expect("a folder");
        for name in ["mod.rs", "b.rs", "a.sql", "deep/c.rs"] {
            fs::write(kata.join(name), name).expect("a file");
        }
        let read = Kata::read(&kata.join("mod.rs")).expect("it is fine");
        let contents: Vec<&[u8]> = read.files.iter().map(|(_, content)| content.as_slice()).collect();
        assert_eq!(contents, [b"a.sql" as &[u8], b"b.rs", b"deep/c.rs", b"mod.rs"]);
    }

    #[test]
    fn what_is_missing_too_large_or_not_text_is_said() {
        assert!(Kata::read(Path::new("none/kata.rs")).is_err_and(|reason| reason == "`kata.rs` is missing"));
        assert!(read("kata.rs", &vec![b' '; 1 << 20]).is_ok(), "just as much as it may have");
        assert!(
            read("kata.rs", &vec![b' '; (1 << 20) + 1]).is_err_and(|reason| reason.ends_with("a kata may have 1 MiB"))
        );
        assert!(read("kata.rs", b"one\ntwo \xff").is_err_and(|reason| reason.contains("line 2")));
        assert!(Kata::read(Path::new("/")).is_err_and(|reason| reason.ends_with("is not a file")));
    }
}
