//! How measurements look to a person.

use std::path::PathBuf;

use grader::bench::{self, Cell, Interval, Measurement, Workload, words};

use crate::plot;
use crate::terminal::{Style, safe};
use crate::{text, view};

/// Measurements, with what it takes to show them.
pub struct BenchView {
    /// Whether there is colour.
    pub style: Style,
}

/// Rounds further apart than this, in parts of their median, come from a machine that does other things.
const NOISY: f64 = 0.15;

impl BenchView {
    /// The whole of it: one exercise in full, or a line a workload; the grades; where the pages are.
    pub fn report(&self, measurements: &[Measurement], earlier: &[Measurement], pages: &[PathBuf]) -> String {
        let mut shown = String::new();
        if let [measurement] = measurements {
            shown.push_str(&self.exercise(measurement));
        } else {
            shown.push_str(&self.summary(measurements));
        }
        shown.push_str(&self.grades(measurements));
        for then in earlier {
            let now = measurements.iter().find(|measurement| measurement.id == then.id);
            shown.push_str(&now.map_or_else(String::new, |now| self.comparison(now, then)));
        }
        shown.push_str(&self.noise(measurements));
        for page in pages {
            shown.push_str(&format!("\n{} {}\n", self.style.strong("page:"), page.display()));
        }
        shown
    }

    fn exercise(&self, measurement: &Measurement) -> String {
        let mut shown = format!(
            "{} · {}\n{}\n",
            self.style.strong(measurement.name()),
            measurement.title,
            self.style.faint(&format!("baseline: {} · inputs from seed {}", measurement.baseline, measurement.seed))
        );
        for workload in &measurement.workloads {
            shown.push_str(&self.workload(measurement, workload));
        }
        shown.push_str(&self.trouble(measurement));
        shown
    }

    fn workload(&self, measurement: &Measurement, workload: &Workload) -> String {
        let heading = self.style.strong(&workload.name);
        let mut shown = format!("\n  {heading} · one {}, {} asked for\n\n", workload.operation, workload.bound);
        let contestants = measurement.contestants();
        let mut rows = vec![heads(&contestants)];
        rows.extend(workload.cells.iter().map(|cell| cells(cell, &contestants)));
        shown.push_str(&self.table(&rows));
        shown.push_str(&text::indented(&plot::draw(workload, self.style), 4));
        let who = measurement.judged();
        shown.push_str(&in_words(measurement, workload, who));
        for contestant in contestants {
            let Some(trend) = workload.trend(contestant) else { continue };
            let growth = words::growth(trend, workload.unit.as_deref());
            let growth = if trend.within { self.style.good(&growth) } else { self.style.bad(&growth) };
            shown.push_str(&format!("    {contestant:>10}: grows like {growth}\n"));
        }
        for left in &workload.left_out {
            let line = format!("    {:>10}: out after size {}: {}", left.who, words::thousands(left.size), left.reason);
            shown.push_str(&format!("{}\n", self.style.bad(&line)));
        }
        shown
    }

    /// Columns wide enough for what stands in them, numbers to the right and words to the left; the first row is the heading.
    fn table(&self, rows: &[Vec<String>]) -> String {
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        let width =
            |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max();
        let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or(0)).collect();
        let is_figure = |cell: &String| cell.starts_with(|letter: char| letter.is_ascii_digit() || letter == '–');
        let has_figures = |column: usize| rows.iter().skip(1).all(|row| row.get(column).is_none_or(is_figure));
        let line = |row: &Vec<String>| {
            let cells = row.iter().zip(&widths).enumerate().map(|(column, (cell, &width))| {
                if has_figures(column) { format!("{cell:>width$}") } else { format!("{cell:<width$}") }
            });
            format!("    {}", cells.collect::<Vec<_>>().join("  ").trim_end())
        };
        let mut shown = String::new();
        for (index, row) in rows.iter().enumerate() {
            let line = line(row);
            shown.push_str(&if index == 0 { self.style.faint(&line) } else { line });
            shown.push('\n');
        }
        shown
    }

    /// One line a workload, at its largest size.
    fn summary(&self, measurements: &[Measurement]) -> String {
        let with_katas = measurements.iter().any(|measurement| measurement.judged() == "yours");
        let others = if with_katas { &["reference", "baseline"][..] } else { &["baseline"] };
        let compared = others.iter().map(|to| format!("to {to}"));
        let heads = ["exercise", "workload", "size", "time"].map(str::to_owned).into_iter().chain(compared);
        let mut rows: Vec<Vec<String>> = vec![heads.chain(["baseline", "growth"].map(str::to_owned)).collect()];
        for measurement in measurements {
            let lines = measurement.workloads.iter().filter_map(|workload| summary_row(measurement, workload, others));
            rows.extend(lines);
        }
        let troubles: String = measurements.iter().map(|measurement| self.trouble(measurement)).collect();
        format!("{}{troubles}", self.table(&rows))
    }

    fn trouble(&self, measurement: &Measurement) -> String {
        if measurement.trouble.is_empty() {
            return String::new();
        }
        format!("\n{} {}: {}\n", self.style.bad("stopped:"), measurement.name(), safe(&measurement.trouble))
    }

    /// All grades of one exercise; of several, those that did not pass, and how many did.
    fn grades(&self, measurements: &[Measurement]) -> String {
        if let [measurement] = measurements {
            let grades = view::grades(&measurement.grades, self.style);
            return if grades.is_empty() { grades } else { format!("\n{grades}") };
        }
        let is_as_asked = |measurement: &&Measurement| {
            measurement.trouble.is_empty() && measurement.grades.iter().all(|grade| grade.passed == Some(true))
        };
        let others = measurements.iter().filter(|measurement| !is_as_asked(measurement));
        let others: Vec<String> = others
            .map(|measurement| format!("\n{}\n{}", measurement.name(), view::grades(&measurement.grades, self.style)))
            .collect();
        let fine = measurements.iter().filter(is_as_asked).count();
        format!("{}\n{fine} of {} as asked\n", others.concat(), text::count(measurements.len(), "benchmark"))
    }

    /// How the ratios have changed. Times are not compared: the machine has other moods now.
    fn comparison(&self, now: &Measurement, then: &Measurement) -> String {
        let (who, to) = if now.judged() == "yours" { ("yours", "reference") } else { ("reference", "baseline") };
        let mut shown = format!("\n{} against the earlier run, in times of the {to}\n", self.style.strong(now.name()));
        for workload in &now.workloads {
            let earlier = then.workloads.iter().find(|earlier| earlier.name == workload.name);
            let pair = earlier.and_then(|earlier| {
                workload.cells.iter().rev().find_map(|cell| {
                    let before = earlier.cells.iter().find(|before| before.size == cell.size)?;
                    Some((*before.ratio(who, to)?, *cell.ratio(who, to)?))
                })
            });
            let change =
                pair.map_or_else(|| "not in both runs".to_owned(), |(before, after)| self.change(before, after));
            shown.push_str(&format!("    {}: {change}\n", workload.name));
        }
        shown
    }

    fn change(&self, before: Interval, after: Interval) -> String {
        let figures = format!("{} then, {} now", words::with_uncertainty(&before), words::with_uncertainty(&after));
        let overlap = before.low <= after.high && after.low <= before.high;
        let change = (after.middle / before.middle - 1.0) * 100.0;
        match change {
            _ if overlap || change.abs() < 5.0 => format!("{figures}: no change that this run can show"),
            _ if change < 0.0 => format!("{figures}: {}", self.style.good(&format!("{:.0} % less time", -change))),
            _ => format!("{figures}: {}", self.style.bad(&format!("{change:.0} % more time"))),
        }
    }

    fn noise(&self, measurements: &[Measurement]) -> String {
        let noisiest = measurements.iter().max_by(|one, other| one.noise().total_cmp(&other.noise()));
        let Some(noisiest) = noisiest.filter(|noisiest| noisiest.noise() > NOISY) else { return String::new() };
        let (noise, cores) = (noisiest.noise(), noisiest.machine.cores);
        let load = bench::load()
            .map_or_else(String::new, |load| format!(", load {load:.1} on {}", text::count(cores as usize, "core")));
        format!(
            "\n{} the machine was busy: rounds of the same code lie {:.0} % apart (`{}`{load})\n{} ratios hold better than times; \
             for more certainty close other programs, plug in the charger, leave out `--quick`, and run it again\n",
            self.style.caution("warning:"),
            noise * 100.0,
            noisiest.name(),
            self.style.strong("hint:")
        )
    }
}

/// A workload at the largest size that was measured; `None` when none was.
fn summary_row(measurement: &Measurement, workload: &Workload, others: &[&str]) -> Option<Vec<String>> {
    let who = measurement.judged();
    let (cell, entry) = workload.largest(who)?;
    let ratio = |to: &&str| cell.ratio(who, to).map_or_else(|| "–".to_owned(), words::with_uncertainty);
    let growth = workload.trend(who).map_or_else(
        || "–".to_owned(),
        |trend| if trend.within { trend.class.clone() } else { format!("{} (!)", trend.class) },
    );
    let name = [measurement.name().to_owned(), workload.name.clone()];
    let figures = [words::thousands(cell.size), words::time(entry.nanoseconds.middle)];
    let last = [measurement.baseline.clone(), growth];
    Some(name.into_iter().chain(figures).chain(others.iter().map(ratio)).chain(last).collect())
}

fn heads(contestants: &[&str]) -> Vec<String> {
    let mut heads = vec!["size".to_owned()];
    heads.extend(contestants.iter().map(|&who| who.to_owned()));
    heads.extend(contestants.iter().skip(1).map(|to| format!("to {to}")));
    heads.extend([format!("blocks ({})", letters(contestants)), format!("peak ({})", letters(contestants))]);
    heads
}

/// `y/r/b`: whose figures stand beside one another.
fn letters(contestants: &[&str]) -> String {
    contestants.iter().map(|who| &who[..1]).collect::<Vec<_>>().join("/")
}

fn cells(cell: &Cell, contestants: &[&str]) -> Vec<String> {
    let entry = |who: &&&str| cell.entry(who);
    let missing = || "–".to_owned();
    let mut cells = vec![words::thousands(cell.size)];
    cells.extend(
        contestants.iter().map(|who| entry(&who).map_or_else(missing, |entry| words::time(entry.nanoseconds.middle))),
    );
    let first = contestants.first().copied().unwrap_or_default();
    cells.extend(
        contestants.iter().skip(1).map(|to| cell.ratio(first, to).map_or_else(missing, words::with_uncertainty)),
    );
    let beside = |figure: &dyn Fn(&bench::Entry) -> String| {
        contestants.iter().map(|who| cell.entry(who).map_or_else(missing, figure)).collect::<Vec<_>>().join("/")
    };
    cells.push(beside(&|entry| words::thousands(entry.blocks)));
    cells.push(beside(&|entry| words::bytes(entry.peak_bytes)));
    cells
}

/// What the ratios at the largest size mean.
fn in_words(measurement: &Measurement, workload: &Workload, who: &str) -> String {
    let Some((cell, _)) = workload.largest(who) else { return String::new() };
    let mut shown = String::new();
    for (to, name) in [("reference", "the reference"), ("baseline", measurement.baseline.as_str())] {
        if let Some(times) = cell.ratio(who, to) {
            let who = if who == "yours" { "your kata" } else { "the reference" };
            shown.push_str(&format!(
                "    at size {}, beside {name}, {who}: {}\n",
                words::thousands(cell.size),
                words::ratio(times)
            ));
        }
    }
    shown
}
