//! Store chooser: read `README.md`, then make the tests pass.

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
    todo!("place {} entities under {} rules", workload.entities.len(), workload.rules.len())
}

/// The number of the first rule that decides about an entity: without this rule, and with all others, the cheapest plan
/// would keep the entity in another kind of store, or cache it where it does not now, or the other way round. `None`
/// where no single rule decides.
pub fn decisive_rule(workload: &Workload, entity: usize) -> Option<usize> {
    todo!("find which of {} rules decides about entity {entity}", workload.rules.len())
}
