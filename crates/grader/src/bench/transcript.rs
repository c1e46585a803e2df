//! What a benchmark says while it runs, put together into a measurement.

use nojson::{JsonParseError, RawJson, RawJsonValue};

use super::json::member;
use super::measurement::{Cell, LeftOut, Trend, Workload};

/// What begins a line of the benchmark's, among whatever a kata prints.
const MARK: &str = "@bench ";

/// What has been said so far.
#[derive(Debug, Default)]
pub struct Transcript {
    /// How many cells there will be.
    pub planned: usize,
    /// How many are finished.
    pub finished: usize,
    /// Who ran last, and what.
    pub current: String,
    /// What was measured.
    pub workloads: Vec<Workload>,
    /// The beginning of a line that has not ended.
    rest: Vec<u8>,
}

impl Transcript {
    /// Hears a part of the output, wherever it was cut.
    pub fn hear(&mut self, chunk: &[u8]) -> Result<(), JsonParseError> {
        self.rest.extend_from_slice(chunk);
        while let Some(end) = self.rest.iter().position(|&byte| byte == b'\n') {
            let line: Vec<u8> = self.rest.drain(..=end).collect();
            if let Some(record) = String::from_utf8_lossy(&line).trim_end().strip_prefix(MARK) {
                self.read(RawJson::parse(record)?.value())?;
            }
        }
        Ok(())
    }

    /// Whether everything that was planned is finished.
    pub fn is_whole(&self) -> bool {
        self.planned > 0 && self.finished == self.planned
    }

    fn read(&mut self, json: RawJsonValue<'_, '_>) -> Result<(), JsonParseError> {
        for (kind, record) in json.to_object()? {
            let kind: String = kind.try_into()?;
            match kind.as_str() {
                "plan" => self.planned = member(record, "cells")?,
                "begin" => self.begin(record)?,
                "cell" => self.finish(record)?,
                "trend" => {
                    let trend: Trend = record.try_into()?;
                    let trends = &mut self.workload(record)?.trends;
                    trends.retain(|earlier| earlier.who != trend.who);
                    trends.push(trend);
                }
                "left_out" => {
                    let left: LeftOut = record.try_into()?;
                    self.workload(record)?.left_out.push(left);
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn begin(&mut self, record: RawJsonValue<'_, '_>) -> Result<(), JsonParseError> {
        let (who, workload, size): (String, String, u64) =
            (member(record, "who")?, member(record, "workload")?, member(record, "size")?);
        self.current = format!("{who} at `{workload}`, size {size}");
        Ok(())
    }

    fn finish(&mut self, record: RawJsonValue<'_, '_>) -> Result<(), JsonParseError> {
        let cell: Cell = record.try_into()?;
        let (operation, bound) = (member(record, "operation")?, member(record, "bound")?);
        let unit = record.to_member("unit")?.required()?;
        let unit = if unit.kind() == nojson::JsonValueKind::Null { None } else { Some(unit.try_into()?) };
        let workload = self.workload(record)?;
        (workload.operation, workload.bound, workload.unit) = (operation, bound, unit);
        workload.cells.push(cell);
        self.finished += 1;
        Ok(())
    }

    /// The workload that a record is about.
    fn workload(&mut self, record: RawJsonValue<'_, '_>) -> Result<&mut Workload, JsonParseError> {
        let name: String = member(record, "workload")?;
        let at = self.workloads.iter().position(|workload| workload.name == name).unwrap_or_else(|| {
            self.workloads.push(Workload { name, ..Workload::default() });
            self.workloads.len() - 1
        });
        Ok(&mut self.workloads[at])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CELL: &str = r#"@bench {"cell":{"workload":"get","operation":"get","bound":"O(1)","unit":null,"size":8,"entries":[{"who":"yours","rounds":5,"nanoseconds":2.5,"low":2,"high":3,"spread":0.1,"blocks":0,"bytes":0,"peak_bytes":64,"count":null}],"ratios":[]}}"#;
    const TREND: &str = r#"@bench {"trend":{"workload":"get","who":"yours","class":"O(n)","counted":false,"exponent":1.1,"confidence":1,"within":false}}"#;

    #[test]
    fn cells_and_trends_are_gathered_from_among_what_a_kata_prints() {
        let said = format!("hello\n@bench {{\"plan\":{{\"cells\":3}}}}\nunfinished\n{CELL}\n{TREND}\nbye");
        let mut transcript = Transcript::default();
        for chunk in said.as_bytes().chunks(7) {
            transcript.hear(chunk).expect("it is well formed");
        }
        assert_eq!((transcript.planned, transcript.finished), (3, 1));
        let [workload] = &transcript.workloads[..] else { panic!("one workload, not {transcript:?}") };
        assert_eq!((workload.name.as_str(), workload.bound.as_str(), &workload.unit), ("get", "O(1)", &None));
        assert_eq!(workload.cells[0].entry("yours").map(|entry| entry.rounds), Some(5));
        assert_eq!(workload.trend("yours").map(|trend| trend.class.as_str()), Some("O(n)"));
    }

    #[test]
    fn a_later_trend_replaces_an_earlier_one() {
        let mut transcript = Transcript::default();
        let later = TREND.replace("O(n)", "O(1)");
        transcript.hear(format!("{TREND}\n{later}\n").as_bytes()).expect("it is well formed");
        let trends = &transcript.workloads[0].trends;
        assert_eq!(trends.iter().map(|trend| trend.class.as_str()).collect::<Vec<_>>(), ["O(1)"]);
    }

    #[test]
    fn who_ran_last_is_known() {
        let mut transcript = Transcript::default();
        transcript
            .hear(b"@bench {\"begin\":{\"workload\":\"get\",\"size\":64,\"who\":\"yours\"}}\n")
            .expect("well formed");
        assert_eq!(transcript.current, "yours at `get`, size 64");
        assert!(transcript.hear(b"@bench nonsense\n").is_err());
    }
}
