//! `cargo xtask services` as its users meet it, with folders of its own: what the person at this machine keeps up is
//! left alone.

mod support;

use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Stdio};

use support::{root, told, xtask};
use tempfile::TempDir;

/// A house of its own. What is up in it ends with it.
struct House {
    folder: TempDir,
}

impl House {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        // The user that runs servers must be able to enter.
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).expect("it is ours");
        Self { folder }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = xtask(&root(), &[&["services"], arguments].concat());
        command.env("TMPDIR", self.folder.path());
        for variable in ["POSTGRES_URL", "MARIADB_URL", "MONGODB_URL", "REDIS_URL", "RABBITMQ_URL"] {
            command.env_remove(variable);
        }
        command
    }

    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        told(self.command(arguments).output().expect("it starts"))
    }

    /// What all runs have left.
    fn left(&self) -> usize {
        let runs = fs::read_dir(self.folder.path()).into_iter().flatten().flatten();
        runs.flat_map(|user| fs::read_dir(user.path()).into_iter().flatten()).count()
    }
}

impl Drop for House {
    fn drop(&mut self) {
        self.run(&["down"]);
    }
}

#[test]
fn servers_stay_up_are_looked_into_and_go() {
    let house = House::new();
    let (code, shown, said) = house.run(&["up", "redis"]);
    assert_eq!(code, 0, "{said}");
    let url = shown.trim_end().strip_prefix("REDIS_URL=").expect("it is printed").to_owned();
    assert!(said.contains("`cargo xtask services down` ends them"), "{said}");
    assert_eq!(house.run(&["up", "redis"]).1, shown, "the second finds the first");

    let (_, shown, _) = house.run(&["status", "redis"]);
    let (before, place) = url.split_once('@').expect("a password");
    let (password, place) = (before.rsplit(':').next().expect("one"), place.split('/').next().expect("a place"));
    assert!(shown.starts_with("     redis  up       ") && shown.contains(place), "{shown}");
    assert!(!shown.contains(password), "{shown}");

    let (code, shown, _) = house.run(&["logs", "redis"]);
    assert!(code == 0 && shown.contains("Ready to accept connections"), "{shown}");
    let (code, _, said) = house.run(&["logs", "postgres"]);
    let expected =
        "error: `postgres` is not up, so it has no log\n\nhint: `cargo xtask services up postgres` starts it\n";
    assert_eq!((code, said.as_str()), (3, expected));

    assert_eq!(house.run(&["down"]).0, 0);
    assert!(std::net::TcpStream::connect(place).is_err() && house.left() == 0, "it is still there");
    assert_eq!(house.run(&["down"]), (0, String::new(), "nothing is up\n".to_owned()));
}

#[test]
fn a_server_of_another_source_is_not_passed_off_as_what_was_asked_for() {
    let house = House::new();
    house.run(&["up", "redis", "--source", "package"]);
    let (code, _, said) = house.run(&["up", "redis", "--source", "docker"]);
    let expected = "error: `redis` is up from the source `package`, not `docker`\n";
    assert!(code == 2 && said.starts_with(expected), "{code}: {said}");
}

#[test]
fn what_cannot_be_started_leaves_no_supervisor() {
    let house = House::new();
    let (code, _, said) = house.run(&["up", "redis", "--source", "environment"]);
    assert!(code == 3 && said.contains("there is no `redis` on this machine from the source `environment`"), "{said}");
    assert_eq!(house.left(), 0);
}

#[test]
fn a_shell_talks_to_a_server_and_gives_no_password_away() {
    let house = House::new();
    // A client that says what it was given, in place of the one that may not be here.
    let client = house.folder.path().join("mongosh");
    fs::write(&client, "#!/bin/sh\necho \"told: $*\"\ncat \"$4\"\n").expect("a file");
    fs::set_permissions(&client, fs::Permissions::from_mode(0o755)).expect("it is ours");
    let path = format!("{}:{}", house.folder.path().display(), std::env::var("PATH").unwrap_or_default());
    let (code, shown, said) =
        told(house.command(&["shell", "mongodb"]).env("PATH", &path).output().expect("it starts"));
    let (line, script) = shown.split_once('\n').unwrap_or_default();
    assert!(code == 0 && line.starts_with("told: --quiet --nodb --shell "), "{shown}{said}");
    assert!(!line.contains("katas:") && script.starts_with("db = connect(\"mongodb://katas:"), "{shown}");

    let mut shell =
        house.command(&["shell", "redis"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("it starts");
    shell.stdin.take().expect("it is piped").write_all(b"PING\n").expect("it reads");
    let (code, shown, _) = told(shell.wait_with_output().expect("it ends"));
    assert_eq!((code, shown.as_str()), (0, "PONG\n"));
    assert_eq!(house.left(), 0);
}

#[test]
fn the_json_status_is_json() {
    let house = House::new();
    let (_, shown, _) = house.run(&["status", "redis", "--format", "json"]);
    let status: serde_json::Value = serde_json::from_str(&shown).unwrap_or_else(|error| panic!("{error}: {shown}"));
    assert_eq!((&status["version"], &status["services"][0]["name"]), (&1.into(), &"redis".into()));
    assert_eq!(status["services"][0]["up"], false);
}
