//! Numbers, as they are written.

use crate::model::{Float, Int};

use super::words::shortened;

/// A number is one of a type of whole numbers. It is never a float on the way, so all digits count.
pub(super) fn int(int: Int, number: &str) -> Result<(), String> {
    // Nearly always: what is written as a float is none of these, and 128 bits are slow.
    if number.parse().is_ok_and(|it| int.has(it)) && number != "-0" {
        return Ok(());
    }
    let name = int.name;
    if number.contains(['.', 'e', 'E']) {
        let number = shortened(number);
        return Err(format!(
            "expected a whole number ({name}), found {number}, which is written as a float"
        ));
    }
    let unused = 128 - int.bits;
    let fits = match int.signed {
        true => number.parse().is_ok_and(|number: i128| {
            (i128::MIN >> unused..=i128::MAX >> unused).contains(&number)
        }),
        false => number.parse().is_ok_and(|number: u128| number <= u128::MAX >> unused),
    };
    // serde_json takes it for a float, but where it reads 128 bits.
    if number == "-0" && (int.bits < 128 || !int.signed) {
        return Err(format!("expected a whole number ({name}), found -0, which only floats have"));
    }
    if fits {
        return Ok(());
    }
    let (least, most) = int.range();
    Err(format!("{} is out of range: {name} goes from {least} to {most}", shortened(number)))
}

/// A number is one of a type of floats, which have whole numbers as well.
pub(super) fn float(float: Float, number: &str) -> Result<(), String> {
    let (name, fits) = match float {
        Float::F32 => ("f32", number.parse().is_ok_and(f32::is_finite)),
        Float::F64 => ("f64", number.parse().is_ok_and(f64::is_finite)),
    };
    if fits { Ok(()) } else { Err(format!("{} is out of range of {name}", shortened(number))) }
}
