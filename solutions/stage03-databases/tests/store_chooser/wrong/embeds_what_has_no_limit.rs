//! caught by: tests::behaviour::what_grows_without_limit_is_not_embedded, tests::edge_cases::a_document_can_be_as_large_as_its_store_allows_and_no_larger
//! Embeds by how many parts there are on average, and not by how many there can be.

#[path = "../kata.rs"]
mod reference;

pub use reference::*;

pub fn choose(workload: &Workload) -> Vec<Placement> {
    let mut other = workload.clone();
    for part in other.entities.iter_mut().filter_map(|entity| entity.part.as_mut()) {
        part.most = Some(part.typical);
    }
    reference::choose(&other)
}
