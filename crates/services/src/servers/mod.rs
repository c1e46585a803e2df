//! What is peculiar to each server: its programs, how its data folder is made, how it is started and asked.

mod mariadb;
mod mongodb;
mod postgres;
mod rabbitmq;
mod redis;

use std::io;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use course::Result;
use rustix::process::Signal;

use crate::kind::Kind;
use crate::package::Package;
use crate::place::other_user;
use crate::url::Url;

/// How one kind of server is found, started and asked.
pub trait Server: Sync {
    /// Its programs; the first is the one that serves.
    fn programs(&self) -> &'static [&'static str];

    /// Where they may be besides `PATH`. `*` stands for any one folder.
    fn folders(&self) -> &'static [&'static str];

    /// The packages that bring them, best first.
    fn packages(&self) -> &'static [Package];

    /// What to type to get it, where no package client is there.
    fn advice(&self) -> &'static str;

    /// Makes the data folder.
    fn prepare(&self, home: &Home) -> Result<()>;

    /// The command that serves until it is ended.
    fn command(&self, home: &Home) -> Command;

    /// Whether it is this kind of server that answers at `port` of `host`.
    fn answers(&self, host: &str, port: u16) -> io::Result<bool>;

    /// What is left to do once it answers.
    fn settle(&self, _home: &Home) -> Result<()> {
        Ok(())
    }

    /// The signal that ends it soonest. Its data is thrown away: nothing need be saved.
    fn farewell(&self) -> Signal {
        Signal::INT
    }

    /// Where clients find it: the URL of each of its kind's variables, with a space between them.
    fn url(&self, home: &Home) -> String;

    /// The program by which a person talks to it, if there is one.
    fn shell(&self) -> Option<Shell> {
        None
    }
}

/// The client program of a server.
pub struct Shell {
    /// Its names, best first.
    pub programs: &'static [&'static str],
    /// What to type to get it.
    pub advice: &'static str,
    /// Tells the program where the server is: its URL, taken apart and whole. The password goes into the environment or
    /// into a file of the folder, for everybody may see the list of processes.
    pub arrange: fn(&mut Command, &Url, &str, &Path) -> Result<()>,
}

/// Where a server's programs are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Programs {
    /// Their folder.
    pub folder: PathBuf,
    /// The folder of libraries that came with them.
    pub libraries: Option<PathBuf>,
}

/// One instance, as it is to be.
#[derive(Clone, Debug)]
pub struct Home {
    /// What runs.
    pub programs: Programs,
    /// A folder that is its own.
    pub folder: PathBuf,
    /// Its port on loopback.
    pub port: u16,
    /// A second one, for a server that has another door.
    pub side_port: u16,
    /// The password of its only user.
    pub password: String,
}

/// The user that every server knows.
pub const USER: &str = "katas";

/// The server of a kind.
pub fn server(kind: Kind) -> &'static dyn Server {
    match kind {
        Kind::Postgres => &postgres::Postgres,
        Kind::MariaDb => &mariadb::MariaDb,
        Kind::MongoDb => &mongodb::MongoDb,
        Kind::Redis => &redis::Redis,
        Kind::RabbitMq => &rabbitmq::RabbitMq,
    }
}

impl Home {
    /// One of its programs, to be run in its folder as the user that runs servers.
    pub fn program(&self, name: &str) -> Command {
        let mut command = Command::new(self.programs.folder.join(name));
        command.current_dir(&self.folder).env_clear().env("PATH", "/usr/bin:/bin").env("LC_ALL", "C");
        command.env("HOME", &self.folder);
        if let Some(libraries) = &self.programs.libraries {
            command.env("LD_LIBRARY_PATH", libraries);
        }
        if let Some(user) = other_user() {
            command.uid(user).gid(user);
        }
        command
    }

    /// A file of its folder.
    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }
}
