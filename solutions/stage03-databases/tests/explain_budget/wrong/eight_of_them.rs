//! caught by: tests::behaviour::seven_indexes_are_enough
//! Each question has an index of its own: two too many.

#[path = "../kata/mod.rs"]
mod reference;

pub fn indexes() -> Vec<String> {
    [
        reference::indexes(),
        vec![
            "CREATE INDEX ON orders (placed_at) INCLUDE (id, tenant) WHERE status = 'open'".to_owned(),
            "CREATE INDEX ON line (product) INCLUDE (quantity) WHERE product = 1".to_owned(),
        ],
    ]
    .concat()
}
