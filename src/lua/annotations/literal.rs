//! Numbers and strings in types, from their source to their value.

use super::types::Literal;

/// A number token. `None`: malformed, or a hexadecimal float, which the dialect does not have.
pub(super) fn number(text: &str, negative: bool) -> Option<Literal> {
    let sign = if negative { "-" } else { "" };
    if let Some(digits) = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        // Lua's hexadecimal integers wrap around at 64 bits.
        let value = digits
            .chars()
            .try_fold(0_i64, |value, digit| Some((value << 4) | i64::from(digit.to_digit(16)?)))?;
        let value = if negative { value.wrapping_neg() } else { value };
        return (!digits.is_empty()).then_some(Literal::Integer(value));
    }
    // The sign goes in first: -9223372036854775808 is an integer, 9223372036854775808 is not.
    let text = format!("{sign}{text}");
    match text.parse() {
        Ok(integer) => Some(Literal::Integer(integer)),
        Err(_) => text.parse().ok().map(Literal::Float),
    }
}

/// A string token, quoted or long. `None`: an escape is malformed.
pub(super) fn string(text: &str) -> Option<Vec<u8>> {
    let bytes = text.as_bytes();
    if bytes.first() == Some(&b'[') {
        return Some(long(bytes));
    }
    let mut rest = bytes.get(1..bytes.len().checked_sub(1)?)?;
    let mut value = Vec::new();
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte == b'\\' { escape(&mut rest, &mut value)? } else { value.push(byte) }
    }
    Some(value)
}

/// Without brackets, and without the line break right behind the opening one.
fn long(bytes: &[u8]) -> Vec<u8> {
    let bracket = 2 + bytes.iter().skip(1).take_while(|byte| **byte == b'=').count();
    let inner = bytes.get(bracket..bytes.len().saturating_sub(bracket)).unwrap_or_default();
    let first_break = match inner {
        [b'\r', b'\n', ..] | [b'\n', b'\r', ..] => 2,
        [b'\r' | b'\n', ..] => 1,
        _ => 0,
    };
    inner.iter().skip(first_break).copied().collect()
}

/// As the dialect reads it, so that the value equals the one of the same string outside of types: an unknown escape is
/// the character itself.
fn escape(rest: &mut &[u8], value: &mut Vec<u8>) -> Option<()> {
    let (&byte, after) = rest.split_first()?;
    *rest = after;
    match byte {
        b'a' => value.push(0x07),
        b'b' => value.push(0x08),
        b'f' => value.push(0x0c),
        b'n' => value.push(b'\n'),
        b'r' => value.push(b'\r'),
        b't' => value.push(b'\t'),
        b'v' => value.push(0x0b),
        b'\n' | b'\r' => {
            let pair = if byte == b'\n' { b'\r' } else { b'\n' };
            take(rest, |byte| (byte == pair).then_some(()));
            value.push(b'\n');
        }
        b'0'..=b'9' => {
            let mut code = digit(byte, 10)?;
            for _ in 0..2 {
                let Some(next) = take(rest, |byte| digit(byte, 10)) else { break };
                code = code * 10 + next;
            }
            value.push(u8::try_from(code).ok()?);
        }
        other => value.push(other),
    }
    Some(())
}

/// Takes the next byte if it is wanted.
fn take<T>(rest: &mut &[u8], wanted: impl Fn(u8) -> Option<T>) -> Option<T> {
    let (&byte, after) = rest.split_first()?;
    let found = wanted(byte)?;
    *rest = after;
    Some(found)
}

fn digit(byte: u8, radix: u32) -> Option<u32> {
    char::from(byte).to_digit(radix)
}
