//! Measurements that are kept: the last of each exercise, and those that a person gave a name.

use std::fs;
use std::path::{Path, PathBuf};

use course::{Error, Result, nearest};

use super::json;
use super::measurement::{Grade, Measurement};

/// A folder with one file an exercise.
pub struct Shelf {
    folder: PathBuf,
    name: String,
}

impl Shelf {
    /// The last measurement of each exercise, beside what cargo built.
    pub fn latest(target: &Path) -> Self {
        Self { folder: target.join("measurements"), name: "latest".to_owned() }
    }

    /// The measurements that a person calls `name`, in their own folder of the checkout at `root`.
    pub fn named(root: &Path, name: &str) -> Result<Self> {
        let is_plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.');
        if name.is_empty() || name.starts_with('.') || !name.chars().all(is_plain) {
            return Err(Error::usage(format!("`{name}` cannot name a run"))
                .hint("letters, digits, `-`, `_` and `.`: `before-the-rewrite`"));
        }
        Ok(Self { folder: saved(root).join(name), name: name.to_owned() })
    }

    /// As [`Shelf::named`], of one that is there.
    pub fn existing(root: &Path, name: &str) -> Result<Self> {
        let shelf = Self::named(root, name)?;
        if shelf.folder.is_dir() {
            return Ok(shelf);
        }
        let names = names(&saved(root));
        let hint = match nearest(name, names.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None if names.is_empty() => "`cargo xtask bench EXERCISE --save NAME` keeps a run".to_owned(),
            None => format!("there are: {}", names.join(", ")),
        };
        Err(Error::usage(format!("no run was saved as `{name}`")).hint(hint))
    }

    /// Puts `measurement` in the place of an earlier one of the same exercise.
    pub fn put(&self, measurement: &Measurement) -> Result<()> {
        let path = self.path(&measurement.id);
        let folder = path.parent().unwrap_or(&self.folder);
        fs::create_dir_all(folder).map_err(|error| Error::io("create", folder, &error))?;
        // In one step, so that a full disk or a second run leaves the earlier one or the new one.
        let partial = path.with_extension("partial");
        let text = json::write(std::slice::from_ref(measurement));
        fs::write(&partial, text).map_err(|error| Error::io("write", &partial, &error))?;
        fs::rename(&partial, &path).map_err(|error| Error::io("write", &path, &error))
    }

    /// The measurement of an exercise; `None` when there is none.
    pub fn get(&self, id: &str) -> Result<Option<Measurement>> {
        let path = self.path(id);
        let text = match fs::read_to_string(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            text => text.map_err(|error| Error::io("read", &path, &error))?,
        };
        let measurements = json::read(&text).map_err(|error| {
            Error::environment(format!("cannot read `{}`: {error}", path.display()))
                .hint(format!("delete it, and run `cargo xtask bench` with `--save {}` again", self.name))
        })?;
        Ok(measurements.into_iter().next())
    }

    /// What was graded of the exercise, if that was the kata with this key. What cannot be read was never measured.
    pub fn grades(&self, id: &str, kata: &str) -> Vec<Grade> {
        let measurement = self.get(id).ok().flatten().filter(|measurement| measurement.kata == kata);
        measurement.map_or_else(Vec::new, |measurement| measurement.grades)
    }

    fn path(&self, id: &str) -> PathBuf {
        self.folder.join(format!("{id}.json"))
    }
}

fn saved(root: &Path) -> PathBuf {
    root.join(".course").join("measurements")
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort_unstable();
    names
}

#[cfg(test)]
mod tests {
    use super::super::measurement::tests::measurement;
    use super::*;

    #[test]
    fn what_is_put_comes_back_whole() {
        let root = tempfile::tempdir().expect("a folder");
        let shelf = Shelf::named(root.path(), "before").expect("a plain name");
        assert_eq!(shelf.get("stage02-dsa/a").expect("nothing yet"), None);
        let measurement = measurement();
        shelf.put(&measurement).expect("there is room");
        let again = Shelf::existing(root.path(), "before").expect("it is there");
        assert_eq!(again.get("stage02-dsa/a").expect("it is our own"), Some(measurement));
    }

    #[test]
    fn grades_belong_to_the_kata_that_was_measured() {
        let root = tempfile::tempdir().expect("a folder");
        let grades = vec![Grade { aspect: "growth".into(), passed: Some(true), reason: "so".into() }];
        let shelf = Shelf::latest(root.path());
        shelf.put(&Measurement { grades: grades.clone(), kata: "key".into(), ..measurement() }).expect("there is room");
        assert_eq!(shelf.grades("stage02-dsa/a", "key"), grades);
        assert_eq!([shelf.grades("stage02-dsa/a", "another"), shelf.grades("stage02-dsa/b", "key")], [vec![], vec![]]);
    }

    #[test]
    fn a_name_that_is_not_there_is_helped_with() {
        let root = tempfile::tempdir().expect("a folder");
        let hint = |name: &str| Shelf::existing(root.path(), name).err().and_then(|error| error.hint).expect("a hint");
        assert!(hint("before").contains("--save NAME"));
        Shelf::named(root.path(), "before").and_then(|shelf| shelf.put(&measurement())).expect("there is room");
        assert_eq!(hint("befor"), "did you mean `before`?");
        assert_eq!(hint("zzzzzzzzzzz"), "there are: before");
    }

    #[test]
    fn names_stay_in_their_folder() {
        for name in ["", "..", "../x", "a/b", ".hidden", "a b"] {
            assert!(Shelf::named(Path::new("/nowhere"), name).is_err(), "{name}");
        }
    }

    #[test]
    fn a_broken_file_is_named() {
        let root = tempfile::tempdir().expect("a folder");
        let shelf = Shelf::named(root.path(), "before").expect("a plain name");
        shelf.put(&measurement()).expect("there is room");
        fs::write(shelf.path("stage02-dsa/a"), "{}").expect("a file");
        let error = shelf.get("stage02-dsa/a").expect_err("it is broken");
        assert!(error.message.contains("stage02-dsa/a.json") && error.hint.is_some(), "{}", error.message);
    }
}
