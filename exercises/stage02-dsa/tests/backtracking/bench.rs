//! Three searches whose nodes are known beforehand: a plan in which the narrow job comes last, a roster with very many
//! solutions, and a timetable in which hardly anything is left to choose. Whoever takes the jobs of the plan in their order
//! tries all pairs of hours for the first two, and is told each time that the last one needs them.

use std::ops::ControlFlow;

use harness::Growth;
use harness::bench::{Prepared, Random, Workload, digest};

use super::kata::ExactCover;

/// How many jobs the roster has.
const JOBS: usize = 3;

pub fn workloads() -> Vec<Workload> {
    vec![
        Workload::new("narrow job last", "search", Growth::Linear, narrow_last).sizes([128, 512, 2048, 8192]),
        Workload::new("roster, all solutions", "solution", Growth::Constant, roster)
            .sizes([990, 4080, 17_550, 63_960])
            .counting("nodes", nodes_of_a_solution),
        Workload::new("timetable, a quarter free", "search", Growth::Quadratic, timetable).sizes([25, 100, 400, 1600]),
    ]
}

fn cover(required: usize, optional: usize, options: impl IntoIterator<Item = Vec<usize>>) -> ExactCover {
    let mut cover = ExactCover::new(required, optional);
    for option in options {
        let _ = cover.add_option(&option);
    }
    cover
}

/// Two jobs of an hour that may run at any hour, and one that takes all hours but the last two. A few hours are searched
/// again and again, so that a run is not too short.
fn narrow_last(size: usize, _random: &mut Random) -> Prepared {
    let hours = JOBS..JOBS + size;
    let short = (0..2).flat_map(|job| hours.clone().map(move |hour| vec![job, hour]));
    let long = std::iter::once(2).chain(JOBS..JOBS + size - 2).collect();
    let cover = cover(JOBS, size, short.chain([long]));
    let rounds = 8192 / size;
    Prepared::repeated(rounds, move || {
        (0..rounds).map(|_| cover.count_up_to(&[], usize::MAX).unwrap_or(0) as u64).sum()
    })
}

/// Jobs that any of a few people can do, each of them one: the size is the number of solutions.
fn jobs(size: usize) -> ExactCover {
    let people = (JOBS..size).find(|people| (people + 1 - JOBS..=*people).product::<usize>() >= size).unwrap_or(size);
    let options = (0..JOBS).flat_map(|job| (0..people).map(move |person| vec![job, JOBS + person]));
    cover(JOBS, people, options)
}

fn roster(size: usize, _random: &mut Random) -> Prepared {
    let cover = jobs(size);
    Prepared::repeated(size, move || cover.count_up_to(&[], usize::MAX).unwrap_or(0) as u64)
}

fn nodes_of_a_solution(size: usize) -> u64 {
    let mut nodes = 0;
    let _ = jobs(size).search(&[], |_| {
        nodes += 1;
        ControlFlow::Continue(())
    });
    nodes / size as u64
}

/// Whether there are two ways to complete a Latin square: each class has each subject once, at each hour one, and no
/// subject is taught to two classes at one hour. The size is the number of places, and each of the nodes looks for the
/// narrowest item, of which there are three times as many: O(n²). Small ones come in numbers, so that a run is not too
/// short.
///
/// Where a quarter is free, there is hardly a place with two ways left: the nodes are about as many as the free places.
fn timetable(size: usize, random: &mut Random) -> Prepared {
    let count = 1600 / size;
    let tables: Vec<_> = (0..count).map(|_| latin_square(size.isqrt(), random)).collect();
    Prepared::repeated(count, move || {
        let counts = tables.iter().map(|(cover, given)| cover.count_up_to(given, 2).unwrap_or(usize::MAX));
        digest(counts.map(|count| count as u64))
    })
}

fn latin_square(width: usize, random: &mut Random) -> (ExactCover, Vec<usize>) {
    let options = (0..width.pow(3)).map(|option| {
        let (class, hour, subject) = (option / width / width, option / width % width, option % width);
        vec![class * width + hour, (width + class) * width + subject, (2 * width + hour) * width + subject]
    });
    let [classes, hours, subjects] = [(); 3].map(|()| {
        let mut order: Vec<usize> = (0..width).collect();
        random.shuffle(&mut order);
        order
    });
    let places = (0..width * width).filter(|_| random.u8(0..4) != 0);
    let subject = |place: usize| subjects[(classes[place / width] + hours[place % width]) % width];
    let given = places.map(|place| place * width + subject(place)).collect();
    (cover(3 * width * width, 0, options), given)
}
