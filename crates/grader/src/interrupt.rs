//! Ctrl-C: a flag that whoever waits looks at.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use course::Error;

/// Set when the person wants to stop. Every wait of this crate ends soon after, and takes its processes with it.
#[derive(Clone, Debug, Default)]
pub struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    /// The flag itself, for a signal handler to set.
    pub fn flag(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.0)
    }

    /// Whether the person wants to stop.
    pub fn is_set(&self) -> bool {
        self.0.load(Relaxed)
    }

    /// An error once the person wants to stop.
    pub fn check(&self) -> course::Result<()> {
        if self.is_set() {
            Err(Error::environment("interrupted").hint("your katas are as they were; run it again when you like"))
        } else {
            Ok(())
        }
    }
}
