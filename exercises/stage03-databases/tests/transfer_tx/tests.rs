//! `balance -= amount` on one row and `balance += amount` on another: money is moved in two lines, and lost in between.
//! Somebody else has read the same balance. Two transfers in opposite directions wait for each other. The connection
//! breaks at `COMMIT`, and nobody knows whether it was heard: do it again, and it is done twice; do not, and it is perhaps
//! not done at all. Each test below makes one of these moments happen.

use std::cell::Cell;
use std::pin::pin;
use std::time::Duration;

use harness::postgres::Database;
use harness::{assert_within, postgres, together};
use sqlx::postgres::PgPoolOptions;
use sqlx::{Connection, PgConnection, PgPool, Postgres, Transaction};
use uuid::Uuid;

use super::kata::{ATTEMPTS, AccountId, Cents, Receipt, TransferError, transfer};

/// What the database looks like: the README shows it too. Account 9 is nearly full.
const SCHEMA: &str = "
    CREATE TABLE account (
        id bigint PRIMARY KEY,
        balance bigint NOT NULL CONSTRAINT account_not_overdrawn CHECK (balance >= 0)
    );
    CREATE TABLE transfer (
        key uuid PRIMARY KEY,
        from_account bigint NOT NULL REFERENCES account,
        to_account bigint NOT NULL REFERENCES account,
        amount bigint NOT NULL CHECK (amount > 0),
        from_balance bigint NOT NULL
    );
    CREATE TABLE entry (
        transfer uuid NOT NULL REFERENCES transfer,
        account bigint NOT NULL REFERENCES account,
        amount bigint NOT NULL,
        PRIMARY KEY (transfer, account)
    );
    INSERT INTO account VALUES (9, 9223372036854775000), (5, 1000), (4, 1000), (3, 1000), (2, 1000), (1, 1000);
    ANALYZE account;";

/// The accounts that have 1000 cents each.
const ACCOUNTS: [i64; 5] = [1, 2, 3, 4, 5];
const TRANSFERS: &str = "SELECT count(*) FROM transfer";

fn key(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

/// Moves cents from one account to another.
async fn send(pool: &PgPool, key: Uuid, from: i64, to: i64, cents: i64) -> Result<Receipt, TransferError> {
    transfer(pool, key, AccountId(from), AccountId(to), Cents(cents)).await
}

/// What came of it: what was left to the sender, or the error in words.
fn outcome(result: &Result<Receipt, TransferError>) -> String {
    match result {
        Ok(receipt) => format!("{} left", receipt.balance.0),
        Err(TransferError::Database(sqlx::Error::Database(error))) => {
            format!("database: {}", error.code().unwrap_or_default())
        }
        Err(TransferError::Database(_)) => "database".to_owned(),
        Err(TransferError::InvalidAmount) => "invalid amount".to_owned(),
        Err(TransferError::SameAccount) => "same account".to_owned(),
        Err(TransferError::UnknownAccount(AccountId(id))) => format!("unknown account {id}"),
        Err(TransferError::InsufficientFunds) => "insufficient funds".to_owned(),
        Err(TransferError::KeyReused) => "key reused".to_owned(),
    }
}

async fn balance(database: &Database, account: i64) -> i64 {
    database.value(&format!("SELECT balance FROM account WHERE id = {account}")).await
}

/// What is wrong with the books: nothing, when they are right.
///
/// Each transfer has two entries that are each other's opposite, and each account has what it had at first and what its
/// entries say. So no money is made or lost.
async fn faults(database: &Database) -> Vec<String> {
    let faults = database
        .rows(
            "SELECT 'transfer ' || key || ' has the entries ' || coalesce(string_agg(account || ': ' || entry.amount, ', '), 'none')
            FROM transfer LEFT JOIN entry ON transfer = key GROUP BY key
            HAVING count(*) FILTER (WHERE account = from_account AND entry.amount = -transfer.amount) <> 1
            OR count(*) FILTER (WHERE account = to_account AND entry.amount = transfer.amount) <> 1 OR count(*) <> 2
            UNION ALL
            SELECT 'account ' || id || ' has ' || balance || ' and its entries make ' || 1000 + coalesce(sum(amount), 0)
            FROM account LEFT JOIN entry ON account = id WHERE id < 9 GROUP BY id
            HAVING balance <> 1000 + coalesce(sum(amount), 0)",
        )
        .await;
    faults.into_iter().flatten().flatten().collect()
}

/// Has each of the first `times` attempts to remember a transfer fail with this code. Whoever never gives up is let
/// through after 40.
async fn refuse(database: &Database, code: &str, times: u32, is_at_commit: bool) {
    let when = if is_at_commit {
        "CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON transfer DEFERRABLE INITIALLY DEFERRED"
    } else {
        "CREATE TRIGGER refuse BEFORE INSERT ON transfer"
    };
    database
        .execute(&format!(
            "CREATE SEQUENCE attempt;
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF nextval('attempt') <= least({times}, 40) THEN
                    RAISE EXCEPTION 'not now' USING ERRCODE = '{code}';
                END IF;
                RETURN NEW;
            END $$;
            {when} FOR EACH ROW EXECUTE FUNCTION refuse()"
        ))
        .await;
}

/// How often that was attempted.
async fn attempts(database: &Database) -> i64 {
    database.value("SELECT last_value FROM attempt").await
}

/// Changes accounts in a transaction that is left open.
async fn change<'a>(connection: &'a mut PgConnection, sql: &'static str) -> Transaction<'a, Postgres> {
    let mut transaction = connection.begin().await.expect("it begins");
    sqlx::query(sql).execute(&mut *transaction).await.expect("nobody holds it");
    transaction
}

/// Runs `call` until it waits for a lock: then `None`. What it gives, if it ends without having to wait.
async fn until_it_waits<T>(database: &Database, call: impl Future<Output = T>, waiting: i64) -> Option<T> {
    let waits = async {
        while database.waiting_for_locks().await < waiting {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    tokio::select! {
        result = call => Some(result),
        () = waits => None,
    }
}

/// What `call` gives when `theirs`, the transaction of somebody else, is committed as soon as the call waits for it.
async fn commit_when_waited_for<T>(
    database: &Database,
    theirs: Transaction<'_, Postgres>,
    call: impl Future<Output = T>,
) -> T {
    let mut call = pin!(call);
    let early = until_it_waits(database, &mut call, 1).await;
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
    fn a_transfer_moves_money_and_writes_two_entries() {
        postgres::test(SCHEMA, async |database| {
            let pool = database.pool(1).await;
            let receipt = send(&pool, key(7), 2, 1, 250).await.expect("there is enough");
            assert!(receipt.key == key(7));
            assert_eq!(receipt.balance.0, 750);
            assert_eq!((balance(&database, 1).await, balance(&database, 2).await), (1250, 750));
            let transfers = "SELECT from_account, to_account, amount, from_balance FROM transfer";
            let text = |texts: &[&str]| texts.iter().map(|&text| Some(text.to_owned())).collect::<Vec<_>>();
            assert_eq!(database.rows(transfers).await, [text(&["2", "1", "250", "750"])]);
            let entries = "SELECT account, amount FROM entry ORDER BY account";
            assert_eq!(database.rows(entries).await, [text(&["1", "250"]), text(&["2", "-250"])]);
            assert_eq!(faults(&database).await, [""; 0]);
        });
    }

    #[test]
    fn a_transfer_that_is_asked_for_again_is_the_one_that_was_made() {
        postgres::test(SCHEMA, async |database| {
            let pool = database.pool(1).await;
            assert_eq!(outcome(&send(&pool, key(1), 1, 2, 300).await), "700 left");
            assert_eq!(outcome(&send(&pool, key(2), 1, 2, 300).await), "400 left");
            // What it was then, and not what it would be now.
            assert_eq!(outcome(&send(&pool, key(1), 1, 2, 300).await), "700 left");
            assert_eq!(outcome(&send(&pool, key(2), 1, 2, 300).await), "400 left");
            assert_eq!((balance(&database, 1).await, database.value::<i64>(TRANSFERS).await), (400, 2));
            assert_eq!(faults(&database).await, [""; 0]);
        });
    }

    // The money is gone because the transfer was made: to refuse it for that reason is to say that it was not made.
    #[test]
    fn a_transfer_that_took_everything_can_be_asked_for_again() {
        postgres::test(SCHEMA, async |database| {
            let pool = database.pool(1).await;
            assert_eq!(outcome(&send(&pool, key(1), 1, 2, 1000).await), "0 left");
            assert_eq!(outcome(&send(&pool, key(1), 1, 2, 1000).await), "0 left");
            assert_eq!((balance(&database, 1).await, balance(&database, 2).await), (0, 2000));
        });
    }

    // A key that comes with another amount is a mistake of the caller. The old receipt would hide it.
    #[test]
    fn a_key_stands_for_one_transfer_only() {
        postgres::test(SCHEMA, async |database| {
            let pool = database.pool(1).await;
            assert_eq!(outcome(&send(&pool, key(1), 1, 2, 300).await), "700 left");
            assert_eq!(outcome(&send(&pool, key(1), 1, 2, 301).await), "key reused");
            assert_eq!(outcome(&send(&pool, key(1), 1, 3, 300).await), "key reused");
            assert_eq!(outcome(&send(&pool, key(1), 3, 2, 300).await), "key reused");
            assert_eq!(outcome(&send(&pool, key(1), 2, 1, 300).await), "key reused");
            assert_eq!(outcome(&send(&pool, key(1), 4, 5, 9999).await), "key reused");
            assert_eq!(database.value::<i64>(TRANSFERS).await, 1);
            assert_eq!(faults(&database).await, [""; 0]);
        });
    }

    #[test]
    fn nobody_sends_more_than_they_have() {
        postgres::test(SCHEMA, async |database| {
            let pool = database.pool(1).await;
            assert_eq!(outcome(&send(&pool, key(1), 1, 2, 1001).await), "insufficient funds");
            assert_eq!((balance(&database, 1).await, balance(&database, 2).await), (1000, 1000));
            // A transfer that was refused was not made: with the money there, the same key moves it.
            assert_eq!(outcome(&send(&pool, key(2), 3, 1, 1).await), "999 left");
            assert_eq!(outcome(&send(&pool, key(1), 1, 2, 1001).await), "0 left");
            assert_eq!((balance(&database, 1).await, balance(&database, 2).await), (0, 2001));
            assert_eq!(faults(&database).await, [""; 0]);
        });
    }
}

mod edge_cases {
    use std::error::Error;

    use harness::{assert, assert_eq};

    use super::*;

    // A negative amount takes money out of the receiver's account.
    #[test]
    fn what_makes_no_sense_is_refused() {
        postgres::test(SCHEMA, async |database| {
            let pool = database.pool(1).await;
            for cents in [0, -1, -1000, i64::MIN] {
                assert_eq!(outcome(&send(&pool, key(1), 1, 2, cents).await), "invalid amount", "sending {cents}");
            }
            assert_eq!(outcome(&send(&pool, key(1), 1, 1, 10).await), "same account");
            assert_eq!(outcome(&send(&pool, key(1), 1, 77, 10).await), "unknown account 77");
            assert_eq!(outcome(&send(&pool, key(1), 77, 1, 10).await), "unknown account 77");
            assert_eq!(outcome(&send(&pool, key(1), 1, -1, 10).await), "unknown account -1");
            assert_eq!(outcome(&send(&pool, key(1), 1, 2, i64::MAX).await), "insufficient funds");
            assert_eq!(database.value::<i64>(TRANSFERS).await, 0);
            assert_eq!(faults(&database).await, [""; 0]);
        });
    }

    // The receiver's balance would leave the range of its type: the last step fails, and the first must not have been.
    #[test]
    fn all_of_a_transfer_is_done_or_nothing() {
        postgres::test(SCHEMA, async |database| {
            let pool = database.pool(2).await;
            assert_eq!(outcome(&send(&pool, key(1), 1, 9, 900).await), "database: 22003");
            assert_eq!((balance(&database, 1).await, database.value::<i64>(TRANSFERS).await), (1000, 0));
            assert_eq!(faults(&database).await, [""; 0]);
            assert_eq!(outcome(&send(&pool, key(1), 1, 9, 800).await), "200 left");
        });
    }

    // A constraint may be looked at when the transaction ends. Until COMMIT is answered, nothing is certain.
    #[test]
    fn a_commit_that_is_refused_is_no_transfer() {
        postgres::test(SCHEMA, async |database| {
            refuse(&database, "P0001", 1, true).await;
            let pool = database.pool(1).await;
            assert_eq!(outcome(&send(&pool, key(1), 1, 2, 100).await), "database: P0001");
            assert_eq!((balance(&database, 1).await, database.value::<i64>(TRANSFERS).await), (1000, 0));
        });
    }

    #[test]
    fn errors_say_what_happened_and_what_it_came_from() {
        let told = |error: TransferError| (error.to_string(), error.source().map(ToString::to_string));
        let of_itself = |words: &str| (words.to_owned(), None);
        assert_eq!(told(TransferError::InvalidAmount), of_itself("the amount is not above zero"));
        assert_eq!(told(TransferError::SameAccount), of_itself("the sender is the receiver"));
        assert_eq!(told(TransferError::UnknownAccount(AccountId(7))), of_itself("there is no account 7"));
        assert_eq!(told(TransferError::InsufficientFunds), of_itself("the sender has less than the amount"));
        assert_eq!(told(TransferError::KeyReused), of_itself("the key belongs to another transfer"));
        let cause = sqlx::Error::PoolTimedOut.to_string();
        let failure = TransferError::Database(sqlx::Error::PoolTimedOut);
        assert_eq!(told(failure), ("the database failed".to_owned(), Some(cause)));
    }

    // The server has committed, and its answer is lost. To try again is right, if it cannot move the money twice: here
    // there would be enough for two transfers, and then there is none left for a second.
    #[test]
    fn an_answer_to_commit_that_is_lost_moves_the_money_once() {
        postgres::test(SCHEMA, async |database| {
            let wire = database.wire().await;
            let pool = postgres::pool(wire.url(), 1).await;
            wire.cut_reply_to("COMMIT");
            assert_eq!(outcome(&send(&pool, key(1), 1, 2, 400).await), "600 left");
            wire.cut_reply_to("COMMIT");
            assert_eq!(outcome(&send(&pool, key(2), 1, 2, 600).await), "0 left");
            assert_eq!((balance(&database, 1).await, balance(&database, 2).await), (0, 2000));
            assert_eq!(database.value::<i64>(TRANSFERS).await, 2);
            assert_eq!(faults(&database).await, [""; 0]);
        });
    }

    #[test]
    fn a_connection_that_breaks_on_the_way_moves_the_money_once() {
        postgres::test(SCHEMA, async |database| {
            let wire = database.wire().await;
            let pool = postgres::pool(wire.url(), 1).await;
            for (number, words) in [(1_u32, "account"), (2, "entry"), (3, "COMMIT")] {
                wire.cut_before(words);
                let left = format!("{} left", 1000 - 100 * number);
                assert_eq!(outcome(&send(&pool, key(number.into()), 1, 2, 100).await), left, "cut before {words}");
            }
            for (number, words) in [(4_u32, "account"), (5, "entry")] {
                wire.cut_reply_to(words);
                let left = format!("{} left", 1000 - 100 * number);
                assert_eq!(outcome(&send(&pool, key(number.into()), 1, 2, 100).await), left, "no reply to {words}");
            }
            assert_eq!((balance(&database, 1).await, balance(&database, 2).await), (500, 1500));
            assert_eq!(faults(&database).await, [""; 0]);
        });
    }

    // An administrator, or a failover, ends all connections in the middle of it: with a last word, 57P01.
    #[test]
    fn a_connection_that_the_server_ends_is_no_reason_to_fail() {
        postgres::test(SCHEMA, async |database| {
            let pool = database.pool(1).await;
            let mut other = database.connection().await;
            let theirs = change(&mut other, "UPDATE account SET balance = balance WHERE id = 2").await;
            let mut call = pin!(send(&pool, key(1), 1, 2, 100));
            assert!(until_it_waits(&database, &mut call, 1).await.is_none(), "it waits for account 2");
            database.end_connections().await;
            assert_eq!(outcome(&call.await), "900 left");
            drop(theirs);
            assert_eq!((balance(&database, 1).await, balance(&database, 2).await), (900, 1100));
            assert_eq!(faults(&database).await, [""; 0]);
        });
    }

    #[test]
    fn transfers_survive_a_failover_in_the_middle_of_a_crowd() {
        postgres::test(SCHEMA, async |database| {
            let pool = database.pool(6).await;
            let done = Cell::new(0);
            let clients = together(6, async |client| {
                for number in 0..8 {
                    let sender = client + number;
                    let (from, to) = (ACCOUNTS[sender % 5], ACCOUNTS[(sender + 1 + client % 4) % 5]);
                    let sent = send(&pool, key((client * 100 + number) as u128), from, to, 7).await;
                    assert!(sent.is_ok(), "`{}` came out", outcome(&sent));
                    done.set(done.get() + 1);
                }
            });
            let failovers = async {
                for after in [6, 18, 30] {
                    while done.get() < after {
                        tokio::time::sleep(Duration::from_millis(1)).await;
                    }
                    database.end_connections().await;
                }
            };
            tokio::join!(clients, failovers);
            assert_eq!(database.value::<i64>(TRANSFERS).await, 48);
            assert_eq!(faults(&database).await, [""; 0]);
        });
    }

    // 40001 and 40P01 mean: somebody else was first, try again. Also when COMMIT says so.
    #[test]
    fn what_was_in_somebodys_way_is_tried_again() {
        for (code, is_at_commit) in [("40001", false), ("40P01", false), ("40001", true)] {
            postgres::test(SCHEMA, async |database| {
                refuse(&database, code, 3, is_at_commit).await;
                let pool = database.pool(1).await;
                assert_eq!(outcome(&send(&pool, key(1), 1, 2, 100).await), "900 left", "after three times {code}");
                assert_eq!((attempts(&database).await, balance(&database, 1).await), (4, 900));
                assert_eq!(faults(&database).await, [""; 0]);
            });
        }
    }

    // Without an end, a server in trouble gets more of it from everybody who waits for it.
    #[test]
    fn the_last_of_ten_attempts_gives_its_error() {
        postgres::test(SCHEMA, async |database| {
            refuse(&database, "40001", 1000, false).await;
            let pool = database.pool(1).await;
            assert_eq!(outcome(&send(&pool, key(1), 1, 2, 100).await), "database: 40001");
            assert_eq!((attempts(&database).await, ATTEMPTS), (10, 10));
            assert_eq!(balance(&database, 1).await, 1000);
        });
    }

    #[test]
    fn the_tenth_attempt_may_succeed() {
        postgres::test(SCHEMA, async |database| {
            refuse(&database, "40P01", 9, false).await;
            let pool = database.pool(1).await;
            assert_eq!(outcome(&send(&pool, key(1), 1, 2, 100).await), "900 left");
            assert_eq!(attempts(&database).await, 10);
        });
    }

    // What fails for a lasting reason fails each time, and hides behind the delay.
    #[test]
    fn nothing_else_is_tried_again() {
        for code in ["P0001", "23503", "53100"] {
            postgres::test(SCHEMA, async |database| {
                refuse(&database, code, 1, false).await;
                let pool = database.pool(1).await;
                assert_eq!(outcome(&send(&pool, key(1), 1, 2, 100).await), format!("database: {code}"));
                assert_eq!((attempts(&database).await, balance(&database, 1).await), (1, 1000));
            });
        }
    }

    #[test]
    fn a_server_that_stays_away_is_told_in_the_end() {
        postgres::test(SCHEMA, async |database| {
            let wire = database.wire().await;
            let pool = postgres::pool(wire.url(), 1).await;
            wire.sever();
            assert_eq!(outcome(&send(&pool, key(1), 1, 2, 100).await), "database");
            wire.restore();
            assert_eq!(outcome(&send(&pool, key(1), 1, 2, 100).await), "900 left");
        });
    }
}

mod concurrency {
    use harness::{assert, assert_eq};

    use super::*;

    // At READ COMMITTED two transactions read the same balance, and the later one writes over the earlier.
    #[test]
    fn a_balance_that_changes_meanwhile_is_not_overwritten() {
        postgres::test(SCHEMA, async |database| {
            let pool = database.pool(1).await;
            let mut other = database.connection().await;
            let theirs = change(&mut other, "UPDATE account SET balance = balance + 500 WHERE id IN (1, 2)").await;
            let sent = commit_when_waited_for(&database, theirs, send(&pool, key(1), 1, 2, 100)).await;
            assert_eq!(outcome(&sent), "1400 left");
            assert_eq!((balance(&database, 1).await, balance(&database, 2).await), (1400, 1600));
        });
    }

    #[test]
    fn money_that_is_spent_meanwhile_cannot_be_sent() {
        postgres::test(SCHEMA, async |database| {
            let pool = database.pool(1).await;
            let mut other = database.connection().await;
            let theirs = change(&mut other, "UPDATE account SET balance = 50 WHERE id = 1").await;
            let sent = commit_when_waited_for(&database, theirs, send(&pool, key(1), 1, 2, 100)).await;
            assert_eq!(outcome(&sent), "insufficient funds");
            assert_eq!((balance(&database, 1).await, balance(&database, 2).await), (50, 1000));
        });
    }

    // Who locks the sender first meets who sends the other way: each holds what the other waits for. Here account 1 is
    // held, so a transfer that waits for it must not hold the other account yet, whoever sends.
    #[test]
    fn accounts_are_locked_in_one_order_whoever_sends() {
        postgres::test(SCHEMA, async |database| {
            let pool = database.pool(1).await;
            for (number, from, to) in [(1, 1, 2), (2, 2, 1)] {
                let (mut other, mut third) = (database.connection().await, database.connection().await);
                let theirs = change(&mut other, "UPDATE account SET balance = balance WHERE id = 1").await;
                let mut call = pin!(send(&pool, key(number), from, to, 100));
                assert!(until_it_waits(&database, &mut call, 1).await.is_none(), "it waits for account 1");
                let look = "SELECT FROM account WHERE id = 2 FOR NO KEY UPDATE NOWAIT";
                let is_free = sqlx::query(look).execute(&mut third).await.is_ok();
                assert!(is_free, "from {from} to {to}: account 2 is locked before account 1");
                theirs.commit().await.expect("it commits");
                assert!(call.await.is_ok());
            }
        });
    }

    // One lock for all transfers is safe, and makes everybody wait for the slowest.
    #[test]
    fn transfers_between_other_accounts_do_not_wait() {
        postgres::test(SCHEMA, async |database| {
            let pool = database.pool(2).await;
            let mut other = database.connection().await;
            let theirs = change(&mut other, "UPDATE account SET balance = balance WHERE id = 1").await;
            let mut waiting = pin!(send(&pool, key(1), 1, 2, 100));
            assert!(until_it_waits(&database, &mut waiting, 1).await.is_none(), "it waits for account 1");
            let second = until_it_waits(&database, send(&pool, key(2), 3, 4, 100), 2).await;
            assert_eq!(second.as_ref().map(outcome).as_deref(), Some("900 left"), "without waiting");
            theirs.commit().await.expect("it commits");
            assert_eq!(outcome(&waiting.await), "900 left");
        });
    }

    // Two requests with one key, at once: neither finds the other's transfer when it looks.
    #[test]
    fn of_calls_with_one_key_at_once_one_moves_the_money_and_all_get_its_receipt() {
        postgres::test(SCHEMA, async |database| {
            let pool = database.pool(3).await;
            let mut other = database.connection().await;
            let theirs = change(&mut other, "UPDATE account SET balance = balance WHERE id = 1").await;
            let mut calls = pin!(together(3, async |_| outcome(&send(&pool, key(1), 1, 2, 600).await)));
            assert!(until_it_waits(&database, &mut calls, 3).await.is_none(), "they wait for account 1");
            theirs.commit().await.expect("it commits");
            assert_eq!(calls.await, ["400 left"; 3]);
            assert_eq!((balance(&database, 1).await, balance(&database, 2).await), (400, 1600));
            assert_eq!(faults(&database).await, [""; 0]);
        });
    }

    // The accounts are others, so their locks keep nobody out: only the key itself can.
    #[test]
    fn a_key_that_is_used_meanwhile_for_another_transfer_is_not_used_again() {
        postgres::test(SCHEMA, async |database| {
            let pool = database.pool(1).await;
            let mut other = database.connection().await;
            let theirs = change(
                &mut other,
                "WITH sent AS (INSERT INTO transfer VALUES ('00000000-0000-0000-0000-000000000001', 3, 4, 10, 990)),
                entered AS (INSERT INTO entry VALUES ('00000000-0000-0000-0000-000000000001', 3, -10),
                    ('00000000-0000-0000-0000-000000000001', 4, 10))
                UPDATE account SET balance = CASE id WHEN 3 THEN 990 ELSE 1010 END WHERE id IN (3, 4)",
            )
            .await;
            let sent = commit_when_waited_for(&database, theirs, send(&pool, key(1), 1, 2, 10)).await;
            assert_eq!(outcome(&sent), "key reused");
            assert_eq!(database.value::<i64>(TRANSFERS).await, 1);
            assert_eq!(faults(&database).await, [""; 0]);
        });
    }

    // A circle that other programs close: they lock account 2 first, whatever the rule here. The server ends one of the
    // two, and that is no reason to tell a customer.
    #[test]
    fn a_deadlock_with_somebody_else_is_tried_again() {
        postgres::test(SCHEMA, async |database| {
            // Whose patience ends finds the circle and is ended. The other program's lasts longer, so it is the kata.
            database
                .execute("DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET deadlock_timeout = ''500ms''', current_database()); END $$")
                .await;
            let pool = database.pool(1).await;
            let mut moved = 0;
            for number in 0..5 {
                let mut other = database.connection().await;
                sqlx::query("SET deadlock_timeout = '3s'").execute(&mut other).await.expect("a setting");
                let mut theirs = change(&mut other, "UPDATE account SET balance = balance WHERE id = 2").await;
                let mut call = pin!(send(&pool, key(number), 1, 2, 100));
                assert!(until_it_waits(&database, &mut call, 1).await.is_none(), "it waits for account 2");
                let close_the_circle = async {
                    let wants = "UPDATE account SET balance = balance WHERE id = 1";
                    let is_kept = sqlx::query(wants).execute(&mut *theirs).await.is_ok();
                    theirs.rollback().await.expect("it ends");
                    is_kept
                };
                let (sent, is_kept) = tokio::join!(call, close_the_circle);
                moved += 100;
                assert_eq!(outcome(&sent), format!("{} left", 1000 - moved));
                // On a machine that is too slow for the circle to be closed in time, it is the other program after all.
                if is_kept {
                    break;
                }
            }
            assert_eq!(faults(&database).await, [""; 0]);
        });
    }

    // pgbench in small: everybody sends to everybody.
    #[test]
    fn a_crowd_neither_makes_nor_loses_money() {
        postgres::test(SCHEMA, async |database| {
            let pool = database.pool(10).await;
            let sums = together(16, async |client| {
                let mut random = fastrand::Rng::with_seed(client as u64);
                let (mut made, mut refused) = (0, 0);
                for number in 0..12 {
                    let sender = random.usize(0..5);
                    let (from, to) = (ACCOUNTS[sender], ACCOUNTS[(sender + random.usize(1..5)) % 5]);
                    let key = key((client * 100 + number) as u128);
                    match outcome(&send(&pool, key, from, to, random.i64(1..=900)).await).as_str() {
                        "insufficient funds" => refused += 1,
                        outcome if outcome.ends_with(" left") => made += 1,
                        other => panic!("`{other}` came out"),
                    }
                }
                (made, refused)
            })
            .await;
            let made: i64 = sums.iter().map(|(made, _)| made).sum();
            let refused: i64 = sums.iter().map(|(_, refused)| refused).sum();
            assert!(made + refused == 16 * 12 && database.value::<i64>(TRANSFERS).await == made);
            assert_eq!(faults(&database).await, [""; 0]);
            assert_eq!(database.value::<i64>("SELECT count(*) FROM account WHERE balance < 0").await, 0);
        });
    }
}

mod complexity {
    use harness::assert_eq;

    use super::*;

    // Others wait for these accounts from the first statement to the last.
    #[test]
    fn a_transfer_is_a_handful_of_statements() {
        postgres::test(SCHEMA, async |database| {
            let wire = database.wire().await;
            let pool = postgres::pool(wire.url(), 1).await;
            let (sent, traffic) = wire.watch(send(&pool, key(1), 1, 2, 100)).await;
            assert_eq!(outcome(&sent), "900 left");
            assert_within!("a transfer", traffic.queries().len() as u64, "statements", "a fixed number", 8);
            let (again, traffic) = wire.watch(send(&pool, key(1), 1, 2, 100)).await;
            assert_eq!(outcome(&again), "900 left");
            assert_within!("finding it again", traffic.queries().len() as u64, "statements", "a fixed number", 4);
        });
    }

    // Who holds a connection and waits for a second one waits for all who do the same.
    #[test]
    fn one_connection_is_enough() {
        postgres::test(SCHEMA, async |database| {
            refuse(&database, "40001", 2, true).await;
            let options = PgPoolOptions::new().max_connections(1).acquire_timeout(Duration::from_secs(5));
            let pool = options.connect(database.url()).await.expect("the server answers");
            for expected in ["900 left", "900 left"] {
                assert_eq!(outcome(&send(&pool, key(1), 1, 2, 100).await), expected);
            }
            assert_eq!(outcome(&send(&pool, key(1), 1, 3, 100).await), "key reused");
            assert_eq!(outcome(&send(&pool, key(2), 1, 2, 1000).await), "insufficient funds");
            assert_eq!(outcome(&send(&pool, key(2), 1, 2, 900).await), "0 left");
        });
    }
}
