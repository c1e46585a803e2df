//! caught by: tests::complexity::all_windows_together_cost_o_n, tests::complexity::a_stream_costs_o_1_a_value
//! Keeps the whole window in a tree, so that each value costs O(log k) comparisons.

use std::collections::{BTreeMap, VecDeque};
use std::num::NonZeroUsize;
use std::rc::Rc;

pub fn window_max<T: Ord + Copy>(values: &[T], width: NonZeroUsize) -> Vec<T> {
    let mut window = RollingMax::new(width);
    let mut maxima = Vec::new();
    for (index, &value) in values.iter().enumerate() {
        window.push(value);
        if index >= width.get() - 1 {
            maxima.extend(window.max().copied());
        }
    }
    maxima
}

pub struct RollingMax<T> {
    width: usize,
    pushed: usize,
    window: VecDeque<Rc<T>>,
    sorted: BTreeMap<(Rc<T>, usize), ()>,
}

impl<T: Ord> RollingMax<T> {
    pub fn new(width: NonZeroUsize) -> Self {
        Self { width: width.get(), pushed: 0, window: VecDeque::new(), sorted: BTreeMap::new() }
    }

    pub fn push(&mut self, value: T) {
        if self.window.len() == self.width {
            if let Some(oldest) = self.window.pop_front() {
                self.sorted.remove(&(oldest, self.pushed - self.width));
            }
        }
        let value = Rc::new(value);
        self.window.push_back(Rc::clone(&value));
        self.sorted.insert((value, self.pushed), ());
        self.pushed += 1;
    }

    pub fn max(&self) -> Option<&T> {
        self.sorted.last_key_value().map(|((value, _), ())| &**value)
    }
}
