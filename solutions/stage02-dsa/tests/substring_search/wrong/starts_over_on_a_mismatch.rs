//! caught by: tests::behaviour::a_match_may_begin_within_a_false_start, tests::edge_cases::every_false_start_of_every_needle_is_recovered_from
//! Forgets all that matched when an item does not fit, and with it the matches that began there.

pub fn find_all<T: Eq>(haystack: &[T], needle: &[T]) -> Vec<usize> {
    if needle.is_empty() {
        return (0..=haystack.len()).collect();
    }
    let table = table(needle);
    let mut found = Vec::new();
    let mut matched = 0;
    for (place, item) in haystack.iter().enumerate() {
        matched = step(needle, &table, matched, item);
        if matched == needle.len() {
            found.push(place + 1 - needle.len());
            matched = table[matched - 1];
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
    if matched == table.len() || needle[matched] != *item {
        matched = 0;
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
