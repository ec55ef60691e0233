//! Limits on what is read, so that no file can take the stack or the memory.

use proc_macro2::{Span, TokenStream, TokenTree};

/// The longest file, in bytes.
const LONGEST: usize = 256 << 10;
/// The longest name of a type, a field, a variant or a file, in characters.
const LONGEST_NAME: usize = 100;
/// How many brackets may lie in each other.
const DEEPEST: usize = 32;

/// A file is not too long.
pub(super) fn size(text: &str) -> Result<(), String> {
    if text.len() <= LONGEST {
        return Ok(());
    }
    Err(format!(
        "the file has {} KiB, and a file of models has at most {}; split it",
        text.len() >> 10,
        LONGEST >> 10
    ))
}

/// A name is not too long: it goes into paths, messages and code that is made.
pub(super) fn name(what: &str, name: &str) -> Result<(), String> {
    match name.chars().count() {
        length if length > LONGEST_NAME => {
            Err(format!("{what} has {length} characters, and {LONGEST_NAME} is the most"))
        }
        _ => Ok(()),
    }
}

/// Brackets are not too deep: syn goes into them by recursion.
pub(super) fn depth(tokens: &TokenStream) -> Result<(), (Span, String)> {
    let mut open = vec![tokens.clone().into_iter()];
    while let Some(tokens) = open.last_mut() {
        match tokens.next() {
            None => drop(open.pop()),
            Some(TokenTree::Group(group)) => {
                if open.len() > DEEPEST {
                    let message = format!("brackets lie more than {DEEPEST} deep in each other");
                    return Err((group.span_open(), message));
                }
                open.push(group.stream().into_iter());
            }
            Some(_) => {}
        }
    }
    Ok(())
}
