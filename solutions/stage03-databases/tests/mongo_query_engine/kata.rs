//! A document query engine.
//!
//! A filter is parsed first, into a tree in which nothing can be wrong any more, so that a filter is refused or not
//! whatever document it meets. Then there are two questions, kept apart:
//!
//! - *Which values does a path reach?* [`Reached`] answers it, once for all operators. Arrays on the way fan out, and one
//!   at the end gives its elements and itself. A path may reach "missing", several values, or nothing at all.
//! - *Does one of them satisfy the operator?* Every operator asks for one. What is negated (`$ne`, `$nin`, `$not`) is the
//!   answer, and never the question asked of each value.
//!
//! An index holds what its path reaches in each document, by the same function, so it cannot disagree with a scan.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use mongodb::bson::{Bson, Document};

/// Why a filter was refused. Both name the operator.
#[derive(Debug)]
pub enum QueryError {
    /// There is no such operator, or not in this place.
    UnknownOperator(String),
    /// The operator cannot do anything with what it was given.
    BadOperand(String),
}

/// A filter that makes sense.
pub struct Filter(Expression);

enum Expression {
    All(Vec<Expression>),
    Any(Vec<Expression>),
    Not(Box<Expression>),
    Field(String, Condition),
}

/// What is asked of the values that a path reaches.
enum Condition {
    All(Vec<Condition>),
    Not(Box<Condition>),
    /// One of them stands so to the operand.
    Compare(Relation, Bson),
    /// One of them equals one of these.
    In(Vec<Bson>),
    Exists,
    /// One of them is an array of this length.
    Size(usize),
    /// One of them is an array with an element that is a document and passes the filter.
    ElementMatches(Box<Filter>),
    /// One of them is an array with an element that satisfies the condition by itself.
    Element(Box<Condition>),
}

#[derive(Clone, Copy)]
enum Relation {
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Relation {
    fn includes(self, order: Ordering) -> bool {
        match self {
            Self::Equal => order.is_eq(),
            Self::Less => order.is_lt(),
            Self::LessOrEqual => order.is_le(),
            Self::Greater => order.is_gt(),
            Self::GreaterOrEqual => order.is_ge(),
        }
    }
}

impl Filter {
    /// Reads a filter.
    pub fn parse(filter: &Document) -> Result<Self, QueryError> {
        let conjuncts: Result<_, _> = filter.iter().map(|(key, operand)| expression(key, operand)).collect();
        Ok(Self(Expression::All(conjuncts?)))
    }

    /// Whether a document passes.
    pub fn matches(&self, document: &Document) -> bool {
        self.0.holds(document)
    }
}

fn expression(key: &str, operand: &Bson) -> Result<Expression, QueryError> {
    let expression = match key {
        "$and" => Expression::All(expressions(key, operand)?),
        "$or" => Expression::Any(expressions(key, operand)?),
        "$nor" => Expression::Not(Box::new(Expression::Any(expressions(key, operand)?))),
        _ if key.starts_with('$') => return Err(QueryError::UnknownOperator(key.to_owned())),
        path => Expression::Field(path.to_owned(), field_condition(operand)?),
    };
    Ok(expression)
}

fn expressions(operator: &str, operand: &Bson) -> Result<Vec<Expression>, QueryError> {
    let bad = || QueryError::BadOperand(operator.to_owned());
    let clauses = operand.as_array().filter(|clauses| !clauses.is_empty()).ok_or_else(bad)?;
    let parse = |clause: &Bson| Filter::parse(clause.as_document().ok_or_else(bad)?).map(|filter| filter.0);
    clauses.iter().map(parse).collect()
}

/// A document that begins with an operator is a list of operators; all else is a value to be equal to.
fn field_condition(operand: &Bson) -> Result<Condition, QueryError> {
    match operand {
        Bson::Document(operators) if begins_with_operator(operators) => conditions(operators),
        value => Ok(Condition::Compare(Relation::Equal, value.clone())),
    }
}

fn begins_with_operator(document: &Document) -> bool {
    document.keys().next().is_some_and(|key| key.starts_with('$'))
}

fn conditions(operators: &Document) -> Result<Condition, QueryError> {
    let all: Result<_, _> = operators.iter().map(|(operator, operand)| condition(operator, operand)).collect();
    all.map(Condition::All)
}

fn condition(operator: &str, operand: &Bson) -> Result<Condition, QueryError> {
    let bad = || QueryError::BadOperand(operator.to_owned());
    let compare = |relation| Condition::Compare(relation, operand.clone());
    let condition = match operator {
        "$eq" => compare(Relation::Equal),
        "$lt" => compare(Relation::Less),
        "$lte" => compare(Relation::LessOrEqual),
        "$gt" => compare(Relation::Greater),
        "$gte" => compare(Relation::GreaterOrEqual),
        "$ne" => negated(compare(Relation::Equal)),
        "$in" => Condition::In(operand.as_array().ok_or_else(bad)?.clone()),
        "$nin" => negated(Condition::In(operand.as_array().ok_or_else(bad)?.clone())),
        "$exists" if operand.as_bool().ok_or_else(bad)? => Condition::Exists,
        "$exists" => negated(Condition::Exists),
        "$size" => Condition::Size(length(operand).ok_or_else(bad)?),
        "$not" => {
            let operators = operand.as_document().filter(|operators| begins_with_operator(operators));
            negated(conditions(operators.ok_or_else(bad)?)?)
        }
        "$elemMatch" => element_condition(operand.as_document().ok_or_else(bad)?)?,
        _ => return Err(QueryError::UnknownOperator(operator.to_owned())),
    };
    Ok(condition)
}

fn negated(condition: Condition) -> Condition {
    Condition::Not(Box::new(condition))
}

/// Operators on the element itself, or a filter on the fields of an element that is a document.
fn element_condition(operand: &Document) -> Result<Condition, QueryError> {
    let is_filter = operand.keys().next().is_none_or(|key| !key.starts_with('$') || is_logical(key));
    if is_filter {
        return Ok(Condition::ElementMatches(Box::new(Filter::parse(operand)?)));
    }
    Ok(Condition::Element(Box::new(conditions(operand)?)))
}

fn is_logical(key: &str) -> bool {
    ["$and", "$or", "$nor"].contains(&key)
}

fn length(operand: &Bson) -> Option<usize> {
    match operand {
        Bson::Int32(length) => usize::try_from(*length).ok(),
        Bson::Int64(length) => usize::try_from(*length).ok(),
        _ => None,
    }
}

impl Expression {
    fn holds(&self, document: &Document) -> bool {
        match self {
            Self::All(all) => all.iter().all(|expression| expression.holds(document)),
            Self::Any(any) => any.iter().any(|expression| expression.holds(document)),
            Self::Not(expression) => !expression.holds(document),
            Self::Field(path, condition) => condition.holds(&Reached::by(path, document)),
        }
    }
}

impl Condition {
    fn holds(&self, reached: &Reached) -> bool {
        match self {
            Self::All(all) => all.iter().all(|condition| condition.holds(reached)),
            Self::Not(condition) => !condition.holds(reached),
            Self::Compare(relation, operand) => reached.each.iter().any(|value| stands_so(*value, *relation, operand)),
            Self::In(operands) => reached
                .each
                .iter()
                .any(|value| operands.iter().any(|operand| stands_so(*value, Relation::Equal, operand))),
            Self::Exists => reached.each.iter().any(Option::is_some),
            Self::Size(length) => reached.arrays().any(|array| array.len() == *length),
            Self::ElementMatches(filter) => reached
                .arrays()
                .flatten()
                .any(|element| element.as_document().is_some_and(|document| filter.matches(document))),
            Self::Element(condition) => {
                reached.arrays().flatten().any(|element| condition.holds(&Reached::only(element)))
            }
        }
    }
}

/// Whether a value stands in a relation to an operand. Values of different kinds stand in none, but that what is missing
/// counts as null.
fn stands_so(value: Option<&Bson>, relation: Relation, operand: &Bson) -> bool {
    let value = value.unwrap_or(&Bson::Null);
    rank(value) == rank(operand) && relation.includes(compare(value, operand))
}

/// What a path reaches in a document; `None` stands for a field that is missing.
#[derive(Default)]
struct Reached<'document> {
    /// The values, with an array at the end of the path as its elements and then as itself.
    each: Vec<Option<&'document Bson>>,
    /// The values, with an array at the end of the path only as itself.
    whole: Vec<Option<&'document Bson>>,
}

impl<'document> Reached<'document> {
    fn by(path: &str, document: &'document Document) -> Self {
        let path: Vec<&str> = path.split('.').collect();
        let mut reached = Self::default();
        reached.enter(document, &path);
        reached
    }

    /// One element of an array, looked at by itself.
    fn only(element: &'document Bson) -> Self {
        Self { each: vec![Some(element)], whole: vec![Some(element)] }
    }

    fn enter(&mut self, document: &'document Document, path: &[&str]) {
        let [field, rest @ ..] = path else { return };
        match document.get(field) {
            Some(value) => self.arrive(value, rest),
            None => self.miss(),
        }
    }

    fn arrive(&mut self, value: &'document Bson, rest: &[&str]) {
        match (value, rest) {
            (Bson::Array(elements), []) => {
                self.each.extend(elements.iter().map(Some));
                self.end(value);
            }
            (_, []) => self.end(value),
            (Bson::Document(document), _) => self.enter(document, rest),
            (Bson::Array(elements), [next, after @ ..]) => {
                for (position, element) in elements.iter().enumerate() {
                    self.fan_out(element, rest, (position.to_string() == *next).then_some(after));
                }
            }
            _ => self.miss(),
        }
    }

    /// One element of an array on the way. A number in the path may be its position, a field of its own, or both.
    fn fan_out(&mut self, element: &'document Bson, rest: &[&str], behind_position: Option<&[&str]>) {
        if let Bson::Document(document) = element {
            self.enter(document, rest);
        }
        match (element, behind_position) {
            (_, Some([])) => self.end(element),
            (Bson::Document(document), Some(after)) => self.enter(document, after),
            _ => {}
        }
    }

    fn end(&mut self, value: &'document Bson) {
        self.each.push(Some(value));
        self.whole.push(Some(value));
    }

    fn miss(&mut self) {
        self.each.push(None);
        self.whole.push(None);
    }

    fn arrays(&self) -> impl Iterator<Item = &'document Vec<Bson>> {
        self.whole.iter().filter_map(|value| value.and_then(Bson::as_array))
    }
}

/// The order of all values: by their kinds first, then within one kind.
pub fn compare(left: &Bson, right: &Bson) -> Ordering {
    rank(left).cmp(&rank(right)).then_with(|| match (left, right) {
        (Bson::String(left), Bson::String(right)) => left.cmp(right),
        (Bson::Boolean(left), Bson::Boolean(right)) => left.cmp(right),
        (Bson::DateTime(left), Bson::DateTime(right)) => left.cmp(right),
        (Bson::Document(left), Bson::Document(right)) => compare_fields(left, right),
        (Bson::Array(left), Bson::Array(right)) => {
            let pairs = left.iter().zip(right).map(|(left, right)| compare(left, right));
            first_difference(pairs).then(left.len().cmp(&right.len()))
        }
        _ => compare_numbers(left, right),
    })
}

/// Field by field, in the order in which they are stored: kind, then name, then value.
fn compare_fields(left: &Document, right: &Document) -> Ordering {
    let pairs = left.iter().zip(right).map(|((name, value), (other_name, other))| {
        rank(value).cmp(&rank(other)).then_with(|| name.cmp(other_name)).then_with(|| compare(value, other))
    });
    first_difference(pairs).then(left.len().cmp(&right.len()))
}

fn first_difference(mut orders: impl Iterator<Item = Ordering>) -> Ordering {
    orders.find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
}

/// Where a kind of values stands among the others. All numbers are of one kind.
fn rank(value: &Bson) -> u8 {
    match value {
        Bson::Null => 0,
        Bson::Int32(_) | Bson::Int64(_) | Bson::Double(_) => 1,
        Bson::String(_) => 2,
        Bson::Document(_) => 3,
        Bson::Array(_) => 4,
        Bson::Boolean(_) => 5,
        Bson::DateTime(_) => 6,
        _ => u8::MAX,
    }
}

fn compare_numbers(left: &Bson, right: &Bson) -> Ordering {
    match (integer(left), integer(right)) {
        (Some(left), Some(right)) => left.cmp(&right),
        (Some(left), None) => compare_mixed(left, right.as_f64().unwrap_or_default()),
        (None, Some(right)) => compare_mixed(right, left.as_f64().unwrap_or_default()).reverse(),
        (None, None) => left.as_f64().partial_cmp(&right.as_f64()).unwrap_or(Ordering::Equal),
    }
}

fn integer(value: &Bson) -> Option<i64> {
    value.as_i64().or(value.as_i32().map(i64::from))
}

/// Exactly: above 2^53 a double cannot hold every integer, so neither side is made the other.
#[expect(clippy::cast_possible_truncation, reason = "the whole part is in range where it is cast")]
fn compare_mixed(integer: i64, double: f64) -> Ordering {
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    if double >= LIMIT {
        Ordering::Less
    } else if double < -LIMIT {
        Ordering::Greater
    } else {
        let fraction = double.fract();
        integer.cmp(&(double.trunc() as i64)).then(0.0.partial_cmp(&fraction).unwrap_or(Ordering::Equal))
    }
}

/// What one path reaches in each of many documents, in order.
pub struct Index {
    path: String,
    positions: BTreeMap<Key, BTreeSet<usize>>,
}

/// A value in the order of [`compare`].
struct Key(Bson);

impl Index {
    /// An empty index on a path.
    pub fn new(path: &str) -> Self {
        Self { path: path.to_owned(), positions: BTreeMap::new() }
    }

    /// Takes up the document that stands at `position`.
    pub fn insert(&mut self, position: usize, document: &Document) {
        for value in Reached::by(&self.path, document).each {
            let key = Key(value.cloned().unwrap_or(Bson::Null));
            self.positions.entry(key).or_default().insert(position);
        }
    }

    /// The positions of all documents that may pass `filter`, ascending and each once; `None` when the index cannot say,
    /// so that all must be looked at.
    pub fn candidates(&self, filter: &Filter) -> Option<Vec<usize>> {
        self.of_expression(&filter.0).map(|positions| positions.into_iter().collect())
    }

    fn of_expression(&self, expression: &Expression) -> Option<BTreeSet<usize>> {
        match expression {
            // A document must pass all of them: those that the index knows about leave what they have in common.
            Expression::All(all) => common(all.iter().filter_map(|one| self.of_expression(one))),
            // It may pass any of them, so the index must know about all.
            Expression::Any(any) => {
                let all: Option<Vec<_>> = any.iter().map(|one| self.of_expression(one)).collect();
                Some(all?.into_iter().flatten().collect())
            }
            Expression::Field(path, condition) if *path == self.path => self.of_condition(condition),
            Expression::Field(..) | Expression::Not(_) => None,
        }
    }

    fn of_condition(&self, condition: &Condition) -> Option<BTreeSet<usize>> {
        match condition {
            // Each bound by itself, and then the documents in common. Both bounds at once would ask for one value between
            // them, while two values of an array may satisfy one each.
            Condition::All(all) => common(all.iter().filter_map(|one| self.of_condition(one))),
            Condition::Compare(relation, operand) => Some(self.of_range(*relation, operand)),
            Condition::In(operands) => {
                Some(operands.iter().flat_map(|operand| self.of_range(Relation::Equal, operand)).collect())
            }
            _ => None,
        }
    }

    /// The documents with a value of the operand's kind that stands so to it. Kinds are apart in the order of keys, so the
    /// walk from the operand ends where another kind begins.
    fn of_range(&self, relation: Relation, operand: &Bson) -> BTreeSet<usize> {
        let key = || Key(operand.clone());
        let same_kind = |(key, _): &(&Key, _)| rank(&key.0) == rank(operand);
        let keys = &self.positions;
        let found: Vec<&BTreeSet<usize>> = match relation {
            Relation::Equal => keys.get(&key()).into_iter().collect(),
            Relation::Less => keys.range(..key()).rev().take_while(same_kind).map(|(_, at)| at).collect(),
            Relation::LessOrEqual => keys.range(..=key()).rev().take_while(same_kind).map(|(_, at)| at).collect(),
            Relation::GreaterOrEqual => keys.range(key()..).take_while(same_kind).map(|(_, at)| at).collect(),
            Relation::Greater => {
                let above = (Bound::Excluded(key()), Bound::Unbounded);
                keys.range(above).take_while(same_kind).map(|(_, at)| at).collect()
            }
        };
        found.into_iter().flatten().copied().collect()
    }
}

fn common(known: impl Iterator<Item = BTreeSet<usize>>) -> Option<BTreeSet<usize>> {
    known.reduce(|some, other| some.intersection(&other).copied().collect())
}

impl Ord for Key {
    fn cmp(&self, other: &Self) -> Ordering {
        compare(&self.0, &other.0)
    }
}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Key {}
