//! caught by: tests::behaviour::what_is_joined_and_added_up_all_day_is_relational, tests::behaviour::several_rows_that_change_together_need_transactions
//! Everything is a document, and what belongs to something is embedded in it.

#[path = "../kata.rs"]
mod reference;

pub use reference::*;

pub fn choose(workload: &Workload) -> Vec<Placement> {
    let place = |entity: &Entity| {
        let indexes = Vec::new();
        let store = match entity.part {
            Some(_) => Store::Embedded { indexes },
            None => Store::Document { indexes, ttl: entity.lifetime },
        };
        Placement { store, cached: false }
    };
    workload.entities.iter().map(place).collect()
}
