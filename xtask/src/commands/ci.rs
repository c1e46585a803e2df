//! `cargo xtask ci`: everything that continuous integration runs, one after the other.

use course::{Course, Result};

use super::verify;
use crate::arguments::VerifyOptions;
use crate::exit::Exit;
use crate::terminal::Terminal;

const STEPS: [(&str, &[&str]); 3] = [
    ("formatting", &["fmt", "--all", "--check"]),
    ("lints", &["clippy", "--quiet", "--all-targets", "--", "--deny", "warnings"]),
    ("unit tests and references", &["test"]),
];

/// Runs the steps until one fails.
pub fn ci(course: &Course, terminal: Terminal) -> Result<Exit> {
    let style = terminal.on_stderr();
    for (what, arguments) in STEPS {
        let line = format!("cargo {}", arguments.join(" "));
        eprintln!("{}", style.strong(&format!("── {what}: {line}")));
        let status = grader::show_cargo(course, arguments)?;
        if !status {
            eprintln!("{} {what} failed", style.bad("error:"));
            eprintln!("\n{} `{line}` shows it again", style.strong("hint:"));
            return Ok(Exit::Failed);
        }
    }
    eprintln!("{}", style.strong("── exercises: cargo xtask verify"));
    verify(course, &VerifyOptions { targets: Vec::new(), repeat: 3, pristine: false }, terminal)
}
