//! Edit distance (Levenshtein) of two slices: the number, the number under a limit, and the script.
//!
//! All of it is one recurrence. To make one list of another, look at an element of each: when they are equal, both are
//! done with; when not, it takes one edit and what is left after it, for the best of three. There are only n m different
//! questions, so each is answered once, in an order in which the answers that it needs are there already.

use std::mem;

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
///
/// At most n m + 2 comparisons after equal ends are cut off; one row of min(n, m) + 1 numbers.
pub fn distance<T: PartialEq>(from: &[T], to: &[T]) -> usize {
    // To replace what both have and to delete or insert the rest is a script, though seldom a good one.
    let longest = from.len().max(to.len());
    distance_at_most(from, to, longest).unwrap_or(longest)
}

/// The distance when it is no more than `limit`.
///
/// Ukkonen's band: a way through the table goes down a row to leave an element of `long` out, and right a column to put
/// one of `short` in. In the end it has gone down more often than right, by the difference of the lengths. Whoever goes
/// right too often must go down once more for each time, so half of what the limit leaves over is how far it may stray.
pub fn distance_at_most<T: PartialEq>(from: &[T], to: &[T], limit: usize) -> Option<usize> {
    // Deletions of one direction are insertions of the other, so the row may lie along whichever list is shorter.
    let (long, short) = if from.len() < to.len() { (to, from) } else { (from, to) };
    let difference = long.len() - short.len();
    if difference > limit {
        return None;
    }
    let (long, short) = without_common_ends(long, short);
    // No distance is larger than the longer list.
    let limit = limit.min(long.len());
    let right_of_diagonal = (limit - difference) / 2;
    let left_of_diagonal = difference + right_of_diagonal;
    let width = short.len();

    // `row[column]` is what it takes in all when the rest of `short` is put in at the end: the distance of the part of
    // `long` that is done from `short[..column]`, and one for each column behind. So to put an element in costs nothing
    // that is not counted yet, and a place takes its left neighbour's number as it is: each has to wait for the one before
    // it, and this makes the wait as short as it can be. As long as nothing is done, all of `short` is missing.
    //
    // Outside of the band stands a number that is over the limit in any column but the first, where it never stands.
    let outside = limit + width;
    let mut row: Vec<usize> =
        (0..=width).map(|column| if column <= right_of_diagonal { width } else { outside }).collect();
    for (done, element) in (1_usize..).zip(long) {
        let start = done.saturating_sub(left_of_diagonal).max(1);
        let end = (done + right_of_diagonal).min(width);
        let mut left = if start == 1 { done + width } else { outside };
        let mut above_left = mem::replace(&mut row[start - 1], left);
        for (place, other) in row[start..=end].iter_mut().zip(&short[start - 1..end]) {
            let above = *place;
            // To replace puts in what was counted as missing, so only to keep an element makes the number smaller.
            left = (above_left - usize::from(element == other)).min(above + 1).min(left);
            *place = left;
            above_left = above;
        }
        // Distances never become smaller on a way down, and every way passes through this row.
        if (start - 1..=end).all(|column| row[column] + column > limit + width) {
            return None;
        }
    }
    row.last().copied().filter(|&distance| distance <= limit)
}

/// Both lists without the elements that they begin and end with alike. That does not change their distance.
fn without_common_ends<'slice, T: PartialEq>(left: &'slice [T], right: &'slice [T]) -> (&'slice [T], &'slice [T]) {
    let start = common(left.iter().zip(right));
    let (left, right) = (&left[start..], &right[start..]);
    let end = common(left.iter().rev().zip(right.iter().rev()));
    (&left[..left.len() - end], &right[..right.len() - end])
}

/// How many of the pairs are equal before one is not.
fn common<'slice, T: PartialEq + 'slice>(pairs: impl Iterator<Item = (&'slice T, &'slice T)>) -> usize {
    pairs.take_while(|(left, right)| left == right).count()
}

/// The edits that make `to` of `from`, from the left. Of all shortest scripts, the one that takes, at every step, the
/// first of keep, replace, delete and insert that a shortest script can go on with.
///
/// At most n m + 1 comparisons after the common beginning, and a byte for each pair.
pub fn edit_script<'to, T: PartialEq>(from: &[T], to: &'to [T]) -> Vec<Edit<'to, T>> {
    // Where two elements are equal, to keep them is never worse, and it comes first. So the common beginning needs no
    // table. The common end does: of `a` and `aa`, the *first* letter is the one that is kept.
    let kept = common(from.iter().zip(to));
    let (from, to) = (&from[kept..], &to[kept..]);
    let steps = first_steps(from, to);

    let mut script = Vec::with_capacity(kept + from.len().max(to.len()));
    script.extend((0..kept).map(|_| Edit::Keep));
    let (mut done, mut made) = (0, 0);
    while done < from.len() && made < to.len() {
        let (edit, deleted, inserted) = match steps[done * to.len() + made] {
            Step::Keep => (Edit::Keep, 1, 1),
            Step::Replace => (Edit::Replace(&to[made]), 1, 1),
            Step::Delete => (Edit::Delete, 1, 0),
            Step::Insert => (Edit::Insert(&to[made]), 0, 1),
        };
        script.push(edit);
        done += deleted;
        made += inserted;
    }
    script.extend((done..from.len()).map(|_| Edit::Delete));
    script.extend(to[made..].iter().map(Edit::Insert));
    script
}

/// An [`Edit`] that fits a byte.
#[derive(Clone, Copy)]
enum Step {
    Keep,
    Replace,
    Delete,
    Insert,
}

/// For each pair of positions, row by row, the first step that makes the rest of `to` of the rest of `from`.
///
/// The table is filled from its end, because the first step depends on what is left behind it. The distances that decide
/// it are needed for one row only.
fn first_steps<T: PartialEq>(from: &[T], to: &[T]) -> Vec<Step> {
    let mut steps = vec![Step::Keep; from.len() * to.len()];
    // `row[column]` is the distance of the rest of `from` from `to[column..]`; nothing is left of `from` at first.
    let mut row: Vec<usize> = (0..=to.len()).rev().collect();
    for (done, element) in from.iter().enumerate().rev() {
        let mut after_both = row[to.len()];
        row[to.len()] += 1;
        for (made, other) in to.iter().enumerate().rev() {
            let (after_delete, after_insert) = (row[made], row[made + 1]);
            let (step, rest) = if element == other {
                (Step::Keep, after_both)
            } else {
                // Of steps that leave equally much to do, `min_by_key` returns the first.
                let ways = [(Step::Replace, after_both), (Step::Delete, after_delete), (Step::Insert, after_insert)];
                let (step, rest) = ways.into_iter().min_by_key(|&(_, rest)| rest).unwrap_or(ways[0]);
                (step, rest + 1)
            };
            steps[done * to.len() + made] = step;
            row[made] = rest;
            after_both = after_delete;
        }
    }
    steps
}

/// The candidate that is the fewest characters away from `word`, and at most `limit`. Of equals, the first.
pub fn closest<'text>(word: &str, candidates: &[&'text str], limit: usize) -> Option<&'text str> {
    let word: Vec<char> = word.chars().collect();
    let mut letters = Vec::new();
    let mut best = None;
    // What is found lowers the limit for all that come later: they must be closer, and are given up sooner.
    let mut allowed = Some(limit);
    for &candidate in candidates {
        let Some(limit) = allowed else { break };
        letters.clear();
        letters.extend(candidate.chars());
        if let Some(distance) = distance_at_most(&word, &letters, limit) {
            best = Some(candidate);
            allowed = distance.checked_sub(1);
        }
    }
    best
}
