//! caught by: tests::behaviour::each_table_has_the_columns_of_its_relation, tests::behaviour::the_view_shows_what_the_table_showed
//! Takes the price of an order for the product's: all old orders get the highest one.

#[path = "../kata/mod.rs"]
mod reference;

use std::sync::LazyLock;

pub use reference::{AttrSet, Fd, candidate_keys, closure, decompose_bcnf, minimal_cover, synthesize_3nf};

static SQL: LazyLock<String> = LazyLock::new(|| {
    reference::normalized()
        .replace(
            "    category text NOT NULL REFERENCES category",
            r"    category text NOT NULL REFERENCES category,
    unit_price numeric(8, 2) NOT NULL",
        )
        .replace(
            "SELECT DISTINCT sku, product_name, category FROM wide_order",
            "SELECT sku, product_name, category, max(unit_price) FROM wide_order GROUP BY 1, 2, 3",
        )
        .replace(
            r"    unit_price numeric(8, 2) NOT NULL,
    PRIMARY KEY",
            "    PRIMARY KEY",
        )
        .replace("sku, quantity, unit_price FROM", "sku, quantity FROM")
});

pub fn normalized() -> &'static str {
    &SQL
}
