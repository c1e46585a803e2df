//! Panics that are expected, or tried again, must not fill a learner's screen.

use std::any::Any;
use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// What `action` panicked with, or `None` when it ended well. Nothing is printed.
///
/// For tests of panic safety: a comparator that panics half-way must leave the kata's structure whole.
pub fn panic_message(action: impl FnOnce()) -> Option<String> {
    quietly(AssertUnwindSafe(action)).err().map(|payload| message_of(&*payload))
}

/// Runs `action` with this thread's panics caught and not printed.
pub(crate) fn quietly(action: impl FnOnce() + panic::UnwindSafe) -> Result<(), Box<dyn Any + Send>> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let loud = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !QUIET.get() {
                loud(info);
            }
        }));
    });
    let before = QUIET.replace(true);
    let result = panic::catch_unwind(action);
    QUIET.set(before);
    result
}

fn message_of(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_else(|| "a panic without a message".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_good_end_has_no_message() {
        assert_eq!(panic_message(|| ()), None);
    }

    #[test]
    fn formatted_and_plain_messages_are_both_kept() {
        assert_eq!(panic_message(|| panic!("plain")).as_deref(), Some("plain"));
        assert_eq!(panic_message(|| panic!("with {}", 1)).as_deref(), Some("with 1"));
    }

    #[test]
    fn quiet_calls_nest() {
        let outer = panic_message(|| {
            assert_eq!(panic_message(|| panic!("inner")).as_deref(), Some("inner"));
            panic!("outer");
        });
        assert_eq!(outer.as_deref(), Some("outer"));
    }
}
