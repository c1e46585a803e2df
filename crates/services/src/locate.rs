//! Where a service comes from, on this machine, right now.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use course::{Error, Result};

use crate::docker::Engine;
use crate::kind::Kind;
use crate::package::fits;
use crate::servers::{Programs, Server, server};

/// Where a service may come from, in the order in which it is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// A URL in the environment: somebody else's server.
    Environment,
    /// A server's binary on this machine.
    Local,
    /// A binary out of a package.
    Package,
    /// A container of Docker's, by the course's `compose.yaml`.
    Docker,
}

impl Source {
    /// All of them, best first.
    pub const ALL: [Self; 4] = [Self::Environment, Self::Local, Self::Package, Self::Docker];

    /// As the command line has it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Environment => "environment",
            Self::Local => "local",
            Self::Package => "package",
            Self::Docker => "docker",
        }
    }

    /// The source called `name`.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.name() == name)
    }
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// A server that runs already.
    Url(String),
    /// Programs to start one.
    Programs(Source, Programs),
    /// A package that would bring them.
    Fetchable,
    /// Docker, which would run one.
    Docker(Engine),
}

/// Looks for a service, in one source when it is `forced`. Nothing is fetched or started.
pub fn locate(kind: Kind, forced: Option<Source>) -> Result<Found> {
    let sources = Source::ALL.into_iter().filter(|source| forced.is_none_or(|forced| forced == *source));
    for source in sources {
        if let Some(found) = look(kind, source)? {
            return Ok(found);
        }
    }
    let place = forced.map_or_else(String::new, |source| format!(" from the source `{}`", source.name()));
    let advice = match forced {
        Some(Source::Docker) => "Docker and its `compose` from https://docs.docker.com/engine/install/",
        _ => server(kind).advice(),
    };
    Err(Error::environment(format!("there is no `{kind}` on this machine{place}"))
        .hint(format!("get it with {advice}; or set `{}`", kind.variable())))
}

/// The program called `name` in `PATH`.
pub fn in_path(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(name)).find(|program| program.is_file())
}

fn look(kind: Kind, source: Source) -> Result<Option<Found>> {
    let server = server(kind);
    Ok(match source {
        Source::Environment => urls_in_environment(kind).map(Found::Url),
        Source::Local => local(server).map(|programs| Found::Programs(Source::Local, programs)),
        Source::Package if !fits() => None,
        Source::Package => {
            for package in server.packages() {
                if let Some(programs) = package.programs()? {
                    return Ok(Some(Found::Programs(Source::Package, programs)));
                }
            }
            let can_fetch = server.packages().iter().any(|package| in_path(package.client.program()).is_some());
            can_fetch.then_some(Found::Fetchable)
        }
        Source::Docker => Engine::find().map(Found::Docker),
    })
}

/// The URLs of a server that runs already, with a space between them.
fn urls_in_environment(kind: Kind) -> Option<String> {
    let set = |name: &&str| env::var(name).ok().filter(|url| !url.trim().is_empty());
    let urls: Vec<String> = kind.variables().iter().map_while(set).map(|url| url.trim().to_owned()).collect();
    (!urls.is_empty()).then(|| urls.join(" "))
}

/// The newest folder that holds all of a server's programs.
fn local(server: &dyn Server) -> Option<Programs> {
    let beside = server.programs().first().and_then(|program| in_path(program));
    let beside = beside.and_then(|program| fs::canonicalize(program).ok());
    let beside = beside.as_deref().and_then(Path::parent).map(Path::to_owned);
    let known = server.folders().iter().flat_map(|pattern| expanded(pattern));
    let holds_all = |folder: &PathBuf| server.programs().iter().all(|program| folder.join(program).is_file());
    let folder = beside.into_iter().chain(known).find(holds_all)?;
    Some(Programs { folder, libraries: None })
}

/// The folders that a pattern with at most one `*` stands for, the highest version first.
fn expanded(pattern: &str) -> Vec<PathBuf> {
    let Some((before, after)) = pattern.split_once('*') else { return vec![PathBuf::from(pattern)] };
    let (parent, prefix) = before.rsplit_once('/').unwrap_or(("", before));
    let entries = fs::read_dir(parent).into_iter().flatten().flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    let mut found: Vec<(u32, PathBuf)> = names
        .filter_map(|name| {
            let version = name.strip_prefix(prefix)?.to_owned();
            let number = version.split('.').next().and_then(|major| major.parse().ok()).unwrap_or(0);
            Some((number, PathBuf::from(format!("{parent}/{name}{after}"))))
        })
        .collect();
    found.sort_by_key(|(number, _)| std::cmp::Reverse(*number));
    found.into_iter().map(|(_, path)| path).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_version_comes_first() {
        let folder = tempfile::tempdir().expect("a folder");
        for version in ["9", "15", "14"] {
            fs::create_dir_all(folder.path().join(version).join("bin")).expect("a folder");
        }
        let pattern = format!("{}/*/bin", folder.path().display());
        let found: Vec<PathBuf> = expanded(&pattern);
        assert_eq!(found, ["15", "14", "9"].map(|version| folder.path().join(version).join("bin")));
        assert!(expanded("/nowhere/*/bin").is_empty());
        assert_eq!(expanded("/usr/bin"), [PathBuf::from("/usr/bin")]);
    }

    #[test]
    fn what_is_nowhere_is_said_with_what_to_do() {
        // No test sets a URL, so this source has nothing.
        let error = locate(Kind::MongoDb, Some(Source::Environment)).expect_err("no URL is set");
        assert_eq!(error.message, "there is no `mongodb` on this machine from the source `environment`");
        assert!(error.hint.is_some_and(|hint| hint.contains("MONGODB_URL")));
    }
}
