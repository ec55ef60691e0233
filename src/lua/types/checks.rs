//! The validators: `@min(1)`, `@max_len(5)`, `@pattern("^a+$")`.

use std::rc::Rc;

use indexmap::IndexSet;
use mlua::Value;
use regex_lite::{Regex, RegexBuilder};
use rustc_hash::FxBuildHasher;

use super::catalogue::{Check, Constant};
use super::failure::{Failure, Wrong};
use crate::base::Str;
use crate::lua::objects::type_name;

/// How large a pattern may become with its repetitions written out.
const LARGEST_PATTERN: u32 = 2_000;

/// Compiled patterns.
#[derive(Default)]
pub struct Patterns {
    texts: IndexSet<Str, FxBuildHasher>,
    /// In the same order; `None` for one that is malformed or too large.
    compiled: Vec<Option<Pattern>>,
}

#[derive(Clone)]
struct Pattern {
    regex: Rc<Regex>,
    /// What a byte of a text costs.
    steps: u32,
}

impl Patterns {
    fn compiled(&mut self, pattern: &Str) -> Option<Pattern> {
        let (index, is_new) = self.texts.insert_full(pattern.clone());
        if is_new {
            self.compiled.push(Pattern::new(pattern));
        }
        self.compiled.get(index).cloned().flatten()
    }
}

impl Pattern {
    fn new(pattern: &str) -> Option<Self> {
        // Our own measure: that of the library follows the width of a pointer, and would not be the same everywhere.
        let size = size(pattern.as_bytes());
        if size > LARGEST_PATTERN || is_verbose(pattern) {
            return None;
        }
        let regex =
            RegexBuilder::new(pattern).nest_limit(50).size_limit(usize::MAX).build().ok()?;
        Some(Self { regex: Rc::new(regex), steps: size / 32 + 1 })
    }
}

/// Whether a pattern asks for blanks and comments in it, which RE2 does not know, and `size` would not see through.
fn is_verbose(pattern: &str) -> bool {
    pattern.split("(?").skip(1).any(|after| {
        after
            .bytes()
            .take_while(|byte| byte.is_ascii_alphabetic() || *byte == b'-')
            .any(|byte| byte == b'x')
    })
}

/// How large a pattern is with its repetitions written out, about.
fn size(pattern: &[u8]) -> u32 {
    /// A group that is open: its size so far, and of it that of the last piece, which may be repeated.
    #[derive(Clone, Copy, Default)]
    struct Group {
        all: u32,
        last: u32,
    }
    impl Group {
        fn push(&mut self, size: u32) {
            *self = Self { all: self.all.saturating_add(size), last: size };
        }
        fn repeat(&mut self, times: u32) {
            let more = self.last.saturating_mul(times.saturating_sub(1));
            *self =
                Self { all: self.all.saturating_add(more), last: self.last.saturating_add(more) };
        }
    }
    let mut outer = Vec::new();
    let mut group = Group::default();
    let mut rest = pattern;
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        match byte {
            b'\\' => {
                let escaped = rest.first().copied().unwrap_or_default();
                rest = rest.get(1..).unwrap_or_default();
                // The braces of `\x{41}` repeat nothing.
                if matches!(escaped, b'x' | b'u' | b'U') && rest.first() == Some(&b'{') {
                    rest = rest.get(1..).unwrap_or_default();
                }
                group.push(1);
            }
            b'(' => outer.push(std::mem::take(&mut group)),
            b')' => {
                let inner = std::mem::replace(&mut group, outer.pop().unwrap_or_default());
                group.push(inner.all.saturating_add(2));
            }
            b'{' => {
                let is_bound = |byte: &u8| matches!(byte, b'0'..=b'9' | b',' | b' ');
                let (bounds, behind) =
                    rest.split_at(rest.iter().take_while(|byte| is_bound(byte)).count());
                if behind.first() == Some(&b'}') {
                    let numbers = bounds.split(|byte| *byte == b',').filter_map(|number| {
                        std::str::from_utf8(number).ok()?.trim().parse::<u32>().ok()
                    });
                    group.repeat(numbers.max().unwrap_or(0).saturating_add(1));
                    rest = behind.get(1..).unwrap_or_default();
                } else {
                    group.push(1);
                }
            }
            // A class costs by its length, as far as it goes; what of it looks like something else costs more.
            _ => group.push(1),
        }
    }
    outer.iter().fold(group.all, |all, open| all.saturating_add(open.all))
}

/// Holds a value against a validator. What it is not meant for passes. `steps` counts what matching costs; with more
/// than `most` it is given up.
pub fn hold(
    check: &Check,
    value: &Value,
    patterns: &mut Patterns,
    steps: &mut u32,
    most: u32,
) -> Result<(), Failure> {
    let failed = |found: String| Err(Wrong::Check(check.clone(), found).into());
    match (check, value) {
        (Check::Min(bound), Value::Integer(_) | Value::Number(_)) if below(value, bound) => {
            failed(number(value))
        }
        (Check::Max(bound), Value::Integer(_) | Value::Number(_)) if above(value, bound) => {
            failed(number(value))
        }
        (Check::MinLength(least), Value::String(_) | Value::Table(_)) if length(value) < *least => {
            failed(length(value).to_string())
        }
        (Check::MaxLength(most), Value::String(_) | Value::Table(_)) if length(value) > *most => {
            failed(length(value).to_string())
        }
        (Check::Pattern(pattern), Value::String(text)) => {
            let Some(Pattern { regex, steps: cost }) = patterns.compiled(pattern) else {
                return Err(Wrong::Malformed(pattern.clone()).into());
            };
            let text = text.to_string_lossy();
            let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
            *steps = steps.saturating_add(length.saturating_mul(cost));
            if *steps > most {
                return Err(Wrong::TooLong.into());
            }
            if regex.is_match(&text) {
                return Ok(());
            }
            failed(format!("{:?}", text.chars().take(40).collect::<String>()))
        }
        _ => Ok(()),
    }
}

fn below(value: &Value, bound: &Constant) -> bool {
    match (value, bound) {
        (Value::Integer(number), Constant::Integer(bound)) => number < bound,
        // Not a number is within no bounds.
        _ => float(value) < float_of(bound) || float(value).is_nan(),
    }
}

fn above(value: &Value, bound: &Constant) -> bool {
    match (value, bound) {
        (Value::Integer(number), Constant::Integer(bound)) => number > bound,
        _ => float(value) > float_of(bound) || float(value).is_nan(),
    }
}

fn float(value: &Value) -> f64 {
    match value {
        Value::Integer(number) => *number as f64,
        Value::Number(number) => *number,
        _ => f64::NAN,
    }
}

fn float_of(bound: &Constant) -> f64 {
    match bound {
        Constant::Integer(bound) => *bound as f64,
        Constant::Float(bits) => f64::from_bits(*bits),
        Constant::Boolean(_) | Constant::Text(_) => f64::NAN,
    }
}

/// The number as types write it.
fn number(value: &Value) -> String {
    match value {
        Value::Integer(number) => number.to_string(),
        Value::Number(number) => number.to_string(),
        other => type_name(other).to_owned(),
    }
}

/// Of a string its bytes, of a table its elements.
fn length(value: &Value) -> i64 {
    let length = match value {
        Value::String(text) => text.as_bytes().len(),
        Value::Table(table) => table.raw_len(),
        _ => 0,
    };
    i64::try_from(length).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::{is_verbose, size};

    #[test]
    fn repetitions_make_a_pattern_large() {
        for (pattern, expected) in [
            ("^.+@.+$", 7),
            ("a{3}", 4),
            ("a{1,255}", 256),
            ("a{2,}b", 4),
            ("(ab){10}", 44),
            ("((a{50}){50}){50}", 137_955),
            ("(a{9999999}){9999999}{9999999}", u32::MAX),
            ("[{](a{50}){50}", 2_706),
            ("\\x{4000}", 6),
            ("(((", 0),
            (")))a", 7),
            ("{}{,}{5", 2),
        ] {
            assert_eq!(size(pattern.as_bytes()), expected, "{pattern}");
        }
    }

    #[test]
    fn verbose_patterns_are_told_apart() {
        assert!(is_verbose("(?x)a") && is_verbose("b(?i-x:a)"));
        assert!(!is_verbose("(?i)x") && !is_verbose("(?P<x>a)x") && !is_verbose("(x)"));
    }
}
