//! A runner that applies some files in order is written before lunch. It breaks in production: two releases start at the same
//! moment and both create the table; a statement fails in the middle of a file, and half of it stays; the process dies
//! after the change and before the note; somebody edits a file that was applied last year. And the lock that should
//! help can stand in the way of the very migrations that it protects.

use std::cell::Cell;
use std::time::Duration;

use harness::postgres::{self, Database};
use harness::prelude::*;
use harness::together;

use super::kata::{HISTORY, MigrateError, Migration, Migrator, load};

/// A database that is older than its migrations.
const OLD: &str = "CREATE TABLE person (id int PRIMARY KEY, email text NOT NULL);
    INSERT INTO person SELECT n, 'person' || n || '@example.com' FROM generate_series(1, 100) AS n";

/// Three steps that build on each other, the names in no good order.
const SHOP: [(&str, &str); 6] = [
    ("10_open_invoices.up.sql", "CREATE VIEW open_invoice AS SELECT id, cents FROM invoice WHERE NOT paid;"),
    ("2_invoices.down.sql", "DROP TABLE invoice;"),
    ("1_people.up.sql", "ALTER TABLE person ADD COLUMN city text;\nCREATE INDEX person_city ON person (city);"),
    (
        "2_invoices.up.sql",
        "CREATE TABLE invoice (\n    id int PRIMARY KEY,\n    person int REFERENCES person,\n    cents int NOT NULL CHECK (cents > 0),\n    paid bool NOT NULL DEFAULT false\n);\nCREATE INDEX invoice_person ON invoice (person);",
    ),
    ("1_people.down.sql", "DROP INDEX person_city;\nALTER TABLE person DROP COLUMN city;"),
    ("10_open_invoices.down.sql", "DROP VIEW open_invoice;"),
];

fn migrations(files: &[(&str, &str)]) -> Vec<Migration> {
    load(files).expect("these are good files")
}

/// A runner that looks often whether another has finished.
fn runner(files: &[(&str, &str)]) -> Migrator {
    Migrator::new(migrations(files), Duration::from_millis(5))
}

/// What went wrong, taken apart: its kind, the version or file, and what PostgreSQL calls it.
fn told(error: MigrateError) -> (&'static str, String) {
    match error {
        MigrateError::BadName(file) => ("bad name", file),
        MigrateError::Twice(version) => ("twice", version.to_string()),
        MigrateError::DownAlone(version) => ("down alone", version.to_string()),
        MigrateError::Changed(version) => ("changed", version.to_string()),
        MigrateError::Missing(version) => ("missing", version.to_string()),
        MigrateError::OutOfOrder(version) => ("out of order", version.to_string()),
        MigrateError::Irreversible(version) => ("irreversible", version.to_string()),
        MigrateError::Failed { version, .. } => ("failed", version.to_string()),
        MigrateError::Database(error) => ("database", error.to_string()),
    }
}

fn result<T>(result: Result<T, MigrateError>) -> Result<T, (&'static str, String)> {
    result.map_err(told)
}

fn refused<T>(error: MigrateError) -> Result<T, (&'static str, String)> {
    Err(told(error))
}

fn failed<T>(version: i64) -> Result<T, (&'static str, String)> {
    refused(MigrateError::Failed { version, error: sqlx::Error::RowNotFound })
}

/// The versions that are noted as applied.
async fn noted(database: &Database) -> Vec<i64> {
    let rows = database.rows("SELECT version FROM schema_migrations ORDER BY version").await;
    rows.iter().flatten().flatten().filter_map(|version| version.parse().ok()).collect()
}

/// Everything in the schema but the history, as text.
async fn schema(database: &Database) -> Vec<String> {
    let parts = "SELECT concat_ws(' ', table_name, column_name, data_type, is_nullable, column_default) AS part
            FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'schema_migrations'
        UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'schema_migrations'
        UNION ALL SELECT concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid)) FROM pg_constraint
            WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text <> 'schema_migrations'
        UNION ALL SELECT concat_ws(' ', viewname, definition) FROM pg_views WHERE schemaname = 'public'
        UNION ALL SELECT concat_ws(' ', proname, prosrc) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
        ORDER BY part";
    database.rows(parts).await.into_iter().flatten().flatten().collect()
}

async fn exists(database: &Database, name: &str) -> bool {
    database.value(&format!("SELECT to_regclass('{name}') IS NOT NULL")).await
}

/// Waits until something is so, which it soon is.
async fn until(what: &str, mut is_so: impl AsyncFnMut() -> bool) {
    let poll = async {
        while !is_so().await {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    within_limits(what, poll).await;
}

/// What an action gives that ends by itself, unless the kata waits for ever.
async fn within_limits<T>(what: &str, action: impl Future<Output = T>) -> T {
    let result = tokio::time::timeout(Duration::from_secs(20), action).await.ok();
    result.unwrap_or_else(|| panic!("{what}: not within 20 seconds"))
}

mod behaviour {
    use harness::{assert, assert_eq, assert_ne};

    use super::*;

    // As text, "10" comes before "2".
    #[test]
    fn files_are_sorted_by_number_and_go_in_pairs() {
        let migrations = migrations(&SHOP);
        let parts: Vec<(i64, &str, &str)> =
            migrations.iter().map(|step| (step.version, step.name.as_str(), &step.up[..12])).collect();
        let expected =
            [(1, "people", "ALTER TABLE "), (2, "invoices", "CREATE TABLE"), (10, "open_invoices", "CREATE VIEW ")];
        assert_eq!(parts, expected);
        let downs: Vec<Option<&str>> = migrations.iter().map(|step| step.down.as_deref()).collect();
        let expected = ["DROP INDEX person_city;\nALTER TABLE person DROP COLUMN city;", "DROP TABLE invoice;"];
        assert_eq!(downs, [Some(expected[0]), Some(expected[1]), Some("DROP VIEW open_invoice;")]);
    }

    #[test]
    fn everything_is_applied_once_and_noted() {
        postgres::test(OLD, async |database| {
            let (pool, runner) = (database.pool(2).await, runner(&SHOP));
            assert_eq!(result(runner.up(&pool).await), Ok(vec![1, 2, 10]));
            assert_eq!(database.value::<i64>("SELECT count(*) FROM open_invoice").await, 0);
            let history = database.rows("SELECT version, name FROM schema_migrations ORDER BY version").await;
            let history: Vec<String> = history
                .iter()
                .map(|row| row.iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" "))
                .collect();
            assert_eq!(history, ["1 people", "2 invoices", "10 open_invoices"]);
            assert_eq!(result(runner.up(&pool).await), Ok(vec![]));
            assert_eq!(noted(&database).await, [1, 2, 10]);
        });
    }

    // The same in every build and on every machine: what the standard library's hasher gives may differ with each.
    #[test]
    fn the_checksum_is_the_sha_256_of_the_text() {
        postgres::test(OLD, async |database| {
            let files = [("1_people.up.sql", "ALTER TABLE person ADD COLUMN city text; -- Zürich\r\n")];
            assert_eq!(result(runner(&files).up(&database.pool(1).await).await), Ok(vec![1]));
            let checksum: String = database.value("SELECT encode(checksum, 'hex') FROM schema_migrations").await;
            assert_eq!(checksum, CHECKSUM);
        });
    }

    /// `printf 'ALTER TABLE person ADD COLUMN city text; -- Zürich\r\n' | sha256sum`
    const CHECKSUM: &str = "f6bdc3d042a68fd551fd51fb2c9d43ae3caef0daa43ff56c93be5913987cbf28";

    #[test]
    fn a_later_release_applies_what_is_new() {
        postgres::test(OLD, async |database| {
            let pool = database.pool(2).await;
            let mut files = SHOP.to_vec();
            assert_eq!(result(runner(&files).up(&pool).await), Ok(vec![1, 2, 10]));
            files.push(("11_names.up.sql", "ALTER TABLE person ADD COLUMN name text;"));
            files.push(("100_ages.up.sql", "ALTER TABLE person ADD COLUMN age int;"));
            assert_eq!(result(runner(&files).plan(&pool).await), Ok(vec![11, 100]));
            assert_eq!(result(runner(&files).up(&pool).await), Ok(vec![11, 100]));
            assert_eq!(noted(&database).await, [1, 2, 10, 11, 100]);
        });
    }

    // Also not the history: who looks at a database must not change it.
    #[test]
    fn a_plan_changes_nothing() {
        postgres::test(OLD, async |database| {
            let (pool, runner, before) = (database.pool(2).await, runner(&SHOP), schema(&database).await);
            assert_eq!(result(runner.plan(&pool).await), Ok(vec![1, 2, 10]));
            assert_eq!((schema(&database).await, exists(&database, "schema_migrations").await), (before, false));
            database.execute(HISTORY).await;
            assert_eq!(result(runner.plan(&pool).await), Ok(vec![1, 2, 10]));
            assert_eq!(noted(&database).await, Vec::<i64>::new());
        });
    }

    // The second statement of the second file. What came before in the file has worked, and must be gone.
    #[test]
    fn a_file_that_fails_leaves_nothing_of_itself() {
        postgres::test(OLD, async |database| {
            let pool = database.pool(2).await;
            let mut files = SHOP.to_vec();
            files[3].1 = "CREATE TABLE invoice (id int PRIMARY KEY, paid bool, cents int);\nDELETE FROM person;\nCREATE INDEX invoice_person ON invoice (no_such_column);";
            assert_eq!(result(runner(&files).up(&pool).await), failed(2));
            assert_eq!(noted(&database).await, [1]);
            assert_eq!([exists(&database, "invoice").await, exists(&database, "person_city").await], [false, true]);
            assert_eq!(database.value::<i64>("SELECT count(*) FROM person").await, 100);
            // It was never applied: to mend it is no change of history.
            assert_eq!(result(runner(&SHOP).up(&pool).await), Ok(vec![2, 10]));
            assert_eq!(noted(&database).await, [1, 2, 10]);
        });
    }

    #[test]
    fn a_failure_says_what_the_database_said() {
        postgres::test(OLD, async |database| {
            let files = [("7_wrong.up.sql", "SELECT 1 / (SELECT count(*) - 100 FROM person);")];
            let error = runner(&files).up(&database.pool(1).await).await.expect_err("nothing divides by zero");
            let code = match &error {
                MigrateError::Failed { error, .. } => {
                    error.as_database_error().and_then(sqlx::error::DatabaseError::code)
                }
                _ => None,
            };
            assert_eq!(code.as_deref(), Some("22012"));
            let message = error.to_string();
            assert!(message.starts_with("migration 7 failed: ") && message.contains("division by zero"), "{message}");
            assert_eq!(told(error), ("failed", "7".to_owned()));
        });
    }

    // Whoever splits the text at each `;` sends half a function. The server can tell where a statement ends.
    #[test]
    fn a_semicolon_does_not_always_end_a_statement() {
        const FUNCTION: &str = "-- counts; and raises\nCREATE FUNCTION bill(cents int) RETURNS text LANGUAGE plpgsql AS $body$\nBEGIN\n    IF cents < 0 THEN RAISE 'less; than nothing'; END IF;\n    RETURN 'bill; ' || cents;\nEND;\n$body$;\n/* one; /* two; */ three; */\nUPDATE person SET email = 'semi;colon@example.com' WHERE id = 1;";
        postgres::test(OLD, async |database| {
            let files = [("1_bill.up.sql", FUNCTION), ("1_bill.down.sql", "DROP FUNCTION bill; -- gone;")];
            let (pool, before) = (database.pool(1).await, schema(&database).await);
            assert_eq!(result(runner(&files).up(&pool).await), Ok(vec![1]));
            assert_eq!(database.value::<String>("SELECT bill(7)").await, "bill; 7");
            let email: String = database.value("SELECT email FROM person WHERE id = 1").await;
            assert_eq!(email, "semi;colon@example.com");
            assert_eq!(result(runner(&files).down(&pool, 0).await), Ok(vec![1]));
            assert_eq!(schema(&database).await, before);
        });
    }

    // An index on a large table is made without stopping its writers, and that cannot be done in a transaction.
    #[test]
    fn a_file_may_run_outside_of_a_transaction() {
        const INDEX: &str =
            "-- no transaction\nCREATE INDEX CONCURRENTLY IF NOT EXISTS person_email ON person (email);";
        const GONE: &str = "-- no transaction\nDROP INDEX CONCURRENTLY IF EXISTS person_email;";
        postgres::test(OLD, async |database| {
            let mut files = vec![("3_emails.up.sql", INDEX), ("3_emails.down.sql", GONE)];
            files.extend(&SHOP);
            let (pool, before) = (database.pool(2).await, schema(&database).await);
            assert_eq!(result(runner(&files).up(&pool).await), Ok(vec![1, 2, 3, 10]));
            let is_valid = "SELECT indisvalid FROM pg_index WHERE indexrelid = 'person_email'::regclass";
            assert!(database.value::<bool>(is_valid).await);
            assert_eq!(noted(&database).await, [1, 2, 3, 10]);
            assert_eq!(result(runner(&files).down(&pool, 0).await), Ok(vec![10, 3, 2, 1]));
            assert_eq!(schema(&database).await, before);
        });
    }

    // The view hangs on the table, the table on the other: upwards in order, downwards against it.
    #[test]
    fn down_takes_back_what_up_did() {
        postgres::test(OLD, async |database| {
            let (pool, runner) = (database.pool(2).await, runner(&SHOP));
            let before = schema(&database).await;
            assert_eq!(result(runner.up(&pool).await), Ok(vec![1, 2, 10]));
            let after = schema(&database).await;
            assert_ne!(after, before);
            assert_eq!(result(runner.down(&pool, 0).await), Ok(vec![10, 2, 1]));
            assert_eq!((schema(&database).await, noted(&database).await), (before, vec![]));
            assert_eq!(result(runner.up(&pool).await), Ok(vec![1, 2, 10]));
            assert_eq!(schema(&database).await, after);
        });
    }

    #[test]
    fn down_stops_above_the_version_that_it_is_given() {
        postgres::test(OLD, async |database| {
            let (pool, runner) = (database.pool(2).await, runner(&SHOP));
            assert_eq!(result(runner.up(&pool).await), Ok(vec![1, 2, 10]));
            assert_eq!(result(runner.down(&pool, 2).await), Ok(vec![10]));
            assert_eq!((noted(&database).await, exists(&database, "invoice").await), (vec![1, 2], true));
            assert_eq!(result(runner.down(&pool, 2).await), Ok(vec![]));
            assert_eq!(result(runner.plan(&pool).await), Ok(vec![10]));
        });
    }

    // An applied file that is edited: every database that is made from now on differs from those that there are.
    #[test]
    fn a_text_that_was_edited_after_it_was_applied_is_found() {
        postgres::test(OLD, async |database| {
            let pool = database.pool(2).await;
            assert_eq!(result(runner(&SHOP).up(&pool).await), Ok(vec![1, 2, 10]));
            let mut edited = SHOP.to_vec();
            edited[3].1 = "CREATE TABLE invoice (id bigint PRIMARY KEY);";
            edited.push(("11_names.up.sql", "ALTER TABLE person ADD COLUMN name text;"));
            assert_eq!(result(runner(&edited).plan(&pool).await), refused(MigrateError::Changed(2)));
            assert_eq!(result(runner(&edited).up(&pool).await), refused(MigrateError::Changed(2)));
            assert_eq!(result(runner(&edited).down(&pool, 0).await), refused(MigrateError::Changed(2)));
            assert_eq!(noted(&database).await, [1, 2, 10]);
            // The way down was not applied, and may be mended.
            let mut mended = SHOP.to_vec();
            mended[1].1 = "DROP TABLE IF EXISTS invoice;";
            assert_eq!(result(runner(&mended).plan(&pool).await), Ok(vec![]));
        });
    }

    // Two branches were merged, and the older number came later. It may rest on a schema that is gone by now.
    #[test]
    fn a_version_that_comes_after_later_ones_is_found() {
        postgres::test(OLD, async |database| {
            let pool = database.pool(2).await;
            assert_eq!(result(runner(&SHOP).up(&pool).await), Ok(vec![1, 2, 10]));
            let mut late = SHOP.to_vec();
            late.push(("9_names.up.sql", "ALTER TABLE person ADD COLUMN name text;"));
            late.push(("11_ages.up.sql", "ALTER TABLE person ADD COLUMN age int;"));
            assert_eq!(result(runner(&late).plan(&pool).await), refused(MigrateError::OutOfOrder(9)));
            assert_eq!(result(runner(&late).up(&pool).await), refused(MigrateError::OutOfOrder(9)));
            assert_eq!(noted(&database).await, [1, 2, 10]);
        });
    }

    // An older release is started on a newer database: it knows nothing of what it would work with.
    #[test]
    fn a_version_that_nobody_knows_any_more_is_found() {
        postgres::test(OLD, async |database| {
            let pool = database.pool(2).await;
            assert_eq!(result(runner(&SHOP).up(&pool).await), Ok(vec![1, 2, 10]));
            let older = &SHOP[1..5];
            assert_eq!(result(runner(older).plan(&pool).await), refused(MigrateError::Missing(10)));
            assert_eq!(result(runner(older).up(&pool).await), refused(MigrateError::Missing(10)));
            assert_eq!(result(runner(older).down(&pool, 0).await), refused(MigrateError::Missing(10)));
            assert_eq!(noted(&database).await, [1, 2, 10]);
        });
    }

    #[test]
    fn what_has_no_way_down_holds_everything_back() {
        postgres::test(OLD, async |database| {
            let pool = database.pool(2).await;
            let mut files = SHOP.to_vec();
            files.remove(1);
            assert_eq!(result(runner(&files).up(&pool).await), Ok(vec![1, 2, 10]));
            assert_eq!(result(runner(&files).down(&pool, 0).await), refused(MigrateError::Irreversible(2)));
            assert_eq!((noted(&database).await, exists(&database, "open_invoice").await), (vec![1, 2, 10], true));
            assert_eq!(result(runner(&files).down(&pool, 2).await), Ok(vec![10]));
        });
    }
}

mod edge_cases {
    use harness::{assert, assert_eq};

    use super::*;

    #[test]
    fn files_with_other_names_are_refused() {
        let names = [
            "README.md",
            "3_c.sql",
            "3_c.up.sql.orig",
            "three_c.up.sql",
            "3.up.sql",
            "3_.up.sql",
            "_c.up.sql",
            "+3_c.up.sql",
            "-3_c.up.sql",
            "3c_d.up.sql",
            "3_c.UP.sql",
            "99999999999999999999_c.down.sql",
        ];
        for name in names {
            let loaded = load(&[("1_a.up.sql", ""), (name, "")]).map(|migrations| migrations.len());
            assert_eq!(result(loaded), refused(MigrateError::BadName(name.to_owned())));
        }
        let good = load(&[("0003_a_b.c-d.up.sql", ""), ("20261122170000_e.up.sql", ""), ("0_f.up.sql", "")]);
        let good = good.map(|steps| steps.into_iter().map(|step| (step.version, step.name)).collect::<Vec<_>>());
        let expected =
            [(0, "f"), (3, "a_b.c-d"), (20_261_122_170_000, "e")].map(|(version, name)| (version, name.into()));
        assert_eq!(result(good), Ok(expected.to_vec()));
    }

    #[test]
    fn a_version_is_there_once_for_each_direction() {
        let twice = [("2_b.up.sql", ""), ("02_c.up.sql", ""), ("2_b.down.sql", "")];
        assert_eq!(result(load(&twice).map(|steps| steps.len())), refused(MigrateError::Twice(2)));
        let twice = [("2_b.up.sql", ""), ("2_b.down.sql", ""), ("002_b.down.sql", "")];
        assert_eq!(result(load(&twice).map(|steps| steps.len())), refused(MigrateError::Twice(2)));
        let alone = [("1_a.up.sql", ""), ("2_b.down.sql", "")];
        assert_eq!(result(load(&alone).map(|steps| steps.len())), refused(MigrateError::DownAlone(2)));
    }

    #[test]
    fn nothing_to_do_is_no_error() {
        postgres::test(OLD, async |database| {
            let (pool, nobody) = (database.pool(1).await, runner(&[]));
            assert_eq!(result(nobody.down(&pool, 0).await), Ok(vec![]), "without a history");
            assert_eq!(result(nobody.plan(&pool).await), Ok(vec![]));
            assert_eq!(result(nobody.up(&pool).await), Ok(vec![]));
            let files = [("1_later.up.sql", "-- Nothing yet.\n"), ("2_empty.up.sql", ""), ("2_empty.down.sql", "")];
            assert_eq!(result(runner(&files).up(&pool).await), Ok(vec![1, 2]));
            assert_eq!(result(runner(&files).down(&pool, 1).await), Ok(vec![2]));
            assert_eq!(noted(&database).await, [1]);
        });
    }

    // A constraint may be checked at COMMIT. Until then, nothing has succeeded.
    #[test]
    fn a_file_that_fails_when_it_is_committed_was_not_applied() {
        const DEFERRED: &str = "CREATE TABLE invoice (person int REFERENCES person DEFERRABLE INITIALLY DEFERRED);\nINSERT INTO invoice VALUES (1000);";
        postgres::test(OLD, async |database| {
            let pool = database.pool(2).await;
            let files =
                [("1_invoices.up.sql", DEFERRED), ("2_names.up.sql", "ALTER TABLE person ADD COLUMN name text;")];
            assert_eq!(result(runner(&files).up(&pool).await), failed(1));
            assert_eq!((noted(&database).await, exists(&database, "invoice").await), (vec![], false));
        });
    }

    #[test]
    fn a_way_down_that_fails_leaves_the_version_applied() {
        postgres::test(OLD, async |database| {
            let pool = database.pool(2).await;
            let mut files = SHOP.to_vec();
            files[1].1 = "DROP TABLE invoice;\nDROP TABLE no_such_table;";
            assert_eq!(result(runner(&files).up(&pool).await), Ok(vec![1, 2, 10]));
            assert_eq!(result(runner(&files).down(&pool, 0).await), failed(2));
            assert_eq!((noted(&database).await, exists(&database, "invoice").await), (vec![1, 2], true));
            assert_eq!(result(runner(&SHOP).down(&pool, 0).await), Ok(vec![2, 1]));
        });
    }

    // The whole first line. A sentence about transactions is a sentence, and further down it is nobody's business.
    #[test]
    fn only_the_whole_first_line_takes_a_file_out_of_its_transaction() {
        postgres::test(OLD, async |database| {
            let pool = database.pool(2).await;
            for first in ["-- Makes room.\n-- no transaction", "-- no transaction log is kept of this."] {
                // PostgreSQL takes a savepoint in a transaction only.
                let text = format!("{first}\nSAVEPOINT here;\nUPDATE person SET id = id + 1000;");
                let files = [("1_room.up.sql", text.as_str()), ("1_room.down.sql", text.as_str())];
                assert_eq!(result(runner(&files).up(&pool).await), Ok(vec![1]), "{first}");
                assert_eq!(result(runner(&files).down(&pool, 0).await), Ok(vec![1]), "{first}");
            }
        });
    }

    // Without the line, PostgreSQL refuses. A runner that wraps nothing in transactions would not notice.
    #[test]
    fn what_cannot_run_in_a_transaction_fails_in_one() {
        postgres::test(OLD, async |database| {
            let pool = database.pool(2).await;
            let files = [("1_emails.up.sql", "CREATE INDEX CONCURRENTLY person_email ON person (email);")];
            assert_eq!(result(runner(&files).up(&pool).await), failed(1));
            assert_eq!(noted(&database).await, Vec::<i64>::new());
        });
    }

    #[test]
    fn what_failed_outside_of_a_transaction_is_run_again() {
        postgres::test(OLD, async |database| {
            let pool = database.pool(2).await;
            let unique = "-- no transaction\nCREATE UNIQUE INDEX CONCURRENTLY person_city ON person ((id % 10));";
            assert_eq!(result(runner(&[("1_city.up.sql", unique)]).up(&pool).await), failed(1));
            assert_eq!(noted(&database).await, Vec::<i64>::new());
            let mended = "-- no transaction\nDROP INDEX CONCURRENTLY person_city;";
            assert_eq!(result(runner(&[("1_city.up.sql", mended)]).up(&pool).await), Ok(vec![1]));
        });
    }

    // Deploys run with few connections. Whoever holds the lock with one and works with another waits for itself.
    #[test]
    fn one_connection_is_enough() {
        postgres::test(OLD, async |database| {
            let (pool, runner) = (database.pool(1).await, runner(&SHOP));
            let up = within_limits("up with a pool of one connection", runner.up(&pool)).await;
            assert_eq!(result(up), Ok(vec![1, 2, 10]));
            let down = within_limits("down with a pool of one connection", runner.down(&pool, 1)).await;
            assert_eq!(result(down), Ok(vec![10, 2]));
            let again = within_limits("plan with a pool of one connection", runner.plan(&pool)).await;
            assert_eq!(result(again), Ok(vec![2, 10]));
        });
    }

    // An early return that leaves the lock with a pooled connection: the next deploy hangs, and so does the rollback.
    #[test]
    fn the_lock_is_given_back_however_a_run_ends() {
        postgres::test(OLD, async |database| {
            let pool = database.pool(3).await;
            let mut wrong = SHOP.to_vec();
            wrong[3].1 = "SELECT 1 / 0;";
            assert_eq!(result(runner(&wrong).up(&pool).await), failed(2));
            assert_eq!(result(runner(&[]).up(&pool).await), refused(MigrateError::Missing(1)));
            assert_eq!(result(runner(&SHOP[..1]).down(&pool, 0).await), refused(MigrateError::Missing(1)));
            let patient = Migrator::new(migrations(&SHOP), Duration::from_hours(1));
            for _ in 0..2 {
                let other = database.pool(1).await;
                let up = within_limits("a run after another", patient.up(&other)).await;
                assert!(up.is_ok());
                let down = within_limits("a run after another", patient.down(&other, 1)).await;
                assert_eq!(result(down), Ok(vec![10, 2]));
            }
            let held = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = \
                        (SELECT oid FROM pg_database WHERE datname = current_database())";
            assert_eq!(database.value::<i64>(held).await, 0);
        });
    }

    // The deploy is stopped in the middle of a migration: its future is dropped, and its pool lives on.
    #[test]
    fn the_lock_does_not_survive_a_run_that_is_cancelled() {
        postgres::test(OLD, async |database| {
            let (pool, runner) = (database.pool(2).await, runner(&SHOP));
            let mut reader = database.connection().await;
            let lock = "BEGIN; LOCK TABLE person IN ACCESS SHARE MODE";
            sqlx::raw_sql(lock).execute(&mut reader).await.expect("nobody holds it");
            tokio::select! {
                _ = runner.up(&pool) => panic!("the first migration waits for the reader"),
                () = until("the migration waits", async || database.waiting_for_locks().await > 0) => {}
            }
            sqlx::raw_sql("ROLLBACK").execute(&mut reader).await.expect("it answers");
            let up = within_limits("a run after one that was cancelled", runner.up(&database.pool(1).await)).await;
            assert_eq!(result(up), Ok(vec![1, 2, 10]));
            assert_eq!(noted(&database).await, [1, 2, 10]);
        });
    }

    // The connection breaks before or after each step. What was noted must be there, and what is there must be noted:
    // only then can the next run take up where this one stopped.
    #[test]
    fn a_run_that_breaks_off_anywhere_is_taken_up_by_the_next() {
        const THERE: &str = "SELECT to_regclass('person_city') IS NOT NULL, to_regclass('invoice') IS NOT NULL,
            EXISTS (SELECT FROM schema_migrations WHERE version = 1),
            EXISTS (SELECT FROM schema_migrations WHERE version = 2)";
        postgres::test(OLD, async |database| {
            let (runner, pool) = (runner(&SHOP[1..5]), database.pool(1).await);
            for words in ["alter table", "create table invoice", "insert into", "commit"] {
                for arrives in [false, true] {
                    assert!(runner.up(&pool).await.is_ok() && runner.down(&pool, 0).await.is_ok());
                    let wire = database.wire().await;
                    let broken = postgres::pool(wire.url(), 1).await;
                    if arrives {
                        wire.cut_reply_to(words);
                    } else {
                        wire.cut_before(words);
                    }
                    assert!(runner.up(&broken).await.is_err(), "cut at `{words}`");
                    let there: Vec<bool> =
                        database.rows(THERE).await.iter().flatten().map(|text| text.as_deref() == Some("t")).collect();
                    assert_eq!(&there[2..], &there[..2], "cut at `{words}`, which arrived: {arrives}");
                    let rest: Vec<i64> =
                        [1, 2].into_iter().zip(&there).filter(|step| !step.1).map(|step| step.0).collect();
                    let taken_up = within_limits("the next run", runner.up(&pool)).await;
                    assert_eq!(result(taken_up), Ok(rest), "after a cut at `{words}`, which arrived: {arrives}");
                }
            }
        });
    }
}

mod properties {
    use harness::assert_eq;

    use super::*;

    #[test]
    fn files_are_sorted_by_number_whatever_their_order() {
        property(|draw| {
            let mut versions = draw.list(0..=8, |draw| draw.number(0..=2000));
            versions.sort_unstable();
            versions.dedup();
            let mut names: Vec<String> = versions
                .iter()
                .map(|version| format!("{version:0width$}_step.up.sql", width = draw.size(1..=5)))
                .collect();
            for place in (1..names.len()).rev() {
                names.swap(place, draw.size(0..=place));
            }
            draw.note(|| format!("files {names:?}"));
            let files: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "")).collect();
            let loaded = load(&files).map(|steps| steps.iter().map(|step| step.version).collect::<Vec<_>>());
            assert_eq!(result(loaded), Ok(versions));
        });
    }
}

mod complexity {
    use super::*;

    fn many(count: usize) -> Vec<(String, String)> {
        (1..=count).map(|number| (format!("{number}_step.up.sql"), format!("SELECT {number};"))).collect()
    }

    fn borrowed(files: &[(String, String)]) -> Vec<(&str, &str)> {
        files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect()
    }

    // Every instance of a service starts with a run that has nothing to do.
    #[test]
    fn a_run_with_nothing_to_do_asks_once_for_all() {
        postgres::test(OLD, async |database| {
            let files = many(60);
            let runner = runner(&borrowed(&files));
            let wire = database.wire().await;
            let pool = postgres::pool(wire.url(), 1).await;
            let (applied, traffic) = wire.watch(runner.up(&pool)).await;
            harness::assert_eq!(result(applied).map(|versions| versions.len()), Ok(60));
            let sent = traffic.statements.len() as u64;
            assert_within!("60 files", sent, "statements", "four each", 60 * 4 + 12);
            let (applied, traffic) = wire.watch(runner.up(&pool)).await;
            harness::assert_eq!(result(applied), Ok(vec![]));
            let sent = traffic.statements.len() as u64;
            assert_within!("a run with nothing to do", sent, "statements", "the same however many files", 12);
            let (planned, traffic) = wire.watch(runner.plan(&pool)).await;
            harness::assert_eq!(result(planned), Ok(vec![]));
            let sent = traffic.statements.len() as u64;
            assert_within!("a plan", sent, "statements", "the same however many files", 8);
        });
    }
}

mod concurrency {
    use harness::{assert, assert_eq};

    use super::*;

    // Six instances of a service start at the same moment. Even `CREATE TABLE IF NOT EXISTS` fails when two do it.
    #[test]
    fn of_six_runners_one_applies_each_file() {
        postgres::test(OLD, async |database| {
            let runs = together(6, async |_| {
                let pool = database.pool(1).await;
                result(runner(&SHOP).up(&pool).await)
            })
            .await;
            let mut applied: Vec<i64> = runs.iter().flatten().flatten().copied().collect();
            applied.sort_unstable();
            let errors: Vec<(&str, String)> = runs.into_iter().filter_map(Result::err).collect();
            assert_eq!(errors, []);
            assert_eq!(applied, [1, 2, 10]);
            assert_eq!(noted(&database).await, [1, 2, 10]);
        });
    }

    /// A transaction that reads a table: whoever wants to alter it must wait for its end.
    async fn reader(database: &Database) -> sqlx::PgConnection {
        let mut connection = database.connection().await;
        let begin = "BEGIN; LOCK TABLE person IN ACCESS SHARE MODE";
        sqlx::raw_sql(begin).execute(&mut connection).await.expect("nobody alters it");
        connection
    }

    async fn end(mut reader: sqlx::PgConnection) {
        sqlx::raw_sql("ROLLBACK").execute(&mut reader).await.expect("it answers");
    }

    // What was seen before the lock is old when the lock comes. The first runner is held up in its first file, until the
    // second has asked whatever it asks.
    #[test]
    fn a_runner_that_had_to_wait_looks_again() {
        postgres::test(OLD, async |database| {
            let wire = database.wire().await;
            let (first, second) = (database.pool(1).await, postgres::pool(wire.url(), 1).await);
            let (runner, reader) = (runner(&SHOP), reader(&database).await);
            let others = async {
                until("the first runner waits", async || database.waiting_for_locks().await == 1).await;
                wire.clear();
                let end = async {
                    let waits =
                        async || wire.traffic().statements.len() >= 2 || database.waiting_for_locks().await == 2;
                    until("the second runner waits", waits).await;
                    end(reader).await;
                };
                tokio::join!(runner.up(&second), end).0
            };
            let (one, two) = tokio::join!(runner.up(&first), others);
            assert_eq!([result(one), result(two)], [Ok(vec![1, 2, 10]), Ok(vec![])]);
        });
    }

    // The index waits for every transaction that began before it. A runner that waits inside of `pg_advisory_lock` is one,
    // and waits for the runner that makes the index.
    #[test]
    fn runners_that_wait_do_not_hold_up_what_runs_concurrently() {
        const INDEX: &str =
            "-- no transaction\nCREATE INDEX CONCURRENTLY IF NOT EXISTS person_email ON person (email);";
        postgres::test(OLD, async |database| {
            let mut files = vec![("11_emails.up.sql", INDEX)];
            files.extend(&SHOP);
            let (runner, reader, begun) = (runner(&files), reader(&database).await, Cell::new(0));
            let runs = together(5, async |_| {
                let pool = database.pool(1).await;
                begun.set(begun.get() + 1);
                result(within_limits("one of five runners", runner.up(&pool)).await)
            });
            // One waits for the reader. The others have all the time that they need to wait wherever they do.
            let end = async {
                let polls = Cell::new(0);
                let wait = async || {
                    let waiting = database.waiting_for_locks().await;
                    polls.set(polls.get() + i32::from(begun.get() == 5 && waiting > 0));
                    waiting == 5 || polls.get() == 20
                };
                until("a runner waits", wait).await;
                end(reader).await;
            };
            let (mut runs, ()) = tokio::join!(runs, end);
            runs.sort();
            let nothing = Ok(vec![]);
            assert_eq!(runs, [nothing.clone(), nothing.clone(), nothing.clone(), nothing, Ok(vec![1, 2, 10, 11])]);
        });
    }

    // An hour is to pass before it asks again. What is sent until the server has answered a hundred others is too much.
    #[test]
    fn a_runner_that_waits_asks_nothing_during_the_pause() {
        postgres::test(OLD, async |database| {
            let wire = database.wire().await;
            let (first, second) = (database.pool(1).await, postgres::pool(wire.url(), 1).await);
            let (runner, reader) = (runner(&SHOP), reader(&database).await);
            let waiting = Migrator::new(migrations(&SHOP), Duration::from_hours(1));
            let mut connection = database.connection().await;
            let others = async {
                until("the first runner waits", async || database.waiting_for_locks().await > 0).await;
                wire.clear();
                let watch = async {
                    until("the second runner asks", async || !wire.traffic().statements.is_empty()).await;
                    for _ in 0..100 {
                        sqlx::raw_sql("SELECT 1").execute(&mut connection).await.expect("it answers");
                    }
                };
                let came_too_soon = tokio::select! {
                    _ = waiting.up(&second) => true,
                    () = watch => false,
                };
                end(reader).await;
                (came_too_soon, wire.traffic().statements.len() as u64)
            };
            let (applied, (came_too_soon, sent)) = tokio::join!(runner.up(&first), others);
            assert!(!came_too_soon, "it has not waited");
            assert_within!("a runner that waits", sent, "statements", "one question for each pause", 4);
            assert_eq!(result(applied), Ok(vec![1, 2, 10]));
        });
    }
}
