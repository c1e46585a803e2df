//! caught by: tests::behaviour::seven_indexes_are_enough, tests::behaviour::every_index_is_used, tests::behaviour::no_query_reads_a_table_from_end_to_end, tests::complexity::the_inbox_of_a_tenant, tests::complexity::an_import_writes_no_more_than_it_must
//! An index for every column that stands in a WHERE.

pub fn indexes() -> Vec<String> {
    let columns = ["orders (tenant)", "orders (status)", "orders (placed_at)", "orders (email)", "orders (reference)"];
    let more = ["orders USING gin (tags)", "line (order_id)", "line (product)"];
    columns.iter().chain(&more).map(|column| format!("CREATE INDEX ON {column}")).collect()
}
