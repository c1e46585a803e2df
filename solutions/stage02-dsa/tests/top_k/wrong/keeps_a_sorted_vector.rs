//! caught by: tests::complexity::no_value_moves_all_others
//! Finds the place by halving and inserts there: few comparisons, but all worse ones move each time.

pub struct TopK<T> {
    k: usize,
    kept: Vec<T>,
}

impl<T: Ord> TopK<T> {
    pub fn new(k: usize) -> Self {
        Self { k, kept: Vec::new() }
    }

    pub fn push(&mut self, value: T) {
        let place = self.kept.partition_point(|other| *other >= value);
        if place < self.k {
            self.kept.insert(place, value);
            self.kept.truncate(self.k);
        }
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
