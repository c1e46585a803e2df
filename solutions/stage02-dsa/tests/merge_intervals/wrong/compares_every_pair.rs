//! caught by: tests::complexity::merge_costs_as_much_as_sorting
//! Holds each meeting against all busy times found so far: right without sorting, and O(n²).

use std::ops::Range;

pub fn merge<T: Ord + Copy>(meetings: Vec<Range<T>>) -> Vec<Range<T>> {
    let mut busy: Vec<Range<T>> = Vec::new();
    for mut meeting in meetings.into_iter().filter(|meeting| !meeting.is_empty()) {
        busy.retain(|other| {
            let apart = other.end < meeting.start || meeting.end < other.start;
            if !apart {
                meeting = meeting.start.min(other.start)..meeting.end.max(other.end);
            }
            apart
        });
        busy.push(meeting);
    }
    busy.sort_by_key(|busy| busy.start);
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
