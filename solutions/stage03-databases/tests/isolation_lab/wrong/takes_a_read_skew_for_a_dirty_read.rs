//! caught by: tests::behaviour::a_dirty_read_is_seen_in_mariadb_at_the_lowest_level_only
//! Shows a read that changed, and the writer has committed.

#[path = "../kata.rs"]
mod reference;

pub use reference::*;

pub fn schedule_for(anomaly: Anomaly) -> Vec<Step> {
    match anomaly {
        Anomaly::DirtyRead => reference::schedule_for(Anomaly::ReadSkew),
        other => reference::schedule_for(other),
    }
}
