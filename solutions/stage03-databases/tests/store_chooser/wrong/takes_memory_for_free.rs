//! caught by: tests::behaviour::a_large_archive_read_by_key_stays_on_disk, tests::properties::no_workload_has_a_much_cheaper_plan_than_yours
//! Whatever is read by key goes to memory, since that is the fastest.

#[path = "../kata.rs"]
mod reference;

pub use reference::*;

pub fn choose(workload: &Workload) -> Vec<Placement> {
    let mut small = workload.clone();
    small.entities.iter_mut().for_each(|entity| entity.bytes = entity.bytes.min(1));
    reference::choose(&small)
}
