//! Rules and prices as a back end reads them, once, and evaluates them, often: here many of them in one long sum, so that
//! the size can grow. And parentheses within parentheses, which are what the stack is for; no deeper than what calls
//! itself can bear.

use harness::Growth;
use harness::bench::{Prepared, Random, Workload};

use super::kata::compile;

const DEPTH: usize = 32;
/// How often a run evaluates: once is too quick for a clock.
const TIMES: usize = 4;

pub fn workloads() -> Vec<Workload> {
    vec![
        Workload::new("compile, n terms", "compilation", Growth::Linear, |size, random| {
            compilation(terms(size, random))
        }),
        Workload::new("compile, n parentheses", "compilation", Growth::Linear, |size, _| {
            compilation(parentheses(size))
        }),
        Workload::new("eval, n terms", "evaluation", Growth::Linear, evaluation),
    ]
}

fn terms(size: usize, random: &mut Random) -> String {
    let terms: Vec<String> = (0..size)
        .map(|_| {
            let (one, other) = (random.u32(1..1000), random.u32(1..1000));
            match random.u32(0..3) {
                0 => format!("{one} * (quantity - {other}) / 7"),
                1 => format!("max(net - {one}, discount) % {other}"),
                _ => format!("-net ^ 2 * {one}"),
            }
        })
        .collect();
    terms.join(if random.bool() { " + " } else { " - " })
}

fn parentheses(size: usize) -> String {
    let group = format!("{}1{}", "(".repeat(DEPTH), ")".repeat(DEPTH));
    vec![group; size / DEPTH].join(" + ")
}

fn variable(name: &str) -> Option<i64> {
    match name {
        "net" => Some(250),
        "quantity" => Some(4),
        "discount" => Some(100),
        _ => None,
    }
}

fn compilation(source: String) -> Prepared {
    let value = |program: Option<i64>| program.unwrap_or_default().cast_unsigned();
    Prepared::consuming(
        1,
        source,
        |source| compile(&source).ok(),
        move |program| value(program.as_ref().and_then(|program| program.eval(&variable).ok())),
    )
}

fn evaluation(size: usize, random: &mut Random) -> Prepared {
    let program = compile(&terms(size, random)).ok();
    Prepared::repeated(TIMES, move || {
        let values = (0..TIMES).filter_map(|_| program.as_ref()?.eval(&variable).ok());
        values.fold(0, |sum, value| sum + value.cast_unsigned())
    })
}
