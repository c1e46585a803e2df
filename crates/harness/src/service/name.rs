//! Names for what a test makes on a server that others may use too.

use std::hash::{BuildHasher, RandomState};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// What every name of ours begins with.
pub const PREFIX: &str = "katas_";
/// How old a thing of ours is when nobody can need it any more: the test that made it was killed.
const FORGOTTEN: Duration = Duration::from_mins(30);

/// A name that nobody else has, which says when it was made.
pub fn fresh() -> String {
    format!("{PREFIX}{}_{:016x}", seconds(), RandomState::new().hash_one(std::process::id()))
}

/// Whether a thing of this name is ours and was forgotten by a test that could not clean up.
pub fn is_forgotten(name: &str) -> bool {
    let made = name.strip_prefix(PREFIX).and_then(|rest| rest.split('_').next()).and_then(|made| made.parse().ok());
    made.is_some_and(|made: u64| seconds().saturating_sub(made) > FORGOTTEN.as_secs())
}

fn seconds() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |now| now.as_secs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_differ_and_grow_old() {
        let (one, other) = (fresh(), fresh());
        assert_ne!(one, other);
        assert!(!is_forgotten(&one));
        assert!(is_forgotten("katas_1000_0123456789abcdef"));
        assert!(!is_forgotten("shop_1000_x") && !is_forgotten("katas_template"));
    }
}
