//! What the end of the process that was asked for means to the shell.

use rehearsal::{Exit, Value};

/// The exit code of the program. What failed says why on the standard error.
///
/// ```text
/// nothing, a table, a text → 0      true → 0      false → 1      7 → 7      2.9 → 2      NaN → 1
/// ```
pub fn of(exit: &Exit) -> u8 {
    match exit {
        Exit::Returned(value) => of_value(value),
        Exit::Failed(_) | Exit::Terminated(_) => 1,
    }
}

fn of_value(value: &Value) -> u8 {
    match value {
        // A shell sees the low eight bits of any number.
        Value::Int(number) => *number as u8,
        Value::Float(number) if number.is_finite() => *number as i64 as u8,
        Value::Float(_) | Value::Bool(false) => 1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(value: impl Into<Value>, code: u8) {
        assert_eq!(of(&Exit::Returned(value.into())), code);
    }

    #[test]
    fn an_integer_is_the_code_and_a_float_loses_its_fraction() {
        check(7, 7);
        check(2.9, 2);
        check(-1, 255);
        check(256, 0);
        check(f64::NAN, 1);
        check(f64::INFINITY, 1);
    }

    #[test]
    fn true_is_fine_and_false_is_not() {
        check(true, 0);
        check(false, 1);
    }

    #[test]
    fn nothing_a_table_and_a_text_are_fine() {
        check((), 0);
        check("7", 0);
        check(vec![Value::from(7)], 0);
    }

    #[test]
    fn a_failure_is_one() {
        let error = rehearsal::Error::internal("boom");
        assert_eq!(of(&Exit::Failed(error.clone())), 1);
        assert_eq!(of(&Exit::Terminated(error)), 1);
    }
}
