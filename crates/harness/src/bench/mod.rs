//! Benchmarks: the workloads of an exercise, run side by side by whoever has the kata's API.
//!
//! A `bench.rs` says what is timed, once: it names the kata's API by `super::kata`, and so the same file is compiled
//! against the learner's kata, the reference, and a baseline that wraps what professionals use. All of them meet in one
//! process, on inputs made from one seed, in rounds that alternate between them, so that a machine that slows down slows
//! down everybody. They must agree on their results before any is timed.
//!
//! Times make ratios. The class of growth comes from what can be counted, comparisons or hashes, and from times only as
//! far as they reach: they tell powers apart, and never a logarithm.

#[cfg(feature = "criterion")]
mod analysis;
mod clock;
mod contest;
mod estimate;
mod record;
mod run;
mod trend;

use std::time::Duration;

pub use fastrand::Rng as Random;

use crate::Growth;
use crate::allocation::{Allocations, allocations};
pub use run::{Contestant, main};

/// The inputs of a run that names no seed of its own.
pub const SEED: u64 = 2026;

/// Something that is timed, at several sizes.
pub struct Workload {
    name: &'static str,
    operation: &'static str,
    bound: Growth,
    sizes: Vec<usize>,
    cost: Option<Cost>,
    prepare: Box<Prepare>,
}

type Prepare = dyn Fn(usize, &mut Random) -> Prepared;

/// A cost that is counted rather than timed.
struct Cost {
    unit: &'static str,
    at: Box<dyn Fn(usize) -> u64>,
}

impl Workload {
    /// A workload called `name`, such as `get, Zipf keys`. One `operation` (`get`, `sort`) takes time that grows with the
    /// size as `bound` says.
    ///
    /// `prepare` is given a size and the source of its input, and is not timed.
    pub fn new(
        name: &'static str,
        operation: &'static str,
        bound: Growth,
        prepare: impl Fn(usize, &mut Random) -> Prepared + 'static,
    ) -> Self {
        let sizes = vec![1 << 10, 1 << 12, 1 << 14, 1 << 16];
        Self { name, operation, bound, sizes, cost: None, prepare: Box::new(prepare) }
    }

    /// At these sizes, from small to large, instead of 1,024 to 65,536 in steps of four. Two runs at the smallest must
    /// take no more than a moment in a debug build: every `cargo test` makes them.
    #[must_use]
    pub fn sizes<const COUNT: usize>(mut self, sizes: [usize; COUNT]) -> Self {
        self.sizes = sizes.into();
        self
    }

    /// With what one operation costs at a size in `unit`, such as `comparisons`, counted by [`crate::count`] or the like.
    #[must_use]
    pub fn counting(mut self, unit: &'static str, cost: impl Fn(usize) -> u64 + 'static) -> Self {
        self.cost = Some(Cost { unit, at: Box::new(cost) });
        self
    }

    fn prepared(&self, size: usize, seed: u64) -> Prepared {
        (self.prepare)(size, &mut Random::with_seed(seed ^ size as u64))
    }
}

/// A workload at one size, ready to run any number of times.
pub struct Prepared {
    operations: u64,
    run: Box<dyn FnMut() -> Measured>,
}

/// One run.
#[derive(Clone, Copy, Debug)]
struct Measured {
    elapsed: Duration,
    /// Stands for the results: whoever solves the same task has the same digest.
    digest: u64,
    allocations: Allocations,
}

impl Prepared {
    /// Runs of `operations` each that leave things as they were. `run` returns a digest of its results.
    pub fn repeated(operations: usize, mut run: impl FnMut() -> u64 + 'static) -> Self {
        Self::new(operations, move || measured(&mut run, |digest| *digest))
    }

    /// Runs of `operations` each on a copy of `input`. Only `run` is timed: not the copying, and neither the digest nor
    /// the end of what it returns.
    pub fn consuming<I: Clone + 'static, O>(
        operations: usize,
        input: I,
        mut run: impl FnMut(I) -> O + 'static,
        digest: impl Fn(&O) -> u64 + 'static,
    ) -> Self {
        Self::new(operations, move || {
            let input = input.clone();
            measured(|| run(input), &digest)
        })
    }

    fn new(operations: usize, run: impl FnMut() -> Measured + 'static) -> Self {
        Self { operations: operations.max(1) as u64, run: Box::new(run) }
    }
}

fn measured<O>(run: impl FnOnce() -> O, digest: impl FnOnce(&O) -> u64) -> Measured {
    let ((output, elapsed), allocations) = allocations(|| {
        let started = clock::now();
        let output = std::hint::black_box(run());
        (output, clock::now().saturating_sub(started))
    });
    Measured { elapsed, digest: digest(&output), allocations }
}

/// A digest of values in their order (FNV-1a, over 64-bit words).
pub fn digest(values: impl IntoIterator<Item = u64>) -> u64 {
    values.into_iter().fold(0xcbf2_9ce4_8422_2325, |digest, value| (digest ^ value).wrapping_mul(0x0100_0000_01b3))
}

/// Runs every workload once at its smallest size, for `ours` and for `theirs`, and expects the same results of both: a
/// benchmark that no longer compiles, runs or compares like with like fails here, as a test.
#[track_caller]
pub fn agree(ours: &[Workload], theirs: &[Workload]) {
    assert!(!ours.is_empty(), "there is no workload");
    for (our, their) in ours.iter().zip(theirs) {
        let Some(&smallest) = our.sizes.first() else { panic!("`{}` has no size", our.name) };
        assert!(our.sizes.is_sorted(), "the sizes of `{}` are not from small to large", our.name);
        let digest = |workload: &Workload| (workload.prepared(smallest, SEED).run)().digest;
        assert_eq!(digest(our), digest(their), "kata and baseline do not agree on `{}` at size {smallest}", our.name);
        if let Some(cost) = &our.cost {
            (cost.at)(smallest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::panic_message;

    fn sums(excess: u64) -> Vec<Workload> {
        let prepare = move |size: usize, random: &mut Random| {
            let numbers: Vec<u64> = (0..size).map(|_| random.u64(..1000)).collect();
            Prepared::repeated(size, move || numbers.iter().sum::<u64>() + excess)
        };
        vec![Workload::new("sum", "addition", Growth::Constant, prepare).sizes([8, 64])]
    }

    #[test]
    fn the_same_seed_makes_the_same_input() {
        let digest = |seed| (sums(0)[0].prepared(64, seed).run)().digest;
        assert_eq!(digest(1), digest(1));
        assert_ne!(digest(1), digest(2));
    }

    #[test]
    fn contestants_that_disagree_are_found() {
        assert_eq!(panic_message(|| agree(&sums(0), &sums(0))), None);
        let message = panic_message(|| agree(&sums(0), &sums(1))).expect("they do not agree");
        assert!(message.contains("do not agree on `sum` at size 8"), "{message}");
        assert!(panic_message(|| agree(&[], &[])).is_some(), "nothing to run is no success");
    }

    #[test]
    fn each_run_consumes_a_copy_of_its_input() {
        let sorted = |mut input: Vec<u64>| {
            input.sort_unstable();
            input
        };
        let mut prepared = Prepared::consuming(1, vec![3, 1, 2], sorted, |output| digest(output.iter().copied()));
        let first = (prepared.run)();
        assert_eq!(first.digest, digest([1, 2, 3]));
        assert_eq!(first.digest, (prepared.run)().digest);
        assert_eq!(first.allocations, Allocations::default(), "the copy is made before");
    }

    #[test]
    fn a_digest_depends_on_the_order() {
        assert_ne!(digest([1, 2]), digest([2, 1]));
        assert_ne!(digest([]), digest([0]));
        // FNV's offset basis and prime, of 64 bits.
        let basis = 14_695_981_039_346_656_037;
        assert_eq!(digest([]), basis);
        assert_eq!(digest([7]), (basis ^ 7).wrapping_mul(1_099_511_628_211));
    }
}
