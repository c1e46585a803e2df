//! The standard library's sort, and a fold into a new vector: what most would write.

use std::ops::Range;

pub fn merge<T: Ord + Copy>(mut meetings: Vec<Range<T>>) -> Vec<Range<T>> {
    meetings.sort_unstable_by_key(|meeting| meeting.start);
    meetings.into_iter().filter(|meeting| !meeting.is_empty()).fold(Vec::new(), |mut busy: Vec<Range<T>>, meeting| {
        match busy.last_mut() {
            Some(last) if meeting.start <= last.end => last.end = last.end.max(meeting.end),
            _ => busy.push(meeting),
        }
        busy
    })
}
