//! Real servers without set-up: found, started privately, and gone afterwards.
//!
//! An exercise names what it needs, and a run asks for it here. A server that a URL in the environment points to is
//! used as it is. Else its binary is looked for on this machine, or brought by a package client that is here, and one
//! private instance is started: own port on loopback, own data folder, a random password, another user where it refuses
//! to run as root. Where there is no binary, Docker runs a container, if it is here.
//!
//! The servers do not hang on the runner but on a [supervisor](supervise), a process of its own that ends them when the
//! runner's end of a pipe closes, however the runner ended. Should the supervisor itself be killed, the next run finds
//! its folder without an owner and cleans up.
//!
//! Servers that a person keeps [warm](Warm) hang on a supervisor that belongs to no runner. A run takes them from there as
//! they are, and leaves them running.

mod client;
mod docker;
mod fleet;
mod instance;
mod kind;
mod locate;
mod package;
mod place;
mod probe;
mod protocol;
mod servers;
mod supervisor;
mod supply;
mod tool;
mod url;
mod warm;

pub use client::Client;
pub use docker::Engine;
pub use fleet::differs;
pub use kind::Kind;
pub use locate::{Found, Source, locate};
pub use package::install;
pub use place::Household;
pub use protocol::{State, Up};
pub use supervisor::{supervise, supervise_warm};
pub use supply::{Origin, Supply};
pub use url::Url;
pub use warm::Warm;
