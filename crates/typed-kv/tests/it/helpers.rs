//! What the generated helpers say, word for word where it matters.

use rehearsal_typed_kv::Models;

use crate::support::{everything, models, storage};
#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn elm(text: &str) -> String {
    models(text).elm("Kv").unwrap()
}

#[track_caller]
fn has(text: &str, pieces: &[&str]) {
    for piece in pieces {
        assert!(text.contains(piece), "no {piece:?} in\n{text}");
    }
}

#[test]
fn every_type_has_its_functions_in_elm() {
    let elm = storage().elm("BuildAmp.Kv").unwrap();
    assert!(elm.starts_with("module BuildAmp.Kv exposing\n    ( CursorPosition\n    , Msg(..)\n"));
    for name in ["CursorPosition", "SessionCache", "UserPreferences", "ViewportState"] {
        has(
            &elm,
            &[
                &format!("\ntype alias {name} =\n"),
                &format!("\nset{name} : String -> {name} -> Cmd Msg\n"),
                &format!("\nset{name}For : Int -> String -> {name} -> Cmd Msg\n"),
                &format!("\nget{name} : String -> Task Never (Maybe {name})\n"),
                &format!("\ndelete{name} : String -> Cmd Msg\n"),
                &format!("\nlist{name}s : String -> Task Never (List ( String, {name} ))\n"),
                &format!("\nencode{name} : {name} -> Encode.Value\n"),
                &format!("\ndecode{name} : Decode.Decoder {name}\n"),
            ],
        );
    }
    has(
        &elm,
        &["    { x : Int\n    , y : Int\n    , item_id : String\n    , user_id : String\n    }\n"],
    );
}

#[test]
fn the_same_models_make_the_same_text() {
    assert_eq!(everything().elm("A").unwrap(), everything().elm("A").unwrap());
    assert_eq!(everything().typescript(), everything().typescript());
}

#[test]
fn the_helpers_of_no_models_are_empty() {
    assert!(Models::default().elm("Kv").unwrap().contains("module Kv exposing (Msg(..))\n"));
    assert!(Models::default().typescript().contains("export class KvClient"));
}

#[test]
fn a_module_has_a_name_that_elm_can_read() {
    for name in ["Kv", "Generated.Kv", "A1.B_2"] {
        assert!(storage().elm(name).is_ok(), "{name}");
    }
    for name in
        ["", "kv", "Generated.", ".Kv", "Generated.kv", "Kv exposing (..)", "Käse", "1Kv", "A-B"]
    {
        let error = storage().elm(name).unwrap_err();
        assert!(
            error.to_string().starts_with(&format!("{name:?} is no name of an Elm module")),
            "{error}"
        );
    }
}

#[test]
fn the_names_in_json_are_those_of_serde_and_the_others_those_of_rust() {
    let text = "#[serde(rename_all = \"camelCase\")] pub struct A { pub first_name: String, #[serde(rename = \"type\")] pub kind: u8 }";
    has(
        &elm(text),
        &[
            "{ first_name : String\n    , kind : Int\n",
            "( \"firstName\", Encode.string value.first_name )",
            "Decode.field \"type\" Decode.int",
        ],
    );
    has(&models(text).typescript(), &["  firstName: string;\n  type: number;\n"]);
}

#[test]
fn words_of_elm_are_no_fields_and_its_types_no_types() {
    let text = elm(
        "pub struct Task { pub r#type: u8, pub _id: u8, pub Name: u8, pub r#where: u8, pub where_: u8 } pub enum Msg { Just }",
    );
    has(
        &text,
        &[
            "type alias Task_ =\n    { type_ : Int\n    , id : Int\n    , name : Int\n    , where_ : Int\n    , where__ : Int\n",
            "type Msg_\n    = Msg_Just\n",
        ],
    );
    has(&text, &["post \"Task\" key", "Encode.string \"Just\""]);
}

#[test]
fn a_number_that_javascript_cannot_hold_is_not_decoded_in_elm() {
    let text = elm("pub struct A { pub a: u32, pub b: Vec<i64> }");
    has(
        &text,
        &[
            "Decode.field \"a\" Decode.int",
            "Decode.field \"b\" (Decode.list exactInt)",
            "abs number <= 9007199254740991",
        ],
    );
    assert!(!elm("pub struct A { pub a: u32 }").contains("exactInt"));
}

#[test]
fn what_contains_itself_is_a_type_of_its_own_in_elm() {
    let text = elm(
        "pub struct Tree { pub children: Vec<Tree> } pub struct Leaf { pub of: Tree } pub enum E { A(Box<F>), B } pub struct F { pub e: E }",
    );
    has(
        &text,
        &[
            "type Tree\n    = Tree\n        { children : List Tree\n        }\n",
            "type alias Leaf =\n    { of_ : Tree\n    }\n",
            "type alias F =\n",
            "Decode.lazy (\\_ -> decodeTree)",
            "Decode.lazy (\\_ -> decodeF)",
        ],
    );
    assert!(text.contains("Decode.field \"of\" decodeTree"), "it does not contain itself");
}

#[test]
fn what_may_be_missing_has_its_default() {
    let source = "#[derive(Default)] #[serde(default)] pub struct A { pub a: u8, pub b: B, pub c: Option<char>, pub d: (f32, L) }
        #[derive(Default)] pub struct B { pub a: String } #[derive(Default)] pub enum L { X, #[default] Y }";
    has(
        &elm(source),
        &[
            "optional \"a\" Decode.int 0",
            "optional \"b\" decodeB defaultB",
            "optional \"c\" (Decode.nullable decodeChar) Nothing",
            "( 0, LY )",
            "defaultB =\n    { a = \"\" }",
        ],
    );
    has(
        &models(source).typescript(),
        &["  a?: number;\n  b?: B;\n  c?: string | null;\n  d?: [number, L];\n"],
    );
}

#[test]
fn a_ttl_is_beside_the_members_of_a_struct_and_in_the_query_of_others() {
    let text = elm("pub struct A { pub a: u8 } pub enum B { X }");
    has(
        &text,
        &[
            "post \"A\" key \"\" (Encode.object (( \"ttl\", Encode.int ttl ) :: fieldsOfA value))",
            "post \"B\" key (\"?ttl=\" ++ String.fromInt ttl) (encodeB value)",
        ],
    );
}

#[test]
fn documentation_comes_along_and_can_end_no_comment() {
    let source = "/// Plain text.\npub struct A { /// of a -} */\n pub a: u8 }\n/// - a *list* -} */\npub enum B { /// of X\n X }";
    has(
        &elm(source),
        &[
            "{-| Plain text.\n-}\ntype alias A =",
            "    { -- of a -} */\n      a : Int",
            "\n\n\n\n-- - a *list* -} */\n\n\ntype B\n    = -- of X\n      BX",
        ],
    );
    has(
        &models(source).typescript(),
        &[
            "/** Plain text. */\nexport interface A {\n  /** of a -} *\\/ */\n  a: number;",
            "/** - a *list* -} *\\/ */\nexport type B =\n  /** of X */\n  | \"X\";",
        ],
    );
}

/// What turns text around, ends a line where none ends, or is not seen at all.
const UNSEEN: [char; 20] = [
    '\0',
    '\u{1b}',
    '\u{7f}',
    '\u{85}',
    '\u{61c}',
    '\u{200e}',
    '\u{200f}',
    '\u{2028}',
    '\u{2029}',
    '\u{202a}',
    '\u{202b}',
    '\u{202c}',
    '\u{202d}',
    '\u{202e}',
    '\u{2066}',
    '\u{2067}',
    '\u{2068}',
    '\u{2069}',
    '\u{feff}',
    '\u{e0041}',
];

#[test]
fn signs_that_would_show_code_as_another_are_written_out_in_comments_and_texts() {
    for sign in UNSEEN {
        let escaped = format!("\\u{{{:x}}}", u32::from(sign));
        let source = format!(
            "#[doc = \"if ad{escaped}min\"] pub struct A {{ #[doc = \"o{escaped}f a\"] #[serde(rename = \"a{escaped}b\")] pub a: u8 }}
             #[doc = \"* of {escaped}B\"] pub enum B {{ #[doc = \"of {escaped}X\"] X }}"
        );
        let wanted = format!("\\u{{{:04X}}}", u32::from(sign));
        for text in [elm(&source), models(&source).typescript()] {
            assert!(!text.contains(sign), "{wanted} in\n{text}");
            for comment in ["if ad{}min", "o{}f a", "* of {}B", "of {}X"] {
                has(&text, &[&comment.replace("{}", &wanted)]);
            }
        }
    }
    // What many languages and pictures are written with stays.
    for text in ["می\u{200c}خواهم", "👩\u{200d}💻", "e\u{301}", "한국어"] {
        let source = format!("/// {text}.\npub struct A {{ pub a: u8 }}");
        has(&elm(&source), &[text]);
        has(&models(&source).typescript(), &[text]);
    }
    has(&elm("///\ta\tb -- c\npub struct A { pub a: u8 }"), &["-- a b -- c\n"]);
}

#[test]
fn no_documentation_ends_its_comment_whatever_stands_at_its_ends() {
    for docs in ["*/", "/", "*", "**/", "*\\/*/", "/*", "-}", "{-", "--", "|", "{-| -}", "*", "\\"]
    {
        let source = format!(
            "#[doc = {0:?}] #[doc = {0:?}] pub struct A {{ #[doc = {0:?}] pub a: u8 }} #[doc = {0:?}] pub enum B {{ #[doc = {0:?}] X }}",
            docs
        );
        let typescript = models(&source).typescript();
        let (mut rest, mut comments) = (typescript.split("export class").next().unwrap(), 0);
        while let Some(at) = rest.find("/**") {
            let end = at + 3 + rest[at + 3..].find("*/").unwrap();
            let after = rest[end + 2..].chars().next();
            assert_eq!(after, Some('\n'), "a comment of {docs:?} ends too soon in\n{typescript}");
            rest = &rest[end + 2..];
            comments += 1;
        }
        assert!(comments >= 4, "{comments}: {typescript}");
        for line in elm(&source).lines().filter(|line| line.contains(docs) && docs.contains('{')) {
            let is_ours = line.starts_with("{-| ") && !line[4..].starts_with(docs);
            assert!(is_ours || line.split(docs).next().unwrap().contains("-- "), "{line}");
        }
    }
}
