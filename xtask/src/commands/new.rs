//! `cargo xtask new`.

use course::{Course, Result};

use super::print;
use crate::exit::Exit;

/// Writes the files of a new exercise and says what they are for.
pub fn new(course: &Course, stage: &str, name: &str) -> Result<Exit> {
    let files = course.scaffold(stage, name)?;
    let lines: Vec<String> = files.iter().map(|file| format!("  {}\n", course.relative(file).display())).collect();
    let next = format!(
        "write tests.rs first, then the reference, then three wrong solutions; `cargo xtask verify {name}` says what is missing, docs/authoring.md how to go about it"
    );
    print(&format!("wrote\n{}\nhint: {next}\n", lines.concat()))?;
    Ok(Exit::Passed)
}
