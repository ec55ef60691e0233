//! Values made at random for models made at random, near to what fits: what is right is taken, what is wrong is told with its
//! place, and whatever comes, nothing breaks.

use arbtest::arbitrary::{Result, Unstructured};
use rehearsal_typed_kv::{Models, Refused};
use serde_json::Value;

/// How long each property is tried; minutes when it is compiled with `REHEARSAL_SOAK` set.
const MILLIS: u64 = if option_env!("REHEARSAL_SOAK").is_some() { 120_000 } else { 2_000 };

/// A type as this test knows it, beside the library's own.
#[derive(Clone, Debug)]
enum Type {
    Bool,
    Char,
    Text,
    Float,
    /// Its name, and whether it is signed, and its bits.
    Int(&'static str, bool, u32),
    Option(Box<Type>),
    List(Box<Type>),
    Map(Box<Type>),
    Tuple(Vec<Type>),
    /// One that was declared before.
    Model(usize),
}

#[derive(Clone, Debug)]
enum Shape {
    Struct(Vec<(Type, bool)>),
    /// The types in each variant: none, one, or several.
    Enum(Vec<Vec<Type>>),
}

const INTS: [(&str, bool, u32); 6] = [
    ("u8", false, 8),
    ("i16", true, 16),
    ("u64", false, 64),
    ("i64", true, 64),
    ("u128", false, 128),
    ("i128", true, 128),
];

fn ty(u: &mut Unstructured<'_>, known: usize, depth: u32) -> Result<Type> {
    let inner = |u: &mut Unstructured<'_>| ty(u, known, depth - 1).map(Box::new);
    Ok(match u.int_in_range(0..=if depth == 0 { 5 } else { 9 })? {
        0 => Type::Bool,
        1 => Type::Char,
        2 => Type::Text,
        3 => Type::Float,
        4 if known > 0 => Type::Model(u.choose_index(known)?),
        4 | 5 => {
            let (name, signed, bits) = *u.choose(&INTS)?;
            Type::Int(name, signed, bits)
        }
        6 => Type::Option(inner(u)?),
        7 => Type::List(inner(u)?),
        8 => Type::Map(inner(u)?),
        _ => {
            let count = u.int_in_range(1..=3)?;
            Type::Tuple((0..count).map(|_| ty(u, known, depth - 1)).collect::<Result<_>>()?)
        }
    })
}

fn shapes(u: &mut Unstructured<'_>) -> Result<Vec<Shape>> {
    let mut shapes = Vec::new();
    for known in 0..u.int_in_range(1..=4)? {
        let count = u.int_in_range(1..=4)?;
        shapes.push(match u.arbitrary()? {
            true => {
                let field = |u: &mut Unstructured<'_>| Ok((ty(u, known, 3)?, u.ratio(1, 4)?));
                Shape::Struct((0..count).map(|_| field(u)).collect::<Result<_>>()?)
            }
            false => {
                let variant = |u: &mut Unstructured<'_>| {
                    let parts = u.int_in_range(0..=2)?;
                    (0..parts).map(|_| ty(u, known, 2)).collect::<Result<Vec<_>>>()
                };
                Shape::Enum((0..count).map(|_| variant(u)).collect::<Result<_>>()?)
            }
        });
    }
    Ok(shapes)
}

impl Type {
    fn rust(&self) -> String {
        match self {
            Self::Bool => "bool".into(),
            Self::Char => "char".into(),
            Self::Text => "String".into(),
            Self::Float => "f64".into(),
            Self::Int(name, ..) => (*name).into(),
            Self::Option(inner) => format!("Option<{}>", inner.rust()),
            Self::List(inner) => format!("Vec<{}>", inner.rust()),
            Self::Map(inner) => format!("BTreeMap<String, {}>", inner.rust()),
            Self::Tuple(parts) => {
                let parts: Vec<String> = parts.iter().map(|part| part.rust() + ",").collect();
                format!("({})", parts.concat())
            }
            Self::Model(at) => format!("T{at}"),
        }
    }

    /// Whether a default of it can be derived, without a look at other models.
    fn has_default(&self) -> bool {
        match self {
            Self::Model(_) => false,
            Self::Tuple(parts) => parts.iter().all(Self::has_default),
            _ => true,
        }
    }

    /// A value that fits.
    fn value(&self, u: &mut Unstructured<'_>, shapes: &[Shape]) -> Result<String> {
        let some = |u: &mut Unstructured<'_>, ty: &Self| -> Result<Vec<String>> {
            (0..u.int_in_range(0..=2)?).map(|_| ty.value(u, shapes)).collect()
        };
        Ok(match self {
            Self::Bool => u.arbitrary::<bool>()?.to_string(),
            Self::Char => quote(&u.arbitrary::<char>()?.to_string()),
            Self::Text => quote(u.choose(&["", "a\"\\/~", "é😀", "\u{0}\n"])?),
            Self::Float => (*u.choose(&["0", "-0", "1e300", "-2.5E-3", "7"])?).into(),
            Self::Int(_, signed, bits) => {
                let number: u128 = u.arbitrary()?;
                match signed {
                    true => (number.cast_signed() >> (128 - bits)).to_string(),
                    false => (number >> (128 - bits)).to_string(),
                }
            }
            Self::Option(_) if u.ratio(1, 3)? => "null".into(),
            Self::Option(inner) => inner.value(u, shapes)?,
            Self::List(inner) => format!("[{}]", some(u, inner)?.join(" , ")),
            Self::Map(inner) => {
                let keys = ["a/b", "~", "", "ttl"];
                let values = some(u, inner)?.into_iter().zip(keys);
                let members: Vec<_> =
                    values.map(|(value, key)| format!("{}: {value}", quote(key))).collect();
                format!("{{{}}}", members.join(","))
            }
            Self::Tuple(parts) => {
                let parts: Result<Vec<_>> = parts.iter().map(|it| it.value(u, shapes)).collect();
                format!("[{}]", parts?.join(","))
            }
            Self::Model(at) => shapes[*at].value(u, shapes)?,
        })
    }
}

impl Shape {
    fn rust(&self, at: usize) -> String {
        let parts: Vec<String> = match self {
            Self::Struct(fields) => {
                let field = |(at, (ty, default)): (usize, &(Type, bool))| {
                    let default = *default && ty.has_default();
                    let attribute = if default { "#[serde(default)] " } else { "" };
                    format!("{attribute}pub f{at}: {}", ty.rust())
                };
                fields.iter().enumerate().map(field).collect()
            }
            Self::Enum(variants) => {
                let variant = |(at, types): (usize, &Vec<Type>)| match &types[..] {
                    [] => format!("V{at}"),
                    types => {
                        format!(
                            "V{at}({})",
                            types.iter().map(Type::rust).collect::<Vec<_>>().join(", ")
                        )
                    }
                };
                variants.iter().enumerate().map(variant).collect()
            }
        };
        let word = if matches!(self, Self::Struct(_)) { "struct" } else { "enum" };
        format!("pub {word} T{at} {{ {} }}\n", parts.join(", "))
    }

    fn value(&self, u: &mut Unstructured<'_>, shapes: &[Self]) -> Result<String> {
        match self {
            Self::Struct(fields) => {
                let mut members = Vec::new();
                for (at, (ty, default)) in fields.iter().enumerate() {
                    let is_optional = *default && ty.has_default() || matches!(ty, Type::Option(_));
                    if !is_optional || u.arbitrary()? {
                        members.push(format!("\"f{at}\":{}", ty.value(u, shapes)?));
                    }
                }
                let first = u.choose_index(members.len().max(1))?;
                members.rotate_left(first);
                Ok(format!("{{{}}}", members.join(",")))
            }
            Self::Enum(variants) => {
                let at = u.choose_index(variants.len())?;
                let parts: Result<Vec<_>> =
                    variants[at].iter().map(|it| it.value(u, shapes)).collect();
                Ok(match &parts?[..] {
                    [] => format!("\"V{at}\""),
                    [one] => format!("{{\"V{at}\":{one}}}"),
                    more => format!("{{\"V{at}\":[{}]}}", more.join(",")),
                })
            }
        }
    }
}

fn quote(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

/// Models, the shape of each, and a value of the last one.
fn sample(u: &mut Unstructured<'_>) -> Result<(Models, String, String)> {
    let shapes = shapes(u)?;
    let source: String = shapes.iter().enumerate().map(|(at, shape)| shape.rust(at)).collect();
    let models = Models::parse([("models/storage/test.rs", &source)])
        .unwrap_or_else(|faults| panic!("{faults:#?}\n{source}"));
    let last = shapes.len() - 1;
    Ok((models, format!("T{last}"), shapes[last].value(u, &shapes)?))
}

fn tried(property: impl FnMut(&mut Unstructured<'_>) -> Result<()>) {
    // Of random bytes; to make many takes longer than to use them.
    arbtest::arbtest(property).size_max(2_000).budget_ms(MILLIS).run();
}

#[test]
fn what_fits_is_taken_and_says_the_same_as_before() {
    tried(|u| {
        let (models, name, text) = sample(u)?;
        let valid = models
            .validate(&name, &text)
            .unwrap_or_else(|refused| panic!("{refused}\n{text}\n{models:#?}"));
        let json = |text| serde_json::from_str::<Value>(text).unwrap();
        // Numbers of 128 bits are floats for both.
        assert_eq!(json(valid.json()), json(&text));
        assert_eq!(models.validate(&name, valid.json()).unwrap(), valid);
        let again = Models::from_schema(&models.schema()).unwrap();
        assert_eq!((&again, again.elm("A").unwrap()), (&models, models.elm("A").unwrap()));
        assert_eq!(again.typescript(), models.typescript());
        Ok(())
    });
}

#[test]
fn what_is_damaged_is_taken_or_told_with_a_place_that_is_there() {
    const PIECES: [&str; 22] = [
        "null",
        "true",
        "0",
        "-1",
        "1.5",
        "1e400",
        "\"\"",
        "\"a\"",
        "\"\\ud800\"",
        "[]",
        "{}",
        "[",
        "]",
        "{",
        "}",
        ",",
        ":",
        "\"f0\":1",
        "\"V0\"",
        "é",
        "\\",
        "\u{0}",
    ];
    tried(|u| {
        // Before the value, which may take all the bytes that there are.
        let one = |u: &mut Unstructured<'_>| {
            Ok((u.arbitrary::<usize>()?, u.int_in_range(0..=6)?, *u.choose(&PIECES)?))
        };
        let damage: Vec<_> = (0..u.int_in_range(1..=3)?).map(|_| one(u)).collect::<Result<_>>()?;
        let (models, name, mut text) = sample(u)?;
        for (at, length, piece) in damage {
            // A whole leaf, or any piece.
            let leaf = text.match_indices([':', '[', ',']).map(|(at, _)| at + 1);
            let leaves: Vec<usize> = leaf.collect();
            let is_leaf = at % 2 == 0 && !leaves.is_empty();
            let from = if is_leaf { leaves[at / 2 % leaves.len()] } else { at % (text.len() + 1) };
            let length = match is_leaf {
                true => text[from..].find([',', ']', '}']).unwrap_or(0),
                false => length,
            };
            let to = text.len().min(from + length);
            if text.is_char_boundary(from) && text.is_char_boundary(to) {
                text.replace_range(from..to, piece);
            }
        }
        let parsed = serde_json::from_str::<Value>(&text);
        match models.validate(&name, &text) {
            Ok(valid) => {
                assert_eq!(serde_json::from_str::<Value>(valid.json()).unwrap(), parsed.unwrap())
            }
            Err(Refused::NoJson(_)) => assert!(parsed.is_err(), "{text}"),
            Err(Refused::Invalid { faults, .. }) => {
                assert!(!faults.is_empty());
                // Of a key that stands twice, the tree has the last value only, and faults are told of both.
                let has_twins = faults.iter().any(|fault| fault.message.contains("twice"));
                for fault in faults {
                    assert!(!fault.message.is_empty());
                    // What is missing has no place of its own, but its object does.
                    let pointer = match fault.message.contains("is missing") {
                        true => fault.pointer.rsplit_once('/').unwrap().0,
                        false => &fault.pointer,
                    };
                    // Without characters there is no tree to look into.
                    let Ok(tree) = &parsed else { continue };
                    assert!(has_twins || tree.pointer(pointer).is_some(), "{fault}\n{text}");
                }
            }
            Err(other) => panic!("{other}"),
        }
        Ok(())
    });
}

#[test]
fn no_text_is_too_much_for_a_model() {
    const SIGNS: [&str; 14] = [
        "{",
        "}",
        "[",
        "]",
        "\"",
        ":",
        ",",
        "1",
        "e",
        "-",
        "\\",
        "\"\\ud800\"",
        "null",
        "\"circle\":",
    ];
    let models = crate::support::everything();
    let names: Vec<&str> = models.names().collect();
    tried(|u| {
        let text: String = match u.int_in_range(0..=2)? {
            0 => u.arbitrary()?,
            1 => (0..u.int_in_range(0..=12)?)
                .map(|_| u.choose(&SIGNS).copied())
                .collect::<Result<_>>()?,
            _ => {
                let open = *u.choose(&["[", "{\"a\":", "{\"group\":[", "{\"left\":", "\"\\u"])?;
                open.repeat(u.int_in_range(0..=20_000)?)
            }
        };
        let name = u.choose(&names)?;
        if models.validate(name, &text).is_ok() {
            serde_json::from_str::<Value>(&text).unwrap();
        }
        Ok(())
    });
}
