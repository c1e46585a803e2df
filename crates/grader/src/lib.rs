//! From a kata to its verdicts: build, run every test in a process of its own under limits, judge, score, report.
//!
//! There is one path for everybody. The learner's workspace, the references, the wrong solutions and another person's
//! tree differ only in where the kata's files come from; the tests are always this course's own. A test has passed when
//! it was listed before and is seen to have ended well: nothing else counts, so that a kata that exits, aborts, recurses
//! or loops gets the verdict that names it.
//!
//! [`Check`] is what a learner runs, [`Verification`] what an author does.

pub mod bench;
mod cargo;
mod check;
mod confine;
mod diagnostic;
mod family;
mod interrupt;
pub mod json;
mod kata;
mod key;
mod libtest;
mod panic;
mod pool;
mod process;
mod provision;
mod report;
mod rustc;
mod source;
mod store;
mod toolbox;
mod trial;
mod verdict;
mod verify;

pub use cargo::show as show_cargo;
pub use check::{Check, Event, Observer, Source, known};
pub use diagnostic::without_colour;
pub use interrupt::Interrupt;
pub use provision::Services;
pub use report::{ExerciseReport, Phases, Place, Report, TestReport};
pub use source::TestSource;
pub use verdict::Verdict;
pub use verify::{Finding, Verification, Verified};
