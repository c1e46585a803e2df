//! One workload at one size, run by all contestants in turns.

use std::time::Duration;

use super::estimate::{Estimate, median, quantile};
use super::{Measured, Workload, clock};
use crate::allocation::allocations;

/// What one contestant runs for in one round: far more than a clock's tick, far less than a machine's change of mood.
const BLOCK: Duration = Duration::from_micros(1500);
const FEWEST_ROUNDS: u32 = 5;
const MOST_ROUNDS: u32 = 100;

/// A contestant at one workload and size.
pub struct Lane {
    pub who: &'static str,
    prepared: super::Prepared,
    iterations: u32,
    /// The time of one operation in each round, in nanoseconds.
    pub times: Vec<f64>,
    pub digest: u64,
    /// Blocks and bytes that one run asks of the heap.
    pub blocks: u64,
    pub bytes: u64,
    /// The most bytes held at one time, what the workload prepared included.
    pub peak_bytes: u64,
    /// The cost of one operation in the workload's unit.
    pub count: Option<u64>,
    /// Preparing, counting and the first run together took longer than there is time for: nothing larger is tried.
    pub is_slow: bool,
}

impl Lane {
    /// Prepares `workload` and runs it once. `patience` is how long that may take before the lane is called slow.
    pub fn enter(who: &'static str, workload: &Workload, size: usize, seed: u64, patience: Duration) -> Self {
        let started = clock::now();
        let count = workload.cost.as_ref().map(|cost| (cost.at)(size));
        let (mut prepared, held) = allocations(|| workload.prepared(size, seed));
        let first = (prepared.run)();
        let is_slow = clock::now().saturating_sub(started) > patience;
        let run = first.allocations;
        let mut lane = Self {
            who,
            iterations: iterations(first.elapsed),
            times: Vec::new(),
            digest: first.digest,
            blocks: run.count,
            bytes: run.bytes,
            peak_bytes: held.peak_bytes.max(u64::try_from(held.kept_bytes).unwrap_or(0) + run.peak_bytes),
            count,
            is_slow,
            prepared,
        };
        if is_slow {
            lane.times.push(lane.per_operation(first.elapsed, 1));
        } else {
            lane.warm_up();
        }
        lane
    }

    /// The first run met cold caches, so what a round holds is found anew from warm ones.
    fn warm_up(&mut self) {
        let block = self.block();
        self.iterations = iterations(block / self.iterations);
    }

    /// The time of one block.
    fn block(&mut self) -> Duration {
        (0..self.iterations).map(|_| (self.prepared.run)()).map(|Measured { elapsed, .. }| elapsed).sum()
    }

    fn round(&mut self) {
        let elapsed = self.block();
        self.times.push(self.per_operation(elapsed, self.iterations));
    }

    #[expect(clippy::cast_precision_loss, reason = "operations are far below 2^52")]
    fn per_operation(&self, elapsed: Duration, iterations: u32) -> f64 {
        elapsed.as_secs_f64() * 1e9 / f64::from(iterations) / self.prepared.operations as f64
    }

    /// How far the rounds lie apart: the middle half of them, in parts of their median.
    pub fn spread(&self) -> f64 {
        (quantile(&self.times, 0.75) - quantile(&self.times, 0.25)) / quantile(&self.times, 0.5).max(1e-9)
    }

    /// How many times as long an operation takes as in `other`, round by round.
    pub fn ratio(&self, other: &Self) -> Estimate {
        let rounds = self.times.len().max(other.times.len());
        let at = |times: &[f64], round: usize| times[round % times.len()];
        let ratios = (0..rounds).map(|round| at(&self.times, round) / at(&other.times, round).max(1e-9));
        median(&ratios.collect::<Vec<f64>>())
    }
}

/// Runs the lanes in turns for about `budget`. Each round begins with another lane.
pub fn alternate(lanes: &mut [Lane], budget: Duration) {
    let mut able: Vec<&mut Lane> = lanes.iter_mut().filter(|lane| !lane.is_slow).collect();
    let once = clock::now();
    for lane in &mut able {
        lane.round();
    }
    let round = clock::now().saturating_sub(once).max(Duration::from_nanos(1));
    let rounds = budget.div_duration_f64(round);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to a few")]
    let rounds = (rounds as u32).clamp(FEWEST_ROUNDS, MOST_ROUNDS);
    let turn = usize::from(able.len() > 1);
    for _ in 1..rounds {
        able.rotate_left(turn);
        for lane in &mut able {
            lane.round();
        }
    }
}

/// How many runs of this length make a block.
fn iterations(run: Duration) -> u32 {
    let runs = BLOCK.div_duration_f64(run.max(Duration::from_nanos(10)));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to a few thousand")]
    let runs = runs.clamp(1.0, 100_000.0) as u32;
    runs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Growth;
    use crate::bench::Prepared;

    fn lane(who: &'static str, patience: Duration) -> Lane {
        let workload = Workload::new("sum", "addition", Growth::Constant, |size, random| {
            let numbers: Vec<u64> = (0..size).map(|_| random.u64(..9)).collect();
            Prepared::repeated(size, move || vec![numbers.iter().sum::<u64>()][0])
        });
        let workload = workload.counting("additions", |size| size as u64);
        Lane::enter(who, &workload, 1000, 7, patience)
    }

    fn with_times(times: &[f64]) -> Lane {
        Lane { times: times.to_vec(), ..lane("x", Duration::MAX) }
    }

    #[test]
    fn lanes_run_as_many_rounds_each() {
        let mut lanes = [lane("one", Duration::MAX), lane("other", Duration::MAX)];
        alternate(&mut lanes, Duration::from_millis(20));
        assert_eq!(lanes[0].times.len(), lanes[1].times.len());
        assert!((5..=100).contains(&lanes[0].times.len()));
        assert!(lanes.iter().flat_map(|lane| &lane.times).all(|&time| time > 0.0));
        assert_eq!(lanes[0].digest, lanes[1].digest);
    }

    #[test]
    fn what_a_run_asks_of_the_heap_is_told() {
        let lane = lane("one", Duration::MAX);
        assert_eq!((lane.blocks, lane.bytes, lane.count), (1, 8, Some(1000)));
        assert!((8008..8200).contains(&lane.peak_bytes), "the numbers are held too: {}", lane.peak_bytes);
    }

    #[test]
    fn the_time_is_that_of_one_operation() {
        // Three runs of a thousand operations each in 6 µs.
        let time = lane("one", Duration::MAX).per_operation(Duration::from_micros(6), 3);
        assert!((time - 2.0).abs() < 1e-9, "{time}");
    }

    #[test]
    fn a_block_is_sized_by_warm_runs() {
        let mut lane = Lane { iterations: 1, ..lane("one", Duration::MAX) };
        lane.warm_up();
        assert!((2..100_000).contains(&lane.iterations), "a run takes about a microsecond: {}", lane.iterations);
    }

    #[test]
    fn a_slow_lane_is_timed_once_and_holds_nobody_up() {
        let mut lanes = [lane("slow", Duration::ZERO), lane("other", Duration::MAX)];
        alternate(&mut lanes, Duration::from_millis(5));
        assert_eq!(lanes[0].times.len(), 1);
        assert!(lanes[0].is_slow && lanes[1].times.len() >= 5);
        alternate(&mut lanes[..1], Duration::from_millis(5));
        assert_eq!(lanes[0].times.len(), 1);
    }

    #[test]
    fn ratios_pair_the_rounds() {
        // Both lanes lose half their speed in the second round: their ratio does not.
        let (one, other) = (with_times(&[30.0, 60.0, 30.0]), with_times(&[10.0, 20.0, 10.0]));
        let ratio = one.ratio(&other);
        assert!([ratio.low, ratio.middle, ratio.high].iter().all(|ratio| (ratio - 3.0).abs() < 1e-9), "{ratio:?}");
        let single = with_times(&[90.0]);
        assert!((single.ratio(&other).middle - 9.0).abs() < 1e-9);
    }

    #[test]
    fn the_spread_is_that_of_the_middle_half() {
        assert!((with_times(&[1.0, 2.0, 2.0, 2.0, 3.0]).spread()).abs() < 1e-9);
        assert!((with_times(&[1.0, 2.0, 3.0, 4.0, 5.0]).spread() - 2.0 / 3.0).abs() < 1e-9);
    }

    #[test]
    fn a_block_holds_many_short_runs_or_one_long_one() {
        assert_eq!(iterations(Duration::from_millis(50)), 1);
        assert_eq!(iterations(Duration::from_micros(15)), 100);
        assert_eq!(iterations(Duration::ZERO), 100_000);
    }
}
