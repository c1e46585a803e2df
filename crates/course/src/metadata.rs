//! `exercise.toml`: what an exercise says of itself.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use crate::error::Result;
use crate::manifest::{self, Table};

/// What `exercise.toml` holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Metadata {
    /// As the README's first line has it.
    pub title: String,
    /// 1, a warm-up, to 5, a project.
    pub difficulty: u32,
    /// How long it takes somebody who meets it for the first time.
    pub minutes: u32,
    /// What it is worth when all tests pass.
    pub points: u32,
    /// The ids of the roadmap's bullets that it covers.
    pub roadmap: Vec<String>,
    /// The exercises that one would rather do before.
    pub requires: Vec<String>,
    /// The real servers that its tests talk to.
    pub services: Vec<String>,
    /// How much more than 1 each test of a group weighs.
    pub weights: BTreeMap<String, u32>,
    /// What one test may use.
    pub limits: Limits,
    /// What a benchmark of it is compared with, and what of that is graded; `None` where nothing is timed.
    pub benchmark: Option<Benchmark>,
}

/// What `[benchmark]` says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Benchmark {
    /// What professionals would use instead of the kata: `std::collections::BTreeMap`, `memchr`.
    pub baseline: String,
    /// Whether each workload must grow no faster than its bound.
    pub grades_growth: bool,
    /// How many times as long as the reference a kata may take; `None` where that is not graded.
    pub ratio: Option<u32>,
}

/// What one test may use before it is ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Processor time: what a loop for ever burns, whatever else the machine does.
    pub processor: Duration,
    /// Time on the clock, for a test that waits for ever.
    pub clock: Duration,
    /// Memory, in bytes.
    pub memory: u64,
    /// What it may print, in bytes.
    pub output: usize,
}

impl Limits {
    const DEFAULT_SECONDS: u32 = 2;
    const DEFAULT_MEMORY_MIB: u32 = 512;
    const OUTPUT: usize = 4 << 20;

    /// A test that waits burns no processor time, and a busy machine makes every test wait: the clock is patient.
    fn new(seconds: u32, memory_mib: u32) -> Self {
        let processor = Duration::from_secs(seconds.into());
        let clock = 5 * processor + Duration::from_secs(5);
        Self { processor, clock, memory: u64::from(memory_mib) << 20, output: Self::OUTPUT }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self::new(Self::DEFAULT_SECONDS, Self::DEFAULT_MEMORY_MIB)
    }
}

impl Metadata {
    /// Reads an `exercise.toml`. An error names the file, the line and the key.
    pub fn read(path: &Path) -> Result<Self> {
        manifest::read(path, Self::from_table)
    }

    /// The weight of one test of a group.
    pub fn weight(&self, group: &str) -> u32 {
        self.weights.get(group).copied().unwrap_or(1)
    }

    pub(crate) fn empty() -> Self {
        Self {
            title: String::new(),
            difficulty: 1,
            minutes: 1,
            points: 1,
            roadmap: Vec::new(),
            requires: Vec::new(),
            services: Vec::new(),
            weights: BTreeMap::new(),
            limits: Limits::default(),
            benchmark: None,
        }
    }

    fn from_table(table: &Table<'_>) -> Result<Self> {
        const KEYS: &[&str] = &[
            "title",
            "difficulty",
            "minutes",
            "points",
            "roadmap",
            "requires",
            "services",
            "weights",
            "limits",
            "benchmark",
        ];
        table.only(KEYS)?;
        let limits = table.table("limits")?;
        limits.only(&["seconds", "memory_mib"])?;
        Ok(Self {
            title: table.text("title")?,
            difficulty: table.number("difficulty", 1..=5)?,
            minutes: table.number("minutes", 1..=1000)?,
            points: table.number("points", 1..=1000)?,
            roadmap: table.list("roadmap")?,
            requires: table.list("requires")?,
            services: table.list("services")?,
            weights: table.table("weights")?.numbers(1..=100)?,
            limits: Limits::new(
                limits.number_or("seconds", 1..=600, Limits::DEFAULT_SECONDS)?,
                limits.number_or("memory_mib", 16..=65_536, Limits::DEFAULT_MEMORY_MIB)?,
            ),
            benchmark: if table.has("benchmark") {
                Some(Benchmark::from_table(&table.table("benchmark")?)?)
            } else {
                None
            },
        })
    }
}

impl Benchmark {
    fn from_table(table: &Table<'_>) -> Result<Self> {
        const GRADES: [&str; 2] = ["growth", "ratio"];
        table.only(&["baseline", "grades", "ratio"])?;
        let grades = table.list("grades")?;
        if let Some(unknown) = grades.iter().find(|grade| !GRADES.contains(&grade.as_str())) {
            return Err(table
                .error("grades", &format!("`{unknown}` cannot be graded"))
                .hint("\"growth\", \"ratio\" or both"));
        }
        let grades = |name: &str| grades.iter().any(|grade| grade == name);
        Ok(Self {
            baseline: table.text("baseline")?,
            grades_growth: grades("growth"),
            ratio: if grades("ratio") { Some(table.number("ratio", 2..=1000)?) } else { None },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &str = "title = \"A title\"\ndifficulty = 2\nminutes = 30\npoints = 20\nroadmap = [\"2.1\"]\n\
                         requires = [\"other\"]\nservices = []\n\n[weights]\ncomplexity = 3\n\n[limits]\nseconds = 2\n";

    fn parse(text: &str) -> Result<Metadata> {
        manifest::parse(Path::new("exercise.toml"), text, Metadata::from_table)
    }

    fn message(text: &str) -> String {
        parse(text).expect_err("it is broken").message
    }

    #[test]
    fn a_whole_file_is_read() {
        let metadata = parse(WHOLE).expect("it is whole");
        assert_eq!((metadata.title.as_str(), metadata.difficulty, metadata.points), ("A title", 2, 20));
        assert_eq!(
            (metadata.roadmap, metadata.requires, metadata.services),
            (vec!["2.1".into()], vec!["other".into()], vec![])
        );
        assert_eq!(metadata.limits.processor, Duration::from_secs(2));
        assert_eq!(metadata.limits.memory, 512 << 20);
    }

    #[test]
    fn a_group_without_a_weight_weighs_one() {
        let metadata = parse(WHOLE).expect("it is whole");
        assert_eq!((metadata.weight("complexity"), metadata.weight("behaviour")), (3, 1));
    }

    #[test]
    fn errors_name_file_line_and_key() {
        let missing = WHOLE.replace("points = 20\n", "");
        assert_eq!(message(&missing), "`exercise.toml`: the key `points` is missing");
        let text = WHOLE.replace("points = 20", "points = \"many\"");
        assert_eq!(message(&text), "`exercise.toml`, line 4: `points` must be a whole number from 1 to 1000");
        let range = WHOLE.replace("difficulty = 2", "difficulty = 9");
        assert_eq!(message(&range), "`exercise.toml`, line 2: `difficulty` must be a whole number from 1 to 5");
        let weight = WHOLE.replace("complexity = 3", "complexity = 0");
        assert_eq!(message(&weight), "`exercise.toml`, line 10: `complexity` must be a whole number from 1 to 100");
        let list = WHOLE.replace("[\"2.1\"]", "[2.1]");
        assert_eq!(message(&list), "`exercise.toml`, line 5: `roadmap` must be a list of texts");
    }

    #[test]
    fn a_benchmark_says_what_is_graded() {
        let benchmark = |lines: &str| parse(&format!("{WHOLE}\n[benchmark]\nbaseline = \"lru\"\n{lines}"));
        let both = benchmark("grades = [\"growth\", \"ratio\"]\nratio = 8\n").expect("it is whole").benchmark;
        assert_eq!(both, Some(Benchmark { baseline: "lru".into(), grades_growth: true, ratio: Some(8) }));
        let growth = benchmark("grades = [\"growth\"]\n").expect("it is whole").benchmark;
        assert_eq!(growth.map(|benchmark| benchmark.ratio), Some(None));
        assert_eq!(parse(WHOLE).expect("it is whole").benchmark, None);
        let error = benchmark("grades = [\"seconds\"]\n").expect_err("seconds are not graded");
        assert_eq!(error.message, "`exercise.toml`, line 17: `seconds` cannot be graded");
        assert!(benchmark("grades = [\"ratio\"]\n").is_err_and(|error| error.message.contains("`ratio` is missing")));
    }

    #[test]
    fn an_unknown_key_names_the_nearest_known_one() {
        let error = parse(&WHOLE.replace("minutes", "minuets")).expect_err("a key is unknown");
        assert_eq!(error.message, "`exercise.toml`, line 3: unknown key `minuets`");
        assert_eq!(error.hint.as_deref(), Some("did you mean `minutes`?"));
    }

    #[test]
    fn broken_syntax_names_its_line() {
        assert!(message("title = \"A\"\npoints = = 3\n").starts_with("`exercise.toml`, line 2: "));
    }
}
