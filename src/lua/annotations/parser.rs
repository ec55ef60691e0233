//! The window on the tokens, shared by the grammars of statements, expressions and types, and the list of what is to
//! be blanked. Nothing here goes back: a source is read once, from front to back.

use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;

use super::lexer::{Kind, Lexer, Token};
use super::{Blanked, Fault, TypeDeclaration};
use crate::base::Str;

/// How deep statements and expressions may nest: Lua's own limit, so that whatever it would take passes here.
const DEEPEST: usize = 200;

/// How deep types may nest. Reading one level takes about twice the stack, hence it counts for two above.
const DEEPEST_TYPE: usize = DEEPEST / 2;

/// Names that no variable can have, beside Lua's own reserved words. Fields and methods can.
const RESERVED: [&str; 9] =
    ["fun", "interface", "as", "asserts", "readonly", "is", "typeof", "keyof", "extends"];

/// Why the walk ended early.
pub(super) enum Stop {
    /// This is no Lua. Its compiler will say so, in its words.
    Syntax,
    /// This is no type.
    Fault(Fault),
}

type Names = IndexSet<Str, FxBuildHasher>;

/// What every grammar function answers.
pub(super) type Parse<T = ()> = Result<T, Stop>;

/// Reads a source, see [`super::blank`].
pub(super) struct Parser<'s> {
    source: &'s str,
    /// Stands behind `ahead`.
    lexer: Lexer<'s>,
    /// The token under consideration.
    pub token: Token<'s>,
    /// The one after it.
    pub ahead: Token<'s>,
    /// Where the last token left behind ends.
    pub end_of_last: usize,
    /// In order, none overlapping another.
    blanks: Vec<Blank>,
    /// Where the last cast or declaration ends, see [`Self::at_loose_parenthesis`].
    loose_end: usize,
    /// What was declared so far.
    pub types: Vec<TypeDeclaration>,
    /// Where the block begins that is being read.
    pub block: usize,
    /// The variables that were declared or assigned to, each with its block: `12 name`.
    locals: Names,
    /// The names that expressions begin with.
    used: Names,
    lines: Lines,
    depth: usize,
    /// Levels below the type being read, see [`Self::deeper`].
    tallest: usize,
}

/// Bytes to be written over.
struct Blank {
    start: usize,
    end: usize,
    /// Whether the last one becomes a `;`.
    closed: bool,
}

impl<'s> Parser<'s> {
    pub fn new(source: &'s str) -> Self {
        let mut lexer = Lexer::new(source);
        let token = lexer.next();
        let ahead = lexer.next();
        Self {
            source,
            lexer,
            token,
            ahead,
            end_of_last: 0,
            blanks: Vec::new(),
            loose_end: 0,
            types: Vec::new(),
            block: 0,
            locals: Names::default(),
            used: Names::default(),
            lines: Lines::START,
            depth: 0,
            tallest: 0,
        }
    }

    pub fn run(mut self) -> Result<Blanked, Fault> {
        // What follows a `return`, or a stray `end`, is Lua's to judge.
        let walked = match self.block() {
            Ok(()) | Err(Stop::Syntax) if self.at_loose_parenthesis() => self.after_cast(),
            other => other,
        };
        match walked {
            Ok(()) | Err(Stop::Syntax) => Ok(self.finish()),
            Err(Stop::Fault(fault)) => Err(fault),
        }
    }

    /// Ends the block of what was declared in it; `declared` is how much was before.
    pub fn end_block(&mut self, declared: usize) {
        let end = self.token.start;
        for declaration in self.types.iter_mut().skip(declared) {
            declaration.block.end = declaration.block.end.min(end);
        }
    }

    fn finish(mut self) -> Blanked {
        for declaration in &mut self.types {
            declaration.is_value &= self.used.contains(declaration.name.as_str());
        }
        let mut bytes = self.source.as_bytes().to_vec();
        for blank in &self.blanks {
            let annotation = bytes.get_mut(blank.start..blank.end).unwrap_or_default();
            for byte in annotation.iter_mut().filter(|byte| !matches!(**byte, b'\n' | b'\r')) {
                *byte = b' ';
            }
            if let (true, Some(last)) = (blank.closed, annotation.last_mut()) {
                *last = b';';
            }
        }
        let text = String::from_utf8(bytes);
        let text = text.expect("a token begins and ends between characters, so does an annotation");
        Blanked { text, types: self.types }
    }
}

/// The window.
impl<'s> Parser<'s> {
    /// Goes on to the next token and gives the one left behind.
    pub fn advance(&mut self) -> Token<'s> {
        let token = self.token;
        self.end_of_last = token.end();
        self.token = self.ahead;
        self.ahead = self.lexer.next();
        token
    }

    pub fn at(&self, text: &str) -> bool {
        self.token.is(text)
    }

    /// Leaves the token behind if it is this one.
    pub fn take(&mut self, text: &str) -> bool {
        let found = self.at(text);
        if found {
            self.advance();
        }
        found
    }

    /// Leaves this token of Lua's behind.
    pub fn expect(&mut self, text: &str) -> Parse {
        if self.take(text) { Ok(()) } else { Err(Stop::Syntax) }
    }

    /// Leaves the name of a variable behind.
    pub fn variable(&mut self) -> Parse<&'s str> {
        if RESERVED.contains(&self.token.text) {
            let message = format!(
                "`{}` is a reserved word of this dialect: a variable needs another name",
                self.token.text
            );
            return self.fault_at(self.token.start, message);
        }
        self.name()
    }

    /// Leaves a name behind.
    pub fn name(&mut self) -> Parse<&'s str> {
        if self.token.kind == Kind::Name { Ok(self.advance().text) } else { Err(Stop::Syntax) }
    }

    /// The `>` that closes type arguments, out of a `>>` or `>=` if need be. False: there is none.
    pub fn take_angle(&mut self) -> bool {
        if self.token.kind != Kind::Symbol || !self.token.text.starts_with('>') {
            return false;
        }
        self.end_of_last = self.token.start + 1;
        self.lexer.seek(self.end_of_last);
        self.token = self.lexer.next();
        self.ahead = self.lexer.next();
        true
    }

    /// The tokens behind `ahead`. For few of them, or reading would no longer be linear.
    pub fn beyond(&self) -> impl Iterator<Item = Token<'s>> + use<'s> {
        let mut lexer = self.lexer.clone();
        std::iter::repeat_with(move || lexer.next())
    }

    /// A part of the source.
    pub fn text(&self, start: usize, end: usize) -> &'s str {
        self.source.get(start..end).unwrap_or_default()
    }

    /// Whether the token is a `(` on another line than the `)` before it: two statements, or one call of what is there?
    pub fn is_ambiguous(&self) -> bool {
        self.at("(") && self.on_new_line() && self.text(0, self.end_of_last).ends_with(')')
    }

    /// Whether the token is the first one on its line.
    pub fn on_new_line(&self) -> bool {
        self.text(self.end_of_last, self.token.start).contains(['\n', '\r'])
    }
}

/// What is known of names.
impl Parser<'_> {
    /// An expression begins with this name.
    pub fn use_name(&mut self, name: &str) {
        if !self.used.contains(name) {
            self.used.insert(Str::new(name));
        }
    }

    /// The block has a variable of this name.
    pub fn note_variable(&mut self, name: &str) {
        let note = format!("{} {name}", self.block);
        self.locals.insert(note.into());
    }

    pub fn has_variable(&self, name: &str) -> bool {
        self.locals.contains(format!("{} {name}", self.block).as_str())
    }
}

/// What is to be blanked.
impl Parser<'_> {
    /// Everything from this byte up to the last token left behind. It may swallow what was noted before: a cast inside
    /// of `typeof(…)`.
    pub fn blank_from(&mut self, start: usize) {
        while self.blanks.pop_if(|inner| inner.start >= start).is_some() {}
        self.blanks.push(Blank { start, end: self.end_of_last, closed: false });
    }

    /// `{a! = 1}` and `a! = 1` are no Lua, and must not become Lua.
    pub fn refuse_annotated_target(&mut self) -> Parse {
        let annotated = self.blanks.last().is_some_and(|blank| blank.end == self.end_of_last);
        if annotated && (self.at("=") || self.at(",")) {
            return self.expected("a name or a field without annotation before the `=`");
        }
        Ok(())
    }

    /// Notes that a cast or a declaration was the last thing read.
    pub fn loosen(&mut self) {
        self.loose_end = self.end_of_last;
    }

    /// Whether the token is a `(` behind a cast or a declaration. With these blank, Lua would take it for the
    /// arguments of whatever stands in front of them.
    pub fn at_loose_parenthesis(&self) -> bool {
        self.at("(") && self.loose_end == self.end_of_last && self.loose_end > 0
    }

    /// Ends the statement where the last annotation ends.
    pub fn close_blank(&mut self) {
        if let Some(blank) = self.blanks.last_mut() {
            blank.closed = true;
        }
    }
}

/// Faults.
impl Parser<'_> {
    pub fn fault_at<T>(&mut self, offset: usize, message: impl Into<String>) -> Parse<T> {
        let (line, column) = self.position(offset);
        Err(Stop::Fault(Fault { line, column, message: message.into() }))
    }

    /// The token is not what a type needs here.
    pub fn expected<T>(&mut self, what: &str) -> Parse<T> {
        let found = match self.token.kind {
            Kind::End => "the end of the file".to_owned(),
            _ => {
                // A long string is shown by its beginning.
                let line = self.token.text.lines().next().unwrap_or_default();
                let more = if line.len() < self.token.text.len() { "…" } else { "" };
                match line.char_indices().nth(24) {
                    Some((end, _)) => format!("`{}…`", line.get(..end).unwrap_or_default()),
                    None => format!("`{line}{more}`"),
                }
            }
        };
        self.fault_at(self.token.start, format!("expected {what}, found {found}"))
    }

    /// Leaves this token of a type's behind.
    pub fn need(&mut self, text: &str, what: &str) -> Parse {
        if self.take(text) { Ok(()) } else { self.expected(what) }
    }

    /// Leaves a name in a type behind.
    pub fn need_name(&mut self, what: &str) -> Parse<String> {
        if self.token.kind == Kind::Name {
            Ok(self.advance().text.to_owned())
        } else {
            self.expected(what)
        }
    }

    /// Inside of a type, broken Lua is a broken type.
    pub fn inside_type<T>(&mut self, parsed: Parse<T>, what: &str) -> Parse<T> {
        match parsed {
            Err(Stop::Syntax) if self.depth + 1 >= DEEPEST => self.too_deep(),
            Err(Stop::Syntax) => self.expected(what),
            other => other,
        }
    }

    /// Line and column of a byte, both from 1.
    pub fn position(&mut self, offset: usize) -> (u32, u32) {
        if offset < self.lines.at {
            self.lines = Lines::START;
        }
        self.lines.go_to(self.source, offset)
    }
}

/// Depth.
impl Parser<'_> {
    /// Reads a part of a statement or an expression, one level down.
    pub fn nested<T>(&mut self, parse: impl FnOnce(&mut Self) -> Parse<T>) -> Parse<T> {
        if self.depth == DEEPEST {
            return Err(Stop::Syntax);
        }
        self.depth += 1;
        let parsed = parse(self)?;
        self.depth -= 1;
        Ok(parsed)
    }

    /// Reads a type, one level down. Beside the depth while reading, its height is measured: `T[][][]…` is read in a
    /// loop, but dropping it is a recursion.
    pub fn deeper<T>(&mut self, parse: impl FnOnce(&mut Self) -> Parse<T>) -> Parse<T> {
        if self.depth + 2 > DEEPEST {
            return self.too_deep();
        }
        self.depth += 2;
        let parsed = self.beside(|parser| {
            let parsed = parse(parser)?;
            parser.grow()?;
            Ok(parsed)
        })?;
        self.depth -= 2;
        Ok(parsed)
    }

    /// Reads something whose height does not add to its neighbours'.
    pub fn beside<T>(&mut self, parse: impl FnOnce(&mut Self) -> Parse<T>) -> Parse<T> {
        let beside = std::mem::take(&mut self.tallest);
        let parsed = parse(self)?;
        self.tallest = self.tallest.max(beside);
        Ok(parsed)
    }

    /// The type being read gets one more level.
    pub fn grow(&mut self) -> Parse {
        self.tallest += 1;
        if self.tallest > DEEPEST_TYPE { self.too_deep() } else { Ok(()) }
    }

    fn too_deep<T>(&mut self) -> Parse<T> {
        let start = self.token.start;
        self.fault_at(start, format!("types are nested deeper than {DEEPEST_TYPE} levels"))
    }
}

/// A place in the source whose line is known. It moves on as positions are asked for, so that all of them together
/// cost one pass.
struct Lines {
    at: usize,
    line: u32,
    /// Where that line starts.
    start: usize,
}

impl Lines {
    const START: Self = Self { at: 0, line: 1, start: 0 };

    fn go_to(&mut self, source: &str, offset: usize) -> (u32, u32) {
        let bytes = source.as_bytes();
        while self.at < offset {
            let pair = (bytes.get(self.at), bytes.get(self.at + 1));
            self.at += match pair {
                (Some(b'\r'), Some(b'\n')) | (Some(b'\n'), Some(b'\r')) => 2,
                _ => 1,
            };
            if matches!(pair.0, Some(b'\r' | b'\n')) {
                self.line += 1;
                self.start = self.at;
            }
        }
        let column = offset.saturating_sub(self.start) + 1;
        (self.line, u32::try_from(column).unwrap_or(u32::MAX))
    }
}
