//! Which values a test may judge: those of the standard library, and nothing that a kata wrote.
//!
//! An assert on a kata's own type would run the kata's `PartialEq` and `Debug` inside the verdict, and a `PartialEq`
//! that always agrees would pass every test. So a test takes the kata's types apart first and compares what is in them.

use std::borrow::Cow;
use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::fmt::Debug;
use std::num::{NonZeroU32, NonZeroU64, NonZeroUsize};
use std::ops::{Range, RangeInclusive};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

/// A value of the standard library, all the way down.
///
/// Implemented for numbers, text, and the standard containers of those; [`Counted`](crate::Counted) and
/// [`Dropped`](crate::Dropped) count as what they wrap. Not for a kata's types: compare their fields.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be asserted on: it is not made of standard types",
    note = "compare its fields or a rendering of them, so that the kata's own `PartialEq` and `Debug` judge nothing"
)]
pub trait Value: Debug {}

macro_rules! values {
    ($($name:ty),* $(,)?) => { $(impl Value for $name {})* };
}

values!(
    (),
    bool,
    char,
    str,
    String,
    f32,
    f64,
    Duration,
    Ordering,
    i8,
    i16,
    i32,
    i64,
    i128,
    isize,
    u8,
    u16,
    u32,
    u64,
    u128,
    usize,
    NonZeroU32,
    NonZeroU64,
    NonZeroUsize
);

macro_rules! containers {
    ($($name:ident<$($parameter:ident),+>),* $(,)?) => {
        $(impl<$($parameter: Value),+> Value for $name<$($parameter),+> {})*
    };
}

containers!(
    Option<T>, Result<T, E>, Vec<T>, VecDeque<T>, BTreeSet<T>, BTreeMap<K, V>, Reverse<T>, Range<T>, RangeInclusive<T>,
);

impl<T: Value, S> Value for HashSet<T, S> {}
impl<K: Value, V: Value, S> Value for HashMap<K, V, S> {}
impl<T: Value> Value for [T] {}
impl<T: Value, const N: usize> Value for [T; N] {}
impl<T: Value + ?Sized> Value for &T {}
impl<T: Value + ?Sized> Value for &mut T {}
impl<T: Value + ?Sized> Value for Box<T> {}
impl<T: Value + ?Sized> Value for Rc<T> {}
impl<T: Value + ?Sized> Value for Arc<T> {}
impl<T: Value + ToOwned + ?Sized> Value for Cow<'_, T> where T::Owned: Debug {}

macro_rules! tuples {
    ($($($parameter:ident)+;)*) => { $(impl<$($parameter: Value),+> Value for ($($parameter,)+) {})* };
}

tuples! { A; A B; A B C; A B C D; A B C D E; A B C D E F; }
