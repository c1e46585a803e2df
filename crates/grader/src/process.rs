//! A child process from start to end: what it printed, how it ended, and nothing of it left behind.
//!
//! Every process that the grader starts, it starts here: in a process group of its own, read through pipes, ended with
//! all that it started when a limit is reached or the person presses Ctrl-C.

use std::io::{self, Read};
use std::os::fd::AsFd;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use crate::family::Family;
use crate::interrupt::Interrupt;

/// How often a wait looks up from waiting.
const TICK: Duration = Duration::from_millis(50);
/// How long a process that a child started may outlive the child.
const GRACE: Duration = Duration::from_millis(200);

/// How long a process may take and how much it may print.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Time on the clock.
    pub clock: Duration,
    /// Time without a word.
    pub silence: Duration,
    /// Bytes on both streams together.
    pub output: usize,
}

impl Bounds {
    /// For the tools that we trust: cargo and rustc.
    pub const NONE: Self = Self { clock: Duration::MAX, silence: Duration::MAX, output: usize::MAX };
}

/// Why a process was ended before it ended itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stopped {
    /// It took too long.
    Clock,
    /// It said nothing for too long.
    Silence,
    /// It printed too much.
    Output,
    /// The person pressed Ctrl-C.
    Interrupted,
}

/// A process that is no more.
#[derive(Debug)]
pub struct Finished {
    /// How it ended.
    pub status: ExitStatus,
    /// Why it was ended, if it did not end itself.
    pub stopped: Option<Stopped>,
    /// Whether processes that it had started outlived it, and had to be ended.
    pub left_behind: bool,
    /// What it printed to standard output.
    pub stdout: Vec<u8>,
    /// What it printed to standard error.
    pub stderr: Vec<u8>,
    /// From start to end.
    pub elapsed: Duration,
}

/// Which stream a line or chunk came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// Standard output.
    Out,
    /// Standard error.
    Err,
}

/// Runs `command` to its end within `bounds`.
pub fn run(command: &mut Command, bounds: Bounds, interrupt: &Interrupt) -> io::Result<Finished> {
    run_watched(command, bounds, interrupt, |_, _| {})
}

/// As [`run`], with `watch` shown what is printed as it comes.
pub fn run_watched(
    command: &mut Command,
    bounds: Bounds,
    interrupt: &Interrupt,
    watch: impl FnMut(Stream, &[u8]),
) -> io::Result<Finished> {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let started = Instant::now();
    let (child, family) = Family::start(command)?;
    let mut running = Running {
        child,
        family,
        started,
        heard: started,
        bounds,
        interrupt,
        watch,
        stdout: Vec::new(),
        stderr: Vec::new(),
    };
    let mut stopped = running.read_to_the_end()?;
    let status = match stopped {
        None => running.wait_for_the_end(&mut stopped)?,
        Some(_) => None,
    };
    let left_behind = match status {
        Some(_) => running.family.outlives_its_head(GRACE),
        None => false,
    };
    running.family.end();
    let status = status.map_or_else(|| running.child.wait(), Ok)?;
    let Running { stdout, stderr, .. } = running;
    Ok(Finished { status, stopped, left_behind, stdout, stderr, elapsed: started.elapsed() })
}

struct Running<'run, Watch> {
    child: Child,
    family: Family,
    started: Instant,
    heard: Instant,
    bounds: Bounds,
    interrupt: &'run Interrupt,
    watch: Watch,
    stdout: Vec<u8>,
    stderr: Vec<u8>,
}

impl<Watch: FnMut(Stream, &[u8])> Running<'_, Watch> {
    /// Reads both streams until they end, a limit is reached, or the child is gone and somebody else holds them.
    fn read_to_the_end(&mut self) -> io::Result<Option<Stopped>> {
        let (mut out, mut err) = (self.child.stdout.take(), self.child.stderr.take());
        let mut gone_since = None;
        while out.is_some() || err.is_some() {
            if let Some(stopped) = self.stop() {
                return Ok(Some(stopped));
            }
            let (out_ready, err_ready) = ready(out.as_ref(), err.as_ref())?;
            if out_ready {
                self.read(&mut out, Stream::Out)?;
            }
            if err_ready {
                self.read(&mut err, Stream::Err)?;
            }
            let silent = !out_ready && !err_ready;
            if silent
                && self.child.try_wait()?.is_some()
                && gone_since.get_or_insert_with(Instant::now).elapsed() > GRACE
            {
                break;
            }
        }
        Ok(None)
    }

    /// Waits for a child whose streams have ended. It nearly always has ended too.
    fn wait_for_the_end(&mut self, stopped: &mut Option<Stopped>) -> io::Result<Option<ExitStatus>> {
        let mut pause = Duration::from_micros(50);
        loop {
            if let Some(status) = self.child.try_wait()? {
                return Ok(Some(status));
            }
            *stopped = self.stop();
            if stopped.is_some() {
                return Ok(None);
            }
            thread::sleep(pause);
            pause = (pause * 2).min(TICK);
        }
    }

    fn stop(&self) -> Option<Stopped> {
        if self.interrupt.is_set() {
            return Some(Stopped::Interrupted);
        }
        if self.stdout.len().saturating_add(self.stderr.len()) > self.bounds.output {
            return Some(Stopped::Output);
        }
        if self.heard.elapsed() > self.bounds.silence {
            return Some(Stopped::Silence);
        }
        (self.started.elapsed() > self.bounds.clock).then_some(Stopped::Clock)
    }

    /// Reads what is there; forgets the stream at its end.
    fn read<S: Read>(&mut self, stream: &mut Option<S>, which: Stream) -> io::Result<()> {
        let mut chunk = [0; 16 << 10];
        let Some(open) = stream else { return Ok(()) };
        let length = match open.read(&mut chunk) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => return Ok(()),
            length => length?,
        };
        if length == 0 {
            *stream = None;
        }
        self.heard = Instant::now();
        (self.watch)(which, &chunk[..length]);
        let kept = if which == Stream::Out { &mut self.stdout } else { &mut self.stderr };
        kept.extend_from_slice(&chunk[..length]);
        Ok(())
    }
}

/// Waits until one of the open streams has something to read, or for a tick.
fn ready(out: Option<&impl AsFd>, err: Option<&impl AsFd>) -> io::Result<(bool, bool)> {
    let mut streams: Vec<PollFd<'_>> = Vec::with_capacity(2);
    streams.extend(out.map(|out| PollFd::new(out, PollFlags::IN)));
    streams.extend(err.map(|err| PollFd::new(err, PollFlags::IN)));
    let tick = Timespec { tv_sec: 0, tv_nsec: TICK.subsec_nanos().into() };
    match poll(&mut streams, Some(&tick)) {
        Err(rustix::io::Errno::INTR) => return Ok((false, false)),
        count => count?,
    };
    let mut has_more = streams.iter().map(|stream| !stream.revents().is_empty());
    let mut next = |open: bool| open && has_more.next().unwrap_or(false);
    Ok((next(out.is_some()), next(err.is_some())))
}
