//! rustc called directly, with the libraries that cargo built for the stage.
//!
//! For katas that are not where cargo looks, another tree's or those of the bank of wrong solutions, and for a kata in
//! place of which cargo could say nothing new. One crate may hold several katas, each in a module of its own with its
//! own copy of the tests: that costs about half of a crate for each.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use course::{Error, Result, Stage};
use nojson::RawJson;

use crate::cargo::{self, Library};
use crate::diagnostic::{self, Diagnostic};
use crate::interrupt::Interrupt;
use crate::process::{self, Bounds};

/// rustc with the libraries of one stage.
#[derive(Clone, Debug)]
pub struct Rustc {
    libraries: Vec<Library>,
    folders: BTreeSet<PathBuf>,
    manifest: PathBuf,
    colour: bool,
}

/// What is compiled, and so which libraries there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Tests, with what the stage's exercises depend on.
    Tests,
    /// Benchmarks, with what the stage's solutions depend on.
    Benchmarks,
}

/// A kata and the tests that judge it, or the benchmark that times it, as a module of a crate.
#[derive(Clone, Debug)]
pub struct Module {
    /// The module's name; empty for the crate's root, where a kata's paths that begin with `crate` hold.
    pub name: String,
    /// The kata's first file.
    pub kata: PathBuf,
    /// The exercise's `tests.rs` or `bench.rs`.
    pub judge: PathBuf,
}

/// What rustc made of a crate.
#[derive(Clone, Debug)]
pub struct Compiled {
    /// The test binary; `None` when the crate does not compile.
    pub binary: Option<PathBuf>,
    /// What rustc said.
    pub diagnostics: Vec<Diagnostic>,
}

impl Rustc {
    /// rustc for the tests of `stage`, or for its benchmarks, with what cargo `built`: the libraries that they depend on, and
    /// those that these do.
    pub fn new(purpose: Purpose, stage: &Stage, built: &[Library], colour: bool) -> Result<Self> {
        let find = |name: &String| built.iter().find(|library| library.name == *name).cloned();
        let dependencies = match purpose {
            Purpose::Tests => &stage.dependencies,
            Purpose::Benchmarks => &stage.benchmark_dependencies,
        };
        let libraries = dependencies.iter().map(|name| {
            find(name)
                .ok_or_else(|| Error::course(format!("`{name}`, which `{}` depends on, was not built", stage.name)))
        });
        let libraries: Vec<Library> = libraries.collect::<Result<_>>()?;
        let folders = built.iter().filter_map(|library| library.path.parent()).map(Path::to_owned).collect();
        Ok(Self { libraries, folders, manifest: stage.folder.clone(), colour })
    }

    /// Compiles `modules` as one test crate in `folder`, which is made anew.
    pub fn compile(&self, modules: &[Module], folder: &Path, interrupt: &Interrupt) -> Result<Compiled> {
        let source: String = modules.iter().map(|module| module.declaration("tests")).collect::<Vec<_>>().concat();
        let main = written(folder, &source)?;
        Self::run(self.command(&main, &folder.join("tests")), folder, interrupt)
    }

    /// Compiles `modules` as one program in `folder` that measures them side by side, as fast as rustc can make it. Each
    /// takes part under the name that goes with it.
    pub fn compile_benchmark(
        &self,
        modules: &[(&str, Module)],
        folder: &Path,
        interrupt: &Interrupt,
    ) -> Result<Compiled> {
        let declarations = modules.iter().map(|(_, module)| module.declaration("bench")).collect::<String>();
        let contestants = modules.iter().map(|(who, Module { name, .. })| {
            let path = if name.is_empty() { "bench".to_owned() } else { format!("{name}::bench") };
            format!("        harness::bench::Contestant {{ who: {who:?}, workloads: {path}::workloads() }},\n")
        });
        let contestants: String = contestants.collect();
        let source = format!("{declarations}fn main() {{\n    harness::bench::main(&[\n{contestants}    ]);\n}}\n");
        let main = written(folder, &source)?;
        let mut command = self.base("benchmark");
        // One unit, so that everybody is optimised alike however the compiler would have cut the crate.
        command.args(["-C", "opt-level=3", "-C", "codegen-units=1", "-A", "warnings"]);
        command.arg(&main).arg("-o").arg(folder.join("tests"));
        Self::run(command, folder, interrupt)
    }

    /// Compiles the crate that begins with `main`, a path below `root`, where it stands. What has not changed since the
    /// last time is taken from `folder`.
    pub fn compile_in_place(&self, root: &Path, main: &Path, folder: &Path, interrupt: &Interrupt) -> Result<Compiled> {
        fs::create_dir_all(folder).map_err(|error| Error::io("create", folder, &error))?;
        let mut command = self.command(main, &folder.join("tests"));
        command.current_dir(root).arg("-C").arg(labelled("incremental=", &folder.join("incremental")));
        Self::run(command, folder, interrupt)
    }

    /// Checks that `tests` compile against `kata` as a crate of its own, as they must for submissions that nobody trusts.
    /// Returns the errors, and makes no code.
    pub fn check_apart(
        &self,
        kata: &Path,
        tests: &Path,
        folder: &Path,
        interrupt: &Interrupt,
    ) -> Result<Vec<Diagnostic>> {
        let (main, library) = (folder.join("apart.rs"), folder.join("libkata.rmeta"));
        fs::create_dir_all(folder).map_err(|error| Error::io("create", folder, &error))?;
        let source = format!("extern crate kata;\n#[path = {:?}]\nmod tests;\n", tests.display().to_string());
        fs::write(&main, source).map_err(|error| Error::io("write", &main, &error))?;
        let mut alone = self.base("kata");
        alone.args(["--crate-type", "lib", "--emit", "metadata"]).arg(kata).arg("-o").arg(&library);
        let mut apart = self.base("trial");
        apart.args(["--test", "--emit", "metadata"]).arg("--extern").arg(labelled("kata=", &library));
        apart.arg(&main).arg("-o").arg(folder.join("libtrial.rmeta"));
        for command in [alone, apart] {
            let mut diagnostics = Self::run(command, folder, interrupt)?.diagnostics;
            diagnostics.retain(|diagnostic| diagnostic.is_error);
            if !diagnostics.is_empty() {
                return Ok(diagnostics);
            }
        }
        Ok(Vec::new())
    }

    fn run(mut command: Command, folder: &Path, interrupt: &Interrupt) -> Result<Compiled> {
        let binary = folder.join("tests");
        let _ = fs::remove_file(&binary);
        let finished = process::run(&mut command, Bounds::NONE, interrupt)
            .map_err(|error| cargo::cannot_start("rustc", &error))?;
        interrupt.check()?;
        let diagnostics = read(&String::from_utf8_lossy(&finished.stderr))?;
        if let Some(diagnostic) = diagnostics.iter().find(|diagnostic| cargo::is_of_the_machine(diagnostic)) {
            return Err(cargo::refused(&diagnostic.rendered));
        }
        let binary = finished.status.success().then_some(binary);
        Ok(Compiled { binary, diagnostics })
    }

    fn command(&self, main: &Path, binary: &Path) -> Command {
        let mut command = self.base("trial");
        // As the workspace's manifest has it for cargo.
        command.args(["--test", "-C", "codegen-units=16", "-C", "strip=debuginfo"]).arg(main).arg("-o").arg(binary);
        command
    }

    /// What every call has in common: the edition, the lints, the stage's libraries.
    fn base(&self, name: &str) -> Command {
        let mut command = Command::new(path());
        command.args(["--crate-name", name, "--edition", "2024", "-F", "unsafe-code", "--error-format=json"]);
        command.env("CARGO_MANIFEST_DIR", &self.manifest);
        if self.colour {
            command.arg("--json=diagnostic-rendered-ansi");
        }
        for folder in &self.folders {
            command.arg("-L").arg(labelled("dependency=", folder));
        }
        for library in &self.libraries {
            command.arg("--extern").arg(labelled(&format!("{}=", library.name), &library.path));
        }
        command
    }
}

impl Module {
    /// `judge` is `tests` or `bench`: what the second module is called.
    fn declaration(&self, judge: &str) -> String {
        let (kata, path) = (self.kata.display().to_string(), self.judge.display().to_string());
        let pair = format!("#[path = {kata:?}]\nmod kata;\n#[path = {path:?}]\npub mod {judge};\n");
        if self.name.is_empty() { pair } else { format!("mod {} {{\n{pair}}}\n", self.name) }
    }
}

/// The crate's first file with `source`, in `folder`.
fn written(folder: &Path, source: &str) -> Result<PathBuf> {
    let main = folder.join("main.rs");
    fs::create_dir_all(folder).map_err(|error| Error::io("create", folder, &error))?;
    fs::write(&main, source).map_err(|error| Error::io("write", &main, &error))?;
    Ok(main)
}

fn labelled(label: &str, path: &Path) -> std::ffi::OsString {
    let mut argument = std::ffi::OsString::from(label);
    argument.push(path);
    argument
}

/// The rustc beside the cargo that runs us, which is the one that built the libraries.
pub fn path() -> PathBuf {
    let beside = std::env::var_os("CARGO").map(|cargo| Path::new(&cargo).with_file_name("rustc"));
    beside.filter(|path| path.exists()).unwrap_or_else(|| "rustc".into())
}

fn read(stderr: &str) -> Result<Vec<Diagnostic>> {
    let lines = stderr.lines().filter(|line| line.starts_with('{'));
    let diagnostics =
        lines.filter_map(|line| RawJson::parse(line).and_then(|json| diagnostic::read(json.value())).transpose());
    diagnostics
        .collect::<Result<_, _>>()
        .map_err(|error| Error::environment(format!("cannot read what rustc says: {error}")))
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;

    /// A mirror whose reference is a folder, with wrong solutions that say only what is different about them.
    fn mirror() -> TempDir {
        let mirror = tempfile::tempdir().expect("a folder");
        let files = [
            (
                "tests.rs",
                "use super::kata;\n#[test]\nfn one_is_one() {\n    assert_eq!((kata::one(), kata::two()), (1, 2));\n}\n",
            ),
            (
                "kata/mod.rs",
                "mod deep;\npub fn one() -> usize {\n    include_str!(\"one.sql\").len()\n}\npub fn two() -> usize {\n    deep::two()\n}\n",
            ),
            ("kata/deep.rs", "pub fn two() -> usize {\n    super::one() + 1\n}\n"),
            ("kata/one.sql", ";"),
            (
                "wrong/three.rs",
                "#[path = \"../kata/mod.rs\"]\nmod reference;\npub use reference::*;\npub fn two() -> usize {\n    3\n}\n",
            ),
            (
                "wrong/zero/mod.rs",
                "#[path = \"../../kata/mod.rs\"]\nmod reference;\npub use reference::*;\npub fn one() -> usize {\n    include_str!(\"zero.sql\").len()\n}\n",
            ),
            ("wrong/zero/zero.sql", ""),
        ];
        for (file, text) in files {
            let path = mirror.path().join(file);
            fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder");
            fs::write(path, text).expect("a file");
        }
        mirror
    }

    fn module(mirror: &TempDir, name: &str, kata: &str) -> Module {
        Module { name: name.to_owned(), kata: mirror.path().join(kata), judge: mirror.path().join("tests.rs") }
    }

    /// rustc for tests that need no library.
    fn rustc(mirror: &TempDir) -> Rustc {
        Rustc { libraries: Vec::new(), folders: BTreeSet::new(), manifest: mirror.path().to_owned(), colour: false }
    }

    /// The tests that a crate of `modules` passes.
    fn passes(mirror: &TempDir, modules: &[Module]) -> Vec<String> {
        let interrupt = Interrupt::default();
        let compiled = rustc(mirror).compile(modules, &mirror.path().join("built"), &interrupt).expect("rustc runs");
        let binary = compiled.binary.unwrap_or_else(|| panic!("it does not compile: {:?}", compiled.diagnostics));
        let output = Command::new(binary).args(["--test-threads", "1"]).output().expect("it runs");
        let shown = String::from_utf8_lossy(&output.stdout).into_owned();
        let names = shown.lines().filter_map(|line| line.strip_prefix("test ")?.strip_suffix(" ... ok"));
        names.map(str::to_owned).collect()
    }

    #[test]
    fn a_bank_holds_folders_and_differences_to_the_reference() {
        let mirror = mirror();
        let bank = [
            module(&mirror, "right", "kata/mod.rs"),
            module(&mirror, "three", "wrong/three.rs"),
            module(&mirror, "zero", "wrong/zero/mod.rs"),
        ];
        assert_eq!(passes(&mirror, &bank), ["right::tests::one_is_one"]);
        assert!(passes(&mirror, &bank[1..2]).is_empty());
        assert!(passes(&mirror, &bank[2..]).is_empty());
    }

    #[test]
    fn a_folder_is_a_crate_of_its_own() {
        let mirror = mirror();
        let apart = |tests: &str| {
            fs::write(mirror.path().join("tests.rs"), tests).expect("a file");
            let (kata, tests) = (mirror.path().join("kata/mod.rs"), mirror.path().join("tests.rs"));
            rustc(&mirror).check_apart(&kata, &tests, &mirror.path().join("built"), &Interrupt::default())
        };
        assert_eq!(apart("#[test]\nfn one() {\n    kata::one();\n}\n"), Ok(Vec::new()));
        assert!(apart("#[test]\nfn two() {\n    kata::deep::two();\n}\n").is_ok_and(|errors| !errors.is_empty()));
    }
}
