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
    let distance = |text: &&T| strsim::osa_distance(wrong, text.as_ref());
    let best = texts.filter(|text| text.as_ref().len() < 100).min_by_key(distance)?;
    (distance(&best) <= wrong.chars().count().div_ceil(3)).then_some(best)
}
