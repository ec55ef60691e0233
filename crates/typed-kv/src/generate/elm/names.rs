//! Names that Elm can have.

use crate::generate::names::{Scope, upper};
use crate::model::{Field, Model, Shape};

/// Types and constructors that every module of Elm has, or that this one imports and makes.
const TAKEN: [&str; 24] = [
    "Bool", "Char", "Cmd", "Deleted", "Dict", "EQ", "Err", "False", "Float", "GT", "Int", "Just",
    "LT", "List", "Maybe", "Msg", "Never", "Nothing", "Ok", "Order", "Program", "Result", "Stored",
    "String",
];
const TAKEN_TOO: [&str; 3] = ["Sub", "Task", "True"];
/// Words of the language.
const WORDS: [&str; 16] = [
    "alias", "as", "case", "else", "exposing", "if", "import", "in", "infix", "let", "module",
    "of", "port", "then", "type", "where",
];

/// The names of everything in a module.
pub(super) struct Names {
    /// For each model its type.
    pub types: Vec<String>,
    /// For each model its variants' constructors.
    pub variants: Vec<Vec<String>>,
    /// For each model its functions.
    pub functions: Vec<Functions>,
}

/// The functions of a model.
#[derive(Default)]
pub(super) struct Functions {
    pub set: String,
    pub set_for: String,
    pub get: String,
    pub delete: String,
    pub list: String,
    pub encode: String,
    pub decode: String,
    pub fields: String,
    pub default: String,
}

impl Names {
    pub fn of(models: &[Model]) -> Self {
        let mut capital = Scope::without(&[&TAKEN[..], &TAKEN_TOO].concat());
        let types: Vec<String> =
            models.iter().map(|model| capital.take(upper(&ascii(&model.name, "T")))).collect();
        let mut variants = Vec::new();
        for (model, name) in models.iter().zip(&types) {
            let of_model = match &model.shape {
                Shape::Struct(_) => Vec::new(),
                Shape::Enum(all) => {
                    let name = |variant: &str| format!("{name}{}", upper(&ascii(variant, "V")));
                    all.iter().map(|variant| capital.take(name(&variant.name))).collect()
                }
            };
            variants.push(of_model);
        }
        // The short names first, of all types: what has to give way is the longer one.
        let mut small = Scope::without(&[]);
        let mut of_all = |make: &dyn Fn(&str) -> String| -> Vec<String> {
            types.iter().map(|name| small.take(make(name))).collect()
        };
        let mut set = of_all(&|name| format!("set{name}")).into_iter();
        let mut get = of_all(&|name| format!("get{name}")).into_iter();
        let mut delete = of_all(&|name| format!("delete{name}")).into_iter();
        let mut list = of_all(&|name| format!("list{name}s")).into_iter();
        let mut encode = of_all(&|name| format!("encode{name}")).into_iter();
        let mut decode = of_all(&|name| format!("decode{name}")).into_iter();
        let mut set_for = of_all(&|name| format!("set{name}For")).into_iter();
        let mut fields = of_all(&|name| format!("fieldsOf{name}")).into_iter();
        let mut default = of_all(&|name| format!("default{name}")).into_iter();
        let mut next = || {
            Some(Functions {
                set: set.next()?,
                set_for: set_for.next()?,
                get: get.next()?,
                delete: delete.next()?,
                list: list.next()?,
                encode: encode.next()?,
                decode: decode.next()?,
                fields: fields.next()?,
                default: default.next()?,
            })
        };
        let functions = types.iter().filter_map(|_| next()).collect();
        Self { types, variants, functions }
    }
}

/// The names of fields in a record.
pub(super) fn fields(fields: &[Field]) -> Vec<String> {
    let mut scope = Scope::without(&WORDS);
    let name = |field: &Field| {
        let mut letters = ascii(&field.name, "field");
        if let Some(first) = letters.get_mut(..1) {
            first.make_ascii_lowercase();
        }
        letters
    };
    fields.iter().map(|field| scope.take(name(field))).collect()
}

/// What Elm's tools read without doubt: ASCII, and a letter first.
fn ascii(name: &str, instead: &str) -> String {
    let letters: String =
        name.chars().filter(|it| it.is_ascii_alphanumeric() || *it == '_').collect();
    let letters = letters.trim_start_matches('_');
    match letters.starts_with(|first: char| first.is_ascii_alphabetic()) {
        true => letters.into(),
        false => format!("{instead}{letters}"),
    }
}

/// Whether a text is the name of a module.
pub(super) fn is_module(name: &str) -> bool {
    name.split('.').all(|word| {
        word.starts_with(|first: char| first.is_ascii_uppercase())
            && word.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
    })
}
