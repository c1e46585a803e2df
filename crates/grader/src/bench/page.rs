//! The page of a stage: every measured exercise in one self-contained file.

use std::fs;
use std::path::{Path, PathBuf};

use course::{Error, Result, Stage};

use super::chart;
use super::measurement::{Cell, Entry, Grade, Measurement, Workload};
use super::shelf::Shelf;
use super::words;

/// Criterion's first page, from the folder of ours.
const ANALYSES: &str = "criterion/report/index.html";

fn folder(target: &Path) -> PathBuf {
    target.join("benchmark-pages")
}

/// Where criterion writes its pages, so that ours finds them.
pub fn analyses(target: &Path) -> PathBuf {
    folder(target).join("criterion")
}

const STYLE: &str = include_str!("page.css");

/// Writes the page of `stage` from the last measurements of its exercises, and returns where it is; `None` when nothing of
/// the stage was measured.
pub fn write(stage: &Stage, target: &Path) -> Result<Option<PathBuf>> {
    let shelf = Shelf::latest(target);
    let mut measurements = Vec::new();
    for exercise in &stage.exercises {
        // One of an earlier version of the course, or half a file, was never measured.
        measurements.extend(shelf.get(&exercise.id()).ok().flatten());
    }
    if measurements.is_empty() {
        return Ok(None);
    }
    let folder = folder(target);
    let path = folder.join(format!("{}.html", stage.name));
    let title = format!("Stage {} · {}", stage.number, stage.title);
    let link = if folder.join(ANALYSES).exists() { ANALYSES } else { "" };
    fs::create_dir_all(&folder).map_err(|error| Error::io("create", &folder, &error))?;
    fs::write(&path, render(&title, &measurements, link)).map_err(|error| Error::io("write", &path, &error))?;
    Ok(Some(path))
}

/// Text as HTML shows it, in an element or in an attribute.
pub fn escaped(text: &str) -> String {
    let letter = |letter: char| match letter {
        '&' => "&amp;".to_owned(),
        '<' => "&lt;".to_owned(),
        '>' => "&gt;".to_owned(),
        '"' => "&quot;".to_owned(),
        '\'' => "&#39;".to_owned(),
        '\u{0}'..='\u{8}'
        | '\u{b}'..='\u{1f}'
        | '\u{7f}'..='\u{9f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}' => letter.escape_default().to_string(),
        _ => letter.to_string(),
    };
    text.chars().map(letter).collect()
}

fn render(title: &str, measurements: &[Measurement], analyses: &str) -> String {
    let title = escaped(title);
    let machine = measurements.first().map(|first| &first.machine);
    let machine = machine.map_or_else(String::new, |machine| {
        escaped(&format!("{}, {} threads, {}; {}", machine.processor, machine.cores, machine.system, machine.rustc))
    });
    let analyses = if analyses.is_empty() {
        String::new()
    } else {
        format!(" · <a href=\"{}\">criterion’s own pages</a>", escaped(analyses))
    };
    let sections: String = measurements.iter().map(section).collect();
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title} · benchmarks</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n<p class=\"faint\">{machine}{analyses}</p>\n\
         {}{sections}</body>\n</html>\n",
        summary(measurements)
    )
}

/// One line a workload, at its largest size.
fn summary(measurements: &[Measurement]) -> String {
    let with_katas = measurements.iter().any(|measurement| measurement.judged() == "yours");
    let others = if with_katas { &["reference", "baseline"][..] } else { &["baseline"] };
    let heads: String =
        others.iter().map(|to| format!("<th class=\"number\">to {to}</th>")).collect::<Vec<_>>().concat();
    let rows: String = measurements
        .iter()
        .flat_map(|measurement| measurement.workloads.iter().map(move |workload| (measurement, workload)))
        .map(|(measurement, workload)| summary_row(measurement, workload, others))
        .collect();
    format!(
        "<table class=\"summary\">\n<thead><tr><th>exercise</th><th>workload</th><th class=\"number\">size</th>\
         <th class=\"number\">time</th>{heads}<th>beside the baseline</th><th>growth</th></tr></thead>\n<tbody>\n{rows}\
         </tbody>\n</table>\n"
    )
}

fn summary_row(measurement: &Measurement, workload: &Workload, others: &[&str]) -> String {
    let who = measurement.judged();
    let Some((cell, entry)) = workload.largest(who) else { return String::new() };
    let time = words::time(entry.nanoseconds.middle);
    let ratio = |to: &&str| {
        let times = cell.ratio(who, to).map_or_else(|| "–".to_owned(), words::with_uncertainty);
        format!("<td class=\"number\">{times}</td>")
    };
    let ratios = others.iter().map(ratio).collect::<Vec<_>>().concat();
    let in_words = cell.ratio(who, "baseline").map_or_else(String::new, words::ratio);
    let growth = workload.trend(who).map_or_else(
        || "–".to_owned(),
        |trend| {
            let class = if trend.within { "good" } else { "bad" };
            format!("<span class=\"{class}\">{}</span>", escaped(&trend.class))
        },
    );
    format!(
        "<tr><td><a href=\"#{name}\">{name}</a></td><td>{}</td><td class=\"number\">{}</td><td class=\"number\">{time}</td>\
         {ratios}<td>{in_words}</td><td class=\"class\">{growth}</td></tr>\n",
        escaped(&workload.name),
        words::thousands(cell.size),
        name = escaped(measurement.name()),
    )
}

fn section(measurement: &Measurement) -> String {
    let name = escaped(measurement.name());
    let trouble = if measurement.trouble.is_empty() {
        String::new()
    } else {
        format!("<p class=\"bad\">{}</p>\n", escaped(&measurement.trouble))
    };
    let grades: String = measurement.grades.iter().map(grade).collect();
    let workloads: String = measurement.workloads.iter().map(|workload| figure(measurement, workload)).collect();
    format!(
        "<section id=\"{name}\">\n<h2>{} <code>{name}</code></h2>\n<p class=\"faint\">baseline: {} · inputs from seed {} · \
         {} s</p>\n{trouble}<ul class=\"grades\">{grades}</ul>\n<div class=\"figures\">\n{workloads}</div>\n</section>\n",
        escaped(&measurement.title),
        escaped(&measurement.baseline),
        measurement.seed,
        measurement.seconds
    )
}

fn grade(grade: &Grade) -> String {
    let (class, verdict) = match grade.passed {
        Some(true) => ("good", "passed"),
        Some(false) => ("bad", "failed"),
        None => ("faint", "no verdict"),
    };
    format!("<li><span class=\"{class}\">{verdict}</span> {}: {}</li>", escaped(&grade.aspect), escaped(&grade.reason))
}

fn figure(measurement: &Measurement, workload: &Workload) -> String {
    let label = |who: &str| if who == "baseline" { measurement.baseline.clone() } else { who.to_owned() };
    let short = |who: &str| label(who).chars().take(14).collect::<String>();
    let trends = measurement.contestants().into_iter().filter_map(|who| {
        let trend = workload.trend(who)?;
        let class = if trend.within { "" } else { " class=\"bad\"" };
        let growth = escaped(&words::growth(trend, workload.unit.as_deref()));
        Some(format!("<li{class}>{}: {growth}</li>", escaped(&label(who))))
    });
    let left = workload.left_out.iter().map(|left| {
        format!(
            "<li class=\"bad\">{}: out after size {}: {}</li>",
            escaped(&left.who),
            words::thousands(left.size),
            escaped(&left.reason)
        )
    });
    let notes: String = trends.chain(left).collect();
    format!(
        "<figure>\n<figcaption><strong>{}</strong> · time of one {} · {} asked for</figcaption>\n{}<ul>{notes}</ul>\n{}</figure>\n",
        escaped(&workload.name),
        escaped(&workload.operation),
        escaped(&workload.bound),
        chart::draw(workload, &short),
        table(measurement, workload)
    )
}

fn table(measurement: &Measurement, workload: &Workload) -> String {
    let counted =
        workload.unit.as_ref().map_or_else(String::new, |unit| format!("<th class=\"number\">{}</th>", escaped(unit)));
    let rows = workload.cells.iter().flat_map(|cell| {
        let entries = measurement.contestants().into_iter().filter_map(|who| cell.entry(who));
        entries.map(|entry| row(cell, entry, workload.unit.is_some()))
    });
    format!(
        "<details><summary>figures</summary>\n<table>\n<thead><tr><th class=\"number\">size</th><th></th><th class=\"number\">time</th><th class=\"number\">interval</th>\
         {counted}<th class=\"number\">blocks</th><th class=\"number\">bytes</th><th class=\"number\">peak</th></tr></thead>\n<tbody>\n{}</tbody>\n</table>\n</details>\n",
        rows.collect::<String>()
    )
}

fn row(cell: &Cell, entry: &Entry, counted: bool) -> String {
    let count = match (counted, entry.count) {
        (true, count) => format!("<td class=\"number\">{}</td>", count.map_or_else(String::new, words::thousands)),
        (false, _) => String::new(),
    };
    format!(
        "<tr><td class=\"number\">{}</td><td class=\"{who}\">{who}</td><td class=\"number\">{}</td><td class=\"number\">{} – {}</td>\
         {count}<td class=\"number\">{}</td><td class=\"number\">{}</td><td class=\"number\">{}</td></tr>\n",
        words::thousands(cell.size),
        words::time(entry.nanoseconds.middle),
        words::time(entry.nanoseconds.low),
        words::time(entry.nanoseconds.high),
        words::thousands(entry.blocks),
        words::bytes(entry.bytes),
        words::bytes(entry.peak_bytes),
        who = escaped(&entry.who),
    )
}

#[cfg(test)]
mod tests {
    use super::super::measurement::tests::measurement;
    use super::*;

    #[test]
    fn whatever_a_kata_says_is_shown_and_not_done() {
        assert_eq!(
            escaped("<b> \"&\" 'x'\u{1b}[2J\u{202e}"),
            "&lt;b&gt; &quot;&amp;&quot; &#39;x&#39;\\u{1b}[2J\\u{202e}"
        );
        let hostile = Measurement { trouble: "<script>alert(1)</script>".into(), ..measurement() };
        let page = render("Stage 2", &[hostile], "");
        assert!(!page.contains("<script>") && page.contains("&lt;script&gt;"), "{page}");
    }

    #[test]
    fn the_page_stands_alone() {
        let page = render("Stage 2", &[measurement()], "");
        assert!(!page.contains("http://") && !page.contains("https://") && !page.contains("src="), "{page}");
        assert!(page.contains("prefers-color-scheme: dark") && page.contains("@media print"));
    }

    #[test]
    fn every_workload_is_in_the_summary_with_its_ratio() {
        let page = render("Stage 2", &[measurement()], "criterion/report/index.html");
        assert!(
            page.contains("<td>get</td><td class=\"number\">4,096</td><td class=\"number\">20.0 ns</td>"),
            "{page}"
        );
        assert!(page.contains("2.00 ±0.10"), "{page}");
        assert!(page.contains("href=\"criterion/report/index.html\""));
    }
}
