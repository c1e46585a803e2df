//! RabbitMQ.

use std::fs;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use course::{Error, Result};
use rustix::process::Signal;

use super::{Home, Server, USER};
use crate::locate::in_path;
use crate::package::{Client, Package, Part};
use crate::place::{give, write_secret};
use crate::probe::ask_at_host;

pub struct RabbitMq;

/// The header with which a client begins (AMQP 0-9-1, section 4.2.2).
const HEADER: &[u8] = b"AMQP\0\0\x09\x01";

/// Erlang's nodes find each other by a daemon that outlives them all, `epmd`. One node alone needs neither that nor a
/// port for others; that port is said to be known, so that nobody is asked for it.
const ALONE: &str = "-start_epmd false -dist_listen false -erl_epmd_port 1";

/// Any name does, as no other node ever hears of it.
const NODE: &str = "rabbit@localhost";

impl Server for RabbitMq {
    fn programs(&self) -> &'static [&'static str] {
        &["rabbitmq-server"]
    }

    fn folders(&self) -> &'static [&'static str] {
        &["/usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin", "/opt/homebrew/opt/rabbitmq/sbin", "/usr/local/sbin"]
    }

    fn packages(&self) -> &'static [Package] {
        &[Package {
            client: Client::Apt,
            parts: &[
                Part {
                    name: "rabbitmq-server",
                    version: "3.10.8-1.1+deb12u1",
                    checksum: "b88e03a102134e3dbc1ba563e6f678eec29a500a933c00c68c71b45b778cd5b0",
                },
                Part {
                    name: "erlang-base",
                    version: "1:25.2.3+dfsg-1+deb12u4",
                    checksum: "71731cddaf081836028de905052c69135a4d288fa804fdae5982ea83bf5b8b61",
                },
                Part {
                    name: "erlang-asn1",
                    version: "1:25.2.3+dfsg-1+deb12u4",
                    checksum: "a35e1f628f9ee52616be4a00560f9a9a8a0ba484b1b1e1b02696325d0c32ec41",
                },
                Part {
                    name: "erlang-crypto",
                    version: "1:25.2.3+dfsg-1+deb12u4",
                    checksum: "130d7dd83071a2ec545ba1c4f2e9e77be847554b7c04316a870b2e11b5e30e39",
                },
                Part {
                    name: "erlang-eldap",
                    version: "1:25.2.3+dfsg-1+deb12u4",
                    checksum: "7fc71b7b4156cd9662bb38ff0f2b423d97d257c092f010902302d684299ed466",
                },
                Part {
                    name: "erlang-inets",
                    version: "1:25.2.3+dfsg-1+deb12u4",
                    checksum: "068079f01742b9ebe457ba7285910a2d5c6d8c61895c076fcaaf7ff752548815",
                },
                Part {
                    name: "erlang-mnesia",
                    version: "1:25.2.3+dfsg-1+deb12u4",
                    checksum: "94b059c51c41db8b3592e6a070b9341112da4c084d5642c1abffb5069cc642ac",
                },
                Part {
                    name: "erlang-os-mon",
                    version: "1:25.2.3+dfsg-1+deb12u4",
                    checksum: "5257825484519284e1fca4a23de511ef30e92f329f14f7aae853c6c5883d1a8b",
                },
                Part {
                    name: "erlang-parsetools",
                    version: "1:25.2.3+dfsg-1+deb12u4",
                    checksum: "1a5660cec4ee2a480391d5d7e55e8b4cc49ee05284d34fe6a38327089b6f947f",
                },
                Part {
                    name: "erlang-public-key",
                    version: "1:25.2.3+dfsg-1+deb12u4",
                    checksum: "37cb5fcaafa3745918d65c6bafc66a161069944d996074996762697b93128031",
                },
                Part {
                    name: "erlang-runtime-tools",
                    version: "1:25.2.3+dfsg-1+deb12u4",
                    checksum: "0bbb1db788ecb8b004470c39ae76a07ceec4c28aa519e548ade1d22781833f6b",
                },
                Part {
                    name: "erlang-ssl",
                    version: "1:25.2.3+dfsg-1+deb12u4",
                    checksum: "98c91964be7a4c7f8be1f05ce12318e9dc7aa268ea2814e495c3d0dd54f8a2fe",
                },
                Part {
                    name: "erlang-syntax-tools",
                    version: "1:25.2.3+dfsg-1+deb12u4",
                    checksum: "b0b955b477d0a83c39dd96af53053f90d426d110cae6c452fd5b17f4c4dacf4f",
                },
                Part {
                    name: "erlang-tools",
                    version: "1:25.2.3+dfsg-1+deb12u4",
                    checksum: "d36612337928437f2ce5bbeebb4bc1013449db8e8efb65affec265039ee4d267",
                },
                Part {
                    name: "erlang-xmerl",
                    version: "1:25.2.3+dfsg-1+deb12u4",
                    checksum: "9948872c1e4cfa34cfb273643e02c97acde54a14573cd607aeee6568a29bdc1e",
                },
                Part {
                    name: "libssl3",
                    version: "3.0.20-1~deb12u2",
                    checksum: "89be24b41bff568ee6e7caf5680a3d808e80315ed92e407056ce0fa7a5bda025",
                },
            ],
            programs: "usr/lib/rabbitmq/lib/rabbitmq_server-3.10.8/sbin",
            libraries: Some("usr/lib/x86_64-linux-gnu"),
        }]
    }

    fn advice(&self) -> &'static str {
        "`apt-get install rabbitmq-server`, or RabbitMQ from https://www.rabbitmq.com/docs/download"
    }

    fn prepare(&self, home: &Home) -> Result<()> {
        for name in ["bin", "mnesia", "logs"] {
            let folder = home.file(name);
            fs::create_dir_all(&folder).map_err(|error| Error::io("create", &folder, &error))?;
            give(&folder)?;
        }
        if let Some(erlang) = erlang(&home.programs.folder) {
            write_erl(&home.file("bin/erl"), &erlang)?;
        }
        // By its HTTP interface a virtual host is made in no time; `rabbitmqctl` takes seconds.
        write_secret(&home.file("plugins"), "[rabbitmq_management].\n")?;
        let settings = format!(
            "listeners.tcp.1 = 127.0.0.1:{}\nmanagement.tcp.ip = 127.0.0.1\nmanagement.tcp.port = {}\ndefault_user = \
             {USER}\ndefault_pass = {}\ndefault_user_tags.administrator = true\nlog.console = true\nlog.console.level = \
             warning\nlog.file = false\n",
            home.port, home.side_port, home.password
        );
        write_secret(&home.file("rabbitmq.conf"), &settings)
    }

    fn command(&self, home: &Home) -> Command {
        let mut command = home.program("rabbitmq-server");
        // One process, in place of a shell that waits for it.
        command.env("RABBITMQ_ALLOW_INPUT", "1").arg("-noinput");
        let beside = in_path("erl").and_then(|erl| erl.parent().map(Path::to_owned)).unwrap_or_default();
        command.env("PATH", format!("{}:/usr/bin:/bin:{}", home.file("bin").display(), beside.display()));
        command.env("LC_ALL", "C.UTF-8").env("ERL_FLAGS", ALONE).env("ERL_CRASH_DUMP_SECONDS", "0");
        command.env("RABBITMQ_NODENAME", NODE).env("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", format!("-sname {NODE}"));
        command.env("RABBITMQ_LOG", "-color");
        let places = [
            ("RABBITMQ_BASE", ""),
            ("RABBITMQ_MNESIA_BASE", "mnesia"),
            ("RABBITMQ_LOG_BASE", "logs"),
            ("RABBITMQ_CONFIG_FILE", "rabbitmq.conf"),
            ("RABBITMQ_ENABLED_PLUGINS_FILE", "plugins"),
            // What is not there, in place of what this system's own server is told.
            ("RABBITMQ_CONF_ENV_FILE", "none"),
            ("RABBITMQ_ADVANCED_CONFIG_FILE", "none.config"),
            ("RABBITMQ_CONFIG_FILES", "none.d"),
        ];
        command.envs(places.map(|(name, place)| (name, home.file(place))));
        command
    }

    fn answers(&self, host: &str, port: u16) -> io::Result<bool> {
        Ok(is_start(&ask_at_host(host, port, HEADER)?))
    }

    fn farewell(&self) -> Signal {
        Signal::KILL
    }

    /// Also that of the management interface, by which tests make their virtual hosts.
    fn url(&self, home: &Home) -> String {
        let user = format!("{USER}:{}", home.password);
        format!("amqp://{user}@127.0.0.1:{}/%2f http://{user}@127.0.0.1:{}", home.port, home.side_port)
    }
}

/// A method frame of channel 0 with `Connection.Start`: class 10, method 10.
fn is_start(frame: &[u8]) -> bool {
    matches!(frame, [1, 0, 0, _, _, _, _, 0, 10, 0, 10, ..])
}

/// The Erlang that stands beside the server's programs: Debian's has its own place written into it, and must be told
/// where it really is.
fn erlang(programs: &Path) -> Option<PathBuf> {
    let root = programs.ancestors().map(|folder| folder.join("erlang")).find(|root| root.join("bin/erl").is_file())?;
    let runtimes = fs::read_dir(root).ok()?.flatten().map(|entry| entry.path());
    runtimes.map(|runtime| runtime.join("bin")).find(|bin| bin.join("erlexec").is_file())
}

/// A program `erl` that starts the runtime in `runtime`, wherever that was unpacked.
fn write_erl(path: &Path, runtime: &Path) -> Result<()> {
    let root = runtime.ancestors().nth(2).unwrap_or(runtime);
    let script = format!(
        "#!/bin/sh\nexport ROOTDIR='{}' BINDIR='{runtime}' EMU=beam PROGNAME=erl\nexec '{runtime}/erlexec' \"$@\"\n",
        root.display(),
        runtime = runtime.display()
    );
    fs::write(path, script).map_err(|error| Error::io("write", path, &error))?;
    let everybody = fs::Permissions::from_mode(0o755);
    fs::set_permissions(path, everybody).map_err(|error| Error::io("make executable", path, &error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_start_is_told_from_other_words() {
        assert!(is_start(b"\x01\0\0\0\0\x01\xf0\0\x0a\0\x0a\0\x09"), "RabbitMQ 3.10");
        assert!(!is_start(HEADER), "the answer of a server that speaks another version");
        assert!(!is_start(b"HTTP/1.1 400 Bad Request"));
    }
}
