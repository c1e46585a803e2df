//! caught by: tests::behaviour::meetings_that_touch_become_one, tests::behaviour::a_meeting_that_is_inserted_joins_what_it_touches
//! Joins only what overlaps: back to back, there are two busy times with nothing between them.

use std::ops::Range;

pub fn merge<T: Ord + Copy>(mut meetings: Vec<Range<T>>) -> Vec<Range<T>> {
    meetings.retain(|meeting| !meeting.is_empty());
    meetings.sort_by_key(|meeting| meeting.start);
    let mut busy: Vec<Range<T>> = Vec::new();
    for meeting in meetings {
        match busy.last_mut() {
            Some(last) if meeting.start < last.end => last.end = last.end.max(meeting.end),
            _ => busy.push(meeting),
        }
    }
    busy
}

pub fn insert<T: Ord + Copy>(busy: &mut Vec<Range<T>>, meeting: Range<T>) {
    if meeting.is_empty() {
        return;
    }
    let first = busy.partition_point(|other| other.end <= meeting.start);
    let last = busy.partition_point(|other| other.start < meeting.end);
    let start = busy[first..last].first().map_or(meeting.start, |early| early.start.min(meeting.start));
    let end = busy[first..last].last().map_or(meeting.end, |late| late.end.max(meeting.end));
    busy.splice(first..last, [start..end]);
}
