//! A singly linked list in safe Rust.
//!
//! Two decisions carry everything. A [`CursorMut`] holds the *link* that leads to its value (the head, or some node's
//! `next`) instead of the node, so that removing and inserting need no predecessor and no special case for the head.
//! And every step of a cursor leaves the list whole, with the right length. So what is built on it, `retain`, `merge`,
//! `collect`, may be left by a panic at any time and loses nothing.

/// The way to the rest of a list: owned, so dropping a link would drop the rest by recursion (see [`Drop`] below).
type Link<T> = Option<Box<Node<T>>>;

struct Node<T> {
    value: T,
    next: Link<T>,
}

/// A singly linked list: a stack whose inside can be walked, changed, cut and joined.
pub struct List<T> {
    head: Link<T>,
    /// The number of nodes behind `head`; whoever links or unlinks one keeps it true at once.
    len: usize,
}

impl<T> List<T> {
    /// A list without values. Allocates nothing.
    pub fn new() -> Self {
        Self { head: None, len: 0 }
    }

    /// How many values there are, without walking.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is no value.
    pub fn is_empty(&self) -> bool {
        self.head.is_none()
    }

    /// Puts a value in front of all others.
    pub fn push(&mut self, value: T) {
        self.head = Some(Box::new(Node { value, next: self.head.take() }));
        self.len += 1;
    }

    /// Takes the front value out.
    pub fn pop(&mut self) -> Option<T> {
        self.pop_node().map(|node| node.value)
    }

    /// The front value.
    pub fn peek(&self) -> Option<&T> {
        self.head.as_ref().map(|node| &node.value)
    }

    /// The front value, to be changed.
    pub fn peek_mut(&mut self) -> Option<&mut T> {
        self.head.as_mut().map(|node| &mut node.value)
    }

    /// All values from front to back.
    pub fn iter(&self) -> Iter<'_, T> {
        Iter { next: self.head.as_deref() }
    }

    /// All values from front to back, to be changed.
    pub fn iter_mut(&mut self) -> IterMut<'_, T> {
        IterMut { next: self.head.as_deref_mut() }
    }

    /// A cursor on the front value.
    pub fn cursor_mut(&mut self) -> CursorMut<'_, T> {
        CursorMut { link: Some(&mut self.head), len: &mut self.len }
    }

    /// Turns the order around by turning each link around: no value moves, nothing is allocated.
    pub fn reverse(&mut self) {
        // `self.head` leads the part that is turned already, `rest` the part that is not.
        let mut rest = self.head.take();
        while let Some(mut node) = rest {
            rest = node.next;
            node.next = self.head.take();
            self.head = Some(node);
        }
    }

    /// Cuts the list in two: the first `at` values stay, the others are returned. Panics when there are fewer than
    /// `at`.
    pub fn split_off(&mut self, at: usize) -> Self {
        assert!(at <= self.len, "cannot split a list of {} values at {at}", self.len);
        let mut cursor = self.cursor_mut();
        for _ in 0..at {
            cursor.move_next();
        }
        let head = cursor.link.as_deref_mut().and_then(Option::take);
        let tail = Self { head, len: self.len - at };
        self.len = at;
        tail
    }

    /// Keeps the values for which `keep` is true and drops the others, in order.
    pub fn retain(&mut self, mut keep: impl FnMut(&T) -> bool) {
        let mut cursor = self.cursor_mut();
        while let Some(value) = cursor.current() {
            if keep(value) {
                cursor.move_next();
            } else {
                cursor.remove_current();
            }
        }
    }

    /// Merges another sorted list into this sorted one. Of equals, those of `self` come first.
    ///
    /// Each comparison lets the cursor pass one value of `self` or takes one node from `other`, and when either is at
    /// its end none is made: at most n + m - 1. The nodes of `self` never leave it, so a comparison that panics cannot
    /// lose them.
    pub fn merge(&mut self, mut other: Self)
    where
        T: Ord,
    {
        let mut cursor = self.cursor_mut();
        while let Some(candidate) = other.peek() {
            if cursor.current().is_some_and(|value| *value <= *candidate) {
                cursor.move_next();
            } else if let Some(node) = other.pop_node() {
                cursor.link_before(node);
            }
        }
    }

    /// Takes the front node out, cut from the rest: it may be dropped, moved out of, or linked in elsewhere.
    fn pop_node(&mut self) -> Option<Box<Node<T>>> {
        let mut node = self.head.take()?;
        self.head = node.next.take();
        self.len -= 1;
        Some(node)
    }
}

/// What the compiler would do by itself is to drop the head, which drops its `next`, which drops its `next`: one stack
/// frame per node. Unlinking each node before it goes makes it a loop.
impl<T> Drop for List<T> {
    fn drop(&mut self) {
        while self.pop_node().is_some() {}
    }
}

impl<T> FromIterator<T> for List<T> {
    /// A cursor stays at the end, so that the list grows there without being walked.
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        let mut list = Self::new();
        let mut cursor = list.cursor_mut();
        for value in values {
            cursor.insert_before(value);
        }
        list
    }
}

impl<T> IntoIterator for List<T> {
    type Item = T;
    type IntoIter = IntoIter<T>;

    fn into_iter(self) -> IntoIter<T> {
        IntoIter { rest: self }
    }
}

impl<'list, T> IntoIterator for &'list List<T> {
    type Item = &'list T;
    type IntoIter = Iter<'list, T>;

    fn into_iter(self) -> Iter<'list, T> {
        self.iter()
    }
}

impl<'list, T> IntoIterator for &'list mut List<T> {
    type Item = &'list mut T;
    type IntoIter = IterMut<'list, T>;

    fn into_iter(self) -> IterMut<'list, T> {
        self.iter_mut()
    }
}

/// The values of a list that is given up. The list inside drops what is not asked for.
pub struct IntoIter<T> {
    rest: List<T>,
}

impl<T> Iterator for IntoIter<T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        self.rest.pop()
    }
}

/// The values of a list, lent.
pub struct Iter<'list, T> {
    next: Option<&'list Node<T>>,
}

impl<'list, T> Iterator for Iter<'list, T> {
    type Item = &'list T;

    fn next(&mut self) -> Option<&'list T> {
        let node = self.next?;
        self.next = node.next.as_deref();
        Some(&node.value)
    }
}

/// The values of a list, lent to be changed.
pub struct IterMut<'list, T> {
    next: Option<&'list mut Node<T>>,
}

impl<'list, T> Iterator for IterMut<'list, T> {
    type Item = &'list mut T;

    /// `take` moves the only reference to the node out of the iterator, so that it may be split for the list's whole
    /// lifetime: the value for the caller, the way on for the next call. They never overlap.
    fn next(&mut self) -> Option<&'list mut T> {
        let node = self.next.take()?;
        self.next = node.next.as_deref_mut();
        Some(&mut node.value)
    }
}

/// A place in a list: on a value, or behind the last one.
pub struct CursorMut<'list, T> {
    /// The link that leads to the current value, or to nothing at the end. It is `Some` between calls; it must be taken
    /// out to move on, since a `&mut` cannot be left and kept at the same time.
    link: Option<&'list mut Link<T>>,
    len: &'list mut usize,
}

impl<T> CursorMut<'_, T> {
    /// The value on which the cursor stands, or `None` at the end.
    pub fn current(&mut self) -> Option<&mut T> {
        self.link.as_deref_mut()?.as_mut().map(|node| &mut node.value)
    }

    /// Moves on to the next value; from the last one to the end, where it stays.
    pub fn move_next(&mut self) {
        self.link = match self.link.take() {
            Some(Some(node)) => Some(&mut node.next),
            at_end => at_end,
        };
    }

    /// Takes the current value out and stands on the one behind it.
    pub fn remove_current(&mut self) -> Option<T> {
        let link = self.link.as_deref_mut()?;
        let node = link.take()?;
        *link = node.next;
        *self.len -= 1;
        Some(node.value)
    }

    /// Puts a value in front of the current one, on which the cursor stays.
    pub fn insert_before(&mut self, value: T) {
        self.link_before(Box::new(Node { value, next: None }));
    }

    /// Hangs a node into the current link, and moves on to the link behind it.
    fn link_before(&mut self, mut node: Box<Node<T>>) {
        self.link = self.link.take().map(|link| {
            node.next = link.take();
            *self.len += 1;
            &mut link.insert(node).next
        });
    }
}
