//! The program by which a person talks to a server.

use std::path::{Path, PathBuf};
use std::process::Command;

use course::{Error, Result};

use crate::kind::Kind;
use crate::locate::{Found, Source, in_path, locate};
use crate::servers::{Programs, Shell, server};
use crate::url::Url;

/// A client that is here.
pub struct Client {
    program: PathBuf,
    libraries: Option<PathBuf>,
    shell: Shell,
}

impl Client {
    /// The client of a service: beside its server, or in `PATH`. `hint` says what to do without one.
    pub fn find(kind: Kind, hint: &str) -> Result<Self> {
        let Some(shell) = server(kind).shell() else {
            return Err(Error::usage(format!("`{kind}` has no shell")).hint(hint));
        };
        let folders = [Source::Local, Source::Package].into_iter().filter_map(|source| programs(kind, source));
        for programs in folders {
            let beside = shell.programs.iter().map(|name| programs.folder.join(name));
            if let Some(program) = beside.into_iter().find(|program| program.is_file()) {
                return Ok(Self { program, libraries: programs.libraries, shell });
            }
        }
        if let Some(program) = shell.programs.iter().find_map(|name| in_path(name)) {
            return Ok(Self { program, libraries: None, shell });
        }
        let names: Vec<String> = shell.programs.iter().map(|name| format!("`{name}`")).collect();
        Err(Error::environment(format!("there is no client of `{kind}` on this machine: {}", names.join(" or ")))
            .hint(format!("get it with {}; {hint}", shell.advice)))
    }

    /// The command that talks to the server at `url`. The password is in its environment, or in a file of `folder`.
    pub fn command(&self, kind: Kind, url: &str, folder: &Path) -> Result<Command> {
        let parts =
            Url::read(url).ok_or_else(|| Error::usage(format!("`{}` holds no URL of a server", kind.variable())))?;
        let mut command = Command::new(&self.program);
        if let Some(libraries) = &self.libraries {
            command.env("LD_LIBRARY_PATH", libraries);
        }
        (self.shell.arrange)(&mut command, &parts, url, folder)?;
        Ok(command)
    }
}

fn programs(kind: Kind, source: Source) -> Option<Programs> {
    match locate(kind, Some(source)) {
        Ok(Found::Programs(_, programs)) => Some(programs),
        _ => None,
    }
}
