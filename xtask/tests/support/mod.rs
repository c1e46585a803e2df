//! What the tests of the command line share.

#![allow(dead_code, reason = "each of them uses its own part")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace is one folder up").to_owned()
}

pub fn xtask(root: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.args(arguments).env("CARGO_MANIFEST_DIR", root.join("xtask")).env_remove("CLICOLOR_FORCE");
    command.stdin(Stdio::null());
    command
}

pub fn run(arguments: &[&str]) -> (i32, String, String) {
    told(xtask(&root(), arguments).output().expect("it starts"))
}

pub fn told(output: Output) -> (i32, String, String) {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("it speaks UTF-8");
    // Tests run side by side, and each check waits for the others.
    let said = text(output.stderr).replace("waiting for another `cargo xtask` to finish …\n", "");
    (output.status.code().unwrap_or(-1), text(output.stdout), said)
}

/// A course of its own, with one exercise whose `exercise.toml` is given.
pub fn course(metadata: &str) -> TempDir {
    let root = tempfile::tempdir().expect("a folder");
    let stage = root.path().join("exercises/stage02-dsa");
    let exercise = stage.join("tests/heap");
    fs::create_dir_all(&exercise).expect("a folder");
    fs::write(root.path().join("Cargo.toml"), "[workspace]\n").expect("a file");
    let manifest =
        "[package]\nname = \"stage02-dsa\"\ndescription = \"Structures\"\n\n[package.metadata.course]\nroadmap = []\n";
    fs::write(stage.join("Cargo.toml"), manifest).expect("a file");
    fs::write(exercise.join("exercise.toml"), metadata).expect("a file");
    root
}
