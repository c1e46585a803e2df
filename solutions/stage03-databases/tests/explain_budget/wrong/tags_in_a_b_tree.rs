//! caught by: tests::complexity::orders_with_all_of_these_tags, tests::behaviour::every_index_is_used
//! A B-tree sorts whole lists of tags. What is in them it cannot find.

#[path = "../kata/mod.rs"]
mod reference;

pub fn indexes() -> Vec<String> {
    let change = |statement: String| statement.replace("USING gin (tags)", "(tags)");
    reference::indexes().into_iter().map(change).collect()
}
