//! Top k of a stream: the best k, and behind them what may replace some of them.
//!
//! Each new value asks one question, "am I better than the worst of the best?", and most values of a long stream are
//! not, and are gone at once. A value that is better need not find its place among the others: which of them is the
//! largest matters only when somebody looks. It waits behind them, and when as many wait as there are places,
//! `select_nth_unstable` parts the better half from the worse. That takes a few comparisons for each value that waited,
//! however large k is.
//!
//! A `BinaryHeap` of the best with the worst on top answers the same question, and takes O(log k) for each value that
//! is better. While values rise, that is all of them, and several times slower. What the heap has on its side is that
//! no push ever waits for a clean-up, and that there are never more than k values.

use std::cmp::Reverse;

/// The `k` largest values of a stream. Of equal values, those that came earlier stay.
///
/// A push takes O(1) on average, and at most O(k). There is memory for 2k values, however many come.
pub struct TopK<T> {
    k: usize,
    /// How many values were pushed: the number of the next one.
    pushed: u64,
    /// Each value with its number; fewer than 2k. Entries ascend from good to bad: a larger value is better, and of
    /// equals, the one with the smaller number is. No two are equal, so selection and sorting have no say in who stays.
    ///
    /// From k entries on, the first k are the best of what came before the others, and the worst of them is the last.
    kept: Vec<(Reverse<T>, u64)>,
}

impl<T: Ord> TopK<T> {
    /// No value yet; from now on, the `k` largest are kept.
    ///
    /// Nothing is reserved: `k` may be more than will ever come.
    pub fn new(k: usize) -> Self {
        Self { k, pushed: 0, kept: Vec::new() }
    }

    /// Takes the next value of the stream, and keeps it as long as it may be one of the `k` largest.
    pub fn push(&mut self, value: T) {
        let Some(last) = self.k.checked_sub(1) else {
            return;
        };
        if let Some((Reverse(worst), _)) = self.kept.get(last)
            && value <= *worst
        {
            return;
        }
        self.kept.push((Reverse(value), self.pushed));
        self.pushed += 1;
        // At k there is a worst one for the first time, at 2k it is time to clean up.
        if self.kept.len().is_multiple_of(self.k) {
            self.kept.select_nth_unstable(last);
            self.kept.truncate(self.k);
        }
    }

    /// The `k` largest values so far, or as many as there are: the largest first, equal ones in the order in which they
    /// came.
    pub fn largest(&self) -> Vec<&T> {
        let mut best: Vec<_> = self.kept.iter().collect();
        best.sort_unstable();
        best.into_iter().take(self.k).map(|(Reverse(value), _)| value).collect()
    }

    /// Takes what another one shows as its largest, as if it was pushed here in the order in which it came there.
    ///
    /// From good to bad is an order in which to push, too: equals are still in the order in which they came, and among
    /// others the order does not matter.
    pub fn absorb(&mut self, mut other: Self) {
        other.kept.sort_unstable();
        for (Reverse(value), _) in other.kept.into_iter().take(other.k) {
            self.push(value);
        }
    }
}
