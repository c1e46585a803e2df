//! caught by: tests::behaviour::each_table_has_the_columns_of_its_relation, tests::behaviour::a_fact_is_changed_in_one_row
//! The city stays with the customer: the customers of one postcode can be in two.

#[path = "../kata/mod.rs"]
mod reference;

use std::sync::LazyLock;

pub use reference::{AttrSet, Fd, candidate_keys, closure, decompose_bcnf, minimal_cover, synthesize_3nf};

static SQL: LazyLock<String> = LazyLock::new(|| {
    reference::normalized()
        .replace(
            "    postcode text NOT NULL REFERENCES place",
            r"    postcode text NOT NULL,
    city text NOT NULL",
        )
        .replace("customer_name, postcode FROM", "customer_name, postcode, city FROM")
        .replace(
            r"JOIN place USING (postcode)
",
            "",
        )
        .replace(
            r"CREATE TABLE place (
    postcode text PRIMARY KEY,
    city text NOT NULL
);
",
            "",
        )
        .replace(
            r"INSERT INTO place SELECT DISTINCT postcode, city FROM wide_order;
",
            "",
        )
});

pub fn normalized() -> &'static str {
    &SQL
}
