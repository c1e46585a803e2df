//! caught by: tests::edge_cases::a_panic_in_merge_keeps_the_own_values
//! Moves the nodes of both lists into a third one: a comparison that panics drops what is not there yet.

type Link<T> = Option<Box<Node<T>>>;

struct Node<T> {
    value: T,
    next: Link<T>,
}

pub struct List<T> {
    head: Link<T>,
    len: usize,
}

impl<T> List<T> {
    pub fn new() -> Self {
        Self { head: None, len: 0 }
    }

    pub fn len(&self) -> usize {
        self.len
    }

    pub fn is_empty(&self) -> bool {
        self.head.is_none()
    }

    pub fn push(&mut self, value: T) {
        self.head = Some(Box::new(Node { value, next: self.head.take() }));
        self.len += 1;
    }

    pub fn pop(&mut self) -> Option<T> {
        self.pop_node().map(|node| node.value)
    }

    pub fn peek(&self) -> Option<&T> {
        self.head.as_ref().map(|node| &node.value)
    }

    pub fn peek_mut(&mut self) -> Option<&mut T> {
        self.head.as_mut().map(|node| &mut node.value)
    }

    pub fn iter(&self) -> Iter<'_, T> {
        Iter { next: self.head.as_deref() }
    }

    pub fn iter_mut(&mut self) -> IterMut<'_, T> {
        IterMut { next: self.head.as_deref_mut() }
    }

    pub fn cursor_mut(&mut self) -> CursorMut<'_, T> {
        CursorMut { link: Some(&mut self.head), len: &mut self.len }
    }

    pub fn reverse(&mut self) {
        let mut rest = self.head.take();
        while let Some(mut node) = rest {
            rest = node.next;
            node.next = self.head.take();
            self.head = Some(node);
        }
    }

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

    pub fn merge(&mut self, other: Self)
    where
        T: Ord,
    {
        let (mut left, mut right) = (std::mem::replace(self, Self::new()), other);
        let mut cursor = self.cursor_mut();
        loop {
            let node = match (left.peek(), right.peek()) {
                (Some(first), Some(second)) if first <= second => left.pop_node(),
                (Some(_), None) => left.pop_node(),
                _ => right.pop_node(),
            };
            match node {
                Some(node) => cursor.link_before(node),
                None => return,
            }
        }
    }

    fn pop_node(&mut self) -> Option<Box<Node<T>>> {
        let mut node = self.head.take()?;
        self.head = node.next.take();
        self.len -= 1;
        Some(node)
    }
}

impl<T> Drop for List<T> {
    fn drop(&mut self) {
        while self.pop_node().is_some() {}
    }
}

impl<T> FromIterator<T> for List<T> {
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

pub struct IntoIter<T> {
    rest: List<T>,
}

impl<T> Iterator for IntoIter<T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        self.rest.pop()
    }
}

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

pub struct IterMut<'list, T> {
    next: Option<&'list mut Node<T>>,
}

impl<'list, T> Iterator for IterMut<'list, T> {
    type Item = &'list mut T;

    fn next(&mut self) -> Option<&'list mut T> {
        let node = self.next.take()?;
        self.next = node.next.as_deref_mut();
        Some(&mut node.value)
    }
}

pub struct CursorMut<'list, T> {
    link: Option<&'list mut Link<T>>,
    len: &'list mut usize,
}

impl<T> CursorMut<'_, T> {
    pub fn current(&mut self) -> Option<&mut T> {
        self.link.as_deref_mut()?.as_mut().map(|node| &mut node.value)
    }

    pub fn move_next(&mut self) {
        self.link = match self.link.take() {
            Some(Some(node)) => Some(&mut node.next),
            at_end => at_end,
        };
    }

    pub fn remove_current(&mut self) -> Option<T> {
        let link = self.link.as_deref_mut()?;
        let node = link.take()?;
        *link = node.next;
        *self.len -= 1;
        Some(node.value)
    }

    pub fn insert_before(&mut self, value: T) {
        self.link_before(Box::new(Node { value, next: None }));
    }

    fn link_before(&mut self, mut node: Box<Node<T>>) {
        self.link = self.link.take().map(|link| {
            node.next = link.take();
            *self.len += 1;
            &mut link.insert(node).next
        });
    }
}
