//! A server of ours, from its start to its end.

use std::fs::{self, File};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use course::{Error, Result};
use rustix::process::{Pid, Signal};

use crate::kind::Kind;
use crate::place::{Household, end_tenants, random_word};
use crate::probe::free_ports;
use crate::servers::{Home, Programs, server};

/// How long a server may take until it answers.
const START: Duration = Duration::from_mins(1);
/// How long it may take to end when asked to.
const END: Duration = Duration::from_secs(3);
/// How often a port that somebody else was quicker to take is replaced by another.
const ATTEMPTS: u32 = 3;

/// A server that runs.
pub struct Instance {
    kind: Kind,
    home: Home,
    child: Child,
}

impl Instance {
    /// Starts a server in a folder of its own, and waits until it answers.
    pub fn start(kind: Kind, programs: &Programs, household: &Household) -> Result<Self> {
        let server = server(kind);
        let mut last = None;
        for attempt in 0..ATTEMPTS {
            let folder = household.room(&format!("{kind}-{attempt}"))?;
            let [port, side_port] =
                free_ports().map_err(|error| Error::environment(format!("there is no free port: {error}")))?;
            let home = Home { programs: programs.clone(), folder, port, side_port, password: random_word(24)? };
            server.prepare(&home)?;
            match Self::launch(kind, home) {
                Ok(instance) => {
                    server.settle(&instance.home)?;
                    return Ok(instance);
                }
                Err(error) => last = Some(error),
            }
        }
        Err(last.unwrap_or_else(|| Error::environment(format!("`{kind}` does not start"))))
    }

    fn launch(kind: Kind, home: Home) -> Result<Self> {
        let path = home.file("log");
        let log = File::create(&path).map_err(|error| Error::io("create", &path, &error))?;
        let same = log.try_clone().map_err(|error| Error::io("create", &path, &error))?;
        let mut command = server(kind).command(&home);
        // A group of its own, so that Ctrl-C in the terminal is the supervisor's business alone.
        command.process_group(0).stdin(Stdio::null()).stdout(log).stderr(same);
        let child = command.spawn().map_err(|error| {
            let program = command.get_program().to_string_lossy().into_owned();
            Error::environment(format!("cannot start `{program}`: {}", error.to_string().to_lowercase()))
                .hint("may this user run it, and may another? `ls -l` shows that")
        })?;
        let mut instance = Self { kind, home, child };
        instance.wait_until_it_answers()?;
        Ok(instance)
    }

    fn wait_until_it_answers(&mut self) -> Result<()> {
        let deadline = Instant::now() + START;
        let mut pause = Duration::from_millis(5);
        loop {
            if server(self.kind).answers("127.0.0.1", self.home.port).unwrap_or(false) {
                return Ok(());
            }
            if !self.is_running() {
                return Err(self.failure("it ended at once"));
            }
            if Instant::now() > deadline {
                return Err(self.failure(&format!("it does not answer after {} s", START.as_secs())));
            }
            thread::sleep(pause);
            pause = (pause * 2).min(Duration::from_millis(100));
        }
    }

    /// Why it does not serve, with its own last words.
    fn failure(&self, what: &str) -> Error {
        let log = fs::read(self.home.file("log")).unwrap_or_default();
        let log = String::from_utf8_lossy(&log);
        let words: Vec<&str> = log.lines().rev().filter(|line| !line.trim().is_empty()).take(3).collect();
        let words: Vec<String> = words.iter().rev().map(|line| format!("\n  {line}")).collect();
        Error::environment(format!("`{}` does not start: {what}{}", self.kind, words.concat()))
            .hint("`cargo xtask services status` shows what was found; `--source` tries another")
    }

    /// Where clients find it.
    pub fn url(&self) -> String {
        server(self.kind).url(&self.home)
    }

    /// Its folder, which holds its `log`.
    pub fn folder(&self) -> &Path {
        &self.home.folder
    }

    /// Whether it still serves.
    pub fn answers(&mut self) -> bool {
        self.is_running() && server(self.kind).answers("127.0.0.1", self.home.port).unwrap_or(false)
    }

    /// Whether its process is still there.
    pub fn is_running(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// Ends it: first asked, and soon made to.
    fn end(&mut self) {
        let Some(id) = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw) else { return };
        let _ = rustix::process::kill_process(id, server(self.kind).farewell());
        let deadline = Instant::now() + END;
        while self.is_running() && Instant::now() < deadline {
            thread::sleep(Duration::from_millis(10));
        }
        let _ = rustix::process::kill_process_group(id, Signal::KILL);
        let _ = self.child.wait();
        // Whoever it started in groups of their own.
        end_tenants(&self.home.folder);
        let _ = fs::remove_dir_all(&self.home.folder);
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        self.end();
    }
}
