//! A new exercise, ready to fail: the five files of its folder and those of its mirror.

use std::fs;
use std::path::PathBuf;

use crate::Course;
use crate::error::{Error, Result};
use crate::exercise::Exercise;
use crate::stage::Stage;

/// Writes the files, none of which may exist yet, and returns their paths.
pub(crate) fn write(course: &Course, stage: &Stage, name: &str) -> Result<Vec<PathBuf>> {
    check_name(name)?;
    let exercise = Exercise::read(course.root(), &stage.name, name);
    if let Some(taken) = [exercise.path(""), exercise.mirror("")].iter().find(|folder| folder.exists()) {
        return Err(Error::usage(format!("`{}` is there already", course.relative(taken).display()))
            .hint("choose another name, or remove that folder first"));
    }
    let files = files(&exercise);
    for (path, text) in &files {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|error| Error::io("create", folder, &error))?;
        }
        fs::write(path, text).map_err(|error| Error::io("write", path, &error))?;
    }
    Ok(files.into_iter().map(|(path, _)| path).collect())
}

fn check_name(name: &str) -> Result<()> {
    let first = name.chars().next().is_some_and(|letter| letter.is_ascii_lowercase());
    if first && name.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_') {
        return Ok(());
    }
    Err(Error::usage(format!("`{name}` cannot name an exercise"))
        .hint("a lower-case letter, then letters, digits and `_`: `rate_limiter`"))
}

fn files(exercise: &Exercise) -> Vec<(PathBuf, String)> {
    let fill = |template: &str| template.replace("{title}", &title(&exercise.name)).replace("{name}", &exercise.name);
    let stub = fill(include_str!("../templates/kata.rs.txt"));
    vec![
        (exercise.path("README.md"), fill(include_str!("../templates/README.md"))),
        (exercise.path("exercise.toml"), fill(include_str!("../templates/exercise.toml"))),
        (exercise.path("kata.rs"), stub.clone()),
        (exercise.path("main.rs"), Exercise::MAIN.to_owned()),
        (exercise.path("tests.rs"), fill(include_str!("../templates/tests.rs.txt"))),
        (exercise.mirror("kata.rs"), stub.clone()),
        (exercise.mirror("main.rs"), exercise.mirror_main()),
        (exercise.mirror("stub.rs"), stub),
        (exercise.mirror("wrong/last_of_equals.rs"), fill(include_str!("../templates/wrong.rs.txt"))),
    ]
}

/// `rate_limiter` as "Rate limiter".
fn title(name: &str) -> String {
    let words = name.replace('_', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
