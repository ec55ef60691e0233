//! Did you mean …?

/// The text most like `wrong`, if one is like it at all.
///
/// ```
/// use rehearsal::base::nearest;
///
/// let names = ["app:relay", "app:worker"];
/// assert_eq!(nearest("app:relai", names.into_iter()), Some("app:relay"));
/// assert_eq!(nearest("something else", names.into_iter()), None);
/// ```
pub fn nearest<'a, T: AsRef<str> + ?Sized>(
    wrong: &str,
    texts: impl Iterator<Item = &'a T>,
) -> Option<&'a T> {
    if wrong.len() >= 100 {
        return None; // no slip of the pen, and perhaps too long to compare with all of them
    }
    let wrong_outline = Outline::of(wrong);
    let most = wrong_outline.length.div_ceil(3);
    let (distance, best) = texts
        .filter(|text| text.as_ref().len() < 100)
        .filter(|text| Outline::of(text.as_ref()).least_distance(wrong_outline) <= most)
        .map(|text| (strsim::osa_distance(wrong, text.as_ref()), text))
        .min_by_key(|(distance, _)| *distance)?;
    (distance <= most).then_some(best)
}

/// What can be seen of a text at a glance. A process may send to a name that is wrong a million times, and most names are nothing like it:
/// that shows without comparing them letter by letter.
#[derive(Clone, Copy)]
struct Outline {
    /// In characters.
    length: usize,
    /// Which of 64 classes of characters occur.
    classes: u64,
}

impl Outline {
    fn of(text: &str) -> Self {
        let mut outline = Self { length: 0, classes: 0 };
        for letter in text.chars() {
            outline.length += 1;
            outline.classes |= 1 << (letter as u32 % 64);
        }
        outline
    }

    /// They differ by so many slips at least: a slip adds or takes one character, or puts one in the place of another, or swaps two.
    fn least_distance(self, other: Self) -> usize {
        let only_here = (self.classes & !other.classes).count_ones();
        let only_there = (other.classes & !self.classes).count_ones();
        self.length.abs_diff(other.length).max(only_here.max(only_there) as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::{Outline, nearest};
    use crate::base::Rng;

    #[test]
    fn what_is_seen_at_a_glance_is_never_more_than_the_distance() {
        let mut rng = Rng::new(7);
        let mut word = || -> String {
            let length = rng.below(9);
            (0..length)
                .map(|_| char::from_u32(0x61 + rng.below(70) as u32).unwrap_or('é'))
                .collect()
        };
        for _ in 0..20_000 {
            let (one, other) = (word(), word());
            let seen = Outline::of(&one).least_distance(Outline::of(&other));
            let distance = strsim::osa_distance(&one, &other);
            assert!(
                seen <= distance,
                "{one:?} and {other:?}: {seen} at a glance, {distance} apart"
            );
        }
    }

    #[test]
    fn the_nearest_of_several_is_found_and_of_equals_the_first() {
        let names = ["child", "boss", "cihld", "chidl", "build"];
        assert_eq!(nearest("child", names.into_iter()), Some("child"));
        assert_eq!(nearest("chlid", ["chil", "child", "cihld"].into_iter()), Some("child"));
        assert_eq!(nearest("chld", ["boss", "chlid", "child"].into_iter()), Some("chlid"));
        assert_eq!(nearest("boos", names.into_iter()), Some("boss"));
        assert_eq!(nearest("zebra", names.into_iter()), None);
    }
}
