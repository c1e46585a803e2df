//! The clock of a benchmark: processor time of this thread, where the system keeps it.
//!
//! On a busy machine a thread waits for its turn, and time on the wall goes on. Processor time does not, which leaves
//! only what others do to the caches. So all that is timed runs on one thread.

use std::time::Duration;

/// The time so far, since a moment of no meaning.
#[cfg(unix)]
pub fn now() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::try_from(time).unwrap_or_default()
}

/// The time so far, since a moment of no meaning. Windows keeps a thread's time too coarsely: there it is the wall's.
#[cfg(not(unix))]
pub fn now() -> Duration {
    use std::sync::LazyLock;
    use std::time::Instant;
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    START.elapsed()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_goes_on_while_the_thread_works() {
        let before = now();
        while now() == before {
            std::hint::spin_loop();
        }
        assert!(now() > before);
    }

    #[cfg(unix)]
    #[test]
    fn it_stands_while_the_thread_sleeps() {
        let before = now();
        std::thread::sleep(Duration::from_millis(40));
        assert!(now().saturating_sub(before) < Duration::from_millis(30));
    }
}
