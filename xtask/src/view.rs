//! How a report looks to a person.

use std::path::Path;
use std::time::Duration;

use course::{Course, Exercise};
use grader::bench::Grade;
use grader::{ExerciseReport, Phases, Place, Report, Source, TestReport, TestSource, Verdict};

use crate::advice::Advice;
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
            shown.push_str(&grades(&exercise.benchmark, self.style));
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
        if *self.source == Source::InPlace {
            let next = Advice { course: self.course, target: self.target }.after(report, explained);
            shown.push_str(&format!("\n{}", text::hint(&next, self.style)));
        }
        shown
    }

    /// One line an exercise, aligned, the verdict first.
    fn overview(&self, report: &Report) -> String {
        let width = report.exercises.iter().map(|exercise| exercise.name().len()).max().unwrap_or(0);
        let line = |exercise: &ExerciseReport| {
            let points = format!("{}/{}", text::points(exercise.score()), exercise.points);
            let line = format!(
                "{}  {:width$}  {points:>8}{}",
                self.verdict(exercise.verdict),
                exercise.name(),
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
        if !exercise.benchmark.is_empty() {
            let failed = exercise.benchmark.iter().any(|grade| grade.passed == Some(false));
            remarks.push(format!("benchmark {}", if failed { "failed" } else { "as asked" }));
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
        format!("{} {}{test}", self.style.bad(&format!("{verdict}:")), self.style.strong(exercise.name()))
    }

    /// The line of the kata that panicked, if it was one, and the test's own source.
    fn code(&self, exercise: &ExerciseReport, test: &TestReport) -> Option<String> {
        let exercise = self.course.exercise(&exercise.id).ok()?;
        let in_tests = |place: &&Place| place.file == "tests.rs";
        let mut shown = String::new();
        if let Some(place) = test.place.as_ref().filter(|place| !in_tests(place)) {
            shown.push_str(&self.kata_line(exercise, place));
            shown.push('\n');
        }
        let tests = exercise.path("tests.rs");
        if let Some((first, lines)) = TestSource::read(&tests).test(&test.name) {
            let marked = test.place.as_ref().filter(in_tests).map(|place| place.line as usize);
            shown.push_str(&self.excerpt(&tests, lines, first, marked));
        }
        (!shown.is_empty()).then_some(shown)
    }

    /// A line of the kata with those around it; only its place, where there is no such file.
    fn kata_line(&self, exercise: &Exercise, place: &Place) -> String {
        const AROUND: usize = 2;
        let path = self.source.file(exercise, &place.file);
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        let lines: Vec<String> = text.lines().map(safe).collect();
        let line = place.line as usize;
        let from = line.saturating_sub(AROUND + 1).min(lines.len());
        let to = (line + AROUND).min(lines.len());
        self.excerpt(&path, &lines[from..to], from + 1, Some(line))
    }

    fn excerpt(&self, path: &Path, lines: &[String], first: usize, marked: Option<usize>) -> String {
        let place = format!("{}:{}", self.course.relative(path).display(), marked.unwrap_or(first));
        let code = excerpt::render(lines, first, marked, self.style);
        format!("  {}\n{}", self.style.faint(&place), text::indented(&code, 2))
    }

    fn summary(&self, report: &Report) -> String {
        let (earned, points) = report.score();
        let passed = report.exercises.iter().filter(|exercise| exercise.verdict == Verdict::Passed).count();
        let exercises = text::count(report.exercises.len(), "exercise");
        let summary = format!("{} of {points} points · {passed} of {exercises} passed", text::points(earned));
        let mark = if report.all_passed() { Style::good } else { Style::strong };
        let phases = phases(&report.phases, self.style);
        format!("{}\n{phases}", mark(self.style, &summary))
    }
}

/// A line that says where the time went, where services took part in it.
pub fn phases(phases: &Phases, style: Style) -> String {
    if phases.provided.is_empty() {
        return String::new();
    }
    let seconds = |phase: Duration| format!("{:.1} s", phase.as_secs_f64());
    let (build, services, tests) = (seconds(phases.build), seconds(phases.services), seconds(phases.tests));
    let line = format!("built in {build} · {} there after {services} · tests ran {tests}", phases.provided.join(", "));
    format!("{}\n", style.faint(&line))
}

/// One line a grade: the benchmark's own lines of the score.
pub fn grades(grades: &[Grade], style: Style) -> String {
    let line = |grade: &Grade| {
        let (verdict, mark): (&str, fn(Style, &str) -> String) = match grade.passed {
            Some(true) => ("passed", Style::good),
            Some(false) => ("failed", Style::bad),
            None => ("no verdict", Style::caution),
        };
        format!("{}  benchmark, {}: {}\n", mark(style, &format!("{verdict:>16}")), grade.aspect, grade.reason)
    };
    grades.iter().map(line).collect()
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
