//! Models for tests.

use rehearsal_typed_kv::Models;

/// The models of a file, which has to be right.
#[track_caller]
pub fn models(text: &str) -> Models {
    Models::parse([("models/storage/test.rs", text)]).unwrap_or_else(|faults| panic!("{faults:#?}"))
}

/// The models in `tests/models/storage/everything.rs`.
pub fn everything() -> Models {
    models(include_str!("../models/storage/everything.rs"))
}

/// The models in `user_storage.rs` and `ui_storage.rs`.
pub fn storage() -> Models {
    let files = [
        ("models/storage/user_storage.rs", include_str!("../models/storage/user_storage.rs")),
        ("models/storage/ui_storage.rs", include_str!("../models/storage/ui_storage.rs")),
    ];
    Models::parse(files).unwrap()
}
