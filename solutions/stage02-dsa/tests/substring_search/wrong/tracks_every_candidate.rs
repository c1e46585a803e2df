//! caught by: tests::complexity::a_stream_costs_no_more_whatever_its_chunks, tests::complexity::feeding_asks_for_no_memory
//! The stream keeps every start that still fits, and compares each of them with every item.

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
    candidates: Vec<u64>,
    read: u64,
}

impl<'needle, T: Eq> Matcher<'needle, T> {
    pub fn new(needle: &'needle [T]) -> Option<Self> {
        (!needle.is_empty()).then(|| Self { needle, candidates: Vec::new(), read: 0 })
    }

    pub fn feed(&mut self, chunk: &[T], found: &mut Vec<u64>) {
        for item in chunk {
            self.candidates.push(self.read);
            let (needle, read) = (self.needle, self.read);
            let matched = |start: u64| usize::try_from(read - start).expect("a candidate is no longer than the needle");
            self.candidates.retain(|&start| needle[matched(start)] == *item);
            self.read += 1;
            if self.candidates.first().is_some_and(|start| self.read - start == needle.len() as u64) {
                found.push(self.candidates.remove(0));
            }
        }
    }
}
