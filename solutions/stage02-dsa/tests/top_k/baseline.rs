//! The standard library's `select_nth_unstable`, once, over all that came: the fast way, as long as there is memory for
//! the whole stream.

use std::cmp::Reverse;

pub struct TopK<T> {
    k: usize,
    values: Vec<T>,
}

impl<T: Ord> TopK<T> {
    pub fn new(k: usize) -> Self {
        Self { k, values: Vec::new() }
    }

    pub fn push(&mut self, value: T) {
        self.values.push(value);
    }

    pub fn largest(&self) -> Vec<&T> {
        let mut best: Vec<(Reverse<&T>, usize)> = self.values.iter().map(Reverse).zip(0..).collect();
        if self.k < best.len() {
            best.select_nth_unstable(self.k);
            best.truncate(self.k);
        }
        best.sort_unstable();
        best.into_iter().map(|(Reverse(value), _)| value).collect()
    }
}
