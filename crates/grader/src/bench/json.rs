//! Measurements as JSON, and back: `docs/bench.schema.json`.
//!
//! What the benchmark says while it runs and what is kept for later has one form, so there is one reader for both.

use nojson::{DisplayJson, JsonFormatter, JsonParseError, RawJson, RawJsonValue};

use super::machine::Machine;
use super::measurement::{Cell, Entry, Grade, Interval, LeftOut, Measurement, Ratio, Trend, Workload};

/// The version of the form.
pub const VERSION: u32 = 1;

/// Measurements for machines, indented.
pub fn write(measurements: &[Measurement]) -> String {
    nojson::json(|json| {
        json.set_indent_size(2);
        json.set_spacing(true);
        json.object(|json| {
            json.member("version", VERSION)?;
            json.member("measurements", measurements)
        })
    })
    .to_string()
}

/// Reads what [`write`] wrote.
pub fn read(text: &str) -> Result<Vec<Measurement>, JsonParseError> {
    let json = RawJson::parse(text)?;
    let version = json.value().to_member("version")?.required()?;
    if u32::try_from(version)? != VERSION {
        return Err(version.invalid("it is of another version of the course"));
    }
    member(json.value(), "measurements")
}

type Raw<'text, 'raw> = RawJsonValue<'text, 'raw>;

pub fn member<'text, 'raw, T>(json: Raw<'text, 'raw>, name: &str) -> Result<T, JsonParseError>
where
    T: TryFrom<Raw<'text, 'raw>, Error = JsonParseError>,
{
    json.to_member(name)?.required()?.try_into()
}

/// A member that is `null` when there is none.
fn optional<'text, 'raw, T>(json: Raw<'text, 'raw>, name: &str) -> Result<Option<T>, JsonParseError>
where
    T: TryFrom<Raw<'text, 'raw>, Error = JsonParseError>,
{
    let value = json.to_member(name)?.required()?;
    if value.kind() == nojson::JsonValueKind::Null { Ok(None) } else { value.try_into().map(Some) }
}

/// Both directions of a struct whose members are named like its fields.
macro_rules! as_object {
    ($type:ident { $($field:ident),* $(; optional $($maybe:ident),*)? $(; within $inner:ident)? }) => {
        impl DisplayJson for $type {
            fn fmt(&self, json: &mut JsonFormatter<'_, '_>) -> std::fmt::Result {
                json.object(|json| {
                    $(json.member(stringify!($field), &self.$field)?;)*
                    $($(json.member(stringify!($maybe), self.$maybe.as_ref())?;)*)?
                    $(interval(json, stringify!($inner), self.$inner)?;)?
                    Ok(())
                })
            }
        }

        impl<'text, 'raw> TryFrom<Raw<'text, 'raw>> for $type {
            type Error = JsonParseError;

            fn try_from(json: Raw<'text, 'raw>) -> Result<Self, Self::Error> {
                Ok(Self {
                    $($field: member(json, stringify!($field))?,)*
                    $($($maybe: optional(json, stringify!($maybe))?,)*)?
                    $($inner: read_interval(json, stringify!($inner))?,)?
                })
            }
        }
    };
}

as_object!(Measurement { id, title, baseline, kata, machine, seed, seconds, workloads, trouble, grades });
as_object!(Machine { processor, cores, system, rustc });
as_object!(Workload { name, operation, bound, cells, trends, left_out; optional unit });
as_object!(Cell { size, entries, ratios });
as_object!(Entry { who, rounds, spread, blocks, bytes, peak_bytes; optional count; within nanoseconds });
as_object!(Ratio { of, to; within times });
as_object!(Trend { who, class, counted, exponent, confidence, within });
as_object!(LeftOut { who, size, reason });
as_object!(Grade { aspect, reason; optional passed });

fn interval(json: &mut nojson::JsonObjectFormatter<'_, '_, '_>, name: &str, interval: Interval) -> std::fmt::Result {
    json.member(name, interval.middle)?;
    json.member("low", interval.low)?;
    json.member("high", interval.high)
}

fn read_interval(json: Raw<'_, '_>, name: &str) -> Result<Interval, JsonParseError> {
    Ok(Interval { middle: member(json, name)?, low: member(json, "low")?, high: member(json, "high")? })
}

#[cfg(test)]
mod tests {
    use super::super::measurement::tests::measurement;
    use super::*;

    #[test]
    fn measurements_come_back_as_they_were() {
        let grade = |passed| Grade { aspect: "growth".into(), passed, reason: "\"so\"".into() };
        let whole = Measurement { grades: vec![grade(Some(true)), grade(None)], ..measurement() };
        assert_eq!(read(&write(std::slice::from_ref(&whole))).expect("it is our own"), [whole]);
    }

    #[test]
    fn another_version_and_other_text_are_refused() {
        let text = write(&[measurement()]);
        assert!(read(&text.replacen("\"version\": 1", "\"version\": 2", 1)).is_err());
        assert!(read("{}").is_err() && read("not JSON").is_err());
        assert!(read(&text.replace("\"spread\"", "\"spraed\"")).is_err());
    }
}
