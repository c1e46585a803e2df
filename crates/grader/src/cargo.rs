//! Cargo, which is spawned here and nowhere else.
//!
//! One call builds everything that is asked for. With `--keep-going` and JSON messages, what compiles is there
//! afterwards, and what does not has rustc's own words.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use course::{Course, Error, Exercise, Result};
use nojson::{JsonParseError, RawJson, RawJsonValue};

use crate::diagnostic::{self, Diagnostic};
use crate::interrupt::Interrupt;
use crate::process::{self, Bounds, Finished, Stream};

/// Which side of the course is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// `exercises/`: what the learner writes.
    Katas,
    /// `solutions/`: the references.
    References,
}

impl Side {
    /// The package of a stage on this side.
    pub fn package(self, stage: &str) -> String {
        match self {
            Self::Katas => stage.to_owned(),
            Self::References => format!("{stage}-solutions"),
        }
    }
}

/// What cargo is to make of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// Built soon.
    Development,
    /// Runs fast, and with all that a benchmark wants of the harness.
    Release,
}

/// What one call of cargo made.
#[derive(Debug, Default)]
pub struct Build {
    targets: BTreeMap<(String, String), Target>,
    libraries: Vec<(Unit, Library)>,
}

/// A package as it was compiled: two libraries of one name differ in this.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Unit {
    package: String,
    version: String,
    features: BTreeSet<String>,
}

/// A test target after the build.
#[derive(Clone, Debug, Default)]
pub struct Target {
    /// The test binary; `None` when the target does not compile.
    pub binary: Option<PathBuf>,
    /// What rustc said about it.
    pub diagnostics: Vec<Diagnostic>,
}

/// A library that was built for the tests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Library {
    /// The name by which code calls it.
    pub name: String,
    /// The compiled file.
    pub path: PathBuf,
}

impl Build {
    /// The target of an exercise on one side; `None` when cargo did not speak of it.
    pub fn target(&self, side: Side, exercise: &Exercise) -> Option<&Target> {
        self.targets.get(&(side.package(&exercise.stage), exercise.name.clone()))
    }

    /// All libraries that were built, those of other libraries included. Of several that have one name, that on which the
    /// built packages depend themselves comes first.
    pub fn libraries(&self) -> Vec<Library> {
        self.libraries.iter().map(|(_, library)| library.clone()).collect()
    }

    fn has_namesakes(&self) -> bool {
        let names: BTreeSet<&str> = self.libraries.iter().map(|(_, library)| library.name.as_str()).collect();
        names.len() < self.libraries.len()
    }

    fn read(&mut self, line: &str) -> Result<(), JsonParseError> {
        let json = RawJson::parse(line)?;
        let message = json.value();
        let reason: String = member(message, "reason")?;
        match reason.as_str() {
            "compiler-artifact" => self.read_artifact(message),
            "compiler-message" => self.read_message(message),
            _ => Ok(()),
        }
    }

    fn read_artifact(&mut self, message: RawJsonValue<'_, '_>) -> Result<(), JsonParseError> {
        let executable: Option<String> = message.to_member("executable")?.required()?.try_into()?;
        if let Some(executable) = executable {
            self.target_of(message)?.binary = Some(executable.into());
        } else {
            let files: Vec<String> = member(message, "filenames")?;
            let name: String = member(message.to_member("target")?.required()?, "name")?;
            let is_library = |file: &&String| [".rlib", ".so", ".dylib", ".dll"].iter().any(|end| file.ends_with(end));
            let id: String = member(message, "package_id")?;
            let features: Vec<String> = member(message, "features")?;
            let unit = Unit {
                package: package_name(&id).to_owned(),
                version: package_version(&id).to_owned(),
                features: features.into_iter().collect(),
            };
            let library = files.iter().find(is_library);
            let library = library.map(|path| Library { name: name.replace('-', "_"), path: path.into() });
            self.libraries.extend(library.map(|library| (unit, library)));
        }
        Ok(())
    }

    fn read_message(&mut self, message: RawJsonValue<'_, '_>) -> Result<(), JsonParseError> {
        if let Some(diagnostic) = diagnostic::read(message.to_member("message")?.required()?)? {
            self.target_of(message)?.diagnostics.push(diagnostic);
        }
        Ok(())
    }

    fn target_of(&mut self, message: RawJsonValue<'_, '_>) -> Result<&mut Target, JsonParseError> {
        let id: String = member(message, "package_id")?;
        let target: String = member(message.to_member("target")?.required()?, "name")?;
        Ok(self.targets.entry((package_name(&id).to_owned(), target)).or_default())
    }
}

/// Builds the tests of `exercises` on one side, in one call. `watch` is told what cargo is at.
pub fn build(
    course: &Course,
    (side, profile): (Side, Profile),
    exercises: &[&Exercise],
    colour: bool,
    interrupt: &Interrupt,
    mut watch: impl FnMut(&str),
) -> Result<Build> {
    let mut command = command(course.root());
    command.args(["build", "--keep-going"]);
    command.arg(if colour { "--message-format=json-diagnostic-rendered-ansi" } else { "--message-format=json" });
    if profile == Profile::Release {
        command.args(["--release", "--package", "harness", "--features", "harness/criterion"]);
    }
    let packages = packages(side, exercises);
    command.args(packages.iter().flat_map(|package| ["--package", package]));
    command.args(exercises.iter().flat_map(|exercise| ["--test", exercise.name.as_str()]));
    let finished = process::run_watched(&mut command, Bounds::NONE, interrupt, |stream, chunk| {
        if stream == Stream::Err {
            announce(chunk, &mut watch);
        }
    })
    .map_err(|error| cannot_start("cargo", &error))?;
    interrupt.check()?;
    let mut build = read(&finished, side, exercises)?;
    if build.has_namesakes() {
        let direct = direct(course, &packages, profile, interrupt)?;
        build.libraries.sort_by_key(|(unit, _)| !direct.contains(unit));
    }
    Ok(build)
}

/// On what `packages` depend themselves, as cargo tells it.
fn direct(course: &Course, packages: &[String], profile: Profile, interrupt: &Interrupt) -> Result<BTreeSet<Unit>> {
    let mut command = command(course.root());
    command.args([
        "tree",
        "--quiet",
        "--edges",
        "normal,dev",
        "--depth",
        "1",
        "--prefix",
        "depth",
        "--format",
        "{p}|{f}",
    ]);
    command.args(packages.iter().flat_map(|package| ["--package", package]));
    if profile == Profile::Release {
        command.args(["--package", "harness", "--features", "harness/criterion"]);
    }
    let finished =
        process::run(&mut command, Bounds::NONE, interrupt).map_err(|error| cannot_start("cargo", &error))?;
    interrupt.check()?;
    if !finished.status.success() {
        return Err(refused(&String::from_utf8_lossy(&finished.stderr)));
    }
    Ok(String::from_utf8_lossy(&finished.stdout).lines().filter_map(direct_unit).collect())
}

/// `1serde v1.0.229|default,derive`, perhaps with more words before the bar.
fn direct_unit(line: &str) -> Option<Unit> {
    let (package, features) = line.strip_prefix('1')?.split_once('|')?;
    let mut words = package.split(' ');
    let (package, version) = (words.next()?.to_owned(), words.next()?.strip_prefix('v')?.to_owned());
    // A star says that it was shown before.
    let features = features.trim_end_matches(" (*)").split(',').filter(|feature| !feature.is_empty());
    Some(Unit { package, version, features: features.map(str::to_owned).collect() })
}

fn packages(side: Side, exercises: &[&Exercise]) -> Vec<String> {
    let mut packages: Vec<String> = exercises.iter().map(|exercise| side.package(&exercise.stage)).collect();
    packages.dedup();
    packages
}

/// Runs cargo with its output shown as it is. Says whether it succeeded.
pub fn show(course: &Course, arguments: &[String]) -> Result<bool> {
    let status = command(course.root()).args(arguments).status().map_err(|error| cannot_start("cargo", &error))?;
    Ok(status.success())
}

fn read(finished: &Finished, side: Side, exercises: &[&Exercise]) -> Result<Build> {
    let mut build = Build::default();
    for line in String::from_utf8_lossy(&finished.stdout).lines().filter(|line| line.starts_with('{')) {
        build.read(line).map_err(|error| {
            Error::environment(format!("cannot read what cargo says: {error}"))
                .hint("update Rust: `rustup update stable`")
        })?;
    }
    let mut all = build.targets.values().flat_map(|target| &target.diagnostics);
    if let Some(diagnostic) = all.find(|diagnostic| is_of_the_machine(diagnostic)) {
        return Err(refused(&diagnostic.rendered));
    }
    let is_ours =
        |(package, _): &(String, String)| exercises.iter().any(|exercise| side.package(&exercise.stage) == *package);
    let foreign = build.targets.iter().filter(|(name, _)| !is_ours(name)).flat_map(|(_, target)| &target.diagnostics);
    if let Some(diagnostic) = foreign.into_iter().find(|diagnostic| diagnostic.is_error) {
        return Err(Error::course(format!(
            "a part of the course itself does not compile\n{}",
            diagnostic.rendered.trim_end()
        ))
        .hint("did you change something outside of a kata? `git status` tells, `git checkout FILE` takes it back"));
    }
    let told = |exercise: &&&Exercise| {
        build.target(side, exercise).is_some_and(|target| target.binary.is_some() || has_error(target))
    };
    if !finished.status.success() && exercises.iter().filter(told).count() < exercises.len() {
        return Err(refused(&String::from_utf8_lossy(&finished.stderr)));
    }
    Ok(build)
}

fn has_error(target: &Target) -> bool {
    target.diagnostics.iter().any(|diagnostic| diagnostic.is_error)
}

/// An error of rustc's about no line of code: it could not write, or could not link for want of room.
pub fn is_of_the_machine(diagnostic: &Diagnostic) -> bool {
    let signs =
        ["No space left on device", "Permission denied (os error 13)", "Read-only file system", "Disk quota exceeded"];
    diagnostic.is_error && diagnostic.file.is_none() && signs.iter().any(|sign| diagnostic.rendered.contains(sign))
}

/// Cargo's own refusal: a manifest that does not parse, a crate that cannot be fetched, a disk that is full.
pub fn refused(stderr: &str) -> Error {
    let words: Vec<&str> = stderr.lines().skip_while(|line| !line.starts_with("error")).collect();
    let words = if words.is_empty() { stderr.trim().to_owned() } else { words.join("\n") };
    let hint = if words.contains("No space left") || words.contains("os error 28") {
        "the disk is full: free some space (`cargo clean` gives back what builds took), then try again"
    } else if words.contains("Permission denied") || words.contains("Read-only file system") {
        "the target folder cannot be written: check who owns it, or set `CARGO_TARGET_DIR` to another folder"
    } else if words.contains("failed to parse manifest") || words.contains("invalid") {
        "did you change a `Cargo.toml`? `git diff -- '*.toml'` tells, `git checkout FILE` takes it back"
    } else if words.contains("download") || words.contains("network") || words.contains("index") {
        "the first build fetches crates: check the network, then try again"
    } else {
        "`cargo build --tests` in the stage's folder shows the whole of it"
    };
    Error::environment(format!("cargo could not build\n{}", words.trim_end())).hint(hint)
}

/// Without what cargo told us of ourselves: a build script that looks at it would take each of our builds and each of the
/// person's own for news, and compile its crate again, with all that depends on it.
fn command(root: &Path) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root);
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(is_about_us) {
            command.env_remove(name);
        }
    }
    command
}

fn is_about_us(variable: &str) -> bool {
    ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_NAME", "CARGO_PRIMARY_PACKAGE"]
        .iter()
        .any(|start| variable.starts_with(start))
}

/// A tool of Rust's that is not there.
pub fn cannot_start(tool: &str, error: &std::io::Error) -> Error {
    Error::environment(format!("cannot start `{tool}`: {}", error.to_string().to_lowercase()))
        .hint("install Rust from https://rustup.rs, or add it to `PATH`")
}

/// Tells what cargo is at, from what it says while it works.
fn announce(chunk: &[u8], watch: &mut impl FnMut(&str)) {
    let text = String::from_utf8_lossy(chunk);
    if let Some(doing) = text.lines().rev().find_map(doing) {
        watch(&doing);
    }
}

fn doing(line: &str) -> Option<String> {
    let (verb, rest) = line.trim_start().split_once(' ')?;
    let package = rest.split_whitespace().next()?;
    match verb {
        "Compiling" => Some(format!("building {package}")),
        "Downloaded" => Some(format!("fetching {package}")),
        "Blocking" => Some("waiting for another cargo, perhaps your editor's".to_owned()),
        _ => None,
    }
}

fn member<'text, 'raw, T>(value: RawJsonValue<'text, 'raw>, name: &str) -> Result<T, JsonParseError>
where
    T: TryFrom<RawJsonValue<'text, 'raw>, Error = JsonParseError>,
{
    value.to_member(name)?.required()?.try_into()
}

/// The name in `path+file:///a/b/stage02-dsa#0.1.0` or `registry+…#name@1.2.3`.
fn package_name(id: &str) -> &str {
    let (path, version) = id.rsplit_once('#').unwrap_or((id, ""));
    match version.split_once('@') {
        Some((name, _)) => name,
        None => path.rsplit('/').next().unwrap_or(path),
    }
}

/// The version in either form.
fn package_version(id: &str) -> &str {
    let (_, version) = id.rsplit_once('#').unwrap_or(("", id));
    version.rsplit_once('@').map_or(version, |(_, version)| version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn namesakes_are_told_apart() {
        let unit = direct_unit("1sha2 v0.11.1|alloc,default (*)").expect("it is one");
        assert_eq!((unit.package.as_str(), unit.version.as_str(), unit.features.len()), ("sha2", "0.11.1", 2));
        assert!(direct_unit("1harness v0.1.0 (/a/harness)|").is_some_and(|unit| unit.features.is_empty()));
        assert_eq!(direct_unit("0stage03-databases v0.1.0 (/a)|"), None);
        assert_eq!(package_version("registry+https://example.com/index#md-5@0.11.0"), "0.11.0");
        assert_eq!(package_version("path+file:///a/crates/harness#0.1.0"), "0.1.0");
    }

    #[test]
    fn what_cargo_said_of_us_is_not_passed_on() {
        assert!(["CARGO_PKG_NAME", "CARGO_MANIFEST_DIR"].into_iter().all(is_about_us));
        assert!(!["CARGO_TARGET_DIR", "CARGO_HOME", "CARGO"].into_iter().any(is_about_us));
    }

    #[test]
    fn package_names_are_read_from_both_forms_of_id() {
        assert_eq!(package_name("path+file:///a/exercises/stage02-dsa#0.1.0"), "stage02-dsa");
        assert_eq!(
            package_name("path+file:///a/solutions/stage02-dsa#stage02-dsa-solutions@0.1.0"),
            "stage02-dsa-solutions"
        );
        assert_eq!(package_name("registry+https://example.com/index#serde@1.0.0"), "serde");
    }

    #[test]
    fn what_cargo_is_at_is_told_from_its_words() {
        assert_eq!(doing("   Compiling proptest v1.12.0").as_deref(), Some("building proptest"));
        assert_eq!(doing("  Downloaded libc v0.2.191").as_deref(), Some("fetching libc"));
        assert!(
            doing("    Blocking waiting for file lock on build directory")
                .is_some_and(|doing| doing.contains("editor"))
        );
        assert_eq!(doing("    Finished `dev` profile"), None);
    }

    #[test]
    fn refusals_say_what_to_do() {
        let hint = |stderr: &str| refused(stderr).hint.expect("a refusal has a hint");
        assert!(hint("error: failed to parse manifest at `a/Cargo.toml`").contains("Cargo.toml"));
        assert!(hint("error: No space left on device (os error 28)").contains("disk is full"));
        assert!(hint("error: Permission denied (os error 13)").contains("CARGO_TARGET_DIR"));
        assert!(refused("warning: w\nerror: e\nmore").message.ends_with("\nerror: e\nmore"));
    }

    #[test]
    fn a_full_disk_is_not_the_learners_mistake() {
        let rendered = "error: failed to write lib.rmeta: No space left on device (os error 28)".to_owned();
        let mut diagnostic = Diagnostic { is_error: true, rendered, file: None };
        assert!(is_of_the_machine(&diagnostic));
        diagnostic.file = Some("kata.rs".to_owned());
        assert!(!is_of_the_machine(&diagnostic), "a kata may speak of full disks");
    }
}
