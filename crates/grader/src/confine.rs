//! What a test process may use, said to the kernel between fork and exec.
//!
//! This is the crate's one corner with `unsafe`: code between fork and exec may only make system calls, and the compiler
//! cannot check that. In place, katas are trusted; this guards against accidents, a loop without end or a list that
//! grows for ever, and nothing else.

use std::io;
use std::os::unix::process::CommandExt;
use std::process::Command;

use course::Limits;
use rustix::process::{Resource, Rlimit, setrlimit};

/// Makes `command` start its process with `limits` on processor time and memory, without core dumps, and so that it does
/// not outlive the thread that starts it.
pub fn confine(command: &mut Command, limits: &Limits) {
    let seconds = limits.processor.as_secs();
    let memory = limits.memory;
    #[expect(unsafe_code, reason = "there is no other way to set a child's limits before it runs")]
    // SAFETY: the closure makes system calls only. It neither allocates nor locks, and it borrows nothing.
    unsafe {
        command.pre_exec(move || apply(seconds, memory));
    }
}

fn apply(seconds: u64, memory: u64) -> io::Result<()> {
    let at_most = |soft, hard| Rlimit { current: Some(soft), maximum: Some(hard) };
    setrlimit(Resource::Cpu, at_most(seconds, seconds + 1))?;
    setrlimit(Resource::Data, at_most(memory, memory))?;
    setrlimit(Resource::Core, at_most(0, 0))?;
    #[cfg(target_os = "linux")]
    rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL))?;
    Ok(())
}
