//! What a run is given: services by name, started while it builds.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::process::CommandExt;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use course::{Error, Result};

use crate::kind::Kind;
use crate::locate::Source;
use crate::servers::server;
use crate::supervisor::{read_reply, request};

/// How long everything may take together: a package that must be fetched takes longest.
const PATIENCE: Duration = Duration::from_mins(5);
/// How long servers may take to end.
const END: Duration = Duration::from_secs(8);

type Reply = (Kind, Result<(Source, String)>);

/// Services that are there for as long as this is.
pub struct Supply {
    child: Child,
    // Its end tells the supervisor that we are gone.
    requests: Option<ChildStdin>,
    replies: Receiver<Reply>,
    wanted: Vec<Kind>,
    ready: BTreeMap<Kind, (Source, String)>,
}

impl Supply {
    /// Has `wanted` started by a supervisor, and returns at once. `supervisor` is the command that calls
    /// [`supervise`](crate::supervise).
    pub fn begin(mut supervisor: Command, wanted: &[Kind], forced: Option<Source>) -> Result<Self> {
        // A group of its own: Ctrl-C ends the run, and the run's end ends the servers.
        supervisor.process_group(0).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = supervisor
            .spawn()
            .map_err(|error| Error::environment(format!("cannot start the supervisor of services: {error}")))?;
        let (mut requests, output) = (child.stdin.take(), child.stdout.take());
        let (sender, replies) = mpsc::channel();
        if let Some(output) = output {
            thread::spawn(move || {
                let lines = BufReader::new(output).lines().map_while(std::result::Result::ok);
                lines.filter_map(|line| read_reply(&line)).try_for_each(|reply| sender.send(reply))
            });
        }
        for kind in wanted {
            let told = requests.as_mut().map(|requests| requests.write_all(request(*kind, forced).as_bytes()));
            if !matches!(told, Some(Ok(()))) {
                return Err(Error::environment("the supervisor of services ended at once").hint("try again"));
            }
        }
        Ok(Self { child, requests, replies, wanted: wanted.to_vec(), ready: BTreeMap::new() })
    }

    /// Waits until all are there, and returns where each comes from and its URL. `is_interrupted` is asked while waiting.
    pub fn wait(&mut self, is_interrupted: impl Fn() -> bool) -> Result<&BTreeMap<Kind, (Source, String)>> {
        let deadline = Instant::now() + PATIENCE;
        while self.ready.len() < self.wanted.len() {
            match self.replies.recv_timeout(Duration::from_millis(50)) {
                Ok((kind, Ok(found))) => {
                    self.ready.insert(kind, found);
                }
                Ok((_, Err(error))) => return Err(error),
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(Error::environment("the supervisor of services is gone").hint("try again"));
                }
                Err(RecvTimeoutError::Timeout) if is_interrupted() => return Err(Error::environment("interrupted")),
                Err(RecvTimeoutError::Timeout) if Instant::now() > deadline => {
                    let missing = self.wanted.iter().filter(|kind| !self.ready.contains_key(kind));
                    let missing = missing.map(|kind| format!("`{kind}`")).collect::<Vec<_>>().join(", ");
                    return Err(Error::environment(format!(
                        "{missing} took more than {} s to start",
                        PATIENCE.as_secs()
                    )));
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
        Ok(&self.ready)
    }

    /// The variables that tests find their services by.
    pub fn variables(&self) -> Vec<(&'static str, String)> {
        let named = |kind: &Kind, urls: &str| {
            let urls: Vec<String> = urls.split(' ').map(str::to_owned).collect();
            kind.variables().iter().copied().zip(urls)
        };
        self.ready.iter().flat_map(|(kind, (_, urls))| named(kind, urls)).collect()
    }

    /// The services that no longer answer.
    pub fn dead(&self) -> Vec<Kind> {
        let is_dead = |kind: &Kind, url: &str| check_url(*kind, url).is_err();
        self.ready.iter().filter(|(kind, (_, url))| is_dead(kind, url)).map(|(kind, _)| *kind).collect()
    }
}

impl Drop for Supply {
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
    let (host, port) = address(url).ok_or_else(|| {
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

/// Host and port of `scheme://user:password@host:port/rest`.
fn address(url: &str) -> Option<(String, u16)> {
    let (_, rest) = url.split_once("://")?;
    let authority = rest.split(['/', '?']).next()?;
    let place = authority.rsplit_once('@').map_or(authority, |(_, place)| place);
    let (host, port) = place.rsplit_once(':')?;
    Some((host.trim_matches(['[', ']']).to_owned(), port.parse().ok()?))
}

/// A URL as it may be shown.
fn without_password(url: &str) -> String {
    match url.rsplit_once('@') {
        Some((before, place)) => {
            let user = before.split_once("://").map_or("", |(scheme, _)| scheme);
            format!("{user}://…@{place}")
        }
        None => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    #[test]
    fn addresses_are_read_from_urls() {
        assert_eq!(address("postgres://u:p@127.0.0.1:5432/db"), Some(("127.0.0.1".into(), 5432)));
        assert_eq!(address("redis://[::1]:6379"), Some(("::1".into(), 6379)));
        assert_eq!(address("mongodb://u:p%40@db.example.com:1/?a=b@c"), Some(("db.example.com".into(), 1)));
        assert_eq!([address("localhost:5432"), address("postgres://localhost/db")], [None, None]);
    }

    #[test]
    fn passwords_are_not_shown() {
        assert_eq!(without_password("postgres://u:secret@h/x"), "postgres://…@h/x");
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
        assert!(Supply::begin(Command::new("no-such-program"), &[Kind::Redis], None).is_err());
        let mut supply = Supply::begin(Command::new("true"), &[], None).expect("it starts");
        assert!(supply.wait(|| false).is_ok(), "nothing is wanted");
        let begun = Supply::begin(Command::new("true"), &[Kind::Redis], None);
        assert!(begun.and_then(|mut supply| supply.wait(|| false).map(|_| ())).is_err());
    }
}
