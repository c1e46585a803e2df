//! caught by: tests::complexity::nothing_is_asked_of_the_heap, tests::behaviour::the_others_are_parted_around_it
//! Selects among positions and swaps only the one value into its place: the others are not parted, and it needs memory.

use std::cmp::Ordering;

pub fn select_nth_by<T, F: FnMut(&T, &T) -> Ordering>(values: &mut [T], index: usize, mut compare: F) -> &mut T {
    assert!(index < values.len());
    let mut positions: Vec<usize> = (0..values.len()).collect();
    let (_, selected, _) =
        positions.select_nth_unstable_by(index, |&left, &right| compare(&values[left], &values[right]));
    values.swap(index, *selected);
    &mut values[index]
}
