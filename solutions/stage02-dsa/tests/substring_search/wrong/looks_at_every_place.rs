//! caught by: tests::complexity::no_haystack_costs_more_than_o_n_plus_m, tests::complexity::disjoint_matches_cost_no_more
//! Compares the needle with what stands at every place: O(n m).

pub fn find_all<T: Eq>(haystack: &[T], needle: &[T]) -> Vec<usize> {
    if needle.is_empty() {
        return (0..=haystack.len()).collect();
    }
    let mut found = Vec::new();
    for (place, window) in haystack.windows(needle.len()).enumerate() {
        if window == needle {
            found.push(place);
        }
    }
    found
}

pub fn find_disjoint<T: Eq>(haystack: &[T], needle: &[T]) -> Vec<usize> {
    let mut behind = 0;
    let mut places = find_all(haystack, needle);
    places.retain(|&place| {
        let keep = place >= behind;
        if keep {
            behind = place + needle.len();
        }
        keep
    });
    places
}

fn table<T: Eq>(needle: &[T]) -> Vec<usize> {
    let mut table = vec![0; needle.len()];
    let mut matched = 0;
    for last in 1..needle.len() {
        while matched > 0 && needle[matched] != needle[last] {
            matched = table[matched - 1];
        }
        if needle[matched] == needle[last] {
            matched += 1;
        }
        table[last] = matched;
    }
    table
}

fn step<T: Eq>(needle: &[T], table: &[usize], mut matched: usize, item: &T) -> usize {
    while matched > 0 && needle[matched] != *item {
        matched = table[matched - 1];
    }
    if needle[matched] == *item {
        matched += 1;
    }
    matched
}

pub struct Matcher<'needle, T> {
    needle: &'needle [T],
    table: Vec<usize>,
    matched: usize,
    read: u64,
}

impl<'needle, T: Eq> Matcher<'needle, T> {
    pub fn new(needle: &'needle [T]) -> Option<Self> {
        (!needle.is_empty()).then(|| Self { needle, table: table(needle), matched: 0, read: 0 })
    }

    pub fn feed(&mut self, chunk: &[T], found: &mut Vec<u64>) {
        for item in chunk {
            self.matched = step(self.needle, &self.table, self.matched, item);
            self.read += 1;
            if self.matched == self.needle.len() {
                found.push(self.read - self.needle.len() as u64);
                self.matched = self.table[self.matched - 1];
            }
        }
    }
}
