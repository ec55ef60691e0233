//! JSON as text: read in one pass, without a tree, so that numbers stay as they were written.

use std::borrow::Cow;

use serde::de::IgnoredAny;

/// Checks that a text is JSON, but for what only its types can say: whether a number is in range, and whether the
/// escapes of a text make characters.
pub(crate) fn check(text: &str) -> Result<(), serde_json::Error> {
    serde_json::from_str::<IgnoredAny>(text).map(drop)
}

/// A text as JSON.
pub(crate) fn quote(text: &str) -> String {
    serde_json::to_string(text).expect("a text can always be JSON")
}

/// What a JSON text says; none if its escapes make no characters.
pub(crate) fn unquote(raw: &str) -> Option<Cow<'_, str>> {
    if !raw.contains('\\') {
        return Some(Cow::Borrowed(&raw[1..raw.len() - 1]));
    }
    serde_json::from_str(raw).ok().map(Cow::Owned)
}

/// The same text without the white space between its parts.
pub(crate) fn compact(text: &str) -> String {
    if !text.bytes().any(|byte| byte.is_ascii_whitespace()) {
        return text.to_owned(); // as programs write it
    }
    let mut compact = String::with_capacity(text.len());
    let mut reader = Reader::new(text);
    loop {
        match reader.peek() {
            b'"' => compact.push_str(reader.text()),
            0 => return compact,
            sign => {
                compact.push(char::from(sign)); // outside of texts all is ASCII
                reader.at += 1;
            }
        }
    }
}

/// What kind of value begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Null,
    Bool,
    Number,
    Text,
    List,
    Object,
}

/// Reads a text that was [checked](check). Behind its end it finds nothing, for ever.
pub(crate) struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    pub fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// The next byte that is no white space; 0 at the end.
    fn peek(&mut self) -> u8 {
        loop {
            match self.byte() {
                byte if byte.is_ascii_whitespace() => self.at += 1,
                byte => return byte,
            }
        }
    }

    fn byte(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or(0)
    }

    pub fn kind(&mut self) -> Kind {
        match self.peek() {
            b'{' => Kind::Object,
            b'[' => Kind::List,
            b'"' => Kind::Text,
            b't' | b'f' => Kind::Bool,
            b'n' => Kind::Null,
            _ => Kind::Number,
        }
    }

    /// Goes into a list or an object.
    pub fn open(&mut self) {
        self.peek();
        self.at += 1;
    }

    /// Whether there is another part; if there is none, goes out.
    pub fn more(&mut self) -> bool {
        if self.peek() == b',' {
            self.at += 1;
        }
        match self.peek() {
            b']' | b'}' | 0 => {
                self.at = self.text.len().min(self.at + 1);
                false
            }
            _ => true,
        }
    }

    /// The key of a member, in its quotes. Its value is next.
    pub fn key(&mut self) -> &'a str {
        self.peek();
        let key = self.text();
        self.open(); // the colon
        key
    }

    /// A whole value, passed over.
    pub fn skip(&mut self) -> &'a str {
        self.peek();
        let (start, mut depth) = (self.at, 0_usize);
        loop {
            match self.peek() {
                b'"' => drop(self.text()),
                b'[' | b'{' => {
                    depth += 1;
                    self.at += 1;
                    continue;
                }
                b']' | b'}' => {
                    depth -= 1;
                    self.at += 1;
                }
                b',' | b':' => {
                    self.at += 1;
                    continue;
                }
                0 => return &self.text[start..],
                _ => self.word(),
            }
            if depth == 0 {
                return &self.text[start..self.at];
            }
        }
    }

    /// A text in its quotes.
    fn text(&mut self) -> &'a str {
        let start = self.at;
        self.at += 1;
        loop {
            match self.byte() {
                b'"' | 0 => {
                    self.at = self.text.len().min(self.at + 1);
                    return &self.text[start..self.at];
                }
                b'\\' => self.at += 2,
                _ => self.at += 1,
            }
        }
    }

    /// A number, or one of the three words.
    fn word(&mut self) {
        let rest = &self.text.as_bytes()[self.at..];
        let is_inside =
            |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.');
        self.at += rest.iter().take_while(is_inside).count();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_goes_but_in_texts() {
        let text = " { \"a \\\" b\" : [ 1 , -2.50e+1,\ttrue ] ,\n\"\": { } } ";
        assert_eq!(compact(text), r#"{"a \" b":[1,-2.50e+1,true],"":{}}"#);
    }

    #[test]
    fn a_value_is_passed_over_as_a_whole() {
        for value in ["12", "null", r#""a]\"""#, "[[], [1, {\"a\": [2]}]]", "{}"] {
            let text = format!("[ {value} , 7]");
            let mut reader = Reader::new(&text);
            reader.open();
            assert!(reader.more());
            assert_eq!(reader.skip(), value);
            assert!(reader.more());
            assert_eq!(reader.skip(), "7");
            assert!(!reader.more());
        }
    }
}
