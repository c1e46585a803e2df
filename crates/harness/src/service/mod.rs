//! Real servers for tests: each test gets a place of its own on one, and leaves nothing there.
//!
//! The runner starts the servers and says in the environment where they are; plain `cargo test` has them started from
//! here. A test that can have none says so in words that the grader takes for the machine's fault and never for the
//! kata's.

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
use std::process::Command;
use std::sync::{Mutex, PoisonError};

use futures_util::FutureExt;
use services::{Kind, Supply};

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

/// Where a service is: what the runner says, or for plain `cargo test`, a server that is up or is started here.
fn url(kind: Kind) -> String {
    match std::env::var(kind.variable()) {
        Ok(url) if url.is_empty() => {
            unavailable(format_args!("`exercise.toml` does not name `{kind}` among the services of this exercise"))
        }
        Ok(url) => url,
        Err(_) => own(kind),
    }
}

/// A server that ends with this process, unless it was up before.
fn own(kind: Kind) -> String {
    static OWN: Mutex<Vec<Supply>> = Mutex::new(Vec::new());
    let mut all = OWN.lock().unwrap_or_else(PoisonError::into_inner);
    let variables = all.iter().find_map(|supply| supply.variables_of(kind).into_iter().next());
    if let Some((_, url)) = variables {
        return url;
    }
    let mut supervisor = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    supervisor.args(["xtask", "supervise-services"]);
    let supply = Supply::begin(supervisor, &[kind], None).and_then(|mut supply| {
        supply.wait(|| false)?;
        Ok(supply)
    });
    let supply = supply.unwrap_or_else(|error| {
        unavailable(format_args!("{error}\n{}", error.hint.as_deref().unwrap_or("`cargo xtask services` tells more")))
    });
    let url = supply.variables_of(kind).into_iter().next().map(|(_, url)| url).unwrap_or_default();
    all.push(supply);
    url
}

/// Refuses a server of somebody's own that is older than what exercises were written for.
fn require(kind: Kind, version: &str, (major, minor): (u32, u32)) {
    let mut numbers = version.split(['.', '-', ' ']).map_while(|part| part.parse().ok());
    let found: (u32, u32) = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    if found < (major, minor) {
        unavailable(format_args!(
            "`{kind}` {version} is too old: {major}.{minor} or newer is needed\nunset `{}` to have one started",
            kind.variable()
        ))
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
        let old = crate::panic_message(|| require(Kind::Redis, "6.0.16", (6, 2))).expect("it is too old");
        assert!(old.starts_with("environment: `redis` 6.0.16 is too old: 6.2 or newer is needed"), "{old}");
        for version in ["6.2.5", "7.0", "15.18 (Debian 15.18-0+deb12u1)", "10.11.18-MariaDB-log"] {
            require(Kind::Redis, version, (6, 2));
        }
        let message = crate::panic_message(|| unavailable("`redis` is gone"));
        assert_eq!(message.as_deref(), Some("environment: `redis` is gone"));
    }
}
