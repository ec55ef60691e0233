//! Types, as far as they are names, arguments and tuples.

use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Ident, Lifetime, Lit, Token, parenthesized, token};

use crate::fault::Place;

use super::raw::{RawKind, RawType};

/// How many types may lie in each other.
const DEEPEST: usize = 16;

/// Reads one type.
pub(super) fn ty(input: ParseStream<'_>) -> syn::Result<RawType> {
    at_depth(input, 0)
}

fn at_depth(input: ParseStream<'_>, depth: usize) -> syn::Result<RawType> {
    if depth > DEEPEST {
        let message =
            format!("types lie more than {DEEPEST} deep in each other; give an inner one a name");
        return Err(input.error(message));
    }
    refuse(input)?;
    let place = Place::of(input.span());
    if !input.peek(token::Paren) {
        return path(input, depth).map(|kind| RawType { place, kind });
    }
    let inside;
    parenthesized!(inside in input);
    let mut parts = Vec::new();
    let mut commas = 0;
    while !inside.is_empty() {
        parts.push(at_depth(&inside, depth + 1)?);
        if !inside.is_empty() {
            inside.parse::<Token![,]>()?;
            commas += 1;
        }
    }
    Ok(match parts.pop() {
        // `(u8)` is `u8`; a tuple of one is `(u8,)`.
        Some(only) if commas == 0 => RawType { place, kind: only.kind },
        last => {
            parts.extend(last);
            RawType { place, kind: RawKind::Tuple(parts) }
        }
    })
}

fn path(input: ParseStream<'_>, depth: usize) -> syn::Result<RawKind> {
    input.parse::<Option<Token![::]>>()?;
    let mut before = Vec::new();
    loop {
        let name = Ident::parse_any(input)?;
        if name == "dyn" || name == "impl" || name == "fn" || name == "unsafe" || name == "extern" {
            return Err(syn::Error::new(
                name.span(),
                "a function or a trait is no data, and cannot be stored",
            ));
        }
        let name = name.unraw().to_string();
        if input.peek(Token![<]) || input.peek(Token![::]) && input.peek3(Token![<]) {
            input.parse::<Option<Token![::]>>()?;
            let arguments = arguments(input, depth)?;
            if input.peek(Token![::]) {
                return Err(input.error("a type of a type cannot be stored; write the type itself"));
            }
            return Ok(RawKind::Path { before, name, arguments });
        }
        if !input.peek(Token![::]) {
            return Ok(RawKind::Path { before, name, arguments: Vec::new() });
        }
        input.parse::<Token![::]>()?;
        before.push(name);
    }
}

fn arguments(input: ParseStream<'_>, depth: usize) -> syn::Result<Vec<RawType>> {
    input.parse::<Token![<]>()?;
    let mut arguments = Vec::new();
    while !input.peek(Token![>]) {
        arguments.push(at_depth(input, depth + 1)?);
        if !input.peek(Token![>]) {
            input.parse::<Token![,]>()?;
        }
    }
    input.parse::<Token![>]>()?;
    Ok(arguments)
}

/// What begins like a type and cannot be stored, with what to write instead.
fn refuse(input: ParseStream<'_>) -> syn::Result<()> {
    let message = if input.peek(Token![&]) {
        "a reference cannot be stored; write the type itself, such as `String` for `&str`"
    } else if input.peek(token::Bracket) {
        "an array or a slice cannot be stored; write `Vec<…>`, or a tuple"
    } else if input.peek(Token![*]) {
        "a pointer cannot be stored"
    } else if input.peek(Token![!]) || input.peek(Token![_]) {
        "a type belongs here"
    } else if input.peek(Token![<]) {
        "a type of a trait cannot be stored; write the type itself"
    } else if input.peek(Lifetime) {
        "a lifetime cannot be stored; write a type that owns its data, such as `String`"
    } else if input.peek(Lit) {
        "a number or a text is no type"
    } else {
        return Ok(());
    };
    Err(input.error(message))
}
