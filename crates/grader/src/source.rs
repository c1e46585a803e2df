//! The tests of an exercise as text: in which order they stand, and what to show of them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// A `tests.rs`, read for its lines.
#[derive(Clone, Debug, Default)]
pub struct TestSource {
    lines: Vec<String>,
    /// Where each function stands, by the names of its group and itself: `behaviour::evicts_the_oldest`.
    functions: BTreeMap<String, usize>,
}

impl TestSource {
    /// Reads a `tests.rs`; an empty one when it cannot be read.
    pub fn read(path: &Path) -> Self {
        Self::parse(&fs::read_to_string(path).unwrap_or_default())
    }

    /// Takes the text of a `tests.rs`.
    pub fn parse(text: &str) -> Self {
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let mut functions = BTreeMap::new();
        let mut groups: Vec<(usize, &str)> = Vec::new();
        for (index, line) in lines.iter().enumerate() {
            let (indent, item) = (indent_of(line), without_qualifiers(line.trim()));
            let module = item.strip_prefix("mod ").and_then(|item| item.strip_suffix(" {"));
            let function = item.strip_prefix("fn ").and_then(|item| item.split_once('(')).map(|(name, _)| name);
            if module.or(function).is_some() {
                // Only an item that stands further to the right is within the group.
                groups.retain(|(at, _)| *at < indent);
            }
            if let Some(name) = function {
                let path = groups.iter().map(|(_, group)| *group).chain([name]);
                functions.entry(path.collect::<Vec<_>>().join("::")).or_insert(index);
            }
            groups.extend(module.map(|name| (indent, name)));
        }
        Self { lines, functions }
    }

    /// The lines of one test, from the comment above it to its closing brace, with the number of the first, counted
    /// from 1. `None` when there is no such test.
    ///
    /// `name` is such as `behaviour::evicts_the_oldest`: the group tells tests of one name apart.
    pub fn test(&self, name: &str) -> Option<(usize, &[String])> {
        let at = *self.functions.get(name)?;
        let indent = indent_of(&self.lines[at]);
        let is_above = |line: &&String| line.trim_start().starts_with("//") || line.trim_start().starts_with("#[");
        let above = self.lines[..at].iter().rev().take_while(is_above).count();
        let is_end = |line: &String| indent_of(line) == indent && line.trim_start().starts_with('}');
        let length = self.lines[at..].iter().position(is_end).map_or(1, |end| end + 1);
        let first = at - above;
        Some((first + 1, &self.lines[first..at + length]))
    }

    /// Where a test stands among the others; the last place for one that is not there.
    pub fn order(&self, name: &str) -> usize {
        self.functions.get(name).copied().unwrap_or(usize::MAX)
    }
}

/// An item's line from `fn` or `mod` on: `pub` and `async` change no name.
fn without_qualifiers(mut item: &str) -> &str {
    while let Some(rest) =
        ["pub ", "pub(super) ", "pub(crate) ", "async "].iter().find_map(|word| item.strip_prefix(word))
    {
        item = rest;
    }
    item
}

fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "mod behaviour {\n    #[test]\n    fn first() {\n        a();\n    }\n}\n\nmod edge_cases {\n    // The trap.\n    #[test]\n    fn first() {\n        if b {\n        }\n    }\n}\n";

    #[test]
    fn a_test_is_found_in_its_group_with_its_comment() {
        let source = TestSource::parse(TEXT);
        let (line, lines) = source.test("edge_cases::first").expect("it is there");
        assert_eq!(line, 9);
        assert_eq!(lines.first().map(|line| line.trim()), Some("// The trap."));
        assert_eq!((lines.len(), lines.last().map(String::as_str)), (6, Some("    }")));
        assert_eq!(source.test("behaviour::first").map(|(line, lines)| (line, lines.len())), Some((2, 4)));
        assert_eq!(source.test("behaviour::second"), None);
    }

    #[test]
    fn a_test_may_wait_and_may_stand_in_a_module_of_its_group_or_in_none() {
        let text = "fn alone() {\n}\n\nmod behaviour {\n    mod deep {\n        fn inner() {\n        }\n    }\n\n    #[test]\n    async fn inner() {\n        let text = \"\n}\";\n    }\n}\n\npub async fn last() {\n}\n";
        let source = TestSource::parse(text);
        let lines = |name: &str| source.test(name).map(|(line, lines)| (line, lines.len()));
        assert_eq!(lines("alone"), Some((1, 2)));
        assert_eq!(lines("behaviour::deep::inner"), Some((6, 2)));
        assert_eq!(lines("behaviour::inner"), Some((10, 5)));
        assert_eq!(lines("last"), Some((17, 2)));
        assert_eq!(lines("deep::inner"), None);
    }

    #[test]
    fn tests_have_the_order_of_the_file() {
        let source = TestSource::parse(TEXT);
        assert!(source.order("behaviour::first") < source.order("edge_cases::first"));
        assert_eq!(source.order("none::first"), usize::MAX);
    }
}
