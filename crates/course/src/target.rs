//! What a person types for a stage or an exercise, made into what is meant.

use crate::Course;
use crate::error::{Error, Result};
use crate::exercise::Exercise;
use crate::nearest::nearest;
use crate::stage::Stage;

/// The exercises that `targets` name, each once, in the course's order; all when there is no target.
pub(crate) fn select<'course>(course: &'course Course, targets: &[String]) -> Result<Vec<&'course Exercise>> {
    if targets.is_empty() {
        return Ok(course.exercises().collect());
    }
    let mut chosen: Vec<String> = Vec::new();
    for target in targets {
        chosen.extend(resolve(course, target)?.iter().map(|exercise| exercise.id()));
    }
    Ok(course.exercises().filter(|exercise| chosen.contains(&exercise.id())).collect())
}

/// The stage that `name` names: `stage2`, `2`, `02`, `dsa` or `stage02-dsa`.
pub(crate) fn stage<'course>(course: &'course Course, name: &str) -> Result<&'course Stage> {
    find_stage(course, name).ok_or_else(|| unknown(course, name))
}

fn resolve<'course>(course: &'course Course, target: &str) -> Result<Vec<&'course Exercise>> {
    match parts(target)[..] {
        [name] => {
            if let Some(stage) = find_stage(course, name) {
                return Ok(stage.exercises.iter().collect());
            }
            let found: Vec<_> = course.exercises().filter(|exercise| is_named(exercise, name)).collect();
            match found[..] {
                [] => Err(unknown(course, target)),
                [_] => Ok(found),
                _ => Err(ambiguous(target, &found)),
            }
        }
        [stage, name] => {
            let stage = self::stage(course, stage)?;
            let found: Vec<_> = stage.exercises.iter().filter(|exercise| is_named(exercise, name)).collect();
            if found.is_empty() { Err(unknown(course, target)) } else { Ok(found) }
        }
        _ => Err(unknown(course, target)),
    }
}

/// A target without what a completed path has around it: `exercises/stage02-dsa/tests/lru_cache/kata.rs`, or a file of a
/// `kata/`.
fn parts(target: &str) -> Vec<&str> {
    const AROUND: [&str; 6] = ["", ".", "exercises", "solutions", "tests", "kata.rs"];
    let mut parts: Vec<&str> = target.split(['/', '\\']).filter(|part| !AROUND.contains(part)).collect();
    if parts.get(2) == Some(&"kata") {
        parts.truncate(2);
    }
    parts
}

fn find_stage<'course>(course: &'course Course, name: &str) -> Option<&'course Stage> {
    let digits = name.strip_prefix("stage").unwrap_or(name);
    let number: Option<u32> = digits.parse().ok();
    let matches = |stage: &&Stage| {
        let topic = stage.name.split_once('-').map(|(_, topic)| topic);
        stage.name == name || topic == Some(name) || number == Some(stage.number)
    };
    course.stages().iter().find(matches)
}

fn is_named(exercise: &Exercise, name: &str) -> bool {
    exercise.name == name.replace('-', "_")
}

fn unknown(course: &Course, target: &str) -> Error {
    let stages = course
        .stages()
        .iter()
        .flat_map(|stage| [stage.name.as_str(), stage.name.split_once('-').map_or("", |(_, topic)| topic)]);
    let names = course.exercises().map(|exercise| exercise.name.as_str()).chain(stages);
    let last = parts(target).last().copied().unwrap_or(target);
    let near = nearest(last, names).map_or_else(String::new, |near| format!("did you mean `{near}`? "));
    Error::usage(format!("there is no stage or exercise `{target}`"))
        .hint(format!("{near}`cargo xtask list` shows all that there is"))
}

fn ambiguous(target: &str, found: &[&Exercise]) -> Error {
    let ids: Vec<String> = found.iter().map(|exercise| format!("`{}`", exercise.id())).collect();
    Error::usage(format!("several stages have an exercise `{target}`")).hint(format!("say which: {}", ids.join(", ")))
}
