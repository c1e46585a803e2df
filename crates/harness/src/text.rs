//! How numbers and long values are shown, so that a failure fits on a screen.

/// `4096` as `4,096`.
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut shown = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

/// The two sides as they are shown: whole when short, else the part around the first character that differs.
pub fn around_the_difference(left: &str, right: &str) -> (String, String) {
    const SHOWN: usize = 240;
    const BEFORE: usize = 40;
    let same = left.chars().zip(right.chars()).take_while(|(left, right)| left == right).count();
    let skipped = same.saturating_sub(BEFORE);
    let window = |side: &str| {
        let length = side.chars().count();
        if length <= SHOWN {
            return side.to_owned();
        }
        let shown: String = side.chars().skip(skipped).take(SHOWN).collect();
        let before = if skipped > 0 { "… " } else { "" };
        let after = if length > skipped + SHOWN { " …" } else { "" };
        format!("{before}{shown}{after}  ({length} characters, the first {same} agree)")
    };
    (window(left), window(right))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_grouped_from_the_right() {
        assert_eq!(
            ["0", "999", "1,000", "1,234,567"],
            [0, 999, 1000, 1_234_567].map(thousands).each_ref().map(|text| text as &str)
        );
    }

    #[test]
    fn short_sides_are_shown_whole() {
        assert_eq!(around_the_difference("[1, 2]", "[1, 3]"), ("[1, 2]".into(), "[1, 3]".into()));
    }

    #[test]
    fn a_side_of_just_the_length_that_is_shown_is_whole() {
        let (whole, cut) = ("a".repeat(240), "a".repeat(241));
        assert_eq!(around_the_difference(&whole, "b"), (whole.clone(), "b".into()));
        assert_eq!(around_the_difference(&cut, "b").0, format!("{whole} …  (241 characters, the first 0 agree)"));
    }

    #[test]
    fn nothing_is_cut_that_is_shown_to_the_end() {
        let left = format!("{}x", "a".repeat(280));
        let shown = around_the_difference(&left, &"a".repeat(300)).0;
        assert_eq!(shown, format!("… {}x  (281 characters, the first 280 agree)", "a".repeat(40)));
    }

    #[test]
    fn long_sides_are_shown_where_they_differ() {
        let left = format!("{}left{}", "a".repeat(1000), "b".repeat(1000));
        let right = format!("{}right", "a".repeat(1000));
        let (left, right) = around_the_difference(&left, &right);
        assert!(left.starts_with("… aaaa") && left.contains("left") && left.contains("the first 1000 agree"), "{left}");
        assert!(right.ends_with("(1005 characters, the first 1000 agree)"), "{right}");
    }
}
