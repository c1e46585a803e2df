//! A kata as it stands on the disk: read whole once, with its size and encoding looked at first.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use course::{Error, Site};

/// The most bytes that a kata may have, all files together.
const LIMIT: u64 = 1 << 20;

/// A kata's files, as they were read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kata {
    /// The file that `mod kata;` names: `kata.rs` or `kata/mod.rs`.
    pub entry: PathBuf,
    /// Every file with its content, the first one first, in a fixed order.
    pub files: Vec<(PathBuf, Vec<u8>)>,
}

impl Kata {
    /// Reads the kata that begins with `entry`. An error says what is wrong with it, in words for the learner.
    pub fn read(entry: &Path) -> Result<Self, String> {
        let site = Site::of(entry);
        if let Some(trouble) = site.trouble() {
            return Err(trouble);
        }
        let paths =
            if site.is_folder() { site.files().map_err(|error| error.message)? } else { vec![entry.to_owned()] };
        let mut total = 0;
        let mut files = Vec::new();
        for path in paths {
            let name = site.named(&path);
            let bytes = checked_size(&path, &name, site.is_folder())?;
            total += bytes;
            if bytes > LIMIT || total > LIMIT {
                let what = if bytes > LIMIT { name } else { format!("{}/", site.named(site.folder())) };
                return Err(format!("`{what}` is too large: a kata may have {} MiB", LIMIT >> 20));
            }
            let content = fs::read(&path).map_err(|error| Error::io("read", &path, &error).message)?;
            if let Err(error) = std::str::from_utf8(&content) {
                return Err(not_utf8(&name, &content[..error.valid_up_to()]));
            }
            files.push((path, content));
        }
        Ok(Self { entry: entry.to_owned(), files })
    }
}

/// The size, before anything is read: a pipe or a disk image is no kata. A link in a folder would lead out of the kata.
fn checked_size(path: &Path, name: &str, in_folder: bool) -> Result<u64, String> {
    if in_folder && path.is_symlink() {
        return Err(format!("`{name}` is a symbolic link: put the file itself there"));
    }
    let metadata = fs::metadata(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => format!("`{name}` is missing"),
        _ => Error::io("read", path, &error).message,
    })?;
    if metadata.is_file() { Ok(metadata.len()) } else { Err(format!("`{name}` is not a file")) }
}

fn not_utf8(name: &str, valid: &[u8]) -> String {
    let line = valid.split(|&byte| byte == b'\n').count();
    format!("`{name}` is not UTF-8 text: line {line} holds other bytes; save it as UTF-8")
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
        assert_eq!(contents, [b"mod.rs" as &[u8], b"a.sql", b"b.rs", b"deep/c.rs"]);
    }

    /// A kata that is a folder, with `content` in one more file.
    fn read_folder(name: &str, content: &[u8]) -> Result<Kata, String> {
        let folder = tempfile::tempdir().expect("a folder");
        let kata = folder.path().join("kata");
        fs::create_dir_all(&kata).expect("a folder");
        fs::write(kata.join("mod.rs"), "pub fn a() {}").expect("a file");
        fs::write(kata.join(name), content).expect("a file");
        Kata::read(&kata.join("mod.rs"))
    }

    #[test]
    fn a_folder_is_no_heavier_than_a_file_and_all_text() {
        assert!(read_folder("a.sql", b"SELECT 1").is_ok());
        assert!(read_folder(".mod.rs.swp", b"\xff").is_ok_and(|kata| kata.files.len() == 1));
        let said = |name: &str, content: &[u8]| read_folder(name, content).expect_err("it is refused");
        assert_eq!(said("a.sql", &vec![b' '; (1 << 20) + 1]), "`kata/a.sql` is too large: a kata may have 1 MiB");
        assert_eq!(said("a.sql", &vec![b' '; 1 << 20]), "`kata/` is too large: a kata may have 1 MiB");
        assert_eq!(
            said("a.png", b"\x89PNG"),
            "`kata/a.png` is not UTF-8 text: line 1 holds other bytes; save it as UTF-8"
        );
    }

    #[test]
    fn a_disk_image_is_not_even_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let kata = folder.path().join("kata");
        fs::create_dir_all(&kata).expect("a folder");
        fs::write(kata.join("mod.rs"), "").expect("a file");
        let image = fs::File::create(kata.join("image")).expect("a file");
        image.set_len(2 << 30).expect("it is sparse");
        let said = Kata::read(&kata.join("mod.rs")).expect_err("it is refused");
        assert_eq!(said, "`kata/image` is too large: a kata may have 1 MiB");
    }

    #[test]
    fn a_folder_holds_no_links_and_begins_with_its_module() {
        let folder = tempfile::tempdir().expect("a folder");
        let (kata, module) = (folder.path().join("kata"), folder.path().join("kata/mod.rs"));
        let said = || Kata::read(&module).expect_err("it is refused");
        assert_eq!(said(), "`kata/mod.rs` is missing");
        fs::create_dir_all(&kata).expect("a folder");
        assert_eq!(said(), "`kata/` has no `mod.rs`: with it begins a kata that is a folder");
        fs::write(&module, "").expect("a file");
        for (target, link) in [("/etc/hostname", "a.sql"), ("/", "deep"), ("nowhere", "b.sql")] {
            std::os::unix::fs::symlink(target, kata.join(link)).expect("a link");
            assert_eq!(said(), format!("`kata/{link}` is a symbolic link: put the file itself there"));
            fs::remove_file(kata.join(link)).expect("it was there");
        }
        fs::write(folder.path().join("kata.rs"), "").expect("a file");
        assert_eq!(said(), "there are both `kata.rs` and `kata/`: keep the one that is meant");
    }

    #[test]
    fn what_is_missing_too_large_or_not_text_is_said() {
        assert!(Kata::read(Path::new("none/kata.rs")).is_err_and(|reason| reason == "`kata.rs` is missing"));
        assert!(read("kata.rs", &vec![b' '; 1 << 20]).is_ok(), "just as much as it may have");
        assert!(
            read("kata.rs", &vec![b' '; (1 << 20) + 1]).is_err_and(|reason| reason.ends_with("a kata may have 1 MiB"))
        );
        assert!(read("kata.rs", b"one\ntwo \xff").is_err_and(|reason| reason.contains("line 2")));
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("kata.rs");
        fs::create_dir(&path).expect("a folder");
        assert!(Kata::read(&path).is_err_and(|reason| reason == "`kata.rs` is not a file"));
    }
}
