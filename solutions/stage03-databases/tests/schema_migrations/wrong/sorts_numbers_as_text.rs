//! caught by: tests::behaviour::files_are_sorted_by_number_and_go_in_pairs, tests::properties::files_are_sorted_by_number_whatever_their_order
//! Sorts by the names of the files: 10 comes before 2.

#[path = "../kata.rs"]
mod reference;

use std::collections::BTreeMap;

pub use reference::{HISTORY, MigrateError, Migration, Migrator};

#[derive(Clone, Copy)]
enum Direction {
    Up,
    Down,
}

pub fn load(files: &[(&str, &str)]) -> Result<Vec<Migration>, MigrateError> {
    let (mut ups, mut downs) = (BTreeMap::new(), BTreeMap::new());
    for &(file, text) in files {
        let (version, name, direction) = parse(file).ok_or_else(|| MigrateError::BadName(file.to_owned()))?;
        let before = match direction {
            Direction::Up => ups.insert(version, (name, text)).map(|_| ()),
            Direction::Down => downs.insert(version, text).map(|_| ()),
        };
        if before.is_some() {
            return Err(MigrateError::Twice(version));
        }
    }
    if let Some(&version) = downs.keys().find(|version| !ups.contains_key(version)) {
        return Err(MigrateError::DownAlone(version));
    }
    let migration = |(version, (name, up)): (i64, (&str, &str))| Migration {
        version,
        name: name.to_owned(),
        up: up.to_owned(),
        down: downs.get(&version).map(|&down| down.to_owned()),
    };
    let mut migrations: Vec<Migration> = ups.into_iter().map(migration).collect();
    migrations.sort_by_key(|migration| format!("{}_{}", migration.version, migration.name));
    Ok(migrations)
}

fn parse(file: &str) -> Option<(i64, &str, Direction)> {
    let stem = file.strip_suffix(".sql")?;
    let up = stem.strip_suffix(".up").map(|stem| (stem, Direction::Up));
    let (stem, direction) = up.or_else(|| Some((stem.strip_suffix(".down")?, Direction::Down)))?;
    let (digits, name) = stem.split_once('_')?;
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number || name.is_empty() {
        return None;
    }
    Some((digits.parse().ok()?, name, direction))
}
