//! A repository looks like five lines of SQL, and works at once. What is wrong with it comes later: two people save the
//! same task, and one of them is lost without a word; somebody looks for `100%` and finds everything; an error is told
//! by its English message, until the server speaks another language; the code is looked up, is free, and is taken when
//! the row comes. Each test below is such a day.

use std::collections::BTreeSet;
use std::pin::pin;
use std::time::Duration;

use harness::postgres::Database;
use harness::{assert_within, postgres, together};
use sqlx::{Postgres, Transaction};

use super::kata::{Change, NewTask, Patch, Query, RepoError, Task, TaskRepo};

/// What the database looks like: the README shows it too.
const SCHEMA: &str = "
    CREATE TABLE project (id bigint PRIMARY KEY, name text NOT NULL);
    CREATE TABLE task (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        project_id bigint NOT NULL CONSTRAINT task_project REFERENCES project,
        code text NOT NULL,
        title text NOT NULL CONSTRAINT task_title_length CHECK (char_length(title) BETWEEN 1 AND 80),
        notes text,
        priority smallint NOT NULL CONSTRAINT task_priority_range CHECK (priority BETWEEN 1 AND 5),
        done boolean NOT NULL DEFAULT false,
        version integer NOT NULL DEFAULT 1,
        CONSTRAINT task_code UNIQUE (project_id, code)
    );
    CREATE TABLE comment (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        task_id bigint NOT NULL REFERENCES task ON DELETE CASCADE,
        body text NOT NULL
    );
    INSERT INTO project VALUES (1, 'Shop'), (2, 'Warehouse');";

/// Values that become SQL as soon as somebody puts them between quotes.
const HOSTILE: [&str; 12] = [
    "O'Brien",
    "'; DROP TABLE task; --",
    "\\'; DROP TABLE task; --",
    "' OR '1'='1",
    "') OR true --",
    "$1, $2; {} {{}}",
    "\"; SELECT pg_sleep(9); --",
    "$$; DELETE FROM project; $$",
    "/* */ -- ;",
    "50% of_all \\ 100%",
    "🦉 Größe ‘naïve’ 日本",
    "line one\n\tline two",
];

async fn repo(database: &Database) -> TaskRepo {
    TaskRepo::new(database.pool(2).await)
}

fn new(code: &str, title: &str) -> NewTask {
    NewTask { project_id: 1, code: code.to_owned(), title: title.to_owned(), notes: None, priority: 3 }
}

fn titled(title: &str) -> Patch {
    Patch { title: Some(title.to_owned()), ..Patch::default() }
}

/// Looks for a text in all tasks.
fn text(text: &str) -> Query {
    Query { text: text.to_owned(), project_id: None, done: None, limit: 1000 }
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
        Err(RepoError::Invalid(what)) => format!("invalid: {what}"),
        Err(RepoError::Database(sqlx::Error::Database(error))) => {
            format!("database: {}", error.code().unwrap_or_default())
        }
        Err(RepoError::Database(_)) => "database".to_owned(),
    }
}

/// What the table says of a task: project and code, title, notes and priority, whether it is done and its version.
type Fields<'a> = ((i64, &'a str), (&'a str, Option<&'a str>, i16), (bool, i32));

/// What a task holds, but for its id, which depends on how often the database was asked for one.
fn fields(task: &Task) -> Fields<'_> {
    ((task.project_id, &task.code), (&task.title, task.notes.as_deref(), task.priority), (task.done, task.version))
}

fn codes(tasks: &[Task]) -> Vec<&str> {
    tasks.iter().map(|task| task.code.as_str()).collect()
}

/// What `call` gives when `theirs`, the transaction of somebody else, is committed as soon as the call waits for it.
async fn commit_when_waited_for<T>(
    database: &Database,
    theirs: Transaction<'_, Postgres>,
    call: impl Future<Output = T>,
) -> T {
    let is_waited_for = async {
        while database.waiting_for_locks().await == 0 {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    let mut call = pin!(call);
    let early = tokio::select! {
        result = &mut call => Some(result),
        () = is_waited_for => None,
    };
    theirs.commit().await.expect("it commits");
    match early {
        Some(result) => result,
        None => call.await,
    }
}

mod behaviour {
    use harness::{assert, assert_eq};

    use super::*;

    #[test]
    fn a_task_that_is_created_can_be_read() {
        postgres::test(SCHEMA, async |database| {
            let repo = repo(&database).await;
            let notes = Some("blue, and quick".to_owned());
            let created = good(repo.create(NewTask { notes, priority: 2, ..new("SHOP-1", "Paint the door") }).await);
            let expected = ((1, "SHOP-1"), ("Paint the door", Some("blue, and quick"), 2), (false, 1));
            assert_eq!(fields(&created), expected);
            let other = good(repo.create(NewTask { project_id: 2, ..new("SHOP-1", "Another project") }).await);
            assert!(created.id != other.id);
            assert_eq!(fields(&good(repo.get(created.id).await)), expected);
            let expected = ((2, "SHOP-1"), ("Another project", None, 3), (false, 1));
            assert_eq!(fields(&good(repo.get(other.id).await)), expected);
            assert_eq!(outcome(&repo.get(created.id + 1000).await), "not found");
        });
    }

    #[test]
    fn a_patch_changes_what_it_names_and_nothing_else() {
        postgres::test(SCHEMA, async |database| {
            let repo = repo(&database).await;
            let task = good(repo.create(NewTask { notes: Some("blue".to_owned()), ..new("A", "Door") }).await);
            let other = good(repo.create(new("B", "Window")).await);

            let task = good(repo.update(task.id, 1, titled("Gate")).await);
            assert_eq!(fields(&task), ((1, "A"), ("Gate", Some("blue"), 3), (false, 2)));
            let task = good(repo.update(task.id, 2, Patch { done: Some(true), ..Patch::default() }).await);
            assert_eq!(fields(&task), ((1, "A"), ("Gate", Some("blue"), 3), (true, 3)));
            let notes = Change::Set("red".to_owned());
            let task = good(repo.update(task.id, 3, Patch { priority: Some(1), notes, ..Patch::default() }).await);
            assert_eq!(fields(&task), ((1, "A"), ("Gate", Some("red"), 1), (true, 4)));
            let task = good(repo.update(task.id, 4, Patch { done: Some(false), ..Patch::default() }).await);
            assert_eq!(fields(&task), ((1, "A"), ("Gate", Some("red"), 1), (false, 5)));
            // What was given back is what is stored, and the other row is as it was.
            assert_eq!(fields(&good(repo.get(task.id).await)), fields(&task));
            assert_eq!(fields(&good(repo.get(other.id).await)), ((1, "B"), ("Window", None, 3), (false, 1)));
        });
    }

    // `COALESCE($1, notes)` takes NULL for "leave it".
    #[test]
    fn notes_can_be_cleared() {
        postgres::test(SCHEMA, async |database| {
            let repo = repo(&database).await;
            let task = good(repo.create(NewTask { notes: Some("blue".to_owned()), ..new("A", "Door") }).await);
            let task = good(repo.update(task.id, 1, Patch { notes: Change::Clear, ..Patch::default() }).await);
            assert_eq!(fields(&task), ((1, "A"), ("Door", None, 3), (false, 2)));
        });
    }

    #[test]
    fn a_patch_for_an_old_version_is_a_conflict_and_changes_nothing() {
        postgres::test(SCHEMA, async |database| {
            let repo = repo(&database).await;
            let task = good(repo.create(new("A", "Door")).await);
            good(repo.update(task.id, 1, titled("Gate")).await);
            good(repo.update(task.id, 2, titled("Portal")).await);
            assert_eq!(outcome(&repo.update(task.id, 1, titled("Hatch")).await), "conflict: now at 3");
            assert_eq!(outcome(&repo.update(task.id, 4, titled("Hatch")).await), "conflict: now at 3");
            assert_eq!(outcome(&repo.update(task.id + 1000, 1, titled("Hatch")).await), "not found");
            assert_eq!(fields(&good(repo.get(task.id).await)), ((1, "A"), ("Portal", None, 3), (false, 3)));
        });
    }

    #[test]
    fn only_the_version_that_was_seen_is_deleted() {
        postgres::test(SCHEMA, async |database| {
            let repo = repo(&database).await;
            let (task, other) =
                (good(repo.create(new("A", "Door")).await), good(repo.create(new("B", "Window")).await));
            good(repo.update(task.id, 1, titled("Gate")).await);
            assert_eq!(outcome(&repo.delete(task.id, 1).await), "conflict: now at 2");
            assert_eq!(outcome(&repo.delete(task.id, 2).await), "done");
            assert_eq!(outcome(&repo.get(task.id).await), "not found");
            assert_eq!(outcome(&repo.delete(task.id, 2).await), "not found");
            assert_eq!(outcome(&repo.get(other.id).await), "done");
        });
    }

    // Whoever holds the version of before the upsert must meet a conflict, or the upsert is overwritten unseen.
    #[test]
    fn an_upsert_creates_at_first_and_then_overwrites_and_raises_the_version() {
        postgres::test(SCHEMA, async |database| {
            let repo = repo(&database).await;
            let first = good(repo.upsert(NewTask { notes: Some("blue".to_owned()), ..new("A", "Door") }).await);
            assert_eq!(fields(&first), ((1, "A"), ("Door", Some("blue"), 3), (false, 1)));
            let again = good(repo.upsert(NewTask { priority: 1, ..new("A", "Gate") }).await);
            assert_eq!(fields(&again), ((1, "A"), ("Gate", None, 1), (false, 2)));
            assert!(first.id == again.id);
            assert_eq!(fields(&good(repo.get(first.id).await)), fields(&again));
            assert_eq!(outcome(&repo.update(first.id, 1, titled("Hatch")).await), "conflict: now at 2");
            good(repo.upsert(NewTask { project_id: 2, ..new("A", "Elsewhere") }).await);
            assert_eq!(fields(&good(repo.get(first.id).await)), fields(&again), "the code of another project");
        });
    }

    // To delete and to insert again gives the row a new id, and takes with it whatever pointed at the old one.
    #[test]
    fn an_upsert_leaves_what_it_was_not_given() {
        postgres::test(SCHEMA, async |database| {
            let repo = repo(&database).await;
            let task = good(repo.create(new("A", "Door")).await);
            good(repo.update(task.id, 1, Patch { done: Some(true), ..Patch::default() }).await);
            database.execute(&format!("INSERT INTO comment (task_id, body) VALUES ({}, 'Looks good')", task.id)).await;
            let again = good(repo.upsert(new("A", "Gate")).await);
            assert_eq!(fields(&again), ((1, "A"), ("Gate", None, 3), (true, 3)));
            let comments = format!("SELECT count(*) FROM comment WHERE task_id = {}", again.id);
            assert_eq!(database.value::<i64>(&comments).await, 1);
        });
    }

    #[test]
    fn a_search_looks_into_title_and_notes_in_any_case() {
        postgres::test(SCHEMA, async |database| {
            let repo = repo(&database).await;
            for (code, title, notes) in [
                ("A", "Paint the Door", None),
                ("B", "Buy paint", Some("for the door")),
                ("C", "Clean up", Some("a DOORMAT")),
                ("D", "Odd", Some("or even")),
                ("E", "Open the window", None),
            ] {
                good(repo.create(NewTask { notes: notes.map(str::to_owned), ..new(code, title) }).await);
            }
            assert_eq!(codes(&good(repo.search(&text("door")).await)), ["A", "B", "C"]);
            assert_eq!(codes(&good(repo.search(&text("PAINT")).await)), ["A", "B"]);
            assert_eq!(codes(&good(repo.search(&text("n the")).await)), ["E"]);
            // The end of a title and the start of the notes are no word.
            assert_eq!(codes(&good(repo.search(&text("ddor")).await)), [""; 0]);
            assert_eq!(codes(&good(repo.search(&text("")).await)), ["A", "B", "C", "D", "E"]);
        });
    }

    // Without ORDER BY, rows come as they lie in the table: in order, until one of them is changed.
    #[test]
    fn a_search_filters_sorts_and_then_limits() {
        postgres::test(SCHEMA, async |database| {
            let repo = repo(&database).await;
            let mut tasks = Vec::new();
            for (code, project_id, priority) in
                [("A", 1, 3), ("B", 2, 1), ("C", 1, 1), ("D", 1, 5), ("E", 2, 3), ("F", 1, 3)]
            {
                tasks.push(good(repo.create(NewTask { project_id, priority, ..new(code, "Task") }).await));
            }
            let done = Patch { done: Some(true), ..Patch::default() };
            for index in [0, 1] {
                good(repo.update(tasks[index].id, 1, done.clone()).await);
            }
            let all = text("");
            assert_eq!(codes(&good(repo.search(&all).await)), ["B", "C", "A", "E", "F", "D"]);
            let limited = Query { limit: 3, ..all.clone() };
            assert_eq!(codes(&good(repo.search(&limited).await)), ["B", "C", "A"]);
            let of_project = Query { project_id: Some(1), ..limited.clone() };
            assert_eq!(codes(&good(repo.search(&of_project).await)), ["C", "A", "F"]);
            let open = Query { done: Some(false), ..limited };
            assert_eq!(codes(&good(repo.search(&open).await)), ["C", "E", "F"]);
            let finished = Query { project_id: Some(1), done: Some(true), ..all.clone() };
            let found = good(repo.search(&finished).await);
            assert_eq!(codes(&found), ["A"]);
            assert_eq!(fields(&found[0]), ((1, "A"), ("Task", None, 3), (true, 2)));
            assert_eq!(good(repo.search(&Query { project_id: Some(9), ..all.clone() }).await).len(), 0);
            assert_eq!(good(repo.search(&Query { limit: 0, ..all }).await).len(), 0);
        });
    }

    #[test]
    fn what_the_table_refuses_has_a_name() {
        postgres::test(SCHEMA, async |database| {
            let repo = repo(&database).await;
            let task = good(repo.create(new("A", "Door")).await);
            assert_eq!(outcome(&repo.create(new("A", "Gate")).await), "duplicate");
            for bad in [
                (NewTask { project_id: 9, ..new("B", "Gate") }, "unknown project"),
                (NewTask { priority: 6, ..new("B", "Gate") }, "invalid: task_priority_range"),
                (new("B", ""), "invalid: task_title_length"),
                (new("B", &"🦉".repeat(81)), "invalid: task_title_length"),
            ] {
                assert_eq!(outcome(&repo.create(bad.0.clone()).await), bad.1);
                assert_eq!(outcome(&repo.upsert(bad.0).await), bad.1);
            }
            let (none, zero) = (titled(""), Patch { priority: Some(0), ..titled("Gate") });
            assert_eq!(outcome(&repo.update(task.id, 1, none).await), "invalid: task_title_length");
            assert_eq!(outcome(&repo.update(task.id, 1, zero).await), "invalid: task_priority_range");
            // 80 characters, whatever their bytes.
            assert_eq!(outcome(&repo.create(new("B", &"🦉".repeat(80))).await), "done");
            assert_eq!(fields(&good(repo.get(task.id).await)), ((1, "A"), ("Door", None, 3), (false, 1)));
        });
    }
}

mod edge_cases {
    use std::error::Error;

    use harness::{assert, assert_eq};

    use super::*;

    // In a pattern `%` is any text, `_` any character, and `\` takes the next character's meaning away.
    #[test]
    fn wildcards_in_a_search_stand_for_themselves() {
        postgres::test(SCHEMA, async |database| {
            let repo = repo(&database).await;
            for (code, title) in [("A", "100% sure"), ("B", "1000 sheets"), ("C", "a_b"), ("D", "axb"), ("E", r"a\b")] {
                good(repo.create(new(code, title)).await);
            }
            for (words, expected) in [
                ("100%", vec!["A"]),
                ("%", vec!["A"]),
                ("a_b", vec!["C"]),
                ("_", vec!["C"]),
                (r"a\b", vec!["E"]),
                (r"\", vec!["E"]),
                (r"\%", vec![]),
                ("%sure%", vec![]),
            ] {
                assert_eq!(codes(&good(repo.search(&text(words)).await)), expected, "looking for `{words}`");
            }
        });
    }

    #[test]
    fn hostile_text_is_stored_and_found_as_it_is() {
        postgres::test(SCHEMA, async |database| {
            let repo = repo(&database).await;
            let tables =
                "SELECT string_agg(tablename, ' ' ORDER BY tablename) FROM pg_tables WHERE schemaname = 'public'";
            for hostile in HOSTILE {
                let notes = Some(hostile.to_owned());
                let task = good(repo.create(NewTask { notes: notes.clone(), ..new(hostile, hostile) }).await);
                let expected = ((1, hostile), (hostile, Some(hostile), 3));
                assert_eq!((fields(&task).0, fields(&task).1), expected);
                let task = good(repo.upsert(NewTask { notes, ..new(hostile, "plain") }).await);
                assert_eq!(fields(&task), ((1, hostile), ("plain", Some(hostile), 3), (false, 2)));
                let patch = Patch { notes: Change::Set(format!("({hostile})")), ..titled(hostile) };
                let task = good(repo.update(task.id, 2, patch).await);
                let notes = format!("({hostile})");
                assert_eq!(fields(&task), ((1, hostile), (hostile, Some(notes.as_str()), 3), (false, 3)));
                assert_eq!(codes(&good(repo.search(&text(hostile)).await)), [hostile]);
                assert_eq!(database.value::<String>(tables).await, "comment project task");
            }
            assert_eq!(database.value::<i64>("SELECT count(*) FROM project").await, 2);
        });
    }

    // Rust's strings may hold U+0000, PostgreSQL's text never does.
    #[test]
    fn the_character_nul_is_invalid_to_store_and_found_nowhere() {
        postgres::test(SCHEMA, async |database| {
            let repo = repo(&database).await;
            let task = good(repo.create(new("A", "Door")).await);
            let is_invalid = |words: String| words.starts_with("invalid: ");
            assert!(is_invalid(outcome(&repo.create(new("B", "a\0b")).await)));
            assert!(is_invalid(outcome(&repo.upsert(new("A\0", "Gate")).await)));
            assert!(is_invalid(outcome(&repo.update(task.id, 1, titled("\0")).await)));
            assert_eq!(good(repo.search(&text("\0")).await).len(), 0);
            assert_eq!(good(repo.search(&text("Door\0")).await).len(), 0);
            assert_eq!(fields(&good(repo.get(task.id).await)), ((1, "A"), ("Door", None, 3), (false, 1)));
        });
    }

    // Messages are for people: another version, another language, another constraint, and the words differ. Here a
    // trigger raises each code with words that belong to all of them.
    #[test]
    fn errors_are_told_by_their_code_and_not_by_their_words() {
        postgres::test(SCHEMA, async |database| {
            let words = "duplicate key value violates unique constraint, foreign key constraint, check constraint";
            database
                .execute(&format!(
                    "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                        RAISE EXCEPTION '{words}' USING ERRCODE = NEW.code;
                    END $$;
                    CREATE TRIGGER refuse BEFORE INSERT ON task FOR EACH ROW EXECUTE FUNCTION refuse()"
                ))
                .await;
            let repo = repo(&database).await;
            for (code, expected) in [
                ("23505", "duplicate"),
                ("23503", "unknown project"),
                ("23514", &format!("invalid: {words}")),
                ("40001", "database: 40001"),
                ("57014", "database: 57014"),
                ("P0001", "database: P0001"),
            ] {
                assert_eq!(outcome(&repo.create(new(code, "Door")).await), expected);
                assert_eq!(outcome(&repo.upsert(new(code, "Door")).await), expected);
            }
        });
    }

    // An error ends in a log and in an answer: there it must say what happened, and the log wants the cause as well.
    #[test]
    fn errors_say_what_happened_and_what_it_came_from() {
        let told = |error: RepoError| (error.to_string(), error.source().map(ToString::to_string));
        let of_itself = |words: &str| (words.to_owned(), None);
        assert_eq!(told(RepoError::NotFound), of_itself("there is no such task"));
        let conflict = RepoError::Conflict { current: 7 };
        assert_eq!(told(conflict), of_itself("the task has changed and is at version 7 now"));
        assert_eq!(told(RepoError::Duplicate), of_itself("the project has a task with this code"));
        assert_eq!(told(RepoError::UnknownProject), of_itself("there is no such project"));
        let invalid = RepoError::Invalid("task_title_length".to_owned());
        assert_eq!(told(invalid), of_itself("a value is not allowed: task_title_length"));
        let cause = sqlx::Error::PoolTimedOut.to_string();
        let failure = RepoError::Database(sqlx::Error::PoolTimedOut);
        assert_eq!(told(failure), ("the database failed".to_owned(), Some(cause)));
    }

    // "No row came" and "no answer came" are two things. Taken for one, an outage looks like data that was deleted.
    #[test]
    fn an_outage_is_not_an_answer() {
        postgres::test(SCHEMA, async |database| {
            let wire = database.wire().await;
            let repo = TaskRepo::new(postgres::pool(wire.url(), 1).await);
            let task = good(repo.create(new("A", "Door")).await);
            wire.cut_before("task");
            assert_eq!(outcome(&repo.get(task.id).await), "database");
            wire.cut_before("task");
            assert_eq!(outcome(&repo.update(task.id, 1, titled("Gate")).await), "database");
            wire.cut_before("task");
            assert_eq!(outcome(&repo.delete(task.id, 1).await), "database");
            wire.cut_before("task");
            assert_eq!(outcome(&repo.search(&text("")).await), "database");
            assert_eq!(fields(&good(repo.get(task.id).await)), ((1, "A"), ("Door", None, 3), (false, 1)));
        });
    }

    // A migration runs while the service does. A prepared `SELECT *` answers "cached plan must not change result type";
    // columns that are read by their position are then the wrong ones.
    #[test]
    fn a_migration_that_adds_a_column_breaks_nothing() {
        postgres::test(SCHEMA, async |database| {
            let repo = TaskRepo::new(database.pool(1).await);
            let round = async |code: &str| {
                let task = good(repo.create(new(code, "Door")).await);
                let task = good(repo.update(task.id, 1, titled("Gate")).await);
                good(repo.upsert(new(code, "Hatch")).await);
                let task = good(repo.get(task.id).await);
                assert_eq!(codes(&good(repo.search(&text("hatch")).await)), [code]);
                assert_eq!(fields(&task), ((1, code), ("Hatch", None, 3), (false, 3)));
                good(repo.delete(task.id, 3).await);
            };
            round("A").await;
            database.execute("ALTER TABLE task ADD COLUMN due date DEFAULT '2026-01-01'").await;
            round("B").await;
        });
    }
}

mod properties {
    use harness::assert_eq;

    use super::*;

    const ALPHABET: [&str; 6] = ["a", "A", "%", "_", "\\", "'"];

    // All texts of up to two of these characters, looked for in all titles of up to three.
    #[test]
    fn a_search_finds_just_what_contains_the_text() {
        postgres::test(SCHEMA, async |database| {
            database
                .execute(
                    r"WITH RECURSIVE letter (l) AS (VALUES ('a'), ('A'), ('%'), ('_'), ('\'), ('''')),
                    word (w) AS (SELECT l FROM letter UNION ALL SELECT w || l FROM word, letter WHERE length(w) < 3)
                    INSERT INTO task (project_id, code, title, priority)
                    SELECT 1, row_number() OVER (ORDER BY length(w), w COLLATE ucs_basic), w, 3 FROM word",
                )
                .await;
            let repo = repo(&database).await;
            let titles: Vec<String> = good(repo.search(&text("")).await).into_iter().map(|task| task.title).collect();
            assert_eq!(titles.len(), 6 + 36 + 216);
            let pairs = ALPHABET.iter().flat_map(|first| ALPHABET.map(|second| format!("{first}{second}")));
            for words in ALPHABET.map(str::to_owned).into_iter().chain(pairs) {
                let found = good(repo.search(&text(&words)).await);
                let found: BTreeSet<&str> = found.iter().map(|task| task.title.as_str()).collect();
                let contains = |title: &&str| title.to_ascii_lowercase().contains(&words.to_ascii_lowercase());
                let expected: BTreeSet<&str> = titles.iter().map(String::as_str).filter(contains).collect();
                assert_eq!(found, expected, "looking for `{words}`");
            }
        });
    }
}

mod complexity {
    use harness::{assert, assert_eq};

    use super::*;

    #[test]
    fn each_method_is_one_statement() {
        postgres::test(SCHEMA, async |database| {
            let wire = database.wire().await;
            let repo = TaskRepo::new(postgres::pool(wire.url(), 1).await);
            let (created, traffic) = wire.watch(repo.create(new("A", "Door"))).await;
            assert_within!("create", traffic.queries().len() as u64, "statements", "a round trip each", 1);
            let id = good(created).id;
            let (found, traffic) = wire.watch(repo.get(id)).await;
            assert_within!("get", traffic.queries().len() as u64, "statements", "a round trip each", 1);
            good(found);
            let (updated, traffic) = wire.watch(repo.update(id, 1, titled("Gate"))).await;
            assert_within!("update", traffic.queries().len() as u64, "statements", "a round trip each", 1);
            good(updated);
            for code in ["A", "B", "C"] {
                let (saved, traffic) = wire.watch(repo.upsert(new(code, "Hatch"))).await;
                assert_within!("upsert", traffic.queries().len() as u64, "statements", "a round trip each", 1);
                good(saved);
            }
            let (found, traffic) = wire.watch(repo.search(&text("hatch"))).await;
            assert_within!("search for 3 tasks", traffic.queries().len() as u64, "statements", "a round trip each", 1);
            assert_eq!(codes(&good(found)), ["A", "B", "C"]);
            let (deleted, traffic) = wire.watch(repo.delete(id, 3)).await;
            assert_within!("delete", traffic.queries().len() as u64, "statements", "a round trip each", 1);
            good(deleted);
        });
    }

    #[test]
    fn a_refusal_is_one_statement_and_a_question_at_most() {
        postgres::test(SCHEMA, async |database| {
            let wire = database.wire().await;
            let repo = TaskRepo::new(postgres::pool(wire.url(), 1).await);
            let task = good(repo.create(new("A", "Door")).await);
            let (refused, traffic) = wire.watch(repo.update(task.id, 7, titled("Gate"))).await;
            assert_eq!(outcome(&refused), "conflict: now at 1");
            assert_within!("update", traffic.queries().len() as u64, "statements", "why it was refused", 2);
            let (refused, traffic) = wire.watch(repo.delete(task.id, 7)).await;
            assert_eq!(outcome(&refused), "conflict: now at 1");
            assert_within!("delete", traffic.queries().len() as u64, "statements", "why it was refused", 2);
            let (refused, traffic) = wire.watch(repo.create(new("A", "Gate"))).await;
            assert_eq!(outcome(&refused), "duplicate");
            assert_within!("create", traffic.queries().len() as u64, "statements", "the constraint says why", 1);
        });
    }

    // SQL that differs with every value is planned anew each time, fills the cache of prepared statements, and is one
    // forgotten quote away from an injection.
    #[test]
    fn the_statements_do_not_depend_on_the_values() {
        postgres::test(SCHEMA, async |database| {
            let wire = database.wire().await;
            let repo = TaskRepo::new(postgres::pool(wire.url(), 1).await);
            let mut said: Vec<Vec<String>> = Vec::new();
            for (code, words, priority, limit) in [("A", "Door", 1, 10), ("B", "50% of 'it'", 2, 20)] {
                let ((), traffic) = wire
                    .watch(async {
                        let notes = Some(words.to_owned());
                        let new = NewTask { notes, priority, ..new(code, words) };
                        let task = good(repo.create(new.clone()).await);
                        let notes = Change::Set(format!("{words}!"));
                        let patch = Patch { priority: Some(priority), notes, done: Some(code == "A"), ..titled(words) };
                        good(repo.update(task.id, 1, patch).await);
                        good(repo.upsert(new).await);
                        good(repo.get(task.id).await);
                        let (project_id, done) = (Some(1), Some(code == "A"));
                        let query = Query { text: words.to_owned(), project_id, done, limit };
                        assert_eq!(codes(&good(repo.search(&query).await)), [code]);
                        good(repo.delete(task.id, 3).await);
                    })
                    .await;
                said.push(traffic.queries().into_iter().map(str::to_owned).collect());
            }
            let differ = said[0].iter().zip(&said[1]).find(|(one, other)| one != other);
            assert!(differ.is_none(), "{differ:?}");
        });
    }

    // A filter, an order or a limit that is applied in Rust has the whole table sent over.
    #[test]
    fn a_search_is_sent_what_it_gives_and_no_more() {
        postgres::test(SCHEMA, async |database| {
            database
                .execute(
                    "INSERT INTO task (project_id, code, title, notes, priority)
                    SELECT 1 + n % 2, 'T-' || n, 'Task ' || n, md5(n::text), 1 + n % 5 FROM generate_series(1, 3000) AS n",
                )
                .await;
            let wire = database.wire().await;
            let repo = TaskRepo::new(postgres::pool(wire.url(), 1).await);
            let query = Query { project_id: Some(2), done: Some(false), limit: 5, ..text("task") };
            let (found, traffic) = wire.watch(repo.search(&query)).await;
            assert_eq!(codes(&good(found)), ["T-5", "T-15", "T-25", "T-35", "T-45"]);
            assert_within!("search for 5 of 3000 tasks", traffic.received, "bytes come", "O(found)", 8000);
        });
    }
}

mod concurrency {
    use harness::{assert, assert_eq};
    use sqlx::Connection;
    use sqlx::postgres::PgPoolOptions;

    use super::*;

    // Read the version, compare it in Rust, update by id: between the two, everybody has read the same.
    #[test]
    fn of_fifty_who_update_one_version_one_wins() {
        postgres::test(SCHEMA, async |database| {
            let repo = TaskRepo::new(database.pool(10).await);
            let task = good(repo.create(new("A", "Door")).await);
            let results =
                together(50, async |client| repo.update(task.id, 1, titled(&format!("{client}"))).await).await;
            let winners: Vec<&Task> = results.iter().filter_map(|result| result.as_ref().ok()).collect();
            assert_eq!(winners.len(), 1);
            assert_eq!(results.iter().filter(|&result| outcome(result) == "conflict: now at 2").count(), 49);
            let stored = good(repo.get(task.id).await);
            assert!(stored.title == winners[0].title && stored.version == 2);
        });
    }

    // The same without luck: the row is being changed by somebody else while the kata's statement waits for it.
    #[test]
    fn an_update_that_had_to_wait_looks_at_the_version_again() {
        postgres::test(SCHEMA, async |database| {
            let repo = repo(&database).await;
            let task = good(repo.create(new("A", "Door")).await);
            for is_update in [true, false] {
                let version = good(repo.get(task.id).await).version;
                let mut other = database.connection().await;
                let mut theirs = other.begin().await.expect("it begins");
                let change = sqlx::query("UPDATE task SET title = 'theirs', version = version + 1 WHERE id = $1");
                change.bind(task.id).execute(&mut *theirs).await.expect("nobody holds it");
                let kata = async {
                    if is_update {
                        outcome(&repo.update(task.id, version, titled("mine")).await)
                    } else {
                        outcome(&repo.delete(task.id, version).await)
                    }
                };
                let outcome = commit_when_waited_for(&database, theirs, kata).await;
                assert_eq!(outcome, format!("conflict: now at {}", version + 1));
                assert_eq!(good(repo.get(task.id).await).title, "theirs");
            }
        });
    }

    #[test]
    fn a_task_that_is_deleted_meanwhile_is_not_found() {
        postgres::test(SCHEMA, async |database| {
            let repo = repo(&database).await;
            let task = good(repo.create(new("A", "Door")).await);
            let mut other = database.connection().await;
            let mut theirs = other.begin().await.expect("it begins");
            let delete = sqlx::query("DELETE FROM task WHERE id = $1").bind(task.id);
            delete.execute(&mut *theirs).await.expect("nobody holds it");
            let updated = commit_when_waited_for(&database, theirs, repo.update(task.id, 1, titled("Gate"))).await;
            assert_eq!(outcome(&updated), "not found");
        });
    }

    // SELECT, nothing there, INSERT: somebody else was quicker, and the upsert that cannot fail fails.
    #[test]
    fn an_upsert_that_had_to_wait_overwrites_what_came_before_it() {
        postgres::test(SCHEMA, async |database| {
            let repo = repo(&database).await;
            let mut other = database.connection().await;
            let mut theirs = other.begin().await.expect("it begins");
            let insert = "INSERT INTO task (project_id, code, title, priority) VALUES (1, 'A', 'theirs', 5)";
            sqlx::query(insert).execute(&mut *theirs).await.expect("the code is free");
            let saved = commit_when_waited_for(&database, theirs, repo.upsert(new("A", "mine"))).await;
            assert_eq!(fields(&good(saved)), ((1, "A"), ("mine", None, 3), (false, 2)));
            assert_eq!(codes(&good(repo.search(&text("")).await)), ["A"]);
        });
    }

    #[test]
    fn upserts_of_one_code_make_one_task_and_a_version_each() {
        postgres::test(SCHEMA, async |database| {
            let repo = TaskRepo::new(database.pool(8).await);
            let saved = together(24, async |client| good(repo.upsert(new("A", &format!("{client}"))).await)).await;
            let versions: BTreeSet<i32> = saved.iter().map(|task| task.version).collect();
            assert_eq!(versions, (1..=24).collect::<BTreeSet<_>>());
            assert!(saved.iter().all(|task| task.id == saved[0].id));
            let found = good(repo.search(&text("")).await);
            let last = saved.iter().find(|task| task.version == 24).map(|task| task.title.as_str());
            assert!(found.len() == 1 && found.first().map(|task| task.title.as_str()) == last);
        });
    }

    #[test]
    fn of_many_who_create_one_code_one_does_and_the_rest_are_told() {
        postgres::test(SCHEMA, async |database| {
            let repo = TaskRepo::new(database.pool(8).await);
            let mut outcomes = together(24, async |_| outcome(&repo.create(new("A", "Door")).await)).await;
            outcomes.sort();
            assert_eq!(outcomes[0], "done");
            assert_eq!(outcomes[1..], vec!["duplicate"; 23]);
        });
    }

    // Who holds a connection and waits for a second one waits for all who do the same. With one connection in the pool
    // that is always; in production it is on the busiest day of the year.
    #[test]
    fn no_method_needs_a_second_connection() {
        postgres::test(SCHEMA, async |database| {
            let options = PgPoolOptions::new().max_connections(1).acquire_timeout(Duration::from_secs(5));
            let repo = TaskRepo::new(options.connect(database.url()).await.expect("the server answers"));
            let task = good(repo.create(new("A", "Door")).await);
            good(repo.update(task.id, 1, titled("Gate")).await);
            assert_eq!(outcome(&repo.update(task.id, 1, titled("Gate")).await), "conflict: now at 2");
            assert_eq!(outcome(&repo.delete(task.id, 1).await), "conflict: now at 2");
            good(repo.upsert(new("A", "Hatch")).await);
            assert_eq!(codes(&good(repo.search(&text("")).await)), ["A"]);
            good(repo.delete(task.id, 3).await);
            assert_eq!(outcome(&repo.get(task.id).await), "not found");
        });
    }
}
