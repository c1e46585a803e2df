//! `cargo xtask list`.

use std::collections::BTreeMap;

use course::{Course, Exercise, Result};
use grader::Verdict;

use super::{print, target};
use crate::exit::Exit;
use crate::terminal::{Style, Terminal};
use crate::text;

/// Lists stages and their exercises, with the verdicts that are known.
pub fn list(course: &Course, targets: &[String], terminal: Terminal) -> Result<Exit> {
    let exercises = course.select(targets)?;
    let known = grader::known(course, &exercises, &target(course.root()))?;
    let verdicts: BTreeMap<String, Verdict> =
        exercises.iter().zip(known).filter_map(|(exercise, report)| Some((exercise.id(), report?.verdict))).collect();
    let style = terminal.on_stdout();
    let mut shown = String::new();
    for stage in course.stages() {
        let chosen: Vec<&&Exercise> = exercises.iter().filter(|exercise| exercise.stage == stage.name).collect();
        if chosen.is_empty() {
            continue;
        }
        shown.push_str(&format!(
            "{}\n",
            style.strong(&format!("Stage {} · {}  ({})", stage.number, stage.title, stage.name))
        ));
        let width = chosen.iter().map(|exercise| exercise.name.len()).max().unwrap_or(0);
        for exercise in chosen {
            shown.push_str(&line(exercise, verdicts.get(&exercise.id()).copied(), width, style));
        }
        shown.push('\n');
    }
    shown.push_str(&text::hint("`cargo xtask check EXERCISE` grades one, `cargo xtask check` all", style));
    print(&shown)?;
    Ok(Exit::Passed)
}

fn line(exercise: &Exercise, verdict: Option<Verdict>, width: usize, style: Style) -> String {
    let (mark, colour): (String, fn(Style, &str) -> String) = match verdict {
        Some(Verdict::Passed) => ("passed".to_owned(), Style::good),
        Some(Verdict::NotStarted) | None => (String::new(), Style::faint),
        Some(other) => (other.to_string(), Style::bad),
    };
    let mark = colour(style, &format!("{mark:>16}"));
    match exercise.metadata() {
        Ok(metadata) => {
            let stars = format!("{:<5}", "●".repeat(metadata.difficulty as usize));
            let facts = format!("{stars}  {:>4} min  {:>3} points", metadata.minutes, metadata.points);
            format!("{mark}  {:width$}  {facts}  {}\n", exercise.name, style.faint(&metadata.title))
        }
        Err(error) => format!("{mark}  {:width$}  {}\n", exercise.name, style.bad(&error.message)),
    }
}
