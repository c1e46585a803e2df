//! What a test gets of a real MariaDB.
#![cfg(feature = "mariadb")]

use harness::mariadb;

const FIXTURE: &str =
    "CREATE TABLE item (id INT PRIMARY KEY, name VARCHAR(20)); INSERT INTO item VALUES (1, 'a'), (2, NULL)";

#[test]
fn every_test_has_the_fixture_for_itself_and_leaves_nothing() {
    let names = std::cell::RefCell::new(Vec::new());
    for _ in 0..2 {
        mariadb::test(FIXTURE, async |database| {
            assert_eq!(database.value::<i64>("SELECT count(*) FROM item").await, 2);
            // A transaction left open must not keep the database.
            let pool = database.pool(1).await;
            let mut transaction = pool.begin().await.expect("it begins");
            sqlx::query("DELETE FROM item").execute(&mut *transaction).await.expect("nobody holds it");
            assert_eq!(database.connections().await, 1);
            let name: String = database.value("SELECT database()").await;
            names.borrow_mut().push(name);
            std::mem::forget(transaction);
        });
    }
    mariadb::test("", async |database| {
        for name in names.take() {
            let count = format!("SELECT count(*) FROM information_schema.schemata WHERE schema_name = '{name}'");
            assert_eq!(database.value::<i64>(&count).await, 0);
        }
    });
}

#[test]
fn what_a_kata_sends_is_counted_and_can_be_cut() {
    mariadb::test(FIXTURE, async |database| {
        let wire = database.wire().await;
        let pool = mariadb::pool(wire.url(), 1).await;
        let query = || sqlx::query("SELECT name FROM item WHERE id = ?").bind(1);
        query().fetch_one(&pool).await.expect("it is there");
        let (row, traffic) = wire.watch(query().fetch_one(&pool)).await;
        assert!(row.is_ok());
        assert_eq!(traffic.queries(), ["SELECT name FROM item WHERE id = ?"]);
        wire.cut_reply_to("DELETE");
        assert!(sqlx::query("DELETE FROM item").execute(&pool).await.is_err());
        assert_eq!(database.value::<i64>("SELECT count(*) FROM item").await, 0);
    });
}

#[test]
fn rows_are_given_as_the_server_writes_them() {
    mariadb::test(FIXTURE, async |database| {
        let rows = database.rows("SELECT id, name, 1.50 FROM item ORDER BY id").await;
        let row = |texts: [Option<&str>; 3]| texts.map(|text| text.map(str::to_owned)).to_vec();
        assert_eq!(rows, [row([Some("1"), Some("a"), Some("1.50")]), row([Some("2"), None, Some("1.50")])]);
    });
}
