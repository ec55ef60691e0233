//! What JavaScript sees: models are read from their files, and helpers are made of them. The engine gets their schema, and so
//! need not know Rust's grammar.

use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::{Fault, Models};

/// What became of some files.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Read {
    /// The schema as a text, and the names of the types, sorted.
    Models {
        schema: String,
        names: Vec<String>,
    },
    Faults(Vec<FaultDto>),
}

#[derive(Serialize)]
struct FaultDto {
    file: String,
    line: usize,
    column: usize,
    message: String,
}

impl From<Fault> for FaultDto {
    fn from(Fault { file, line, column, message }: Fault) -> Self {
        Self { file, line, column, message }
    }
}

/// Reads the models among the files of a project, of each its path and its text. The answer is JSON: `{"models": {schema, names}}`, or
/// `{"faults": [{file, line, column, message}]}`.
#[wasm_bindgen]
pub fn read(paths: Vec<String>, texts: Vec<String>) -> String {
    let read = match Models::parse(paths.into_iter().zip(texts)) {
        Ok(models) => Read::Models {
            schema: models.schema(),
            names: models.names().map(str::to_owned).collect(),
        },
        Err(faults) => Read::Faults(faults.into_iter().map(FaultDto::from).collect()),
    };
    serde_json::to_string(&read).expect("texts and numbers are JSON")
}

/// The helpers in Elm, see [`Models::elm`].
///
/// # Errors
/// The module's name is none, or the schema is none of ours.
#[wasm_bindgen]
pub fn elm(schema: &str, module: &str) -> Result<String, JsError> {
    Ok(Models::from_schema(schema)?.elm(module)?)
}

/// The helpers in TypeScript, see [`Models::typescript`].
///
/// # Errors
/// The schema is none of ours.
#[wasm_bindgen]
pub fn typescript(schema: &str) -> Result<String, JsError> {
    Ok(Models::from_schema(schema)?.typescript())
}
