//! caught by: tests::complexity::a_value_costs_o_log_k, tests::complexity::no_value_moves_all_others
//! Sorts again after each value: what is sorted already still costs O(k).

pub struct TopK<T> {
    k: usize,
    kept: Vec<T>,
}

impl<T: Ord> TopK<T> {
    pub fn new(k: usize) -> Self {
        Self { k, kept: Vec::new() }
    }

    pub fn push(&mut self, value: T) {
        self.kept.push(value);
        self.kept.sort_by(|left, right| right.cmp(left));
        self.kept.truncate(self.k);
    }

    pub fn largest(&self) -> Vec<&T> {
        self.kept.iter().collect()
    }

    pub fn absorb(&mut self, other: Self) {
        for value in other.kept {
            self.push(value);
        }
    }
}
