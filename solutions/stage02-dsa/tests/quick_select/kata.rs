//! Selection in linear time, whatever the input.
//!
//! Quickselect splits what is left around a pivot and goes on in the part that contains the index. All depends on the
//! pivot. Here it is the median of a random sample, and to find that is a small selection of its own. Nobody knows which
//! values will be in the sample, so nobody can make an input for which it is bad, and a sample of √n values is so seldom
//! far off that each split leaves about a half: n + n/2 + n/4 + … is 2 n comparisons.
//!
//! Values are only ever swapped within the slice, and each split leaves less than there was, whatever the answers. So a
//! comparator that panics or contradicts itself can neither lose a value nor keep the search going.

use std::cmp::Ordering;
use std::hash::{BuildHasher, RandomState};

/// So few values are sorted by insertion.
const FEW: usize = 12;

/// Puts the value at `index` that would be there if `values` were sorted by `compare`, and shows it. Afterwards, no value
/// before it is greater and none behind it is less.
///
/// O(n) comparisons but for bad luck, of which the input has no say; some 2 n for many values.
pub fn select_nth_by<T, F: FnMut(&T, &T) -> Ordering>(values: &mut [T], index: usize, mut compare: F) -> &mut T {
    let length = values.len();
    assert!(index < length, "the index is {index}, but there are {length} values");
    // The one source of chance in the standard library: a hash under keys that are new each time.
    let mut random = RandomState::new().hash_one(length);
    select(values, index, &mut random, &mut compare);
    &mut values[index]
}

/// Splits off what is not needed until the value at `index` is in its place. Of `part`, only what may contain it is left.
fn select<T>(mut part: &mut [T], mut index: usize, random: &mut u64, compare: &mut impl FnMut(&T, &T) -> Ordering) {
    while part.len() > FEW {
        choose_pivot(part, random, compare);
        let less = split(part, |value, pivot| compare(value, pivot).is_lt());
        let Some(behind) = index.checked_sub(less) else {
            part = &mut part[..less];
            continue;
        };
        // The pivot is the first of what is left now, and if nothing was less, it may be because many are equal: these
        // need not come along. Where a few were less, they are gone. An equal of the pivot may be the next one, and then
        // nothing is less.
        part = &mut part[less..];
        let equals = if less == 0 { split(part, |value, pivot| compare(value, pivot).is_le()) } else { 0 };
        // The equals are followed by the pivot. If the index is one of theirs, its value is in place.
        let Some(behind) = behind.checked_sub(equals + 1) else {
            return;
        };
        part = &mut part[equals + 1..];
        index = behind;
    }
    insertion_sort(part, compare);
}

/// Puts the median of a random sample to the front.
///
/// The sample is swapped to the front, so it needs no memory. After a beginning that nobody knows, the random numbers
/// follow one another by Knuth's linear congruential generator for MMIX. Its high bits are the good ones, so the bytes are
/// turned around.
fn choose_pivot<T>(part: &mut [T], random: &mut u64, compare: &mut impl FnMut(&T, &T) -> Ordering) {
    let length = part.len();
    let size = length.isqrt();
    for place in 0..size {
        *random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let drawn = random.swap_bytes() % (length as u64);
        part.swap(place, usize::try_from(drawn).unwrap_or(place));
    }
    let (sample, middle) = (&mut part[..size], size / 2);
    select(sample, middle, random, compare);
    sample.swap(0, middle);
}

/// Moves the values for which `goes_first` holds before the pivot, which is at 0, and the others behind it; returns where
/// the pivot is then. (Lomuto's way to split.)
///
/// No step depends on an answer, so that the processor need not guess it: for values in no order, that would be most of
/// the time. What stands from `first` to `next` stays behind the pivot, so it does no harm to swap two of these.
fn split<T>(part: &mut [T], mut goes_first: impl FnMut(&T, &T) -> bool) -> usize {
    let Some((pivot, others)) = part.split_first_mut() else {
        return 0;
    };
    let mut first = 0;
    for next in 0..others.len() {
        let goes = goes_first(&others[next], pivot);
        others.swap(first, next);
        first += usize::from(goes);
    }
    part.swap(0, first);
    first
}

fn insertion_sort<T>(part: &mut [T], compare: &mut impl FnMut(&T, &T) -> Ordering) {
    for sorted in 1..part.len() {
        let mut place = sorted;
        while place > 0 && compare(&part[place], &part[place - 1]).is_lt() {
            part.swap(place, place - 1);
            place -= 1;
        }
    }
}
