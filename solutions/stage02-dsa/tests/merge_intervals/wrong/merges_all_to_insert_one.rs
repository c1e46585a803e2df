//! caught by: tests::complexity::insert_halves_what_is_left
//! Inserts at the end and merges everything again, sorted as it was.

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
    busy.push(meeting);
    *busy = merge(std::mem::take(busy));
}
