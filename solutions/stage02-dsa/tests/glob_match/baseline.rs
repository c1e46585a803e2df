//! The `globset` crate, which makes a regular expression of the glob, and of that, while it matches, an automaton that
//! is in one state at a time.

use globset::{GlobBuilder, GlobMatcher};

pub use globset::Error as GlobError;

pub struct Glob(GlobMatcher);

impl Glob {
    pub fn new(pattern: &str) -> Result<Self, GlobError> {
        let glob = GlobBuilder::new(pattern).literal_separator(true).empty_alternates(true).build()?;
        Ok(Self(glob.compile_matcher()))
    }

    pub fn is_match(&self, path: &str) -> bool {
        self.0.is_match(path)
    }
}
