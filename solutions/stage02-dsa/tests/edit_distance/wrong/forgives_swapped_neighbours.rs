//! caught by: tests::behaviour::neighbours_that_changed_places_are_two_edits, tests::edge_cases::all_short_words_are_as_far_apart_as_defined
//! Counts two neighbours that changed places as one edit: another distance, by Damerau.

pub enum Edit<'to, T> {
    Keep,
    Replace(&'to T),
    Delete,
    Insert(&'to T),
}

pub fn distance<T: PartialEq>(from: &[T], to: &[T]) -> usize {
    let (long, short) = if from.len() < to.len() { (to, from) } else { (from, to) };
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=short.len()).collect();
    for row in 1..=long.len() {
        let mut current = vec![row; short.len() + 1];
        for column in 1..=short.len() {
            let differs = usize::from(long[row - 1] != short[column - 1]);
            current[column] = (above[column - 1] + differs).min(above[column].min(current[column - 1]) + 1);
            let may_swap = row > 1 && column > 1 && differs == 1;
            if may_swap && long[row - 1] == short[column - 2] && long[row - 2] == short[column - 1] {
                current[column] = current[column].min(before[column - 2] + 1);
            }
        }
        before = std::mem::replace(&mut above, current);
    }
    above[short.len()]
}

pub fn distance_at_most<T: PartialEq>(from: &[T], to: &[T], limit: usize) -> Option<usize> {
    let (long, short) = if from.len() < to.len() { (to, from) } else { (from, to) };
    let limit = limit.min(long.len());
    if long.len() - short.len() > limit {
        return None;
    }
    let mut row: Vec<usize> = (0..=short.len()).collect();
    for (done, element) in long.iter().enumerate() {
        let start = (done + 1).saturating_sub(limit).max(1);
        let end = (done + 1 + limit).min(short.len());
        let mut left = if start == 1 { done + 1 } else { limit + 1 };
        let mut diagonal = std::mem::replace(&mut row[start - 1], left);
        let mut smallest = left;
        for column in start..=end {
            let above = row[column];
            left = (diagonal + usize::from(*element != short[column - 1])).min(above.min(left) + 1);
            row[column] = left;
            diagonal = above;
            smallest = smallest.min(left);
        }
        if smallest > limit {
            return None;
        }
    }
    row.last().copied().filter(|&distance| distance <= limit)
}

pub fn edit_script<'to, T: PartialEq>(from: &[T], to: &'to [T]) -> Vec<Edit<'to, T>> {
    let kept = from.iter().zip(to).take_while(|(left, right)| left == right).count();
    let mut script: Vec<_> = (0..kept).map(|_| Edit::Keep).collect();
    let (from, to) = (&from[kept..], &to[kept..]);
    let width = to.len() + 1;
    let mut equal = vec![false; from.len() * width];
    let mut rest = vec![0_usize; (from.len() + 1) * width];
    for done in (0..=from.len()).rev() {
        for made in (0..=to.len()).rev() {
            let at = done * width + made;
            rest[at] = if done == from.len() {
                to.len() - made
            } else if made == to.len() {
                from.len() - done
            } else if from[done] == to[made] {
                equal[at] = true;
                rest[at + width + 1]
            } else {
                1 + rest[at + width + 1].min(rest[at + width]).min(rest[at + 1])
            };
        }
    }
    let (mut done, mut made) = (0, 0);
    while done < from.len() || made < to.len() {
        let at = done * width + made;
        let both = done < from.len() && made < to.len();
        if both && equal[at] {
            script.push(Edit::Keep);
            (done, made) = (done + 1, made + 1);
        } else if both && rest[at + width + 1] + 1 == rest[at] {
            script.push(Edit::Replace(&to[made]));
            (done, made) = (done + 1, made + 1);
        } else if done < from.len() && rest[at + width] + 1 == rest[at] {
            script.push(Edit::Delete);
            done += 1;
        } else {
            script.push(Edit::Insert(&to[made]));
            made += 1;
        }
    }
    script
}

pub fn closest<'text>(word: &str, candidates: &[&'text str], limit: usize) -> Option<&'text str> {
    let word: Vec<char> = word.chars().collect();
    let away = |candidate: &&'text str| {
        let letters: Vec<char> = candidate.chars().collect();
        Some((distance_at_most(&word, &letters, limit)?, *candidate))
    };
    candidates.iter().filter_map(away).min_by_key(|(distance, _)| *distance).map(|(_, candidate)| candidate)
}
