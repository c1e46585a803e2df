//! A whole merge: of meetings in no order of which most overlap with another; of meetings that are all apart, where
//! whoever inserts or removes in the middle moves most of them each time; and of meetings as a database gives them.

use std::ops::Range;

use harness::bench::{Prepared, Random, Workload, digest};
use harness::{Counted, Growth, count};

use super::kata::merge;

pub fn workloads() -> Vec<Workload> {
    vec![
        workload("overlapping, no order", overlapping),
        workload("all apart, no order", apart),
        workload("overlapping, by their start", |size, random| {
            let mut meetings = overlapping(size, random);
            meetings.sort_unstable_by_key(|meeting| meeting.start);
            meetings
        }),
    ]
}

fn workload(name: &'static str, meetings: fn(usize, &mut Random) -> Vec<Range<u64>>) -> Workload {
    Workload::new(name, "merge", Growth::Linearithmic, move |size, random| merging(meetings(size, random)))
        .sizes([1 << 10, 1 << 12, 1 << 14, 1 << 16])
        .counting("comparisons", move |size| comparisons(meetings(size, &mut Random::with_seed(1))))
}

/// Meetings of up to 16 slots, one for every 8 slots.
fn overlapping(size: usize, random: &mut Random) -> Vec<Range<u64>> {
    let meeting = |_| {
        let start = random.u64(..8 * size as u64);
        start..start + random.u64(1..=16)
    };
    (0..size).map(meeting).collect()
}

fn apart(size: usize, random: &mut Random) -> Vec<Range<u64>> {
    let mut meetings: Vec<Range<u64>> = (0..size as u64).map(|hour| 60 * hour..60 * hour + 45).collect();
    random.shuffle(&mut meetings);
    meetings
}

fn merging(meetings: Vec<Range<u64>>) -> Prepared {
    Prepared::consuming(1, meetings, merge, |busy| digest(busy.iter().flat_map(|busy| [busy.start, busy.end])))
}

fn comparisons(meetings: Vec<Range<u64>>) -> u64 {
    let meetings = meetings.into_iter().map(|meeting| Counted(meeting.start)..Counted(meeting.end)).collect();
    count(|| merge(meetings)).1.comparisons
}
