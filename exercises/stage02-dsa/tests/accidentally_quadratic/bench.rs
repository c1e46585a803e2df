//! Four of the eight, with as much input as made them notorious. One adds to what it has (`to_csv`), one keeps an index
//! (`latest_states`), one does at the end what was done all the time (`merge_logs`), and one goes on where it was
//! (`pages`).

use std::cell::Cell;
use std::num::NonZeroUsize;
use std::ops::Range;
use std::rc::Rc;

use harness::bench::{Prepared, Random, Workload, digest};
use harness::{Counted, Growth, allocations, count};

use super::kata::{latest_states, merge_logs, pages, to_csv};

const PAGE: NonZeroUsize = NonZeroUsize::new(20).unwrap();
/// How many entries each log has.
const ENTRIES: usize = 16;

pub fn workloads() -> Vec<Workload> {
    vec![
        Workload::new("to_csv", "text", Growth::Linear, csv).counting("heap bytes", heap_bytes_of_csv),
        Workload::new("latest_states, four updates a key", "list", Growth::Linearithmic, states)
            .counting("comparisons and hashes", cost_of_states),
        Workload::new("merge_logs, many short ones", "log", Growth::Linearithmic, logs)
            .counting("comparisons", comparisons_of_logs),
        Workload::new("pages", "list of pages", Growth::Linear, all_pages)
            .sizes([1 << 12, 1 << 14, 1 << 16, 1 << 18])
            .counting("calls of next", calls_of_pages),
    ]
}

/// Rows of five cells, of which some need quotes.
fn rows(size: usize, random: &mut Random) -> Vec<Vec<&'static str>> {
    let cells = ["eu-west-3", "200", "14.07", "ok", "a, b and c", "", "said \"no\"", "checkout-service"];
    (0..size).map(|_| (0..5).map(|_| cells[random.usize(..cells.len())]).collect()).collect()
}

fn csv(size: usize, random: &mut Random) -> Prepared {
    let rows = Rc::new(rows(size, random));
    Prepared::consuming(1, rows, |rows| to_csv(&rows), |text| digest(text.bytes().map(u64::from)))
}

fn heap_bytes_of_csv(size: usize) -> u64 {
    let rows = rows(size, &mut Random::with_seed(1));
    allocations(|| to_csv(&rows)).1.bytes
}

fn updates(size: usize, random: &mut Random) -> Vec<(u64, u64)> {
    let keys = (size / 4).max(1) as u64;
    (0..size as u64).map(|state| (random.u64(..keys), state)).collect()
}

fn states(size: usize, random: &mut Random) -> Prepared {
    Prepared::consuming(1, updates(size, random), latest_states, |states| {
        digest(states.iter().flat_map(|&(key, state)| [key, state]))
    })
}

fn cost_of_states(size: usize) -> u64 {
    let updates = updates(size, &mut Random::with_seed(1));
    let updates: Vec<_> = updates.into_iter().map(|(key, state)| (Counted(key), state)).collect();
    let (_, counts) = count(|| latest_states(updates));
    counts.comparisons + counts.equalities + counts.hashes
}

/// Logs of ascending times, of which many are equal to some in other logs. An entry knows where it comes from.
fn short_logs(size: usize, random: &mut Random) -> Vec<Vec<(u64, usize)>> {
    let log = |number| {
        let mut times: Vec<u64> = (0..ENTRIES).map(|_| random.u64(..size as u64)).collect();
        times.sort_unstable();
        times.into_iter().map(|time| (time, number)).collect()
    };
    (0..size / ENTRIES).map(log).collect()
}

fn logs(size: usize, random: &mut Random) -> Prepared {
    Prepared::consuming(1, short_logs(size, random), merge_logs, |merged| {
        digest(merged.iter().flat_map(|&(time, number)| [time, number as u64]))
    })
}

fn comparisons_of_logs(size: usize) -> u64 {
    let logs = short_logs(size, &mut Random::with_seed(1)).into_iter();
    let logs = logs.map(|log| log.into_iter().map(|(time, number)| (Counted(time), number)).collect()).collect();
    count(|| merge_logs::<Counted<u64>, usize>(logs)).1.comparisons
}

fn all_pages(size: usize, _random: &mut Random) -> Prepared {
    let rows = 0..size as u64;
    Prepared::consuming(
        1,
        rows,
        |rows| pages(rows, PAGE),
        |pages| {
            let page = |(title, rows): &(String, Vec<u64>)| [title.len() as u64, rows.iter().sum()];
            digest(pages.iter().flat_map(page))
        },
    )
}

/// Rows that count how often the next one is asked for.
#[derive(Clone)]
struct Asked<'calls> {
    rows: Range<u64>,
    calls: &'calls Cell<u64>,
}

impl Iterator for Asked<'_> {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        self.calls.set(self.calls.get() + 1);
        self.rows.next()
    }
}

fn calls_of_pages(size: usize) -> u64 {
    let calls = &Cell::new(0);
    pages(Asked { rows: 0..size as u64, calls }, PAGE);
    calls.get()
}
