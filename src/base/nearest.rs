//! Did you mean …?

/// The text most like `wrong`, if one is like it at all.
pub(crate) fn nearest<'a, T: AsRef<str> + ?Sized>(
    wrong: &str,
    texts: impl Iterator<Item = &'a T>,
) -> Option<&'a T> {
    if wrong.len() >= 100 {
        return None; // no slip of the pen, and perhaps too long to compare with all of them
    }
    let distance = |text: &&T| strsim::osa_distance(wrong, text.as_ref());
    let best = texts.filter(|text| text.as_ref().len() < 100).min_by_key(distance)?;
    (distance(&best) <= wrong.chars().count().div_ceil(3)).then_some(best)
}
