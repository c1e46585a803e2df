//! caught by: tests::edge_cases::an_empty_meeting_leaves_no_trace, tests::edge_cases::an_empty_meeting_joins_nothing
//! Treats an empty meeting as any other, and one that is turned round as well.

use std::ops::Range;

pub fn merge<T: Ord + Copy>(mut meetings: Vec<Range<T>>) -> Vec<Range<T>> {
    meetings.sort_by_key(|meeting| meeting.start);
    let mut busy: Vec<Range<T>> = Vec::new();
    for meeting in meetings {
        match busy.last_mut() {
            Some(last) if meeting.start <= last.end => last.end = last.end.max(meeting.end),
            _ => busy.push(meeting),
        }
    }
    busy
}

pub fn insert<T: Ord + Copy>(busy: &mut Vec<Range<T>>, meeting: Range<T>) {
    let first = busy.partition_point(|other| other.end < meeting.start);
    let last = busy.partition_point(|other| other.start <= meeting.end);
    let start = busy[first..last.max(first)].first().map_or(meeting.start, |early| early.start.min(meeting.start));
    let end = busy[first..last.max(first)].last().map_or(meeting.end, |late| late.end.max(meeting.end));
    busy.splice(first..last.max(first), [start..end]);
}
