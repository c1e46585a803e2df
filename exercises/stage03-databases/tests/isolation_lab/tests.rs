//! Two transactions, each of them right, and together they are wrong: the ward has no doctor, the room two parties, the
//! counter has counted one of two. No test that runs them one after the other sees it, and a load test sees it on Friday.
//! Below, nothing is left to luck. Your schedules are carried out step by step, on both servers, at every level; whether
//! something went wrong is decided by carrying the same transactions out one after the other, in both orders: what could
//! not have come about so is an anomaly. And your rules meet themselves, statement by statement, in many orders.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::time::Duration;

use harness::wire::Wire;
use harness::{mariadb, postgres, together};
use sqlx::mysql::{MySqlConnection, MySqlRow};
use sqlx::postgres::{PgConnection, PgRow};
use sqlx::{Decode, MySql, Row, ValueRef};
use tokio::sync::{Mutex, mpsc};
use tokio::task::yield_now;

use super::kata::{Anomaly, Level, Server, Session, Step, add, book, leave_call, schedule_for, weakest_level};

const ACCOUNTS: &str = "CREATE TABLE account (id int PRIMARY KEY, balance int NOT NULL);";
const FULL: &str = "DELETE FROM account; INSERT INTO account VALUES (1, 100), (2, 100)";
const DOCTORS: &str = "CREATE TABLE doctor (id int PRIMARY KEY, ward int NOT NULL, on_call boolean NOT NULL);
    INSERT INTO doctor SELECT n, 1 + (n - 1) / 3, true FROM generate_series(1, 6) AS n;";
const ROOMS: &str = "CREATE TABLE counter (name varchar(20) PRIMARY KEY, n bigint NOT NULL);
    INSERT INTO counter VALUES ('likes', 0), ('views', 0);
    CREATE TABLE room (id int PRIMARY KEY);
    INSERT INTO room VALUES (1), (2), (3);
    CREATE TABLE booking (id int AUTO_INCREMENT PRIMARY KEY, room int NOT NULL, starts int NOT NULL, ends int NOT NULL,
        INDEX (room, starts), FOREIGN KEY (room) REFERENCES room (id));";

const LEVELS: [Level; 4] = [Level::ReadUncommitted, Level::ReadCommitted, Level::RepeatableRead, Level::Serializable];

/// A session on either server, and the number that the server knows it by.
enum Client {
    Postgres(PgConnection, i64),
    MariaDb(MySqlConnection, i64),
}

impl Client {
    async fn of_postgres(database: &postgres::Database) -> Self {
        let mut connection = database.connection().await;
        let id: i32 = sqlx::query_scalar("SELECT pg_backend_pid()").fetch_one(&mut connection).await.expect("a number");
        Self::Postgres(connection, i64::from(id))
    }

    async fn of_mariadb(database: &mariadb::Database) -> Self {
        let mut connection = database.connection().await;
        let id = sqlx::query_scalar("SELECT CAST(connection_id() AS SIGNED)").fetch_one(&mut connection).await;
        Self::MariaDb(connection, id.expect("a number"))
    }

    fn id(&self) -> i64 {
        let (Self::Postgres(_, id) | Self::MariaDb(_, id)) = self;
        *id
    }

    async fn begin(&mut self, level: &str) {
        let begin: Vec<String> = match self {
            Self::Postgres(..) => vec![format!("BEGIN ISOLATION LEVEL {level}")],
            Self::MariaDb(..) => {
                vec![format!("SET TRANSACTION ISOLATION LEVEL {level}"), "START TRANSACTION".to_owned()]
            }
        };
        for sql in begin {
            self.run(&sql).await.expect("a transaction begins");
        }
    }

    /// The rows that a statement gives, or why there are none.
    async fn run(&mut self, sql: &str) -> Result<Vec<String>, String> {
        let sql = sqlx::raw_sql(sqlx::AssertSqlSafe(sql.to_owned()));
        let rows: Result<Vec<String>, sqlx::Error> = match self {
            Self::Postgres(connection, _) => {
                sql.fetch_all(connection).await.map(|rows| rows.iter().map(of_postgres).collect())
            }
            Self::MariaDb(connection, _) => {
                sql.fetch_all(connection).await.map(|rows| rows.iter().map(of_mariadb).collect())
            }
        };
        rows.map_err(|error| error.to_string())
    }

    /// The sessions of this database that wait for a lock, by the server's own account.
    ///
    /// MariaDB's `information_schema.innodb_trx` is renewed only when nobody has asked for a while, so with several tests at
    /// once it may never be; the monitor is always up to date.
    async fn waiting(&mut self) -> BTreeSet<i64> {
        let numbers = |rows: Vec<String>| rows.iter().filter_map(|row| row.parse().ok()).collect::<BTreeSet<i64>>();
        let ask = match self {
            Self::Postgres(..) => {
                "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            }
            Self::MariaDb(..) => "SELECT id FROM information_schema.processlist WHERE db = database()",
        };
        let sessions = numbers(self.run(ask).await.expect("the server knows its sessions"));
        if let Self::Postgres(..) = self {
            return sessions;
        }
        let status = self.run("SHOW ENGINE INNODB STATUS").await.expect("the monitor answers").concat();
        let waits = status.split("---TRANSACTION").skip(1).filter(|transaction| transaction.contains("LOCK WAIT"));
        let thread = |transaction: &str| transaction.split("thread id ").nth(1)?.split(',').next()?.parse().ok();
        waits.filter_map(thread).filter(|id| sessions.contains(id)).collect()
    }
}

fn of_postgres(row: &PgRow) -> String {
    let text = |index| row.try_get_raw(index).ok().and_then(|value| value.as_str().ok().map(str::to_owned));
    (0..row.len()).filter_map(text).collect::<Vec<_>>().join(" ")
}

fn of_mariadb(row: &MySqlRow) -> String {
    let text = |index| {
        let value = row.try_get_raw(index).ok().filter(|value| !value.is_null())?;
        <&[u8] as Decode<MySql>>::decode(value).ok().map(|bytes| String::from_utf8_lossy(bytes).into_owned())
    };
    (0..row.len()).filter_map(text).collect::<Vec<_>>().join(" ")
}

/// What came of a schedule: what each session read, and what is in the table; `None` when the server refused something.
type Outcome = Option<[Vec<String>; 3]>;

/// One session of a schedule as it goes on.
#[derive(Default)]
struct Progress {
    sent: Cell<usize>,
    done: Cell<usize>,
    reads: RefCell<Vec<String>>,
    refused: Cell<bool>,
}

/// Carries steps out in this order. A step that waits for a lock is left waiting, and the next one is taken.
async fn replay([a, b, observer]: &mut [Client; 3], level: &str, steps: &[Step]) -> Outcome {
    observer.run(FULL).await.expect("nobody holds the accounts");
    let ids = [a.id(), b.id()];
    let progress = [Progress::default(), Progress::default()];
    let (send_a, receive_a) = mpsc::unbounded_channel();
    let (send_b, receive_b) = mpsc::unbounded_channel();
    let steer = async {
        let senders = [send_a, send_b];
        for step in steps {
            let number = number(step.session);
            let session = &progress[number];
            session.sent.set(session.sent.get() + 1);
            senders[number].send(step.sql).expect("the session listens");
            let is_done = || session.done.get() == session.sent.get();
            for _ in 0..20 {
                if !is_done() {
                    tokio::time::sleep(Duration::from_micros(200)).await;
                }
            }
            while !is_done() && !observer.waiting().await.contains(&ids[number]) {
                yield_now().await;
            }
        }
    };
    tokio::join!(steer, session(a, level, receive_a, &progress[0]), session(b, level, receive_b, &progress[1]));
    if progress.iter().any(|session| session.refused.get()) {
        return None;
    }
    let [a, b] = progress.map(|session| session.reads.into_inner());
    let accounts = observer.run("SELECT id, balance FROM account ORDER BY id").await.expect("they are there");
    Some([a, b, accounts])
}

fn number(session: Session) -> usize {
    match session {
        Session::A => 0,
        Session::B => 1,
    }
}

async fn session(client: &mut Client, level: &str, mut steps: mpsc::UnboundedReceiver<&str>, progress: &Progress) {
    let mut has_begun = false;
    while let Some(sql) = steps.recv().await {
        if !has_begun {
            client.begin(level).await;
            has_begun = true;
        }
        // After a refusal the transaction is over, whatever its other steps were.
        if !progress.refused.get() {
            if let Ok(rows) = client.run(sql).await {
                progress.reads.borrow_mut().extend(rows);
            } else {
                progress.refused.set(true);
                let _ = client.run("ROLLBACK").await;
            }
        }
        progress.done.set(progress.done.get() + 1);
    }
}

/// Whether a schedule at this level leads to what neither order of its transactions leads to.
async fn goes_wrong(clients: &mut [Client; 3], level: &str, steps: &[Step]) -> bool {
    let outcome = replay(clients, level, steps).await;
    let mut serial = Vec::new();
    for first in [Session::A, Session::B] {
        let (mut order, rest): (Vec<Step>, Vec<Step>) =
            steps.iter().partition(|step| number(step.session) == number(first));
        order.extend(rest);
        serial.push(replay(clients, "SERIALIZABLE", &order).await);
    }
    outcome.is_some() && !serial.contains(&outcome)
}

/// The levels of each server at which a schedule goes wrong.
fn wrong_at(steps: &[Step]) -> (Vec<&'static str>, Vec<&'static str>) {
    let (of_postgres, of_mariadb) = (RefCell::new(Vec::new()), RefCell::new(Vec::new()));
    let levels = async |mut clients: [Client; 3], wrong: &RefCell<Vec<&'static str>>| {
        for level in LEVELS {
            if goes_wrong(&mut clients, name(level), steps).await {
                wrong.borrow_mut().push(name(level));
            }
        }
    };
    postgres::test(ACCOUNTS, async |database| {
        let client = async || Client::of_postgres(&database).await;
        levels([client().await, client().await, client().await], &of_postgres).await;
    });
    mariadb::test(ACCOUNTS, async |database| {
        let client = async || Client::of_mariadb(&database).await;
        levels([client().await, client().await, client().await], &of_mariadb).await;
    });
    (of_postgres.into_inner(), of_mariadb.into_inner())
}

fn name(level: Level) -> &'static str {
    match level {
        Level::ReadUncommitted => "READ UNCOMMITTED",
        Level::ReadCommitted => "READ COMMITTED",
        Level::RepeatableRead => "REPEATABLE READ",
        Level::Serializable => "SERIALIZABLE",
    }
}

/// Runs two calls, each over a wire of its own, statement by statement: `pick` says whose turn it is. A call that waits
/// for a lock loses its turn.
async fn interleaved<T>(
    wires: &[Wire; 2],
    mut pick: impl FnMut() -> usize,
    is_somebody_waiting: impl AsyncFn() -> bool,
    call: impl AsyncFn(usize) -> T,
) -> Vec<T> {
    let is_done = [Cell::new(false), Cell::new(false)];
    for wire in wires {
        // A message is held for a moment after it was counted: long enough to close the way before it goes on.
        wire.delay(Duration::from_millis(2));
        wire.hold();
    }
    let calls = together(2, async |number| {
        let result = call(number).await;
        is_done[number].set(true);
        result
    });
    let steer = async {
        while !is_done.iter().all(Cell::get) {
            let turn = pick();
            let turn = if is_done[turn].get() { 1 - turn } else { turn };
            let before = wires[turn].traffic().round_trips;
            wires[turn].release();
            let mut polls = 0;
            while !is_done[turn].get() && wires[turn].traffic().round_trips == before {
                tokio::time::sleep(Duration::from_micros(200)).await;
                polls += 1;
                if polls % 20 == 0 && is_somebody_waiting().await {
                    break;
                }
            }
            wires[turn].hold();
        }
    };
    let (results, ()) = tokio::join!(calls, steer);
    wires.iter().for_each(Wire::release);
    results
}

/// How many orders are tried: first strict alternation, then seeded ones.
const ORDERS: u64 = 12;

fn order(seed: u64) -> impl FnMut() -> usize {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut turn = 0;
    move || {
        turn = if seed == 0 { 1 - turn } else { random.usize(..2) };
        turn
    }
}

/// Runs `first` until its transaction is about to be committed, then `second`, and says whether that had to wait for it.
async fn has_to_wait<T>(
    wire: &Wire,
    is_somebody_waiting: impl AsyncFn() -> bool,
    first: impl Future<Output = T>,
    second: impl Future<Output = T>,
) -> bool {
    wire.delay(Duration::from_millis(2));
    let is_over = Cell::new(false);
    let first = async {
        first.await;
        is_over.set(true);
    };
    let second = async {
        // Without a transaction there is no COMMIT, and nothing is held open.
        let commits =
            || wire.traffic().statements.iter().any(|statement| statement.to_lowercase().starts_with("commit"));
        while !is_over.get() && !commits() {
            tokio::time::sleep(Duration::from_micros(200)).await;
        }
        wire.hold();
        let wait = async {
            while !is_somebody_waiting().await {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        let had_to_wait = tokio::select! {
            _ = second => false,
            () = wait => true,
        };
        wire.release();
        had_to_wait
    };
    tokio::join!(first, second).1
}

/// What must go well, also when others are in the way.
#[track_caller]
fn good<T>(result: Result<T, sqlx::Error>) -> T {
    result.unwrap_or_else(|error| panic!("this is refused: {error}"))
}

mod behaviour {
    use harness::{assert, assert_eq};

    use super::*;

    // PostgreSQL shows nobody what is not committed, whatever the level is called.
    #[test]
    fn a_dirty_read_is_seen_in_mariadb_at_the_lowest_level_only() {
        assert_eq!(wrong_at(&schedule_for(Anomaly::DirtyRead)), (vec![], vec!["READ UNCOMMITTED"]));
    }

    #[test]
    fn a_read_skew_is_seen_until_reads_come_from_one_snapshot() {
        let committed = vec!["READ UNCOMMITTED", "READ COMMITTED"];
        assert_eq!(wrong_at(&schedule_for(Anomaly::ReadSkew)), (committed.clone(), committed));
    }

    // The two servers have a level of the same name, and only one of them keeps the update.
    #[test]
    fn a_lost_update_is_seen_in_mariadb_at_repeatable_read() {
        let expected =
            (vec!["READ UNCOMMITTED", "READ COMMITTED"], vec!["READ UNCOMMITTED", "READ COMMITTED", "REPEATABLE READ"]);
        assert_eq!(wrong_at(&schedule_for(Anomaly::LostUpdate)), expected);
    }

    #[test]
    fn a_write_skew_is_seen_at_every_level_but_the_last() {
        let expected = vec!["READ UNCOMMITTED", "READ COMMITTED", "REPEATABLE READ"];
        assert_eq!(wrong_at(&schedule_for(Anomaly::WriteSkew)), (expected.clone(), expected));
    }

    // What the four tests above have seen, as a table.
    #[test]
    fn each_server_has_its_weakest_level_against_each_anomaly() {
        let levels = |server| {
            [Anomaly::DirtyRead, Anomaly::ReadSkew, Anomaly::LostUpdate, Anomaly::WriteSkew]
                .map(|anomaly| name(weakest_level(server, anomaly)))
        };
        let expected = ["READ UNCOMMITTED", "REPEATABLE READ", "REPEATABLE READ", "SERIALIZABLE"];
        assert_eq!(levels(Server::Postgres), expected);
        let expected = ["READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE", "SERIALIZABLE"];
        assert_eq!(levels(Server::MariaDb), expected);
    }

    #[test]
    fn the_last_doctor_of_a_ward_stays_on_call() {
        postgres::test(DOCTORS, async |database| {
            let pool = database.pool(1).await;
            assert!(good(leave_call(&pool, 1, 1).await));
            assert!(!good(leave_call(&pool, 1, 1).await), "who is off call already");
            assert!(!good(leave_call(&pool, 1, 4).await), "a doctor of another ward");
            assert!(good(leave_call(&pool, 1, 3).await));
            assert!(!good(leave_call(&pool, 1, 2).await), "the last one");
            assert!(good(leave_call(&pool, 2, 4).await));
            let on_call: String =
                database.value("SELECT string_agg(id::text, ' ' ORDER BY id) FROM doctor WHERE on_call").await;
            assert_eq!(on_call, "2 5 6");
        });
    }

    #[test]
    fn a_counter_says_what_it_has_come_to() {
        mariadb::test(ROOMS, async |database| {
            let pool = database.pool(1).await;
            assert_eq!(good(add(&pool, "likes", 2).await), 2);
            assert_eq!(good(add(&pool, "likes", 40).await), 42);
            assert_eq!(good(add(&pool, "views", -1).await), -1);
        });
    }

    // Hours are half-open: who leaves at 10 is gone when the next one comes at 10.
    #[test]
    fn a_room_is_booked_once_for_every_hour() {
        mariadb::test(ROOMS, async |database| {
            let pool = database.pool(1).await;
            for (room, from, until, expected) in [
                (1, 10, 12, true),
                (1, 11, 13, false),
                (1, 9, 11, false),
                (1, 10, 12, false),
                (1, 9, 14, false),
                (1, 12, 13, true),
                (1, 8, 10, true),
                (2, 10, 12, true),
            ] {
                assert_eq!(good(book(&pool, room, from, until).await), expected, "room {room}, {from} to {until}");
            }
            assert_eq!(database.value::<i64>("SELECT count(*) FROM booking").await, 4);
        });
    }
}

mod concurrency {
    use harness::{assert, assert_eq};

    use super::*;

    // Each sees two on call and leaves: nobody has changed what the other has read.
    #[test]
    fn of_two_doctors_who_leave_at_once_one_stays() {
        postgres::test(DOCTORS, async |database| {
            let observer = Mutex::new(Client::of_postgres(&database).await);
            let wires = [database.wire().await, database.wire().await];
            let pools = [postgres::pool(wires[0].url(), 1).await, postgres::pool(wires[1].url(), 1).await];
            for seed in 0..ORDERS {
                observer.lock().await.run("UPDATE doctor SET on_call = id <> 3").await.expect("nobody holds them");
                let is_waiting = async || !observer.lock().await.waiting().await.is_empty();
                let call = async |number: usize| good(leave_call(&pools[number], 1, [1, 2][number]).await);
                let mut left = interleaved(&wires, order(seed), is_waiting, call).await;
                left.sort_unstable();
                assert_eq!(left, [false, true], "order {seed}");
                let on_call = observer.lock().await.run("SELECT count(*) FROM doctor WHERE ward = 1 AND on_call").await;
                assert_eq!(on_call, Ok(vec!["1".to_owned()]));
            }
        });
    }

    #[test]
    fn of_two_who_count_at_once_both_are_counted() {
        mariadb::test(ROOMS, async |database| {
            let observer = Mutex::new(Client::of_mariadb(&database).await);
            let wires = [database.wire().await, database.wire().await];
            let pools = [mariadb::pool(wires[0].url(), 1).await, mariadb::pool(wires[1].url(), 1).await];
            for seed in 0..ORDERS {
                database.execute("UPDATE counter SET n = 0").await;
                let is_waiting = async || !observer.lock().await.waiting().await.is_empty();
                let call = async |number: usize| good(add(&pools[number], "likes", 1).await);
                let mut said = interleaved(&wires, order(seed), is_waiting, call).await;
                said.sort_unstable();
                assert_eq!(said, [1, 2], "order {seed}");
            }
        });
    }

    // What both look for is not there, and what is not there cannot be locked.
    #[test]
    fn of_two_who_book_one_room_at_once_one_gets_it() {
        mariadb::test(ROOMS, async |database| {
            let observer = Mutex::new(Client::of_mariadb(&database).await);
            let wires = [database.wire().await, database.wire().await];
            let pools = [mariadb::pool(wires[0].url(), 1).await, mariadb::pool(wires[1].url(), 1).await];
            for seed in 0..ORDERS {
                database.execute("DELETE FROM booking").await;
                let is_waiting = async || !observer.lock().await.waiting().await.is_empty();
                let call = async |number: usize| good(book(&pools[number], 1, [10, 11][number], 13).await);
                let mut booked = interleaved(&wires, order(seed), is_waiting, call).await;
                booked.sort_unstable();
                assert_eq!(booked, [false, true], "order {seed}");
                assert_eq!(database.value::<i64>("SELECT count(*) FROM booking").await, 1);
            }
        });
    }

    // A table lock, or everything SERIALIZABLE, is safe as well, and makes a queue of a hospital.
    #[test]
    fn doctors_of_two_wards_do_not_wait_for_each_other() {
        postgres::test(DOCTORS, async |database| {
            let observer = Mutex::new(Client::of_postgres(&database).await);
            let wire = database.wire().await;
            let (one, other) = (postgres::pool(wire.url(), 1).await, database.pool(1).await);
            let is_waiting = async || !observer.lock().await.waiting().await.is_empty();
            let waits = has_to_wait(&wire, is_waiting, leave_call(&one, 1, 1), leave_call(&other, 2, 4)).await;
            assert!(!waits);
            assert_eq!(database.value::<i64>("SELECT count(*) FROM doctor WHERE on_call").await, 4);
        });
    }

    #[test]
    fn two_rooms_and_two_counters_do_not_wait_for_each_other() {
        mariadb::test(ROOMS, async |database| {
            let observer = Mutex::new(Client::of_mariadb(&database).await);
            let wire = database.wire().await;
            let (one, other) = (mariadb::pool(wire.url(), 1).await, database.pool(1).await);
            let is_waiting = async || !observer.lock().await.waiting().await.is_empty();
            for (room, neighbour) in [(2, 1), (2, 3), (1, 3)] {
                database
                    .execute("DELETE FROM booking; INSERT INTO booking (room, starts, ends) VALUES (2, 30, 31)")
                    .await;
                wire.clear();
                let waits =
                    has_to_wait(&wire, &is_waiting, book(&one, room, 10, 12), book(&other, neighbour, 10, 12)).await;
                assert!(!waits, "room {neighbour} beside room {room}");
            }
            assert_eq!(database.value::<i64>("SELECT count(*) FROM booking").await, 3);
            wire.clear();
            let waits = has_to_wait(&wire, &is_waiting, add(&one, "likes", 1), add(&other, "views", 1)).await;
            assert!(!waits);
        });
    }
}
