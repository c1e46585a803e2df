//! What a `tests.rs` leans on, so that it can be short, and so that one file serves two graders.
//!
//! A learner's workspace is trusted: there an assert compares and panics. A cohort's submissions are not: there the
//! same file is compiled so that asserts record what the kata returned and know nothing of what was expected. That is
//! why tests assert through this crate's macros, on standard types only (see [`Value`]), with the kata's value on the
//! left, and draw their random input from [`property()`], which gives the same values for the same seed.
//!
//! Costs are counted, never timed: [`Counted`] counts what is done to a value, [`allocations()`] what is asked of the
//! heap, [`Drops`] what is given back, and [`assert_growth`] says how a count grows. Only `bench` keeps time, and gives
//! ratios rather than seconds.
//!
//! Real servers come by features of their own (`postgres`, `redis` …): a test gets a database that is its alone, a
//! [`Wire`](wire::Wire) that counts what the kata sends and can be cut, and the server's own view.
//!
//! A `tests.rs` begins with `use harness::prelude::*;`, and each of its groups with `use harness::{assert, assert_eq};`.

mod allocation;
mod asserts;
#[cfg(feature = "bench")]
pub mod bench;
mod counted;
mod drops;
mod growth;
mod property;
mod quiet;
#[cfg(feature = "service")]
mod service;
mod text;
mod value;

pub use allocation::{Allocations, allocations};
pub use asserts::{equal, holds, unequal, within};
pub use counted::{Counted, Counts, count};
pub use drops::{Dropped, Drops};
pub use growth::{Growth, assert_growth, classify};
pub use property::{Draw, property, property_of};
pub use quiet::panic_message;
#[cfg(feature = "mariadb")]
pub use service::mariadb;
#[cfg(feature = "mongodb")]
pub use service::mongodb;
#[cfg(feature = "redis")]
pub use service::redis;
#[cfg(feature = "postgres")]
pub use service::{Node, Plan, postgres};
#[cfg(feature = "service")]
pub use service::{block_on, together, wire};
pub use value::Value;

/// What a `tests.rs` needs, less the asserts that share a name with the standard library's.
///
/// Those are imported by name in each group (`use harness::{assert, assert_eq};`): Rust takes a name that comes by `*`
/// for ambiguous where the standard prelude has it too.
pub mod prelude {
    pub use crate::{
        Allocations, Counted, Counts, Draw, Dropped, Drops, Growth, allocations, assert_growth, assert_within, count,
        panic_message, property, property_of,
    };
}
