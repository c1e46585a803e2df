//! The report as JSON, and back.
//!
//! The form is versioned and published: `docs/report.schema.json`. Fields may be added within a version; what is there
//! keeps its meaning.

use std::time::Duration;

use nojson::{DisplayJson, JsonFormatter, JsonParseError, RawJson, RawJsonValue};

use crate::report::{ExerciseReport, Phases, Place, Report, TestReport};
use crate::verdict::Verdict;

/// The version of the form.
pub const VERSION: u32 = 1;

/// The report for machines, indented.
pub fn write(report: &Report) -> String {
    nojson::json(|json| {
        json.set_indent_size(2);
        json.set_spacing(true);
        json.value(report)
    })
    .to_string()
}

/// One exercise, on one line.
pub fn write_exercise(exercise: &ExerciseReport) -> String {
    nojson::Json(exercise).to_string()
}

/// Reads what [`write_exercise`] wrote.
pub fn read_exercise(text: &str) -> Result<ExerciseReport, JsonParseError> {
    RawJson::parse(text)?.value().try_into()
}

impl DisplayJson for Report {
    fn fmt(&self, json: &mut JsonFormatter<'_, '_>) -> std::fmt::Result {
        let (earned, points) = self.score();
        json.object(|json| {
            json.member("version", VERSION)?;
            json.member("passed", self.all_passed())?;
            json.member("score", rounded(earned))?;
            json.member("points", points)?;
            json.member("exercises", &self.exercises)?;
            json.member("phases", &self.phases)
        })
    }
}

impl DisplayJson for Phases {
    fn fmt(&self, json: &mut JsonFormatter<'_, '_>) -> std::fmt::Result {
        let milliseconds = |phase: Duration| u64::try_from(phase.as_millis()).unwrap_or(u64::MAX);
        json.object(|json| {
            json.member("build", milliseconds(self.build))?;
            json.member("services", milliseconds(self.services))?;
            json.member("tests", milliseconds(self.tests))?;
            json.member("provided", &self.provided)
        })
    }
}

impl DisplayJson for ExerciseReport {
    fn fmt(&self, json: &mut JsonFormatter<'_, '_>) -> std::fmt::Result {
        json.object(|json| {
            json.member("id", &self.id)?;
            json.member("title", &self.title)?;
            json.member("verdict", self.verdict.key())?;
            json.member("unchanged", self.unchanged)?;
            json.member("score", rounded(self.score()))?;
            json.member("points", self.points)?;
            json.member("diagnostics", &self.diagnostics)?;
            json.member("warnings", self.warnings)?;
            json.member("tests", &self.tests)?;
            json.member("benchmark", &self.benchmark)
        })
    }
}

impl DisplayJson for TestReport {
    fn fmt(&self, json: &mut JsonFormatter<'_, '_>) -> std::fmt::Result {
        json.object(|json| {
            json.member("name", &self.name)?;
            json.member("verdict", self.verdict.key())?;
            json.member("weight", self.weight)?;
            json.member("reason", &self.reason)?;
            json.member("place", self.place.as_ref())?;
            json.member("printed", &self.printed)?;
            json.member("said", &self.said)?;
            json.member("milliseconds", self.milliseconds)
        })
    }
}

impl DisplayJson for Place {
    fn fmt(&self, json: &mut JsonFormatter<'_, '_>) -> std::fmt::Result {
        json.object(|json| {
            json.member("file", &self.file)?;
            json.member("line", self.line)
        })
    }
}

impl<'text, 'raw> TryFrom<RawJsonValue<'text, 'raw>> for ExerciseReport {
    type Error = JsonParseError;

    fn try_from(json: RawJsonValue<'text, 'raw>) -> Result<Self, Self::Error> {
        Ok(Self {
            id: json.to_member("id")?.required()?.try_into()?,
            title: json.to_member("title")?.required()?.try_into()?,
            verdict: verdict(json)?,
            unchanged: json.to_member("unchanged")?.required()?.try_into()?,
            points: json.to_member("points")?.required()?.try_into()?,
            diagnostics: json.to_member("diagnostics")?.required()?.try_into()?,
            warnings: json.to_member("warnings")?.required()?.try_into()?,
            tests: json.to_member("tests")?.required()?.try_into()?,
            benchmark: json.to_member("benchmark")?.required()?.try_into()?,
        })
    }
}

impl<'text, 'raw> TryFrom<RawJsonValue<'text, 'raw>> for TestReport {
    type Error = JsonParseError;

    fn try_from(json: RawJsonValue<'text, 'raw>) -> Result<Self, Self::Error> {
        Ok(Self {
            name: json.to_member("name")?.required()?.try_into()?,
            verdict: verdict(json)?,
            weight: json.to_member("weight")?.required()?.try_into()?,
            reason: json.to_member("reason")?.required()?.try_into()?,
            place: json.to_member("place")?.required()?.try_into()?,
            printed: json.to_member("printed")?.required()?.try_into()?,
            said: json.to_member("said")?.required()?.try_into()?,
            milliseconds: json.to_member("milliseconds")?.required()?.try_into()?,
        })
    }
}

impl<'text, 'raw> TryFrom<RawJsonValue<'text, 'raw>> for Place {
    type Error = JsonParseError;

    fn try_from(json: RawJsonValue<'text, 'raw>) -> Result<Self, Self::Error> {
        Ok(Self {
            file: json.to_member("file")?.required()?.try_into()?,
            line: json.to_member("line")?.required()?.try_into()?,
        })
    }
}

fn verdict(json: RawJsonValue<'_, '_>) -> Result<Verdict, JsonParseError> {
    let value = json.to_member("verdict")?.required()?;
    let key: String = value.try_into()?;
    Verdict::from_key(&key).ok_or_else(|| value.invalid(format!("`{key}` is not a verdict")))
}

/// Points with two decimals, as gradebooks have them.
fn rounded(points: f64) -> f64 {
    (points * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench::Grade;

    fn exercise() -> ExerciseReport {
        let test = TestReport {
            name: "behaviour::a".into(),
            verdict: Verdict::Wrong,
            weight: 2,
            reason: "\"quoted\"\nand \u{1b}[31mred".into(),
            place: Some(Place { file: "kata.rs".into(), line: 7 }),
            printed: "hello".into(),
            said: String::new(),
            milliseconds: 12,
        };
        let passed =
            TestReport { verdict: Verdict::Passed, weight: 1, place: None, reason: String::new(), ..test.clone() };
        ExerciseReport {
            id: "stage02-dsa/a".into(),
            title: "A".into(),
            verdict: Verdict::Wrong,
            unchanged: false,
            points: 20,
            diagnostics: String::new(),
            warnings: 1,
            tests: vec![test, passed],
            benchmark: vec![Grade { aspect: "growth".into(), passed: None, reason: "noise".into() }],
        }
    }

    #[test]
    fn an_exercise_comes_back_as_it_was() {
        let exercise = exercise();
        assert_eq!(read_exercise(&write_exercise(&exercise)).expect("it is our own"), exercise);
    }

    #[test]
    fn a_report_has_its_version_and_a_rounded_score() {
        let text = write(&Report { exercises: vec![exercise()], phases: Phases::default() });
        assert!(
            text.starts_with("{\n  \"version\": 1,\n  \"passed\": false,\n  \"score\": 6.67,\n  \"points\": 20,"),
            "{text}"
        );
    }

    #[test]
    fn other_text_is_refused() {
        assert!(read_exercise("{}").is_err());
        assert!(read_exercise("not JSON").is_err());
        assert!(read_exercise(&write_exercise(&exercise()).replace("\"wrong\"", "\"fine\"")).is_err());
    }
}
