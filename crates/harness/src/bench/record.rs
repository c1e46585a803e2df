//! What the benchmark tells the runner while it runs: a line of JSON for each thing that is finished, so that whatever
//! ends the run early takes nothing back.

use std::fmt;
use std::io::{Write, stdout};

use nojson::{DisplayJson, JsonFormatter};

use super::Workload;
use super::contest::Lane;
use super::estimate::{Estimate, median};
use super::trend::Trend;

/// What begins a line of ours, among whatever a kata prints.
pub const MARK: &str = "@bench ";

/// How many cells there will be.
pub struct Plan {
    pub cells: usize,
}

/// Who runs now: whoever that is, is to blame for what happens until the next line.
pub struct Begin<'run> {
    pub workload: &'run Workload,
    pub size: usize,
    pub who: &'static str,
}

/// A workload at one size, measured.
pub struct Cell<'run> {
    pub workload: &'run Workload,
    pub size: usize,
    pub lanes: &'run [Lane],
}

/// How somebody's cost grows, as far as is known.
pub struct Grown<'run> {
    pub workload: &'run Workload,
    pub who: &'static str,
    pub trend: Trend,
}

/// Somebody who no longer takes part in a workload.
pub struct LeftOut<'run> {
    pub workload: &'run Workload,
    pub who: &'static str,
    pub size: usize,
    pub reason: &'static str,
}

/// Prints a line. A reader that is gone wants no more of them, and ends us.
pub fn tell(kind: &str, record: &impl DisplayJson) {
    let line = nojson::object(|json| json.member(kind, record));
    // A kata may have left a line unfinished.
    let _ = writeln!(stdout().lock(), "\n{MARK}{line}");
}

impl DisplayJson for Plan {
    fn fmt(&self, json: &mut JsonFormatter<'_, '_>) -> fmt::Result {
        json.object(|json| json.member("cells", self.cells))
    }
}

impl DisplayJson for Begin<'_> {
    fn fmt(&self, json: &mut JsonFormatter<'_, '_>) -> fmt::Result {
        json.object(|json| {
            json.member("workload", self.workload.name)?;
            json.member("size", self.size)?;
            json.member("who", self.who)
        })
    }
}

impl DisplayJson for Cell<'_> {
    fn fmt(&self, json: &mut JsonFormatter<'_, '_>) -> fmt::Result {
        json.object(|json| {
            json.member("workload", self.workload.name)?;
            json.member("operation", self.workload.operation)?;
            json.member("bound", self.workload.bound.to_string())?;
            json.member("unit", self.workload.cost.as_ref().map(|cost| cost.unit))?;
            json.member("size", self.size)?;
            json.member("entries", nojson::array(|json| json.elements(self.lanes.iter().map(Entry))))?;
            json.member("ratios", nojson::array(|json| json.elements(self.ratios())))
        })
    }
}

impl Cell<'_> {
    /// Everybody against everybody who comes later: yours to the reference and the baseline, the reference to the baseline.
    fn ratios(&self) -> impl Iterator<Item = Ratio> {
        self.lanes.iter().enumerate().flat_map(|(index, of)| {
            self.lanes[index + 1..].iter().map(|to| Ratio { of: of.who, to: to.who, times: of.ratio(to) })
        })
    }
}

struct Entry<'run>(&'run Lane);

impl DisplayJson for Entry<'_> {
    fn fmt(&self, json: &mut JsonFormatter<'_, '_>) -> fmt::Result {
        let Self(lane) = self;
        let time = median(&lane.times);
        json.object(|json| {
            json.member("who", lane.who)?;
            json.member("rounds", lane.times.len())?;
            interval(json, "nanoseconds", time)?;
            json.member("spread", rounded(lane.spread()))?;
            json.member("blocks", lane.blocks)?;
            json.member("bytes", lane.bytes)?;
            json.member("peak_bytes", lane.peak_bytes)?;
            json.member("count", lane.count)
        })
    }
}

struct Ratio {
    of: &'static str,
    to: &'static str,
    times: Estimate,
}

impl DisplayJson for Ratio {
    fn fmt(&self, json: &mut JsonFormatter<'_, '_>) -> fmt::Result {
        json.object(|json| {
            json.member("of", self.of)?;
            json.member("to", self.to)?;
            interval(json, "times", self.times)
        })
    }
}

impl DisplayJson for Grown<'_> {
    fn fmt(&self, json: &mut JsonFormatter<'_, '_>) -> fmt::Result {
        json.object(|json| {
            json.member("workload", self.workload.name)?;
            json.member("who", self.who)?;
            json.member("class", self.trend.class.to_string())?;
            json.member("counted", self.trend.counted)?;
            json.member("exponent", rounded(self.trend.exponent))?;
            json.member("confidence", rounded(self.trend.confidence))?;
            json.member("within", self.trend.within)
        })
    }
}

impl DisplayJson for LeftOut<'_> {
    fn fmt(&self, json: &mut JsonFormatter<'_, '_>) -> fmt::Result {
        json.object(|json| {
            json.member("workload", self.workload.name)?;
            json.member("who", self.who)?;
            json.member("size", self.size)?;
            json.member("reason", self.reason)
        })
    }
}

fn interval(json: &mut nojson::JsonObjectFormatter<'_, '_, '_>, name: &str, estimate: Estimate) -> fmt::Result {
    json.member(name, rounded(estimate.middle))?;
    json.member("low", rounded(estimate.low))?;
    json.member("high", rounded(estimate.high))
}

/// Six decimals are more than any clock here knows.
fn rounded(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}
