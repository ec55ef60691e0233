//! Bytes to tokens, by the rules of PUC Lua 5.4, with the few symbols that types add.

/// What a token is. [`Token::is`] asks for one in particular.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// An identifier. `type`, `as`, `fun` and the like are names too; where they stand decides.
    Name,
    /// One of Lua's 22 reserved words.
    Reserved,
    Number,
    /// A string of any form.
    Text,
    Symbol,
    /// The end of the source.
    End,
    /// Nothing that Lua knows: an unfinished string or comment, a stray byte, `!=`.
    Broken,
}

/// A piece of the source.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token<'s> {
    pub kind: Kind,
    pub text: &'s str,
    /// In bytes.
    pub start: usize,
}

impl Token<'_> {
    /// Whether it is this word or symbol. A string never is: its text has the quotes.
    pub fn is(&self, text: &str) -> bool {
        self.text == text
    }

    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// Reads tokens one by one. A clone reads ahead.
#[derive(Clone)]
pub(super) struct Lexer<'s> {
    source: &'s str,
    at: usize,
}

impl<'s> Lexer<'s> {
    /// Behind the byte order mark and the `#!` line that Lua's loader skips as well.
    pub fn new(source: &'s str) -> Self {
        let mut lexer = Self { source, at: if source.starts_with('\u{feff}') { 3 } else { 0 } };
        if lexer.peek(0) == Some(b'#') {
            lexer.skip_line();
        }
        lexer
    }

    /// Goes on reading from this byte.
    pub fn seek(&mut self, at: usize) {
        self.at = at;
    }

    /// The next token, comments left out. [`Kind::End`] for ever at the end.
    pub fn next(&mut self) -> Token<'s> {
        let broken = self.skip_blanks();
        let start = broken.unwrap_or(self.at);
        let kind = match self.peek(0) {
            _ if broken.is_some() => Kind::Broken,
            None => Kind::End,
            Some(b'a'..=b'z' | b'A'..=b'Z' | b'_') => self.word(),
            Some(b'0'..=b'9') => self.number(),
            Some(b'.') if self.peek(1).is_some_and(|b| b.is_ascii_digit()) => self.number(),
            Some(quote @ (b'"' | b'\'')) => self.quoted(quote),
            Some(b'[') if matches!(self.peek(1), Some(b'[' | b'=')) => {
                if self.long_bracket() {
                    Kind::Text
                } else {
                    Kind::Broken
                }
            }
            Some(first) => self.symbol(first),
        };
        let text = self.source.get(start..self.at);
        Token { kind, text: text.expect("a token begins and ends between characters"), start }
    }

    fn peek(&self, ahead: usize) -> Option<u8> {
        self.source.as_bytes().get(self.at + ahead).copied()
    }

    fn skip_while(&mut self, wanted: impl Fn(u8) -> bool) {
        while self.peek(0).is_some_and(&wanted) {
            self.at += 1;
        }
    }

    fn skip_line(&mut self) {
        self.skip_while(|byte| !matches!(byte, b'\n' | b'\r'));
    }

    /// Skips spaces and comments. `Some`: where a long comment begins that never ends.
    fn skip_blanks(&mut self) -> Option<usize> {
        loop {
            self.skip_while(is_blank);
            if self.peek(0) != Some(b'-') || self.peek(1) != Some(b'-') {
                return None;
            }
            let start = self.at;
            self.at += 2;
            if !self.opens_long_bracket() {
                self.skip_line();
            } else if !self.long_bracket() {
                return Some(start);
            }
        }
    }

    fn opens_long_bracket(&self) -> bool {
        let mut rest = self.source.as_bytes().iter().skip(self.at);
        rest.next() == Some(&b'[') && rest.find(|byte| **byte != b'=') == Some(&b'[')
    }

    /// Skips `[==[ … ]==]`, at whose first byte it stands. False: it never ends, or never begins.
    fn long_bracket(&mut self) -> bool {
        self.at += 1;
        let level = self.equal_signs();
        if self.peek(0) != Some(b'[') {
            return false;
        }
        self.at += 1;
        loop {
            self.skip_while(|byte| byte != b']');
            if self.peek(0).is_none() {
                return false;
            }
            // Every `=` is looked at once, whatever the level: a row of them may be the whole file.
            self.at += 1;
            if self.equal_signs() == level && self.peek(0) == Some(b']') {
                self.at += 1;
                return true;
            }
        }
    }

    fn equal_signs(&mut self) -> usize {
        let start = self.at;
        self.skip_while(|byte| byte == b'=');
        self.at - start
    }

    fn word(&mut self) -> Kind {
        let start = self.at;
        self.skip_while(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        match self.source.get(start..self.at).unwrap_or_default() {
            "and" | "break" | "do" | "else" | "elseif" | "end" | "false" | "for" | "function"
            | "goto" | "if" | "in" | "local" | "nil" | "not" | "or" | "repeat" | "return"
            | "then" | "true" | "until" | "while" => Kind::Reserved,
            _ => Kind::Name,
        }
    }

    /// As greedy as Lua: `3..2` is one malformed number, and Lua will say so.
    fn number(&mut self) -> Kind {
        let hex = self.peek(0) == Some(b'0') && matches!(self.peek(1), Some(b'x' | b'X'));
        while let Some(byte) = self.peek(0) {
            let exponent = if hex { b'p' } else { b'e' };
            if byte.to_ascii_lowercase() == exponent && matches!(self.peek(1), Some(b'+' | b'-')) {
                self.at += 2;
            } else if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_') {
                self.at += 1;
            } else {
                break;
            }
        }
        Kind::Number
    }

    fn quoted(&mut self, quote: u8) -> Kind {
        self.at += 1;
        loop {
            match self.peek(0) {
                None | Some(b'\n' | b'\r') => return Kind::Broken,
                Some(b'\\') => self.escape(),
                Some(byte) => {
                    self.at += 1;
                    if byte == quote {
                        return Kind::Text;
                    }
                }
            }
        }
    }

    /// Skips what might end the string too early; the other escapes are Lua's to check.
    fn escape(&mut self) {
        self.at += 1;
        match (self.peek(0), self.peek(1)) {
            (None, _) => {}
            (Some(b'\r'), Some(b'\n')) | (Some(b'\n'), Some(b'\r')) => self.at += 2,
            // Of a longer character the rest follows as ordinary text.
            (Some(_), _) => self.at += 1,
        }
    }

    fn symbol(&mut self, first: u8) -> Kind {
        let length = match (first, self.peek(1)) {
            (b'.', Some(b'.')) => 2 + usize::from(self.peek(2) == Some(b'.')),
            (b'=' | b'~' | b'<' | b'>', Some(b'=')) => 2,
            (b'-', Some(b'>')) => 2,
            (b'<' | b'>' | b'/' | b':', Some(second)) if first == second => 2,
            // Not `!` and `=`: `a != b` would turn into `a  = b`.
            (b'!', Some(b'=')) => {
                self.at += 2;
                return Kind::Broken;
            }
            (b'+' | b'-' | b'*' | b'/' | b'%' | b'^' | b'#' | b'&' | b'~' | b'|', _) => 1,
            (b'<' | b'>' | b'=' | b'(' | b')' | b'{' | b'}' | b'[' | b']', _) => 1,
            (b';' | b':' | b',' | b'.' | b'?' | b'@' | b'!', _) => 1,
            _ => {
                let rest = self.source.get(self.at..).unwrap_or_default();
                self.at += rest.chars().next().map_or(1, char::len_utf8);
                return Kind::Broken;
            }
        };
        self.at += length;
        Kind::Symbol
    }
}

/// What Lua calls a space.
pub(super) fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'\x0b' | b'\x0c')
}
