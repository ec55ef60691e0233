//! Values as the JSON text that is stored.

use rehearsal::Error;
pub(crate) use rehearsal::base::stored::{read, shortened, write};
use serde_json::value::RawValue;

/// A text that is JSON, as it is kept.
pub(crate) fn check(key: &str, text: &str) -> Result<String, Error> {
    let json: &RawValue = serde_json::from_str(text).map_err(|error| {
        let (key, why) = (shortened(key), error.to_string());
        let why = shortened(&why);
        Error::invalid(format!("the value for key '{key}' is no JSON: {why}"))
    })?;
    write(key, json)
}
