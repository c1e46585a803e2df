//! "When is she busy?" Sort the meetings, join each to the one before, done in ten lines. Then a day-long workshop
//! contains a short call, the call is "the one before", and the afternoon looks free. Two meetings back to back show
//! as two busy times with nothing between, and an empty one makes somebody busy at no time at all. The ten lines are
//! right only when they compare the right two ends. And they are fast only when joining does not move everything that
//! follows.

use std::ops::Range;

use harness::prelude::*;

use super::kata::{insert, merge};

fn ranges<T: Copy>(pairs: &[(T, T)]) -> Vec<Range<T>> {
    pairs.iter().map(|&(start, end)| start..end).collect()
}

fn pairs<T: Copy>(ranges: &[Range<T>]) -> Vec<(T, T)> {
    ranges.iter().map(|range| (range.start, range.end)).collect()
}

/// What `merge` makes of these meetings, each given by its start and its end.
fn merged<T: Ord + Copy>(meetings: &[(T, T)]) -> Vec<(T, T)> {
    pairs(&merge(ranges(meetings)))
}

/// What `insert` makes of these busy times and a meeting.
fn inserted<T: Ord + Copy>(busy: &[(T, T)], (start, end): (T, T)) -> Vec<(T, T)> {
    let mut busy = ranges(busy);
    insert(&mut busy, start..end);
    pairs(&busy)
}

/// The busy times between 0 and `hours`, found by looking at every hour.
fn hour_by_hour(meetings: &[(i64, i64)], hours: i64) -> Vec<(i64, i64)> {
    let mut busy: Vec<(i64, i64)> = Vec::new();
    for hour in (0..hours).filter(|hour| meetings.iter().any(|&(start, end)| (start..end).contains(hour))) {
        match busy.last_mut() {
            Some((_, end)) if *end == hour => *end += 1,
            _ => busy.push((hour, hour + 1)),
        }
    }
    busy
}

/// A meeting on a day of 40 hours. One in four is empty, or ends before it starts.
fn meeting(draw: &mut Draw<'_>) -> (i64, i64) {
    let start = draw.number(1..=34);
    (start, start + draw.number(-1..=6))
}

mod behaviour {
    use harness::assert_eq;

    use super::*;

    #[test]
    fn meetings_that_overlap_become_one() {
        assert_eq!(merged(&[(9, 11), (10, 12)]), [(9, 12)]);
        assert_eq!(merged(&[(9, 11), (10, 12), (11, 14), (13, 15)]), [(9, 15)]);
    }

    #[test]
    fn meetings_with_a_gap_between_them_stay_apart() {
        assert_eq!(merged(&[(9, 10), (11, 12), (14, 17)]), [(9, 10), (11, 12), (14, 17)]);
    }

    // One ends at 10, the next starts at 10: there is no time between them.
    #[test]
    fn meetings_that_touch_become_one() {
        assert_eq!(merged(&[(9, 10), (10, 11)]), [(9, 11)]);
        assert_eq!(merged(&[(9, 10), (10, 11), (12, 13), (13, 14)]), [(9, 11), (12, 14)]);
    }

    #[test]
    fn meetings_come_in_any_order() {
        assert_eq!(merged(&[(14, 17), (9, 10), (11, 12)]), [(9, 10), (11, 12), (14, 17)]);
        assert_eq!(merged(&[(13, 15), (10, 12), (9, 11), (12, 13)]), [(9, 15)]);
    }

    #[test]
    fn a_meeting_within_another_adds_nothing() {
        assert_eq!(merged(&[(9, 17), (10, 11), (12, 13)]), [(9, 17)]);
        assert_eq!(merged(&[(9, 17), (18, 19), (10, 11)]), [(9, 17), (18, 19)]);
    }

    // The workshop lasts until 17. The call within it ended at 11, and the meeting at 15 overlaps with only one of
    // them.
    #[test]
    fn what_counts_is_the_latest_end_and_not_the_last_one() {
        assert_eq!(merged(&[(9, 17), (10, 11), (15, 18)]), [(9, 18)]);
        assert_eq!(merged(&[(9, 17), (10, 11), (17, 18), (20, 21)]), [(9, 18), (20, 21)]);
    }

    // Sorted by its end, the long one comes last, and joins more than its neighbour.
    #[test]
    fn a_late_end_may_belong_to_an_early_start() {
        assert_eq!(merged(&[(9, 10), (11, 12), (13, 14), (8, 16)]), [(8, 16)]);
        assert_eq!(merged(&[(6, 7), (9, 10), (11, 12), (8, 16)]), [(6, 7), (8, 16)]);
    }

    #[test]
    fn times_are_whatever_has_an_order() {
        let meetings = [((3, "09:30"), (3, "10:15")), ((2, "22:00"), (3, "01:00")), ((3, "10:00"), (3, "11:00"))];
        assert_eq!(merged(&meetings), [((2, "22:00"), (3, "01:00")), ((3, "09:30"), (3, "11:00"))]);
        assert_eq!(inserted(&[("09:30", "10:15")], ("10:00", "11:00")), [("09:30", "11:00")]);
    }

    #[test]
    fn a_meeting_is_inserted_into_its_gap() {
        let busy = [(9, 10), (12, 13), (15, 16)];
        assert_eq!(inserted(&busy, (7, 8)), [(7, 8), (9, 10), (12, 13), (15, 16)]);
        assert_eq!(inserted(&busy, (17, 18)), [(9, 10), (12, 13), (15, 16), (17, 18)]);
        assert_eq!(inserted(&[(9, 10), (14, 15)], (11, 13)), [(9, 10), (11, 13), (14, 15)]);
    }

    #[test]
    fn a_meeting_that_is_inserted_makes_a_busy_time_longer() {
        let busy = [(9, 11), (13, 15)];
        assert_eq!(inserted(&busy, (8, 10)), [(8, 11), (13, 15)]);
        assert_eq!(inserted(&busy, (10, 12)), [(9, 12), (13, 15)]);
        assert_eq!(inserted(&busy, (12, 14)), [(9, 11), (12, 15)]);
        assert_eq!(inserted(&busy, (14, 16)), [(9, 11), (13, 16)]);
        assert_eq!(inserted(&busy, (12, 16)), [(9, 11), (12, 16)]);
    }

    #[test]
    fn a_meeting_that_is_inserted_joins_what_it_touches() {
        let busy = [(9, 11), (13, 15)];
        assert_eq!(inserted(&busy, (8, 9)), [(8, 11), (13, 15)]);
        assert_eq!(inserted(&busy, (15, 16)), [(9, 11), (13, 16)]);
        assert_eq!(inserted(&busy, (11, 13)), [(9, 15)]);
    }

    #[test]
    fn a_meeting_that_is_inserted_may_join_many() {
        let busy = [(1, 2), (4, 6), (8, 9), (11, 14), (16, 17)];
        assert_eq!(inserted(&busy, (5, 12)), [(1, 2), (4, 14), (16, 17)]);
        assert_eq!(inserted(&busy, (3, 15)), [(1, 2), (3, 15), (16, 17)]);
        assert_eq!(inserted(&busy, (0, 20)), [(0, 20)]);
    }

    #[test]
    fn a_meeting_within_a_busy_time_changes_nothing() {
        let busy = [(9, 12), (14, 17)];
        for meeting in [(9, 12), (10, 11), (9, 10), (16, 17)] {
            assert_eq!(inserted(&busy, meeting), busy, "after {meeting:?}");
        }
    }
}

mod edge_cases {
    use harness::assert_eq;

    use super::*;

    #[test]
    fn without_meetings_nobody_is_busy() {
        assert_eq!(merged::<i64>(&[]), []);
        assert_eq!(inserted(&[], (9, 10)), [(9, 10)]);
        assert_eq!(merged(&[(9, 10)]), [(9, 10)]);
    }

    #[test]
    fn meetings_at_the_same_time_are_one() {
        assert_eq!(merged(&[(9, 10), (9, 10), (9, 10)]), [(9, 10)]);
        assert_eq!(merged(&[(9, 10), (9, 12), (9, 11), (13, 14), (13, 14)]), [(9, 12), (13, 14)]);
    }

    // `9..9` lasts from 9 until just before 9. A range may also be turned round, and holds nothing then.
    #[test]
    fn an_empty_meeting_leaves_no_trace() {
        assert_eq!(merged(&[(9, 9)]), []);
        assert_eq!(merged(&[(9, 8)]), []);
        assert_eq!(merged(&[(5, 5), (9, 10), (7, 6), (12, 12)]), [(9, 10)]);
        assert_eq!(inserted(&[], (9, 9)), []);
        for meeting in [(5, 5), (9, 9), (10, 10), (11, 11), (12, 12), (14, 14), (14, 5), (11, 9), (13, 10)] {
            assert_eq!(inserted(&[(9, 10), (12, 14)], meeting), [(9, 10), (12, 14)], "after {meeting:?}");
        }
    }

    #[test]
    fn an_empty_meeting_joins_nothing() {
        assert_eq!(merged(&[(9, 10), (11, 10), (11, 12)]), [(9, 10), (11, 12)]);
        assert_eq!(merged(&[(9, 12), (10, 9), (11, 13)]), [(9, 13)]);
        assert_eq!(merged(&[(9, 10), (10, 10), (10, 4), (11, 12)]), [(9, 10), (11, 12)]);
    }

    // "Since ever" and "for good" are times too: who adds one to an end to see whether it touches is past the last
    // number.
    #[test]
    fn times_reach_the_ends_of_their_type() {
        assert_eq!(merged(&[(0, i64::MAX), (i64::MIN, 0)]), [(i64::MIN, i64::MAX)]);
        assert_eq!(merged(&[(u8::MAX - 1, u8::MAX), (0, 1)]), [(0, 1), (254, 255)]);
        assert_eq!(inserted(&[(0, 1), (254, 255)], (0, u8::MAX)), [(0, 255)]);
        assert_eq!(inserted(&[(0, 1_u8)], (u8::MAX - 1, u8::MAX)), [(0, 1), (254, 255)]);
    }

    /// All meetings with a start and an end of 0 to `hours`, empty ones as well.
    fn all_meetings(hours: i64) -> impl Iterator<Item = (i64, i64)> + Clone {
        (0..=hours).flat_map(move |start| (0..=hours).map(move |end| (start, end)))
    }

    // All 15,625 ways to put three meetings on a day of four hours.
    #[test]
    fn every_three_meetings_have_their_busy_times() {
        for first in all_meetings(4) {
            for second in all_meetings(4) {
                for third in all_meetings(4) {
                    let meetings = [first, second, third];
                    assert_eq!(merged(&meetings), hour_by_hour(&meetings, 4), "merge of {meetings:?}");
                }
            }
        }
    }

    // All 128 ways to be busy on a day of seven hours, with all 64 meetings that can be added.
    #[test]
    fn every_meeting_finds_its_place_on_every_short_day() {
        for day in 0..128 {
            let hours: Vec<(i64, i64)> =
                (0..7).filter(|hour| day >> hour & 1 == 1).map(|hour| (hour, hour + 1)).collect();
            let busy = hour_by_hour(&hours, 7);
            for meeting in all_meetings(7) {
                let expected = hour_by_hour(&[&busy[..], &[meeting]].concat(), 7);
                assert_eq!(inserted(&busy, meeting), expected, "{meeting:?} inserted into {busy:?}");
            }
        }
    }
}

mod properties {
    use harness::assert_eq;

    use super::*;

    #[test]
    fn merged_meetings_agree_with_every_hour() {
        property(|draw| {
            let meetings = draw.list(0..=12, meeting);
            draw.note(|| format!("meetings = {meetings:?}"));
            assert_eq!(merged(&meetings), hour_by_hour(&meetings, 40));
        });
    }

    #[test]
    fn a_calendar_that_grows_agrees_with_every_hour() {
        property(|draw| {
            let meetings = draw.list(0..=20, meeting);
            let mut busy = Vec::new();
            for (index, &(start, end)) in meetings.iter().enumerate() {
                draw.note(|| format!("insert({start}..{end})"));
                insert(&mut busy, start..end);
                assert_eq!(pairs(&busy), hour_by_hour(&meetings[..=index], 40));
            }
        });
    }
}

mod complexity {
    use harness::assert_eq;

    use super::*;

    /// A calendar, its name, and how many busy times it has.
    type Shape = (&'static str, Vec<(u64, u64)>, usize);

    /// The calendars that tell one way to merge from another. The first three do so even when only moves are felt.
    fn shapes(size: u64) -> [Shape; 6] {
        let apart = |index| (3 * index, 3 * index + 2);
        let many = usize::try_from(size).expect("a calendar fits into memory");
        [
            ("meetings from early to late", (0..size).map(apart).collect(), many),
            ("meetings from late to early", (0..size).rev().map(apart).collect(), many),
            ("meetings that all overlap", (0..size).map(|index| (index, index + size)).collect(), 1),
            ("meetings in no order", (0..size).map(|index| apart(index * 7919 % size)).collect(), many),
            ("meetings within one another", (0..size).map(|index| (index, 2 * size - index)).collect(), 1),
            ("equal meetings", vec![(9, 10); many], 1),
        ]
    }

    fn counted(meetings: &[(u64, u64)]) -> Vec<Range<Counted<u64>>> {
        meetings.iter().map(|&(start, end)| Counted(start)..Counted(end)).collect()
    }

    fn log2(size: u64) -> u64 {
        u64::from(size.ilog2())
    }

    fn merge_compares_little(size: u64) {
        for (name, meetings, expected) in shapes(size) {
            let meetings = counted(&meetings);
            let (busy, counts) = count(|| merge(meetings));
            assert_eq!(busy.len(), expected, "the busy times of {size} {name}");
            assert_within!(
                format!("merge of {size} {name}"),
                counts.comparisons + counts.equalities,
                "comparisons",
                "O(n log n)",
                4 * size * (log2(size) + 1)
            );
        }
    }

    // A sort costs n log n, and one look at each afterwards n. To hold each against all others costs n².
    #[test]
    fn merge_costs_as_much_as_sorting() {
        merge_compares_little(2000);
    }

    // A calendar of ten thousand busy times gets one meeting more. It is sorted: nearly all of it need not be looked
    // at.
    #[test]
    fn insert_halves_what_is_left() {
        let size = 10_000;
        let last = 10 * size;
        let meetings = [
            (1, 2, 1),
            (8, 9, 0),
            (last / 2 + 8, last / 2 + 9, 0),
            (last / 2 + 5, last / 2 + 9, 1),
            (last / 2 + 5, last / 2 + 10, 2),
            (last / 2 + 1, last / 2 + 101, 11),
            (last / 2 + 9, last / 2 + 8, 0),
            (last + 8, last + 9, 0),
            (0, last, size),
        ];
        let calendar: Vec<(u64, u64)> = (0..size).map(|index| (10 * index, 10 * index + 7)).collect();
        for (start, end, joined) in meetings {
            let mut busy = counted(&calendar);
            let ((), counts) = count(|| insert(&mut busy, Counted(start)..Counted(end)));
            assert_eq!(busy.len() as u64, size - joined + u64::from(start < end));
            assert_within!(
                format!("insert of {start}..{end}, which joins {joined} of {size} busy times,"),
                counts.comparisons + counts.equalities,
                "comparisons",
                "O(log n) and O(1) for each that is joined",
                4 * (log2(size) + 2 + joined)
            );
        }
    }

    // Moves cannot be counted from here. But to insert or remove in the middle of a vector moves all that follows,
    // and once for each of 300,000 meetings, that takes for ever. (Who compares too often is told so first, and need
    // not wait.)
    #[test]
    fn what_follows_is_not_moved_once_for_each_meeting() {
        merge_compares_little(2000);
        for (name, meetings, expected) in &shapes(300_000)[..3] {
            assert_eq!(merged(meetings).len(), *expected, "the busy times of 300,000 {name}");
        }
        let busy: Vec<(u64, u64)> = (0..300_000).map(|index| (3 * index, 3 * index + 2)).collect();
        assert_eq!(inserted(&busy, (0, 900_000)), [(0, 900_000)]);
    }
}
