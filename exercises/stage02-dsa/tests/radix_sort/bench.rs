//! What a column store sorts: identifiers without any pattern, which differ in all of their bytes; times of one day, which
//! agree in most of them; and addresses, which begin alike.

use harness::Growth;
use harness::bench::{Prepared, Random, Workload, digest};

use super::kata::{radix_sort_by_bytes, radix_sort_by_key};

/// A row: its key, and the number that it had before it was sorted.
type Row<K> = (K, u32);

pub fn workloads() -> Vec<Workload> {
    vec![
        Workload::new("by key, identifiers", "sort", Growth::Linear, identifiers),
        Workload::new("by key, times of a day", "sort", Growth::Linear, times),
        // Twice as many texts need half a byte more each to be told apart.
        Workload::new("by bytes, names", "sort", Growth::Linearithmic, names).counting("bytes read", reads),
        Workload::new("by bytes, addresses", "sort", Growth::Linearithmic, addresses),
    ]
}

fn rows<K>(keys: impl IntoIterator<Item = K>) -> Vec<Row<K>> {
    keys.into_iter().zip(0..).collect()
}

fn digest_of<K>(rows: &[Row<K>]) -> u64 {
    digest(rows.iter().map(|row| u64::from(row.1)))
}

fn identifiers(size: usize, random: &mut Random) -> Prepared {
    let rows = rows((0..size).map(|_| random.u64(..)));
    Prepared::consuming(1, rows, sort_by_key, |rows| digest_of(rows))
}

/// In milliseconds since 1970, and some of them the same.
fn times(size: usize, random: &mut Random) -> Prepared {
    let rows = rows((0..size).map(|_| 1_767_225_600_000 + random.u64(..86_400_000)));
    Prepared::consuming(1, rows, sort_by_key, |rows| digest_of(rows))
}

fn sort_by_key(mut rows: Vec<Row<u64>>) -> Vec<Row<u64>> {
    radix_sort_by_key(&mut rows, |row| row.0);
    rows
}

fn name(random: &mut Random) -> String {
    (0..random.usize(6..=16)).map(|_| random.lowercase()).collect()
}

fn names(size: usize, random: &mut Random) -> Prepared {
    let rows = rows((0..size).map(|_| name(random)));
    Prepared::consuming(1, rows, sort_by_bytes, |rows| digest_of(rows))
}

fn addresses(size: usize, random: &mut Random) -> Prepared {
    let rows = rows((0..size).map(|_| format!("https://example.org/articles/{}", name(random))));
    Prepared::consuming(1, rows, sort_by_bytes, |rows| digest_of(rows))
}

fn sort_by_bytes(mut rows: Vec<Row<String>>) -> Vec<Row<String>> {
    radix_sort_by_bytes(&mut rows, |row, place| row.0.as_bytes().get(place).copied());
    rows
}

fn reads(size: usize) -> u64 {
    let mut random = Random::with_seed(size as u64);
    let mut rows = rows((0..size).map(|_| name(&mut random)));
    let mut reads = 0;
    radix_sort_by_bytes(&mut rows, |row, place| {
        reads += 1;
        row.0.as_bytes().get(place).copied()
    });
    reads
}
