//! caught by: tests::behaviour::a_meeting_that_is_inserted_may_join_many, tests::behaviour::a_meeting_that_is_inserted_joins_what_it_touches
//! Makes the first busy time that the meeting meets longer, and forgets those that it then reaches.

use std::ops::Range;

pub fn merge<T: Ord + Copy>(mut meetings: Vec<Range<T>>) -> Vec<Range<T>> {
    meetings.retain(|meeting| !meeting.is_empty());
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
    if meeting.is_empty() {
        return;
    }
    let first = busy.partition_point(|other| other.end < meeting.start);
    match busy.get_mut(first) {
        Some(other) if other.start <= meeting.end => {
            *other = other.start.min(meeting.start)..other.end.max(meeting.end);
        }
        _ => busy.insert(first, meeting),
    }
}
