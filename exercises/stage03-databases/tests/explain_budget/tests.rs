//! Slow? Add an index. Slow still? Add another. After a year the table has fourteen, every write pays for all of them, and
//! the query that began it reads the table from end to end as before: the columns are in the wrong order, the condition has a
//! function around its column, or the one large customer is in every second row. So these tests count what a query touches,
//! with values that you have not seen, and then what your indexes cost.
//!
//! A page has 8 KiB. The table `orders` has 1,700 of them, `line` has 325.

use harness::postgres;
use harness::postgres::Database;
use sqlx::AssertSqlSafe;

use super::kata::indexes;

/// 60,000 orders of 500 tenants. Tenant 1 has two of five, one customer has every 33rd, one product every tenth line.
const SHOP: &str = "
    CREATE TABLE orders (id bigint NOT NULL, tenant int NOT NULL, status text NOT NULL, placed_at timestamptz NOT NULL,
        email text NOT NULL, reference text NOT NULL, tags text[] NOT NULL, total_cents int NOT NULL, note text NOT NULL)
        WITH (autovacuum_enabled = off, fillfactor = 90);
    INSERT INTO orders SELECT n,
        CASE WHEN n % 5 < 2 THEN 1 ELSE 2 + n * 7919 % 499 END,
        CASE WHEN n % 49 = 0 THEN 'open' WHEN n % 97 = 0 THEN 'failed' ELSE 'done' END,
        timestamptz '2025-01-01 00:00:00Z' + n * interval '8 minutes',
        CASE WHEN n % 33 = 0 THEN 'Market@Example.com' ELSE 'User.' || n % 12000 || '@Example.com' END,
        'R-' || upper(left(md5(n::text), 10)),
        array_remove(ARRAY[CASE WHEN n % 4 = 0 THEN 'gift' END, CASE WHEN n % 101 = 0 THEN 'cold' END,
            CASE WHEN n % 211 = 0 THEN 'fragile' END, 'batch-' || n / 500], NULL),
        100 + n * 7919 % 100003, md5(n::text) || md5((n + 1)::text)
        FROM generate_series(1, 60000) AS n;
    ALTER TABLE orders ADD PRIMARY KEY (id);
    CREATE TABLE line (order_id bigint NOT NULL, product int NOT NULL, quantity int NOT NULL)
        WITH (autovacuum_enabled = off);
    INSERT INTO line SELECT n, CASE WHEN n % 10 = 0 THEN 1 ELSE 2 + n * 31 % 1999 END, 1 + n % 5
        FROM generate_series(1, 60000) AS n;
    ALTER TABLE line ADD PRIMARY KEY (order_id, product);
    ANALYZE";

fn inbox(tenant: i32) -> String {
    format!(
        "SELECT id, placed_at, total_cents, note FROM orders
         WHERE tenant = {tenant} AND status = 'open' ORDER BY placed_at LIMIT 20"
    )
}

fn history(tenant: i32, before: &str, id: i64) -> String {
    format!(
        "SELECT id, placed_at, status, total_cents FROM orders
         WHERE tenant = {tenant} AND (placed_at, id) < ('{before}', {id}) ORDER BY placed_at DESC, id DESC LIMIT 20"
    )
}

fn revenue(tenant: i32, from: &str, until: &str) -> String {
    format!(
        "SELECT count(*), sum(total_cents) FROM orders
         WHERE tenant = {tenant} AND placed_at >= '{from}' AND placed_at < '{until}'"
    )
}

fn customer(email: &str) -> String {
    format!(
        "SELECT id, placed_at, total_cents FROM orders
         WHERE lower(email) = lower('{email}') ORDER BY placed_at DESC LIMIT 10"
    )
}

fn queue() -> String {
    "SELECT id, tenant, placed_at FROM orders WHERE status = 'open' ORDER BY placed_at LIMIT 20".to_owned()
}

fn reference(end: &str) -> String {
    format!("SELECT id, reference FROM orders WHERE reverse(reference) LIKE reverse('{end}') || '%'")
}

fn tagged(tags: &[&str]) -> String {
    format!("SELECT id, tags FROM orders WHERE tags @> ARRAY['{}']", tags.join("', '"))
}

fn sales(product: i32) -> String {
    format!("SELECT count(*), sum(quantity) FROM line WHERE product = {product}")
}

fn lines(order: i64) -> String {
    format!("SELECT product, quantity FROM line WHERE order_id = {order}")
}

fn order(id: i64) -> String {
    format!("SELECT tenant, status, note FROM orders WHERE id = {id}")
}

/// Every query, with values of all kinds.
fn all_queries() -> Vec<String> {
    vec![
        inbox(1),
        inbox(77),
        history(1, "2025-06-01", 7),
        history(77, "2025-06-01", 7),
        revenue(1, "2025-05-01", "2025-06-01"),
        revenue(77, "2025-01-01", "2026-01-01"),
        customer("Market@Example.com"),
        customer("user.77@example.com"),
        queue(),
        reference("7F3"),
        reference("A0C1F"),
        tagged(&["gift", "cold"]),
        tagged(&["batch-7"]),
        sales(1),
        sales(77),
        lines(4711),
        order(4711),
    ]
}

/// Runs a test in the shop, with your indexes.
fn indexed(body: impl AsyncFnOnce(Database)) {
    let statements = indexes();
    postgres::test(SHOP, async |database| {
        create(&database, &statements).await;
        body(database).await;
    });
}

fn creates_an_index(statement: &str) -> bool {
    let words: Vec<String> = statement.split_whitespace().take(2).map(str::to_uppercase).collect();
    words == ["CREATE", "INDEX"]
}

/// Creates the indexes, and does nothing else that the file may say. Then the tables are vacuumed and analysed, as a server does by itself after a while: that tells the
/// planner what is in an expression, and lets an index answer without a look at the table.
async fn create(database: &Database, statements: &[String]) {
    let mut connection = database.connection().await;
    for statement in statements.iter().filter(|statement| creates_an_index(statement)) {
        let done = sqlx::raw_sql(AssertSqlSafe(statement.clone())).execute(&mut connection).await;
        harness::assert_eq!(done.err().map(|error| error.to_string()), None, "from `{statement}`");
    }
    database.execute("VACUUM orders").await;
    database.execute("VACUUM line").await;
    database.execute("SET default_statistics_target = 30; ANALYZE orders, line").await;
}

/// Carries a query out and expects it to touch so many pages at most.
async fn within(database: &Database, what: &str, query: &str, pages: u64) {
    let plan = database.explain(query).await;
    let how: Vec<&str> = plan.nodes().iter().map(harness::Node::kind).collect();
    harness::assert_within!(
        format!("{what}, carried out by {} of {:?},", how.join(" < "), plan.indexes()),
        plan.pages(),
        "page accesses",
        "its budget",
        pages
    );
}

/// How many records of the write-ahead log a statement writes.
async fn log_records(database: &Database, statement: &str) -> u64 {
    let rows = database.rows(&format!("EXPLAIN (ANALYZE, WAL, COSTS OFF) {statement}")).await;
    let lines: Vec<String> = rows.into_iter().flatten().flatten().collect();
    // The first step is the whole statement: `WAL: records=3005 bytes=350674`.
    let records = lines.iter().find_map(|line| line.split_once("WAL: records=")).map(|(_, rest)| rest);
    let digits: String = records.into_iter().flat_map(|rest| rest.chars().take_while(char::is_ascii_digit)).collect();
    digits.parse().unwrap_or(0)
}

mod behaviour {
    use harness::{assert, assert_eq};

    use super::*;

    #[test]
    fn seven_indexes_are_enough() {
        let statements = indexes();
        assert!(statements.len() <= 7, "there are {} statements", statements.len());
        indexed(async |database| {
            let count: i64 = database
                .value(
                    "SELECT count(*) FROM pg_index JOIN pg_class AS of ON of.oid = indrelid
                     WHERE of.relname IN ('orders', 'line') AND NOT indisprimary AND indisvalid",
                )
                .await;
            assert_eq!(usize::try_from(count).unwrap_or(0), statements.len(), "indexes of the two tables");
        });
    }

    // A setting that forbids the planner what it does wrong: then it does the next best, for all queries to come.
    #[test]
    fn the_file_creates_indexes_and_nothing_else() {
        let others: Vec<String> = indexes().into_iter().filter(|statement| !creates_an_index(statement)).collect();
        assert_eq!(others, Vec::<String>::new());
    }

    #[test]
    fn no_query_reads_a_table_from_end_to_end() {
        indexed(async |database| {
            for query in all_queries() {
                assert_eq!(database.explain(&query).await.sequential_scans(), Vec::<&str>::new(), "by `{query}`");
            }
        });
    }

    // An index that no query uses costs the same as one that all of them use. It stays because nobody dares to drop it.
    #[test]
    fn every_index_is_used() {
        indexed(async |database| {
            let mut used: Vec<String> = Vec::new();
            for query in all_queries() {
                used.extend(database.explain(&query).await.indexes().into_iter().map(str::to_owned));
            }
            let names = database
                .rows("SELECT indexname FROM pg_indexes WHERE schemaname = 'public' AND indexname NOT LIKE '%_pkey'")
                .await;
            let names = names.into_iter().flatten().flatten();
            let unused: Vec<String> = names.filter(|name| !used.contains(name)).collect();
            assert_eq!(unused, Vec::<String>::new(), "indexes that none of the queries used");
        });
    }

    // (a) beside (a, b): whatever the first finds, the second finds as well.
    #[test]
    fn no_index_is_the_beginning_of_another() {
        const BEGINNINGS: &str = "
            WITH plain AS (
                SELECT indexrelid, indrelid, indisprimary,
                       array_to_string((indkey::int2[])[0:indnkeyatts - 1], ' ') || ' ' AS keys
                FROM pg_index JOIN pg_class AS index ON index.oid = indexrelid JOIN pg_am ON pg_am.oid = relam
                WHERE indpred IS NULL AND indexprs IS NULL AND amname = 'btree'
                AND indrelid IN ('orders'::regclass, 'line'::regclass)
            )
            SELECT DISTINCT short.indexrelid::regclass::text FROM plain AS short
            JOIN plain AS long USING (indrelid)
            WHERE short.indexrelid <> long.indexrelid AND NOT short.indisprimary AND starts_with(long.keys, short.keys)";
        indexed(async |database| {
            let names: Vec<String> = database.rows(BEGINNINGS).await.into_iter().flatten().flatten().collect();
            assert_eq!(names, Vec::<String>::new(), "indexes whose columns begin another index");
        });
    }

    // What they find is what the table holds: an index with a condition of its own must not lose rows.
    #[test]
    fn the_answers_are_those_of_the_tables() {
        indexed(async |database| {
            let queries = [inbox(77), customer("market@EXAMPLE.com"), queue(), tagged(&["cold", "fragile"]), sales(1)];
            let mut answers = Vec::new();
            for query in &queries {
                answers.push(database.rows(query).await);
            }
            assert_eq!(answers.iter().map(Vec::len).collect::<Vec<_>>(), [1, 10, 20, 2, 1]);
            assert_eq!(answers[2][0][0].as_deref(), Some("49"), "the oldest open order");
            assert_eq!(answers[4][0][0].as_deref(), Some("6000"), "lines of product 1");
        });
    }
}

mod edge_cases {
    use harness::assert_eq;

    use super::*;

    #[test]
    fn what_nobody_has_is_not_found_soon() {
        indexed(async |database| {
            within(&database, "the inbox of no tenant", &inbox(9999), 15).await;
            within(&database, "the history of no tenant", &history(9999, "2025-06-01", 7), 15).await;
            within(&database, "the history before the first order", &history(1, "2024-12-31", 7), 15).await;
            within(&database, "the revenue of no tenant", &revenue(9999, "2025-01-01", "2026-01-01"), 15).await;
            within(&database, "the revenue of no day", &revenue(1, "2027-01-01", "2028-01-01"), 15).await;
            within(&database, "the orders of nobody", &customer("Nobody@example.com"), 15).await;
            within(&database, "an end that no reference has", &reference("ZZZZ"), 15).await;
            within(&database, "a tag that no order has", &tagged(&["gift", "nonsense"]), 15).await;
            within(&database, "the sales of no product", &sales(999_999), 15).await;
        });
    }

    // An entry of a B-tree has a third of a page at most. Somebody pastes a whole letter into the note.
    #[test]
    fn a_long_note_can_be_stored() {
        indexed(async |database| {
            let insert = "INSERT INTO orders SELECT 70000, 5, 'open', '2026-01-01', 'a@example.com', 'R-0', '{}', 1,
                string_agg(md5(n::text), '') FROM generate_series(1, 2000) AS n";
            let done = sqlx::raw_sql(insert).execute(&mut database.connection().await).await;
            assert_eq!(done.err().map(|error| error.to_string()), None, "from an order with a note of 64,000 letters");
        });
    }
}

mod complexity {
    use super::*;

    // Oldest open orders of a tenant. The large tenant has most of its orders done, the small one has one open order.
    #[test]
    fn the_inbox_of_a_tenant() {
        indexed(async |database| {
            for tenant in [1, 2, 77, 250, 499] {
                within(&database, &format!("the inbox of tenant {tenant}"), &inbox(tenant), 40).await;
            }
        });
    }

    // A range before the equality: the orders of *all* tenants of that time are read, for twenty of one.
    #[test]
    fn the_history_of_a_tenant() {
        indexed(async |database| {
            for tenant in [1, 2, 77, 499] {
                for before in ["2025-01-08", "2025-04-01", "2025-08-15", "2026-01-01"] {
                    let what = format!("the history of tenant {tenant} before {before}");
                    within(&database, &what, &history(tenant, before, 30_000), 40).await;
                }
            }
        });
    }

    // A month of the large tenant is 2,200 orders in 160 pages of the table, and 15 of an index that knows the totals.
    #[test]
    fn the_revenue_of_a_tenant() {
        indexed(async |database| {
            for tenant in [2, 77, 499] {
                let what = format!("the revenue of tenant {tenant}");
                within(&database, &what, &revenue(tenant, "2025-03-01", "2025-04-01"), 15).await;
                within(&database, &what, &revenue(tenant, "2025-01-01", "2026-01-01"), 15).await;
            }
            within(&database, "a month of tenant 1", &revenue(1, "2025-03-01", "2025-04-01"), 50).await;
            within(&database, "a year of tenant 1", &revenue(1, "2025-01-01", "2026-01-01"), 280).await;
        });
    }

    // A function around a column hides the column's index. And one customer has 1,818 orders, of which ten are wanted.
    #[test]
    fn the_last_orders_of_a_customer() {
        indexed(async |database| {
            for email in ["user.77@example.com", "USER.11998@EXAMPLE.COM", "User.1@Example.com"] {
                within(&database, &format!("the orders of {email}"), &customer(email), 30).await;
            }
            within(&database, "the orders of the largest customer", &customer("market@example.com"), 30).await;
        });
    }

    // The same status as in the inbox, and no tenant: 1,224 open orders lie in nearly as many pages.
    #[test]
    fn the_oldest_open_orders_of_all() {
        indexed(async |database| within(&database, "the oldest open orders", &queue(), 40).await);
    }

    // An index sorts a text from its beginning. The support desk knows the end.
    #[test]
    fn the_end_of_a_reference() {
        indexed(async |database| {
            for end in ["7F3", "A0C1", "9B2E7", "D41D8CD9"] {
                within(&database, &format!("references that end in {end}"), &reference(end), 45).await;
            }
        });
    }

    // A list is not one value: an index that sorts whole lists does not know what is in them.
    #[test]
    fn orders_with_all_of_these_tags() {
        indexed(async |database| {
            within(&database, "gift and cold", &tagged(&["gift", "cold"]), 250).await;
            within(&database, "cold and fragile", &tagged(&["fragile", "cold"]), 40).await;
            within(&database, "a batch", &tagged(&["batch-7"]), 60).await;
            within(&database, "gifts of a batch", &tagged(&["gift", "batch-100"]), 60).await;
        });
    }

    // Every tenth line is of product 1: found one by one in the table, they are all of its pages.
    #[test]
    fn the_sales_of_a_product() {
        indexed(async |database| {
            for product in [2, 77, 1999] {
                within(&database, &format!("the sales of product {product}"), &sales(product), 15).await;
            }
            within(&database, "the sales of product 1", &sales(1), 60).await;
        });
    }

    #[test]
    fn what_the_primary_keys_find() {
        indexed(async |database| {
            within(&database, "the lines of an order", &lines(31_415), 12).await;
            within(&database, "an order", &order(31_415), 12).await;
        });
    }

    // Every index of a table gets an entry for every new row, unless the row does not belong in it.
    #[test]
    fn an_import_writes_no_more_than_it_must() {
        const IMPORT: &str = "INSERT INTO orders SELECT 100000 + n, 2 + n % 499, 'done',
            timestamptz '2026-01-01 00:00:00Z' + n * interval '1 minute', 'User.' || n || '@Example.com',
            'R-' || upper(left(md5('x' || n), 10)), ARRAY['gift', 'batch-300'], n, md5(n::text) FROM generate_series(1, 500) AS n";
        const LINES: &str = "INSERT INTO line SELECT 100000 + n, 2 + n % 1999, 1 FROM generate_series(1, 500) AS n";
        indexed(async |database| {
            let records = log_records(&database, IMPORT).await;
            harness::assert_within!("importing 500 finished orders", records, "log records", "5 indexes", 3300);
            let records = log_records(&database, LINES).await;
            harness::assert_within!("importing 500 lines", records, "log records", "2 indexes", 1700);
        });
    }

    // PostgreSQL writes a changed row beside the old one. If no column of an index has changed, no index hears of it.
    #[test]
    fn a_note_that_changes_is_nothing_to_an_index() {
        indexed(async |database| {
            let change = "UPDATE orders SET note = reverse(note) WHERE id % 100 = 0";
            let records = log_records(&database, change).await;
            harness::assert_within!("changing 600 notes", records, "log records", "a change within the page", 900);
        });
    }

    // What is carried along in an index is stored twice, and read with whatever else the index is read for.
    #[test]
    fn the_indexes_are_smaller_than_the_tables() {
        indexed(async |database| {
            let pages: i64 = database
                .value(
                    "SELECT coalesce(sum(pg_relation_size(indexrelid)) / 8192, 0)::bigint FROM pg_index
                     WHERE NOT indisprimary AND indrelid IN ('orders'::regclass, 'line'::regclass)",
                )
                .await;
            harness::assert_within!("your indexes", pages.unsigned_abs(), "pages on disk", "the budget", 1400);
        });
    }
}
