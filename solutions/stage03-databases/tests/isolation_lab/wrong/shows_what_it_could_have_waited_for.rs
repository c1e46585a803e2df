//! caught by: tests::behaviour::a_lost_update_is_seen_in_mariadb_at_repeatable_read, tests::behaviour::a_write_skew_is_seen_at_every_level_but_the_last
//! Carries one session out after the other: nothing ever goes wrong.

#[path = "../kata.rs"]
mod reference;

pub use reference::*;

pub fn schedule_for(anomaly: Anomaly) -> Vec<Step> {
    let mut steps = reference::schedule_for(anomaly);
    steps.sort_by_key(|step| matches!(step.session, Session::B));
    steps
}
