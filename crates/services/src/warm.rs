//! The servers that go on running between runs: how to reach the supervisor that has them, to start it and to end it.

use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use course::{Error, Result};
use rustix::process::Signal;

use crate::docker;
use crate::kind::Kind;
use crate::place::{Household, owner, runs};
use crate::protocol::{Reply, Request, State};

/// The folder of a warm supervisor's socket, in the folder of its run.
pub const ROOM: &str = "warm";
/// Its socket, in that folder.
pub const SOCKET: &str = "socket";

/// How long it may take to answer what needs no time.
const ANSWER: Duration = Duration::from_secs(3);
/// How long servers may take to end.
const END: Duration = Duration::from_secs(20);

/// A conversation with the warm supervisor. As long as one is open, the supervisor does not end of boredom.
pub struct Warm {
    stream: UnixStream,
    replies: BufReader<UnixStream>,
    run: PathBuf,
}

impl Warm {
    /// The warm supervisor, if there is one. A socket that one left behind when it was killed is none.
    pub fn find() -> Option<Self> {
        runs().find_map(|run| Self::connect(&run).ok())
    }

    /// The warm supervisor, started if there is none. `supervisor` is the command that calls
    /// [`supervise_warm`](crate::supervise_warm).
    pub fn up(mut supervisor: Command) -> Result<Self> {
        if let Some(warm) = Self::find() {
            return Ok(warm);
        }
        // A URL is for who has set it: it must not be handed to everybody who asks.
        for kind in Kind::ALL {
            supervisor.env_remove(kind.variable());
        }
        // It stays, so it must hold on to nothing of ours.
        supervisor.current_dir("/").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = supervisor
            .spawn()
            .map_err(|error| Error::environment(format!("cannot start the supervisor of services: {error}")))?;
        let lines = child.stdout.take().map(|output| BufReader::new(output).lines().map_while(Result::ok));
        let announced = lines.into_iter().flatten().find_map(|line| match Reply::read(&line) {
            Some(Reply::Warm(outcome)) => Some(outcome),
            _ => None,
        });
        // Where we outlive it, it must not stay as a zombie.
        thread::spawn(move || child.wait());
        announced.unwrap_or_else(|| Err(gone()))?;
        Self::find().ok_or_else(gone)
    }

    /// What is up, of each kind that the supervisor knows.
    pub fn states(&mut self) -> Result<Vec<State>> {
        self.ask(Request::List, ANSWER)?;
        let mut states = Vec::new();
        loop {
            match self.reply()? {
                Reply::State(state) => states.push(state),
                Reply::Listed => return Ok(states),
                _ => {}
            }
        }
    }

    /// Ends some servers, and the supervisor too when none is left.
    pub fn stop(mut self, kinds: &[Kind]) -> Result<()> {
        for &kind in kinds {
            self.ask(Request::Stop(kind), END)?;
            while self.reply()? != Reply::Stopped(kind) {}
        }
        self.end_if_idle()
    }

    /// Ends the supervisor if it has no server.
    pub fn end_if_idle(mut self) -> Result<()> {
        self.ask(Request::EndIfIdle, END)?;
        match self.replies.read_line(&mut String::new()) {
            Ok(0) => self.wait_until_it_is_gone(),
            Ok(_) => Ok(()),
            Err(_) => Err(gone()),
        }
    }

    /// Ends all servers and the supervisor, and returns when they are gone.
    pub fn end(mut self) -> Result<()> {
        let _ = self.ask(Request::End, END);
        self.wait_until_it_is_gone()
    }

    fn wait_until_it_is_gone(&mut self) -> Result<()> {
        // The end of its input is its end.
        let _ = self.replies.read_to_end(&mut Vec::new());
        if let Some(supervisor) = owner(&self.run) {
            // It hangs. What it leaves behind is taken away as after any run that was killed.
            let _ = rustix::process::kill_process(supervisor, Signal::KILL);
            let deadline = Instant::now() + ANSWER;
            while owner(&self.run).is_some() && Instant::now() < deadline {
                thread::sleep(Duration::from_millis(10));
            }
        }
        if self.run.exists() {
            drop(Household::settle()?);
        }
        if self.run.exists() {
            return Err(Error::environment(format!("`{}` cannot be taken away", self.run.display()))
                .hint("did it run containers? check that Docker runs, then try again"));
        }
        Ok(())
    }

    /// The command that shows the log of a container that is up.
    pub fn container_log(&self, kind: Kind, lines: usize, follow: bool) -> Option<Command> {
        docker::log(&self.run, kind, lines, follow)
    }

    /// Sends a request whose answer comes through [`into_replies`](Self::into_replies).
    pub fn send(&mut self, request: Request) -> Result<()> {
        self.stream.write_all(request.line().as_bytes()).map_err(|_| gone())
    }

    /// The answers from now on, for as long as the conversation stays open.
    pub fn into_replies(self) -> (UnixStream, BufReader<UnixStream>) {
        let _ = self.stream.set_read_timeout(None);
        (self.stream, self.replies)
    }

    fn connect(run: &Path) -> std::io::Result<Self> {
        let stream = UnixStream::connect(run.join(ROOM).join(SOCKET))?;
        let replies = BufReader::new(stream.try_clone()?);
        Ok(Self { stream, replies, run: run.to_owned() })
    }

    fn ask(&mut self, request: Request, patience: Duration) -> Result<()> {
        let _ = self.stream.set_read_timeout(Some(patience));
        self.send(request)
    }

    fn reply(&mut self) -> Result<Reply> {
        let mut line = String::new();
        match self.replies.read_line(&mut line) {
            Ok(0) | Err(_) => Err(gone()),
            // A newer supervisor may say what we do not know; that it is silent would be worse.
            Ok(_) => Ok(Reply::read(&line).unwrap_or(Reply::Warm(Ok(())))),
        }
    }
}

fn gone() -> Error {
    Error::environment("the supervisor of the servers that are up does not answer")
        .hint("`cargo xtask services down` ends it, whatever it does; then try again")
}
