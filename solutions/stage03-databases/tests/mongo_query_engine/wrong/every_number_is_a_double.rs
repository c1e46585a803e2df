//! caught by: tests::edge_cases::numbers_are_compared_by_their_exact_values
//! Makes doubles of all numbers, which loses the last bits of the large ones.

use mongodb::bson::Bson;

#[path = "../kata.rs"]
mod reference;
pub use reference::{Filter, Index, QueryError};

use std::cmp::Ordering;

pub fn compare(left: &Bson, right: &Bson) -> Ordering {
    match (double(left), double(right)) {
        (Some(left), Some(right)) => left.partial_cmp(&right).unwrap_or(Ordering::Equal),
        _ => reference::compare(left, right),
    }
}

fn double(value: &Bson) -> Option<f64> {
    match value {
        Bson::Int32(number) => Some(f64::from(*number)),
        Bson::Int64(number) => Some(*number as f64),
        Bson::Double(number) => Some(*number),
        _ => None,
    }
}
