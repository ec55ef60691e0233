//! Names in JSON, beside those that serde gives.

use serde::Serialize;
use serde_json::Value;

use crate::support::models;
#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// One struct and one enum for each way of writing, once for serde and once as a text.
macro_rules! renamed {
    ($($module:ident $rule:literal)*) => {
        $(mod $module {
            use super::*;

            #[derive(Default, Serialize)]
            #[serde(rename_all = $rule)]
            #[allow(non_snake_case)]
            pub struct Fields {
                first_name: u8,
                x: u8,
                _hidden_2: u8,
                a__b_: u8,
                URL: u8,
                camelCase: u8,
                r#type: u8,
            }

            #[derive(Serialize)]
            #[serde(rename_all = $rule)]
            #[allow(non_camel_case_types)]
            pub enum Variants {
                BigDot,
                HTTPServer,
                A1B2,
                snake_case,
                r#Type,
            }
        })*

        #[test]
        fn every_way_of_writing_is_serdes() {
            $(check($rule, &$module::Fields::default(), &{
                use $module::Variants::{A1B2, BigDot, HTTPServer, r#Type, snake_case};
                [BigDot, HTTPServer, A1B2, snake_case, r#Type]
            });)*
        }
    };
}

renamed! {
    lower "lowercase"
    upper "UPPERCASE"
    pascal "PascalCase"
    camel "camelCase"
    snake "snake_case"
    screaming_snake "SCREAMING_SNAKE_CASE"
    kebab "kebab-case"
    screaming_kebab "SCREAMING-KEBAB-CASE"
}

#[track_caller]
fn check(rule: &str, fields: &impl Serialize, variants: &[impl Serialize]) {
    let models = models(&format!(
        "#[serde(rename_all = \"{rule}\")] pub struct Fields {{ pub first_name: u8, pub x: u8, pub _hidden_2: u8, pub a__b_: u8, \
         pub URL: u8, pub camelCase: u8, pub r#type: u8 }}
         #[serde(rename_all = \"{rule}\")] pub enum Variants {{ BigDot, HTTPServer, A1B2, snake_case, r#Type }}"
    ));
    let fields = serde_json::to_string(fields).unwrap();
    models
        .validate("Fields", &fields)
        .unwrap_or_else(|refused| panic!("{rule}: {fields}: {refused}"));
    for variant in variants {
        let text = serde_json::to_string(variant).unwrap();
        assert!(matches!(serde_json::from_str(&text), Ok(Value::String(_))));
        models
            .validate("Variants", &text)
            .unwrap_or_else(|refused| panic!("{rule}: {text}: {refused}"));
    }
}
