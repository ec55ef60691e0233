//! Attributes: documentation, `derive`, and the three of serde that are known.

use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Ident, LitStr, Token, bracketed, parenthesized, token};

use crate::fault::Place;
use crate::nearest::{did_you_mean, quoted};
use crate::rename::Rule;

use super::raw::{Attributes, Serde};
use super::{Reader, guard};

/// What says nothing about how a value looks in JSON.
const WITHOUT_MEANING: [&str; 11] = [
    "allow",
    "deny",
    "deprecated",
    "expect",
    "forbid",
    "must_use",
    "non_exhaustive",
    "repr",
    "rustfmt",
    "warn",
    "clippy",
];
/// What serde calls the attributes that are known here.
const KNOWN: [&str; 4] = ["rename", "rename_all", "default", "deny_unknown_fields"];

impl Reader<'_> {
    /// All attributes that stand here.
    pub(super) fn attributes(&mut self, input: ParseStream<'_>) -> syn::Result<Attributes> {
        let mut attributes = Attributes::default();
        while input.peek(Token![#]) {
            input.parse::<Token![#]>()?;
            let inside;
            bracketed!(inside in input);
            if let Err(error) = self.attribute(&inside, &mut attributes) {
                self.error(&error);
            }
            pass_over(&inside);
        }
        Ok(attributes)
    }

    fn attribute(&mut self, input: ParseStream<'_>, found: &mut Attributes) -> syn::Result<()> {
        let name = Ident::parse_any(input)?;
        match name.to_string().as_str() {
            "doc" if input.peek(Token![=]) => {
                input.parse::<Token![=]>()?;
                if input.peek(LitStr) {
                    let text = input.parse::<LitStr>()?.value();
                    found.docs.extend(text.lines().map(|line| line.trim().to_owned()));
                }
            }
            "doc" => {}
            "derive" => {
                let inside;
                parenthesized!(inside in input);
                found.derives_default |= derives_default(&inside)?;
            }
            "default" => found.default_variant = true,
            "serde" => {
                let inside;
                parenthesized!(inside in input);
                self.list(&inside, |_, input| serde(input, &mut found.serde));
            }
            known if WITHOUT_MEANING.contains(&known) => {}
            other => {
                let message = format!(
                    "`{other}` may change the type in ways that are not known here; models have `derive`, `serde` and \
                     documentation"
                );
                return Err(syn::Error::new(name.span(), message));
            }
        }
        Ok(())
    }
}

/// One of the things in `#[serde(…)]`.
fn serde(input: ParseStream<'_>, found: &mut Serde) -> syn::Result<()> {
    let name = Ident::parse_any(input)?;
    let place = Place::of(name.span());
    match name.to_string().as_str() {
        "rename" => {
            let text = text(input, "rename")?;
            guard::name("the name", &text.value())
                .map_err(|message| syn::Error::new(text.span(), message))?;
            let place = Place::of(text.span());
            once(found.rename.replace((text.value(), place)), &name)
        }
        "rename_all" => {
            let text = text(input, "rename_all")?;
            let wanted = text.value();
            let rule = Rule::NAMES.into_iter().find(|(name, _)| *name == wanted);
            let Some((_, rule)) = rule else {
                let names = Rule::NAMES.map(|(name, _)| name);
                let hint = did_you_mean(&wanted, names, '"');
                let hint = hint.unwrap_or_else(|| format!("; there are {}", quoted(names, '"')));
                let message = format!("there is no way of writing called \"{wanted}\"{hint}");
                return Err(syn::Error::new(text.span(), message));
            };
            once(found.rename_all.replace((rule, place)), &name)
        }
        "default" if input.peek(Token![=]) => Err(syn::Error::new(
            name.span(),
            "what a function makes as a default cannot be known here; write `default` alone, which is the type's own",
        )),
        "default" => once(found.default.replace(place), &name),
        "deny_unknown_fields" => once(found.deny_unknown_fields.replace(place), &name),
        other => {
            let hint = did_you_mean(other, KNOWN, '`').unwrap_or_default();
            let message = format!(
                "serde's `{other}` is not known here{hint}; models have `rename`, `rename_all` and `default`"
            );
            Err(syn::Error::new(name.span(), message))
        }
    }
}

/// `= "text"` after the name of an attribute.
fn text(input: ParseStream<'_>, name: &str) -> syn::Result<LitStr> {
    if input.peek(token::Paren) {
        return Err(input.error(format!(
            "one name for writing and another for reading cannot be stored; write `{name} = \"…\"`"
        )));
    }
    input.parse::<Token![=]>()?;
    input.parse()
}

fn once<T>(before: Option<T>, name: &Ident) -> syn::Result<()> {
    match before {
        None => Ok(()),
        Some(_) => Err(syn::Error::new(name.span(), format!("`{name}` stands here twice"))),
    }
}

/// Whether a list of derives has `Default`, by whatever path.
fn derives_default(input: ParseStream<'_>) -> syn::Result<bool> {
    let mut found = false;
    while !input.is_empty() {
        input.parse::<Option<Token![::]>>()?;
        let mut last = Ident::parse_any(input)?;
        while input.peek(Token![::]) {
            input.parse::<Token![::]>()?;
            last = Ident::parse_any(input)?;
        }
        found |= last == "Default";
        if !input.is_empty() {
            input.parse::<Token![,]>()?;
        }
    }
    Ok(found)
}

/// What is left of an attribute has no meaning, or was told of already.
fn pass_over(input: ParseStream<'_>) {
    while input.parse::<proc_macro2::TokenTree>().is_ok() {}
}
