//! TOML files read with errors that name the file, the line and the key.
//!
//! The parser comes without serde: a learner's first `check` compiles it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::ops::{Range, RangeInclusive};
use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::error::{Error, Result};
use crate::nearest::nearest;

/// Reads `path` and makes a `T` of its top table.
pub fn read<T>(path: &Path, make: impl FnOnce(&Table<'_>) -> Result<T>) -> Result<T> {
    let text = fs::read_to_string(path)
        .map_err(|error| Error { fault: crate::Fault::Course, ..Error::io("read", path, &error) })?;
    parse(path, &text, make)
}

/// As [`read`], of a text that stands for the file at `path`.
pub fn parse<T>(path: &Path, text: &str, make: impl FnOnce(&Table<'_>) -> Result<T>) -> Result<T> {
    let source = Source { path, text };
    let table = DeTable::parse(text).map_err(|error| source.error(error.span(), error.message()))?;
    make(&Table { source, entries: Cow::Borrowed(table.get_ref()) })
}

/// A table of a TOML file that knows where it stands.
pub struct Table<'text> {
    source: Source<'text>,
    entries: Cow<'text, DeTable<'text>>,
}

#[derive(Clone, Copy)]
struct Source<'text> {
    path: &'text Path,
    text: &'text str,
}

impl Source<'_> {
    fn error(self, span: Option<Range<usize>>, what: &str) -> Error {
        let file = self.path.display();
        let place = span.map_or_else(String::new, |span| {
            let before = self.text.get(..span.start).unwrap_or(self.text);
            format!(", line {}", before.matches('\n').count() + 1)
        });
        Error::course(format!("`{file}`{place}: {what}"))
    }
}

impl<'text> Table<'text> {
    /// Refuses every key but these.
    pub fn only(&self, known: &[&str]) -> Result<()> {
        for key in self.entries.keys() {
            let name = key.get_ref().as_ref();
            if !known.contains(&name) {
                let error = self.source.error(Some(key.span()), &format!("unknown key `{name}`"));
                return Err(match nearest(name, known.iter().copied()) {
                    Some(near) => error.hint(format!("did you mean `{near}`?")),
                    None => error,
                });
            }
        }
        Ok(())
    }

    /// The names of all entries.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(|key| key.get_ref().as_ref())
    }

    /// Whether there is a `key`.
    pub fn has(&self, key: &str) -> bool {
        self.entries.contains_key(key)
    }

    /// An error about what stands under `key`.
    pub fn error(&self, key: &str, what: &str) -> Error {
        self.source.error(self.entries.get(key).map(Spanned::span), what)
    }

    /// The text under `key`.
    pub fn text(&self, key: &str) -> Result<String> {
        let value = self.value(key)?;
        value.get_ref().as_str().map(str::to_owned).ok_or_else(|| self.wrong(key, value, "a text"))
    }

    /// The texts under `key`.
    pub fn list(&self, key: &str) -> Result<Vec<String>> {
        let value = self.value(key)?;
        let texts = value.get_ref().as_array().and_then(|array| {
            array.iter().map(|item| item.get_ref().as_str().map(str::to_owned)).collect::<Option<Vec<_>>>()
        });
        texts.ok_or_else(|| self.wrong(key, value, "a list of texts"))
    }

    /// The number under `key`, within `range`.
    pub fn number(&self, key: &str, range: RangeInclusive<u32>) -> Result<u32> {
        self.within(key, self.value(key)?, range)
    }

    /// As [`Table::number`], or `default` where there is no such key.
    pub fn number_or(&self, key: &str, range: RangeInclusive<u32>, default: u32) -> Result<u32> {
        self.entries.get(key).map_or(Ok(default), |value| self.within(key, value, range))
    }

    /// All of this table's keys with their numbers.
    pub fn numbers(&self, range: RangeInclusive<u32>) -> Result<BTreeMap<String, u32>> {
        let pairs = self.entries.iter().map(|(key, value)| {
            let name = key.get_ref().as_ref();
            Ok((name.to_owned(), self.within(name, value, range.clone())?))
        });
        pairs.collect()
    }

    /// The table under `key`; an empty one where there is none.
    pub fn table(&self, key: &str) -> Result<Table<'_>> {
        let entries = match self.entries.get(key) {
            None => Cow::Owned(DeTable::new()),
            Some(value) => match value.get_ref() {
                DeValue::Table(table) => Cow::Borrowed(table),
                _ => return Err(self.wrong(key, value, "a table")),
            },
        };
        Ok(Table { source: self.source, entries })
    }

    fn value(&self, key: &str) -> Result<&Spanned<DeValue<'text>>> {
        self.entries.get(key).ok_or_else(|| self.source.error(None, &format!("the key `{key}` is missing")))
    }

    fn within(&self, key: &str, value: &Spanned<DeValue<'_>>, range: RangeInclusive<u32>) -> Result<u32> {
        let number = value
            .get_ref()
            .as_integer()
            .and_then(|integer| u32::from_str_radix(integer.as_str(), integer.radix()).ok());
        number
            .filter(|number| range.contains(number))
            .ok_or_else(|| self.wrong(key, value, &format!("a whole number from {} to {}", range.start(), range.end())))
    }

    fn wrong(&self, key: &str, value: &Spanned<DeValue<'_>>, wanted: &str) -> Error {
        self.source.error(Some(value.span()), &format!("`{key}` must be {wanted}"))
    }
}
