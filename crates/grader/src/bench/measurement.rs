//! What a benchmark of one exercise found, with all that it takes to read it again later.

use course::Benchmark;

use super::machine::Machine;
use super::words;

/// The measurements of one exercise.
#[derive(Clone, Debug, PartialEq)]
pub struct Measurement {
    /// Such as `stage02-dsa/lru_cache`.
    pub id: String,
    /// As the README has it.
    pub title: String,
    /// What professionals would use, by name.
    pub baseline: String,
    /// The key of the learner's kata, by which it is known again; empty when none was measured.
    pub kata: String,
    /// Where it was measured.
    pub machine: Machine,
    /// What the inputs were made from.
    pub seed: u64,
    /// How long it was to take.
    pub seconds: u32,
    /// What was timed.
    pub workloads: Vec<Workload>,
    /// Why there is not all of it; empty when there is.
    pub trouble: String,
    /// What is graded of it.
    pub grades: Vec<Grade>,
}

/// One workload at several sizes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Workload {
    /// Such as `get, Zipf keys`.
    pub name: String,
    /// What is done over and over: `get`.
    pub operation: String,
    /// The class of growth that the exercise asks for: `O(1)`.
    pub bound: String,
    /// What is counted: `comparisons`.
    pub unit: Option<String>,
    /// From the smallest size to the largest.
    pub cells: Vec<Cell>,
    /// How each contestant's cost grows.
    pub trends: Vec<Trend>,
    /// Who was not measured at all sizes.
    pub left_out: Vec<LeftOut>,
}

/// A workload at one size.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// The size of the input.
    pub size: u64,
    /// What each contestant took.
    pub entries: Vec<Entry>,
    /// Each contestant against each that comes after.
    pub ratios: Vec<Ratio>,
}

/// What one contestant took for one operation, and for one run of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// `yours`, `reference` or `baseline`.
    pub who: String,
    /// How many times it was timed.
    pub rounds: u32,
    /// One operation's time in nanoseconds.
    pub nanoseconds: Interval,
    /// How far the middle half of the rounds lies apart, in parts of their median.
    pub spread: f64,
    /// How many blocks one run asked of the heap.
    pub blocks: u64,
    /// How many bytes.
    pub bytes: u64,
    /// The most bytes that were held at one time, inputs included.
    pub peak_bytes: u64,
    /// What one operation cost in the workload's unit.
    pub count: Option<u64>,
}

/// A median with the interval that holds it in 95 of 100 resamples.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Interval {
    /// The median itself.
    pub middle: f64,
    /// Its lower end.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

/// How many times as long one contestant takes as another.
#[derive(Clone, Debug, PartialEq)]
pub struct Ratio {
    /// Whose time is divided.
    pub of: String,
    /// By whose.
    pub to: String,
    /// The ratio.
    pub times: Interval,
}

/// How a contestant's cost grows.
#[derive(Clone, Debug, PartialEq)]
pub struct Trend {
    /// Whose cost.
    pub who: String,
    /// `O(n log n)`.
    pub class: String,
    /// Whether the class was counted; else it is seen from times.
    pub counted: bool,
    /// The power of the size by which the time grows.
    pub exponent: f64,
    /// In which part of resamples the times show the same power.
    pub confidence: f64,
    /// Whether it is no faster than the bound.
    pub within: bool,
}

/// Somebody who left a workload before its end.
#[derive(Clone, Debug, PartialEq)]
pub struct LeftOut {
    /// Who.
    pub who: String,
    /// The last size that was tried.
    pub size: u64,
    /// Why.
    pub reason: String,
}

/// One graded aspect of a benchmark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grade {
    /// `growth` or `ratio`.
    pub aspect: String,
    /// Whether it is as asked; `None` when the machine was too noisy to tell.
    pub passed: Option<bool>,
    /// What was found, in words.
    pub reason: String,
}

/// The names of the contestants, in the order in which they are shown.
pub const CONTESTANTS: [&str; 3] = ["yours", "reference", "baseline"];

impl Measurement {
    /// The part of the id after the stage.
    pub fn name(&self) -> &str {
        self.id.rsplit('/').next().unwrap_or(&self.id)
    }

    /// The contestants that were measured, in order.
    pub fn contestants(&self) -> Vec<&'static str> {
        let takes_part = |who: &&str| {
            self.workloads.iter().any(|workload| workload.cells.iter().any(|cell| cell.entry(who).is_some()))
        };
        CONTESTANTS.into_iter().filter(takes_part).collect()
    }

    /// Who is judged: the learner's kata, or the reference where only that was measured.
    pub fn judged(&self) -> &'static str {
        self.contestants().first().copied().unwrap_or(CONTESTANTS[0])
    }

    /// Whether nothing that is graded failed, and everything was measured.
    pub fn is_fine(&self) -> bool {
        self.trouble.is_empty() && self.grades.iter().all(|grade| grade.passed != Some(false))
    }

    /// The largest spread between the rounds of those who are compared: above a fifth, ratios say little.
    pub fn noise(&self) -> f64 {
        let cells = self.workloads.iter().flat_map(|workload| &workload.cells);
        let mut spreads: Vec<f64> = cells.flat_map(|cell| &cell.entries).map(|entry| entry.spread).collect();
        spreads.sort_unstable_by(f64::total_cmp);
        spreads.get(spreads.len() / 2).copied().unwrap_or(0.0)
    }

    /// Grades what `benchmark` says is graded.
    pub fn grade(&mut self, benchmark: &Benchmark) {
        let who = self.judged();
        let growth = benchmark.grades_growth.then(|| self.growth(who));
        let ratio = benchmark.ratio.filter(|_| who == "yours").map(|most| self.ratio(most));
        self.grades = growth.into_iter().chain(ratio).collect();
    }

    fn growth(&self, who: &str) -> Grade {
        let mut beyond = Vec::new();
        let mut unsure = 0;
        for workload in &self.workloads {
            match workload.trend(who) {
                Some(trend) if !trend.within => {
                    beyond.push(format!(
                        "`{}` grows like {}, and {} is asked for",
                        workload.name, trend.class, workload.bound
                    ));
                }
                Some(trend) if !trend.counted && trend.confidence < 0.95 => unsure += 1,
                Some(_) => {}
                None if workload.left(who).is_some() => {
                    let reason = workload.left(who).map_or("", |left| &left.reason);
                    beyond.push(format!("`{}` was not measured at enough sizes: {reason}", workload.name));
                }
                None => unsure += 1,
            }
        }
        let passed = if beyond.is_empty() { (unsure == 0).then_some(true) } else { Some(false) };
        let reason = match passed {
            Some(true) => "every workload grows as asked".to_owned(),
            Some(false) => beyond.join("; "),
            None if self.trouble.is_empty() => "the times are too noisy to tell how they grow".to_owned(),
            None => "too little was measured to tell".to_owned(),
        };
        Grade { aspect: "growth".to_owned(), passed, reason }
    }

    /// The worst ratio to the reference, each workload at its largest size.
    fn ratio(&self, most: u32) -> Grade {
        let last = |workload: &Workload| {
            workload.cells.iter().rev().find_map(|cell| cell.ratio("yours", "reference").copied())
        };
        let ratios: Vec<(&str, Interval)> =
            self.workloads.iter().filter_map(|workload| Some((workload.name.as_str(), last(workload)?))).collect();
        let worst = ratios.iter().max_by(|one, other| one.1.middle.total_cmp(&other.1.middle));
        let limit = f64::from(most);
        let (passed, reason) = match worst {
            None => (None, "nothing was measured beside the reference".to_owned()),
            Some((name, times)) => {
                let passed = if times.high <= limit {
                    Some(true)
                } else if times.low > limit {
                    Some(false)
                } else {
                    None
                };
                let noisy = if passed.is_none() { ", too close to tell" } else { "" };
                let worst = words::factor(times.middle);
                let reason = format!("{worst} the reference's time at worst (`{name}`), {most}× is allowed{noisy}");
                (passed, reason)
            }
        };
        Grade { aspect: "ratio".to_owned(), passed, reason }
    }
}

impl Workload {
    /// The largest size at which `who` was measured, and what it took there.
    pub fn largest(&self, who: &str) -> Option<(&Cell, &Entry)> {
        self.cells.iter().rev().find_map(|cell| Some((cell, cell.entry(who)?)))
    }

    /// Why `who` is not measured at all sizes.
    pub fn left(&self, who: &str) -> Option<&LeftOut> {
        self.left_out.iter().find(|left| left.who == who)
    }

    /// How `who`'s cost grows, as far as it is known.
    pub fn trend(&self, who: &str) -> Option<&Trend> {
        self.trends.iter().find(|trend| trend.who == who)
    }
}

impl Cell {
    /// What `who` took.
    pub fn entry(&self, who: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.who == who)
    }

    /// How many times as long `of` takes as `to`.
    pub fn ratio(&self, of: &str, to: &str) -> Option<&Interval> {
        self.ratios.iter().find(|ratio| ratio.of == of && ratio.to == to).map(|ratio| &ratio.times)
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;

    fn exactly(value: f64) -> Interval {
        Interval { middle: value, low: value * 0.95, high: value * 1.05 }
    }

    /// Yours takes 20 ns at every size, the reference 10.
    pub fn measurement() -> Measurement {
        let entry = |who: &str, nanoseconds: f64| Entry {
            who: who.into(),
            rounds: 20,
            nanoseconds: exactly(nanoseconds),
            spread: 0.02,
            blocks: 1,
            bytes: 64,
            peak_bytes: 4096,
            count: Some(3),
        };
        let cell = |size: u64| Cell {
            size,
            entries: vec![entry("yours", 20.0), entry("reference", 10.0)],
            ratios: vec![Ratio { of: "yours".into(), to: "reference".into(), times: exactly(2.0) }],
        };
        let trend = |who: &str| Trend {
            who: who.into(),
            class: "O(1)".into(),
            counted: false,
            exponent: 0.02,
            confidence: 1.0,
            within: true,
        };
        Measurement {
            id: "stage02-dsa/a".into(),
            title: "A & B".into(),
            baseline: "std".into(),
            kata: String::new(),
            machine: Machine {
                processor: "p".into(),
                cores: 2,
                system: "linux x86_64".into(),
                rustc: "rustc 1".into(),
            },
            seed: 7,
            seconds: 6,
            workloads: vec![Workload {
                name: "get".into(),
                operation: "get".into(),
                bound: "O(1)".into(),
                unit: Some("hashes".into()),
                cells: [256, 1024, 4096].map(cell).into(),
                trends: vec![trend("yours"), trend("reference")],
                left_out: Vec::new(),
            }],
            trouble: String::new(),
            grades: Vec::new(),
        }
    }

    fn graded(change: impl FnOnce(&mut Measurement)) -> Vec<(Option<bool>, String)> {
        let mut measurement = measurement();
        change(&mut measurement);
        measurement.grade(&Benchmark { baseline: "std".into(), grades_growth: true, ratio: Some(4) });
        measurement.grades.into_iter().map(|grade| (grade.passed, grade.reason)).collect()
    }

    #[test]
    fn what_is_as_asked_passes() {
        let grades = graded(|_| ());
        assert_eq!(grades[0], (Some(true), "every workload grows as asked".into()));
        assert_eq!(grades[1], (Some(true), "2.0× the reference's time at worst (`get`), 4× is allowed".into()));
    }

    #[test]
    fn a_class_beyond_the_bound_fails() {
        let [(growth, reason), _] = &graded(|measurement| {
            let trend = &mut measurement.workloads[0].trends[0];
            (trend.class, trend.within) = ("O(n)".into(), false);
        })[..] else {
            panic!("two aspects are graded")
        };
        assert_eq!((*growth, reason.as_str()), (Some(false), "`get` grows like O(n), and O(1) is asked for"));
    }

    #[test]
    fn who_left_early_fails_and_who_was_interrupted_does_not() {
        let early = graded(|measurement| {
            measurement.workloads[0].trends.clear();
            let left = LeftOut { who: "yours".into(), size: 256, reason: "slow".into() };
            measurement.workloads[0].left_out.push(left);
        });
        assert_eq!(early[0], (Some(false), "`get` was not measured at enough sizes: slow".into()));
        let interrupted = graded(|measurement| {
            measurement.workloads[0].trends.clear();
            measurement.trouble = "interrupted".into();
        });
        assert_eq!(interrupted[0], (None, "too little was measured to tell".into()));
    }

    #[test]
    fn a_ratio_across_the_limit_is_no_verdict() {
        let ratio =
            |times: Interval| graded(|measurement| measurement.workloads[0].cells[2].ratios[0].times = times)[1].0;
        assert_eq!(ratio(exactly(9.0)), Some(false));
        assert_eq!(ratio(Interval { middle: 4.1, low: 3.0, high: 5.0 }), None);
        assert_eq!(
            graded(|measurement| measurement.workloads[0].cells.iter_mut().for_each(|cell| cell.ratios.clear()))[1].0,
            None
        );
    }

    #[test]
    fn noise_is_no_verdict_on_growth() {
        let unsure = graded(|measurement| measurement.workloads[0].trends[0].confidence = 0.6);
        assert_eq!(unsure[0], (None, "the times are too noisy to tell how they grow".into()));
    }

    #[test]
    fn a_measurement_is_fine_when_it_is_whole_and_nothing_failed() {
        let grade = |passed| Grade { aspect: "growth".into(), passed, reason: String::new() };
        let with = |passed, trouble: &str| Measurement {
            grades: vec![grade(Some(true)), grade(passed)],
            trouble: trouble.into(),
            ..measurement()
        };
        assert!(with(Some(true), "").is_fine() && with(None, "").is_fine());
        assert!(!with(Some(false), "").is_fine() && !with(Some(true), "it hangs").is_fine());
        assert_eq!(measurement().name(), "a");
    }

    #[test]
    fn the_noise_is_the_median_spread() {
        let mut measurement = measurement();
        assert!((measurement.noise() - 0.02).abs() < 1e-9);
        for (entry, spread) in measurement.workloads[0].cells.iter_mut().flat_map(|cell| &mut cell.entries).zip(1..) {
            entry.spread = f64::from(spread);
        }
        assert!((measurement.noise() - 4.0).abs() < 1e-9, "of 1 to 6: {}", measurement.noise());
    }

    #[test]
    fn the_largest_size_is_one_that_was_reached() {
        let mut workload = measurement().workloads.remove(0);
        workload.cells[2].entries.remove(0);
        let size = |who: &str| workload.largest(who).map(|(cell, _)| cell.size);
        assert_eq!([size("yours"), size("reference"), size("baseline")], [Some(1024), Some(4096), None]);
    }

    #[test]
    fn a_ratio_is_that_of_both() {
        let measurement = measurement();
        let cell = &measurement.workloads[0].cells[0];
        assert!(cell.ratio("yours", "reference").is_some());
        assert_eq!([cell.ratio("yours", "baseline"), cell.ratio("reference", "reference")], [None, None]);
    }

    #[test]
    fn the_reference_is_judged_where_there_is_no_kata() {
        let mut measurement = measurement();
        for cell in &mut measurement.workloads[0].cells {
            cell.entries.remove(0);
        }
        assert_eq!((measurement.judged(), measurement.contestants()), ("reference", vec!["reference"]));
        measurement.grade(&Benchmark { baseline: "std".into(), grades_growth: true, ratio: Some(4) });
        assert_eq!(measurement.grades.len(), 1, "it has no ratio to itself");
    }
}
