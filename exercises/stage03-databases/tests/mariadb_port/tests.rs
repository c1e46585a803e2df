//! "It is all SQL." The port compiles, the demonstration works, and then: two tasks are one because they differ in upper and
//! lower case only; somebody looks for an owl and finds a snail, for to the database they are the same character; a deadline
//! moves by two hours between two servers; a save takes the comments of the task with it; a title loses its end without a
//! word; and on the first busy day every tenth order fails with "try restarting transaction", and nobody does.

use std::time::Duration;

use harness::mariadb::Database;
use harness::{assert_within, mariadb, together};
use sqlx::mysql::{MySqlConnectOptions, MySqlPoolOptions};
use sqlx::types::time::OffsetDateTime;
use sqlx::{AssertSqlSafe, Connection, Executor, MySqlPool};

use super::kata::{Change, MySqlTaskRepo, NewTask, Patch, RepoError, Saved, StockError, Task, schema};

/// Runs a test in a database with the kata's tables, and two projects.
fn test(body: impl AsyncFnOnce(Database)) {
    let schema = schema();
    mariadb::test("", async |database| {
        let tables = sqlx::raw_sql(AssertSqlSafe(schema)).execute(&mut database.connection().await).await;
        tables.unwrap_or_else(|error| panic!("MariaDB refuses your tables: {error}"));
        fill(&database, "INSERT INTO project (id, name) VALUES (1, 'Shop'), (2, 'Warehouse')").await;
        body(database).await;
    });
}

/// Carries out SQL on the kata's tables.
async fn fill(database: &Database, sql: &str) {
    let filled = sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut database.connection().await).await;
    filled.unwrap_or_else(|error| panic!("your tables refuse `{sql}`: {error}"));
}

async fn repo(database: &Database) -> MySqlTaskRepo {
    MySqlTaskRepo::new(database.pool(2).await)
}

/// A pool whose sessions have settings of their own.
async fn pool_that_says(url: &str, connections: u32, setting: &'static str) -> MySqlPool {
    let options = MySqlPoolOptions::new().max_connections(connections);
    let options = options
        .after_connect(move |connection, _| Box::pin(async move { connection.execute(setting).await.map(|_| ()) }));
    options.connect(url).await.expect("the server answers")
}

fn new(code: &str, title: &str) -> NewTask {
    NewTask { project_id: 1, code: code.to_owned(), title: title.to_owned(), notes: None, due: None }
}

fn titled(title: &str) -> Patch {
    Patch { title: Some(title.to_owned()), ..Patch::default() }
}

/// What must go well in this test.
#[track_caller]
fn good<T>(result: Result<T, RepoError>) -> T {
    result.unwrap_or_else(|error| panic!("this is refused: {error:?}"))
}

/// The outcome in words.
fn outcome<T>(result: &Result<T, RepoError>) -> String {
    match result {
        Ok(_) => "done".to_owned(),
        Err(RepoError::NotFound) => "not found".to_owned(),
        Err(RepoError::Conflict { current }) => format!("conflict: now at {current}"),
        Err(RepoError::Duplicate) => "duplicate".to_owned(),
        Err(RepoError::UnknownProject) => "unknown project".to_owned(),
        Err(RepoError::Invalid) => "invalid".to_owned(),
        Err(RepoError::Database(error)) => format!("database: {error}"),
    }
}

fn reserved(result: &Result<(), StockError>) -> String {
    match result {
        Ok(()) => "reserved".to_owned(),
        Err(StockError::UnknownSku(sku)) => format!("unknown: {sku}"),
        Err(StockError::OutOfStock { sku, available }) => format!("out of stock: {available} of {sku}"),
        Err(StockError::Busy) => "busy".to_owned(),
        Err(StockError::Database(error)) => format!("database: {error}"),
    }
}

type Fields<'a> = ((u64, &'a str), (&'a str, Option<&'a str>), (bool, u32));

/// What a task holds, but for its id and when it is due.
fn fields(task: &Task) -> Fields<'_> {
    ((task.project_id, &task.code), (&task.title, task.notes.as_deref()), (task.done, task.version))
}

/// What a task that was just made of this holds.
fn made_of(new: &NewTask) -> Fields<'_> {
    ((new.project_id, &new.code), (&new.title, new.notes.as_deref()), (false, 1))
}

fn codes(tasks: &[Task]) -> Vec<&str> {
    tasks.iter().map(|task| task.code.as_str()).collect()
}

async fn stock(database: &Database, pieces: &str) {
    fill(database, &format!("INSERT INTO stock (sku, available) VALUES {pieces}")).await;
}

/// What is left of everything, and what is reserved: `apple 3, pear 0 | 7 apple 2`.
async fn books(database: &Database) -> String {
    let left = "SELECT COALESCE(GROUP_CONCAT(CONCAT(sku, ' ', available) ORDER BY sku SEPARATOR ', '), '') FROM stock";
    let taken = "SELECT COALESCE(GROUP_CONCAT(CONCAT(order_id, ' ', sku, ' ', quantity) ORDER BY order_id, sku SEPARATOR ', '), '') FROM reservation";
    format!("{} | {}", database.value::<String>(left).await, database.value::<String>(taken).await)
}

/// Waits until somebody holds this row of the stock.
async fn is_locked(database: &Database, sku: &str) {
    let probe =
        format!("SELECT count(*) FROM (SELECT sku FROM stock WHERE sku = '{sku}' FOR UPDATE SKIP LOCKED) AS free");
    while database.value::<i64>(&probe).await > 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// What `call` gives while somebody else does something, which is left undone when the call is over.
async fn beside<T>(call: impl Future<Output = T>, other: impl Future<Output = ()>) -> T {
    let other = async {
        other.await;
        std::future::pending::<()>().await;
    };
    tokio::select! {
        result = call => result,
        () = other => unreachable!("it goes on for ever"),
    }
}

mod behaviour {
    use harness::{assert, assert_eq};

    use super::*;

    #[test]
    fn a_task_that_is_created_can_be_read() {
        test(async |database| {
            let repo = repo(&database).await;
            let due = OffsetDateTime::from_unix_timestamp(1_790_000_000).ok();
            let wanted = NewTask { notes: Some("blue".to_owned()), due, ..new("A", "Door") };
            let created = good(repo.create(wanted.clone()).await);
            assert_eq!(fields(&created), made_of(&wanted));
            assert!(created.due == wanted.due);
            let other = good(repo.create(NewTask { project_id: 2, ..new("A", "Window") }).await);
            assert!(created.id != other.id);
            assert_eq!(fields(&good(repo.get(created.id).await)), fields(&created));
            assert_eq!(fields(&good(repo.get(other.id).await)), ((2, "A"), ("Window", None), (false, 1)));
            assert_eq!(outcome(&repo.get(created.id + 1000).await), "not found");
        });
    }

    #[test]
    fn a_patch_changes_what_it_names_and_nothing_else() {
        test(async |database| {
            let repo = repo(&database).await;
            let task = good(repo.create(NewTask { notes: Some("blue".to_owned()), ..new("A", "Door") }).await);
            let other = good(repo.create(new("B", "Window")).await);
            let mut expected = ((1, "A"), ("Door", Some("blue")), (false, 1));
            let patches = [
                titled("Gate"),
                Patch { done: Some(true), ..Patch::default() },
                Patch { notes: Change::Clear, ..Patch::default() },
                Patch { notes: Change::Set("red".to_owned()), ..Patch::default() },
                Patch::default(),
                Patch { done: Some(false), ..titled("Door") },
            ];
            for patch in &patches {
                let changed = good(repo.update(task.id, expected.2.1, patch.clone()).await);
                expected.1.0 = patch.title.as_deref().unwrap_or(expected.1.0);
                expected.1.1 = match &patch.notes {
                    Change::Keep => expected.1.1,
                    Change::Clear => None,
                    Change::Set(notes) => Some(notes),
                };
                expected.2 = (patch.done.unwrap_or(expected.2.0), expected.2.1 + 1);
                assert_eq!(fields(&changed), expected);
                assert_eq!(fields(&good(repo.get(task.id).await)), expected);
            }
            assert_eq!(fields(&good(repo.get(other.id).await)), ((1, "B"), ("Window", None), (false, 1)));
        });
    }

    #[test]
    fn a_patch_for_an_old_version_is_a_conflict_and_changes_nothing() {
        test(async |database| {
            let repo = repo(&database).await;
            let task = good(repo.create(new("A", "Door")).await);
            good(repo.update(task.id, 1, titled("Gate")).await);
            assert_eq!(outcome(&repo.update(task.id, 1, titled("Hatch")).await), "conflict: now at 2");
            assert_eq!(outcome(&repo.update(task.id + 1000, 1, titled("Hatch")).await), "not found");
            assert_eq!(fields(&good(repo.get(task.id).await)), ((1, "A"), ("Gate", None), (false, 2)));
        });
    }

    // REPLACE deletes the row and inserts another: a new id, version 1, and the comments are gone with the old one.
    #[test]
    fn an_upsert_leaves_what_it_was_not_given() {
        test(async |database| {
            let repo = repo(&database).await;
            fill(
                &database,
                "CREATE TABLE comment (task_id BIGINT UNSIGNED NOT NULL, body TEXT NOT NULL,
                    FOREIGN KEY (task_id) REFERENCES task (id) ON DELETE CASCADE)",
            )
            .await;
            let task = good(repo.create(new("A", "Door")).await);
            good(repo.update(task.id, 1, Patch { done: Some(true), ..Patch::default() }).await);
            fill(&database, &format!("INSERT INTO comment VALUES ({}, 'Looks good')", task.id)).await;
            let saved = good(repo.upsert(new("A", "Gate")).await).task;
            assert_eq!(fields(&saved), ((1, "A"), ("Gate", None), (true, 3)));
            assert!(saved.id == task.id);
            assert_eq!(database.value::<i64>("SELECT count(*) FROM comment").await, 1);
        });
    }

    // Affected rows: 1 inserted, 2 changed, and 0 or 1 where the row was like that already.
    #[test]
    fn an_upsert_says_whether_the_task_is_new() {
        test(async |database| {
            let repo = repo(&database).await;
            let said = |saved: &Saved| (saved.is_new, saved.task.version);
            let first = good(repo.upsert(NewTask { notes: Some("blue".to_owned()), ..new("A", "Door") }).await);
            assert_eq!(said(&first), (true, 1));
            let same = good(repo.upsert(NewTask { notes: Some("blue".to_owned()), ..new("A", "Door") }).await);
            assert_eq!(said(&same), (false, 2));
            let other = good(repo.upsert(new("A", "Gate")).await);
            assert_eq!(said(&other), (false, 3));
            assert_eq!(fields(&other.task), ((1, "A"), ("Gate", None), (false, 3)));
            assert!(first.task.id == other.task.id);
            assert_eq!(said(&good(repo.upsert(NewTask { project_id: 2, ..new("A", "Gate") }).await)), (true, 1));
            assert_eq!(fields(&good(repo.get(first.task.id).await)), fields(&other.task));
        });
    }

    #[test]
    fn a_search_looks_into_title_and_notes_in_any_case() {
        test(async |database| {
            let repo = repo(&database).await;
            for (code, title, notes) in [
                ("D", "Paint the Door", None),
                ("C", "Buy paint", Some("for the door")),
                ("B", "Clean up", Some("a DOORMAT")),
                ("A", "Odd", Some("or even")),
            ] {
                good(repo.create(NewTask { notes: notes.map(str::to_owned), ..new(code, title) }).await);
            }
            assert_eq!(codes(&good(repo.search("door", 9).await)), ["D", "C", "B"]);
            assert_eq!(codes(&good(repo.search("PAINT", 9).await)), ["D", "C"]);
            assert_eq!(codes(&good(repo.search("door", 2).await)), ["D", "C"]);
            assert_eq!(codes(&good(repo.search("ddor", 9).await)), [""; 0]);
            assert_eq!(codes(&good(repo.search("", 9).await)), ["D", "C", "B", "A"]);
        });
    }

    // INSERT IGNORE makes warnings of all of these.
    #[test]
    fn what_the_tables_refuse_has_a_name() {
        test(async |database| {
            let repo = repo(&database).await;
            let task = good(repo.create(new("A", "Door")).await);
            assert_eq!(outcome(&repo.create(new("A", "Gate")).await), "duplicate");
            for (bad, expected) in [
                (NewTask { project_id: 9, ..new("B", "Gate") }, "unknown project"),
                (new("B", ""), "invalid"),
                (new("B", &"🦉".repeat(81)), "invalid"),
                (new("", "Gate"), "invalid"),
                (new(&"é".repeat(41), "Gate"), "invalid"),
            ] {
                assert_eq!(outcome(&repo.create(bad.clone()).await), expected);
                assert_eq!(outcome(&repo.upsert(bad).await), expected);
            }
            assert_eq!(outcome(&repo.update(task.id, 1, titled("")).await), "invalid");
            assert_eq!(outcome(&repo.create(new(&"é".repeat(40), &"🦉".repeat(80))).await), "done");
            assert_eq!(good(repo.search("", 9).await).len(), 2);
            assert_eq!(fields(&good(repo.get(task.id).await)), ((1, "A"), ("Door", None), (false, 1)));
        });
    }

    #[test]
    fn what_is_reserved_is_taken_from_the_stock() {
        test(async |database| {
            let repo = repo(&database).await;
            stock(&database, "('apple', 5), ('pear', 2)").await;
            assert_eq!(reserved(&repo.reserve(7, &[("apple", 2)]).await), "reserved");
            assert_eq!(reserved(&repo.reserve(8, &[("pear", 2), ("apple", 1)]).await), "reserved");
            assert_eq!(books(&database).await, "apple 2, pear 0 | 7 apple 2, 8 apple 1, 8 pear 2");
        });
    }

    #[test]
    fn an_order_is_reserved_as_a_whole_or_not_at_all() {
        test(async |database| {
            let repo = repo(&database).await;
            stock(&database, "('apple', 5), ('pear', 2)").await;
            for (lines, expected) in [
                ([("apple", 2), ("pear", 3)], "out of stock: 2 of pear"),
                ([("pear", 1), ("apple", 6)], "out of stock: 5 of apple"),
                ([("apple", 1), ("plum", 1)], "unknown: plum"),
            ] {
                assert_eq!(reserved(&repo.reserve(7, &lines).await), expected);
                assert_eq!(books(&database).await, "apple 5, pear 2 | ");
            }
        });
    }

    #[test]
    fn lines_for_the_same_thing_are_added_up() {
        test(async |database| {
            let repo = repo(&database).await;
            stock(&database, "('apple', 5)").await;
            assert_eq!(reserved(&repo.reserve(7, &[("apple", 2), ("apple", 2)]).await), "reserved");
            assert_eq!(reserved(&repo.reserve(8, &[("apple", 1), ("apple", 1)]).await), "out of stock: 1 of apple");
            assert_eq!(books(&database).await, "apple 1 | 7 apple 4");
        });
    }
}

mod edge_cases {
    use std::error::Error;

    use harness::{assert, assert_eq};

    use super::*;

    // Equal is what the collation says. The default one ignores case and accents, and nearly all of them ignore spaces at
    // the end.
    #[test]
    fn codes_that_differ_in_anything_are_different() {
        test(async |database| {
            let repo = repo(&database).await;
            let spellings = ["SHOP-1", "shop-1", "Shop-1", "shöp-1", "SHOP-1 ", "ＳＨＯＰ-1"];
            for code in spellings {
                assert_eq!(outcome(&repo.create(new(code, "Door")).await), "done", "for `{code}`");
            }
            assert!(!good(repo.upsert(new("shop-1", "Gate")).await).is_new);
            assert_eq!(codes(&good(repo.search("gate", 9).await)), ["shop-1"]);
            stock(&database, "('apple', 1), ('Apple', 1)").await;
            assert_eq!(reserved(&repo.reserve(7, &[("Apple", 1)]).await), "reserved");
            assert_eq!(reserved(&repo.reserve(8, &[("APPLE", 1)]).await), "unknown: APPLE");
        });
    }

    // `utf8` is three bytes at most, and an owl has four. And to `general_ci` all that have four are one.
    #[test]
    fn an_owl_is_stored_and_is_no_snail() {
        test(async |database| {
            let repo = repo(&database).await;
            let notes = Some("日本 𝕏 ‘naïve’".to_owned());
            let owl = good(repo.create(NewTask { notes, ..new("🦉", "Feed the 🦉") }).await);
            assert_eq!(fields(&owl), ((1, "🦉"), ("Feed the 🦉", Some("日本 𝕏 ‘naïve’")), (false, 1)));
            good(repo.create(new("🐌", "Feed the 🐌")).await);
            assert_eq!(codes(&good(repo.search("🦉", 9).await)), ["🦉"]);
            assert_eq!(codes(&good(repo.search("🐌", 9).await)), ["🐌"]);
            assert_eq!(codes(&good(repo.search("🐢", 9).await)), [""; 0]);
        });
    }

    #[test]
    fn a_search_takes_its_text_literally() {
        test(async |database| {
            let repo = repo(&database).await;
            for (code, title) in [("A", "100% sure"), ("B", "1000 sheets"), ("C", "a_b"), ("D", "axb"), ("E", r"a\b")] {
                good(repo.create(new(code, title)).await);
            }
            for (words, expected) in [
                ("100%", vec!["A"]),
                ("%", vec!["A"]),
                ("a_b", vec!["C"]),
                (r"a\b", vec!["E"]),
                (r"\", vec!["E"]),
                ("' OR 1=1 -- ", vec![]),
            ] {
                assert_eq!(codes(&good(repo.search(words, 9).await)), expected, "looking for `{words}`");
            }
        });
    }

    // Half of the numbers of a `BIGINT UNSIGNED` are too large for an `i64`.
    #[test]
    fn ids_use_all_of_their_bits() {
        test(async |database| {
            let repo = repo(&database).await;
            let (project_id, id) = (u64::MAX, u64::MAX - 9);
            fill(&database, &format!("INSERT INTO project (id, name) VALUES ({project_id}, 'Last')")).await;
            fill(&database, &format!("ALTER TABLE task AUTO_INCREMENT = {id}")).await;
            let task = good(repo.create(NewTask { project_id, ..new("A", "Door") }).await);
            assert_eq!((task.id, task.project_id), (id, project_id));
            let task = good(repo.update(id, 1, titled("Gate")).await);
            assert_eq!((task.id, task.project_id), (id, project_id));
            assert!(good(repo.upsert(NewTask { project_id, ..new("A", "Hatch") }).await).task.id == id);
            assert_eq!(good(repo.get(id).await).title, "Hatch");
            stock(&database, "('apple', 5)").await;
            assert_eq!(reserved(&repo.reserve(u64::MAX, &[("apple", 1)]).await), "reserved");
        });
    }

    // A TIMESTAMP is converted by the session's time zone, both ways, and ends in January 2038. Both types round to whole
    // seconds unless they are told otherwise.
    #[test]
    fn a_moment_is_the_same_in_every_session() {
        test(async |database| {
            let home = repo(&database).await;
            let options: MySqlConnectOptions = database.url().parse().expect("it is a URL");
            let options = options.timezone(Some("+05:30".to_owned()));
            let abroad = MySqlPoolOptions::new().max_connections(1).connect_with(options).await;
            let abroad = MySqlTaskRepo::new(abroad.expect("the server answers"));
            for (code, microseconds) in [
                ("now", 1_790_000_000_123_456_i128),
                ("later", 4_102_444_800_000_001),
                ("before", -1_000_000),
                ("night", 1_774_747_800_000_000),
            ] {
                let due = OffsetDateTime::from_unix_timestamp_nanos(microseconds * 1000).expect("it is a moment");
                let task = good(home.create(NewTask { due: Some(due), ..new(code, "Door") }).await);
                let read = good(abroad.get(task.id).await).due.map(OffsetDateTime::unix_timestamp_nanos);
                assert_eq!(read, Some(microseconds * 1000), "written at home, for {code}");
                let task = good(abroad.upsert(NewTask { due: Some(due), ..new(code, "Gate") }).await).task;
                let read = good(home.get(task.id).await).due.map(OffsetDateTime::unix_timestamp_nanos);
                assert_eq!(read, Some(microseconds * 1000), "written abroad, for {code}");
            }
        });
    }

    // Without strict mode a value that does not fit is cut until it does, and the server warns whoever asks for warnings.
    #[test]
    fn nothing_is_cut_off_in_a_session_that_is_not_strict() {
        test(async |database| {
            let repo = MySqlTaskRepo::new(pool_that_says(database.url(), 1, "SET sql_mode = ''").await);
            let task = good(repo.create(new("A", &"x".repeat(80))).await);
            assert_eq!(outcome(&repo.create(new("B", &"x".repeat(81))).await), "invalid");
            assert_eq!(outcome(&repo.create(new(&"B".repeat(41), "Gate")).await), "invalid");
            assert_eq!(outcome(&repo.update(task.id, 1, titled(&"y".repeat(81))).await), "invalid");
            assert_eq!(outcome(&repo.upsert(new("A", &"z".repeat(81))).await), "invalid");
            assert_eq!(codes(&good(repo.search("", 9).await)), ["A"]);
        });
    }

    // An error ends in a log and in an answer: it must say what happened, and the log wants the cause as well.
    #[test]
    fn errors_say_what_happened_and_what_it_came_from() {
        let words = [RepoError::NotFound, RepoError::Duplicate, RepoError::UnknownProject, RepoError::Invalid]
            .map(|error| (error.to_string(), error.source().is_some()));
        assert!(words.iter().all(|(words, has_source)| !words.is_empty() && !has_source));
        assert!(RepoError::Conflict { current: 47 }.to_string().contains("47"));
        assert!(StockError::UnknownSku("apple".to_owned()).to_string().contains("apple"));
        let out = StockError::OutOfStock { sku: "pear".to_owned(), available: 47 };
        assert!(out.to_string().contains("47") && out.to_string().contains("pear") && out.source().is_none());
        assert!(!StockError::Busy.to_string().is_empty());
        let cause = sqlx::Error::PoolTimedOut.to_string();
        let (repo, stock) =
            (RepoError::Database(sqlx::Error::PoolTimedOut), StockError::Database(sqlx::Error::PoolTimedOut));
        assert!(!repo.to_string().is_empty() && !stock.to_string().is_empty());
        assert_eq!(repo.source().map(ToString::to_string), Some(cause.clone()));
        assert_eq!(stock.source().map(ToString::to_string), Some(cause));
    }
}

mod complexity {
    use harness::assert_eq;

    use super::*;

    #[test]
    fn each_method_asks_as_little_as_it_can() {
        test(async |database| {
            let wire = database.wire().await;
            let repo = MySqlTaskRepo::new(mariadb::pool(wire.url(), 1).await);
            let (task, traffic) = wire.watch(repo.create(new("A", "Door"))).await;
            assert_within!("create", traffic.queries().len() as u64, "statements", "insert, and read at most", 2);
            let id = good(task).id;
            let (task, traffic) = wire.watch(repo.update(id, 1, titled("Gate"))).await;
            assert_within!("update", traffic.queries().len() as u64, "statements", "change and read", 2);
            assert_eq!(fields(&good(task)), ((1, "A"), ("Gate", None), (false, 2)));
            let (saved, traffic) = wire.watch(repo.upsert(new("A", "Hatch"))).await;
            assert_within!("upsert", traffic.queries().len() as u64, "statements", "insert, and read at most", 2);
            good(saved);
            let (found, traffic) = wire.watch(repo.search("hatch", 9)).await;
            assert_within!("search", traffic.queries().len() as u64, "statements", "a question", 1);
            assert_eq!(codes(&good(found)), ["A"]);
        });
    }
}

mod concurrency {
    use harness::{assert, assert_eq};

    use super::*;

    #[test]
    fn sixty_four_buyers_get_what_is_there_and_no_more() {
        test(async |database| {
            let repo = MySqlTaskRepo::new(database.pool(8).await);
            stock(&database, "('apple', 40)").await;
            let said = together(64, async |buyer| reserved(&repo.reserve(buyer as u64, &[("apple", 1)]).await)).await;
            assert_eq!(said.iter().filter(|said| *said == "reserved").count(), 40);
            assert_eq!(said.iter().filter(|said| *said == "out of stock: 0 of apple").count(), 24);
            assert_eq!(database.value::<i64>("SELECT CAST(available AS SIGNED) FROM stock").await, 0);
            assert_eq!(database.value::<i64>("SELECT count(*) FROM reservation").await, 40);
        });
    }

    // One puts apples and pears into the basket, the other pears and apples: each has what the other needs.
    #[test]
    fn orders_in_opposite_directions_all_come_through() {
        test(async |database| {
            let repo = MySqlTaskRepo::new(database.pool(8).await);
            stock(&database, "('apple', 100), ('pear', 100), ('plum', 100)").await;
            let lines = [[("apple", 1), ("pear", 1), ("plum", 1)], [("plum", 1), ("pear", 1), ("apple", 1)]];
            let said = together(24, async |buyer| reserved(&repo.reserve(buyer as u64, &lines[buyer % 2]).await)).await;
            assert_eq!(said, vec!["reserved"; 24]);
            let left = database.rows("SELECT available FROM stock").await;
            assert_eq!(left, vec![vec![Some("76".to_owned())]; 3]);
        });
    }

    #[test]
    fn of_twenty_who_update_one_version_one_wins() {
        test(async |database| {
            let repo = MySqlTaskRepo::new(database.pool(8).await);
            let task = good(repo.create(new("A", "Door")).await);
            let results =
                together(20, async |client| repo.update(task.id, 1, titled(&format!("{client}"))).await).await;
            let winners: Vec<&Task> = results.iter().filter_map(|result| result.as_ref().ok()).collect();
            assert_eq!(winners.len(), 1);
            assert_eq!(results.iter().filter(|&result| outcome(result) == "conflict: now at 2").count(), 19);
            let stored = good(repo.get(task.id).await);
            assert!(stored.title == winners[0].title && stored.version == 2);
        });
    }

    // Inserts into the same gap of an index can lock each other out, although each is a single statement.
    #[test]
    fn upserts_of_one_code_make_one_task_and_a_version_each() {
        test(async |database| {
            let repo = MySqlTaskRepo::new(database.pool(8).await);
            let mut saved = together(24, async |client| good(repo.upsert(new("A", &format!("{client}"))).await)).await;
            saved.sort_by_key(|saved| saved.task.version);
            let versions: Vec<u32> = saved.iter().map(|saved| saved.task.version).collect();
            assert_eq!(versions, (1..=24).collect::<Vec<_>>());
            assert_eq!(saved.iter().filter(|saved| saved.is_new).count(), 1);
            let stored = good(repo.get(saved[0].task.id).await);
            assert!(stored.title == saved[23].task.title && stored.version == 24);
        });
    }

    // The other transaction holds pears and asks for apples when the kata holds apples and asks for pears. It has changed
    // more rows, so the server ends the kata's.
    #[test]
    fn a_deadlock_is_tried_again() {
        test(async |database| {
            let repo = repo(&database).await;
            stock(&database, "('apple', 5), ('pear', 5)").await;
            let many: Vec<String> = (100..160).map(|id| format!("({id}, 'x')")).collect();
            let many = format!("INSERT INTO project (id, name) VALUES {}", many.join(", "));
            let mut other = database.connection().await;
            let mut theirs = other.begin().await.expect("it begins");
            theirs.execute(AssertSqlSafe(many)).await.expect("they are new");
            theirs.execute("UPDATE stock SET available = 4 WHERE sku = 'pear'").await.expect("nobody holds it");
            let deadlock = async {
                is_locked(&database, "apple").await;
                theirs
                    .execute("UPDATE stock SET available = 4 WHERE sku = 'apple'")
                    .await
                    .expect("it is the stronger one");
                theirs.commit().await.expect("it commits");
            };
            let said = beside(repo.reserve(7, &[("apple", 1), ("pear", 1)]), deadlock).await;
            assert_eq!(reserved(&said), "reserved");
            assert_eq!(books(&database).await, "apple 3, pear 3 | 7 apple 1, 7 pear 1");
        });
    }

    /// Has the first reservations refused, so many, with an error of this number, as the server would refuse them: a
    /// statement fails, and the transaction is still there. The counter is no part of any transaction.
    async fn refuse(database: &Database, times: u32, number: u32) {
        let trigger = format!(
            "CREATE TABLE refused (times INT) ENGINE = Aria TRANSACTIONAL = 0;
            INSERT INTO refused VALUES (0);
            CREATE TRIGGER refuse BEFORE INSERT ON reservation FOR EACH ROW BEGIN
                UPDATE refused SET times = times + 1;
                IF (SELECT times FROM refused) <= {times} THEN
                    SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = {number};
                END IF;
            END"
        );
        database.execute(&trigger).await;
    }

    // "Lock wait timeout exceeded; try restarting transaction": it is the statement that was rolled back, and not what came
    // before it. Whoever goes on in the same transaction takes the apples twice.
    #[test]
    fn a_lock_that_does_not_come_in_time_is_tried_again_from_the_start() {
        test(async |database| {
            let repo = repo(&database).await;
            stock(&database, "('apple', 9)").await;
            refuse(&database, 2, 1205).await;
            assert_eq!(reserved(&repo.reserve(7, &[("apple", 1)]).await), "reserved");
            assert_eq!(books(&database).await, "apple 8 | 7 apple 1");
        });
    }

    // The real thing: somebody holds the apples longer than a second.
    #[test]
    fn whoever_holds_the_stock_too_long_is_outlasted() {
        test(async |database| {
            let wire = database.wire().await;
            let pool = pool_that_says(wire.url(), 1, "SET innodb_lock_wait_timeout = 1").await;
            let repo = MySqlTaskRepo::new(pool);
            stock(&database, "('apple', 9)").await;
            let mut other = database.connection().await;
            let mut theirs = other.begin().await.expect("it begins");
            theirs.execute("UPDATE stock SET available = 8").await.expect("nobody holds it");
            let hold = async {
                // The kata waits in one transaction, gives up after a second, and begins another.
                let begins = |statement: &&String| {
                    let statement = statement.to_lowercase();
                    statement.starts_with("begin") || statement.starts_with("start transaction")
                };
                while wire.traffic().statements.iter().filter(begins).count() < 2 {
                    tokio::time::sleep(Duration::from_millis(5)).await;
                }
                theirs.commit().await.expect("it commits");
            };
            assert_eq!(reserved(&beside(repo.reserve(7, &[("apple", 1)]), hold).await), "reserved");
            assert_eq!(books(&database).await, "apple 7 | 7 apple 1");
        });
    }

    #[test]
    fn an_order_that_never_comes_through_is_given_up_and_takes_nothing() {
        test(async |database| {
            let repo = repo(&database).await;
            stock(&database, "('apple', 9)").await;
            refuse(&database, 1_000_000, 1213).await;
            assert_eq!(reserved(&repo.reserve(7, &[("apple", 1)]).await), "busy");
            assert_eq!(books(&database).await, "apple 9 | ");
            let tried: i64 = database.value("SELECT CAST(times AS SIGNED) FROM refused").await;
            assert_within!("an order in a deadlock", tried.unsigned_abs(), "attempts", "a few", 20);
            assert!(tried >= 3, "it was tried {tried} times");
        });
    }

    // A failure that stays is none of that: it is told at once.
    #[test]
    fn another_error_is_not_tried_again() {
        test(async |database| {
            let repo = repo(&database).await;
            stock(&database, "('apple', 9)").await;
            refuse(&database, 1_000_000, 1146).await;
            assert!(matches!(repo.reserve(7, &[("apple", 1)]).await, Err(StockError::Database(_))));
            assert_eq!(database.value::<i64>("SELECT CAST(times AS SIGNED) FROM refused").await, 1);
            assert_eq!(books(&database).await, "apple 9 | ");
        });
    }
}
