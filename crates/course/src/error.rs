//! What can go wrong, and whose turn it is to mend it.

use std::fmt;
use std::io;
use std::path::Path;

/// A result whose error can be shown to a person as it is.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Who can mend an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The person at the keyboard: a name mistyped, an option that does not exist.
    Usage,
    /// The machine: a disk that is full, a toolchain that is missing.
    Environment,
    /// The course itself: an `exercise.toml` that does not parse, a mirror that is missing.
    Course,
}

/// What happened, to what, and what to do next. Lower case, without a final period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// Who can mend it.
    pub fault: Fault,
    /// What happened; names of things stand in backticks.
    pub message: String,
    /// What to do next.
    pub hint: Option<String>,
}

impl Error {
    /// The person at the keyboard asked for something that there is not.
    pub fn usage(message: impl Into<String>) -> Self {
        Self { fault: Fault::Usage, message: message.into(), hint: None }
    }

    /// The machine does not let us.
    pub fn environment(message: impl Into<String>) -> Self {
        Self { fault: Fault::Environment, message: message.into(), hint: None }
    }

    /// The course is broken; its authors must mend it.
    pub fn course(message: impl Into<String>) -> Self {
        Self { fault: Fault::Course, message: message.into(), hint: None }
    }

    /// An operating-system error in words: `doing` is such as "read", `path` what it was done to.
    pub fn io(doing: &str, path: &Path, error: &io::Error) -> Self {
        let (why, hint) = match error.kind() {
            io::ErrorKind::NotFound => ("there is no such file", None),
            io::ErrorKind::PermissionDenied => ("permission denied", Some("check who owns it: `ls -ld` shows that")),
            io::ErrorKind::ReadOnlyFilesystem => {
                ("the file system is read-only", Some("set `CARGO_TARGET_DIR` to a folder that can be written"))
            }
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => (
                "the disk is full",
                Some("free some space (`cargo clean` gives back what builds took), then try again"),
            ),
            io::ErrorKind::InvalidData => ("it is not UTF-8 text", None),
            _ => ("", None),
        };
        let why = if why.is_empty() { error.to_string().to_lowercase() } else { why.to_owned() };
        let mut io = Self::environment(format!("cannot {doing} `{}`: {why}", path.display()));
        io.hint = hint.map(str::to_owned);
        io
    }

    /// Adds what to do next.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use std::io::ErrorKind;

    use super::*;

    fn io(kind: ErrorKind) -> Error {
        Error::io("read", Path::new("a/kata.rs"), &io::Error::from(kind))
    }

    #[test]
    fn errors_of_the_system_are_told_in_words() {
        let words = |kind| io(kind).to_string().replace("cannot read `a/kata.rs`: ", "");
        assert_eq!(words(ErrorKind::NotFound), "there is no such file");
        assert_eq!(words(ErrorKind::PermissionDenied), "permission denied");
        assert_eq!(words(ErrorKind::ReadOnlyFilesystem), "the file system is read-only");
        assert_eq!(words(ErrorKind::StorageFull), "the disk is full");
        assert_eq!(words(ErrorKind::InvalidData), "it is not UTF-8 text");
        assert_eq!(words(ErrorKind::ConnectionReset), "connection reset");
    }

    #[test]
    fn what_the_machine_refuses_says_what_to_do() {
        let kinds = [ErrorKind::PermissionDenied, ErrorKind::ReadOnlyFilesystem, ErrorKind::QuotaExceeded];
        assert!(kinds.into_iter().all(|kind| io(kind).hint.is_some() && io(kind).fault == Fault::Environment));
    }
}
