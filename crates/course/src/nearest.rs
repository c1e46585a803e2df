//! The name that somebody meant who mistyped it.

/// The candidate that is most like `name`, if any is alike at all.
pub fn nearest<'name>(name: &str, candidates: impl Iterator<Item = &'name str>) -> Option<&'name str> {
    const ALIKE: f64 = 0.75;
    let scored = candidates.map(|candidate| (strsim::jaro_winkler(name, candidate), candidate));
    scored.filter(|(score, _)| *score >= ALIKE).max_by(|left, right| left.0.total_cmp(&right.0)).map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_near_and_another_word_is_not() {
        let names = ["binary_search", "linked_list", "lru_cache"];
        assert_eq!(nearest("binry_serach", names.into_iter()), Some("binary_search"));
        assert_eq!(nearest("lru-cache", names.into_iter()), Some("lru_cache"));
        assert_eq!(nearest("websocket", names.into_iter()), None);
    }
}
