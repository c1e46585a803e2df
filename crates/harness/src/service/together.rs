//! Clients that start at one moment.

use futures_util::future::join_all;
use tokio::sync::Barrier;

/// Runs `clients` futures side by side, all started once all are ready, and returns their results in order.
///
/// They share this thread: they take turns wherever one waits for a server, which is where real races happen.
pub async fn together<T>(clients: usize, client: impl AsyncFn(usize) -> T) -> Vec<T> {
    let barrier = Barrier::new(clients);
    let start = async |number| {
        barrier.wait().await;
        client(number).await
    };
    join_all((0..clients).map(start)).await
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::service::block_on;

    #[test]
    fn all_begin_before_one_goes_on() {
        let (begun, seen) = (Cell::new(0), Cell::new(0));
        let numbers = block_on(together(5, async |number| {
            begun.set(begun.get() + 1);
            tokio::task::yield_now().await;
            seen.set(seen.get() + begun.get());
            number
        }));
        assert_eq!(numbers, [0, 1, 2, 3, 4]);
        assert_eq!(seen.get(), 25, "each saw all five");
    }
}
