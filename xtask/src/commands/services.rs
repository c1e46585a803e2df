//! `cargo xtask services`.

use std::process::Command;
use std::thread;
use std::time::Duration;

use course::{Error, Result};
use services::{Found, Supply, install, locate};

use super::{interrupt, print};
use crate::arguments::{Action, SUPERVISE, ServicesOptions};
use crate::exit::Exit;
use crate::terminal::{Style, Terminal};
use crate::text;

/// How often the wait for Ctrl-C looks up; every 25th time it asks the servers whether they are still there.
const TICK: Duration = Duration::from_millis(200);

/// Shows what there is, starts it, or brings it.
pub fn services(options: &ServicesOptions, terminal: Terminal) -> Result<Exit> {
    match options.action {
        Action::Status => status(options, terminal.on_stdout()),
        Action::Up => up(options, terminal),
        Action::Install => bring(options),
    }
}

fn status(options: &ServicesOptions, style: Style) -> Result<Exit> {
    let mut all_found = true;
    for &kind in &options.kinds {
        let (mark, text) = match locate(kind, options.source) {
            Ok(found) => (style.good("found"), described(&found)),
            Err(error) => {
                all_found = false;
                (style.bad("missing"), error.hint.unwrap_or(error.message))
            }
        };
        print(&format!("{kind:>10}  {mark}  {text}\n"))?;
    }
    Ok(if all_found { Exit::Passed } else { Exit::Environment })
}

fn described(found: &Found) -> String {
    match found {
        Found::Url(_) => "a URL in the environment".to_owned(),
        Found::Programs(source, programs) => format!("{}: {}", source.name(), programs.folder.display()),
        Found::Fetchable => "a package, which is fetched when it is needed".to_owned(),
    }
}

fn up(options: &ServicesOptions, terminal: Terminal) -> Result<Exit> {
    let interrupt = interrupt()?;
    let mut supply = Supply::begin(supervisor()?, &options.kinds, options.source)?;
    supply.wait(|| interrupt.is_set())?;
    for (variable, url) in supply.variables() {
        print(&format!("{variable}={url}\n"))?;
    }
    eprint!("{}", text::hint("they run until you press Ctrl-C", terminal.on_stderr()));
    let mut ticks = 0_u32;
    while !interrupt.is_set() {
        thread::sleep(TICK);
        ticks = ticks.wrapping_add(1);
        let dead = if ticks.is_multiple_of(25) { supply.dead() } else { Vec::new() };
        if !dead.is_empty() {
            let dead: Vec<String> = dead.iter().map(|kind| format!("`{kind}`")).collect();
            return Err(Error::environment(format!("{} no longer answers", dead.join(", ")))
                .hint("`cargo xtask services up` starts it again"));
        }
    }
    Ok(Exit::Passed)
}

/// The command whose process supervises servers: this program again.
pub fn supervisor() -> Result<Command> {
    let program =
        std::env::current_exe().map_err(|error| Error::environment(format!("cannot find myself: {error}")))?;
    let mut supervisor = Command::new(program);
    supervisor.arg(SUPERVISE);
    Ok(supervisor)
}

fn bring(options: &ServicesOptions) -> Result<Exit> {
    for &kind in &options.kinds {
        let programs = install(kind)?;
        print(&format!("{kind:>10}  {}\n", programs.folder.display()))?;
    }
    Ok(Exit::Passed)
}
