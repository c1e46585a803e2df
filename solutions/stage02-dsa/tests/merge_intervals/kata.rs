//! Merge intervals.
//!
//! Two half-open intervals leave no gap between them exactly when neither ends before the other starts. Once they are
//! sorted by their starts, only one half of that is left to ask: does the next one start after all that came before has
//! ended? That is the whole idea. The rest is to ask it of the right two intervals.

use std::ops::Range;

/// The busy times that these meetings make together: from early to late, none empty, and a gap between each and the
/// next. The meetings come in any order; `9..10` lasts from 9 until just before 10.
///
/// O(n log n) for the sort, then O(n): `dedup_by` walks over the vector once and moves each busy time to its place,
/// where `remove` would shift all that follows each time. Nothing is allocated.
pub fn merge<T: Ord + Copy>(mut meetings: Vec<Range<T>>) -> Vec<Range<T>> {
    // Nobody is busy in an empty meeting, so none may stay, not even as a busy time of its own.
    meetings.retain(|meeting| !meeting.is_empty());
    meetings.sort_unstable_by_key(|meeting| meeting.start);

    // Invariant: `busy` is the last busy time so far, and covers everything up to its end that `meeting` could join.
    // Its end is not that of the meeting before: a long one may contain many short ones.
    meetings.dedup_by(|meeting, busy| {
        let joins = meeting.start <= busy.end;
        if joins {
            busy.end = busy.end.max(meeting.end);
        }
        joins
    });
    meetings
}

/// Adds one meeting to busy times that are as [`merge`] gives them, and leaves them so.
///
/// Busy times are sorted by their starts and, since there are gaps between them, by their ends just as well. So those
/// that the meeting joins stand side by side, and halving finds both ends: O(log n) comparisons. What follows moves
/// once.
pub fn insert<T: Ord + Copy>(busy: &mut Vec<Range<T>>, meeting: Range<T>) {
    if meeting.is_empty() {
        return;
    }
    let first = busy.partition_point(|earlier| earlier.end < meeting.start);
    let last = busy.partition_point(|joined| joined.start <= meeting.end);

    // Between them stand all that the meeting joins. When there are none, this is an empty place: where it belongs.
    let joined = &busy[first..last];
    let start = joined.first().map_or(meeting.start, |early| early.start.min(meeting.start));
    let end = joined.last().map_or(meeting.end, |late| late.end.max(meeting.end));
    busy.splice(first..last, [start..end]);
}
