//! The asserts of every `tests.rs`. The kata's value stands on the left, what is expected on the right.

use std::fmt::{Arguments, Display};

use crate::text::{around_the_difference, thousands};
use crate::value::Value;

/// Expects two [`Value`]s to be equal, the kata's on the left. A message may follow, as with the standard macro.
#[macro_export]
macro_rules! assert_eq {
    ($yours:expr, $expected:expr $(,)?) => {
        $crate::equal(stringify!($yours), &$yours, &$expected, None)
    };
    ($yours:expr, $expected:expr, $($note:tt)+) => {
        $crate::equal(stringify!($yours), &$yours, &$expected, Some(format_args!($($note)+)))
    };
}

/// Expects two [`Value`]s to differ, the kata's on the left. A message may follow.
#[macro_export]
macro_rules! assert_ne {
    ($yours:expr, $other:expr $(,)?) => {
        $crate::unequal(stringify!($yours), &$yours, &$other, None)
    };
    ($yours:expr, $other:expr, $($note:tt)+) => {
        $crate::unequal(stringify!($yours), &$yours, &$other, Some(format_args!($($note)+)))
    };
}

/// Expects a condition to hold. Prefer [`assert_eq!`]: it shows what came instead, and cannot be guessed.
#[macro_export]
macro_rules! assert {
    ($condition:expr $(,)?) => {
        $crate::holds(stringify!($condition), $condition, None)
    };
    ($condition:expr, $($note:tt)+) => {
        $crate::holds(stringify!($condition), $condition, Some(format_args!($($note)+)))
    };
}

/// Expects a counted cost to stay within what a bound allows: action, used, unit, bound, allowed.
///
/// ```text
/// assert_within!("put among 4096 entries", counts.equalities, "comparisons", "O(1)", 8);
/// put among 4096 entries made 4,096 comparisons; O(1) allows 8
/// ```
#[macro_export]
macro_rules! assert_within {
    ($action:expr, $used:expr, $unit:expr, $bound:expr, $allowed:expr $(,)?) => {
        $crate::within(&$action, $used, $unit, $bound, $allowed)
    };
}

/// What [`assert_eq!`] calls.
#[track_caller]
pub fn equal<L, R>(code: &str, yours: &L, expected: &R, note: Option<Arguments<'_>>)
where
    L: Value + PartialEq<R> + ?Sized,
    R: Value + ?Sized,
{
    if yours != expected {
        let (yours, expected) = around_the_difference(&format!("{yours:?}"), &format!("{expected:?}"));
        fail(code, "is not what was expected", &[("yours", yours), ("expected", expected)], note);
    }
}

/// What [`assert_ne!`] calls.
#[track_caller]
pub fn unequal<L, R>(code: &str, yours: &L, other: &R, note: Option<Arguments<'_>>)
where
    L: Value + PartialEq<R> + ?Sized,
    R: Value + ?Sized,
{
    if yours == other {
        let (yours, _) = around_the_difference(&format!("{yours:?}"), "");
        fail(code, "is just what it must not be", &[("yours", yours)], note);
    }
}

/// What [`assert!`] calls.
#[track_caller]
pub fn holds(code: &str, condition: bool, note: Option<Arguments<'_>>) {
    if !condition {
        fail(code, "does not hold", &[], note);
    }
}

/// What [`assert_within!`] calls.
#[track_caller]
pub fn within(action: &dyn Display, used: u64, unit: &str, bound: &str, allowed: u64) {
    let (shown, limit) = (thousands(used), thousands(allowed));
    std::assert!(used <= allowed, "{action} made {shown} {unit}; {bound} allows {limit}");
}

#[track_caller]
fn fail(code: &str, what: &str, sides: &[(&str, String)], note: Option<Arguments<'_>>) -> ! {
    let note = note.map(|note| ("note", note.to_string()));
    let lines: Vec<String> =
        sides.iter().chain(&note).map(|(label, value)| format!("\n{label:>10}: {value}")).collect();
    let code = code.split_whitespace().collect::<Vec<_>>().join(" ");
    panic!("`{code}` {what}{}", lines.concat());
}

#[cfg(test)]
mod tests {
    // The macros above stand in the way of the standard ones, and cannot judge themselves.
    use crate::panic_message;

    #[test]
    fn equal_sides_pass_across_owned_and_borrowed() {
        crate::assert_eq!(vec![1, 2], [1, 2]);
        crate::assert_eq!(Some("a"), Some("a"));
        crate::assert_eq!(String::from("a"), "a", "with a note {}", 1);
        crate::assert_ne!(1, 2);
        crate::assert!(true);
    }

    #[test]
    fn a_difference_names_the_code_and_both_sides() {
        let message = panic_message(|| crate::assert_eq!([1, 2].first(), Some(&3), "after {} pushes", 2));
        let expected = "`[1, 2].first()` is not what was expected\n     yours: Some(1)\n  expected: Some(3)\n      note: after 2 pushes";
        std::assert_eq!(message.as_deref(), Some(expected));
    }

    #[test]
    fn equality_where_none_is_wanted_is_named() {
        let message = panic_message(|| crate::assert_ne!(1 + 1, 2));
        std::assert_eq!(message.as_deref(), Some("`1 + 1` is just what it must not be\n     yours: 2"));
    }

    #[test]
    fn a_condition_that_does_not_hold_is_shown() {
        std::assert_eq!(panic_message(|| crate::assert!(1 > 2)).as_deref(), Some("`1 > 2` does not hold"));
    }

    #[test]
    fn a_cost_over_its_bound_says_both_figures() {
        crate::assert_within!("get", 8, "comparisons", "O(1)", 8);
        let message = panic_message(|| crate::assert_within!("put among 4096 entries", 4096, "comparisons", "O(1)", 8));
        std::assert_eq!(message.as_deref(), Some("put among 4096 entries made 4,096 comparisons; O(1) allows 8"));
    }
}
