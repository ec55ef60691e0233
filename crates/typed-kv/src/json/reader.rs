//! Reading JSON, and finding out whether it is any.

use super::{Kind, Quoted};

/// Reads a text, and finds out whether it is JSON, but for what only the types of its parts can say: whether a number is in
/// range, and whether the escapes of a text make characters.
///
/// At the first fault it goes to the end, where it finds nothing, for ever. So whoever reads asks once, at the
/// [end](Self::end), and not at each step.
pub(crate) struct Reader<'a> {
    text: &'a str,
    at: usize,
    /// A list or an object was opened, and nothing of it was read.
    is_opened: bool,
    has_space: bool,
    is_json: bool,
}

impl<'a> Reader<'a> {
    pub fn new(text: &'a str) -> Self {
        Self { text, at: 0, is_opened: false, has_space: false, is_json: true }
    }

    /// Whether the text is JSON, after its one value was read.
    pub fn end(&mut self) -> bool {
        self.peek();
        self.is_json && self.at == self.text.len()
    }

    /// Whether there was white space between its parts.
    pub fn has_space(&self) -> bool {
        self.has_space
    }

    /// How far it has read.
    pub fn place(&self) -> usize {
        self.at
    }

    /// The next byte that is no white space; 0 at the end.
    fn peek(&mut self) -> u8 {
        loop {
            match self.byte() {
                b' ' | b'\n' | b'\t' | b'\r' => {
                    self.has_space = true;
                    self.at += 1;
                }
                byte => return byte,
            }
        }
    }

    fn byte(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or(0)
    }

    /// Goes over a sign, which has to be there.
    fn expect(&mut self, sign: u8) {
        match self.peek() == sign {
            true => self.at += 1,
            false => self.fail(),
        }
    }

    #[cold]
    fn fail(&mut self) {
        self.is_json = false;
        self.at = self.text.len();
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
        self.is_opened = true;
    }

    /// Whether the list has another item, which is next; if there is none, goes out.
    pub fn has_item(&mut self) -> bool {
        self.has_more(b']')
    }

    /// Whether the object has another member, whose [key](Self::key) is next; if there is none, goes out.
    pub fn has_member(&mut self) -> bool {
        self.has_more(b'}')
    }

    fn has_more(&mut self, close: u8) -> bool {
        let is_first = std::mem::take(&mut self.is_opened);
        match self.peek() {
            sign if sign == close => {
                self.at += 1;
                return false;
            }
            b',' if !is_first => self.at += 1,
            0 => self.fail(),
            _ if is_first => {}
            _ => self.fail(),
        }
        self.is_json
    }

    /// The key of a member. Its value is next.
    pub fn key(&mut self) -> Quoted<'a> {
        self.peek();
        let key = self.text();
        self.expect(b':');
        key
    }

    /// A whole value, passed over.
    pub fn skip(&mut self) -> &'a str {
        let kind = self.kind();
        let start = self.at;
        match kind {
            Kind::List | Kind::Object => self.skip_parts(),
            Kind::Text => drop(self.text()),
            _ => self.word(),
        }
        &self.text[start..self.at]
    }

    /// Passes over a list or an object. It does not call itself: how deep they lie in each other is up to who sent them.
    fn skip_parts(&mut self) {
        let mut open = Vec::new();
        loop {
            match self.kind() {
                kind @ (Kind::List | Kind::Object) => {
                    self.open();
                    open.push(kind);
                }
                Kind::Text => drop(self.text()),
                _ => self.word(),
            }
            // Out of all that ends here, to the next value.
            loop {
                match open.last() {
                    None => return,
                    Some(Kind::Object) if self.has_member() => {
                        self.key();
                        break;
                    }
                    Some(Kind::List) if self.has_item() => break,
                    _ => drop(open.pop()),
                }
            }
        }
    }

    /// The next text.
    pub fn text(&mut self) -> Quoted<'a> {
        let bytes = self.text.as_bytes();
        let (start, mut has_escapes) = (self.at, false);
        let mut at = start + 1;
        let is_whole = self.byte() == b'"'
            && loop {
                match bytes.get(at) {
                    Some(b'"') => break true,
                    Some(b'\\') => {
                        has_escapes = true;
                        at += match escape(&bytes[at + 1..]) {
                            Some(length) => 1 + length,
                            None => break false,
                        };
                    }
                    Some(b' '..) => at += 1,
                    _ => break false,
                }
            };
        if !is_whole {
            self.fail();
            return Quoted { raw: "\"\"", has_escapes: false };
        }
        self.at = at + 1;
        Quoted { raw: &self.text[start..self.at], has_escapes }
    }

    /// A number, or one of the three words.
    fn word(&mut self) {
        let rest = &self.text.as_bytes()[self.at..];
        let length = match rest.first() {
            Some(b't') => rest.starts_with(b"true").then_some(4),
            Some(b'f') => rest.starts_with(b"false").then_some(5),
            Some(b'n') => rest.starts_with(b"null").then_some(4),
            _ => number(rest),
        };
        match length {
            Some(length) => self.at += length,
            None => self.fail(),
        }
    }
}

/// The same JSON without the white space between its parts.
pub(crate) fn compact(text: &str) -> String {
    let mut compact = String::with_capacity(text.len());
    let mut reader = Reader::new(text);
    loop {
        match reader.peek() {
            b'"' => compact.push_str(reader.text().raw),
            0 => return compact,
            sign => {
                compact.push(char::from(sign)); // outside of texts all is ASCII
                reader.at += 1;
            }
        }
    }
}

/// How long the escape behind a backslash is.
fn escape(rest: &[u8]) -> Option<usize> {
    match rest.first()? {
        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Some(1),
        b'u' => rest.get(1..5)?.iter().all(u8::is_ascii_hexdigit).then_some(5),
        _ => None,
    }
}

/// How long a number is.
fn number(text: &[u8]) -> Option<usize> {
    let digits = |from: usize| {
        let rest = text.get(from..).unwrap_or_default();
        from + rest.iter().take_while(|byte| byte.is_ascii_digit()).count()
    };
    let start = usize::from(text.first() == Some(&b'-'));
    let mut at = match text.get(start)? {
        b'0' => start + 1,
        _ => Some(digits(start)).filter(|end| *end > start)?,
    };
    if text.get(at) == Some(&b'.') {
        at = Some(digits(at + 1)).filter(|end| *end > at + 1)?;
    }
    if let Some(b'e' | b'E') = text.get(at) {
        let from = at + 1 + usize::from(matches!(text.get(at + 1), Some(b'+' | b'-')));
        at = Some(digits(from)).filter(|end| *end > from)?;
    }
    Some(at)
}
