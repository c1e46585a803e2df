//! Sliding-window maximum: read `README.md`, then make the tests pass.

use std::marker::PhantomData;
use std::num::NonZeroUsize;

/// The maximum of every window of `width` neighbours, from left to right; of equal maxima, the last one of the window.
/// Empty when there are fewer values than one window needs.
pub fn window_max<T: Ord + Copy>(values: &[T], width: NonZeroUsize) -> Vec<T> {
    todo!("find the maximum of every {width} neighbours among {} values", values.len())
}

/// The maximum of the last few values of a stream.
pub struct RollingMax<T>(PhantomData<T>);

impl<T: Ord> RollingMax<T> {
    /// No value yet; from now on, the last `width` values count.
    pub fn new(width: NonZeroUsize) -> Self {
        todo!("make an empty window for {width} values")
    }

    /// Takes the next value of the stream into the window, and the one out that is now too old.
    pub fn push(&mut self, value: T) {
        let _ = value;
        todo!("forget what can never be the maximum again, then remember the value")
    }

    /// The maximum of the values in the window; of equal ones, the latest. `None` before the first value.
    pub fn max(&self) -> Option<&T> {
        todo!("show the maximum of the window")
    }
}
