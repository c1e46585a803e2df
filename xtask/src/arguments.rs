//! The command line, parsed into what is meant.

use std::path::PathBuf;

use course::{Error, Result};
use lexopt::{Arg, Parser, ValueExt};
use services::{Kind, Source};

use crate::help::Topic;
use crate::terminal::Colour;

/// What was asked for.
#[derive(Debug, PartialEq)]
pub struct Invocation {
    pub command: Command,
    pub colour: Colour,
}

/// A command with its options.
#[derive(Debug, PartialEq)]
pub enum Command {
    Help(Topic),
    Check(CheckOptions),
    List {
        targets: Vec<String>,
    },
    Hint {
        exercise: String,
        all: bool,
    },
    Solution {
        exercise: String,
        anyway: bool,
    },
    Reset {
        exercise: String,
        undo: bool,
    },
    New {
        stage: String,
        name: String,
    },
    Bench(BenchOptions),
    Services(ServicesOptions),
    /// Not for people: what `services` starts to hold its servers.
    Supervise,
    /// Not for people: what `services up` starts to hold those that go on running.
    SuperviseWarm,
    Verify(VerifyOptions),
    Ci {
        pristine: bool,
    },
}

/// The options of `check`.
#[derive(Debug, Default, PartialEq)]
pub struct CheckOptions {
    pub targets: Vec<String>,
    pub fresh: bool,
    pub submission: Option<PathBuf>,
    pub source: Option<Source>,
    pub format: Format,
}

/// The options of `bench`.
#[derive(Debug, PartialEq)]
pub struct BenchOptions {
    pub targets: Vec<String>,
    pub quick: bool,
    pub reference: bool,
    pub kata: Option<PathBuf>,
    pub seed: u64,
    pub save: Option<String>,
    pub against: Option<String>,
    pub anyway: bool,
    pub format: Format,
}

/// The command that makes a process a supervisor of services.
pub const SUPERVISE: &str = "supervise-services";

/// The command that makes a process the supervisor of services that go on running.
pub const SUPERVISE_WARM: &str = "supervise-warm-services";

/// The inputs of a benchmark that names no seed.
const SEED: u64 = 2026;

/// The options of `services`.
#[derive(Debug, PartialEq)]
pub struct ServicesOptions {
    pub action: Action,
    /// Those that were named, or all.
    pub kinds: Vec<Kind>,
    /// Whether any was named.
    pub is_named: bool,
    pub source: Option<Source>,
    pub foreground: bool,
    pub follow: bool,
    pub format: Format,
}

/// What `services` does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    Status,
    Up,
    Down,
    Logs,
    Shell,
    Install,
}

impl Action {
    /// The actions by name.
    const ALL: [(&'static str, Self); 6] = [
        ("status", Self::Status),
        ("up", Self::Up),
        ("down", Self::Down),
        ("logs", Self::Logs),
        ("shell", Self::Shell),
        ("install", Self::Install),
    ];
}

/// The options of `verify`.
#[derive(Debug, PartialEq)]
pub struct VerifyOptions {
    pub targets: Vec<String>,
    pub repeat: u32,
    pub pristine: bool,
    pub source: Option<Source>,
}

/// The form of a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    #[default]
    Text,
    Json,
}

/// Everything that any command takes, collected before it is known whether this command takes it.
#[derive(Default)]
struct Collected {
    values: Vec<String>,
    flags: Vec<String>,
    submission: Option<PathBuf>,
    format: Option<Format>,
    repeat: Option<u32>,
    kata: Option<PathBuf>,
    seed: Option<u64>,
    save: Option<String>,
    against: Option<String>,
    source: Option<Source>,
    colour: Colour,
    help: bool,
}

/// Parses a whole command line.
pub fn parse(mut parser: Parser) -> Result<Invocation> {
    let mut collected = Collected::default();
    while let Some(argument) = parser.next().map_err(|error| wrong(&error))? {
        match argument {
            Arg::Short('h') | Arg::Long("help") => collected.help = true,
            Arg::Long("color" | "colour") => collected.colour = colour(&text(&mut parser)?)?,
            Arg::Long("submission") => {
                collected.submission = Some(parser.value().map_err(|error| wrong(&error))?.into());
            }
            Arg::Long("format") => collected.format = Some(format(&text(&mut parser)?)?),
            Arg::Long("repeat") => collected.repeat = Some(repeat(&text(&mut parser)?)?),
            Arg::Long("kata") => collected.kata = Some(parser.value().map_err(|error| wrong(&error))?.into()),
            Arg::Long("seed") => collected.seed = Some(seed(&text(&mut parser)?)?),
            Arg::Long("save") => collected.save = Some(text(&mut parser)?),
            Arg::Long("source") => collected.source = Some(source(&text(&mut parser)?)?),
            Arg::Long("against") => collected.against = Some(text(&mut parser)?),
            Arg::Long(
                flag @ ("fresh" | "all" | "anyway" | "undo" | "pristine" | "quick" | "reference" | "foreground"
                | "follow"),
            ) => {
                collected.flags.push(flag.to_owned());
            }
            Arg::Value(value) => collected.values.push(value.string().map_err(|error| wrong(&error))?),
            Arg::Short(_) | Arg::Long(_) => return Err(wrong(&argument.unexpected())),
        }
    }
    let colour = collected.colour;
    Ok(Invocation { command: collected.command()?, colour })
}

impl Collected {
    fn command(mut self) -> Result<Command> {
        if self.values.is_empty() {
            return Ok(Command::Help(Topic::Overview));
        }
        let name = self.values.remove(0);
        match name.as_str() {
            SUPERVISE => return Ok(Command::Supervise),
            SUPERVISE_WARM => return Ok(Command::SuperviseWarm),
            _ => {}
        }
        let topic = topic(&name)?;
        if topic == Topic::Overview {
            return Ok(Command::Help(self.values.first().map_or(Ok(Topic::Overview), |name| self::topic(name))?));
        }
        if self.help {
            return Ok(Command::Help(topic));
        }
        let command = self.of(topic, &name)?;
        self.nothing_left(&name)?;
        Ok(command)
    }

    fn of(&mut self, topic: Topic, name: &str) -> Result<Command> {
        Ok(match topic {
            Topic::Overview => Command::Help(topic),
            Topic::Check => Command::Check(CheckOptions {
                targets: std::mem::take(&mut self.values),
                fresh: self.flag("fresh"),
                submission: self.submission.take(),
                source: self.source.take(),
                format: self.format.take().unwrap_or_default(),
            }),
            Topic::List => Command::List { targets: std::mem::take(&mut self.values) },
            Topic::Hint => Command::Hint { exercise: self.one(name)?, all: self.flag("all") },
            Topic::Solution => Command::Solution { exercise: self.one(name)?, anyway: self.flag("anyway") },
            Topic::Reset => Command::Reset { exercise: self.one(name)?, undo: self.flag("undo") },
            Topic::New => {
                let target = self.one(name)?;
                let (stage, exercise) = target.split_once('/').ok_or_else(|| {
                    Error::usage(format!("`{target}` names no stage"))
                        .hint("such as `cargo xtask new stage2/rate_limiter`")
                })?;
                Command::New { stage: stage.to_owned(), name: exercise.to_owned() }
            }
            Topic::Bench => Command::Bench(self.bench()?),
            Topic::Services => Command::Services(self.services()?),
            Topic::Verify => Command::Verify(VerifyOptions {
                targets: std::mem::take(&mut self.values),
                repeat: self.repeat.take().unwrap_or(3),
                pristine: self.flag("pristine"),
                source: self.source.take(),
            }),
            Topic::Ci => Command::Ci { pristine: self.flag("pristine") },
        })
    }

    fn bench(&mut self) -> Result<BenchOptions> {
        let options = BenchOptions {
            targets: std::mem::take(&mut self.values),
            quick: self.flag("quick"),
            reference: self.flag("reference"),
            kata: self.kata.take(),
            seed: self.seed.take().unwrap_or(SEED),
            save: self.save.take(),
            against: self.against.take(),
            anyway: self.flag("anyway"),
            format: self.format.take().unwrap_or_default(),
        };
        if options.reference && options.kata.is_some() {
            return Err(
                Error::usage("`--reference` measures no kata, so `--kata` has no meaning with it").hint(see("bench"))
            );
        }
        if options.anyway && options.against.is_none() {
            return Err(Error::usage("`--anyway` needs `--against NAME`").hint(see("bench")));
        }
        Ok(options)
    }

    fn services(&mut self) -> Result<ServicesOptions> {
        let mut values = std::mem::take(&mut self.values).into_iter();
        let action = values.next().map_or(Ok(Action::Status), |name| action(&name))?;
        let kinds: Vec<Kind> = values.map(|name| kind(&name)).collect::<Result<_>>()?;
        if matches!(action, Action::Logs | Action::Shell) && kinds.len() != 1 {
            let known = Kind::ALL.map(Kind::name).join(", ");
            return Err(Error::usage("name one service").hint(format!("such as {known}")));
        }
        let is_named = !kinds.is_empty();
        let mut options = ServicesOptions {
            action,
            kinds: if is_named { kinds } else { Kind::ALL.into() },
            is_named,
            source: None,
            foreground: action == Action::Up && self.flag("foreground"),
            follow: action == Action::Logs && self.flag("follow"),
            format: Format::Text,
        };
        if action == Action::Status {
            options.format = self.format.take().unwrap_or_default();
        }
        if !matches!(action, Action::Down | Action::Logs) {
            options.source = self.source.take();
        }
        Ok(options)
    }

    /// The one value that the command takes.
    fn one(&mut self, name: &str) -> Result<String> {
        match std::mem::take(&mut self.values).as_slice() {
            [value] => Ok(value.clone()),
            [] => Err(Error::usage(format!("`{name}` needs an exercise")).hint(see(name))),
            _ => Err(Error::usage(format!("`{name}` takes one exercise at a time")).hint(see(name))),
        }
    }

    fn flag(&mut self, name: &str) -> bool {
        let before = self.flags.len();
        self.flags.retain(|flag| flag != name);
        self.flags.len() < before
    }

    /// What no command has taken was meant for another.
    fn nothing_left(&self, name: &str) -> Result<()> {
        let options = [
            ("submission", self.submission.is_some()),
            ("format", self.format.is_some()),
            ("repeat", self.repeat.is_some()),
            ("kata", self.kata.is_some()),
            ("seed", self.seed.is_some()),
            ("save", self.save.is_some()),
            ("against", self.against.is_some()),
            ("source", self.source.is_some()),
        ];
        let option = options.iter().find(|(_, given)| *given).map(|(option, _)| *option);
        if let Some(option) = option.or(self.flags.first().map(String::as_str)) {
            return Err(Error::usage(format!("`{name}` has no option `--{option}`")).hint(see(name)));
        }
        match self.values.first() {
            Some(value) => Err(Error::usage(format!("`{name}` takes no `{value}`")).hint(see(name))),
            None => Ok(()),
        }
    }
}

fn topic(name: &str) -> Result<Topic> {
    if name == "help" {
        return Ok(Topic::Overview);
    }
    let known = || Topic::COMMANDS.iter().map(|(known, _)| *known);
    let found = Topic::COMMANDS.iter().find(|(known, _)| *known == name).map(|(_, topic)| *topic);
    found.ok_or_else(|| {
        let near = course::nearest(name, known()).map_or_else(String::new, |near| format!("did you mean `{near}`? "));
        Error::usage(format!("there is no command `{name}`")).hint(format!("{near}`cargo xtask --help` shows them all"))
    })
}

fn text(parser: &mut Parser) -> Result<String> {
    parser.value().and_then(ValueExt::string).map_err(|error| wrong(&error))
}

fn colour(value: &str) -> Result<Colour> {
    match value {
        "auto" => Ok(Colour::Auto),
        "always" => Ok(Colour::Always),
        "never" => Ok(Colour::Never),
        _ => Err(Error::usage(format!("`{value}` is no value of `--color`")).hint("auto, always or never")),
    }
}

fn format(value: &str) -> Result<Format> {
    match value {
        "text" => Ok(Format::Text),
        "json" => Ok(Format::Json),
        _ => Err(Error::usage(format!("`{value}` is no format")).hint("text or json")),
    }
}

fn repeat(value: &str) -> Result<u32> {
    let number = value.parse().ok().filter(|number| (1..=1000).contains(number));
    number.ok_or_else(|| Error::usage(format!("`--repeat {value}` is no number from 1 to 1000")))
}

fn source(value: &str) -> Result<Source> {
    Source::from_name(value).ok_or_else(|| {
        Error::usage(format!("`{value}` is no source of services")).hint("environment, local, package or docker")
    })
}

fn action(name: &str) -> Result<Action> {
    let known = || Action::ALL.iter().map(|(known, _)| *known);
    let found = Action::ALL.iter().find(|(known, _)| *known == name).map(|(_, action)| *action);
    found.ok_or_else(|| {
        let near = course::nearest(name, known());
        let hint =
            near.map_or_else(|| known().collect::<Vec<_>>().join(", "), |near| format!("did you mean `{near}`?"));
        Error::usage(format!("`services` cannot `{name}`")).hint(hint)
    })
}

fn kind(name: &str) -> Result<Kind> {
    Kind::from_name(name).ok_or_else(|| {
        let known = Kind::ALL.map(Kind::name);
        let hint = course::nearest(name, known.into_iter())
            .map_or_else(|| format!("there are: {}", known.join(", ")), |near| format!("did you mean `{near}`?"));
        Error::usage(format!("there is no service `{name}`")).hint(hint)
    })
}

fn seed(value: &str) -> Result<u64> {
    value.parse().map_err(|_| Error::usage(format!("`--seed {value}` is no whole number")))
}

fn wrong(error: &lexopt::Error) -> Error {
    Error::usage(error.to_string()).hint("`cargo xtask --help` shows what there is")
}

fn see(name: &str) -> String {
    format!("`cargo xtask {name} --help` shows an example")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse_words(line: &str) -> Result<Command> {
        parse(Parser::from_args(line.split_whitespace())).map(|invocation| invocation.command)
    }

    #[test]
    fn check_takes_targets_and_options_in_any_order() {
        let expected = CheckOptions {
            targets: vec!["stage2".into(), "lru_cache".into()],
            fresh: true,
            submission: Some("../ada".into()),
            source: Some(Source::Local),
            format: Format::Json,
        };
        assert_eq!(
            parse_words("check stage2 --fresh --submission ../ada lru_cache --source local --format=json"),
            Ok(Command::Check(expected))
        );
        assert_eq!(parse_words("check"), Ok(Command::Check(CheckOptions::default())));
    }

    #[test]
    fn help_is_found_from_everywhere() {
        for line in ["check --help", "help check", "check stage2 -h", "--help check"] {
            assert_eq!(parse_words(line), Ok(Command::Help(Topic::Check)), "{line}");
        }
        for line in ["", "--help", "help", "-h"] {
            assert_eq!(parse_words(line), Ok(Command::Help(Topic::Overview)), "{line}");
        }
    }

    #[test]
    fn commands_for_one_exercise_want_exactly_one() {
        assert_eq!(parse_words("hint heap --all"), Ok(Command::Hint { exercise: "heap".into(), all: true }));
        assert_eq!(parse_words("reset heap --undo"), Ok(Command::Reset { exercise: "heap".into(), undo: true }));
        assert_eq!(parse_words("hint").map_err(|error| error.message), Err("`hint` needs an exercise".into()));
        assert!(parse_words("solution a b").is_err_and(|error| error.message.contains("one exercise at a time")));
    }

    #[test]
    fn a_benchmark_takes_its_options() {
        let Ok(Command::Bench(options)) =
            parse_words("bench lru_cache --quick --save before --against first --anyway --seed 7")
        else {
            panic!("it is a benchmark")
        };
        assert_eq!((&options.targets[..], options.quick, options.seed), (&["lru_cache".to_owned()][..], true, 7));
        assert_eq!((options.save.as_deref(), options.against.as_deref()), (Some("before"), Some("first")));
        let Ok(Command::Bench(plain)) = parse_words("bench") else { panic!("it is a benchmark") };
        assert_eq!((plain.quick, plain.reference, plain.seed), (false, false, SEED));
    }

    #[test]
    fn services_take_an_action_and_names() {
        let services = |line: &str| match parse_words(line) {
            Ok(Command::Services(options)) => (options.action, options.kinds, options.source),
            other => panic!("{other:?}"),
        };
        assert_eq!(services("services"), (Action::Status, Kind::ALL.into(), None));
        let up = services("services up redis postgres --source package");
        assert_eq!(up, (Action::Up, vec![Kind::Redis, Kind::Postgres], Some(Source::Package)));
        let hint = |line: &str| parse_words(line).expect_err(line).hint.expect("a hint");
        assert_eq!(hint("services up postgrs"), "did you mean `postgres`?");
        assert_eq!(hint("services dwon"), "did you mean `down`?");
        assert_eq!(hint("services fly"), "status, up, down, logs, shell, install");
        assert_eq!(hint("services --source nowhere"), "environment, local, package or docker");
        assert_eq!(hint("services shell"), "such as postgres, mariadb, mongodb, redis, rabbitmq");
    }

    #[test]
    fn services_take_only_the_options_of_their_action() {
        let services = |line: &str| match parse_words(line) {
            Ok(Command::Services(options)) => options,
            other => panic!("{other:?}"),
        };
        assert!(services("services up --foreground").foreground && services("services logs redis --follow").follow);
        assert_eq!(services("services --format json").format, Format::Json);
        assert!(services("services down redis").is_named && !services("services down").is_named);
        for line in ["services down --foreground", "services up --follow", "services down --source local"] {
            let message = parse_words(line).expect_err(line).message;
            assert!(message.starts_with("`services` has no option `--"), "{line}: {message}");
        }
    }

    #[test]
    fn a_new_exercise_names_its_stage() {
        let expected = Command::New { stage: "stage2".into(), name: "rate_limiter".into() };
        assert_eq!(parse_words("new stage2/rate_limiter"), Ok(expected));
        assert!(parse_words("new rate_limiter").is_err());
    }

    #[test]
    fn mistakes_are_named() {
        let message = |line: &str| parse_words(line).expect_err(line).message;
        assert_eq!(message("chekc"), "there is no command `chekc`");
        assert_eq!(
            parse_words("chekc").expect_err("typo").hint.as_deref(),
            Some("did you mean `check`? `cargo xtask --help` shows them all")
        );
        assert_eq!(message("list --fresh"), "`list` has no option `--fresh`");
        assert_eq!(message("ci stage2"), "`ci` takes no `stage2`");
        assert_eq!(message("check --format xml"), "`xml` is no format");
        assert_eq!(message("verify --repeat 0"), "`--repeat 0` is no number from 1 to 1000");
        assert!(message("check --nothing").contains("--nothing"));
        assert_eq!(message("bench --seed x"), "`--seed x` is no whole number");
        assert_eq!(message("bench --anyway"), "`--anyway` needs `--against NAME`");
        assert!(message("bench --reference --kata a.rs").contains("no meaning"));
        assert_eq!(message("check --save a"), "`check` has no option `--save`");
    }
}
