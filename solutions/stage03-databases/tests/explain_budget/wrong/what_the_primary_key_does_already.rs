//! caught by: tests::behaviour::no_index_is_the_beginning_of_another, tests::complexity::an_import_writes_no_more_than_it_must
//! An index for the foreign key, as always; the primary key begins with it.

#[path = "../kata/mod.rs"]
mod reference;

pub fn indexes() -> Vec<String> {
    [reference::indexes(), vec!["CREATE INDEX ON line (order_id)".to_owned()]].concat()
}
