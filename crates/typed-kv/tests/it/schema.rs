//! Models as data.

use rehearsal_typed_kv::Models;

use crate::support::{everything, models, storage};

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[test]
fn models_that_were_sent_as_a_schema_are_the_same() {
    for models in [Models::default(), everything(), storage()] {
        assert_eq!(Models::from_schema(&models.schema()).unwrap(), models);
    }
}

#[test]
fn models_of_a_schema_validate_and_generate_as_those_of_the_file() {
    let (here, there) = (storage(), Models::from_schema(&storage().schema()).unwrap());
    let wrong = r#"{"x": 1.5, "y": 3000000000, "item_id": null}"#;
    assert_eq!(here.validate("CursorPosition", wrong), there.validate("CursorPosition", wrong));
    assert!(there.validate("CursorPosition", wrong).is_err());
    assert_eq!(here.elm("Kv").unwrap(), there.elm("Kv").unwrap());
    assert_eq!(here.typescript(), there.typescript());
}

#[test]
fn a_text_that_is_no_schema_is_refused_and_says_why() {
    let says = |text: &str, wanted: &str| {
        let error = Models::from_schema(text).unwrap_err().to_string();
        assert!(error.contains(wanted), "{error}");
    };
    says("", "EOF");
    says("[1]", "invalid type");
    let schema = models("pub struct A { pub a: Vec<B> } pub struct B { pub b: i32 }").schema();
    says(&schema.replace("i32", "i33"), "there is no whole number \"i33\"");
    says(&schema.replace(r#""Model":1"#, r#""Model":2"#), "a model that is not there");
    says(&schema.replace(r#""name":"B""#, r#""name":"A""#), "two models have one name");
    let deep = format!("{}\"Bool\"{}", r#"{"List":"#.repeat(10_000), "}".repeat(10_000));
    says(&schema.replace(r#"{"Model":1}"#, &deep), "recursion limit");
}
