//! Files of Rust into models as they are written. What is no model gets a fault, and reading goes on behind it.

mod attributes;
mod guard;
mod items;
pub(crate) mod raw;
mod types;

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::parse::{ParseStream, Parser};
use syn::{Ident, Token};

use crate::fault::{Faults, Place};
use raw::RawModel;

/// The models of one file.
pub(crate) fn file(path: &str, text: &str, faults: &mut Faults) -> Vec<RawModel> {
    let mut reader = Reader { file: path, end: end(text), faults, models: Vec::new() };
    reader.read(text);
    let models = reader.models;
    // Lines are found in a table of this thread, which would grow with every file that is ever read.
    proc_macro2::extra::invalidate_current_thread_spans();
    models
}

/// The place behind the last word of a text.
fn end(text: &str) -> Place {
    let text = text.trim_end();
    let last = text.rsplit('\n').next().unwrap_or_default();
    Place { line: text.matches('\n').count() + 1, column: last.chars().count() + 1 }
}

/// Reads one file.
struct Reader<'a> {
    file: &'a str,
    end: Place,
    faults: &'a mut Faults,
    models: Vec<RawModel>,
}

impl Reader<'_> {
    fn read(&mut self, text: &str) {
        let name = self.file.rsplit('/').next().unwrap_or_default();
        if let Err(message) =
            guard::name("the name of the file", name).and_then(|()| guard::size(text))
        {
            return self.faults.add(self.file, Place::START, message);
        }
        let tokens: TokenStream = match text.parse() {
            Ok(tokens) => tokens,
            Err(error) => {
                let message = "this is no Rust: a bracket or a quote is left open or closed twice, or a sign has no meaning";
                return self.fault(error.span(), message);
            }
        };
        if let Err((span, message)) = guard::depth(&tokens) {
            return self.fault(span, message);
        }
        let items = |input: ParseStream<'_>| {
            while !input.is_empty() {
                if let Err(error) = self.item(input) {
                    self.error(&error);
                    to_next_item(input);
                }
            }
            Ok(())
        };
        if let Err(error) = items.parse2(tokens) {
            self.error(&error);
        }
    }

    fn fault(&mut self, span: Span, message: impl Into<String>) {
        self.faults.add(self.file, Place::of(span), message);
    }

    fn error(&mut self, error: &syn::Error) {
        let (mut place, message) = (Place::of(error.span()), error.to_string());
        // The end of a file is no token, and syn has no place for it.
        if place == Place::START && message.starts_with("unexpected end of input") {
            place = self.end;
        }
        self.faults.add(self.file, place, message);
    }

    /// The parts of a list with commas between them. One that is wrong is passed over.
    fn list<T>(
        &mut self,
        input: ParseStream<'_>,
        mut one: impl FnMut(&mut Self, ParseStream<'_>) -> syn::Result<T>,
    ) -> Vec<T> {
        let mut parts = Vec::new();
        while !input.is_empty() {
            let part = one(self, input);
            let end = input.is_empty() || input.peek(Token![,]);
            match part {
                Ok(part) if end => parts.push(part),
                Ok(_) => self.fault(input.span(), "a comma belongs here"),
                Err(error) => self.error(&error),
            }
            to_comma(input);
        }
        parts
    }
}

/// Passes over what is left of an item.
fn to_next_item(input: ParseStream<'_>) {
    while let Ok(token) = input.parse() {
        match token {
            TokenTree::Punct(sign) if sign.as_char() == ';' => return,
            TokenTree::Group(group) if group.delimiter() == proc_macro2::Delimiter::Brace => {
                return;
            }
            _ if begins_item(input) => return,
            _ => {}
        }
    }
}

/// Whether the next word begins an item for sure, so that one without an end takes no other with it.
fn begins_item(input: ParseStream<'_>) -> bool {
    let is = |word: &str| word == "pub" || word == "struct" || word == "enum";
    input.cursor().ident().is_some_and(|(word, _): (Ident, _)| is(&word.to_string()))
}

/// Passes over what is left of a part, its comma included. A comma between `<` and `>` is inside of it.
fn to_comma(input: ParseStream<'_>) {
    let mut depth = 0_i32;
    while let Ok(token) = input.parse() {
        if let TokenTree::Punct(sign) = token {
            match sign.as_char() {
                ',' if depth <= 0 => return,
                '<' => depth += 1,
                '>' => depth -= 1,
                _ => {}
            }
        }
    }
}
