//! caught by: tests::behaviour::a_write_skew_is_seen_at_every_level_but_the_last
//! Writes one row from both sessions: a level that keeps updates prevents it.

#[path = "../kata.rs"]
mod reference;

pub use reference::*;

pub fn schedule_for(anomaly: Anomaly) -> Vec<Step> {
    match anomaly {
        Anomaly::WriteSkew => reference::schedule_for(Anomaly::LostUpdate),
        other => reference::schedule_for(other),
    }
}
