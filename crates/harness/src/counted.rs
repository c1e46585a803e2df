//! A value that counts what is done to it: compared, hashed, cloned.
//!
//! The counts belong to the thread, so that a kata may move and clone values as it likes, and so that tests that run
//! side by side in one process do not disturb one another.

use std::cell::Cell;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use crate::value::Value;

/// What was done to all [`Counted`] values of this thread while [`count`] ran.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Calls of `cmp`, `partial_cmp` and the operators made of them (`<`, `max`…).
    pub comparisons: u64,
    /// Calls of `==` and `!=`.
    pub equalities: u64,
    /// Calls of `hash`.
    pub hashes: u64,
    /// Calls of `clone`.
    pub clones: u64,
}

thread_local! {
    static COUNTS: Cell<Counts> = const { Cell::new(Counts { comparisons: 0, equalities: 0, hashes: 0, clones: 0 }) };
}

/// Runs `action` and returns what it gave, with what it did to [`Counted`] values.
pub fn count<R>(action: impl FnOnce() -> R) -> (R, Counts) {
    let before = COUNTS.get();
    let result = action();
    let after = COUNTS.get();
    let counts = Counts {
        comparisons: after.comparisons - before.comparisons,
        equalities: after.equalities - before.equalities,
        hashes: after.hashes - before.hashes,
        clones: after.clones - before.clones,
    };
    (result, counts)
}

/// Wraps a value, behaves like it, and counts. The wrapped value is `.0`.
pub struct Counted<T>(pub T);

fn add(change: impl FnOnce(&mut Counts)) {
    let mut counts = COUNTS.get();
    change(&mut counts);
    COUNTS.set(counts);
}

impl<T: Copy> Copy for Counted<T> {}

#[expect(clippy::expl_impl_clone_on_copy, reason = "a clone is counted, a copy cannot be")]
impl<T: Clone> Clone for Counted<T> {
    fn clone(&self) -> Self {
        add(|counts| counts.clones += 1);
        Self(self.0.clone())
    }
}

impl<T: PartialEq> PartialEq for Counted<T> {
    fn eq(&self, other: &Self) -> bool {
        add(|counts| counts.equalities += 1);
        self.0 == other.0
    }
}

impl<T: Eq> Eq for Counted<T> {}

impl<T: PartialOrd> PartialOrd for Counted<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        add(|counts| counts.comparisons += 1);
        self.0.partial_cmp(&other.0)
    }
}

impl<T: Ord> Ord for Counted<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        add(|counts| counts.comparisons += 1);
        self.0.cmp(&other.0)
    }
}

impl<T: Hash> Hash for Counted<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        add(|counts| counts.hashes += 1);
        self.0.hash(state);
    }
}

impl<T: fmt::Debug> fmt::Debug for Counted<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl<T: Value> Value for Counted<T> {}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn operators_count_as_one_comparison_each() {
        let (one, two) = (Counted(1), Counted(2));
        let (less, counts) = count(|| one < two && one <= two && one.cmp(&two).is_lt());
        assert!(less);
        assert_eq!(counts, Counts { comparisons: 3, ..Counts::default() });
    }

    #[test]
    fn a_set_hashes_once_and_compares_once_to_find() {
        let set: HashSet<_> = [1, 2, 3].map(Counted).into();
        let (found, counts) = count(|| set.contains(&Counted(2)));
        assert!(found);
        assert_eq!(counts, Counts { hashes: 1, equalities: 1, ..Counts::default() });
    }

    #[test]
    fn clones_are_counted_and_counts_nest() {
        let ((_, inner), outer) = count(|| {
            let _first = Counted(String::from("a")).clone();
            count(|| Counted(String::from("b")).clone())
        });
        assert_eq!((inner.clones, outer.clones), (1, 2));
    }

    #[test]
    fn only_what_happens_meanwhile_is_counted() {
        let work = || {
            let (one, two) = (Counted(1), Counted(2));
            let _ = (one < two, one == two, HashSet::from([one]));
        };
        work();
        assert_eq!(count(work).1, Counts { comparisons: 1, equalities: 1, hashes: 1, clones: 0 });
    }

    #[test]
    fn it_is_shown_as_what_it_wraps() {
        assert_eq!(format!("{:?} {:?}", Counted(1), Counted("a")), "1 \"a\"");
    }
}
