//! A sort that is compiled once. That of the standard library is compiled for each type and each comparison, some 5 KB of
//! WebAssembly each time, which everybody downloads. A `BTreeMap` or `BTreeSet` that is collected is sorted so, too; one that is
//! extended is not.

use std::cmp::Ordering;

/// As many are sorted where they stand.
const FEW: usize = 20;

/// Sorts as `[T]::sort_by` does: equal ones keep their order.
pub fn sort_by<T>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    if items.len() > FEW {
        let order = in_order(items.len(), &|one, other| compare(&items[one], &items[other]));
        return arrange(items, order);
    }
    for end in 1..items.len() {
        let mut place = end;
        while place > 0 && compare(&items[place], &items[place - 1]) == Ordering::Less {
            items.swap(place, place - 1);
            place -= 1;
        }
    }
}

/// Where those stand now that belong to the first, the second, … place.
fn in_order(length: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..length).collect();
    order.sort_by(|one, other| compare(*one, *other));
    order
}

fn arrange<T>(items: &mut [T], mut order: Vec<usize>) {
    for start in 0..order.len() {
        let mut place = start;
        loop {
            // Who has come to its place is marked as standing there.
            let from = std::mem::replace(&mut order[place], place);
            if from == start {
                break;
            }
            items.swap(place, from);
            place = from;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::sort_by;

    #[test]
    fn sorts_as_the_standard_library_does() {
        let mut seed = 7_u32;
        for length in (0..60).chain([1_000]) {
            let mut items: Vec<(u32, u32)> = (0..length)
                .map(|number| {
                    seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    (seed >> 28, number)
                })
                .collect();
            let mut expected = items.clone();
            expected.sort_by_key(|a| a.0);
            sort_by(&mut items, |a, b| a.0.cmp(&b.0));
            assert_eq!(items, expected);
        }
    }
}
