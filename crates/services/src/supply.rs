//! What a run is given: services by name, started while it builds, or taken from the servers that are up already.

use std::collections::BTreeMap;
use std::env;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use course::{Error, Result};

use crate::kind::Kind;
use crate::locate::Source;
use crate::protocol::{Reply, Request, State};
use crate::servers::server;
use crate::url::{Url, without_password};
use crate::warm::Warm;

/// How long everything may take together: a package that must be fetched takes longest.
const PATIENCE: Duration = Duration::from_mins(5);
/// How long servers may take to end.
const END: Duration = Duration::from_secs(8);

/// What became of a service.
type Outcome = (Kind, Result<(Source, String)>);
/// An outcome, or that a supervisor says no more.
type Answer = Option<Outcome>;

/// Services that are there for as long as this is.
pub struct Supply {
    // Dropped in this order, and it is the private ones that end.
    _private: Option<Private>,
    _warm: Option<Line>,
    // A receiver is one thread's; what is supplied is shared among the threads that run tests.
    answers: Mutex<Receiver<Answer>>,
    wanted: Vec<Kind>,
    from_warm: Vec<Kind>,
    ready: BTreeMap<Kind, (Source, String)>,
}

/// Where a service of a run came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The service.
    pub kind: Kind,
    /// Its source.
    pub source: Source,
    /// Whether it goes on running after this run.
    pub is_warm: bool,
}

/// A supervisor of our own, which ends with us.
struct Private {
    child: Child,
    // Its end tells the supervisor that we are gone.
    requests: Option<ChildStdin>,
}

/// An open conversation with the warm supervisor.
struct Line(UnixStream);

impl Supply {
    /// Has `wanted` started, and returns at once. What the warm supervisor has, or can start, comes from there; the rest
    /// from a private one. `supervisor` is the command that calls [`supervise`](crate::supervise).
    pub fn begin(supervisor: Command, wanted: &[Kind], forced: Option<Source>) -> Result<Self> {
        // One that hangs must not keep anybody from working.
        let warm = Warm::find().and_then(|mut warm| warm.states().ok().map(|states| (warm, states)));
        Self::from(warm, supervisor, wanted, forced)
    }

    /// As [`begin`](Self::begin), from a private supervisor only: servers that nobody else has written to.
    pub fn begin_private(supervisor: Command, wanted: &[Kind], forced: Option<Source>) -> Result<Self> {
        Self::from(None, supervisor, wanted, forced)
    }

    fn from(
        warm: Option<(Warm, Vec<State>)>,
        supervisor: Command,
        wanted: &[Kind],
        forced: Option<Source>,
    ) -> Result<Self> {
        let states = warm.as_ref().map_or(&[][..], |(_, states)| states);
        let is_served = |kind: &Kind| states.iter().any(|state| state.kind == *kind && serves(state, forced));
        let (from_warm, from_private): (Vec<Kind>, Vec<Kind>) = wanted.iter().partition(|kind| is_served(kind));
        let (sender, answers) = mpsc::channel();
        let warm = match warm {
            Some((warm, _)) if !from_warm.is_empty() => Some(Line::open(warm, &from_warm, forced, sender.clone())?),
            _ => None,
        };
        let private = if from_private.is_empty() {
            None
        } else {
            Some(Private::begin(supervisor, &from_private, forced, sender)?)
        };
        Ok(Self {
            _private: private,
            _warm: warm,
            answers: Mutex::new(answers),
            wanted: wanted.to_vec(),
            from_warm,
            ready: BTreeMap::new(),
        })
    }

    /// Waits until all are there, and returns where each comes from and its URL. `is_interrupted` is asked while waiting.
    pub fn wait(&mut self, is_interrupted: impl Fn() -> bool) -> Result<&BTreeMap<Kind, (Source, String)>> {
        match self.settle(is_interrupted).into_iter().next() {
            Some((_, error)) => Err(error),
            None => Ok(&self.ready),
        }
    }

    /// Waits until each is there or cannot be, and returns why not of those that cannot.
    pub fn settle(&mut self, is_interrupted: impl Fn() -> bool) -> BTreeMap<Kind, Error> {
        let deadline = Instant::now() + PATIENCE;
        let mut missing = BTreeMap::new();
        while self.ready.len() + missing.len() < self.wanted.len() {
            match self.next_answer(deadline, &is_interrupted) {
                Ok((kind, Ok(found))) => drop(self.ready.insert(kind, found)),
                Ok((kind, Err(error))) => drop(missing.insert(kind, error)),
                Err(error) => {
                    let waiting = self.wanted.iter().filter(|kind| !self.ready.contains_key(kind));
                    for kind in waiting {
                        missing.entry(*kind).or_insert_with(|| error.clone());
                    }
                }
            }
        }
        missing
    }

    /// An error concerns all that are still waited for.
    fn next_answer(&mut self, deadline: Instant, is_interrupted: impl Fn() -> bool) -> Result<Outcome> {
        let answers = self.answers.get_mut().unwrap_or_else(PoisonError::into_inner);
        loop {
            match answers.recv_timeout(Duration::from_millis(50)) {
                Ok(Some(reply)) => return Ok(reply),
                Ok(None) | Err(RecvTimeoutError::Disconnected) => {
                    return Err(Error::environment("the supervisor of services is gone").hint("try again"));
                }
                Err(RecvTimeoutError::Timeout) if is_interrupted() => return Err(Error::environment("interrupted")),
                Err(RecvTimeoutError::Timeout) if Instant::now() > deadline => {
                    let limit = PATIENCE.as_secs();
                    return Err(Error::environment(format!("the service took more than {limit} s to start")));
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
    }

    /// The variables that tests find their services by.
    pub fn variables(&self) -> Vec<(&'static str, String)> {
        self.ready.keys().flat_map(|kind| self.variables_of(*kind)).collect()
    }

    /// Those of one service; none when it is not there.
    pub fn variables_of(&self, kind: Kind) -> Vec<(&'static str, String)> {
        let urls = self.ready.get(&kind).map_or("", |(_, urls)| urls).split_whitespace();
        kind.variables().iter().copied().zip(urls.map(str::to_owned)).collect()
    }

    /// Where the services came from that are there.
    pub fn origins(&self) -> Vec<Origin> {
        let origin = |(kind, (source, _)): (&Kind, &(Source, String))| Origin {
            kind: *kind,
            source: *source,
            is_warm: self.from_warm.contains(kind),
        };
        self.ready.iter().map(origin).collect()
    }

    /// The services that no longer answer.
    pub fn dead(&self) -> Vec<Kind> {
        let is_dead = |kind: &Kind, url: &str| check_url(*kind, url).is_err();
        self.ready.iter().filter(|(kind, (_, url))| is_dead(kind, url)).map(|(kind, _)| *kind).collect()
    }
}

/// Whether a warm supervisor gives what is asked for: not where a URL was set for this run, and nothing of another source.
fn serves(state: &State, forced: Option<Source>) -> bool {
    let has_url = env::var_os(state.kind.variable()).is_some_and(|url| !url.is_empty());
    match forced {
        None => !has_url,
        Some(Source::Environment) => false,
        Some(forced) => state.up.as_ref().is_none_or(|up| up.source == forced),
    }
}

/// Passes on what a supervisor says, and that it says no more.
fn listen(replies: impl Read + Send + 'static, sender: Sender<Answer>) {
    thread::spawn(move || {
        let lines = BufReader::new(replies).lines().map_while(std::result::Result::ok);
        let answers = lines.filter_map(|line| match Reply::read(&line) {
            Some(Reply::Started(kind, started)) => Some(Some((kind, started))),
            _ => None,
        });
        // Who does not listen any more has dropped the other end.
        let _ = answers.chain([None]).try_for_each(|answer| sender.send(answer));
    });
}

impl Line {
    fn open(mut warm: Warm, wanted: &[Kind], forced: Option<Source>, sender: Sender<Answer>) -> Result<Self> {
        for &kind in wanted {
            warm.send(Request::Start(kind, forced))?;
        }
        let (stream, replies) = warm.into_replies();
        listen(replies, sender);
        Ok(Self(stream))
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        // The thread that listens has this socket too.
        let _ = self.0.shutdown(Shutdown::Both);
    }
}

impl Private {
    fn begin(mut supervisor: Command, wanted: &[Kind], forced: Option<Source>, sender: Sender<Answer>) -> Result<Self> {
        // A group of its own: Ctrl-C ends the run, and the run's end ends the servers.
        supervisor.process_group(0).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = supervisor
            .spawn()
            .map_err(|error| Error::environment(format!("cannot start the supervisor of services: {error}")))?;
        let (requests, output) = (child.stdin.take(), child.stdout.take());
        let mut private = Self { child, requests };
        if let Some(output) = output {
            listen(output, sender);
        }
        for &kind in wanted {
            let request = Request::Start(kind, forced).line();
            let told = private.requests.as_mut().map(|requests| requests.write_all(request.as_bytes()));
            if !matches!(told, Some(Ok(()))) {
                return Err(Error::environment("the supervisor of services ended at once").hint("try again"));
            }
        }
        Ok(private)
    }
}

impl Drop for Private {
    fn drop(&mut self) {
        self.requests.take();
        let deadline = Instant::now() + END;
        while matches!(self.child.try_wait(), Ok(None)) && Instant::now() < deadline {
            thread::sleep(Duration::from_millis(10));
        }
        // What a supervisor that hangs leaves behind, the next run takes away.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Checks that the server of this kind answers where `url` says.
pub fn check_url(kind: Kind, url: &str) -> Result<()> {
    let Url { host, port, .. } = Url::read(url).ok_or_else(|| {
        Error::usage(format!("`{}` holds no URL of a server: `{}`", kind.variable(), without_password(url)))
            .hint("such as `postgres://user:password@127.0.0.1:5432/name`")
    })?;
    let problem = match server(kind).answers(&host, port) {
        Ok(true) => return Ok(()),
        Ok(false) => format!("what answers at {host}:{port} is not `{kind}`"),
        Err(error) => format!("`{kind}` does not answer at {host}:{port}: {}", error.to_string().to_lowercase()),
    };
    Err(Error::environment(problem).hint(format!("check `{}`, or unset it to have one started", kind.variable())))
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    #[test]
    fn passwords_are_not_shown() {
        let error = check_url(Kind::Postgres, "postgres://u:secret@h/x").expect_err("no port");
        assert!(!error.message.contains("secret"), "{}", error.message);
    }

    #[test]
    fn a_server_of_another_kind_is_told_apart() {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
        let port = listener.local_addr().expect("it is bound").port();
        thread::spawn(move || {
            for mut client in listener.incoming().map_while(std::result::Result::ok) {
                let _ = client.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
            }
        });
        for kind in Kind::ALL {
            let error = check_url(kind, &format!("x://u:p@127.0.0.1:{port}/")).expect_err("it is no such server");
            assert_eq!(error.message, format!("what answers at 127.0.0.1:{port} is not `{kind}`"));
        }
    }

    #[test]
    fn a_supervisor_that_is_not_there_is_an_error() {
        assert!(Supply::begin_private(Command::new("no-such-program"), &[Kind::Redis], None).is_err());
        let mut supply = Supply::begin_private(Command::new("true"), &[], None).expect("nothing is started");
        assert!(supply.wait(|| false).is_ok(), "nothing is wanted");
        let begun = Supply::begin_private(Command::new("true"), &[Kind::Redis], None);
        assert!(begun.and_then(|mut supply| supply.wait(|| false).map(|_| ())).is_err());
    }
}
