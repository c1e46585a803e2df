//! caught by: tests::behaviour::a_meeting_within_another_adds_nothing, tests::behaviour::what_counts_is_the_latest_end_and_not_the_last_one
//! Takes the end of the meeting that it joins, although that may be earlier.

use std::ops::Range;

pub fn merge<T: Ord + Copy>(mut meetings: Vec<Range<T>>) -> Vec<Range<T>> {
    meetings.retain(|meeting| !meeting.is_empty());
    meetings.sort_by_key(|meeting| meeting.start);
    let mut busy: Vec<Range<T>> = Vec::new();
    for meeting in meetings {
        match busy.last_mut() {
            Some(last) if meeting.start <= last.end => last.end = meeting.end,
            _ => busy.push(meeting),
        }
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
