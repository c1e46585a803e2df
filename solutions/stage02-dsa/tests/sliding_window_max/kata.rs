//! Sliding-window maximum: blocks for a slice, a monotonic queue for a stream.
//!
//! The queue rests on this: a value that is followed by one at least as large, while both are in the window, will never
//! be the maximum, since the later one is no smaller and stays longer. So it can be forgotten the moment the later one
//! comes. What is left descends from the oldest to the latest, and the oldest of them is the maximum.
//!
//! It would do for a slice as well, at the same O(n). But how many values each one makes useless, no processor can
//! guess, and to guess wrong takes longer than ten comparisons. With all values at hand there is a way that never has
//! to guess.

use std::collections::VecDeque;
use std::num::NonZeroUsize;

/// The maximum of every window of `width` neighbours, from left to right; of equal maxima, the last one of the window.
/// Empty when there are fewer values than one window needs.
///
/// Cut into blocks of `width` values, each window is the end of a block and the start of the one behind. The maxima of
/// all ends of a block are found in one walk from its right, those of all starts in one from the left. That makes three
/// comparisons for each value, whatever the width. (Van Herk; Gil and Werman.)
pub fn window_max<T: Ord + Copy>(values: &[T], width: NonZeroUsize) -> Vec<T> {
    let width = width.get();
    let mut maxima = Vec::with_capacity(values.len().saturating_sub(width - 1));
    let mut ends = Vec::new();
    let mut rest = values;
    while let Some((block, behind)) = rest.split_at_checked(width) {
        // Of equals, `max` gives its argument, which is the later one each time.
        ends.clear();
        ends.extend_from_slice(block);
        for place in (1..width).rev() {
            ends[place - 1] = ends[place - 1].max(ends[place]);
        }
        maxima.push(ends[0]);
        if let Some(&first) = behind.first() {
            let mut start = first;
            for (end, &value) in ends[1..].iter().zip(behind) {
                start = start.max(value);
                maxima.push((*end).max(start));
            }
        }
        rest = behind;
    }
    maxima
}

/// The maximum of the last few values of a stream.
///
/// A push takes O(1) amortised: each value is remembered once and forgotten once, so that n pushes make at most 2n
/// comparisons. There is room only for what is remembered, never for more than `width` values.
pub struct RollingMax<T> {
    width: NonZeroUsize,
    /// How many values were pushed: the position of the next one.
    pushed: usize,
    /// The values that may still become the maximum, each with its position. Positions ascend and lie in the window;
    /// values descend strictly. The front is the maximum.
    candidates: VecDeque<(usize, T)>,
}

impl<T: Ord> RollingMax<T> {
    /// No value yet; from now on, the last `width` values count.
    ///
    /// Nothing is reserved: a window may be much wider than what it ever has to remember.
    pub fn new(width: NonZeroUsize) -> Self {
        Self { width, pushed: 0, candidates: VecDeque::new() }
    }

    /// Takes the next value of the stream into the window, and the one out that is now too old.
    pub fn push(&mut self, value: T) {
        // Positions are compared by their distance, which is no longer than the window, so the count may wrap around.
        // Each push makes one value too old, and of all candidates only the oldest can be that one.
        let (now, width) = (self.pushed, self.width.get());
        self.candidates.pop_front_if(|(position, _)| now.wrapping_sub(*position) >= width);

        // Equals go too: the later one is the one to show, and stays longer.
        while self.candidates.pop_back_if(|(_, candidate)| *candidate <= value).is_some() {}
        self.candidates.push_back((now, value));
        self.pushed = now.wrapping_add(1);
    }

    /// The maximum of the values in the window; of equal ones, the latest. `None` before the first value.
    pub fn max(&self) -> Option<&T> {
        self.candidates.front().map(|(_, value)| value)
    }
}
