//! caught by: tests::complexity::what_follows_is_not_moved_once_for_each_meeting
//! Joins neighbours in place and removes the second: all that follows moves each time.

use std::ops::Range;

pub fn merge<T: Ord + Copy>(mut meetings: Vec<Range<T>>) -> Vec<Range<T>> {
    meetings.retain(|meeting| !meeting.is_empty());
    meetings.sort_by_key(|meeting| meeting.start);
    let mut index = 1;
    while index < meetings.len() {
        if meetings[index].start <= meetings[index - 1].end {
            let joined = meetings.remove(index);
            meetings[index - 1].end = meetings[index - 1].end.max(joined.end);
        } else {
            index += 1;
        }
    }
    meetings
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
