//! The process on which servers hang.
//!
//! A private one belongs to one runner, which tells it on standard input what to start, and reads on its standard output
//! what became of it. When that input ends it ends its servers, takes their folders away, and ends itself. The system
//! closes the runner's end of the pipe however the runner ended, also when it was killed.
//!
//! A warm one belongs to nobody. It is asked the same things through a socket, by whoever is this user, and stays until
//! it is told to end, or has not been asked for long.

use std::fs;
use std::io::{self, BufRead, BufReader, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use course::{Error, Result};
use rustix::event::{PollFd, PollFlags, Timespec, poll};

use crate::fleet::Fleet;
use crate::place::{Alone, Household};
use crate::protocol::{Reply, Request};
use crate::warm::{self, Warm};

/// How long a warm supervisor without servers waits for somebody to ask for one.
const GRACE: Duration = Duration::from_secs(30);
/// How often it looks up when nobody asks.
const TICK: Timespec = Timespec { tv_sec: 1, tv_nsec: 0 };

/// Supervises the servers of whoever started this process, and returns when that is gone.
pub fn supervise() {
    serve(&Fleet::new(None), io::stdin().lock(), io::stdout());
}

/// Supervises warm servers until it is told to end, or nobody has asked for anything for as long as `patience`. It says on
/// standard output when it can be reached; where another one is there already, that is all it does.
pub fn supervise_warm(patience: Duration, is_interrupted: impl Fn() -> bool) {
    // Away from the terminal, whose end would be ours.
    let _ = rustix::process::setsid();
    match Post::take() {
        Ok(Some(post)) => {
            announce(Ok(()));
            post.keep(patience, is_interrupted);
        }
        Ok(None) => announce(Ok(())),
        Err(error) => announce(Err(error)),
    }
}

fn announce(outcome: Result<()>) {
    // Whoever waited for it may be gone.
    let _ = io::stdout().write_all(Reply::Warm(outcome).line().as_bytes()).and_then(|()| io::stdout().flush());
}

/// Answers one runner until its input ends, and says whether it told us to end. Services are started side by side.
fn serve(fleet: &Fleet, input: impl BufRead, output: impl Write + Send) -> bool {
    let output = &Mutex::new(output);
    let say = &|replies: Vec<Reply>| {
        let lines: String = replies.iter().map(Reply::line).collect();
        let mut output = output.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = output.write_all(lines.as_bytes()).and_then(|()| output.flush());
    };
    thread::scope(|scope| {
        for line in input.lines() {
            let Ok(line) = line else { break };
            match Request::read(&line) {
                Some(Request::Start(kind, forced)) => {
                    scope.spawn(move || say(vec![Reply::Started(kind, fleet.start(kind, forced))]));
                }
                Some(Request::Stop(kind)) => {
                    scope.spawn(move || {
                        fleet.stop(kind);
                        say(vec![Reply::Stopped(kind)]);
                    });
                }
                Some(Request::List) => {
                    say(fleet.states().into_iter().map(Reply::State).chain([Reply::Listed]).collect());
                }
                Some(Request::EndIfIdle) if !fleet.is_empty() => say(vec![Reply::Listed]),
                Some(Request::End | Request::EndIfIdle) => return true,
                None => {}
            }
        }
        false
    })
}

/// Where a warm supervisor is asked.
struct Post {
    listener: UnixListener,
    socket: PathBuf,
    fleet: Fleet,
    desk: Desk,
}

/// Who is asking, and when that was last.
struct Desk {
    clients: AtomicUsize,
    last: Mutex<Instant>,
    is_told_to_end: AtomicBool,
}

impl Post {
    /// Begins to listen, unless another one listens already. Two that try at once do so one after the other.
    fn take() -> Result<Option<Self>> {
        let alone = Alone::wait()?;
        if Warm::find().is_some() {
            return Ok(None);
        }
        let household = Household::settle_alone(&alone)?;
        let socket = household.private_room(warm::ROOM)?.join(warm::SOCKET);
        let listener = UnixListener::bind(&socket).and_then(|listener| {
            listener.set_nonblocking(true)?;
            Ok(listener)
        });
        let listener = listener.map_err(|error| {
            Error::io("listen at", &socket, &error).hint("if the path is too long: set `TMPDIR` to a shorter one")
        })?;
        let desk = Desk {
            clients: AtomicUsize::new(0),
            last: Mutex::new(Instant::now()),
            is_told_to_end: AtomicBool::new(false),
        };
        Ok(Some(Self { listener, socket, fleet: Fleet::new(Some(household)), desk }))
    }

    fn keep(self, patience: Duration, is_interrupted: impl Fn() -> bool) {
        let post = Arc::new(self);
        while !post.desk.is_told_to_end.load(SeqCst) && !is_interrupted() && !post.is_forgotten(patience) {
            // An error is a signal, which is looked at above.
            let _ = poll(&mut [PollFd::new(&post.listener, PollFlags::IN)], Some(&TICK));
            while let Ok((client, _)) = post.listener.accept() {
                post.desk.clients.fetch_add(1, SeqCst);
                let post = Arc::clone(&post);
                thread::spawn(move || post.answer(&client));
            }
        }
        // Nobody comes any more; those who are here see us end.
        let _ = fs::remove_file(&post.socket);
        post.fleet.end();
    }

    fn answer(&self, client: &UnixStream) {
        let _ = client.set_nonblocking(false);
        if let Ok(input) = client.try_clone()
            && serve(&self.fleet, BufReader::new(input), client)
        {
            self.desk.is_told_to_end.store(true, SeqCst);
            knock(&self.socket);
            // The client waits for our end, and nothing is left to say.
            loop {
                thread::park();
            }
        }
        *self.desk.last.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
        self.desk.clients.fetch_sub(1, SeqCst);
    }

    /// Whether nobody has asked for long, or nobody ever asked for a server.
    fn is_forgotten(&self, patience: Duration) -> bool {
        if self.desk.clients.load(SeqCst) > 0 {
            return false;
        }
        let idle = self.desk.last.lock().unwrap_or_else(PoisonError::into_inner).elapsed();
        idle > patience || idle > GRACE && self.fleet.is_empty()
    }
}

/// Wakes whoever listens at `socket`.
fn knock(socket: &Path) {
    let _ = UnixStream::connect(socket);
}
