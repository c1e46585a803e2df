//! caught by: tests::behaviour::a_holder_that_slept_too_long_is_refused_by_the_resource, tests::behaviour::the_resource_takes_tokens_that_do_not_fall
//! Notes the token and takes every write: "whoever writes has the lock".

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
        self.highest = self.highest.max(token);
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
