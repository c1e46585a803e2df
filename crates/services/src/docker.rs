//! Servers as containers, by the course's `compose.yaml`.
//!
//! One run is one project of Docker Compose, named after the run's folder. That folder says which project it is, so that
//! what a killed run leaves behind is taken away by the next one.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};

use course::{Error, Result};

use crate::kind::Kind;
use crate::locate::in_path;
use crate::place::{Household, random_word};
use crate::servers::{Home, Programs, server};
use crate::tool::{output, run};

/// What is started, and how. It is a part of us, so that a supervisor needs no checkout.
const COMPOSE: &str = include_str!("../../../compose.yaml");
/// The file of a run's folder that names its project.
const PROJECT: &str = "docker-project";
/// The variable by which `compose.yaml` gets its password.
const PASSWORD: &str = "KATAS_PASSWORD";

/// A program that understands `compose`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Engine {
    /// Where it is.
    pub program: PathBuf,
}

impl Engine {
    /// Docker, or Podman, if it is here with its `compose`.
    pub fn find() -> Option<Self> {
        ["docker", "podman"].into_iter().filter_map(in_path).map(|program| Self { program }).find(Self::has_compose)
    }

    /// Brings the image of a service.
    pub fn pull(&self, kind: Kind) -> Result<()> {
        let household = Household::settle()?;
        let project = Project::open(self.clone(), &household)?;
        run(&mut project.compose(&["pull", "--quiet", kind.name()]), &format!("bring the image of `{kind}`"))
            .map_err(|error| error.hint("check the network, and that `docker pull` works by itself"))
    }

    fn has_compose(&self) -> bool {
        let mut command = Command::new(&self.program);
        command.args(["compose", "version"]).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    }
}

/// The containers of one run.
pub struct Project {
    engine: Engine,
    folder: PathBuf,
    name: String,
    password: String,
    // Two that start side by side would both make the project's network.
    turn: Mutex<()>,
}

impl Project {
    /// A project without containers yet.
    pub fn open(engine: Engine, household: &Household) -> Result<Self> {
        let folder = household.folder().to_owned();
        let run = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let project = Self {
            name: format!("backend-katas-{run}"),
            password: random_word(24)?,
            engine,
            folder,
            turn: Mutex::new(()),
        };
        let files = [("compose.yaml", COMPOSE.to_owned()), (PROJECT, project.described())];
        for (name, text) in files {
            let path = project.folder.join(name);
            fs::write(&path, text).map_err(|error| Error::io("write", &path, &error))?;
        }
        Ok(project)
    }

    /// Starts a container, waits until it is healthy, and returns its URL.
    pub fn start(&self, kind: Kind) -> Result<String> {
        let turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let hint = "check that Docker runs: `docker info`; `--source` tries another source";
        run(&mut self.compose(&["up", "--detach", "--wait", kind.name()]), &format!("start a container of `{kind}`"))
            .map_err(|error| error.hint(hint))?;
        drop(turn);
        let ports: Vec<u16> =
            ports_of(kind).into_iter().map(|inside| self.published(kind, inside)).collect::<Result<_>>()?;
        let [port, ref others @ ..] = ports[..] else {
            return Err(Error::course(format!("`compose.yaml` has no service `{kind}`")));
        };
        let side_port = others.first().copied().unwrap_or(0);
        let programs = Programs { folder: PathBuf::new(), libraries: None };
        let home = Home { programs, folder: self.folder.clone(), port, side_port, password: self.password.clone() };
        Ok(server(kind).url(&home))
    }

    /// The port of this machine at which one of a container is found.
    fn published(&self, kind: Kind, inside: u16) -> Result<u16> {
        let doing = format!("ask for the port of `{kind}`");
        let place = output(&mut self.compose(&["port", kind.name(), &inside.to_string()]), &doing)?;
        let port = place.trim().rsplit_once(':').and_then(|(_, port)| port.parse().ok());
        port.ok_or_else(|| Error::environment(format!("cannot {doing}: it is `{}`", place.trim())))
    }

    /// Takes one container away.
    pub fn stop(&self, kind: Kind) -> Result<()> {
        self.down(&[kind.name()])
    }

    /// Takes all of them away, with what belonged to them.
    fn end(&self) -> Result<()> {
        self.down(&[])
    }

    fn down(&self, services: &[&str]) -> Result<()> {
        let mut command = self.compose(&["down", "--volumes", "--timeout", "3"]);
        run(command.args(services), &format!("take away the containers of `{}`", self.name))
    }

    /// Works in the run's folder, so that it is ended with the run.
    fn compose(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.engine.program);
        command.current_dir(&self.folder).env(PASSWORD, &self.password).stdin(Stdio::null());
        command.args(["compose", "--file"]).arg(self.folder.join("compose.yaml"));
        command.args(["--project-name", &self.name]).args(arguments);
        command
    }

    fn described(&self) -> String {
        format!("{}\n{}\n", self.engine.program.display(), self.name)
    }

    /// The project of a run's folder, if it had one.
    fn of_run(folder: &Path) -> Option<Self> {
        let text = fs::read_to_string(folder.join(PROJECT)).ok()?;
        let mut lines = text.lines();
        let engine = Engine { program: PathBuf::from(lines.next()?) };
        let name = lines.next()?.to_owned();
        // Nothing is started with it any more, and `compose.yaml` wants one.
        Some(Self { engine, folder: folder.to_owned(), name, password: "unused".to_owned(), turn: Mutex::new(()) })
    }
}

/// Takes away the containers of a run, if it had any.
pub fn take_away(run: &Path) -> Result<()> {
    Project::of_run(run).map_or(Ok(()), |project| project.end())
}

/// The command that shows the last `lines` of a container's log.
pub fn log(run: &Path, kind: Kind, lines: usize, follow: bool) -> Option<Command> {
    let mut command = Project::of_run(run)?.compose(&["logs", "--no-log-prefix", "--tail", &lines.to_string()]);
    if follow {
        command.arg("--follow");
    }
    command.arg(kind.name());
    Some(command)
}

/// The ports inside the container, as `compose.yaml` publishes them, the one that clients connect to first.
fn ports_of(kind: Kind) -> Vec<u16> {
    let service = COMPOSE.split_once(&format!("\n  {kind}:\n")).map_or("", |(_, service)| service);
    let line = service.lines().find(|line| line.trim_start().starts_with("ports:")).unwrap_or_default();
    let ports = line.split("\"127.0.0.1::").skip(1);
    ports.filter_map(|port| port.split('"').next()?.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_service_has_a_container() {
        let ports: Vec<Vec<u16>> = Kind::ALL.into_iter().map(ports_of).collect();
        assert_eq!(ports, [vec![5432], vec![3306], vec![27017], vec![6379], vec![5672, 15672]]);
    }

    #[test]
    fn containers_are_pinned_private_and_forget() {
        let services: Vec<&str> = COMPOSE.split("    image: ").skip(1).collect();
        assert_eq!(services.len(), 5);
        for service in services {
            let image = service.lines().next().unwrap_or_default();
            assert!(image.split_once(':').is_some_and(|(_, tag)| tag.matches('.').count() >= 1), "{image}");
            for part in ["ports: [\"127.0.0.1::", "tmpfs: [", "healthcheck:", "${KATAS_PASSWORD:?"] {
                assert!(service.contains(part), "{image} has no `{part}`");
            }
        }
    }
}
