//! "Sessions go to Redis, posts go to MongoDB, and for everything else there is PostgreSQL." It sounds like experience, and
//! is a guess by name. The sessions of a bank must survive a crash; the comments of a popular post do not fit into it; a
//! stock level that is read from a cache is sold twice; and the cheapest store in memory holds ten years of events. What
//! decides is what must be true, what is asked how often, and how much there is. Below, every plan is carried out by a
//! simulator: first it looks for whatever the plan breaks, then it adds up what an hour costs, and the cheapest plan that
//! there is, found by trying all, is what yours is measured by.

use harness::prelude::*;

use super::kata::{Entity, Load, Operation, Part, Placement, Rule, Store, Workload, choose, decisive_rule};

/// A workload of one entity.
fn one(rows: u64, bytes: u64, lifetime: Option<u32>) -> Workload {
    let entity = Entity { name: "thing".to_owned(), rows, bytes, lifetime, part: None };
    Workload { entities: vec![entity], loads: Vec::new(), rules: Vec::new() }
}

/// Workloads are told in the words that people use for them.
trait Told: Sized {
    /// The same with one more entity, whose rows belong to those of another.
    fn with_part(self, of: usize, rows: u64, bytes: u64, most: Option<u64>) -> Self;
    /// The same with the entities of another.
    fn with_other(self, other: Self) -> Self;
    fn named(self, name: &str) -> Self;
    /// The same with more that happens, each so many times an hour.
    fn doing(self, loads: &[(u64, Operation)]) -> Self;
    /// The same with more that must be true.
    fn keeping(self, rules: &[Rule]) -> Self;
}

impl Told for Workload {
    fn with_part(mut self, of: usize, rows: u64, bytes: u64, most: Option<u64>) -> Self {
        let part = Some(Part { of, typical: rows / self.entities[of].rows, most });
        self.entities.push(Entity { name: "part".to_owned(), rows, bytes, lifetime: None, part });
        self
    }

    fn with_other(mut self, other: Self) -> Self {
        self.entities.extend(other.entities);
        self
    }

    fn named(mut self, name: &str) -> Self {
        self.entities.iter_mut().for_each(|entity| name.clone_into(&mut entity.name));
        self
    }

    fn doing(mut self, loads: &[(u64, Operation)]) -> Self {
        self.loads
            .extend(loads.iter().map(|(hourly, operation)| Load { operation: operation.clone(), hourly: *hourly }));
        self
    }

    fn keeping(mut self, rules: &[Rule]) -> Self {
        self.rules.extend_from_slice(rules);
        self
    }
}

const CACHED: &str = " + cache";

/// Where a plan keeps each entity, in words: `document + cache`.
fn words(plan: &[Placement]) -> Vec<String> {
    let word = |placement: &Placement| {
        let store = match &placement.store {
            Store::Relational { .. } => "relational",
            Store::Document { .. } => "document",
            Store::Embedded { .. } => "embedded",
            Store::KeyValue { .. } => "key-value",
        };
        format!("{store}{}", if placement.cached { CACHED } else { "" })
    };
    plan.iter().map(word).collect()
}

/// As [`chosen`], without the caches.
#[track_caller]
fn stores(workload: &Workload) -> Vec<String> {
    chosen(workload).iter().map(|word| word.trim_end_matches(CACHED).to_owned()).collect()
}

fn indexes(store: &Store) -> &[&'static str] {
    match store {
        Store::Relational { indexes } | Store::Document { indexes, .. } | Store::Embedded { indexes } => indexes,
        Store::KeyValue { .. } => &[],
    }
}

/// Chooses, and expects a plan that breaks nothing and costs at most 1.25 times as much as the cheapest. Gives it in words.
#[track_caller]
fn chosen(workload: &Workload) -> Vec<String> {
    let plan = choose(workload);
    judge(workload, &plan);
    words(&plan)
}

#[track_caller]
fn judge(workload: &Workload, plan: &[Placement]) {
    harness::assert_eq!(plan.len(), workload.entities.len(), "a placement for each entity");
    harness::assert_eq!(simulator::broken(workload, plan), Vec::<String>::new(), "what {:?} breaks", words(plan));
    let best = simulator::cheapest(workload).0;
    let action = format!("an hour of {:?}", words(plan));
    let cost = simulator::cost(workload, plan);
    assert_within!(action, cost, "units of cost", "1.25 times the cheapest plan", best + best / 4);
}

/// Carries plans out. Its prices are those of the README.
mod simulator {
    use super::*;

    const MIB: u64 = 1 << 20;

    /// What a plan does that no store can or no rule allows.
    pub fn broken(workload: &Workload, plan: &[Placement]) -> Vec<String> {
        let mut broken = Vec::new();
        let name = |entity: usize| format!("{} (entity {entity})", workload.entities[entity].name);
        for (entity, placement) in plan.iter().enumerate() {
            let kept = &workload.entities[entity];
            match &placement.store {
                Store::Embedded { .. } => {
                    let parent = kept.part.as_ref().map(|part| &plan[part.of].store);
                    if !matches!(parent, Some(Store::Document { .. })) {
                        broken.push(format!("{} is embedded in what is no document", name(entity)));
                    }
                    if placement.cached {
                        broken.push(format!("{} is embedded, and cached without its document", name(entity)));
                    }
                }
                Store::Document { ttl, .. } | Store::KeyValue { ttl } if *ttl != kept.lifetime => {
                    broken.push(format!("{} lives for {ttl:?} seconds and not {:?}", name(entity), kept.lifetime));
                }
                _ => {}
            }
            if largest(workload, plan, entity).is_none_or(|bytes| bytes > 16 * MIB) {
                broken.push(format!("a document of {} can become too large", name(entity)));
            }
        }
        for load in &workload.loads {
            let asked: &[usize] = match &load.operation {
                Operation::Find { entity, .. } => &[*entity],
                Operation::Whole { part } => &[*part],
                Operation::Report(entities) => entities,
                Operation::Get(_) | Operation::Insert(_) | Operation::Update(_) => &[],
            };
            for &entity in asked.iter().filter(|&&entity| is_key_value(plan, entity)) {
                broken.push(format!("{} is found by its key only, and {:?} is asked", name(entity), load.operation));
            }
        }
        for rule in workload.rules.iter().filter(|rule| !holds(workload, plan, rule)) {
            broken.push(format!("{rule:?} does not hold"));
        }
        broken
    }

    fn holds(workload: &Workload, plan: &[Placement], rule: &Rule) -> bool {
        let is_relational = |entity: usize| matches!(plan[entity].store, Store::Relational { .. });
        match rule {
            Rule::Together(entities) => {
                let documents: Vec<usize> = entities.iter().map(|&entity| holder(workload, plan, entity)).collect();
                let is_document = documents.iter().all(|&holder| holder == documents[0])
                    && matches!(plan[documents[0]].store, Store::Document { .. });
                is_document || entities.iter().all(|&entity| is_relational(entity))
            }
            Rule::Several(entity) => is_relational(*entity),
            Rule::Refers { from, to } => is_relational(*from) && is_relational(*to),
            Rule::Unique { entity, field } => {
                let is_kept = matches!(plan[*entity].store, Store::Relational { .. } | Store::Document { .. });
                is_kept && indexes(&plan[*entity].store).contains(field)
            }
            Rule::Durable(entity) => !is_key_value(plan, *entity),
            Rule::Fresh(entity) => !plan[*entity].cached,
        }
    }

    /// What an hour of a plan costs.
    pub fn cost(workload: &Workload, plan: &[Placement]) -> u64 {
        let entities = (0..plan.len()).map(|entity| keeping(workload, plan, entity)).sum::<u64>();
        entities
            + workload.loads.iter().map(|load| load.hourly * operation(workload, plan, &load.operation)).sum::<u64>()
    }

    /// Storage, and what a cache costs beside what is read through it.
    fn keeping(workload: &Workload, plan: &[Placement], entity: usize) -> u64 {
        let kept = &workload.entities[entity];
        let price = if is_key_value(plan, entity) { 50 } else { 2 };
        let mut cost = (kept.rows * kept.bytes).div_ceil(MIB) * price;
        cost += indexes(&plan[entity].store).len() as u64 * (kept.rows * 16).div_ceil(MIB) * 2;
        if plan[entity].cached {
            let gets = hourly(workload, |operation| matches!(operation, Operation::Get(of) if *of == entity));
            let changes = hourly(workload, |operation| match operation {
                Operation::Update(of) => holder(workload, plan, *of) == entity,
                Operation::Insert(of) => *of != entity && holder(workload, plan, *of) == entity,
                _ => false,
            });
            let misses = gets.min(changes) + gets.div_ceil(10);
            cost += (kept.rows * bytes(workload, plan, entity)).div_ceil(10).div_ceil(MIB) * 50;
            cost += misses * (25 + get(workload, plan, entity)) + changes * 25;
        }
        cost
    }

    fn operation(workload: &Workload, plan: &[Placement], operation: &Operation) -> u64 {
        match operation {
            Operation::Get(entity) if plan[*entity].cached => 20,
            Operation::Get(entity) => get(workload, plan, *entity),
            Operation::Find { entity, field, found } => {
                if indexes(&plan[*entity].store).contains(field) {
                    find(workload, plan, *entity, *found)
                } else {
                    let start = if matches!(plan[*entity].store, Store::Relational { .. }) { 100 } else { 80 };
                    start + scan(workload, plan, *entity)
                }
            }
            Operation::Whole { part } => {
                let belongs = workload.entities[*part].part.as_ref().expect("only a part belongs to something");
                let parts = if matches!(plan[*part].store, Store::Embedded { .. }) {
                    0
                } else {
                    find(workload, plan, *part, belongs.typical)
                };
                get(workload, plan, belongs.of) + parts
            }
            Operation::Insert(entity) => {
                let expires = workload.entities[*entity].lifetime.is_some();
                let by_hand = matches!(plan[*entity].store, Store::Relational { .. } | Store::Embedded { .. });
                write(workload, plan, *entity) * if expires && by_hand { 2 } else { 1 }
            }
            Operation::Update(entity) => write(workload, plan, *entity),
            Operation::Report(entities) => {
                let all: u64 = entities.iter().map(|&entity| scan(workload, plan, entity)).sum();
                let is_relational = |&entity: &usize| matches!(plan[entity].store, Store::Relational { .. });
                all * if entities.len() > 1 && !entities.iter().all(is_relational) { 5 } else { 1 }
            }
        }
    }

    fn get(workload: &Workload, plan: &[Placement], entity: usize) -> u64 {
        match plan[entity].store {
            Store::Relational { .. } => 100,
            Store::Document { .. } | Store::Embedded { .. } => 80 + 5 * size(workload, plan, entity),
            Store::KeyValue { .. } => 20,
        }
    }

    fn find(workload: &Workload, plan: &[Placement], entity: usize, found: u64) -> u64 {
        match plan[entity].store {
            Store::Relational { .. } => 120 + 2 * found,
            _ => 100 + found * (2 + 5 * size(workload, plan, entity)),
        }
    }

    fn scan(workload: &Workload, plan: &[Placement], entity: usize) -> u64 {
        match plan[entity].store {
            Store::Document { .. } | Store::Embedded { .. } => {
                let documents = workload.entities[holder(workload, plan, entity)].rows;
                (documents * size(workload, plan, entity)).div_ceil(10)
            }
            _ => workload.entities[entity].rows.div_ceil(10),
        }
    }

    fn write(workload: &Workload, plan: &[Placement], entity: usize) -> u64 {
        let index = 50 * indexes(&plan[entity].store).len() as u64;
        match plan[entity].store {
            Store::Relational { .. } => 200 + index,
            Store::Document { .. } | Store::Embedded { .. } => 150 + 10 * size(workload, plan, entity) + index,
            Store::KeyValue { .. } => 25,
        }
    }

    /// The entity in whose documents or rows this one is kept.
    fn holder(workload: &Workload, plan: &[Placement], entity: usize) -> usize {
        match (&plan[entity].store, &workload.entities[entity].part) {
            (Store::Embedded { .. }, Some(part)) => part.of,
            _ => entity,
        }
    }

    fn size(workload: &Workload, plan: &[Placement], entity: usize) -> u64 {
        bytes(workload, plan, holder(workload, plan, entity)).div_ceil(1024)
    }

    /// One of an entity on average, with all that is embedded in it.
    fn bytes(workload: &Workload, plan: &[Placement], entity: usize) -> u64 {
        let parts = embedded(workload, plan, entity)
            .map(|child| child.bytes * child.part.as_ref().map_or(0, |part| part.typical));
        workload.entities[entity].bytes + parts.sum::<u64>()
    }

    /// One of an entity at its largest; `None` where nothing limits it.
    fn largest(workload: &Workload, plan: &[Placement], entity: usize) -> Option<u64> {
        let most = |child: &Entity| Some(child.bytes * child.part.as_ref()?.most?);
        let parts: Option<u64> = embedded(workload, plan, entity).map(most).sum();
        Some(workload.entities[entity].bytes + parts?)
    }

    fn embedded<'a>(workload: &'a Workload, plan: &'a [Placement], entity: usize) -> impl Iterator<Item = &'a Entity> {
        let children = move |child: &usize| *child != entity && holder(workload, plan, *child) == entity;
        (0..plan.len()).filter(children).map(|child| &workload.entities[child])
    }

    fn is_key_value(plan: &[Placement], entity: usize) -> bool {
        matches!(plan[entity].store, Store::KeyValue { .. })
    }

    fn hourly(workload: &Workload, is_meant: impl Fn(&Operation) -> bool) -> u64 {
        workload.loads.iter().filter(|load| is_meant(&load.operation)).map(|load| load.hourly).sum()
    }

    /// The lowest cost of all plans, and for each entity the lowest with each kind of store, uncached and cached: `None`
    /// where no such plan is allowed.
    pub fn cheapest(workload: &Workload) -> (u64, Vec<[Option<u64>; 8]>) {
        let count = workload.entities.len();
        let mut lowest = vec![[None; 8]; count];
        for number in 0..8_usize.pow(u32::try_from(count).expect("a few")) {
            let digit = |entity: usize| number >> (3 * entity) & 7;
            let plan: Vec<Placement> = (0..count).map(|entity| placement(workload, entity, digit(entity))).collect();
            if !broken(workload, &plan).is_empty() {
                continue;
            }
            let cost = with_best_indexes(workload, plan);
            for (entity, lowest) in lowest.iter_mut().enumerate() {
                let slot: &mut Option<u64> = &mut lowest[digit(entity)];
                *slot = Some(slot.map_or(cost, |other: u64| other.min(cost)));
            }
        }
        let best = lowest[0].iter().flatten().min().copied();
        (best.expect("tables without caches break no rule"), lowest)
    }

    fn placement(workload: &Workload, entity: usize, digit: usize) -> Placement {
        let ttl = workload.entities[entity].lifetime;
        let unique = workload.rules.iter().filter_map(|rule| match rule {
            Rule::Unique { entity: of, field } if *of == entity => Some(*field),
            _ => None,
        });
        let indexes = unique.collect();
        let store = match digit >> 1 {
            0 => Store::Relational { indexes },
            1 => Store::Document { indexes, ttl },
            2 => Store::Embedded { indexes },
            _ => Store::KeyValue { ttl },
        };
        Placement { store, cached: digit & 1 == 1 }
    }

    /// What the plan costs with each index that lowers the cost: they do not depend on one another.
    fn with_best_indexes(workload: &Workload, mut plan: Vec<Placement>) -> u64 {
        let mut lowest = cost(workload, &plan);
        for load in &workload.loads {
            let Operation::Find { entity, field, .. } = &load.operation else { continue };
            let before = plan[*entity].store.clone();
            match &mut plan[*entity].store {
                Store::Relational { indexes } | Store::Document { indexes, .. } | Store::Embedded { indexes } => {
                    if !indexes.contains(field) {
                        indexes.push(field);
                    }
                }
                Store::KeyValue { .. } => {}
            }
            let cost = cost(workload, &plan);
            if cost < lowest {
                lowest = cost;
            } else {
                plan[*entity].store = before;
            }
        }
        lowest
    }
}

mod behaviour {
    use harness::{assert, assert_eq, assert_ne};

    use super::*;

    #[test]
    fn what_is_read_by_key_and_soon_forgotten_goes_to_the_key_value_store() {
        let visits = one(50_000, 300, Some(1800)).doing(&[
            (200_000, Operation::Get(0)),
            (20_000, Operation::Insert(0)),
            (100_000, Operation::Update(0)),
        ]);
        assert_eq!(chosen(&visits), ["key-value"]);
    }

    // Memory is dear. What is large and seldom asked for does not belong there, however simple the question.
    #[test]
    fn a_large_archive_read_by_key_stays_on_disk() {
        let archive = one(40_000_000, 2000, None).doing(&[(5_000, Operation::Get(0)), (1_000, Operation::Insert(0))]);
        assert_ne!(stores(&archive), ["key-value"]);
    }

    // Money that leaves one account arrives on another. One document changes as a whole, two do not.
    #[test]
    fn several_rows_that_change_together_need_transactions() {
        let load = [(400_000, Operation::Get(0)), (300_000, Operation::Update(0))];
        let accounts = one(100_000, 200, None).doing(&load);
        assert_eq!(chosen(&accounts), ["key-value"]);
        assert_eq!(stores(&accounts.keeping(&[Rule::Several(0)])), ["relational"]);
    }

    // An order and its lines change together too: but all of that is one document.
    #[test]
    fn a_whole_that_changes_together_can_be_one_document() {
        let orders = one(1_000_000, 300, None).with_part(0, 5_000_000, 60, Some(200));
        let orders = orders.doing(&[(90_000, Operation::Whole { part: 1 }), (5_000, Operation::Insert(0))]);
        let orders = orders.doing(&[(25_000, Operation::Insert(1))]).keeping(&[Rule::Together(vec![0, 1])]);
        assert_eq!(stores(&orders), ["document", "embedded"]);
    }

    #[test]
    fn what_is_joined_and_added_up_all_day_is_relational() {
        let orders = one(1_000_000, 300, None).with_part(0, 5_000_000, 60, Some(200));
        let orders = orders.doing(&[(90_000, Operation::Whole { part: 1 }), (5_000, Operation::Insert(0))]);
        let orders = orders.doing(&[(25_000, Operation::Insert(1)), (6_000, Operation::Report(vec![0, 1]))]);
        assert_eq!(stores(&orders), ["relational", "relational"]);
    }

    #[test]
    fn what_must_not_dangle_is_relational_on_both_sides() {
        let shop = one(200_000, 800, None).with_other(one(900_000, 200, None));
        let shop = shop.doing(&[(90_000, Operation::Get(0)), (9_000, Operation::Get(1)), (900, Operation::Insert(1))]);
        let shop = shop.keeping(&[Rule::Refers { from: 1, to: 0 }, Rule::Fresh(0), Rule::Fresh(1)]);
        assert_eq!(chosen(&shop), ["relational", "relational"]);
    }

    // A post has ten comments on average, and the one that everybody reads has a million.
    #[test]
    fn what_grows_without_limit_is_not_embedded() {
        let load = [(50_000, Operation::Whole { part: 1 }), (2_000, Operation::Insert(1)), (100, Operation::Insert(0))];
        let posts = one(20_000, 6_000, None).with_part(0, 200_000, 300, Some(1_000)).doing(&load);
        judge(&posts, &choose(&posts));
        let posts = one(20_000, 6_000, None).with_part(0, 200_000, 300, None).doing(&load);
        assert_ne!(stores(&posts)[1], "embedded");
    }

    // Each comment that is embedded has the whole document written again.
    #[test]
    fn what_is_written_more_than_read_is_not_embedded_in_something_large() {
        let load = [(3_000, Operation::Whole { part: 1 }), (60_000, Operation::Insert(1)), (10, Operation::Insert(0))];
        let journals = one(2_000, 40_000, None).with_part(0, 400_000, 200, Some(5_000)).doing(&load);
        assert_ne!(stores(&journals)[1], "embedded");
    }

    #[test]
    fn what_is_read_often_and_changed_seldom_is_cached() {
        let load = [(900_000, Operation::Get(0)), (50, Operation::Update(0))];
        let products = one(30_000, 2_000, None)
            .doing(&load)
            .doing(&[(900, Operation::Find { entity: 0, field: "brand", found: 20 })]);
        assert!(chosen(&products)[0].ends_with(CACHED));
    }

    // A terabyte in memory costs more than all reads of it. A tenth of it, with the rest on disk, does not.
    #[test]
    fn a_cache_holds_what_is_hot_and_the_disk_holds_the_rest() {
        let load = [(900_000, Operation::Get(0)), (50, Operation::Update(0))];
        let pictures = one(500_000_000, 2_000, None).doing(&load);
        assert!(chosen(&pictures)[0].ends_with(CACHED));
    }

    // What is read is the whole document: of 40 KiB, one cell is wanted.
    #[test]
    fn a_large_document_is_dear_to_read_and_to_write() {
        let load = [
            (90_000, Operation::Get(0)),
            (90_000, Operation::Update(0)),
            (900, Operation::Find { entity: 0, field: "owner", found: 40 }),
        ];
        let sheets = one(20_000, 40_000, None).doing(&load).keeping(&[Rule::Durable(0), Rule::Fresh(0)]);
        assert_eq!(chosen(&sheets), ["relational"]);
    }

    // Whoever caches what changes with every read pays for the cache as well.
    #[test]
    fn what_changes_as_often_as_it_is_read_is_not_cached() {
        let load = [(90_000, Operation::Get(0)), (90_000, Operation::Update(0))];
        let positions = one(30_000, 300, None)
            .doing(&load)
            .keeping(&[Rule::Durable(0), Rule::Unique { entity: 0, field: "plate" }]);
        assert!(!chosen(&positions)[0].ends_with(CACHED));
    }

    #[test]
    fn what_must_be_fresh_is_not_cached() {
        let load = [(900_000, Operation::Get(0)), (900, Operation::Update(0)), (60, Operation::Report(vec![0]))];
        let stock = one(30_000, 100, None).doing(&load);
        assert!(chosen(&stock)[0].ends_with(CACHED));
        assert!(!chosen(&stock.keeping(&[Rule::Fresh(0)]))[0].ends_with(CACHED));
    }

    #[test]
    fn an_index_is_made_where_it_pays() {
        let load = [
            (4_000, Operation::Find { entity: 0, field: "customer", found: 12 }),
            (2, Operation::Find { entity: 0, field: "colour", found: 400 }),
            (700_000, Operation::Insert(0)),
        ];
        let events = one(2_000_000, 300, None).doing(&load).keeping(&[Rule::Durable(0)]);
        let plan = choose(&events);
        judge(&events, &plan);
        assert_eq!(indexes(&plan[0].store), ["customer"]);
        let quiet = one(2_000_000, 300, None).doing(&load[..2]).keeping(&[Rule::Several(0)]);
        let plan = choose(&quiet);
        judge(&quiet, &plan);
        let mut both = indexes(&plan[0].store).to_vec();
        both.sort_unstable();
        assert_eq!(both, ["colour", "customer"]);
    }

    // The counterfactual: without this rule the accounts would be elsewhere. The others change nothing.
    #[test]
    fn the_decisive_rule_is_the_one_without_which_the_plan_changes() {
        let load = [(400_000, Operation::Get(0)), (300_000, Operation::Update(0))];
        let accounts = one(100_000, 200, None).doing(&load);
        let rules = [Rule::Durable(0), Rule::Fresh(0), Rule::Several(0)];
        assert_eq!(decisive_rule(&accounts.clone().keeping(&rules), 0), Some(2));
        assert_eq!(decisive_rule(&accounts.clone().keeping(&rules[..2]), 0), Some(0));
        assert_eq!(decisive_rule(&accounts.clone().keeping(&rules[1..2]), 0), None);
        assert_eq!(decisive_rule(&accounts, 0), None);
    }

    // It need not mention the entity: what is embedded goes where its parent goes.
    #[test]
    fn a_rule_about_one_entity_may_decide_about_another() {
        let orders = one(1_000_000, 300, None).with_part(0, 5_000_000, 60, Some(200));
        let orders = orders.doing(&[(90_000, Operation::Whole { part: 1 }), (5_000, Operation::Insert(0))]);
        let orders = orders.keeping(&[Rule::Durable(1), Rule::Several(0)]);
        assert_eq!(stores(&orders)[0], "relational");
        assert_eq!((decisive_rule(&orders, 0), decisive_rule(&orders, 1)), (Some(1), Some(1)));
    }
}

mod edge_cases {
    use harness::{assert, assert_eq};

    use super::*;

    #[test]
    fn nothing_to_keep_needs_no_store() {
        let nothing = Workload { entities: Vec::new(), loads: Vec::new(), rules: Vec::new() };
        assert_eq!(choose(&nothing).len(), 0);
        let idle = one(0, 100, None);
        judge(&idle, &choose(&idle));
    }

    // The sessions of a bank are its log of who did what; the audit log of a game is a cache.
    #[test]
    fn the_name_decides_nothing() {
        let load = [(400_000, Operation::Get(0)), (300_000, Operation::Update(0))];
        for name in ["session", "cart", "cache", "order", "post", "user"] {
            let accounts = one(100_000, 200, None).doing(&load).named(name);
            assert_eq!(chosen(&accounts), ["key-value"], "named {name}");
            assert_eq!(stores(&accounts.keeping(&[Rule::Several(0)])), ["relational"], "named {name}");
        }
    }

    #[test]
    fn what_must_survive_a_crash_and_expires_is_a_document_with_a_time_to_live() {
        let load = [(9_000, Operation::Get(0)), (9_000, Operation::Insert(0))];
        let tokens = one(10_000, 100, Some(900)).doing(&load).keeping(&[Rule::Durable(0), Rule::Fresh(0)]);
        let plan = choose(&tokens);
        judge(&tokens, &plan);
        assert_eq!(words(&plan), ["document"]);
        let ttl = if let Store::Document { ttl, .. } = &plan[0].store { *ttl } else { None };
        assert_eq!(ttl, Some(900));
    }

    // Nothing is found by it, and it has an index all the same.
    #[test]
    fn what_is_unique_is_indexed_even_if_nobody_asks_for_it() {
        let load = [(400_000, Operation::Get(0)), (300_000, Operation::Update(0))];
        let users = one(100_000, 200, None).doing(&load).keeping(&[Rule::Unique { entity: 0, field: "email" }]);
        let plan = choose(&users);
        judge(&users, &plan);
        assert_eq!(indexes(&plan[0].store), ["email"]);
        assert_eq!(decisive_rule(&users, 0), Some(0));
    }

    // 16 MiB is the most that a document can be, and exactly that is allowed.
    #[test]
    fn a_document_can_be_as_large_as_its_store_allows_and_no_larger() {
        let load = [(50_000, Operation::Whole { part: 1 }), (90, Operation::Insert(1))];
        for (most, fits) in [(16_383, true), (16_384, false)] {
            let posts = one(2_000, 1_024, None).with_part(0, 8_000, 1_024, Some(most)).doing(&load);
            assert_eq!(stores(&posts)[1] == "embedded", fits, "with up to {most} parts of 1 KiB");
        }
    }

    // Comments of one post fit beside its tags, and the tags beside the comments; both together do not.
    #[test]
    fn all_that_is_embedded_has_to_fit_together() {
        let load = [(50_000, Operation::Whole { part: 1 }), (40_000, Operation::Whole { part: 2 })];
        let posts = one(2_000, 1_000, None).with_part(0, 20_000, 1_000, Some(9_000));
        let posts = posts.with_part(0, 20_000, 1_000, Some(9_000)).doing(&load).keeping(&[Rule::Durable(0)]);
        assert!(stores(&posts).iter().filter(|store| *store == "embedded").count() < 2);
    }
}

mod properties {
    use harness::assert_eq;

    use super::*;

    fn some_entity(draw: &mut Draw<'_>, number: usize) -> Entity {
        let rows = draw.pick(&[100, 5_000, 80_000, 2_000_000, 90_000_000]);
        let bytes = draw.pick(&[40, 300, 2_000, 20_000]);
        let lifetime = draw.pick(&[None, None, None, Some(600)]);
        let typical = draw.pick(&[2, 12, 90]);
        let most = draw.pick(&[None, Some(4 * typical), Some(100 * typical)]);
        let part = (number > 0 && draw.boolean()).then_some(Part { of: 0, typical, most });
        Entity { name: draw.pick(&["session", "order", "post", "log"]).to_owned(), rows, bytes, lifetime, part }
    }

    fn some_load(draw: &mut Draw<'_>, entities: &[Entity]) -> Load {
        let entity = draw.size(0..=entities.len() - 1);
        let operation = match draw.size(0..=9) {
            3 => Operation::Find { entity, field: draw.pick(&["a", "b"]), found: draw.pick(&[1, 20, 300]) },
            4 | 5 if entities[entity].part.is_some() => Operation::Whole { part: entity },
            6 => Operation::Insert(entity),
            7 | 8 => Operation::Update(entity),
            9 if draw.boolean() => Operation::Report((0..=entity).collect()),
            _ => Operation::Get(entity),
        };
        let hourly = draw.pick(&[1, 50, 4_000, 90_000, 900_000]);
        Load { operation, hourly }
    }

    fn some_rule(draw: &mut Draw<'_>, entities: usize) -> Rule {
        let entity = draw.size(0..=entities - 1);
        match draw.size(0..=6) {
            0 | 1 => Rule::Fresh(entity),
            2 | 3 => Rule::Durable(entity),
            4 => Rule::Unique { entity, field: draw.pick(&["a", "b"]) },
            5 if entity > 0 && draw.boolean() => Rule::Together(vec![0, entity]),
            6 if entity > 0 => Rule::Refers { from: entity, to: 0 },
            _ => Rule::Several(entity),
        }
    }

    /// A system of up to three entities that nobody has thought of.
    fn some_workload(draw: &mut Draw<'_>) -> Workload {
        let count = draw.size(1..=3);
        let entities: Vec<Entity> = (0..count).map(|number| some_entity(draw, number)).collect();
        let loads = draw.list(1..=8, |draw| some_load(draw, &entities));
        let rules = draw.list(0..=2, |draw| some_rule(draw, count));
        let workload = Workload { entities, loads, rules };
        draw.note(|| format!("{workload:#?}"));
        workload
    }

    #[test]
    fn no_workload_has_a_much_cheaper_plan_than_yours() {
        property_of(400, |draw| {
            let workload = some_workload(draw);
            judge(&workload, &choose(&workload));
        });
    }

    /// What the cheapest plan does with an entity, as a number, where any other costs at least a twentieth more.
    fn clear(workload: &Workload, entity: usize) -> Option<usize> {
        let (best, lowest) = simulator::cheapest(workload);
        let close = |cost: &Option<u64>| cost.is_some_and(|cost| cost <= best + best / 20);
        let mut candidates = (0..8).filter(|&digit| close(&lowest[entity][digit]));
        let first = candidates.next();
        first.filter(|_| candidates.next().is_none())
    }

    #[test]
    fn a_decisive_rule_is_one_that_the_simulator_confirms() {
        property_of(400, |draw| {
            let mut workload = some_workload(draw);
            let fresh = draw.size(0..=workload.entities.len() - 1);
            workload.rules.push(some_rule(draw, fresh + 1));
            let entity = draw.size(0..=workload.entities.len() - 1);
            let without = |rule: usize| {
                let mut other = workload.clone();
                other.rules.remove(rule);
                clear(&other, entity)
            };
            let outcomes: Vec<Option<usize>> = (0..workload.rules.len()).map(without).collect();
            let Some(chosen) = clear(&workload, entity).filter(|_| !outcomes.contains(&None)) else { return };
            let expected = outcomes.iter().position(|&other| other != Some(chosen));
            draw.note(|| format!("{:#?}\nwhat decides about entity {entity}?", workload.rules));
            assert_eq!(decisive_rule(&workload, entity), expected);
        });
    }
}

mod complexity {
    use harness::assert_eq;

    use super::*;

    // Of 60 entities there are 4⁶⁰ plans. But they are twenty systems of three, and none matters to the others.
    #[test]
    fn a_system_of_sixty_entities_is_planned_as_well() {
        let part_of_it = |number: u64| {
            let posts = one(2_000 * (1 + number), 6_000, None).with_part(
                0,
                20_000 * (1 + number),
                300,
                number.is_multiple_of(2).then_some(900),
            );
            let posts = posts.with_other(one(50_000, 300, number.is_multiple_of(3).then_some(1800)));
            posts.doing(&[(50_000, Operation::Whole { part: 1 }), (200 * number, Operation::Insert(1))]).doing(&[
                (70_000, Operation::Get(2)),
                (40_000, Operation::Update(2)),
                (90, Operation::Find { entity: 1, field: "author", found: 5 }),
            ])
        };
        let mut all = Workload { entities: Vec::new(), loads: Vec::new(), rules: Vec::new() };
        let mut best = 0;
        for number in 0..20 {
            let part = part_of_it(number).keeping(if number.is_multiple_of(4) { &[Rule::Several(2)] } else { &[] });
            best += simulator::cheapest(&part).0;
            add(&mut all, part);
        }
        let plan = choose(&all);
        assert_eq!(plan.len(), 60);
        assert_eq!(simulator::broken(&all, &plan), Vec::<String>::new());
        let cost = simulator::cost(&all, &plan);
        assert_within!(
            "an hour of 60 entities",
            cost,
            "units of cost",
            "1.25 times the cheapest plan",
            best + best / 4
        );
    }

    /// Puts one workload beside another.
    fn add(all: &mut Workload, part: Workload) {
        let base = all.entities.len();
        all.entities.extend(part.entities.into_iter().map(|mut entity| {
            entity.part.iter_mut().for_each(|part| part.of += base);
            entity
        }));
        all.loads.extend(part.loads.into_iter().map(|load| {
            let operation = match load.operation {
                Operation::Get(entity) => Operation::Get(base + entity),
                Operation::Find { entity, field, found } => Operation::Find { entity: base + entity, field, found },
                Operation::Whole { part } => Operation::Whole { part: base + part },
                Operation::Insert(entity) => Operation::Insert(base + entity),
                Operation::Update(entity) => Operation::Update(base + entity),
                Operation::Report(entities) => Operation::Report(entities.iter().map(|entity| base + entity).collect()),
            };
            Load { operation, hourly: load.hourly }
        }));
        all.rules.extend(part.rules.into_iter().map(|rule| match rule {
            Rule::Several(entity) => Rule::Several(base + entity),
            other => other,
        }));
    }
}
