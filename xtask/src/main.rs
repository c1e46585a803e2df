//! `cargo xtask`: the command line of the course. It parses, calls and renders; what there is to know is in `crates/`.

mod advice;
mod arguments;
mod bench_view;
mod commands;
mod excerpt;
mod exit;
mod help;
mod plot;
mod progress;
mod terminal;
mod text;
mod view;

use std::process::ExitCode;

use arguments::{Command, Invocation};
use course::{Course, Result};
use exit::Exit;
use terminal::Terminal;

fn main() -> ExitCode {
    let (terminal, outcome) = match arguments::parse(lexopt::Parser::from_env()) {
        Ok(Invocation { command, colour }) => {
            let terminal = Terminal::new(colour);
            let outcome = run(&command, terminal);
            (terminal, outcome)
        }
        Err(error) => (Terminal::default(), Err(error)),
    };
    let exit = outcome.unwrap_or_else(|error| {
        eprint!("{}", text::error(&error, terminal.on_stderr()));
        Exit::from(error.fault)
    });
    exit.into()
}

fn run(command: &Command, terminal: Terminal) -> Result<Exit> {
    if let Command::Help(topic) = command {
        return commands::help(*topic);
    }
    match command {
        Command::Supervise => {
            services::supervise();
            return Ok(Exit::Passed);
        }
        Command::SuperviseWarm => return commands::supervise_warm(),
        _ => {}
    }
    let root = commands::root()?;
    let course = Course::open(&root)?;
    match command {
        Command::Check(options) => commands::check(&course, options, terminal),
        Command::List { targets } => commands::list(&course, targets, terminal),
        Command::Hint { exercise, all } => commands::hint(&course, exercise, *all, terminal),
        Command::Solution { exercise, anyway } => commands::solution(&course, exercise, *anyway, terminal),
        Command::Reset { exercise, undo } => commands::reset(&course, exercise, *undo),
        Command::Bench(options) => commands::bench(&course, options, terminal),
        Command::New { stage, name } => commands::new(&course, stage, name),
        Command::Verify(options) => commands::verify(&course, options, terminal),
        Command::Ci { pristine } => commands::ci(&course, *pristine, terminal),
        Command::Services(options) => commands::services(options, terminal),
        Command::Supervise | Command::SuperviseWarm => Ok(Exit::Passed),
        Command::Help(topic) => commands::help(*topic),
    }
}
