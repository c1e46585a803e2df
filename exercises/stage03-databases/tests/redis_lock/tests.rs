//! Every lock passes the demonstration: one takes it, the other is refused. Locks break in the moments between. The time
//! of a holder runs out just before its next command arrives, and that command hits the lock of the next holder. A client
//! dies between two commands that should have been one, and its lock never ends. Redis restarts and remembers nothing.
//! And a holder that was paused wakes up, sure that it still has the lock: only the resource can stop that one.

use std::cell::{Cell, RefCell};
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use ::redis::{AsyncCommands, ConnectionAddr};
use harness::prelude::*;
use harness::redis::{self, Database};
use harness::together;
use harness::wire::Wire;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::kata::{Fenced, Guard, LockError, Locks, Patience, Stale};

const MINUTE: Duration = Duration::from_mins(1);
const HOUR: Duration = Duration::from_hours(1);

/// Locks that do not wait, over a way that may be a wire's.
fn locks(url: &str) -> Locks {
    patient(url, 0, HOUR)
}

/// Locks that try again so often, with a pause between.
fn patient(url: &str, retries: u32, pause: Duration) -> Locks {
    let client = ::redis::Client::open(url).expect("it is a URL of Redis");
    Locks::new(client, Patience { retries, pause })
}

/// How a call ended.
fn outcome<T>(result: &Result<T, LockError>) -> &'static str {
    match result {
        Ok(_) => "done",
        Err(LockError::Busy) => "busy",
        Err(LockError::Lost) => "lost",
        Err(LockError::Unavailable(_)) => "unavailable",
    }
}

/// The token of a lock that was taken, or why it was not.
fn token(result: &Result<Guard, LockError>) -> Result<u64, &'static str> {
    result.as_ref().map(Guard::token).map_err(|_| outcome(result))
}

/// How a write to the resource ended.
fn written(result: &Result<(), Stale>) -> &'static str {
    match result {
        Ok(()) => "written",
        Err(Stale) => "stale",
    }
}

/// What Redis says of the time that a key has left, in milliseconds: -1 without end, -2 not there.
async fn time_left(database: &Database, key: &str) -> i64 {
    database.connection().await.pttl(key).await.expect("Redis answers")
}

/// The lock's time runs out: it is over for its holder, who does not know.
async fn run_out(database: &Database, key: &str) {
    let _: () = database.connection().await.pexpire(key, 0).await.expect("Redis answers");
}

/// A way to Redis on which a test can have commands refused, as a server in trouble does: without scripts after a restart,
/// read-only after a failover. Doing it to the server itself would strike all tests that run on it.
#[derive(Clone)]
struct Moody {
    url: String,
    mood: Arc<Mutex<Option<&'static str>>>,
}

impl Moody {
    async fn before(database: &Database) -> Self {
        let info = database.client();
        let ConnectionAddr::Tcp(host, port) = info.get_connection_info().addr() else { panic!("Redis has an address") };
        let server = format!("{host}:{port}");
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port is free");
        let address = listener.local_addr().expect("it is bound").to_string();
        let moody = Self { url: database.url().replace(&server, &address), mood: Arc::default() };
        let accepting = moody.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let (moody, server) = (accepting.clone(), server.clone());
                // Either side's end is the other's.
                tokio::spawn(async move { moody.carry(client, &server).await });
            }
        });
        moody
    }

    /// Refuses everything about the stock with this error; `NOSCRIPT` until a script's text is sent.
    fn refuse(&self, error: impl Into<Option<&'static str>>) {
        *self.mood.lock().unwrap_or_else(PoisonError::into_inner) = error.into();
    }

    async fn carry(&self, mut client: TcpStream, server: &str) -> io::Result<()> {
        let mut server = TcpStream::connect(server).await?;
        let (mut request, mut reply) = ([0; 4096], [0; 4096]);
        loop {
            tokio::select! {
                length = client.read(&mut request) => match length? {
                    0 => return Ok(()),
                    length => match self.answer(&request[..length]) {
                        Some(error) => client.write_all(format!("-{error}\r\n").as_bytes()).await?,
                        None => server.write_all(&request[..length]).await?,
                    },
                },
                length = server.read(&mut reply) => match length? {
                    0 => return Ok(()),
                    length => client.write_all(&reply[..length]).await?,
                },
            }
        }
    }

    fn answer(&self, request: &[u8]) -> Option<&'static str> {
        let mut mood = self.mood.lock().unwrap_or_else(PoisonError::into_inner);
        let request = String::from_utf8_lossy(request).to_uppercase();
        let by_its_hash = request.contains("\r\nEVALSHA");
        let with_its_text = request.contains("\r\nEVAL\r\n") || request.contains("\r\nLOAD\r\n");
        if mood.is_some_and(|error| error.starts_with("NOSCRIPT")) {
            *mood = if with_its_text { None } else { *mood };
            return if by_its_hash { *mood } else { None };
        }
        if request.contains("STOCK:") { *mood } else { None }
    }
}

/// Waits until something is so, which it soon is.
async fn until(what: &str, mut is_so: impl AsyncFnMut() -> bool) {
    let poll = async {
        while !is_so().await {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    let waited = tokio::time::timeout(Duration::from_secs(20), poll).await;
    std::assert!(waited.is_ok(), "{what}: not within 20 seconds");
}

/// Carries out `action`, and `meanwhile` while its command number `step` is on its way to Redis. Gives the results of both;
/// none of `meanwhile` when the action needed fewer commands.
async fn between<T, M>(
    wire: &Wire,
    step: usize,
    action: impl Future<Output = T>,
    meanwhile: impl Future<Output = M>,
) -> (T, Option<M>) {
    wire.clear();
    wire.delay(Duration::from_millis(15));
    let is_done = Cell::new(false);
    let act = async {
        let result = action.await;
        is_done.set(true);
        result
    };
    let intervene = async {
        while wire.traffic().statements.len() < step {
            if is_done.get() {
                return None;
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        wire.hold();
        let result = meanwhile.await;
        wire.release();
        Some(result)
    };
    let results = tokio::join!(act, intervene);
    wire.delay(Duration::ZERO);
    results
}

/// Locks over a wire, already connected, so that the next command is the first.
async fn connected(wire: &Wire) -> Locks {
    let locks = locks(wire.url());
    let guard = locks.acquire("connected", MINUTE, 0).await.expect("nobody has it");
    guard.release().await.expect("nobody has taken it");
    locks
}

mod behaviour {
    use harness::{assert, assert_eq};

    use super::*;

    #[test]
    fn a_free_lock_is_taken_for_a_time_and_given_back() {
        redis::test(async |database| {
            let locks = locks(database.url());
            let guard = locks.acquire("stock:7", MINUTE, 0).await;
            assert_eq!(token(&guard), Ok(1));
            assert!((1..=60_000).contains(&time_left(&database, "stock:7").await), "the lock is the key, and it ends");
            assert_eq!(outcome(&guard.expect("it is taken").release().await), "done");
            assert_eq!(time_left(&database, "stock:7").await, -2, "the key is gone");
        });
    }

    // A lock that is asked for is not given, and nothing about it may change: not its owner, not its time.
    #[test]
    fn who_comes_second_is_told_so_and_changes_nothing() {
        redis::test(async |database| {
            let (one, other) = (locks(database.url()), locks(database.url()));
            let guard = one.acquire("stock:7", MINUTE, 0).await.expect("nobody has it");
            let refused = other.acquire("stock:7", HOUR, 0).await;
            assert_eq!(outcome(&refused), "busy");
            assert_eq!(refused.err().map(|error| error.to_string()), Some(LockError::Busy.to_string()));
            assert!(time_left(&database, "stock:7").await <= 60_000);
            assert_eq!(outcome(&guard.extend(MINUTE).await), "done", "it is still the first one's");
        });
    }

    #[test]
    fn the_same_client_is_refused_too() {
        redis::test(async |database| {
            let locks = locks(database.url());
            let _guard = locks.acquire("stock:7", MINUTE, 0).await.expect("nobody has it");
            assert_eq!(outcome(&locks.acquire("stock:7", MINUTE, 0).await), "busy");
        });
    }

    #[test]
    fn locks_of_different_names_do_not_meet() {
        redis::test(async |database| {
            let locks = locks(database.url());
            let seven = locks.acquire("stock:7", MINUTE, 0).await;
            let eight = locks.acquire("stock:8", MINUTE, 0).await;
            assert_eq!([token(&seven), token(&eight)], [Ok(1), Ok(1)], "each name counts its own tokens");
            assert_eq!(outcome(&seven.expect("it is taken").release().await), "done");
            assert_eq!(outcome(&locks.acquire("stock:8", MINUTE, 0).await), "busy");
        });
    }

    // The number of a lock, not of an attempt: whoever was refused has drawn none.
    #[test]
    fn each_lock_that_is_given_has_the_next_token() {
        redis::test(async |database| {
            let (one, other) = (locks(database.url()), locks(database.url()));
            let mut tokens = Vec::new();
            for _ in 0..3 {
                let guard = one.acquire("stock:7", MINUTE, 0).await.expect("nobody has it");
                assert_eq!(outcome(&other.acquire("stock:7", MINUTE, 0).await), "busy");
                tokens.push(guard.token());
                guard.release().await.expect("nobody has taken it");
            }
            assert_eq!(tokens, [1, 2, 3]);
        });
    }

    #[test]
    fn extend_sets_the_time_that_is_left() {
        redis::test(async |database| {
            let guard = locks(database.url()).acquire("stock:7", MINUTE, 0).await.expect("nobody has it");
            assert_eq!(outcome(&guard.extend(HOUR).await), "done");
            assert!((3_000_000..=3_600_000).contains(&time_left(&database, "stock:7").await));
            assert_eq!(outcome(&guard.extend(MINUTE).await), "done");
            assert!((1..=60_000).contains(&time_left(&database, "stock:7").await));
            assert_eq!(guard.token(), 1);
        });
    }

    #[test]
    fn who_waits_gets_the_lock_when_it_is_free() {
        redis::test(async |database| {
            let wire = database.wire().await;
            let guard = locks(database.url()).acquire("stock:7", MINUTE, 0).await.expect("nobody has it");
            let waiting = patient(wire.url(), 10_000, Duration::from_millis(2));
            let attempts = async || wire.traffic().statements.iter().filter(|sent| sent.contains("stock:7")).count();
            let gives_back = async {
                until("the waiting one tries again", async || attempts().await >= 3).await;
                guard.release().await
            };
            let (taken, freed) = tokio::join!(waiting.acquire("stock:7", MINUTE, 0), gives_back);
            assert_eq!((token(&taken), outcome(&freed)), (Ok(2), "done"));
        });
    }

    // The whole story. A is stopped for long: by a garbage collector, a debugger, a machine that is moved. Its lock runs
    // out and goes to B. Then A wakes up in the middle of a line and writes.
    #[test]
    fn a_holder_that_slept_too_long_is_refused_by_the_resource() {
        redis::test(async |database| {
            let mut stock = Fenced::new(100);
            let (one, other) = (locks(database.url()), locks(database.url()));
            let slow = one.acquire("stock:7", MINUTE, stock.highest_token()).await.expect("nobody has it");
            assert_eq!(written(&stock.write(slow.token(), 99)), "written");
            run_out(&database, "stock:7").await;
            let quick = other.acquire("stock:7", MINUTE, stock.highest_token()).await.expect("its time is over");
            assert_eq!(written(&stock.write(quick.token(), 80)), "written");
            assert_eq!(written(&stock.write(slow.token(), 98)), "stale");
            assert_eq!((*stock.value(), stock.highest_token()), (80, 2));
        });
    }

    #[test]
    fn the_resource_takes_tokens_that_do_not_fall() {
        let mut stock = Fenced::new("new");
        assert_eq!((*stock.value(), stock.highest_token()), ("new", 0));
        let mut seen = Vec::new();
        for (token, value) in [(3, "a"), (3, "b"), (2, "c"), (7, "d"), (6, "e"), (3, "f"), (7, "g")] {
            let how = written(&stock.write(token, value));
            seen.push((how, *stock.value(), stock.highest_token()));
        }
        let expected = [
            ("written", "a", 3),
            ("written", "b", 3),
            ("stale", "b", 3),
            ("written", "d", 7),
            ("stale", "d", 7),
            ("stale", "d", 7),
            ("written", "g", 7),
        ];
        assert_eq!(seen, expected);
    }

    // The lock was given to somebody else meanwhile. Who wants to give it back now must hear that, and the other one must
    // not. Both may be the same process: what counts is the one guard.
    #[test]
    fn a_lock_that_went_to_somebody_else_is_lost_and_stays_theirs() {
        redis::test(async |database| {
            let locks = locks(database.url());
            let slow = locks.acquire("stock:7", MINUTE, 0).await.expect("nobody has it");
            run_out(&database, "stock:7").await;
            let quick = locks.acquire("stock:7", MINUTE, 0).await.expect("its time is over");
            let extended = slow.extend(HOUR).await;
            assert_eq!(outcome(&extended), "lost");
            assert_eq!(extended.err().map(|error| error.to_string()), Some(LockError::Lost.to_string()));
            assert!((1..=60_000).contains(&time_left(&database, "stock:7").await));
            assert_eq!(outcome(&slow.release().await), "lost");
            assert_eq!(outcome(&quick.extend(MINUTE).await), "done");
        });
    }

    // "Nobody has it, so it is mine again" is wrong: somebody may have had it in between, and has written.
    #[test]
    fn a_lock_that_has_ended_is_not_taken_again_by_extend() {
        redis::test(async |database| {
            let guard = locks(database.url()).acquire("stock:7", MINUTE, 0).await.expect("nobody has it");
            run_out(&database, "stock:7").await;
            assert_eq!(outcome(&guard.extend(MINUTE).await), "lost");
            assert_eq!(time_left(&database, "stock:7").await, -2);
            assert_eq!(outcome(&guard.release().await), "lost");
        });
    }

    // Errors return early, futures are cancelled: guards are dropped. `drop` is not async, and a thread that waits in it
    // stops every task of its runtime; here also the one that would have to answer.
    #[test]
    fn a_guard_that_is_dropped_gives_the_lock_back_and_does_not_wait() {
        redis::test(async |database| {
            let wire = database.wire().await;
            let guard = connected(&wire).await.acquire("stock:7", MINUTE, 0).await.expect("nobody has it");
            wire.hold();
            drop(guard);
            wire.release();
            until("the lock is given back", async || time_left(&database, "stock:7").await == -2).await;
            assert_eq!(token(&locks(database.url()).acquire("stock:7", MINUTE, 0).await), Ok(2));
        });
    }
}

mod edge_cases {
    use harness::{assert, assert_eq, assert_ne};

    use super::*;

    #[test]
    fn a_dropped_guard_whose_lock_was_lost_takes_nothing_away() {
        redis::test(async |database| {
            let wire = database.wire().await;
            let slow = connected(&wire).await.acquire("stock:7", MINUTE, 0).await.expect("nobody has it");
            run_out(&database, "stock:7").await;
            let quick = locks(database.url()).acquire("stock:7", MINUTE, 0).await.expect("its time is over");
            wire.clear();
            drop(slow);
            until("something is said of the release", async || wire.traffic().received > 0).await;
            assert_eq!(outcome(&quick.extend(MINUTE).await), "done");
        });
    }

    // A guard in a static or in another thread can outlive the runtime. A panic in `drop` ends the process if it comes while
    // another panic is on its way.
    #[test]
    fn a_guard_may_be_dropped_where_there_is_no_runtime() {
        let kept = RefCell::new(None);
        redis::test(async |database| {
            let guard = locks(database.url()).acquire("stock:7", MINUTE, 0).await;
            assert_eq!(token(&guard), Ok(1));
            kept.replace(guard.ok());
        });
        assert_eq!(panic_message(|| drop(kept.take())), None);
    }

    // Milliseconds, not seconds. And no lock for ever, whatever comes of a division.
    #[test]
    fn a_lock_may_last_milliseconds() {
        redis::test(async |database| {
            let locks = locks(database.url());
            let short = locks.acquire("stock:7", Duration::from_millis(20), 0).await;
            assert_eq!(token(&short), Ok(1));
            assert!(time_left(&database, "stock:7").await <= 20);
            until("it ends by itself", async || time_left(&database, "stock:7").await == -2).await;
            assert_eq!(outcome(&short.expect("it was taken").extend(MINUTE).await), "lost");
            let shortest = locks.acquire("stock:8", Duration::from_micros(5), 0).await;
            assert_eq!(token(&shortest), Ok(1), "less than a millisecond is one");
        });
    }

    // Redis forgets scripts: at every restart, and when somebody flushes them. NOSCRIPT is no reason to fail.
    #[test]
    fn scripts_that_redis_has_forgotten_are_sent_again() {
        redis::test(async |database| {
            let moody = Moody::before(&database).await;
            let forget = || moody.refuse("NOSCRIPT No matching script. Please use EVAL.");
            let locks = locks(&moody.url);
            let guard = locks.acquire("stock:7", MINUTE, 0).await.expect("nobody has it");
            forget();
            assert_eq!(outcome(&guard.extend(HOUR).await), "done");
            forget();
            assert_eq!(outcome(&guard.release().await), "done");
            forget();
            assert_eq!(token(&locks.acquire("stock:7", MINUTE, 0).await), Ok(2));
        });
    }

    // What a server says that has become a replica, or still reads its data from disk. It is no answer to the question
    // whether somebody has the lock, and no reason to stop the process.
    #[test]
    fn an_error_of_the_server_is_unavailable_and_nothing_else() {
        redis::test(async |database| {
            let moody = Moody::before(&database).await;
            let locks = patient(&moody.url, 3, HOUR);
            let guard = locks.acquire("stock:7", MINUTE, 0).await.expect("nobody has it");
            for error in [
                "READONLY You can't write against a read only replica.",
                "LOADING Redis is loading the dataset in memory",
                "OOM command not allowed when used memory > 'maxmemory'.",
            ] {
                moody.refuse(error);
                let tried = tokio::time::timeout(Duration::from_secs(20), locks.acquire("stock:8", MINUTE, 0)).await;
                assert_eq!(tried.as_ref().map_or("still waiting", outcome), "unavailable", "{error}");
                assert_eq!(outcome(&guard.extend(HOUR).await), "unavailable", "{error}");
                moody.refuse(None);
                assert_eq!(outcome(&guard.extend(HOUR).await), "done", "after {error}");
            }
            assert_eq!(outcome(&guard.release().await), "done");
        });
    }

    // Down is not busy. Whoever takes it for busy waits for a holder that is not there; whoever takes it for free has no
    // lock. Here the pause is an hour: there is nothing to wait for.
    #[test]
    fn a_server_that_is_down_is_unavailable_and_not_busy() {
        redis::test(async |database| {
            let wire = database.wire().await;
            let locks = patient(wire.url(), 3, HOUR);
            let guard = locks.acquire("stock:7", MINUTE, 0).await.expect("nobody has it");
            wire.sever();
            for key in ["stock:7", "stock:8"] {
                let tried = tokio::time::timeout(Duration::from_secs(20), locks.acquire(key, MINUTE, 0)).await;
                assert_eq!(tried.as_ref().map_or("still waiting", outcome), "unavailable");
                let message = tried.ok().and_then(Result::err).map(|error| error.to_string());
                assert!(message.is_some_and(|message| message.starts_with("redis is unavailable: ")));
            }
            assert_eq!(outcome(&guard.extend(MINUTE).await), "unavailable");
            assert_eq!(outcome(&guard.release().await), "unavailable");
        });
    }

    // A connection that is broken stays broken. The lock itself has not noticed anything.
    #[test]
    fn a_lock_outlives_the_connection_that_it_was_taken_over() {
        redis::test(async |database| {
            let wire = database.wire().await;
            let locks = locks(wire.url());
            let guard = locks.acquire("stock:7", MINUTE, 0).await.expect("nobody has it");
            wire.sever();
            assert_eq!(outcome(&guard.extend(HOUR).await), "unavailable");
            wire.restore();
            assert_eq!(outcome(&guard.extend(HOUR).await), "done");
            assert_eq!(outcome(&locks.acquire("stock:7", MINUTE, 0).await), "busy");
            assert_eq!(outcome(&guard.release().await), "done");
        });
    }

    // The command arrived, the answer did not. There is a lock then, which nobody has: it must end.
    #[test]
    fn a_lock_whose_answer_got_lost_ends_by_itself() {
        redis::test(async |database| {
            let wire = database.wire().await;
            let locks = connected(&wire).await;
            wire.cut_reply_to("stock:7");
            assert_eq!(outcome(&locks.acquire("stock:7", MINUTE, 0).await), "unavailable");
            assert_ne!(time_left(&database, "stock:7").await, -1, "the key is there and has no end");
            run_out(&database, "stock:7").await;
            assert_eq!(outcome(&locks.acquire("stock:7", MINUTE, 0).await), "done");
        });
    }

    // A restart without a copy on disk, a failover to a replica that lags: lock and counter are gone. Now two believe to
    // have the lock, with the same token, unless the resource's own memory counts too.
    #[test]
    fn after_a_restart_that_forgot_everything_tokens_go_on_above_the_resources() {
        redis::test(async |database| {
            let wire = database.wire().await;
            let mut stock = Fenced::new(100);
            let (one, other) = (locks(wire.url()), locks(database.url()));
            for left in [99, 98] {
                let guard = one.acquire("stock:7", MINUTE, stock.highest_token()).await.expect("nobody has it");
                assert_eq!(written(&stock.write(guard.token(), left)), "written");
                guard.release().await.expect("nobody has taken it");
            }
            let old = one.acquire("stock:7", MINUTE, stock.highest_token()).await.expect("nobody has it");
            assert_eq!(written(&stock.write(old.token(), 97)), "written");

            wire.sever();
            assert_eq!(outcome(&old.extend(MINUTE).await), "unavailable");
            let _: () = database.connection().await.flushdb().await.expect("Redis answers");
            wire.restore();

            let new = other.acquire("stock:7", MINUTE, stock.highest_token()).await.expect("Redis has forgotten it");
            assert_eq!(new.token(), 4);
            assert_eq!(written(&stock.write(new.token(), 90)), "written");
            assert_eq!(written(&stock.write(old.token(), 96)), "stale");
            assert_eq!(outcome(&old.extend(MINUTE).await), "lost");
            assert_eq!(outcome(&new.release().await), "done");
        });
    }

    #[test]
    fn tokens_never_fall_below_what_redis_remembers() {
        redis::test(async |database| {
            let locks = locks(database.url());
            let mut tokens = Vec::new();
            for above in [41, 0, 42, 43, 9_007_199_254_740_000, 7] {
                let guard = locks.acquire("stock:7", MINUTE, above).await.expect("nobody has it");
                tokens.push(guard.token());
                guard.release().await.expect("nobody has taken it");
            }
            assert_eq!(tokens, [42, 43, 44, 45, 9_007_199_254_740_001, 9_007_199_254_740_002]);
        });
    }

    // The same token twice, since Redis has forgotten how far it had counted: no name for an owner.
    #[test]
    fn an_old_holder_with_the_same_token_frees_nothing() {
        redis::test(async |database| {
            let locks = locks(database.url());
            let old = locks.acquire("stock:7", MINUTE, 0).await.expect("nobody has it");
            let _: () = database.connection().await.flushdb().await.expect("Redis answers");
            let new = locks.acquire("stock:7", MINUTE, 0).await.expect("Redis has forgotten it");
            assert_eq!((old.token(), new.token()), (1, 1));
            assert_eq!(outcome(&old.extend(HOUR).await), "lost");
            assert_eq!(outcome(&old.release().await), "lost");
            assert_eq!(outcome(&new.release().await), "done");
        });
    }
}

mod complexity {
    use harness::{assert, assert_eq};

    use super::*;

    // A script that Redis does not know is sent once more: with its text.
    const SENT_AGAIN: u64 = 6;

    fn commands(wire: &Wire) -> u64 {
        wire.traffic().statements.len() as u64
    }

    #[test]
    fn each_call_is_one_command() {
        redis::test(async |database| {
            let wire = database.wire().await;
            let locks = connected(&wire).await;
            let rounds = async {
                for _ in 0..20 {
                    let guard = locks.acquire("stock:7", MINUTE, 0).await.expect("nobody has it");
                    guard.extend(HOUR).await.expect("nobody has taken it");
                    guard.release().await.expect("nobody has taken it");
                }
            };
            let ((), traffic) = wire.watch(rounds).await;
            let sent = traffic.statements.len() as u64;
            assert_within!("60 calls", sent, "commands", "one command each", 60 + SENT_AGAIN);
        });
    }

    #[test]
    fn one_connection_serves_all_calls() {
        redis::test(async |database| {
            let wire = database.wire().await;
            let locks = locks(wire.url());
            for _ in 0..3 {
                together(8, async |number| {
                    let guard =
                        locks.clone().acquire(&format!("stock:{number}"), MINUTE, 0).await.expect("nobody has it");
                    guard.release().await.expect("nobody has taken it");
                })
                .await;
            }
            let connections = wire.traffic().connections;
            assert_within!("48 calls, 8 at once,", connections, "connections", "one for all", 2);
        });
    }

    #[test]
    fn a_lock_is_tried_as_often_as_was_asked_for() {
        redis::test(async |database| {
            let wire = database.wire().await;
            let _guard = locks(database.url()).acquire("stock:7", MINUTE, 0).await.expect("nobody has it");
            let waiting = patient(wire.url(), 9, Duration::from_millis(1));
            let (tried, traffic) = wire.watch(waiting.acquire("stock:7", MINUTE, 0)).await;
            assert_eq!(outcome(&tried), "busy");
            let attempts = traffic.statements.iter().filter(|sent| sent.contains("stock:7")).count() as u64;
            assert!(attempts >= 10, "one attempt and 9 more");
            assert_within!("10 attempts", attempts, "commands", "one command each", 10 + SENT_AGAIN);
        });
    }

    // An hour is to pass before the second attempt. What is sent until Redis has answered a hundred others is sent too soon.
    #[test]
    fn nothing_is_sent_during_the_pause() {
        redis::test(async |database| {
            let wire = database.wire().await;
            let mut connection = database.connection().await;
            let _guard = locks(database.url()).acquire("stock:7", MINUTE, 0).await.expect("nobody has it");
            let waiting = patient(wire.url(), 5, HOUR);
            let watch = async {
                until("the first attempt is sent", async || commands(&wire) > 0).await;
                for _ in 0..100 {
                    let _: () = ::redis::cmd("PING").query_async(&mut connection).await.expect("Redis answers");
                }
            };
            let came_too_soon = tokio::select! {
                _ = waiting.acquire("stock:7", MINUTE, 0) => true,
                () = watch => false,
            };
            assert!(!came_too_soon, "it has not waited");
            let sent = wire.traffic().statements.iter().filter(|sent| sent.contains("stock:7")).count() as u64;
            assert_within!("the first attempt", sent, "commands", "one attempt", 3);
        });
    }

    // After the last attempt there is nothing to wait for.
    #[test]
    fn nobody_pauses_after_the_last_attempt() {
        redis::test(async |database| {
            let locks = locks(database.url());
            let _guard = locks.acquire("stock:7", MINUTE, 0).await.expect("nobody has it");
            let tried = tokio::time::timeout(Duration::from_secs(20), locks.acquire("stock:7", MINUTE, 0)).await;
            assert_eq!(tried.as_ref().map_or("still waiting", outcome), "busy");
        });
    }
}

mod concurrency {
    use harness::{assert, assert_eq, assert_ne};

    use super::*;

    // Each reads the counter, lets others run, and writes it back: whoever is not alone loses an update.
    #[test]
    fn of_sixty_four_tasks_one_at_a_time_holds_the_lock() {
        redis::test(async |database| {
            let services = [0; 4].map(|_| patient(database.url(), 100_000, Duration::from_millis(16)));
            let connection = database.connection().await;
            let stock = RefCell::new(Fenced::new(0));
            let mut tokens = together(64, async |number| {
                let mut connection = connection.clone();
                let guard = services[number % 4].acquire("stock:7", HOUR, 0).await.expect("it waits long enough");
                let count: Option<u32> = connection.get("count").await.expect("Redis answers");
                let _: () = connection.set("count", count.unwrap_or(0) + 1).await.expect("Redis answers");
                assert_eq!(written(&stock.borrow_mut().write(guard.token(), number)), "written");
                let token = guard.token();
                guard.release().await.expect("it lasts an hour");
                token
            })
            .await;
            tokens.sort_unstable();
            assert_eq!(tokens, (1..=64).collect::<Vec<u64>>());
            assert_eq!(database.connection().await.get::<_, u32>("count").await.ok(), Some(64));
        });
    }

    // GET says that the lock is mine. It runs out, another takes it. DEL. Try every place where it could happen.
    #[test]
    fn release_never_frees_the_lock_of_the_next_holder() {
        redis::test(async |database| {
            let wire = database.wire().await;
            let (slow, quick) = (connected(&wire).await, locks(database.url()));
            for step in 1..=3 {
                let key = format!("stock:{step}");
                let guard = slow.acquire(&key, MINUTE, 0).await.expect("nobody has it");
                let theft = async {
                    run_out(&database, &key).await;
                    quick.acquire(&key, MINUTE, 0).await
                };
                let (released, stolen) = between(&wire, step, guard.release(), theft).await;
                let Some(stolen) = stolen else {
                    assert_eq!(outcome(&released), "done");
                    continue;
                };
                assert_eq!(outcome(&released), "lost", "it ran out before command {step} of the release");
                let next = stolen.expect("its time is over");
                assert_eq!(outcome(&next.extend(MINUTE).await), "done", "before command {step} of the release");
            }
        });
    }

    #[test]
    fn extend_never_lengthens_the_lock_of_the_next_holder() {
        redis::test(async |database| {
            let wire = database.wire().await;
            let (slow, quick) = (connected(&wire).await, locks(database.url()));
            for step in 1..=3 {
                let key = format!("stock:{step}");
                let guard = slow.acquire(&key, MINUTE, 0).await.expect("nobody has it");
                let theft = async {
                    run_out(&database, &key).await;
                    quick.acquire(&key, MINUTE, 0).await
                };
                let (extended, stolen) = between(&wire, step, guard.extend(HOUR), theft).await;
                let Some(stolen) = stolen else {
                    assert_eq!(outcome(&extended), "done");
                    continue;
                };
                assert_eq!(outcome(&extended), "lost", "it ran out before command {step} of the extension");
                let left = time_left(&database, &key).await;
                assert!((1..=60_000).contains(&left), "{left} ms are left, before command {step} of the extension");
                assert_eq!(outcome(&stolen.expect("its time is over").extend(MINUTE).await), "done");
            }
        });
    }

    // Whoever takes the lock first and draws its token then may draw it when the lock is another's: a higher token than
    // the true holder's, to which the resource is now closed. Whoever looks first and takes then takes it from another.
    #[test]
    fn who_is_overtaken_while_taking_the_lock_does_not_have_it() {
        redis::test(async |database| {
            let wire = database.wire().await;
            let (slow, quick) = (connected(&wire).await, locks(database.url()));
            for step in 1..=3 {
                let key = format!("stock:{step}");
                let theft = async {
                    run_out(&database, &key).await;
                    quick.acquire(&key, MINUTE, 0).await
                };
                let (taken, stolen) = between(&wire, step, slow.acquire(&key, MINUTE, 0), theft).await;
                let Some(stolen) = stolen else {
                    assert_eq!(token(&taken), Ok(1));
                    continue;
                };
                assert_eq!(token(&stolen), Ok(1), "taken before command {step} of the other");
                assert_eq!(token(&taken), Err("busy"), "overtaken before its command {step}");
                assert_eq!(outcome(&stolen.expect("it is taken").extend(MINUTE).await), "done");
            }
        });
    }

    // A token that is drawn before the lock is taken is old when somebody else was quicker.
    #[test]
    fn the_token_is_newer_than_that_of_whoever_came_in_between() {
        redis::test(async |database| {
            let wire = database.wire().await;
            let (slow, quick) = (connected(&wire).await, locks(database.url()));
            for step in 1..=3 {
                let key = format!("stock:{step}");
                let visit = async {
                    let guard = quick.acquire(&key, MINUTE, 0).await.expect("nobody has it");
                    let token = guard.token();
                    guard.release().await.expect("nobody has taken it");
                    token
                };
                let (taken, visitor) = between(&wire, step, slow.acquire(&key, MINUTE, 0), visit).await;
                assert_eq!(visitor.unwrap_or(1), 1, "who came before command {step} is the first");
                assert_eq!(
                    token(&taken),
                    Ok(1 + visitor.unwrap_or(0)),
                    "after somebody was there before command {step}"
                );
            }
        });
    }

    // SETNX, then the process dies, and EXPIRE never comes: a lock for ever, and somebody called in at night.
    #[test]
    fn a_client_that_dies_between_two_commands_leaves_no_lock_for_ever() {
        redis::test(async |database| {
            let wire = database.wire().await;
            let other = locks(database.url());
            for step in 1..=3 {
                let key = format!("stock:{step}");
                let dying = connected(&wire).await;
                let (taken, died) = between(&wire, step, dying.acquire(&key, MINUTE, 0), async { wire.cut() }).await;
                if died.is_none() {
                    assert_eq!(outcome(&taken), "done");
                    continue;
                }
                assert_eq!(outcome(&taken), "unavailable", "cut before command {step}");
                assert_ne!(time_left(&database, &key).await, -1, "no end, cut before command {step}");
                run_out(&database, &key).await;
                assert_eq!(outcome(&other.acquire(&key, MINUTE, 0).await), "done");
            }
        });
    }

    // Not the lock is slow but its holder: what it has sent arrives when another has the lock.
    #[test]
    fn what_a_paused_holder_has_sent_comes_too_late() {
        redis::test(async |database| {
            let wire = database.wire().await;
            let mut stock = Fenced::new(100);
            let paused = connected(&wire).await.acquire("stock:7", MINUTE, 0).await.expect("nobody has it");
            let wakes = async {
                run_out(&database, "stock:7").await;
                let next = locks(database.url()).acquire("stock:7", MINUTE, 0).await.expect("its time is over");
                let first = written(&stock.write(next.token(), 80));
                (next, first)
            };
            let (extended, next) = between(&wire, 1, paused.extend(MINUTE), wakes).await;
            let (next, first) = next.expect("at least one command is sent");
            assert_eq!((outcome(&extended), first), ("lost", "written"));
            assert_eq!(written(&stock.write(paused.token(), 99)), "stale");
            drop(paused);
            assert_eq!(written(&stock.write(next.token(), 70)), "written");
            assert_eq!(*stock.value(), 70);
            assert_eq!(outcome(&next.release().await), "done");
        });
    }
}
