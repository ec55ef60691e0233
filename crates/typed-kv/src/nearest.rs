//! Did you mean …?

/// The name most like `wrong`, if one is like it at all.
pub(crate) fn nearest<'a>(
    wrong: &str,
    names: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    if wrong.len() >= 100 {
        return None; // no slip of the pen, and perhaps too long to compare with all of them
    }
    // Upper and lower case are the smallest slip.
    let distance = |name: &&str| match name.eq_ignore_ascii_case(wrong) {
        true => 0,
        false => strsim::osa_distance(wrong, name),
    };
    let near = names.into_iter().filter(|name| name.len() < 100).min_by_key(distance)?;
    // Of a short word little may differ, or everything would be like everything.
    let length = wrong.chars().count();
    (distance(&near) <= (length / 3).max(1).min(length.saturating_sub(1))).then_some(near)
}

/// `; did you mean "x"?`
pub(crate) fn did_you_mean<'a>(
    wrong: &str,
    names: impl IntoIterator<Item = &'a str>,
    quote: char,
) -> Option<String> {
    nearest(wrong, names).map(|near| format!("; did you mean {quote}{near}{quote}?"))
}

/// `"a", "b" and "c"`, and not more than a reader reads.
pub(crate) fn quoted<'a>(names: impl IntoIterator<Item = &'a str>, quote: char) -> String {
    const MOST: usize = 12;
    let names: Vec<String> =
        names.into_iter().map(|name| format!("{quote}{name}{quote}")).collect();
    match &names[..] {
        [] => "none".into(),
        [one] => one.clone(),
        [all @ .., last] if names.len() <= MOST => format!("{} and {last}", all.join(", ")),
        _ => format!("{} and {} more", names[..MOST].join(", "), names.len() - MOST),
    }
}
