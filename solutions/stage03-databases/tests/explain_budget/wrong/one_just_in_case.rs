//! caught by: tests::behaviour::every_index_is_used
//! One more that will be useful some day.

#[path = "../kata/mod.rs"]
mod reference;

pub fn indexes() -> Vec<String> {
    [reference::indexes(), vec!["CREATE INDEX ON orders (placed_at) WHERE status = 'failed'".to_owned()]].concat()
}
