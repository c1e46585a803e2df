//! caught by: tests::complexity::what_follows_is_not_moved_once_for_each_meeting
//! Inserts each meeting where it belongs: few comparisons, but all that follows moves each time.

use std::ops::Range;

pub fn merge<T: Ord + Copy>(meetings: Vec<Range<T>>) -> Vec<Range<T>> {
    let mut busy = Vec::new();
    for meeting in meetings {
        insert(&mut busy, meeting);
    }
    busy
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
