//! What the standard library has to offer: the maximum of each of its `windows`, looked for from the start each time.

use std::num::NonZeroUsize;

pub fn window_max<T: Ord + Copy>(values: &[T], width: NonZeroUsize) -> Vec<T> {
    values.windows(width.get()).filter_map(|window| window.iter().max().copied()).collect()
}
