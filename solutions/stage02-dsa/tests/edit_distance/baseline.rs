//! The `strsim` crate: one row, filled to its end. It knows no limit, so that one is looked at afterwards.

/// The crate takes whatever can be iterated over by reference, and a slice without its size is not that.
struct Elements<'slice, T>(&'slice [T]);

impl<'slice, T> IntoIterator for &Elements<'slice, T> {
    type Item = &'slice T;
    type IntoIter = std::slice::Iter<'slice, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

pub fn distance<T: PartialEq>(from: &[T], to: &[T]) -> usize {
    strsim::generic_levenshtein(&Elements(from), &Elements(to))
}

pub fn distance_at_most<T: PartialEq>(from: &[T], to: &[T], limit: usize) -> Option<usize> {
    Some(distance(from, to)).filter(|&distance| distance <= limit)
}

pub fn closest<'text>(word: &str, candidates: &[&'text str], limit: usize) -> Option<&'text str> {
    let distances = candidates.iter().map(|candidate| (strsim::levenshtein(word, candidate), *candidate));
    let (_, closest) = distances.filter(|&(distance, _)| distance <= limit).min_by_key(|&(distance, _)| distance)?;
    Some(closest)
}
