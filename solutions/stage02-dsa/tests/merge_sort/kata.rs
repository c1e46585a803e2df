//! Stable merge sort of a slice, without unsafe code.
//!
//! Safe code cannot move a value out of a slice and leave a hole, and a `T` can be neither cloned nor made up. So it is
//! positions that are sorted: `order` says which value comes first, second, and so on. The values stay where they are
//! until the last comparison has been made, and then go to their places in one pass of swaps. A comparator that panics
//! or contradicts itself can do no harm: while it is asked, nothing has moved.
//!
//! Where values are in no order, a processor cannot guess what the comparator will say, and to guess wrong costs more
//! than to compare. So an answer decides which position is copied, and seldom where the program goes on.

use std::cmp::Ordering;
use std::mem;

/// So few values are not worth a second lane.
const FEW: usize = 32;

/// Sorts by `compare`; values that compare as equal keep their order.
///
/// For n values in r runs, at most n (2 + ⌈log₂ r⌉) comparisons, and never more than n ⌈log₂ n⌉. To find the runs takes
/// n to 7n/4 of them: the more, the shorter the runs are, and then no more than n/4 are left.
pub fn merge_sort_by<T, F: FnMut(&T, &T) -> Ordering>(values: &mut [T], mut compare: F) {
    let mut less = |right: usize, left: usize| compare(&values[right], &values[left]).is_lt();
    let mut order: Vec<usize> = (0..values.len()).collect();
    let mut borders = vec![0];
    let mut found = 0;
    while found < order.len() {
        found += first_run(&mut order[found..], &mut less);
        borders.push(found);
    }
    let mut scratch = order.clone();
    merge_runs(&mut scratch, &mut order, &borders, &mut less);
    apply(values, order);
}

/// Finds or makes a run at the start of `order`, and returns its length. Its positions are ascending by value then.
///
/// A run is ascending or *strictly* descending: to turn around values that are equal would change their order. Four
/// values that are no run are sorted at once. This leaves no more runs than there were: one ended among the four.
fn first_run(order: &mut [usize], less: &mut impl FnMut(usize, usize) -> bool) -> usize {
    if let Some(four) = order.first_chunk_mut()
        && sort_four(four, less)
    {
        return four.len();
    }
    let mut falls = order.windows(2).map(|pair| less(pair[1], pair[0]));
    // One value is a run, and so are two: the first pair decides which way the run goes.
    let Some(descends) = falls.next() else {
        return 1;
    };
    let length = 2 + falls.take_while(|&fall| fall == descends).count();
    if descends {
        order[..length].reverse();
    }
    length
}

/// Sorts four values, unless they are a run; returns whether it did. Whatever `less` says, no position is lost.
fn sort_four(four: &mut [usize; 4], less: &mut impl FnMut(usize, usize) -> bool) -> bool {
    let [a, b, c, d] = *four;
    let falls = [less(b, a), less(c, b), less(d, c)];
    if falls == [falls[0]; 3] {
        return false;
    }
    let [a, b] = if falls[0] { [b, a] } else { [a, b] };
    let [c, d] = if falls[2] { [d, c] } else { [c, d] };

    // Two pairs are merged from both ends: the heads tell what is the first of all, the tails what is the last.
    let (right_first, left_last) = (less(c, a), less(d, b));
    let [first, head] = if right_first { [c, a] } else { [a, c] };
    let [tail, last] = if left_last { [d, b] } else { [b, d] };
    // The head and the tail that remain are in this order in the input, or they are `c` and `b`.
    let [left, right] = if right_first || left_last { [head, tail] } else { [tail, head] };
    *four = if less(right, left) { [first, right, left, last] } else { [first, left, right, last] };
    true
}

/// Merges the runs between `borders`: those before the border nearest to the middle, those behind it, and then the two
/// results. A long run is halved off early, and takes part in fewer merges than short ones do. On average a position
/// takes part in ⌈log₂ r⌉ merges or less, or in a few per cent more, and the recursion is at most 2 log₂ n deep.
///
/// `from` and `into` hold the same runs at first. They change roles on each level, so that nothing is copied back.
fn merge_runs(from: &mut [usize], into: &mut [usize], borders: &[usize], less: &mut impl FnMut(usize, usize) -> bool) {
    if let [start, ref inner @ .., end] = *borders
        && let Some(cut) = nearest(inner, start.midpoint(end))
    {
        let middle = inner[cut];
        merge_runs(into, from, &borders[..=cut + 1], less);
        merge_runs(into, from, &borders[cut + 1..], less);
        merge(&from[start..middle], &from[middle..end], &mut into[start..end], less);
    }
}

/// Which of the ascending `borders` is nearest to `place`.
fn nearest(borders: &[usize], place: usize) -> Option<usize> {
    let behind = borders.partition_point(|&border| border < place);
    let neighbours = behind.saturating_sub(1)..borders.len().min(behind + 1);
    neighbours.min_by_key(|&index| borders[index].abs_diff(place))
}

/// Merges `left` and `right`, both ascending. Of equals, those of the left come first.
///
/// Each step of a merge waits for the answer to the one before. So the result is cut into halves, and both are merged
/// side by side: while one waits, the other goes on.
fn merge(left: &[usize], right: &[usize], into: &mut [usize], less: &mut impl FnMut(usize, usize) -> bool) {
    if into.len() < FEW {
        return Lane::new(left, right, into).finish(less);
    }
    let half = into.len() / 2;
    let from_left = share_of_left(left, right, half, less);
    let (left, late_left) = left.split_at(from_left);
    let (right, late_right) = right.split_at(half - from_left);
    let (into, late_into) = into.split_at_mut(half);
    let mut early = Lane::new(left, right, into);
    let mut late = Lane::new(late_left, late_right, late_into);
    while early.step(less) && late.step(less) {}
    early.finish(less);
    late.finish(less);
}

/// How many of the first `count` of the result come from the left.
///
/// Found by halving: a left value is not one of them if the right one that would have to go before it is less.
fn share_of_left(left: &[usize], right: &[usize], count: usize, less: &mut impl FnMut(usize, usize) -> bool) -> usize {
    let (mut low, mut high) = (count.saturating_sub(right.len()), count.min(left.len()));
    while low < high {
        let middle = low.midpoint(high);
        if less(right[count - 1 - middle], left[middle]) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

/// A merge that is made step by step.
struct Lane<'order> {
    left: &'order [usize],
    right: &'order [usize],
    into: &'order mut [usize],
    left_taken: usize,
    right_taken: usize,
}

impl<'order> Lane<'order> {
    fn new(left: &'order [usize], right: &'order [usize], into: &'order mut [usize]) -> Self {
        Self { left, right, into, left_taken: 0, right_taken: 0 }
    }

    /// Takes one value, as long as there are two to compare; returns whether there were.
    fn step(&mut self, less: &mut impl FnMut(usize, usize) -> bool) -> bool {
        let (Some(&left), Some(&right)) = (self.left.get(self.left_taken), self.right.get(self.right_taken)) else {
            return false;
        };
        // The right value only goes first when it is less: this is all there is to stability.
        let right_first = less(right, left);
        self.into[self.left_taken + self.right_taken] = if right_first { right } else { left };
        self.left_taken += usize::from(!right_first);
        self.right_taken += usize::from(right_first);
        true
    }

    fn finish(mut self, less: &mut impl FnMut(usize, usize) -> bool) {
        while self.step(less) {}
        let (left, right) = (&self.left[self.left_taken..], &self.right[self.right_taken..]);
        let rest = &mut self.into[self.left_taken + self.right_taken..];
        for (place, &position) in rest.iter_mut().zip(left.iter().chain(right)) {
            *place = position;
        }
    }
}

/// Moves each value to its place: `order[place]` says where the value for `place` stands at first.
///
/// A permutation is made of cycles. The walk along one swaps the right value into each place, which pushes the value
/// that the cycle began with along, until it comes to where it belongs. A place that is done refers to itself, so that
/// no cycle is walked twice: less than n swaps, no memory.
fn apply<T>(values: &mut [T], mut order: Vec<usize>) {
    for start in 0..order.len() {
        let mut place = start;
        loop {
            let origin = mem::replace(&mut order[place], place);
            if origin == start {
                break;
            }
            values.swap(place, origin);
            place = origin;
        }
    }
}
