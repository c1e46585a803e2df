//! A child and all that it starts, ended together.
//!
//! A process group holds what does not leave it. What leaves it (`setsid`) becomes the grader's own child when its
//! parent ends, since the grader asks the kernel to hand it all orphans (Linux); a mark in the environment, which
//! children inherit, tells whose orphan it is.

use std::collections::BTreeSet;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Mutex, MutexGuard, Once, PoisonError};
use std::time::{Duration, Instant};
use std::{fs, io, process, thread};

use rustix::process::{Pid, Signal, WaitOptions};

const MARK: &str = "GRADER_FAMILY";

/// The direct children that are somebody's concern; every other child of ours is an orphan.
static KNOWN: Mutex<BTreeSet<i32>> = Mutex::new(BTreeSet::new());

/// A running child, the head, with its descendants.
pub struct Family {
    head: i32,
    mark: String,
}

impl Family {
    /// Starts `command` as the head of a family.
    pub fn start(command: &mut Command) -> io::Result<(Child, Self)> {
        static ADOPT: Once = Once::new();
        static NEXT: AtomicU64 = AtomicU64::new(0);
        ADOPT.call_once(adopt_orphans);
        let mark = format!("{}.{}", process::id(), NEXT.fetch_add(1, Relaxed));
        let mut known = known();
        let child = command.env(MARK, &mark).process_group(0).spawn()?;
        let head = child.id().cast_signed();
        known.insert(head);
        Ok((child, Self { head, mark }))
    }

    /// Whether some descendant is still there `grace` after the head has ended and was waited for.
    pub fn outlives_its_head(&self, grace: Duration) -> bool {
        let deadline = Instant::now() + grace;
        let mut pause = Duration::from_millis(1);
        while self.is_alive() {
            if Instant::now() > deadline {
                return true;
            }
            thread::sleep(pause);
            pause *= 2;
        }
        false
    }

    /// Ends all of it, at once and for good.
    pub fn end(&self) {
        if let Some(group) = Pid::from_raw(self.head) {
            let _ = rustix::process::kill_process_group(group, Signal::KILL);
        }
        // An orphan that is ended hands its own children to us in turn.
        loop {
            let orphans = self.orphans();
            if orphans.is_empty() {
                return;
            }
            for orphan in orphans {
                let _ = rustix::process::kill_process(orphan, Signal::KILL);
                let _ = rustix::process::waitpid(Some(orphan), WaitOptions::empty());
            }
        }
    }

    fn is_alive(&self) -> bool {
        let group =
            Pid::from_raw(self.head).is_some_and(|group| rustix::process::test_kill_process_group(group).is_ok());
        group || !self.orphans().is_empty()
    }

    /// Our children that carry the family's mark and are nobody's concern.
    fn orphans(&self) -> Vec<Pid> {
        let known = known();
        let strangers = children().into_iter().filter(|child| !known.contains(child));
        strangers.filter(|&child| self.is_marked(child)).filter_map(Pid::from_raw).collect()
    }

    /// Whether a process carries the family's mark. One that has ended has no environment: it is let go right here.
    fn is_marked(&self, child: i32) -> bool {
        let environment = fs::read(format!("/proc/{child}/environ")).unwrap_or_default();
        if environment.is_empty() {
            let _ = rustix::process::waitpid(Pid::from_raw(child), WaitOptions::NOHANG);
        }
        let mark = format!("{MARK}={}", self.mark);
        environment.split(|&byte| byte == 0).any(|entry| entry == mark.as_bytes())
    }
}

impl Drop for Family {
    fn drop(&mut self) {
        self.end();
        known().remove(&self.head);
    }
}

fn known() -> MutexGuard<'static, BTreeSet<i32>> {
    KNOWN.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(target_os = "linux")]
fn adopt_orphans() {
    let _ = rustix::process::set_child_subreaper(Some(rustix::process::getpid()));
}

#[cfg(not(target_os = "linux"))]
fn adopt_orphans() {}

/// The processes whose parent we are, as the kernel lists them by thread; none where there is no such list.
fn children() -> Vec<i32> {
    let Ok(threads) = fs::read_dir("/proc/self/task") else { return Vec::new() };
    let lists = threads.flatten().filter_map(|thread| fs::read_to_string(thread.path().join("children")).ok());
    lists.flat_map(|list| list.split_whitespace().filter_map(|pid| pid.parse().ok()).collect::<Vec<_>>()).collect()
}
