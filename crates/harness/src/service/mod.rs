//! Real servers for tests: each test gets a place of its own on one, and leaves nothing there.
//!
//! The runner starts the servers and says in the environment where they are. A test that finds none says so in words
//! that the grader takes for the machine's fault and never for the kata's.

#[cfg(feature = "mariadb")]
pub mod mariadb;
#[cfg(feature = "mongodb")]
pub mod mongodb;
#[cfg(any(feature = "mariadb", feature = "postgres", feature = "mongodb"))]
mod name;
#[cfg(feature = "postgres")]
mod plan;
#[cfg(feature = "postgres")]
pub mod postgres;
#[cfg(feature = "redis")]
pub mod redis;
mod together;
pub mod wire;

use std::fmt::Display;
use std::panic::{AssertUnwindSafe, resume_unwind};

use futures_util::FutureExt;

#[cfg(feature = "postgres")]
pub use plan::{Node, Plan};
pub use together::together;

/// Runs a future to its end on a runtime of its own that is this thread alone, so that what overlaps does so where a
/// future waits, and nowhere else.
pub fn block_on<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    match runtime {
        Ok(runtime) => runtime.block_on(future),
        Err(error) => unavailable(format_args!("no runtime can be made: {error}")),
    }
}

/// Where a service is, from the variable that the runner sets.
fn url(variable: &str) -> String {
    match std::env::var(variable) {
        Ok(url) if !url.is_empty() => url,
        _ => unavailable(format_args!(
            "`{variable}` is not set\n`cargo xtask check` starts what an exercise needs; for plain `cargo test`, set it to \
             what `cargo xtask services up` prints"
        )),
    }
}

/// Ends the test for a reason that is the machine's. The grader knows it by these first words and this file.
fn unavailable(what: impl Display) -> ! {
    panic!("environment: {what}")
}

/// What the server must do, and would unless it were broken or gone.
fn must<T, E: Display>(doing: &str, result: Result<T, E>) -> T {
    result.unwrap_or_else(|error| unavailable(format_args!("cannot {doing}: {error}")))
}

/// Runs `body`, then `after` however the body ended.
async fn finally<T>(body: impl Future<Output = T>, after: impl Future<Output = ()>) -> T {
    let result = AssertUnwindSafe(body).catch_unwind().await;
    after.await;
    result.unwrap_or_else(|panic| resume_unwind(panic))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_after_comes_after_a_panic_too() {
        let mut cleaned = false;
        let message = crate::panic_message(|| {
            block_on(finally(async { panic!("the body's own") }, async { cleaned = true }));
        });
        assert_eq!((message.as_deref(), cleaned), (Some("the body's own"), true));
        assert_eq!(block_on(finally(async { 7 }, async {})), 7);
    }

    #[test]
    fn a_service_that_is_nowhere_is_the_machines_fault() {
        let message = crate::panic_message(|| drop(url("NO_SUCH_SERVICE_URL")));
        assert!(message.is_some_and(|message| message.starts_with("environment: `NO_SUCH_SERVICE_URL` is not set")));
    }
}
