//! The services of a run: begun beside the build, waited for before the tests, and looked at after them.
//!
//! What cannot be provided takes nothing else with it: the tests that need it get a verdict that blames the machine, and
//! all others are run.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;
use std::time::{Duration, Instant};

use course::{Error, Exercise, Result};
use services::{Kind, Origin, Source, Supply};

use crate::interrupt::Interrupt;
use crate::report::{Phases, TestReport};
use crate::verdict::Verdict;

/// How a run comes by services.
#[derive(Debug)]
pub struct Services {
    /// Makes the command whose process supervises the servers: it calls [`services::supervise`].
    pub supervisor: fn() -> Result<Command>,
    /// Where they must come from; `None` for the best that there is.
    pub forced: Option<Source>,
}

/// Services that are on their way.
pub struct Begun {
    supply: Result<Option<Supply>>,
    wanted: BTreeSet<Kind>,
    since: Instant,
}

/// What the tests of a run are given.
#[derive(Default)]
pub struct Provided {
    supply: Option<Supply>,
    missing: BTreeMap<Kind, Error>,
    elapsed: Duration,
}

impl Services {
    /// Begins to provide all that `exercises` need. An error means that one of them names a service that there is not.
    pub fn begin(&self, exercises: &[&Exercise]) -> Result<Begun> {
        let mut wanted = BTreeSet::new();
        for exercise in exercises {
            wanted.extend(kinds(exercise)?);
        }
        let supply = if wanted.is_empty() { Ok(None) } else { self.supply(&wanted).map(Some) };
        Ok(Begun { supply, wanted, since: Instant::now() })
    }

    fn supply(&self, wanted: &BTreeSet<Kind>) -> Result<Supply> {
        let wanted: Vec<Kind> = wanted.iter().copied().collect();
        Supply::begin((self.supervisor)()?, &wanted, self.forced)
    }
}

impl Begun {
    /// What is being waited for, in words; `None` when that is nothing.
    pub fn doing(&self) -> Option<String> {
        let names: Vec<&str> = self.wanted.iter().map(|kind| kind.name()).collect();
        (!names.is_empty()).then(|| format!("starting {}", names.join(", ")))
    }

    /// Waits until each is there or cannot be. An error means that the person pressed Ctrl-C.
    pub fn wait(self, interrupt: &Interrupt) -> Result<Provided> {
        let mut provided = Provided::default();
        match self.supply {
            Ok(None) => return Ok(provided),
            Err(error) => provided.missing.extend(self.wanted.iter().map(|kind| (*kind, error.clone()))),
            Ok(Some(mut supply)) => {
                provided.missing = supply.settle(|| interrupt.is_set());
                interrupt.check()?;
                provided.supply = Some(supply);
            }
        }
        provided.elapsed = self.since.elapsed();
        Ok(provided)
    }
}

impl Provided {
    /// The variables for the tests of an exercise, empty for what it does not name; an error when something that it needs
    /// could not be provided.
    pub fn variables(&self, exercise: &Exercise) -> Result<Vec<(&'static str, String)>> {
        let named = kinds(exercise)?;
        let others = Kind::ALL.into_iter().filter(|kind| !named.contains(kind));
        let mut variables: Vec<_> = others.map(|kind| (kind.variable(), String::new())).collect();
        for kind in named {
            if let Some(error) = self.missing.get(&kind) {
                return Err(error.clone());
            }
            variables.extend(self.supply.iter().flat_map(|supply| supply.variables_of(kind)));
        }
        Ok(variables)
    }

    /// Where the time of a run with these services went.
    pub fn phases(&self, build: Duration, tests: Duration) -> Phases {
        let origins = self.supply.as_ref().map(Supply::origins).unwrap_or_default();
        let words = |Origin { kind, source, is_warm }: &Origin| {
            format!("{kind} ({}{})", source.name(), if *is_warm { ", warm" } else { "" })
        };
        let provided = origins.iter().map(words).collect();
        Phases { build, services: self.elapsed, tests, provided }
    }

    /// The reports with no failure held against a kata whose service has died meanwhile.
    pub fn excused(&self, exercise: &Exercise, mut reports: Vec<TestReport>) -> Vec<TestReport> {
        let failed = |report: &&mut TestReport| !matches!(report.verdict, Verdict::Passed | Verdict::NotStarted);
        if !reports.iter_mut().any(|report| failed(&report)) {
            return reports;
        }
        let dead = self.supply.as_ref().map(Supply::dead).unwrap_or_default();
        let wanted = kinds(exercise).unwrap_or_default();
        if let Some(kind) = wanted.into_iter().find(|kind| dead.contains(kind)) {
            for report in reports.iter_mut().filter(failed) {
                report.verdict = Verdict::Environment;
                report.reason = format!("`{kind}` died while the tests ran: run them again");
                report.place = None;
            }
        }
        reports
    }
}

/// The services that an exercise names.
fn kinds(exercise: &Exercise) -> Result<Vec<Kind>> {
    let kind = |name: &String| {
        let unknown = || {
            let known: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
            Error::course(format!("`{}` needs a service that there is not: `{name}`", exercise.id()))
                .hint(format!("one of {}", known.join(", ")))
        };
        Kind::from_name(name).ok_or_else(unknown)
    };
    exercise.metadata()?.services.iter().map(kind).collect()
}
