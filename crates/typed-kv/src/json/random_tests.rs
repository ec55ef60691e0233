//! Texts that are JSON or almost, beside serde_json.

use arbtest::arbitrary::{Error, Unstructured};

use super::*;

/// Whether a text is JSON, found out by passing over its value.
fn is_json(text: &str) -> bool {
    let mut reader = Reader::new(text);
    reader.skip();
    reader.end()
}

const ATOMS: [&str; 12] = [
    "true",
    "false",
    "null",
    "0",
    "-0",
    "12",
    "1.5",
    "2E+3",
    "\"\"",
    "\"é\"",
    "\"\\u00e9\\n\"",
    "\"\\uD800\"",
];
const SLIPS: [&str; 24] = [
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    "\\u12",
    "\\x",
    "nul",
    "01",
    "-",
    ".",
    ".5",
    "1e",
    "+1",
    " ",
    "\r\n",
    "\u{c}",
    "\u{a0}",
    "\0",
    "\"\u{1f}\"",
    "/",
];

/// The pieces of a value.
fn pieces(u: &mut Unstructured<'_>, depth: u32, to: &mut Vec<&str>) -> Result<(), Error> {
    let (open, close, is_object) = match u.int_in_range(0..=if depth == 0 { 1 } else { 5 })? {
        0 | 1 => {
            to.push(u.choose(&ATOMS)?);
            return Ok(());
        }
        2 | 3 => ("[", "]", false),
        _ => ("{", "}", true),
    };
    to.push(open);
    for index in 0..u.int_in_range(0..=3)? {
        to.extend((index > 0).then_some(","));
        to.extend(is_object.then_some(["\"a\"", ":"]).into_iter().flatten());
        pieces(u, depth - 1, to)?;
    }
    to.push(close);
    Ok(())
}

#[test]
fn what_is_json_for_us_is_json_for_serde_json_and_nothing_else() {
    let (mut json, mut others) = (0, 0);
    arbtest::arbtest(|u| {
        let mut text = Vec::new();
        pieces(u, 3, &mut text)?;
        for _ in 0..u.int_in_range(0..=2)? {
            let at = u.choose_index(text.len())?;
            match u.arbitrary()? {
                true => text[at] = u.choose(&SLIPS)?,
                false => text.insert(at, u.choose(&SLIPS)?),
            }
        }
        let text = text.concat();
        let is_json_for_serde = serde_json::from_str::<IgnoredAny>(&text).is_ok();
        assert_eq!(is_json(&text), is_json_for_serde, "{text:?}");
        *if is_json_for_serde { &mut json } else { &mut others } += 1;
        Ok(())
    })
    .budget_ms(1_000);
    // On a busy machine there is time for a few hundred only.
    assert!(json > 20 && others > 20, "{json} of the texts were JSON, {others} were not");
}
