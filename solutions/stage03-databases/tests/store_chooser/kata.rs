//! Store chooser.
//!
//! A plan for n entities is one of 4ⁿ, so trying them all ends at a dozen. But most decisions have nothing to do with one
//! another. Where an entity is kept matters to those that it is embedded in, changed with, pointed to from or joined with:
//! these make a *group*, of a few entities each, and groups are chosen one by one. And once the kinds of store of a group
//! are settled, each index and each cache pays for itself or does not, whatever the others do.
//!
//! So there are three steps: what the rules forbid is never priced; of what is left, every combination of kinds in a group
//! is priced, each with its best indexes and caches; the cheapest wins. Nothing here is a rule of thumb: the rules of
//! thumb ("sessions go to the key-value store") come out, where the prices say so.

use std::collections::BTreeSet;

/// What a system keeps, what is asked of it, and what must always be true.
#[derive(Clone, Debug)]
pub struct Workload {
    pub entities: Vec<Entity>,
    pub loads: Vec<Load>,
    pub rules: Vec<Rule>,
}

/// One kind of row or document. Elsewhere an entity is its number in [`Workload::entities`].
#[derive(Clone, Debug)]
pub struct Entity {
    /// For people. It decides nothing.
    pub name: String,
    pub rows: u64,
    /// What one of them takes.
    pub bytes: u64,
    /// Seconds after which one is worth nothing and has to go.
    pub lifetime: Option<u32>,
    /// Where each belongs to one of another entity, as a line belongs to its order.
    pub part: Option<Part>,
}

/// How an entity belongs to another, which belongs to none.
#[derive(Clone, Debug)]
pub struct Part {
    pub of: usize,
    /// How many one parent has on average.
    pub typical: u64,
    /// How many one parent can have; `None` where nothing limits it.
    pub most: Option<u64>,
}

/// Something that happens so many times an hour.
#[derive(Clone, Debug)]
pub struct Load {
    pub operation: Operation,
    pub hourly: u64,
}

/// What is asked of the stores.
#[derive(Clone, Debug)]
pub enum Operation {
    /// Reads one by its key.
    Get(usize),
    /// Reads all, `found` on average, whose `field` has a certain value.
    Find {
        entity: usize,
        field: &'static str,
        found: u64,
    },
    /// Reads one parent with all the parts that belong to it.
    Whole {
        part: usize,
    },
    Insert(usize),
    /// Changes one, found by its key.
    Update(usize),
    /// Adds something up over all rows of these, joined.
    Report(Vec<usize>),
}

/// What must always be true.
#[derive(Clone, Debug)]
pub enum Rule {
    /// One of each of these changes together with the others, or none does.
    Together(Vec<usize>),
    /// Several rows of this entity change together, or none does.
    Several(usize),
    /// Nothing in `from` points to something that is gone from `to`.
    Refers { from: usize, to: usize },
    /// No two have the same value in this field.
    Unique { entity: usize, field: &'static str },
    /// What was acknowledged survives a crash.
    Durable(usize),
    /// Every read gives what was written last.
    Fresh(usize),
}

/// Where one entity is kept.
#[derive(Clone, Debug)]
pub struct Placement {
    pub store: Store,
    /// A cache stands before the store and answers reads by key.
    pub cached: bool,
}

/// A store, with what it is told about an entity. A key, and a part's parent, are indexed everywhere without being named.
#[derive(Clone, Debug)]
pub enum Store {
    /// Rows of a table.
    Relational { indexes: Vec<&'static str> },
    /// A document each. `ttl`: seconds after which the store takes it away.
    Document { indexes: Vec<&'static str>, ttl: Option<u32> },
    /// Inside the document of the parent.
    Embedded { indexes: Vec<&'static str> },
    /// A value under its key, in memory.
    KeyValue { ttl: Option<u32> },
}

/// Where each entity is best kept, in the order of [`Workload::entities`].
pub fn choose(workload: &Workload) -> Vec<Placement> {
    let mut kinds = vec![Kind::Relational; workload.entities.len()];
    for group in groups(workload) {
        settle(workload, &group, &mut kinds);
    }
    let plan = Plan { workload, kinds: &kinds };
    (0..kinds.len()).map(|entity| plan.placement(entity)).collect()
}

/// The number of the first rule that decides about an entity: without this rule, and with all others, the cheapest plan
/// would keep the entity in another kind of store, or cache it where it does not now, or the other way round. `None`
/// where no single rule decides.
pub fn decisive_rule(workload: &Workload, entity: usize) -> Option<usize> {
    let outcome = |workload: &Workload| {
        let placement = choose(workload).swap_remove(entity);
        (Kind::of(&placement.store), placement.cached)
    };
    let chosen = outcome(workload);
    let without = |rule: &usize| {
        let mut other = workload.clone();
        other.rules.remove(*rule);
        outcome(&other) != chosen
    };
    (0..workload.rules.len()).find(without)
}

/// A store without its settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Relational,
    Document,
    Embedded,
    KeyValue,
}

impl Kind {
    const ALL: [Self; 4] = [Self::Relational, Self::Document, Self::Embedded, Self::KeyValue];

    fn of(store: &Store) -> Self {
        match store {
            Store::Relational { .. } => Self::Relational,
            Store::Document { .. } => Self::Document,
            Store::Embedded { .. } => Self::Embedded,
            Store::KeyValue { .. } => Self::KeyValue,
        }
    }
}

const KIB: u64 = 1 << 10;
const MIB: u64 = 1 << 20;
const LARGEST_DOCUMENT: u64 = 16 * MIB;
/// One mebibyte for an hour.
const DISK: u64 = 2;
const MEMORY: u64 = 50;
/// What one entry takes in an index.
const ENTRY: u64 = 16;
const INDEX_WRITE: u64 = 50;
const CACHE_READ: u64 = 20;
const CACHE_WRITE: u64 = 25;
/// How much more a report costs that the application has to join.
const JOIN_BY_HAND: u64 = 5;

/// The entities in groups such that no decision in one group matters to another.
fn groups(workload: &Workload) -> Vec<Vec<usize>> {
    let mut group_of: Vec<usize> = (0..workload.entities.len()).collect();
    let mut join = |one: usize, other: usize| {
        let (into, from) = (group_of[one], group_of[other]);
        group_of.iter_mut().filter(|group| **group == from).for_each(|group| *group = into);
    };
    for (entity, kept) in workload.entities.iter().enumerate() {
        kept.part.iter().for_each(|part| join(entity, part.of));
    }
    for rule in &workload.rules {
        match rule {
            Rule::Together(entities) => entities.windows(2).for_each(|pair| join(pair[0], pair[1])),
            Rule::Refers { from, to } => join(*from, *to),
            Rule::Several(_) | Rule::Unique { .. } | Rule::Durable(_) | Rule::Fresh(_) => {}
        }
    }
    for load in &workload.loads {
        if let Operation::Report(entities) = &load.operation {
            entities.windows(2).for_each(|pair| join(pair[0], pair[1]));
        }
    }
    let names: BTreeSet<usize> = group_of.iter().copied().collect();
    let members = |name| (0..group_of.len()).filter(|&entity| group_of[entity] == name).collect();
    names.into_iter().map(members).collect()
}

/// Gives the entities of a group the kinds that cost least together.
///
/// The combinations are counted through as the digits of a number to base 4.
fn settle(workload: &Workload, group: &[usize], kinds: &mut Vec<Kind>) {
    let mut best: Option<(u64, Vec<Kind>)> = None;
    for combination in 0..1_usize << (2 * group.len()) {
        for (digit, &entity) in group.iter().enumerate() {
            kinds[entity] = Kind::ALL[combination >> (2 * digit) & 3];
        }
        let plan = Plan { workload, kinds };
        if !plan.is_allowed(group) {
            continue;
        }
        let cost = plan.cost(group);
        if best.as_ref().is_none_or(|(least, _)| cost < *least) {
            best = Some((cost, kinds.clone()));
        }
    }
    if let Some((_, cheapest)) = best {
        *kinds = cheapest;
    }
}

/// A workload with the kind of store of each entity.
struct Plan<'a> {
    workload: &'a Workload,
    kinds: &'a [Kind],
}

/// How often things are done to one entity in an hour.
#[derive(Default)]
struct Rates {
    gets: u64,
    inserts: u64,
    updates: u64,
}

impl Plan<'_> {
    fn entity(&self, entity: usize) -> &Entity {
        &self.workload.entities[entity]
    }

    fn is(&self, entity: usize, kind: Kind) -> bool {
        self.kinds[entity] == kind
    }

    /// Whether no rule and no store forbids what this plan does with a group.
    fn is_allowed(&self, group: &[usize]) -> bool {
        group.iter().all(|&entity| self.fits(entity))
            && self.workload.rules.iter().all(|rule| self.keeps(rule))
            && self.workload.loads.iter().all(|load| self.answers(&load.operation))
    }

    /// Whether an embedded entity has a document to stand in, and a document is never too large.
    fn fits(&self, entity: usize) -> bool {
        match self.kinds[entity] {
            Kind::Embedded => self.entity(entity).part.as_ref().is_some_and(|part| self.is(part.of, Kind::Document)),
            Kind::Document => {
                let at_most = |(part, child): (&Part, &Entity)| Some(part.most? * child.bytes);
                let parts: Option<u64> = self.embedded_in(entity).map(at_most).sum();
                parts.is_some_and(|bytes| self.entity(entity).bytes + bytes <= LARGEST_DOCUMENT)
            }
            Kind::Relational | Kind::KeyValue => true,
        }
    }

    fn keeps(&self, rule: &Rule) -> bool {
        match rule {
            // One document changes as a whole, and so does a transaction; nothing else does.
            Rule::Together(entities) => {
                let document = entities.iter().map(|&entity| match (self.kinds[entity], &self.entity(entity).part) {
                    (Kind::Document, _) => Some(entity),
                    (Kind::Embedded, Some(part)) => Some(part.of),
                    _ => None,
                });
                let documents: BTreeSet<Option<usize>> = document.collect();
                entities.iter().all(|&entity| self.is(entity, Kind::Relational))
                    || documents.len() <= 1 && !documents.contains(&None)
            }
            Rule::Several(entity) => self.is(*entity, Kind::Relational),
            Rule::Refers { from, to } => self.is(*from, Kind::Relational) && self.is(*to, Kind::Relational),
            Rule::Unique { entity, .. } => self.is(*entity, Kind::Relational) || self.is(*entity, Kind::Document),
            Rule::Durable(entity) => !self.is(*entity, Kind::KeyValue),
            Rule::Fresh(_) => true,
        }
    }

    /// A key-value store knows keys and nothing else.
    fn answers(&self, operation: &Operation) -> bool {
        match operation {
            Operation::Find { entity, .. } => !self.is(*entity, Kind::KeyValue),
            Operation::Whole { part } => !self.is(*part, Kind::KeyValue),
            Operation::Report(entities) => !entities.iter().any(|&entity| self.is(entity, Kind::KeyValue)),
            Operation::Get(_) | Operation::Insert(_) | Operation::Update(_) => true,
        }
    }

    /// What the entities of a group cost in an hour, each with its best indexes and cache.
    fn cost(&self, group: &[usize]) -> u64 {
        let entities: u64 = group.iter().map(|&entity| self.cost_of(entity)).sum();
        entities + self.reports(group)
    }

    fn cost_of(&self, entity: usize) -> u64 {
        let (kept, rates) = (self.entity(entity), self.rates(entity));
        let place = if self.is(entity, Kind::KeyValue) { MEMORY } else { DISK };
        let mut cost = stored(kept.rows * kept.bytes, place);
        cost += rates.gets * self.get(entity) + self.writes(entity) * self.write(entity);
        for load in &self.workload.loads {
            if matches!(load.operation, Operation::Whole { part } if part == entity) {
                cost += load.hourly * self.whole(entity);
            }
        }
        for field in self.fields(entity) {
            cost += if self.indexes(entity, field) { self.indexed(entity, field) } else { self.scanned(entity, field) };
        }
        if self.caches(entity) { cost - rates.gets * self.get(entity) + self.cache(entity) } else { cost }
    }

    /// The settings that make an entity cheapest in a store of its kind.
    fn placement(&self, entity: usize) -> Placement {
        let indexes = self.fields(entity).into_iter().filter(|field| self.indexes(entity, field)).collect();
        let ttl = self.entity(entity).lifetime;
        let store = match self.kinds[entity] {
            Kind::Relational => Store::Relational { indexes },
            Kind::Document => Store::Document { indexes, ttl },
            Kind::Embedded => Store::Embedded { indexes },
            Kind::KeyValue => Store::KeyValue { ttl },
        };
        Placement { store, cached: self.caches(entity) }
    }

    fn get(&self, entity: usize) -> u64 {
        match self.kinds[entity] {
            Kind::Relational => 100,
            Kind::Document | Kind::Embedded => 80 + 5 * self.size(entity),
            Kind::KeyValue => 20,
        }
    }

    /// An insert or an update, without the indexes.
    fn write(&self, entity: usize) -> u64 {
        match self.kinds[entity] {
            Kind::Relational => 200,
            Kind::Document | Kind::Embedded => 150 + 10 * self.size(entity),
            Kind::KeyValue => 25,
        }
    }

    /// Reads `found` of an entity by way of an index.
    fn find(&self, entity: usize, found: u64) -> u64 {
        match self.kinds[entity] {
            Kind::Relational => 120 + 2 * found,
            _ => 100 + found * (2 + 5 * self.size(entity)),
        }
    }

    fn whole(&self, part: usize) -> u64 {
        let Some(Part { of, typical, .. }) = &self.entity(part).part else { return 0 };
        let parts = if self.is(part, Kind::Embedded) { 0 } else { self.find(part, *typical) };
        self.get(*of) + parts
    }

    /// Reads all of an entity.
    fn scan(&self, entity: usize) -> u64 {
        match (self.kinds[entity], &self.entity(entity).part) {
            (Kind::Document, _) => (self.entity(entity).rows * self.size(entity)).div_ceil(10),
            (Kind::Embedded, Some(part)) => (self.entity(part.of).rows * self.size(entity)).div_ceil(10),
            _ => self.entity(entity).rows.div_ceil(10),
        }
    }

    fn reports(&self, group: &[usize]) -> u64 {
        let report = |load: &Load| match &load.operation {
            Operation::Report(entities) if entities.first().is_some_and(|first| group.contains(first)) => {
                let scans: u64 = entities.iter().map(|&entity| self.scan(entity)).sum();
                let is_joined = entities.len() > 1 && !entities.iter().all(|&entity| self.is(entity, Kind::Relational));
                load.hourly * scans * if is_joined { JOIN_BY_HAND } else { 1 }
            }
            _ => 0,
        };
        self.workload.loads.iter().map(report).sum()
    }

    /// Whether a field has an index: because it must, or because it pays.
    fn indexes(&self, entity: usize, field: &str) -> bool {
        let is_unique =
            |rule: &Rule| matches!(rule, Rule::Unique { entity: of, field: by } if *of == entity && *by == field);
        self.workload.rules.iter().any(is_unique) || self.indexed(entity, field) < self.scanned(entity, field)
    }

    /// What an index on a field costs in an hour, with what is found by it.
    fn indexed(&self, entity: usize, field: &str) -> u64 {
        let index = stored(self.entity(entity).rows * ENTRY, DISK) + self.writes(entity) * INDEX_WRITE;
        index + self.finds(entity, field).map(|(hourly, found)| hourly * self.find(entity, found)).sum::<u64>()
    }

    /// What the same costs when each time all is looked through.
    fn scanned(&self, entity: usize, field: &str) -> u64 {
        let start = if self.is(entity, Kind::Relational) { 100 } else { 80 };
        self.finds(entity, field).map(|(hourly, _)| hourly * (start + self.scan(entity))).sum()
    }

    /// How often something is found by this field, and how much each time.
    fn finds(&self, entity: usize, field: &str) -> impl Iterator<Item = (u64, u64)> {
        self.workload.loads.iter().filter_map(move |load| match &load.operation {
            Operation::Find { entity: of, field: by, found } if *of == entity && *by == field => {
                Some((load.hourly, *found))
            }
            _ => None,
        })
    }

    /// The fields that something is found by, or that must be unique.
    fn fields(&self, entity: usize) -> BTreeSet<&'static str> {
        let found = self.workload.loads.iter().filter_map(|load| match &load.operation {
            Operation::Find { entity: of, field, .. } if *of == entity => Some(*field),
            _ => None,
        });
        let unique = self.workload.rules.iter().filter_map(|rule| match rule {
            Rule::Unique { entity: of, field } if *of == entity => Some(*field),
            _ => None,
        });
        found.chain(unique).collect()
    }

    fn caches(&self, entity: usize) -> bool {
        let is_fresh = |rule: &Rule| matches!(rule, Rule::Fresh(of) if *of == entity);
        !self.is(entity, Kind::Embedded)
            && !self.workload.rules.iter().any(is_fresh)
            && self.cache(entity) < self.rates(entity).gets * self.get(entity)
    }

    /// What the reads by key cost in an hour, with a cache before them.
    fn cache(&self, entity: usize) -> u64 {
        let kept = self.entity(entity);
        let Rates { gets, updates, .. } = self.rates(entity);
        // A cached document is out of date as soon as anything in it changes.
        let inside = |(child, _): (usize, &Entity)| {
            let rates = self.rates(child);
            rates.inserts + rates.updates
        };
        let changes = updates + self.children(entity).map(inside).sum::<u64>();
        let misses = gets.min(changes) + gets.div_ceil(10);
        let memory = stored((kept.rows * self.bytes(entity)).div_ceil(10), MEMORY);
        memory + gets * CACHE_READ + misses * (CACHE_WRITE + self.get(entity)) + changes * CACHE_WRITE
    }

    fn rates(&self, entity: usize) -> Rates {
        let mut rates = Rates::default();
        for load in &self.workload.loads {
            match load.operation {
                Operation::Get(of) if of == entity => rates.gets += load.hourly,
                Operation::Insert(of) if of == entity => rates.inserts += load.hourly,
                Operation::Update(of) if of == entity => rates.updates += load.hourly,
                _ => {}
            }
        }
        rates
    }

    /// Inserts and updates, and one more for each insert where what is out of date has to be taken away by hand.
    fn writes(&self, entity: usize) -> u64 {
        let Rates { inserts, updates, .. } = self.rates(entity);
        let by_hand = matches!(self.kinds[entity], Kind::Relational | Kind::Embedded);
        let removals = if by_hand && self.entity(entity).lifetime.is_some() { inserts } else { 0 };
        inserts + updates + removals
    }

    /// The kibibytes that are read and written when one of an entity is: those of its document.
    fn size(&self, entity: usize) -> u64 {
        let document = match (&self.entity(entity).part, self.kinds[entity]) {
            (Some(part), Kind::Embedded) => part.of,
            _ => entity,
        };
        self.bytes(document).div_ceil(KIB)
    }

    /// The bytes of one of an entity on average, with all that is embedded in it.
    fn bytes(&self, entity: usize) -> u64 {
        let inside = self.embedded_in(entity).map(|(part, child)| part.typical * child.bytes);
        self.entity(entity).bytes + inside.sum::<u64>()
    }

    fn embedded_in(&self, entity: usize) -> impl Iterator<Item = (&Part, &Entity)> {
        self.children(entity).filter_map(|(_, child)| Some((child.part.as_ref()?, child)))
    }

    /// The entities that are embedded in this one.
    fn children(&self, entity: usize) -> impl Iterator<Item = (usize, &Entity)> {
        let all = self.workload.entities.iter().enumerate();
        all.filter(move |(child, kept)| {
            self.is(*child, Kind::Embedded) && kept.part.as_ref().is_some_and(|part| part.of == entity)
        })
    }
}

/// What so many bytes cost in an hour.
fn stored(bytes: u64, a_mebibyte: u64) -> u64 {
    bytes.div_ceil(MIB) * a_mebibyte
}
