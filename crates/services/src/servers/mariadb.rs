//! MariaDB.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use course::{Error, Result};
use rustix::process::Signal;

use super::{Home, Programs, Server, USER};
use crate::package::{Client, Package, Part};
use crate::place::{give, write_secret};
use crate::probe::ask_at_host;
use crate::tool::run;

pub struct MariaDb;

/// What makes a data folder, in this order. Releases before 11 call the files `mysql_…`, later ones `mariadb_…`.
const TABLES: [&str; 4] = ["system_tables.sql", "performance_tables.sql", "system_tables_data.sql", "sys_schema.sql"];

impl Server for MariaDb {
    fn programs(&self) -> &'static [&'static str] {
        &["mariadbd"]
    }

    fn folders(&self) -> &'static [&'static str] {
        &["/usr/sbin", "/usr/libexec", "/usr/local/sbin", "/usr/local/mysql/bin", "/opt/homebrew/opt/mariadb/bin"]
    }

    fn packages(&self) -> &'static [Package] {
        &[Package {
            client: Client::Apt,
            parts: &[
                Part {
                    name: "mariadb-server-core",
                    version: "1:10.11.18-0+deb12u1",
                    checksum: "46de441b75f8c10b6ca6c9f03335749b20b583f26737e51fecc9820b6bf24576",
                },
                Part {
                    name: "libaio1",
                    version: "0.3.113-4",
                    checksum: "d1476e4beab3d85f8a7d31de94c27472711ed3ef399ce70708e24b259426125b",
                },
                Part {
                    name: "libnuma1",
                    version: "2.0.16-1",
                    checksum: "639e1ab6bd66ead40db8a22c332d7199679fa22db261cac34444eb8eb4c17dda",
                },
                Part {
                    name: "liburing2",
                    version: "2.3-3",
                    checksum: "c23077e3640e6cb4b819c134b3f41d5cf21b3edac099654b1b4142c3069a39a3",
                },
                Part {
                    name: "libpcre2-8-0",
                    version: "10.42-1",
                    checksum: "030db54f4d76cdfe2bf0e8eb5f9efea0233ab3c7aa942d672c7b63b52dbaf935",
                },
                Part {
                    name: "libssl3",
                    version: "3.0.20-1~deb12u2",
                    checksum: "89be24b41bff568ee6e7caf5680a3d808e80315ed92e407056ce0fa7a5bda025",
                },
            ],
            programs: "usr/sbin",
            libraries: Some("usr/lib/x86_64-linux-gnu"),
        }]
    }

    fn advice(&self) -> &'static str {
        "`apt-get install mariadb-server-core`, or the MariaDB of your system; the URL may also be that of a MySQL server"
    }

    fn prepare(&self, home: &Home) -> Result<()> {
        for name in ["data", "scratch"] {
            let folder = home.file(name);
            fs::create_dir_all(&folder).map_err(|error| Error::io("create", &folder, &error))?;
            give(&folder)?;
        }
        let (share, prefix) = share(&home.programs)?;
        let path = home.file("tables.sql");
        fs::write(&path, tables(&share, prefix)?).map_err(|error| Error::io("write", &path, &error))?;
        let tables = File::open(&path).map_err(|error| Error::io("read", &path, &error))?;
        run(server(home).arg("--bootstrap").stdin(tables), "make a data folder for MariaDB")?;
        // A file, so that the password does not stand in the list of processes. One statement a line.
        let users = format!(
            "DELETE FROM mysql.global_priv WHERE User <> 'mariadb.sys';\nFLUSH PRIVILEGES;\nCREATE USER '{USER}'@'%' \
             IDENTIFIED BY '{}';\nGRANT ALL PRIVILEGES ON *.* TO '{USER}'@'%' WITH GRANT OPTION;\n",
            home.password
        );
        write_secret(&home.file("users.sql"), &users)
    }

    fn command(&self, home: &Home) -> Command {
        let mut command = server(home);
        command.arg(format!("--port={}", home.port)).arg("--bind-address=127.0.0.1");
        command.arg(format!("--socket={}", home.file("socket").display()));
        command.arg(format!("--init-file={}", home.file("users.sql").display()));
        command.args(["--skip-name-resolve", "--performance-schema=ON", "--max-connections=200"]);
        command
    }

    /// The server speaks first (`MySQL` protocol, `Protocol::HandshakeV10`).
    fn answers(&self, host: &str, port: u16) -> io::Result<bool> {
        Ok(is_greeting(&ask_at_host(host, port, b"")?))
    }

    fn farewell(&self) -> Signal {
        Signal::KILL
    }

    fn url(&self, home: &Home) -> String {
        format!("mysql://{USER}:{}@127.0.0.1:{}", home.password, home.port)
    }
}

/// A packet with the number 0 that begins with the protocol's version, or with an error of one that is too busy.
fn is_greeting(packet: &[u8]) -> bool {
    matches!(packet, [_, _, _, 0, 10 | 255, _, ..])
}

/// The server with what both its lives have in common: nothing of this system's own settings, and nothing that only a
/// server needs whose data must survive the machine.
fn server(home: &Home) -> Command {
    let mut command = home.program("mariadbd");
    command.arg("--no-defaults");
    if let Some(base) = home.programs.folder.parent() {
        command.arg(format!("--basedir={}", base.display()));
    }
    if let Ok((share, _)) = share(&home.programs) {
        command.arg(format!("--lc-messages-dir={}", share.display()));
    }
    command.arg(format!("--datadir={}", home.file("data").display()));
    command.arg(format!("--tmpdir={}", home.file("scratch").display()));
    command.args([
        "--innodb-buffer-pool-size=32M",
        "--innodb-log-file-size=8M",
        "--innodb-flush-log-at-trx-commit=0",
        "--innodb-flush-method=nosync",
        "--innodb-doublewrite=0",
        "--skip-log-bin",
        "--character-set-server=utf8mb4",
    ]);
    command
}

/// Where the files are that come with the programs, and how their names begin.
fn share(programs: &Programs) -> Result<(PathBuf, &'static str)> {
    let base = programs.folder.parent().unwrap_or(Path::new("/usr"));
    let folders = ["share/mysql", "share/mariadb"].map(|name| base.join(name));
    let all = folders.iter().flat_map(|folder| ["mysql", "mariadb"].map(|prefix| (folder.clone(), prefix)));
    let mut found = all.filter(|(folder, prefix)| folder.join(format!("{prefix}_{}", TABLES[0])).is_file());
    found.next().ok_or_else(|| {
        Error::environment(format!("`{}` lacks the files of which MariaDB makes its tables", base.display()))
            .hint("reinstall MariaDB, or `cargo xtask services --source package`")
    })
}

fn tables(share: &Path, prefix: &str) -> Result<String> {
    let mut statements = "CREATE DATABASE mysql;\nUSE mysql;\n".to_owned();
    for name in TABLES {
        let path = share.join(format!("{prefix}_{name}"));
        statements += &fs::read_to_string(&path).map_err(|error| Error::io("read", &path, &error))?;
        statements.push('\n');
    }
    Ok(statements)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_greeting_is_told_from_other_words() {
        assert!(is_greeting(b"d\0\0\0\n5.5.5-10.11.18-MariaDB\0"), "MariaDB 10.11");
        assert!(is_greeting(b"\x10\0\0\0\xff\x10\x04Too many connections"), "it is there, but busy");
        assert!(!is_greeting(b"HTTP/1.1 400 Bad Request"));
        assert!(!is_greeting(b""));
    }
}
