//! What a test gets of a real PostgreSQL.
#![cfg(feature = "postgres")]

use std::cell::RefCell;
use std::time::Duration;

use harness::{panic_message, postgres, together};
use sqlx::Row;

const FIXTURE: &str = "CREATE TABLE item (id int PRIMARY KEY, name text NOT NULL);
    INSERT INTO item SELECT n, md5(n::text) FROM generate_series(1, 5000) AS n; ANALYZE item";

#[test]
fn every_test_has_the_fixture_for_itself_and_leaves_nothing() {
    let urls = RefCell::new(Vec::new());
    for _ in 0..2 {
        postgres::test(FIXTURE, async |database| {
            assert_eq!(database.value::<i64>("SELECT count(*) FROM item").await, 5000);
            database.execute("DELETE FROM item").await;
            urls.borrow_mut().push(database.url().to_owned());
        });
    }
    let names: Vec<String> =
        urls.borrow().iter().filter_map(|url| Some(url.split('?').next()?.rsplit('/').next()?.to_owned())).collect();
    assert_ne!(names[0], names[1]);
    postgres::test("", async |database| {
        let count = format!("SELECT count(*) FROM pg_database WHERE datname IN ('{}', '{}')", names[0], names[1]);
        assert_eq!(database.value::<i64>(&count).await, 0);
    });
}

#[test]
fn a_test_that_panics_leaves_nothing_either() {
    let url = RefCell::new(String::new());
    let message = panic_message(|| {
        postgres::test("", async |database| {
            // A connection that is in use does not keep the database.
            let _pool = database.pool(2).await;
            url.replace(database.url().to_owned());
            panic!("wrong");
        });
    });
    assert_eq!(message.as_deref(), Some("wrong"));
    let gone = panic_message(|| harness::block_on(async { drop(postgres::pool(&url.into_inner(), 1).await) }));
    assert!(gone.is_some_and(|message| message.contains("does not exist")));
}

#[test]
fn what_a_kata_sends_is_counted() {
    postgres::test(FIXTURE, async |database| {
        let wire = database.wire().await;
        let pool = postgres::pool(wire.url(), 1).await;
        let ((), traffic) = wire
            .watch(async {
                let mut transaction = pool.begin().await.expect("it begins");
                for id in 1..=3 {
                    let row = sqlx::query("SELECT name FROM item WHERE id = $1").bind(id).fetch_one(&mut *transaction);
                    let name: String = row.await.expect("it is there").get(0);
                    assert_eq!(name.len(), 32);
                }
                transaction.commit().await.expect("it commits");
            })
            .await;
        assert_eq!(traffic.queries(), ["SELECT name FROM item WHERE id = $1"; 3]);
        assert_eq!((traffic.statements.first().map(String::as_str), traffic.statements.len()), (Some("BEGIN"), 5));
        assert!(traffic.received > 96, "{}", traffic.received);
    });
}

#[test]
fn plans_are_read_from_explain_and_off_the_wire() {
    postgres::test(FIXTURE, async |database| {
        let plan = database.explain("SELECT * FROM item WHERE name = 'x'").await;
        assert_eq!((plan.sequential_scans(), plan.indexes()), (vec!["item"], vec![]));
        assert!(plan.rows_examined() == 5000 && plan.pages() >= 40, "{plan:?}");
        database.explain("DELETE FROM item").await;
        database.log_plans().await;
        let wire = database.wire().await;
        let pool = postgres::pool(wire.url(), 1).await;
        let query = sqlx::query("SELECT name FROM item WHERE id = $1").bind(7);
        let (row, traffic) = wire.watch(query.fetch_one(&pool)).await;
        assert!(row.is_ok(), "what was explained was taken back");
        let plans = traffic.plans();
        assert_eq!(plans.iter().map(harness::Plan::query).collect::<Vec<_>>(), ["SELECT name FROM item WHERE id = $1"]);
        assert_eq!((plans[0].indexes(), plans[0].rows_examined()), (vec!["item_pkey"], 1));
    });
}

#[test]
fn a_commit_can_be_carried_out_and_never_heard_of() {
    postgres::test(FIXTURE, async |database| {
        let wire = database.wire().await;
        let pool = postgres::pool(wire.url(), 1).await;
        wire.cut_reply_to("COMMIT");
        let mut transaction = pool.begin().await.expect("it begins");
        sqlx::query("DELETE FROM item WHERE id = 1").execute(&mut *transaction).await.expect("it is carried out");
        assert!(transaction.commit().await.is_err());
        assert_eq!(database.value::<i64>("SELECT count(*) FROM item").await, 4999);
        wire.cut_before("DELETE");
        assert!(sqlx::query("DELETE FROM item").execute(&pool).await.is_err());
        assert_eq!(database.value::<i64>("SELECT count(*) FROM item").await, 4999);
    });
}

#[test]
fn the_servers_own_view_is_told() {
    postgres::test(FIXTURE, async |database| {
        let pool = database.pool(2).await;
        let (mut first, mut second) = (pool.begin().await.expect("it begins"), pool.begin().await.expect("it begins"));
        let change = "UPDATE item SET name = 'x' WHERE id = 1";
        sqlx::query(change).execute(&mut *first).await.expect("nobody holds it");
        assert_eq!((database.connections().await, database.idle_in_transaction().await), (2, 2));
        let waits = async {
            while database.waiting_for_locks().await == 0 {
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
            first.rollback().await
        };
        let (changed, waited) = tokio::join!(sqlx::query(change).execute(&mut *second), waits);
        assert!(changed.is_ok() && waited.is_ok());
        database.end_connections().await;
        assert!(second.commit().await.is_err());
    });
}

#[test]
fn clients_meet_on_the_server() {
    postgres::test("CREATE TABLE counter (n int); INSERT INTO counter VALUES (0)", async |database| {
        let pool = database.pool(8).await;
        together(8, async |_| {
            let n: i32 = sqlx::query_scalar("SELECT n FROM counter").fetch_one(&pool).await.expect("it is there");
            sqlx::query("UPDATE counter SET n = $1").bind(n + 1).execute(&pool).await.expect("it is there");
        })
        .await;
        assert!(database.value::<i32>("SELECT n FROM counter").await < 8, "updates are lost");
    });
}

#[test]
fn rows_are_given_as_the_server_writes_them() {
    postgres::test("", async |database| {
        let rows =
            database.rows("SELECT 1.50, NULL, true, DATE '2026-01-02' UNION ALL SELECT 2, 'a', false, NULL").await;
        let row = |texts: [Option<&str>; 4]| texts.map(|text| text.map(str::to_owned)).to_vec();
        let expected = [[Some("1.50"), None, Some("t"), Some("2026-01-02")], [Some("2"), Some("a"), Some("f"), None]];
        assert_eq!(rows, expected.map(row));
    });
}
