//! The exit codes, all of them.

use std::process::ExitCode;

use course::Fault;

/// How a command ended, for scripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Everything passed.
    Passed = 0,
    /// Something did not pass.
    Failed = 1,
    /// The command was used wrongly.
    Usage = 2,
    /// The machine is at fault: a missing toolchain, a full disk, an interruption.
    Environment = 3,
    /// The course is at fault: a broken `exercise.toml`, a part that does not compile.
    Course = 4,
}

impl Exit {
    /// The code of a check or a verification.
    pub fn of(passed: bool) -> Self {
        if passed { Self::Passed } else { Self::Failed }
    }
}

impl From<Fault> for Exit {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Usage => Self::Usage,
            Fault::Environment => Self::Environment,
            Fault::Course => Self::Course,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}
