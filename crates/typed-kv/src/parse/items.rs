//! Structs and enums, and everything else that a file may have.

use proc_macro2::TokenTree;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Ident, Token, braced, parenthesized, token};

use crate::fault::Place;

use super::raw::{Attributes, RawContent, RawField, RawModel, RawName, RawShape, RawVariant};
use super::{Reader, guard, types};

impl Reader<'_> {
    /// One item of a file.
    pub(super) fn item(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        if input.peek(Token![#]) && input.peek2(Token![!]) {
            input.parse::<Token![#]>()?;
            input.parse::<Token![!]>()?;
            return input.parse::<TokenTree>().map(drop); // of the file as a whole: its documentation, or lints
        }
        let attributes = self.attributes(input)?;
        let start = input.span();
        let is_public = visibility(input)?;
        if input.peek(Token![use]) || input.peek(Token![;]) {
            super::to_next_item(input); // all models know each other, by their names
            return Ok(());
        }
        if !input.peek(Token![struct]) && !input.peek(Token![enum]) {
            return Err(refused(input));
        }
        let is_struct = input.parse::<Option<Token![struct]>>()?.is_some();
        if !is_struct {
            input.parse::<Token![enum]>()?;
        }
        let name = name(input)?;
        if !is_public {
            let message = format!("the type `{0}` is private; write `pub` before it", name.text);
            self.fault(start, message);
        }
        let before = self.faults.len();
        let shape = self.shape(input, &name, is_struct);
        let (shape, error) = match shape {
            Ok(shape) => (shape, None),
            Err(error) => (RawShape::Struct(Vec::new()), Some(error)),
        };
        let broken = error.is_some() || self.faults.len() > before;
        let file = self.file.to_owned();
        // Others may name it, and are right, though it is not.
        self.models.push(RawModel { file, name, attributes, shape, broken });
        error.map_or(Ok(()), Err)
    }

    fn shape(
        &mut self,
        input: ParseStream<'_>,
        name: &RawName,
        is_struct: bool,
    ) -> syn::Result<RawShape> {
        self.generics(input, name)?;
        if is_struct {
            return self.struct_body(input, name).map(RawShape::Struct);
        }
        let inside;
        braced!(inside in input);
        Ok(RawShape::Enum(self.list(&inside, Self::variant)))
    }

    fn generics(&mut self, input: ParseStream<'_>, name: &RawName) -> syn::Result<()> {
        if input.peek(Token![<]) {
            let message = format!(
                "`{}` has parameters, and a value in a store has one type; write the types themselves",
                name.text
            );
            return Err(input.error(message));
        }
        if input.peek(Token![where]) {
            return Err(input.error("a model has no conditions; leave `where` out"));
        }
        Ok(())
    }

    fn struct_body(
        &mut self,
        input: ParseStream<'_>,
        name: &RawName,
    ) -> syn::Result<Vec<RawField>> {
        let name = &name.text;
        if input.peek(Token![;]) {
            let message = format!(
                "`{name}` has nothing to store; give it fields: `pub struct {name} {{ … }}`"
            );
            return Err(input.error(message));
        }
        if input.peek(token::Paren) {
            let message = format!(
                "the fields of `{name}` have no names; write `pub struct {name} {{ pub name: Type }}`"
            );
            return Err(input.error(message));
        }
        let inside;
        braced!(inside in input);
        Ok(self.list(&inside, |reader, input| reader.field(input, true)))
    }

    /// A field of a struct, or of a variant, whose fields are as public as their enum.
    fn field(&mut self, input: ParseStream<'_>, of_struct: bool) -> syn::Result<RawField> {
        let attributes = self.attributes(input)?;
        let start = input.span();
        let is_public = visibility(input)?;
        let name = name(input)?;
        if of_struct && !is_public {
            self.fault(start, format!("the field `{0}` is private; write `pub {0}`", name.text));
        } else if !of_struct && is_public {
            self.fault(start, "the fields of a variant are public as they are; leave `pub` out");
        }
        input.parse::<Token![:]>()?;
        Ok(RawField { name, attributes, ty: types::ty(input)? })
    }

    fn variant(&mut self, input: ParseStream<'_>) -> syn::Result<RawVariant> {
        let attributes = self.attributes(input)?;
        let name = name(input)?;
        let content = if input.peek(token::Brace) {
            let inside;
            braced!(inside in input);
            RawContent::Struct(self.list(&inside, |reader, input| reader.field(input, false)))
        } else if input.peek(token::Paren) {
            let inside;
            parenthesized!(inside in input);
            if inside.is_empty() {
                let message = format!("`{0}()` holds nothing; write `{0}`", name.text);
                return Err(syn::Error::new(inside.span(), message));
            }
            RawContent::Tuple(self.list(&inside, |reader, input| {
                reader.plain(input)?;
                types::ty(input)
            }))
        } else {
            RawContent::Unit
        };
        if input.peek(Token![=]) {
            // The number of a variant is no part of its value.
            while !input.is_empty() && !input.peek(Token![,]) {
                input.parse::<TokenTree>()?;
            }
        }
        Ok(RawVariant { name, attributes, content })
    }

    /// Attributes of what has no name: only documentation.
    fn plain(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        let span = input.span();
        let Attributes { serde, .. } = self.attributes(input)?;
        if serde.rename.is_some() || serde.rename_all.is_some() || serde.default.is_some() {
            self.fault(span, "a part without a name has no attributes of serde; leave them out");
        }
        Ok(())
    }
}

/// `pub`, `pub(crate)` and so on: whether there is one.
fn visibility(input: ParseStream<'_>) -> syn::Result<bool> {
    let public = input.parse::<Option<Token![pub]>>()?.is_some();
    if public && input.peek(token::Paren) {
        input.parse::<TokenTree>()?;
    }
    Ok(public)
}

fn name(input: ParseStream<'_>) -> syn::Result<RawName> {
    let name: Ident = input.parse()?;
    let text = name.unraw().to_string();
    guard::name("the name", &text).map_err(|message| syn::Error::new(name.span(), message))?;
    Ok(RawName { text, place: Place::of(name.span()) })
}

/// Why an item is none that can be stored.
fn refused(input: ParseStream<'_>) -> syn::Error {
    let word = input.cursor().ident().map(|(word, _)| word.to_string());
    let message = match word.as_deref() {
        Some("type") => "an alias is no model; write the type itself where it is used".into(),
        Some("union") => "a union cannot be stored; write an enum".into(),
        Some(
            word @ ("fn" | "impl" | "trait" | "mod" | "const" | "static" | "extern" | "macro_rules"
            | "async" | "unsafe"),
        ) => {
            format!(
                "`{word}` is no model: here stand only structs and enums; move it to another file"
            )
        }
        _ => "a struct or an enum belongs here".to_owned(),
    };
    input.error(message)
}
