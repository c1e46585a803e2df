//! Values that are missed when they are gone: who drops twice, too early or never is found out.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering::Relaxed};

use crate::value::Value;

/// Makes [`Dropped`] values and counts how many of them live and how many are gone.
#[derive(Clone, Debug, Default)]
pub struct Drops(Arc<Tally>);

#[derive(Debug, Default)]
struct Tally {
    alive: AtomicI64,
    dropped: AtomicU64,
}

impl Drops {
    /// No value made yet, none dropped.
    pub fn new() -> Self {
        Self::default()
    }

    /// A value that this tally follows.
    pub fn value<T>(&self, value: T) -> Dropped<T> {
        self.0.alive.fetch_add(1, Relaxed);
        Dropped { value, drops: self.clone() }
    }

    /// How many values are alive. Negative when something was dropped twice.
    pub fn alive(&self) -> i64 {
        self.0.alive.load(Relaxed)
    }

    /// How many values were dropped so far.
    pub fn dropped(&self) -> u64 {
        self.0.dropped.load(Relaxed)
    }
}

/// A value that tells its [`Drops`] when it goes. Behaves like what it wraps; a clone is one value more.
pub struct Dropped<T> {
    /// What is wrapped.
    pub value: T,
    drops: Drops,
}

impl<T> Drop for Dropped<T> {
    fn drop(&mut self) {
        self.drops.0.alive.fetch_sub(1, Relaxed);
        self.drops.0.dropped.fetch_add(1, Relaxed);
    }
}

impl<T: Clone> Clone for Dropped<T> {
    fn clone(&self) -> Self {
        self.drops.value(self.value.clone())
    }
}

impl<T: PartialEq> PartialEq for Dropped<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: Eq> Eq for Dropped<T> {}

impl<T: PartialOrd> PartialOrd for Dropped<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        self.value.partial_cmp(&other.value)
    }
}

impl<T: Ord> Ord for Dropped<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.value.cmp(&other.value)
    }
}

impl<T: Hash> Hash for Dropped<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.value.hash(state);
    }
}

impl<T: fmt::Debug> fmt::Debug for Dropped<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(formatter)
    }
}

impl<T: Value> Value for Dropped<T> {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_alive_until_it_is_dropped() {
        let drops = Drops::new();
        let (first, second) = (drops.value(1), drops.value(2));
        drop(first);
        assert_eq!((drops.alive(), drops.dropped()), (1, 1));
        let third = second.clone();
        assert_eq!((drops.alive(), &third), (2, &second));
        std::mem::forget(third);
        drop(second);
        assert_eq!((drops.alive(), drops.dropped()), (1, 2), "what is forgotten stays alive");
    }

    #[test]
    fn it_behaves_as_what_it_wraps() {
        let drops = Drops::new();
        let (one, two) = (drops.value(1), drops.value(2));
        assert!(one != two && one == one.clone() && one < two && one.cmp(&two).is_lt());
        assert_eq!(format!("{one:?}"), "1");
        let hash = |value: &dyn Fn(&mut std::hash::DefaultHasher)| {
            let mut hasher = std::hash::DefaultHasher::new();
            value(&mut hasher);
            hasher.finish()
        };
        assert_eq!(hash(&|hasher| one.hash(hasher)), hash(&|hasher| 1.hash(hasher)));
    }
}
