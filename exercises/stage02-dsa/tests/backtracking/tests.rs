//! Every search of this kind finds the right answer for four queens. Then comes the real roster: one that takes the items
//! in the order in which they come is still busy next year, one that copies its board at every step spends its time in
//! the allocator, and one that does not put back quite what it took out finds solutions that are none, or no more.
//!
//! The rules leave nothing open, so these tests watch every step: which nodes are visited, in which order, and how many.

use std::ops::ControlFlow;

use harness::prelude::*;

use super::kata::{ExactCover, GivenError, Node, OptionError};

/// Items and options, as they are told to the kata.
struct Puzzle {
    required: usize,
    optional: usize,
    options: Vec<Vec<usize>>,
}

impl Puzzle {
    fn new(required: usize, optional: usize, options: &[&[usize]]) -> Self {
        Self { required, optional, options: options.iter().map(|items| items.to_vec()).collect() }
    }

    #[track_caller]
    fn cover(&self) -> ExactCover {
        let mut cover = ExactCover::new(self.required, self.optional);
        for (number, items) in self.options.iter().enumerate() {
            let added = cover.add_option(items).map_err(told);
            harness::assert_eq!(added, Ok(number), "the number of an option that covers {items:?}");
        }
        cover
    }

    /// The options that share no item with a chosen one.
    fn left(&self, chosen: &[usize]) -> Vec<usize> {
        let covered: Vec<usize> = chosen.iter().flat_map(|&option| self.options[option].clone()).collect();
        let is_left = |&option: &usize| self.options[option].iter().all(|item| !covered.contains(item));
        (0..self.options.len()).filter(is_left).collect()
    }

    /// The options to try at a node; none when all required items are covered.
    fn branches(&self, chosen: &[usize]) -> Option<Vec<usize>> {
        let left = self.left(chosen);
        let covered: Vec<usize> = chosen.iter().flat_map(|&option| self.options[option].clone()).collect();
        let options_of = |item: usize| -> Vec<usize> {
            left.iter().copied().filter(|&option| self.options[option].contains(&item)).collect()
        };
        (0..self.required).filter(|item| !covered.contains(item)).map(options_of).min_by_key(Vec::len)
    }

    /// All nodes, as the rules say.
    fn nodes(&self, given: &[usize]) -> Vec<(Vec<usize>, bool)> {
        let mut nodes = Vec::new();
        let mut waiting = vec![given.to_vec()];
        while let Some(chosen) = waiting.pop() {
            let branches = self.branches(&chosen);
            for &option in branches.iter().flatten().rev() {
                waiting.push([&chosen[..], &[option]].concat());
            }
            nodes.push((chosen, branches.is_none()));
        }
        nodes
    }

    /// All sets of options that cover what must be covered, found by looking at every set.
    fn covers(&self) -> Vec<Vec<usize>> {
        let members = |set: u32| (0..self.options.len()).filter(move |option| set >> option & 1 == 1);
        let fits = |&set: &u32| {
            let times = |item| members(set).filter(|&option| self.options[option].contains(&item)).count();
            (0..self.required).all(|item| times(item) == 1)
                && (self.required..self.required + self.optional).all(|item| times(item) <= 1)
        };
        (0..1 << self.options.len()).filter(fits).map(|set| members(set).collect()).collect()
    }
}

fn told(error: OptionError) -> (&'static str, usize) {
    match error {
        OptionError::UnknownItem(item) => ("unknown item", item),
        OptionError::RepeatedItem(item) => ("repeated item", item),
        OptionError::NothingRequired => ("nothing required", 0),
    }
}

fn told_of_given(error: GivenError) -> (&'static str, usize, usize) {
    match error {
        GivenError::UnknownOption(option) => ("unknown option", option, option),
        GivenError::Clash { first, second } => ("clash", first, second),
    }
}

/// Searches, with every node in its order. Ends a search that goes on and on.
#[track_caller]
fn visited(cover: &ExactCover, given: &[usize]) -> Vec<(Vec<usize>, bool)> {
    let mut nodes = Vec::new();
    let searched = cover.search(given, |Node { chosen, is_solution }| {
        std::assert!(nodes.len() < 20_000, "the search goes on and on: 20,000 nodes visited");
        nodes.push((chosen.to_vec(), is_solution));
        ControlFlow::Continue(())
    });
    harness::assert_eq!(searched.map_err(told_of_given), Ok(()), "searching with {given:?} given");
    nodes
}

#[track_caller]
fn solved(cover: &ExactCover, given: &[usize]) -> Option<Vec<usize>> {
    cover.solve(given).unwrap_or_else(|error| refused(given, error))
}

#[track_caller]
fn all(cover: &ExactCover, given: &[usize]) -> Vec<Vec<usize>> {
    cover.solutions(given).unwrap_or_else(|error| refused(given, error))
}

#[track_caller]
fn counted(cover: &ExactCover, given: &[usize], limit: usize) -> usize {
    cover.count_up_to(given, limit).unwrap_or_else(|error| refused(given, error))
}

#[track_caller]
fn refused(given: &[usize], error: GivenError) -> ! {
    panic!("{given:?} can be given, and were refused: {:?}", told_of_given(error))
}

/// How many nodes a search visits; it is broken off when that is more than `most`.
#[track_caller]
fn check_nodes(action: &str, cover: &ExactCover, given: &[usize], bound: &str, most: u64) {
    let mut nodes = 0;
    let searched = cover.search(given, |_| {
        nodes += 1;
        if nodes <= most { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    harness::assert_eq!(searched.map_err(told_of_given), Ok(()));
    assert_within!(action, nodes, "visits of nodes (or more)", bound, most);
}

/// The exact cover that Knuth explains the method with (section 7.2.2.1, formula 5), with 0 to 6 for a to g.
fn of_knuth() -> Puzzle {
    Puzzle::new(7, 0, &[&[2, 4], &[0, 3, 6], &[1, 2, 5], &[0, 3, 5], &[1, 6], &[3, 4, 6]])
}

/// The night of the README: jobs 0 and 1, two hours of machine A, 2 and 3, and one of machine B, 4.
fn night() -> Puzzle {
    Puzzle::new(2, 3, &[&[0, 2, 3], &[1, 2], &[1, 3], &[1, 4]])
}

/// `items` items that each have `choices` options of their own: `choices` to the power of `items` solutions.
fn independent(items: usize, choices: usize) -> Puzzle {
    let options = (0..items).flat_map(|item| (0..choices).map(move |_| vec![item])).collect();
    Puzzle { required: items, optional: 0, options }
}

/// Queens that do not attack one another: each row and each column has one, each diagonal at most one.
fn queens(size: usize) -> Puzzle {
    let rising = 2 * size;
    let falling = rising + 2 * size - 1;
    let place = |row, column| vec![row, size + column, rising + row + column, falling + row + size - 1 - column];
    let options = (0..size).flat_map(|row| (0..size).map(move |column| place(row, column))).collect();
    Puzzle { required: 2 * size, optional: 4 * size - 2, options }
}

/// A digit in a place is an option; it covers the place, and the digit in its row, in its column and in its box.
fn sudoku() -> Puzzle {
    let option = |number: usize| {
        let (row, column, digit) = (number / 81, number / 9 % 9, number % 9);
        let field = row / 3 * 3 + column / 3;
        vec![row * 9 + column, 81 + row * 9 + digit, 162 + column * 9 + digit, 243 + field * 9 + digit]
    };
    Puzzle { required: 324, optional: 0, options: (0..729).map(option).collect() }
}

/// The options that a sudoku gives: `53..7` and so on, row by row.
fn clues(grid: &str) -> Vec<usize> {
    let digits = grid.bytes().enumerate().filter(|(_, digit)| digit.is_ascii_digit());
    digits.map(|(place, digit)| place * 9 + usize::from(digit - b'1')).collect()
}

/// The digits of a sudoku's solution.
fn digits(solution: &[usize]) -> String {
    solution.iter().map(|option| char::from(b"123456789"[option % 9])).collect()
}

mod behaviour {
    use harness::assert_eq;

    use super::*;

    #[test]
    fn each_required_item_is_covered_once() {
        let cover = of_knuth().cover();
        assert_eq!(solved(&cover, &[]), Some(vec![0, 3, 4]));
        assert_eq!(all(&cover, &[]), [[0, 3, 4]]);
    }

    #[test]
    fn optional_items_are_covered_at_most_once() {
        let cover = night().cover();
        assert_eq!(all(&cover, &[]), [[0, 3]], "hour 3 may stay free, and hour 2 cannot be used twice");
        let cover = Puzzle::new(2, 1, &[&[0, 2], &[1, 2], &[0], &[1]]).cover();
        assert_eq!(all(&cover, &[]), [[0, 3], [1, 2], [2, 3]]);
    }

    // One solution is easily found. The second needs everything to be put back.
    #[test]
    fn all_solutions_are_found_in_the_order_of_the_search() {
        let cover = Puzzle::new(3, 0, &[&[2], &[0, 1], &[0], &[1], &[1, 2], &[0, 1, 2]]).cover();
        assert_eq!(all(&cover, &[]), [vec![0, 1], vec![0, 2, 3], vec![2, 4], vec![5]]);
        assert_eq!(solved(&cover, &[]), Some(vec![0, 1]));
        assert_eq!(all(&independent(2, 3).cover(), &[]).len(), 9);
    }

    #[test]
    fn a_solution_lists_its_options_in_ascending_order() {
        let cover = Puzzle::new(3, 0, &[&[2], &[1], &[1], &[0]]).cover();
        assert_eq!(all(&cover, &[]), [[0, 1, 3], [0, 2, 3]]);
        assert_eq!((solved(&cover, &[]), solved(&cover, &[3, 2])), (Some(vec![0, 1, 3]), Some(vec![0, 2, 3])));
    }

    // Item 2 has one option, so it comes first, though 0 is smaller. Then both others have two.
    #[test]
    fn the_item_with_the_fewest_options_comes_first() {
        let cover = Puzzle::new(3, 0, &[&[0], &[0], &[0, 2], &[1, 2], &[1], &[1], &[0, 1]]).cover();
        let expected = [
            (vec![], false),
            (vec![2], false),
            (vec![2, 4], true),
            (vec![2, 5], true),
            (vec![3], false),
            (vec![3, 0], true),
            (vec![3, 1], true),
        ];
        assert_eq!(visited(&cover, &[]), expected);
    }

    #[test]
    fn of_equally_narrow_items_the_smallest_comes_first() {
        let cover = Puzzle::new(2, 0, &[&[1], &[0], &[0], &[1]]).cover();
        let expected = [
            (vec![], false),
            (vec![1], false),
            (vec![1, 0], true),
            (vec![1, 3], true),
            (vec![2], false),
            (vec![2, 0], true),
            (vec![2, 3], true),
        ];
        assert_eq!(visited(&cover, &[]), expected);
    }

    // After option 0, nothing is left for item 2. That is seen before anything is tried for item 1.
    #[test]
    fn an_item_without_options_is_a_dead_end() {
        let cover = Puzzle::new(3, 1, &[&[0, 3], &[0], &[1], &[1], &[2, 3], &[2, 3], &[2, 3]]).cover();
        let nodes = visited(&cover, &[]);
        assert_eq!(nodes[..2], [(vec![], false), (vec![0], false)]);
        assert_eq!(nodes[2].0, [1]);
        assert_eq!(all(&cover, &[]).len(), 6);
    }

    #[test]
    fn given_options_are_part_of_every_solution() {
        let cover = Puzzle::new(3, 0, &[&[2], &[0, 1], &[0], &[1], &[1, 2], &[0, 1, 2]]).cover();
        assert_eq!(all(&cover, &[2]), [vec![0, 2, 3], vec![2, 4]]);
        assert_eq!((solved(&cover, &[4]), solved(&cover, &[3, 0])), (Some(vec![2, 4]), Some(vec![0, 2, 3])));
        assert_eq!(visited(&cover, &[3, 0]), [(vec![3, 0], false), (vec![3, 0, 2], true)]);
        assert_eq!(counted(&cover, &[2], 9), 2);
    }

    // Two solutions are as bad as a hundred when it should be one.
    #[test]
    fn counting_stops_at_the_limit() {
        let cover = independent(3, 2).cover();
        assert_eq!([0, 1, 2, 7, 8, 9, usize::MAX].map(|limit| counted(&cover, &[], limit)), [0, 1, 2, 7, 8, 8, 8]);
        assert_eq!(counted(&of_knuth().cover(), &[1], 2), 0);
    }

    #[test]
    fn a_search_ends_where_it_is_broken_off() {
        let cover = independent(3, 2).cover();
        for last in 1..=15 {
            let mut nodes = 0;
            let searched = cover.search(&[], |_| {
                nodes += 1;
                if nodes == last { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            });
            assert_eq!((searched.is_ok(), nodes), (true, last), "broken off at node {last}");
        }
    }

    // Options 2 and 3 share two items with option 0. When it is taken back, they count for item 1 again, once.
    #[test]
    fn what_is_ruled_out_twice_comes_back_once() {
        let cover = Puzzle::new(3, 1, &[&[0, 1, 3], &[0], &[1, 3], &[3, 1], &[2], &[2], &[2]]).cover();
        let nodes: Vec<Vec<usize>> = visited(&cover, &[]).into_iter().map(|(chosen, _)| chosen).collect();
        assert_eq!(nodes[..5], [vec![], vec![0], vec![0, 4], vec![0, 5], vec![0, 6]]);
        assert_eq!(nodes[5..10], [vec![1], vec![1, 2], vec![1, 2, 4], vec![1, 2, 5], vec![1, 2, 6]]);
        assert_eq!(nodes[10..], [vec![1, 3], vec![1, 3, 4], vec![1, 3, 5], vec![1, 3, 6]]);
    }

    #[test]
    fn a_sudoku_is_an_exact_cover() {
        let grid = "53..7....6..195....98....6.8...6...34..8.3..17...2...6.6....28....419..5....8..79";
        let expected = "534678912672195348198342567859761423426853791713924856961537284287419635345286179";
        let (cover, given) = (sudoku().cover(), clues(grid));
        assert_eq!(solved(&cover, &given).map(|solution| digits(&solution)).as_deref(), Some(expected));
        assert_eq!(counted(&cover, &given, 2), 1, "it has no second solution");
        assert_eq!(counted(&cover, &given[1..], 2), 1, "it does not need the first clue");
        assert_eq!(counted(&cover, &given[8..], 2), 2, "it needs some of the others");
    }

    #[test]
    fn queens_do_not_attack_one_another() {
        let count = |size| counted(&queens(size).cover(), &[], 1000);
        assert_eq!([1, 2, 3, 4, 5, 6, 7].map(count), [1, 0, 0, 2, 10, 4, 40]);
        assert_eq!(all(&queens(4).cover(), &[]), [[1, 7, 8, 14], [2, 4, 11, 13]]);
    }
}

mod edge_cases {
    use harness::assert_eq;

    use super::*;

    #[test]
    fn where_nothing_is_required_nothing_is_chosen() {
        for cover in [ExactCover::new(0, 0), ExactCover::new(0, 3)] {
            assert_eq!(visited(&cover, &[]), [(vec![], true)]);
            assert_eq!((solved(&cover, &[]), counted(&cover, &[], 9), counted(&cover, &[], 0)), (Some(vec![]), 1, 0));
            assert_eq!(all(&cover, &[]), [Vec::<usize>::new()]);
        }
    }

    #[test]
    fn without_options_there_is_one_node() {
        let cover = ExactCover::new(2, 1);
        assert_eq!(visited(&cover, &[]), [(vec![], false)]);
        assert_eq!((solved(&cover, &[]), all(&cover, &[]).len(), counted(&cover, &[], 9)), (None, 0, 0));
    }

    #[test]
    fn options_that_cover_the_same_are_different_options() {
        let cover = Puzzle::new(2, 0, &[&[0, 1], &[1, 0], &[0, 1]]).cover();
        assert_eq!(all(&cover, &[]), [[0], [1], [2]]);
    }

    #[test]
    fn an_option_is_refused_for_its_first_mistake() {
        let mut cover = ExactCover::new(2, 2);
        let mut refusal = |items: &[usize]| cover.add_option(items).map_err(told);
        let unknown = |item| Err(told(OptionError::UnknownItem(item)));
        let repeated = |item| Err(told(OptionError::RepeatedItem(item)));
        let nothing = Err(told(OptionError::NothingRequired));
        assert_eq!([refusal(&[0, 4]), refusal(&[usize::MAX]), refusal(&[3, 9, 3])], [4, usize::MAX, 9].map(unknown));
        assert_eq!([refusal(&[0, 0]), refusal(&[3, 1, 3, 9]), refusal(&[2, 3, 2])], [0, 3, 2].map(repeated));
        assert_eq!([refusal(&[]), refusal(&[2]), refusal(&[3, 2])], [nothing; 3]);
        assert_eq!(refusal(&[3, 1]), Ok(0), "the first that is an option");
    }

    // A part of it may have been linked already.
    #[test]
    fn a_refused_option_leaves_nothing_behind() {
        let mut cover = ExactCover::new(2, 1);
        for items in [&[0, 1, 7][..], &[0, 1, 0], &[1, 2, 2], &[2]] {
            assert_eq!(cover.add_option(items).is_err(), true, "{items:?}");
            assert_eq!(visited(&cover, &[]), [(vec![], false)], "after {items:?} was refused");
        }
        assert_eq!(cover.add_option(&[1, 0]).map_err(told), Ok(0));
        assert_eq!(visited(&cover, &[]), [(vec![], false), (vec![0], true)]);
    }

    #[test]
    fn options_may_be_added_after_a_search() {
        let mut cover = Puzzle::new(2, 1, &[&[0, 2], &[1, 2]]).cover();
        assert_eq!(counted(&cover, &[], 9), 0);
        assert_eq!(cover.add_option(&[1]).map_err(told), Ok(2));
        assert_eq!(all(&cover, &[]), [[0, 2]]);
    }

    // The same 5 twice in a row of a sudoku: whoever does not look finds a solution that is none.
    #[test]
    fn given_options_that_clash_are_refused() {
        let cover = Puzzle::new(3, 1, &[&[0, 3], &[1, 3], &[1, 2], &[2], &[0, 1]]).cover();
        let refusal = |given: &[usize]| cover.search(given, |_| ControlFlow::Continue(())).map_err(told_of_given);
        let clash = |first, second| Err(told_of_given(GivenError::Clash { first, second }));
        assert_eq!(refusal(&[1, 2]), clash(1, 2), "both cover item 1");
        assert_eq!(refusal(&[0, 1]), clash(0, 1), "both cover item 3, which is optional");
        assert_eq!(refusal(&[3, 3]), clash(3, 3), "an option cannot be chosen twice");
        assert_eq!(refusal(&[0, 3, 2]), clash(3, 2));
        assert_eq!(refusal(&[3, 1, 0, 2]), clash(1, 0), "0 comes before 2");
        assert_eq!(refusal(&[0, 2, 4]), clash(0, 4), "4 clashes with both; 0 comes before 2");
        assert_eq!(refusal(&[2, 0, 4]), clash(2, 4), "4 clashes with both; 2 comes before 0");
        assert_eq!([refusal(&[2, 0]), refusal(&[1, 3]), refusal(&[4, 3]), refusal(&[])], [Ok(()); 4]);
    }

    #[test]
    fn given_options_must_be_there() {
        let cover = Puzzle::new(2, 0, &[&[0], &[1]]).cover();
        let refusal = |given: &[usize]| cover.search(given, |_| ControlFlow::Continue(())).map_err(told_of_given);
        let unknown = |option| Err(told_of_given(GivenError::UnknownOption(option)));
        assert_eq!([refusal(&[2]), refusal(&[0, 9, 0]), refusal(&[usize::MAX])], [2, 9, usize::MAX].map(unknown));
        assert_eq!(refusal(&[0, 0, 9]), Err(told_of_given(GivenError::Clash { first: 0, second: 0 })));
    }

    #[test]
    fn every_method_refuses_what_cannot_be_given() {
        let cover = Puzzle::new(2, 0, &[&[0], &[0, 1]]).cover();
        let expected = told_of_given(GivenError::Clash { first: 0, second: 1 });
        assert_eq!(cover.solve(&[0, 1]).map_err(told_of_given), Err(expected));
        assert_eq!(cover.solutions(&[0, 1]).map_err(told_of_given), Err(expected));
        assert_eq!([0, 9].map(|limit| cover.count_up_to(&[0, 1], limit).map_err(told_of_given)), [Err(expected); 2]);
        let mut nodes = 0;
        let searched = cover.search(&[0, 1], |_| {
            nodes += 1;
            ControlFlow::Continue(())
        });
        assert_eq!((searched.map_err(told_of_given), nodes), (Err(expected), 0), "and no node is visited");
    }

    // Givens may be possible each, and still not lead anywhere. That is no mistake.
    #[test]
    fn given_options_may_leave_no_solution() {
        let cover = night().cover();
        assert_eq!(visited(&cover, &[2]), [(vec![2], false)]);
        assert_eq!((solved(&cover, &[2]), all(&cover, &[1]).len(), counted(&cover, &[2], 5)), (None, 0, 0));
    }

    #[test]
    fn given_options_may_be_all() {
        let cover = night().cover();
        assert_eq!(visited(&cover, &[3, 0]), [(vec![3, 0], true)]);
        assert_eq!((solved(&cover, &[3, 0]), counted(&cover, &[0, 3], 2)), (Some(vec![0, 3]), 1));
    }

    #[test]
    fn a_search_that_was_broken_off_leaves_nothing_behind() {
        let puzzle = queens(5);
        let cover = puzzle.cover();
        let expected = puzzle.nodes(&[]);
        for last in [1, 2, 3, 5, 8, 13] {
            let mut nodes = 0;
            let _ = cover.search(&[], |_| {
                nodes += 1;
                if nodes == last { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            });
            assert_eq!(visited(&cover, &[]), expected, "after another was broken off at node {last}");
        }
    }

    #[test]
    fn searches_do_not_disturb_one_another() {
        let puzzle = queens(4);
        let cover = puzzle.cover();
        let mut nodes = Vec::new();
        let _ = cover.search(&[], |node| {
            nodes.push((node.chosen.to_vec(), node.is_solution));
            assert_eq!(counted(&cover, &[], 9), 2, "counted while another search is at {:?}", node.chosen);
            ControlFlow::Continue(())
        });
        assert_eq!(nodes, puzzle.nodes(&[]));
    }
}

mod properties {
    use harness::assert_eq;

    use super::*;

    /// A few options of a few items each.
    fn puzzle(draw: &mut Draw<'_>) -> Puzzle {
        let (required, optional) = (draw.size(1..=7), draw.size(0..=3));
        let items = required + optional;
        let options = draw.list(0..=11, |draw| {
            let first = draw.size(0..=required - 1);
            let mut option = vec![first];
            for item in 0..items {
                if item != first && draw.size(0..=3) == 3 {
                    option.insert(draw.size(0..=option.len()), item);
                }
            }
            option
        });
        draw.note(|| format!("{required} required and {optional} optional items, options = {options:?}"));
        Puzzle { required, optional, options }
    }

    #[test]
    fn the_solutions_are_all_sets_that_cover() {
        property(|draw| {
            let puzzle = puzzle(draw);
            let cover = puzzle.cover();
            let mut found = all(&cover, &[]);
            let first = found.first().cloned();
            found.sort();
            let mut expected = puzzle.covers();
            expected.sort();
            assert_eq!(found, expected);
            assert_eq!(solved(&cover, &[]), first, "the first solution");
            let limit = draw.size(0..=4);
            assert_eq!(counted(&cover, &[], limit), expected.len().min(limit), "counted up to {limit}");
        });
    }

    #[test]
    fn the_nodes_are_those_of_the_rules() {
        property_of(400, |draw| {
            let puzzle = puzzle(draw);
            assert_eq!(visited(&puzzle.cover(), &[]), puzzle.nodes(&[]), "(options chosen, whether it is a solution)");
        });
    }

    #[test]
    fn given_options_are_refused_or_searched_with() {
        property_of(300, |draw| {
            let puzzle = puzzle(draw);
            let cover = puzzle.cover();
            let most = puzzle.options.len();
            let given = draw.list(0..=3, |draw| draw.size(0..=most));
            draw.note(|| format!("given = {given:?}"));
            let share = |left: usize, right: usize| {
                puzzle.options[left].iter().any(|item| puzzle.options[right].contains(item))
            };
            let mistake = (0..given.len()).find_map(|place| {
                let option = given[place];
                if option == most {
                    return Some(("unknown option", option, option));
                }
                let first = given[..place].iter().find(|&&first| share(first, option))?;
                Some(("clash", *first, option))
            });
            match mistake {
                Some(mistake) => {
                    let searched = cover.search(&given, |_| ControlFlow::Continue(()));
                    assert_eq!(searched.map_err(told_of_given), Err(mistake));
                }
                None => assert_eq!(visited(&cover, &given), puzzle.nodes(&given)),
            }
        });
    }
}

mod complexity {
    use harness::assert_eq;

    use super::*;

    /// Searches a sudoku that has one solution, and expects no more nodes than `most`.
    #[track_caller]
    fn check_sudoku(grid: &str, expected: &str, bound: &str, most: u64) {
        let cover = sudoku().cover();
        let (mut nodes, mut found) = (0, Vec::new());
        let searched = cover.search(&clues(grid), |node| {
            nodes += 1;
            if node.is_solution {
                let mut solution = node.chosen.to_vec();
                solution.sort_unstable();
                found.push(digits(&solution));
            }
            if nodes <= most { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        assert_eq!(searched.map_err(told_of_given), Ok(()));
        assert_within!("the sudoku", nodes, "visits of nodes (or more)", bound, most);
        assert_eq!(found, [expected]);
    }

    #[test]
    fn a_sudoku_without_guessing_takes_a_node_for_each_free_place() {
        let grid = "53..7....6..195....98....6.8...6...34..8.3..17...2...6.6....28....419..5....8..79";
        let expected = "534678912672195348198342567859761423426853791713924856961537284287419635345286179";
        check_sudoku(grid, expected, "one for each of 51 free places and one more", 52);
    }

    // Made for those who try place by place: the first row is free, and the solution has its largest digits first.
    #[test]
    fn a_sudoku_against_brute_force_takes_hardly_more() {
        let grid = "..............3.85..1.2.......5.7.....4...1...9.......5......73..2.1........4...9";
        let expected = "987654321246173985351928746128537694634892157795461832519286473472319568863745219";
        check_sudoku(grid, expected, "the rule", 65);
    }

    // A person does not come far here without guessing ("AI Escargot", by Arto Inkala, 2006).
    #[test]
    fn a_hard_sudoku_takes_little_more_than_a_thousand_nodes() {
        let grid = "1....7.9..3..2...8..96..5....53..9...1..8...26....4...3......1..4......7..7...3..";
        let expected = "162857493534129678789643521475312986913586742628794135356478219241935867897261354";
        check_sudoku(grid, expected, "the rule", 1379);
    }

    // The last two items rule one another out. Whoever comes to them last tries everything else before, each time.
    #[test]
    fn an_impossible_item_at_the_end_is_seen_at_the_beginning() {
        let mut puzzle = independent(30, 2);
        puzzle.required += 2;
        puzzle.optional += 1;
        puzzle.options.extend([vec![30, 32], vec![31, 32]]);
        check_nodes("a puzzle that has no solution", &puzzle.cover(), &[], "the rule", 2);
        assert_eq!(visited(&puzzle.cover(), &[]), [(vec![], false), (vec![60], false)]);
    }

    // Which item is narrow changes with every choice: an order that was made at the start does not know.
    #[test]
    fn the_narrowest_item_is_looked_for_at_every_node() {
        // All items have three options at the start. A choice leaves one for both neighbours in its chain, wherever
        // they stand.
        let (chains, length) = (2, 12);
        let item = |chain: usize, place: usize| chain * length + place * 5 % length;
        let required = chains * length;
        let mut options = Vec::new();
        let mut optional = 0;
        for chain in 0..chains {
            for place in 0..length {
                for kind in 0..3 {
                    // An option rules out the two other kinds of the next place.
                    let mut option = vec![item(chain, place)];
                    let rules_out = |place: usize, kind: usize| required + (chain * length + place) * 3 + kind;
                    option.push(rules_out(place, kind));
                    if place + 1 < length {
                        option.extend((0..3).filter(|&other| other != kind).map(|other| rules_out(place + 1, other)));
                    }
                    optional = optional.max(rules_out(place, kind) + 1 - required);
                    options.push(option);
                }
            }
        }
        let puzzle = Puzzle { required, optional, options };
        let solutions = 3_u64.pow(2);
        let most = 1 + 3 * 12 + solutions * 12;
        check_nodes("two chains of 12 items with three options each", &puzzle.cover(), &[], "the rule", most);
        assert_eq!(counted(&puzzle.cover(), &[], 100), 9);
    }

    #[test]
    fn many_solutions_are_not_all_looked_at() {
        let cover = independent(200, 3).cover();
        assert_eq!(counted(&cover, &[], 1000), 1000);
        assert_eq!(solved(&cover, &[]).map(|solution| solution.len()), Some(200));
        let mut nodes = 0;
        let _ = cover.search(&[], |node| {
            nodes += 1;
            if node.is_solution { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        assert_eq!(nodes, 201);
    }

    /// How many blocks a search asks for when it is broken off at this node, and how many nodes it visited.
    fn blocks(cover: &ExactCover, last: u64) -> (u64, u64) {
        let mut nodes = 0;
        let ((), asked) = allocations(|| {
            let _ = cover.search(&[], |_| {
                nodes += 1;
                if nodes == last { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            });
        });
        assert_eq!(asked.kept_bytes, 0, "bytes that were never given back");
        (asked.count, nodes)
    }

    // A board that is copied at each node costs more than all that is done with it.
    #[test]
    fn a_node_allocates_nothing() {
        for puzzle in [queens(7), independent(8, 2), sudoku()] {
            let cover = puzzle.cover();
            let (start, _) = blocks(&cover, 1);
            let (all, nodes) = blocks(&cover, 500);
            assert_within!(format!("visiting {nodes} nodes"), all - start, "allocations", "none for each node", 64);
        }
    }

    #[test]
    fn a_search_may_be_a_thousand_options_deep() {
        let cover = independent(1000, 1).cover();
        check_nodes("1,000 items with one option each", &cover, &[], "a node for each", 1001);
        assert_eq!(solved(&cover, &[]), Some((0..1000).collect()));
    }

    // A few thousand nodes, and each of them leaves the state as it was: after 352 solutions it still counts right.
    #[test]
    fn a_long_search_ends() {
        let cover = queens(9).cover();
        check_nodes("a search for nine queens", &cover, &[], "the rule", 4663);
        assert_eq!(counted(&cover, &[], usize::MAX), 352);
        let solutions = all(&cover, &[]);
        assert_eq!((solutions.len(), solutions.first().cloned()), (352, solved(&cover, &[])));
    }
}
