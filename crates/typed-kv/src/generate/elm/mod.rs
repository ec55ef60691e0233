//! An Elm module: types, encoders, decoders, and the calls of the store. It stands as elm-format would have it.

mod calls;
mod comments;
mod decode;
mod encode;
mod helpers;
mod names;
mod types;

use thiserror::Error;

use crate::Models;
use crate::graph::groups;
use crate::model::{Content, Field, Model, Shape, Type};

use names::Names;

/// The name of an Elm module is none.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error(
    "{0:?} is no name of an Elm module: it is words of ASCII letters and digits with points between them, each with a capital \
     letter first, such as Generated.Kv"
)]
pub struct NoModuleName(pub String);

impl Models {
    /// An Elm module with helpers for all types, formatted as elm-format has it. It needs `elm/core`, `elm/http`, `elm/json`
    /// and `elm/url`, and asks the host that the page came from.
    ///
    /// For a type `X` there are `encodeX`, `decodeX` and
    ///
    /// | | |
    /// |---|---|
    /// | `setX : String -> X -> Cmd Msg` | stores a value under a key |
    /// | `setXFor : Int -> String -> X -> Cmd Msg` | the same, for so many milliseconds |
    /// | `getX : String -> Task Never (Maybe X)` | the value of a key |
    /// | `deleteX : String -> Cmd Msg` | removes it |
    /// | `listXs : String -> Task Never (List ( String, X ))` | keys that begin with a text, and their values |
    ///
    /// `Msg` is the module's own, and says what became of the commands; a program wraps it with `Cmd.map`. Tasks do not fail:
    /// what did not work is `Nothing`, or the empty list. (The document that this comes from has one `setUserPreferences` without
    /// a key, which its own examples then call with one.)
    ///
    /// How Rust becomes Elm:
    ///
    /// - **Fields** keep their names in Rust, also where JSON has another. One that Elm cannot have is changed: `type` is `type_`,
    ///   `_id` is `id`, and a capital letter at its beginning becomes a small one.
    /// - **Types** keep their names, but for those that Elm has already: `Task` is `Task_`. The same goes for `Msg`.
    /// - **Variants** have the name of their enum before their own, since in Elm a constructor is alone in its module: `ShapeDot`.
    /// - **Whole numbers** are `Int`. What JavaScript cannot hold exactly, beyond ±(2⁵³ − 1), is not decoded: `Nothing` is better
    ///   than another number.
    /// - **Tuples** of one are what they hold, and those of more than three, which Elm does not have, are records of `part1`, `part2` and
    ///   so on. A `Box` is what lies in it, a map a `Dict`.
    /// - A **struct that contains itself**, in a list for example, is a `type` with one constructor, since an alias cannot.
    /// - A name that is taken gets an underscore.
    ///
    /// ```
    /// use rehearsal_typed_kv::Models;
    ///
    /// let text = "pub struct CursorPosition { pub x: i32, pub item_id: String }";
    /// let elm = Models::parse([("models/storage/ui.rs", text)]).unwrap().elm("Kv")?;
    /// assert!(elm.contains("\nsetCursorPosition : String -> CursorPosition -> Cmd Msg\n"));
    /// # Ok::<(), rehearsal_typed_kv::NoModuleName>(())
    /// ```
    ///
    /// # Errors
    /// The module's name is none.
    pub fn elm(&self, module: &str) -> Result<String, NoModuleName> {
        if !names::is_module(module) {
            return Err(NoModuleName(module.into()));
        }
        let elm = Elm::of(self);
        let body: String = (0..self.list.len()).map(|at| elm.model(at)).collect();
        Ok(elm.head(module, &body) + &body + &helpers::used(&body))
    }
}

/// What is known of all models.
struct Elm<'a> {
    models: &'a [Model],
    names: Names,
    /// Which structs are no aliases, since they contain themselves.
    wrapped: Vec<bool>,
    /// Models with the same number contain each other, so their decoders wait for each other.
    group: Vec<usize>,
    /// Which structs have a default that is asked for.
    defaults: Vec<bool>,
}

impl<'a> Elm<'a> {
    fn of(models: &'a Models) -> Self {
        let models = &models.list;
        let edges: Vec<Vec<usize>> = models.iter().map(parts).collect();
        let is_struct = |at: usize| matches!(models[at].shape, Shape::Struct(_));
        let structs: Vec<Vec<usize>> = (0..models.len())
            .map(|at| match is_struct(at) {
                true => edges[at].iter().copied().filter(|part| is_struct(*part)).collect(),
                false => Vec::new(),
            })
            .collect();
        let of_structs = groups(&structs);
        let contains_itself =
            |at: usize| structs[at].iter().any(|part| of_structs[*part] == of_structs[at]);
        Self {
            models,
            names: Names::of(models),
            wrapped: (0..models.len()).map(contains_itself).collect(),
            group: groups(&edges),
            defaults: decode::defaults(models),
        }
    }

    fn model(&self, at: usize) -> String {
        let mut text = self.type_declaration(at);
        text += &self.calls(at);
        text += &self.encoder(at);
        text += &self.decoder(at);
        text
    }

    /// Everything before the first declaration.
    fn head(&self, module: &str, body: &str) -> String {
        let mut types = vec!["Msg(..)".to_owned()];
        let mut values = Vec::new();
        for (at, model) in self.models.iter().enumerate() {
            let open =
                if self.wrapped[at] || matches!(model.shape, Shape::Enum(_)) { "(..)" } else { "" };
            types.push(format!("{}{open}", self.names.types[at]));
            let of = &self.names.functions[at];
            values.extend(
                [&of.set, &of.set_for, &of.get, &of.delete, &of.list, &of.encode, &of.decode]
                    .map(String::clone),
            );
        }
        types.sort();
        values.sort();
        let exposed = match values[..] {
            [] => format!(" ({})", types.concat()),
            _ => format!("\n    ( {}\n    )", [types, values].concat().join("\n    , ")),
        };
        let dict = if body.contains("Dict") { "import Dict exposing (Dict)\n" } else { "" };
        format!(
            "module {module} exposing{exposed}\n\n{}\n{dict}{}",
            helpers::INTRODUCTION,
            helpers::IMPORTS
        )
    }
}

/// The models in a model.
fn parts(model: &Model) -> Vec<usize> {
    let mut found = Vec::new();
    let of_fields = |fields: &[Field], found: &mut Vec<usize>| {
        fields.iter().for_each(|field| inside(&field.ty, found))
    };
    match &model.shape {
        Shape::Struct(fields) => of_fields(fields, &mut found),
        Shape::Enum(variants) => {
            for variant in variants {
                match &variant.content {
                    Content::Unit => {}
                    Content::Newtype(ty) => inside(ty, &mut found),
                    Content::Tuple(types) => types.iter().for_each(|ty| inside(ty, &mut found)),
                    Content::Struct(fields) => of_fields(fields, &mut found),
                }
            }
        }
    }
    found
}

fn inside(ty: &Type, found: &mut Vec<usize>) {
    match ty {
        Type::Option(inner) | Type::List(inner) | Type::Map(inner) => inside(inner, found),
        Type::Tuple(parts) => parts.iter().for_each(|part| inside(part, found)),
        Type::Model(at) => found.push(*at),
        _ => {}
    }
}
