//! caught by: tests::behaviour::what_counts_is_the_latest_end_and_not_the_last_one
//! Asks whether a meeting overlaps with the one before it, and not with all that came before.

use std::ops::Range;

pub fn merge<T: Ord + Copy>(mut meetings: Vec<Range<T>>) -> Vec<Range<T>> {
    meetings.retain(|meeting| !meeting.is_empty());
    meetings.sort_by_key(|meeting| meeting.start);
    let joins = |before: &Range<T>, meeting: &Range<T>| meeting.start <= before.end;
    let whole = |group: &[Range<T>]| Some(group.first()?.start..group.iter().map(|meeting| meeting.end).max()?);
    meetings.chunk_by(joins).filter_map(whole).collect()
}

pub fn insert<T: Ord + Copy>(busy: &mut Vec<Range<T>>, meeting: Range<T>) {
    if meeting.is_empty() {
        return;
    }
    let first = busy.partition_point(|other| other.end < meeting.start);
    let last = busy.partition_point(|other| other.start <= meeting.end);
    let start = busy[first..last].first().map_or(meeting.start, |early| early.start.min(meeting.start));
    let end = busy[first..last].last().map_or(meeting.end, |late| late.end.max(meeting.end));
    busy.splice(first..last, [start..end]);
}
