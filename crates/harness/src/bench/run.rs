//! The `main` of a benchmark: every workload, at every size, by all contestants.

use std::path::PathBuf;
use std::time::Duration;

#[cfg(feature = "criterion")]
use super::analysis;
use super::contest::{Lane, alternate};
use super::record::{Begin, Cell, Grown, LeftOut, Plan, tell};
use super::trend::{Point, trend};
use super::{SEED, Workload};

/// Somebody who runs the workloads.
pub struct Contestant {
    /// `yours`, `reference` or `baseline`.
    pub who: &'static str,
    /// What their `bench.rs` gives.
    pub workloads: Vec<Workload>,
}

/// How to run, as the runner says it: `EXERCISE SECONDS SEED [FOLDER]`.
#[cfg_attr(not(feature = "criterion"), expect(dead_code, reason = "only criterion wants a name and a folder"))]
struct Settings {
    exercise: String,
    time: Duration,
    seed: u64,
    /// Where criterion's pages go; nowhere without one.
    pages: Option<PathBuf>,
}

impl Settings {
    fn read(mut arguments: impl Iterator<Item = String>) -> Self {
        let exercise = arguments.next().unwrap_or_default();
        let seconds = arguments.next().and_then(|seconds| seconds.parse().ok()).unwrap_or(6.0);
        let seed = arguments.next().and_then(|seed| seed.parse().ok()).unwrap_or(SEED);
        let time = Duration::try_from_secs_f64(seconds).unwrap_or_default();
        Self { exercise, time, seed, pages: arguments.next().map(PathBuf::from) }
    }
}

/// Runs all workloads of `contestants`, who must have the same, and tells of each cell as it is finished.
pub fn main(contestants: &[Contestant]) {
    let settings = Settings::read(std::env::args().skip(1));
    let workloads = contestants.first().map_or(&[][..], |contestant| &contestant.workloads);
    let cells: usize = workloads.iter().map(|workload| workload.sizes.len()).sum();
    tell("plan", &Plan { cells });
    let share = settings.time / u32::try_from(cells.max(1)).unwrap_or(u32::MAX);
    for index in 0..workloads.len() {
        let field = contestants.iter().filter_map(|contestant| {
            Some(Runner {
                who: contestant.who,
                workload: contestant.workloads.get(index)?,
                points: Vec::new(),
                is_out: false,
            })
        });
        compete(&mut field.collect::<Vec<_>>(), &settings, share);
    }
    #[cfg(feature = "criterion")]
    if let Some(folder) = &settings.pages {
        analysis::finish(folder);
    }
}

/// A contestant in one workload.
struct Runner<'run> {
    who: &'static str,
    workload: &'run Workload,
    points: Vec<Point>,
    is_out: bool,
}

fn compete(field: &mut [Runner<'_>], settings: &Settings, share: Duration) {
    let Some(workload) = field.first().map(|runner| runner.workload) else { return };
    for &size in &workload.sizes {
        let patience = (share * 2).max(Duration::from_secs(1));
        let mut lanes: Vec<Lane> = Vec::new();
        for runner in field.iter().filter(|runner| !runner.is_out) {
            tell("begin", &Begin { workload, size, who: runner.who });
            lanes.push(Lane::enter(runner.who, runner.workload, size, settings.seed, patience));
        }
        let judge = lanes.last().map(|lane| lane.digest);
        for runner in field.iter_mut() {
            let Some(at) = lanes.iter().position(|lane| lane.who == runner.who) else { continue };
            if Some(lanes[at].digest) != judge {
                lanes.remove(at);
                runner.leave(size, "its results are not those of the others");
            } else if lanes[at].is_slow {
                runner.leave(size, "one run takes so long that nothing larger is tried");
            }
        }
        alternate(&mut lanes, share);
        tell("cell", &Cell { workload, size, lanes: &lanes });
        for runner in field.iter_mut() {
            runner.note(size, &lanes);
        }
        #[cfg(feature = "criterion")]
        if let Some(folder) = &settings.pages {
            analysis::analyse(folder, &settings.exercise, workload.name, size, &lanes);
        }
    }
}

impl Runner<'_> {
    fn leave(&mut self, size: usize, reason: &'static str) {
        self.is_out = true;
        tell("left_out", &LeftOut { workload: self.workload, who: self.who, size, reason });
    }

    fn note(&mut self, size: usize, lanes: &[Lane]) {
        let Some(lane) = lanes.iter().find(|lane| lane.who == self.who) else { return };
        self.points.push(Point { size, times: lane.times.clone(), count: lane.count });
        if let Some(trend) = trend(&self.points, self.workload.bound) {
            tell("trend", &Grown { workload: self.workload, who: self.who, trend });
        }
    }
}
