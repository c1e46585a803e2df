//! How a report looks to a person.

use std::path::Path;

use course::{Course, Exercise};
use grader::{ExerciseReport, Report, Source, TestReport, TestSource, Verdict};

use crate::excerpt;
use crate::terminal::{Style, safe};
use crate::text;

/// A report, with what it takes to show it.
pub struct View<'run> {
    /// The course whose tests judged.
    pub course: &'run Course,
    /// Whose katas they were.
    pub source: &'run Source,
    /// Where earlier verdicts are kept.
    pub target: &'run Path,
    /// Whether there is colour.
    pub style: Style,
}

impl View<'_> {
    /// The whole of it: a line an exercise, the first failure explained, the score, and what to type next.
    pub fn report(&self, report: &Report) -> String {
        let mut shown = self.overview(report);
        if let [exercise] = &report.exercises[..] {
            shown.push_str(&self.tests(exercise));
        }
        let explained = Self::to_explain(report);
        if let Some(exercise) = explained {
            shown.push('\n');
            shown.push_str(&self.explain(exercise));
        } else if let [exercise] = &report.exercises[..]
            && exercise.warnings > 0
        {
            shown.push_str(&format!("\n{}\n", exercise.diagnostics));
        }
        shown.push('\n');
        shown.push_str(&self.summary(report));
        shown.push_str(&self.next(report, explained));
        shown
    }

    /// One line an exercise, aligned, the verdict first.
    fn overview(&self, report: &Report) -> String {
        let width = report.exercises.iter().map(|exercise| name(exercise).len()).max().unwrap_or(0);
        let line = |exercise: &ExerciseReport| {
            let points = format!("{}/{}", text::points(exercise.score()), exercise.points);
            let line = format!(
                "{}  {:width$}  {points:>8}{}",
                self.verdict(exercise.verdict),
                name(exercise),
                self.remark(exercise)
            );
            format!("{}\n", line.trim_end())
        };
        report.exercises.iter().map(line).collect()
    }

    fn remark(&self, exercise: &ExerciseReport) -> String {
        let mut remarks = Vec::new();
        if !exercise.tests.is_empty() {
            remarks.push(format!("{} of {}", exercise.passed(), text::count(exercise.tests.len(), "test")));
        }
        if exercise.verdict == Verdict::DoesNotCompile {
            remarks.push(first_line(&exercise.diagnostics));
        }
        if exercise.warnings > 0 {
            remarks.push(text::count(exercise.warnings, "warning"));
        }
        if exercise.unchanged {
            remarks.push("unchanged".to_owned());
        }
        self.style.faint(&format!("  {}", remarks.join(" · ")))
    }

    /// One line a test, for a check of one exercise.
    fn tests(&self, exercise: &ExerciseReport) -> String {
        let line = |test: &TestReport| format!("{}  {}\n", self.verdict(test.verdict), self.style.faint(&test.name));
        exercise.tests.iter().filter(|test| test.verdict != Verdict::NotStarted).map(line).collect()
    }

    fn verdict(&self, verdict: Verdict) -> String {
        let text = format!("{verdict:>16}");
        match verdict {
            Verdict::Passed => self.style.good(&text),
            Verdict::NotStarted => self.style.faint(&text),
            Verdict::Environment => self.style.caution(&text),
            _ => self.style.bad(&text),
        }
    }

    /// The exercise whose failure is explained: the first that was begun and does not pass.
    fn to_explain(report: &Report) -> Option<&ExerciseReport> {
        let begun = |exercise: &&ExerciseReport| !matches!(exercise.verdict, Verdict::Passed | Verdict::NotStarted);
        let only = if report.exercises.len() == 1 { report.exercises.first() } else { None };
        report.exercises.iter().find(begun).or(only.filter(|exercise| exercise.verdict != Verdict::Passed))
    }

    fn explain(&self, exercise: &ExerciseReport) -> String {
        match exercise.first_failure() {
            Some(test) => self.explain_test(exercise, test),
            None => {
                format!("{}\n\n{}\n", self.heading(exercise, exercise.verdict, None), exercise.diagnostics.trim_end())
            }
        }
    }

    fn explain_test(&self, exercise: &ExerciseReport, test: &TestReport) -> String {
        let mut shown = self.heading(exercise, test.verdict, Some(&test.name));
        shown.push_str("\n\n");
        shown.push_str(&text::indented(&safe(&test.reason), 2));
        if let Some(code) = self.code(exercise, test) {
            shown.push_str(&format!("\n{code}"));
        }
        let (input, said) = told_apart(&test.said);
        let outputs = [
            ("the smallest input found that fails", input.as_str()),
            ("said before it failed (standard error)", said.as_str()),
            ("printed (standard output)", test.printed.as_str()),
        ];
        for (title, output) in outputs {
            if !output.trim().is_empty() {
                let output = text::indented(&safe(output.trim_matches('\n')), 4);
                shown.push_str(&format!("\n  {}\n{output}", self.style.strong(title)));
            }
        }
        shown
    }

    fn heading(&self, exercise: &ExerciseReport, verdict: Verdict, test: Option<&str>) -> String {
        let test = test.map_or_else(String::new, |test| format!(" · {test}"));
        format!("{} {}{test}", self.style.bad(&format!("{verdict}:")), self.style.strong(name(exercise)))
    }

    /// The line of the kata that panicked, if it was one, and the test's own source.
    fn code(&self, exercise: &ExerciseReport, test: &TestReport) -> Option<String> {
        let exercise = self.course.exercise(&exercise.id).ok()?;
        let tests = exercise.path("tests.rs");
        let place = test.place.as_ref();
        let mut shown = String::new();
        if let Some(place) = place.filter(|place| place.file != "tests.rs") {
            shown.push_str(&self.kata_line(exercise, &place.file, place.line));
        }
        let source = TestSource::read(&tests);
        if let Some((first, lines)) = source.test(&test.name) {
            let marked = place.filter(|place| place.file == "tests.rs").map(|place| place.line as usize);
            let line = marked.unwrap_or(first);
            shown.push_str(&format!(
                "  {}\n",
                self.style.faint(&format!("{}:{line}", self.course.relative(&tests).display()))
            ));
            shown.push_str(&text::indented(&excerpt::render(lines, first, marked, self.style), 2));
        }
        (!shown.is_empty()).then_some(shown)
    }

    fn kata_line(&self, exercise: &Exercise, file: &str, line: u32) -> String {
        let kata = match self.source {
            Source::InPlace => exercise.kata(),
            Source::Submission(tree) => exercise.kata_of_submission(tree),
        };
        let path = kata
            .parent()
            .map(|folder| if folder.ends_with("kata") { folder.parent().unwrap_or(folder) } else { folder });
        let path = path.map(|folder| folder.join(file)).filter(|path| path.exists());
        let Some(path) = path else { return format!("  {}\n\n", self.style.faint(&format!("{file}:{line}"))) };
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let (line, from) = (line as usize, (line as usize).saturating_sub(3));
        let to = (line + 2).min(lines.len());
        let code = lines
            .get(from..to)
            .map_or_else(String::new, |lines| excerpt::render(lines, from + 1, Some(line), self.style));
        let place = self.style.faint(&format!("{}:{line}", self.course.relative(&path).display()));
        format!("  {place}\n{}\n", text::indented(&code, 2))
    }

    fn summary(&self, report: &Report) -> String {
        let (earned, points) = report.score();
        let passed = report.exercises.iter().filter(|exercise| exercise.verdict == Verdict::Passed).count();
        let exercises = text::count(report.exercises.len(), "exercise");
        let summary = format!("{} of {points} points · {passed} of {exercises} passed", text::points(earned));
        let mark = if report.all_passed() { Style::good } else { Style::strong };
        format!("{}\n", mark(self.style, &summary))
    }

    /// What to type next.
    fn next(&self, report: &Report, explained: Option<&ExerciseReport>) -> String {
        if *self.source != Source::InPlace {
            return String::new();
        }
        let begin = || report.exercises.iter().find(|exercise| exercise.verdict == Verdict::NotStarted);
        let next = match (explained, begin()) {
            (Some(exercise), _) if !self.course.root().join(self.kata_path(exercise)).exists() => {
                format!("`cargo xtask reset {}` brings the stub back", name(exercise))
            }
            (Some(exercise), _) if exercise.verdict == Verdict::DoesNotCompile => {
                format!("mend `{}`, then `cargo xtask check {}`", self.kata_path(exercise), name(exercise))
            }
            (Some(exercise), _) if exercise.verdict == Verdict::NotStarted => {
                format!(
                    "edit `{}`; `cargo xtask hint {}` gives a first nudge",
                    self.kata_path(exercise),
                    name(exercise)
                )
            }
            (Some(exercise), _) => format!("`cargo xtask hint {}` helps one step at a time", name(exercise)),
            (None, Some(exercise)) => format!("read `{}`, then edit `kata.rs` beside it", self.readme_path(exercise)),
            (None, None) => self.after_a_pass(report),
        };
        format!("\n{}", text::hint(&next, self.style))
    }

    /// The reference to compare with, and the next exercise of the course that does not pass.
    fn after_a_pass(&self, report: &Report) -> String {
        let Some(last) = report.exercises.last() else { return "there is no exercise here yet".to_owned() };
        let compare = format!("`cargo xtask solution {}` shows the reference, to compare", name(last));
        let all: Vec<&Exercise> = self.course.exercises().collect();
        let known = grader::known(self.course, &all, self.target).unwrap_or_default();
        let passed =
            |known: &Option<ExerciseReport>| known.as_ref().is_some_and(|report| report.verdict == Verdict::Passed);
        let next = all.iter().zip(&known).find(|(_, known)| !passed(known)).map(|(exercise, _)| exercise);
        let next = next
            .map(|exercise| format!("; next comes `{}`", self.course.relative(&exercise.path("README.md")).display()));
        format!("{compare}{}", next.unwrap_or_default())
    }

    fn kata_path(&self, exercise: &ExerciseReport) -> String {
        let exercise = self.course.exercise(&exercise.id);
        exercise.map_or_else(
            |_| "kata.rs".to_owned(),
            |exercise| self.course.relative(&exercise.kata()).display().to_string(),
        )
    }

    fn readme_path(&self, exercise: &ExerciseReport) -> String {
        self.kata_path(exercise).replace("kata.rs", "README.md")
    }
}

/// What the compiler says first, cut to fit beside the verdict.
fn first_line(diagnostics: &str) -> String {
    const WIDTH: usize = 64;
    let plain = grader::without_colour(diagnostics.lines().next().unwrap_or_default());
    if plain.chars().count() <= WIDTH { plain } else { plain.chars().take(WIDTH).chain(['…']).collect() }
}

/// The input that a property names, and what the kata itself said on the same stream.
fn told_apart(said: &str) -> (String, String) {
    const NOTE: &str = "[property]   ";
    let (notes, own): (Vec<&str>, Vec<&str>) = said.lines().partition(|line| line.starts_with("[property] "));
    let input: Vec<&str> = notes.iter().filter_map(|line| line.strip_prefix(NOTE)).collect();
    (input.join("\n"), own.join("\n"))
}

/// The exercise's name without its stage: what one types.
fn name(exercise: &ExerciseReport) -> &str {
    exercise.id.split_once('/').map_or(&exercise.id, |(_, name)| name)
}
