//! The half of the small libc that is better written in Rust: mathematics from the crate `libm`, and numbers to text and
//! back. `c/shim.h` gives these functions their C names.

use core::ffi::{CStr, c_char, c_int};
use core::{ptr, str};

macro_rules! mathematics {
    ($($c:ident = $function:ident($($argument:ident),*);)*) => {$(
        // SAFETY: no other function of the program has a name with this prefix.
        #[unsafe(no_mangle)]
        extern "C" fn $c($($argument: f64),*) -> f64 {
            libm::$function($($argument),*)
        }
    )*};
}

mathematics! {
    luac_acos = acos(x);
    luac_asin = asin(x);
    luac_atan2 = atan2(y, x);
    luac_cos = cos(x);
    luac_cosh = cosh(x);
    luac_exp = exp(x);
    luac_fmod = fmod(x, y);
    luac_log = log(x);
    luac_log10 = log10(x);
    luac_log2 = log2(x);
    luac_pow = pow(x, y);
    luac_sin = sin(x);
    luac_sinh = sinh(x);
    luac_tan = tan(x);
    luac_tanh = tanh(x);
}

// SAFETY: no other function of the program has this name.
#[unsafe(no_mangle)]
extern "C" fn luac_ldexp(x: f64, exponent: c_int) -> f64 {
    libm::ldexp(x, exponent)
}

/// # Safety
/// `exponent` can be written to.
// SAFETY: no other function of the program has this name.
#[unsafe(no_mangle)]
unsafe extern "C" fn luac_frexp(x: f64, exponent: *mut c_int) -> f64 {
    let (mantissa, power) = libm::frexp(x);
    // SAFETY: the caller's word.
    unsafe { *exponent = power };
    mantissa
}

/// C's `strtod` for decimal numbers; the hexadecimal ones are read by Lua itself.
///
/// # Safety
/// `text` ends with a zero byte, and `end` can be written to.
// SAFETY: no other function of the program has this name.
#[unsafe(no_mangle)]
unsafe extern "C" fn luac_strtod(text: *const c_char, end: *mut *mut c_char) -> f64 {
    // SAFETY: the caller's word.
    let bytes = unsafe { CStr::from_ptr(text) }.to_bytes();
    let (start, length) = decimal(bytes);
    // SAFETY: the caller's word, and `length` lies within the text or at its end.
    unsafe { *end = text.add(length).cast_mut() };
    str::from_utf8(&bytes[start..length]).ok().and_then(|text| text.parse().ok()).unwrap_or(0.0)
}

/// Where the number at the beginning of a text starts, after white space, and where it ends; 0 and 0 if there is none.
fn decimal(bytes: &[u8]) -> (usize, usize) {
    let digits =
        |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let signed = |at: usize| at + usize::from(matches!(bytes.get(at), Some(b'+' | b'-')));
    let is_space = |byte: &&u8| byte.is_ascii_whitespace() || **byte == 0x0b;
    let start = bytes.iter().take_while(is_space).count();
    let mut at = signed(start);
    let mut count = digits(at);
    at += count;
    if bytes.get(at) == Some(&b'.') {
        let fraction = digits(at + 1);
        count += fraction;
        if count > 0 {
            at += 1 + fraction;
        }
    }
    if count == 0 {
        return (0, 0);
    }
    if let Some(b'e' | b'E') = bytes.get(at) {
        let first = signed(at + 1);
        let exponent = digits(first);
        if exponent > 0 {
            at = first + exponent;
        }
    }
    (start, at)
}

/// Writes the digits of a number that is not negative as printf's `%e`, `%f` and `%g` do, without width and sign.
/// Gives how many bytes that were.
///
/// # Safety
/// `out` has room for `room` bytes.
// SAFETY: no other function of the program has this name.
#[unsafe(no_mangle)]
unsafe extern "C" fn luac_fmt_double(
    out: *mut u8,
    room: usize,
    x: f64,
    conversion: c_int,
    precision: c_int,
    alternative: c_int,
) -> usize {
    let conversion = conversion as u8;
    let mut text = print(x, conversion, precision.max(0) as usize, alternative != 0);
    if conversion.is_ascii_uppercase() {
        text.make_ascii_uppercase();
    }
    let length = text.len().min(room);
    // SAFETY: the caller's word; the text is our own.
    unsafe { ptr::copy_nonoverlapping(text.as_ptr(), out, length) };
    length
}

fn print(x: f64, conversion: u8, precision: usize, alternative: bool) -> String {
    if x.is_nan() {
        return "nan".into();
    }
    if x.is_infinite() {
        return "inf".into();
    }
    match conversion.to_ascii_lowercase() {
        b'f' => {
            let point = if alternative && precision == 0 { "." } else { "" };
            format!("{x:.precision$}{point}")
        }
        b'e' => scientific(x, precision, false, alternative).0,
        _ => general(x, precision.max(1), alternative),
    }
}

/// `%e`: C's `d.ddde+XX` from Rust's exact digits; and the exponent.
fn scientific(x: f64, precision: usize, strip: bool, alternative: bool) -> (String, i32) {
    let text = format!("{x:.precision$e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let mantissa = if strip { stripped(mantissa) } else { mantissa };
    let point = if alternative && !mantissa.contains('.') { "." } else { "" };
    let sign = if exponent < 0 { '-' } else { '+' };
    (format!("{mantissa}{point}e{sign}{:02}", exponent.abs()), exponent)
}

/// `%g`: whichever of the two is shorter, without zeros at the end.
fn general(x: f64, digits: usize, alternative: bool) -> String {
    let (text, exponent) = scientific(x, digits - 1, !alternative, alternative);
    if exponent < -4 || exponent >= digits as i32 {
        return text;
    }
    let places = (digits as i32 - 1 - exponent) as usize;
    let text = format!("{x:.places$}");
    if alternative || places == 0 { text } else { stripped(&text).into() }
}

fn stripped(text: &str) -> &str {
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (f64, usize) {
        let text = std::ffi::CString::new(text).expect("no zero byte");
        let mut end = ptr::null_mut();
        // SAFETY: the text ends with a zero byte.
        let x = unsafe { luac_strtod(text.as_ptr(), &mut end) };
        (x, end as usize - text.as_ptr() as usize)
    }

    #[test]
    fn numbers_are_read_as_far_as_they_go() {
        assert_eq!(read("  -1.5e3x"), (-1500.0, 8));
        assert_eq!(read(".5"), (0.5, 2));
        assert_eq!(read("5."), (5.0, 2));
        assert_eq!(read("1e"), (1.0, 1));
        assert_eq!(read("e5"), (0.0, 0));
        assert_eq!(read("."), (0.0, 0));
    }

    #[test]
    fn numbers_are_printed_as_c_prints_them() {
        assert_eq!(print(0.1, b'g', 14, false), "0.1");
        assert_eq!(print(1e15, b'g', 14, false), "1e+15");
        assert_eq!(print(100.0, b'g', 14, false), "100");
        assert_eq!(print(1.0, b'e', 2, false), "1.00e+00");
        assert_eq!(print(2.0, b'f', 0, true), "2.");
        assert_eq!(print(1e-5, b'g', 6, false), "1e-05");
        assert_eq!(print(f64::NAN, b'g', 6, false), "nan");
    }
}
