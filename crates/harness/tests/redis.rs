//! What a test gets of a real Redis.
#![cfg(feature = "redis")]

use std::cell::RefCell;

use ::redis::AsyncCommands;
use harness::redis;

#[test]
fn every_test_has_a_database_for_itself_and_leaves_it_empty() {
    redis::test(async |first| {
        let _: () = first.connection().await.set("key", 1).await.expect("it is set");
        redis_is_empty_elsewhere(first.url());
    });
}

/// On a thread of its own: a test runs one runtime.
fn redis_is_empty_elsewhere(taken: &str) {
    let taken = taken.to_owned();
    let other = std::thread::spawn(move || {
        redis::test(async |second| {
            assert_ne!(second.url(), taken);
            let value: Option<u32> = second.connection().await.get("key").await.expect("it answers");
            assert_eq!(value, None);
        });
    });
    other.join().expect("no panic");
}

#[test]
fn what_was_left_is_taken_away() {
    let url = RefCell::new(String::new());
    redis::test(async |database| {
        let _: () = database.connection().await.set("key", 1).await.expect("it is set");
        url.replace(database.url().to_owned());
    });
    harness::block_on(async {
        let client = ::redis::Client::open(url.borrow().as_str()).expect("a URL");
        let mut connection = client.get_multiplexed_async_connection().await.expect("it answers");
        let value: Option<u32> = connection.get("key").await.expect("it answers");
        assert_eq!(value, None);
    });
}

#[test]
fn commands_are_counted() {
    redis::test(async |database| {
        let wire = database.wire().await;
        let client = ::redis::Client::open(wire.url()).expect("a URL");
        let mut connection = client.get_multiplexed_async_connection().await.expect("it answers");
        let (value, traffic) = wire.watch(connection.incr::<_, _, u32>("counter", 2)).await;
        assert_eq!((value.ok(), traffic.statements), (Some(2), vec!["INCRBY counter 2".to_owned()]));
    });
}
