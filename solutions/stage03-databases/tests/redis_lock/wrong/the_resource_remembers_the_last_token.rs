//! caught by: tests::behaviour::the_resource_takes_tokens_that_do_not_fall
//! Remembers the last token and not the highest: a refused write opens the door for the next.

#[path = "../kata.rs"]
mod reference;

pub use reference::{Guard, LockError, Locks, Patience, Stale};

pub struct Fenced<T> {
    value: T,
    highest: u64,
}

impl<T> Fenced<T> {
    pub fn new(value: T) -> Self {
        Self { value, highest: 0 }
    }

    pub fn write(&mut self, token: u64, value: T) -> Result<(), Stale> {
        let last = std::mem::replace(&mut self.highest, token);
        if token < last {
            return Err(Stale);
        }
        self.value = value;
        Ok(())
    }

    pub fn value(&self) -> &T {
        &self.value
    }

    pub fn highest_token(&self) -> u64 {
        self.highest
    }
}
