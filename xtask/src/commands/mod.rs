//! One module a command: it calls `crates/`, and shows what came.

mod bench;
mod check;
mod ci;
mod learner;
mod list;
mod new;
mod services;
mod verify;

use std::env;
use std::io::{self, Write, stdout};
use std::path::{Path, PathBuf};

use course::{Error, Result};
use grader::Interrupt;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

use crate::exit::Exit;
use crate::help::Topic;

pub use bench::bench;
pub use check::check;
pub use ci::ci;
pub use learner::{hint, reset, solution};
pub use list::list;
pub use new::new;
pub use services::{services, supervise_warm, supervisor};
pub use verify::verify;

/// `--help`.
pub fn help(topic: Topic) -> Result<Exit> {
    print(topic.text())?;
    Ok(Exit::Passed)
}

/// The workspace's root: cargo says where `xtask` is; else the nearest folder above that holds a course.
pub fn root() -> Result<PathBuf> {
    let said = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let said = said.as_deref().and_then(Path::parent).map(Path::to_owned);
    let here = env::current_dir().unwrap_or_default();
    let found = said.into_iter().chain(here.ancestors().map(Path::to_owned)).find(|folder| is_course(folder));
    found.ok_or_else(|| {
        Error::usage("this is not a checkout of the course").hint("change to the folder that you cloned")
    })
}

fn is_course(folder: &Path) -> bool {
    folder.join("Cargo.toml").is_file() && folder.join("exercises").is_dir()
}

/// Where what can be found again is kept: beside what cargo built.
fn target(root: &Path) -> PathBuf {
    let program = env::current_exe().ok();
    let target = program
        .as_deref()
        .and_then(|program| program.ancestors().nth(2))
        .map_or_else(|| root.join("target"), Path::to_owned);
    target.join("course")
}

/// Ctrl-C, and the other ways to be asked to end.
fn interrupt() -> Result<Interrupt> {
    let interrupt = Interrupt::default();
    for signal in [SIGINT, SIGTERM, SIGHUP] {
        // The first asks; the second ends at once, should the first not be heard.
        signal_hook::flag::register_conditional_shutdown(signal, 3, interrupt.flag())
            .and_then(|_| signal_hook::flag::register(signal, interrupt.flag()))
            .map_err(|error| Error::environment(format!("cannot listen for Ctrl-C: {error}")))?;
    }
    Ok(interrupt)
}

/// Prints to standard output. A reader that has gone away (`| head`) is no error.
fn print(text: &str) -> Result<()> {
    match stdout().write_all(text.as_bytes()).and_then(|()| stdout().flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Error::environment(format!("cannot print: {}", error.to_string().to_lowercase())))
        }
        _ => Ok(()),
    }
}
