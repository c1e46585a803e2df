//! The author's conscience: what must hold of every exercise, held to it.
//!
//! A learner trusts that a red test means a wrong kata. That trust is earned here: every stub fails every test, every
//! reference passes them all and does so again, and every wrong solution of the bank is caught by the test that it
//! names. Each rule is one function of [`rules`] or [`texts`]; what they judge is gathered in [`evidence`], in few
//! builds: one of cargo for all references, one of rustc for the bank of each exercise.

mod evidence;
mod rules;
mod texts;

use std::path::Path;

use course::{Course, Exercise, Result};

use self::evidence::Role;
use crate::check::Observer;
use crate::interrupt::Interrupt;
use crate::provision::Services;
use crate::report::Phases;

/// What to verify, and how.
pub struct Verification<'run> {
    /// The course.
    pub course: &'run Course,
    /// Which exercises.
    pub exercises: Vec<&'run Exercise>,
    /// Cargo's target folder.
    pub target: &'run Path,
    /// How often the references' tests are run.
    pub repeat: u32,
    /// Whether every kata must still be its stub.
    pub pristine: bool,
    /// How it comes by the services that exercises need.
    pub services: &'run Services,
    /// Ends it early.
    pub interrupt: &'run Interrupt,
    /// Hears how it goes.
    pub observer: &'run dyn Observer,
}

/// A rule that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The exercise or the stage that breaks it.
    pub about: String,
    /// The rule.
    pub rule: &'static str,
    /// What was found, and what to do about it.
    pub message: String,
}

/// What a verification found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// The rules that do not hold.
    pub findings: Vec<Finding>,
    /// How many exercises were held to them.
    pub exercises: usize,
    /// How many tests the references passed or failed, repetitions counted.
    pub reference_tests: usize,
    /// How many tests the stubs were put to.
    pub stub_tests: usize,
    /// How many tests the wrong solutions were put to.
    pub wrong_tests: usize,
    /// How many wrong solutions there are.
    pub wrong_solutions: usize,
    /// The katas that are no longer their stubs: somebody's work, which is none of verify's business.
    pub edited: Vec<String>,
    /// Where the time went.
    pub phases: Phases,
}

impl Verification<'_> {
    /// Verifies. An error means that it could not be done; a rule that does not hold is a finding.
    pub fn run(&self) -> Result<Verified> {
        let mut verified = Verified { exercises: self.exercises.len(), ..Verified::default() };
        for exercise in &self.exercises {
            verified.findings.extend(texts::judge(self.course, exercise));
        }
        for exercise in &self.exercises {
            if let Some(finding) = rules::kata_is_its_stub(exercise) {
                verified.edited.push(exercise.id());
                verified.findings.extend(Some(finding).filter(|_| self.pristine));
            }
        }
        for stage in self.course.stages() {
            if stage.exercises.iter().all(|exercise| self.exercises.iter().any(|chosen| chosen.id() == exercise.id())) {
                verified.findings.extend(texts::judge_stage(stage));
            }
        }
        let sound: Vec<&Exercise> =
            self.exercises.iter().copied().filter(|exercise| texts::can_be_tried(exercise)).collect();
        verified.wrong_solutions = sound.iter().map(|exercise| exercise.wrong_sites().len()).sum();
        if !sound.is_empty() {
            let (candidates, phases) = evidence::gather(self, &sound)?;
            verified.phases = phases;
            for candidate in candidates {
                *verified.tried(&candidate.role) += candidate.reports.len();
                verified.findings.extend(rules::judge(&candidate));
            }
        }
        Ok(verified)
    }
}

impl Verified {
    fn tried(&mut self, role: &Role) -> &mut usize {
        match role {
            Role::Reference => &mut self.reference_tests,
            Role::Stub => &mut self.stub_tests,
            Role::Wrong { .. } | Role::Apart => &mut self.wrong_tests,
        }
    }
}
