//! caught by: tests::complexity::a_distance_compares_each_pair_once
//! Writes the definition down as it is: the same questions are asked again, exponentially often.

pub enum Edit<'to, T> {
    Keep,
    Replace(&'to T),
    Delete,
    Insert(&'to T),
}

pub fn distance<T: PartialEq>(from: &[T], to: &[T]) -> usize {
    match (from, to) {
        ([], rest) | (rest, []) => rest.len(),
        ([first, from_rest @ ..], [second, to_rest @ ..]) => {
            if first == second {
                distance(from_rest, to_rest)
            } else {
                1 + distance(from_rest, to_rest).min(distance(from_rest, to)).min(distance(from, to_rest))
            }
        }
    }
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
