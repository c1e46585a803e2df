//! Edit distance: read `README.md`, then make the tests pass.

/// What to do with the next element.
pub enum Edit<'to, T> {
    /// Take the next element over as it is.
    Keep,
    /// Leave the next element out and put this one in its place.
    Replace(&'to T),
    /// Leave the next element out.
    Delete,
    /// Put this one in, before the next element.
    Insert(&'to T),
}

/// How many elements must be replaced, deleted or inserted, at least, to make `to` of `from`.
pub fn distance<T: PartialEq>(from: &[T], to: &[T]) -> usize {
    todo!("count the edits between {} and {} elements, in a row of the shorter", from.len(), to.len())
}

/// The distance when it is no more than `limit`.
pub fn distance_at_most<T: PartialEq>(from: &[T], to: &[T], limit: usize) -> Option<usize> {
    todo!("look for at most {limit} edits between {} and {} elements", from.len(), to.len())
}

/// The edits that make `to` of `from`, from the left. Of all shortest scripts, the one that the rules say.
pub fn edit_script<'to, T: PartialEq>(from: &[T], to: &'to [T]) -> Vec<Edit<'to, T>> {
    todo!("list the edits between {} and {} elements", from.len(), to.len())
}

/// The candidate that is the fewest characters away from `word`, and at most `limit`. Of equals, the first.
pub fn closest<'text>(word: &str, candidates: &[&'text str], limit: usize) -> Option<&'text str> {
    todo!("find which of {} candidates is at most {limit} edits away from `{word}`", candidates.len())
}
