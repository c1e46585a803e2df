//! The rounds as criterion sees them: its statistics, and its pages.
//!
//! Criterion runs one function to its end before the next, and a machine that slows down in between slows down one of
//! them. So the rounds are run in turns first ([`contest`](super::contest)), and criterion is then given them to analyse:
//! each sample that it asks for is a round that was timed.

use std::path::Path;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, SamplingMode};

use super::contest::Lane;

/// Criterion wants no fewer samples than these.
const FEWEST: usize = 10;

/// Writes criterion's analysis of `lanes` below `folder`, under the name of the exercise and of the workload.
pub fn analyse(folder: &Path, exercise: &str, workload: &str, size: usize, lanes: &[Lane]) {
    let mut criterion = Criterion::default()
        .output_directory(folder)
        .nresamples(2000)
        .warm_up_time(Duration::from_nanos(1))
        .measurement_time(Duration::from_millis(10));
    let mut group = criterion.benchmark_group(format!("{exercise}/{workload}"));
    group.sampling_mode(SamplingMode::Flat);
    for lane in lanes.iter().filter(|lane| lane.times.len() >= FEWEST) {
        group.sample_size(lane.times.len());
        // Its first call only finds out how long a run takes.
        let mut samples = lane.times.iter().take(1).chain(lane.times.iter().cycle());
        group.bench_function(BenchmarkId::new(lane.who, size), |bencher| {
            bencher.iter_custom(|iterations| replayed(samples.next().copied().unwrap_or_default(), iterations));
        });
    }
    group.finish();
}

/// Writes criterion's first page, which leads to all others below `folder`.
pub fn finish(folder: &Path) {
    Criterion::default().output_directory(folder).final_summary();
}

fn replayed(nanoseconds: f64, iterations: u64) -> Duration {
    #[expect(clippy::cast_precision_loss, reason = "iterations are far below 2^52")]
    let seconds = nanoseconds * 1e-9 * iterations as f64;
    Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX)
}
