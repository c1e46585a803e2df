//! `cargo xtask services`.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::thread;
use std::time::Duration;

use course::{Error, Result};
use grader::Interrupt;
use nojson::{DisplayJson, JsonFormatter};
use services::{Client, Engine, Found, Household, Kind, Source, State, Supply, Up, Url, Warm, install, locate};
use signal_hook::consts::SIGINT;

use super::{interrupt, print};
use crate::arguments::{Action, Format, SUPERVISE, SUPERVISE_WARM, ServicesOptions};
use crate::exit::Exit;
use crate::terminal::{Style, Terminal};
use crate::text;

/// How often the wait for Ctrl-C looks up; every 25th time it asks the servers whether they are still there.
const TICK: Duration = Duration::from_millis(200);
/// How long servers go on running when nobody asks for them.
const PATIENCE: Duration = Duration::from_hours(12);
/// How much of a log is shown.
const LINES: usize = 100;

/// Shows what there is, starts and ends it, looks into it, or brings it.
pub fn services(options: &ServicesOptions, terminal: Terminal) -> Result<Exit> {
    match options.action {
        Action::Status => status(options, terminal.on_stdout()),
        Action::Up if options.foreground => stay(options, terminal),
        Action::Up => up(options, terminal),
        Action::Down => down(options),
        Action::Logs => options.kinds.first().map_or(Ok(Exit::Passed), |kind| logs(*kind, options.follow)),
        Action::Shell => options.kinds.first().map_or(Ok(Exit::Passed), |kind| shell(*kind, options.source)),
        Action::Install => bring(options),
    }
}

/// What `services up` starts, in a process of its own.
pub fn supervise_warm() -> Result<Exit> {
    let interrupt = interrupt()?;
    services::supervise_warm(PATIENCE, || interrupt.is_set());
    Ok(Exit::Passed)
}

/// One line of `status`.
struct Row {
    kind: Kind,
    found: Result<Found>,
    up: Option<Up>,
    /// Whether a run would use the one that is up.
    is_used: bool,
}

fn status(options: &ServicesOptions, style: Style) -> Result<Exit> {
    let states = states()?;
    let rows: Vec<Row> = options.kinds.iter().map(|kind| Row::new(*kind, options.source, &states)).collect();
    match options.format {
        Format::Json => {
            let shown = nojson::json(|json| {
                json.set_indent_size(2);
                json.set_spacing(true);
                json.object(|json| {
                    json.member("version", 1)?;
                    json.member("services", &rows)
                })
            });
            print(&format!("{shown}\n"))?;
        }
        Format::Text => print(&rows.iter().map(|row| row.line(style)).collect::<String>())?,
    }
    Ok(if rows.iter().all(Row::is_there) { Exit::Passed } else { Exit::Environment })
}

impl Row {
    fn new(kind: Kind, forced: Option<Source>, states: &[State]) -> Self {
        let (found, up) = (locate(kind, forced), up_in(states, kind));
        let fits = |up: &Up| forced.is_none_or(|forced| forced == up.source);
        let is_used = up.as_ref().is_some_and(fits) && !matches!(found, Ok(Found::Url(_)));
        Self { kind, found, up, is_used }
    }

    fn is_there(&self) -> bool {
        self.found.is_ok() || self.is_used
    }

    fn line(&self, style: Style) -> String {
        let (mark, text) = match (&self.up, &self.found) {
            (Some(up), _) if self.is_used => {
                (style.good("up     "), format!("{} at {}", up.source.name(), place(&up.url)))
            }
            (_, Ok(found)) => (style.good("found  "), described(found)),
            (_, Err(error)) => (style.bad("missing"), error.hint.as_ref().unwrap_or(&error.message).clone()),
        };
        let more = match (&self.up, &self.found) {
            (Some(up), Ok(Found::Programs(source, programs))) if self.is_used && up.source == *source => {
                format!(" · {}", programs.folder.display())
            }
            (Some(up), _) if !self.is_used => format!(" · another is up: {} at {}", up.source.name(), place(&up.url)),
            _ => String::new(),
        };
        format!("{:>10}  {mark}  {text}{}\n", self.kind, style.faint(&more))
    }
}

impl DisplayJson for Row {
    fn fmt(&self, json: &mut JsonFormatter<'_, '_>) -> std::fmt::Result {
        json.object(|json| {
            json.member("name", self.kind.name())?;
            json.member("found", self.found.is_ok())?;
            json.member("source", self.found.as_ref().ok().map(|found| source(found).name()))?;
            let folder = match &self.found {
                Ok(Found::Programs(_, programs)) => Some(programs.folder.display().to_string()),
                _ => None,
            };
            json.member("folder", folder)?;
            json.member("up", self.up.is_some())?;
            json.member("up_source", self.up.as_ref().map(|up| up.source.name()))?;
            json.member("address", self.up.as_ref().map(|up| place(&up.url)))
        })
    }
}

fn described(found: &Found) -> String {
    match found {
        Found::Url(url) => format!("a URL in the environment: {}", place(url)),
        Found::Programs(source, programs) => format!("{}: {}", source.name(), programs.folder.display()),
        Found::Fetchable => "a package, which is fetched when it is needed".to_owned(),
        Found::Docker(engine) => {
            format!("docker: {}, whose image is fetched when it is needed", engine.program.display())
        }
    }
}

fn source(found: &Found) -> Source {
    match found {
        Found::Url(_) => Source::Environment,
        Found::Programs(source, _) => *source,
        Found::Fetchable => Source::Package,
        Found::Docker(_) => Source::Docker,
    }
}

/// Host and port, never the password.
fn place(url: &str) -> String {
    Url::read(url).map_or_else(|| "an address that cannot be read".to_owned(), |url| url.place())
}

/// What is up. Without a supervisor that is nothing.
fn states() -> Result<Vec<State>> {
    Warm::find().map_or(Ok(Vec::new()), |mut warm| warm.states())
}

fn up_in(states: &[State], kind: Kind) -> Option<Up> {
    states.iter().find(|state| state.kind == kind).and_then(|state| state.up.clone())
}

fn up(options: &ServicesOptions, terminal: Terminal) -> Result<Exit> {
    let interrupt = interrupt()?;
    let mut warm = Warm::up(myself(SUPERVISE_WARM)?)?;
    let states = warm.states()?;
    let started = start(&states, options, &interrupt);
    // Where nothing could be started, nothing stays.
    let tidied = warm.end_if_idle();
    let supply = started?;
    tidied?;
    let origins = supply.origins();
    for (variable, url) in supply.variables() {
        print(&format!("{variable}={url}\n"))?;
    }
    for origin in origins.iter().filter(|origin| !origin.is_warm) {
        eprintln!("note: `{}` is at the URL in `{}`, so none was started", origin.kind, origin.kind.variable());
    }
    if origins.iter().any(|origin| origin.is_warm) {
        let hint = "they go on running, and `check` uses them; `cargo xtask services down` ends them";
        eprint!("{}", text::hint(hint, terminal.on_stderr()));
    }
    Ok(Exit::Passed)
}

fn start(states: &[State], options: &ServicesOptions, interrupt: &Interrupt) -> Result<Supply> {
    for &kind in &options.kinds {
        if let (Some(up), Some(forced)) = (up_in(states, kind), options.source)
            && up.source != forced
        {
            return Err(services::differs(kind, up.source, forced));
        }
    }
    let mut supply = Supply::begin(supervisor()?, &options.kinds, options.source)?;
    supply.wait(|| interrupt.is_set())?;
    Ok(supply)
}

fn stay(options: &ServicesOptions, terminal: Terminal) -> Result<Exit> {
    let interrupt = interrupt()?;
    let mut supply = Supply::begin_private(supervisor()?, &options.kinds, options.source)?;
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
                .hint("`cargo xtask services up --foreground` starts it again"));
        }
    }
    Ok(Exit::Passed)
}

fn down(options: &ServicesOptions) -> Result<Exit> {
    match Warm::find() {
        None => eprintln!("nothing is up"),
        Some(warm) if options.is_named => warm.stop(&options.kinds)?,
        Some(warm) => warm.end()?,
    }
    Ok(Exit::Passed)
}

fn logs(kind: Kind, follow: bool) -> Result<Exit> {
    let not_up = || {
        Error::environment(format!("`{kind}` is not up, so it has no log"))
            .hint(format!("`cargo xtask services up {kind}` starts it"))
    };
    let mut warm = Warm::find().ok_or_else(not_up)?;
    let up = up_in(&warm.states()?, kind).ok_or_else(not_up)?;
    match up.folder {
        Some(folder) => show_log(&folder.join("log"), follow),
        None => match warm.container_log(kind, LINES, follow) {
            Some(command) => hand_over(command),
            None => Err(not_up()),
        },
    }
}

fn show_log(path: &Path, follow: bool) -> Result<Exit> {
    let interrupt = interrupt()?;
    let unreadable = |error| Error::io("read", path, &error);
    let mut log = BufReader::new(File::open(path).map_err(unreadable)?);
    let mut last = VecDeque::with_capacity(LINES);
    let mut line = Vec::new();
    while log.read_until(b'\n', &mut line).map_err(unreadable)? > 0 {
        if last.len() == LINES {
            last.pop_front();
        }
        last.push_back(String::from_utf8_lossy(&line).into_owned());
        line.clear();
    }
    print(&last.into_iter().collect::<String>())?;
    // The folder goes with the server.
    while follow && path.exists() && !interrupt.is_set() {
        let mut more = Vec::new();
        log.read_to_end(&mut more).map_err(unreadable)?;
        print(&String::from_utf8_lossy(&more))?;
        thread::sleep(TICK);
    }
    Ok(Exit::Passed)
}

fn shell(kind: Kind, forced: Option<Source>) -> Result<Exit> {
    let known = up_in(&states()?, kind).map(|up| up.url);
    let hint = match known {
        Some(url) => format!("or use another client: {url}"),
        None => format!("or use another client: `cargo xtask services up {kind}` prints the URL"),
    };
    let client = Client::find(kind, &hint)?;
    let interrupt = interrupt_of_another()?;
    let mut supply = Supply::begin(supervisor()?, &[kind], forced)?;
    supply.wait(|| interrupt.load(std::sync::atomic::Ordering::Relaxed))?;
    let household = Household::settle()?;
    let folder = household.room("shell")?;
    match supply.variables().first() {
        Some((_, url)) => hand_over(client.command(kind, url, &folder)?),
        None => Ok(Exit::Environment),
    }
}

/// Lets another program have the terminal until it ends.
fn hand_over(mut command: Command) -> Result<Exit> {
    let _interrupt = interrupt_of_another()?;
    let status = command.status().map_err(|error| {
        let program = command.get_program().to_string_lossy().into_owned();
        Error::environment(format!("cannot start `{program}`: {}", error.to_string().to_lowercase()))
    })?;
    Ok(Exit::of(status.success()))
}

/// Ctrl-C that is meant for the program that has the terminal: it must not end us, however often.
fn interrupt_of_another() -> Result<Arc<AtomicBool>> {
    let flag = Arc::new(AtomicBool::new(false));
    signal_hook::flag::register(SIGINT, Arc::clone(&flag))
        .map_err(|error| Error::environment(format!("cannot listen for Ctrl-C: {error}")))?;
    Ok(flag)
}

fn bring(options: &ServicesOptions) -> Result<Exit> {
    for &kind in &options.kinds {
        if options.source == Some(Source::Docker) {
            let engine = Engine::find().ok_or_else(|| {
                Error::environment("there is no Docker with `compose` on this machine")
                    .hint("https://docs.docker.com/engine/install/ says how to get it")
            })?;
            engine.pull(kind)?;
            print(&format!("{kind:>10}  its image is here\n"))?;
        } else {
            let programs = install(kind)?;
            print(&format!("{kind:>10}  {}\n", programs.folder.display()))?;
        }
    }
    Ok(Exit::Passed)
}

/// The command whose process supervises the servers of one run.
pub fn supervisor() -> Result<Command> {
    myself(SUPERVISE)
}

/// This program, under another command. By the system's own link where there is one: cargo may have replaced the file
/// while we run, as the last step of `ci` does after the tests.
fn myself(command: &str) -> Result<Command> {
    const LINK: &str = "/proc/self/exe";
    let program = if Path::new(LINK).exists() { Ok(PathBuf::from(LINK)) } else { std::env::current_exe() };
    let program = program.map_err(|error| Error::environment(format!("cannot find myself: {error}")))?;
    let mut myself = Command::new(program);
    myself.arg(command);
    Ok(myself)
}
