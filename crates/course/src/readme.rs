//! An exercise's `README.md`: its title, its sections, and the hints that climb.

use std::fs;
use std::path::Path;

use crate::error::{Error, Result};

/// What the commands use of a README.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Readme {
    /// The text of the first line, without its `#`.
    pub title: String,
    /// The headings of the second level, in order.
    pub sections: Vec<String>,
    /// Whether it shows an example in a block of Rust.
    pub example: bool,
    /// The steps of `## Hints`, from a nudge to a plan.
    pub hints: Vec<Hint>,
}

/// One step of the hints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// The step's heading, without its number.
    pub title: String,
    /// Its text, as Markdown.
    pub text: String,
}

impl Readme {
    /// Reads a `README.md`.
    pub fn read(path: &Path) -> Result<Self> {
        let text = fs::read_to_string(path).map_err(|error| Error::io("read", path, &error))?;
        Ok(Self::parse(&text))
    }

    /// Takes a README apart. Headings inside code blocks are text.
    pub fn parse(text: &str) -> Self {
        let mut readme = Self::default();
        let mut section = String::new();
        let mut in_code = false;
        for line in text.lines() {
            if line.starts_with("```") {
                in_code = !in_code;
                readme.example |= section == "Example" && line.starts_with("```rust");
            }
            let heading = if in_code { None } else { heading(line) };
            match heading {
                Some((1, title)) if readme.title.is_empty() => title.clone_into(&mut readme.title),
                Some((2, title)) => {
                    title.clone_into(&mut section);
                    readme.sections.push(section.clone());
                }
                Some((3, title)) if section == "Hints" => {
                    readme.hints.push(Hint { title: unnumbered(title), text: String::new() });
                }
                _ if section == "Hints" => readme.add_to_hint(line),
                _ => {}
            }
        }
        for hint in &mut readme.hints {
            hint.text = hint.text.trim().to_owned();
        }
        readme
    }

    fn add_to_hint(&mut self, line: &str) {
        if let Some(hint) = self.hints.last_mut() {
            hint.text.push_str(line);
            hint.text.push('\n');
        }
    }
}

fn heading(line: &str) -> Option<(usize, &str)> {
    let level = line.bytes().take_while(|&byte| byte == b'#').count();
    let title = line[level..].strip_prefix(' ')?;
    (level > 0).then_some((level, title.trim()))
}

fn unnumbered(title: &str) -> String {
    title.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == '.').trim_start().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn title_sections_example_and_hints_are_found() {
        let readme = Readme::parse(
            "# A title\n\nText.\n\n## Example\n\n```rust\n# not a heading\n```\n\n## Hints\n\n### 1. First\n\nLook.\n\n### 2. Then\n\nDo.\n\n## Read on\n\nMore.\n",
        );
        assert_eq!(readme.title, "A title");
        assert_eq!(readme.sections, ["Example", "Hints", "Read on"]);
        assert!(readme.example);
        let hint = |title: &str, text: &str| Hint { title: title.into(), text: text.into() };
        assert_eq!(readme.hints, [hint("First", "Look."), hint("Then", "Do.")]);
    }

    #[test]
    fn a_bare_text_has_nothing() {
        assert_eq!(Readme::parse("Just text, #not a heading\n"), Readme::default());
    }
}
