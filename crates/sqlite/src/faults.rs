//! What SQLite says, as errors that name the thing and say what to do.

use rehearsal::{Error, ErrorKind, Value};
use rusqlite::ErrorCode;

use crate::Write;
use crate::json::shortened;

/// A fault of the database as a whole.
pub(crate) fn of_database(error: &rusqlite::Error, name: &str) -> Error {
    let (kind, code, message) = match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => (
            ErrorKind::Unavailable,
            "no_room",
            format!(
                "there is no room for {name}, and nothing was changed: make some, and try again"
            ),
        ),
        Some(ErrorCode::SystemIoFailure) => (
            ErrorKind::Unavailable,
            "io",
            format!(
                "{name} could not be read or written ({error}), and nothing was changed: perhaps there is no room for it"
            ),
        ),
        Some(ErrorCode::NotADatabase) => (
            ErrorKind::Invalid,
            "no_database",
            format!("{name} is not an SQLite database: name another file, or move this one away"),
        ),
        Some(ErrorCode::DatabaseCorrupt) => (
            ErrorKind::Internal,
            "damaged",
            format!(
                "{name} is damaged ({error}): take a copy of it, or what sqlite3's .recover saves"
            ),
        ),
        Some(ErrorCode::ReadOnly) => (
            ErrorKind::PermissionDenied,
            "read_only",
            format!(
                "{name} can only be read ({error}): change the rights of the file and its folder, or take a copy"
            ),
        ),
        Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => (
            ErrorKind::PermissionDenied,
            "cannot_open",
            format!(
                "{name} or its journal cannot be opened: look at the rights of the file and its folder"
            ),
        ),
        _ => (ErrorKind::Internal, "other", format!("{name}: {error}")),
    };
    let error = coded(Error::new(kind, message), code, &error.to_string());
    if kind == ErrorKind::Unavailable { error.with_retryable(true) } else { error }
}

/// The same error, with a code for whoever says it in another language, and with what SQLite has said.
pub(crate) fn coded(error: Error, code: &str, detail: &str) -> Error {
    let text = |text: &str| Value::from(text.to_owned());
    error.with_details(Value::map([("code", text(code)), ("detail", text(detail))]))
}

/// Another program holds the database, and still did after so many milliseconds.
pub(crate) fn of_lock(name: &str, waited: u32) -> Error {
    let message = format!(
        "{name} is still locked by another program after {waited} ms: end what it does there, and try again"
    );
    coded(Error::new(ErrorKind::Unavailable, message).with_retryable(true), "locked", "")
}

/// Why one write was not made, if it is the write's own fault.
pub(crate) fn of_write(error: &rusqlite::Error, name: &str, write: &Write) -> Option<Error> {
    let key = shortened(&write.key);
    let told = if let rusqlite::Error::StatementChangedRows(_) = error {
        format!("key '{key}' was not stored: a trigger of {name} has dropped or changed it")
    } else {
        match error.sqlite_error_code() {
            Some(ErrorCode::ConstraintViolation) => {
                format!("key '{key}' was refused by a rule of {name}: {error}")
            }
            Some(ErrorCode::TooBig) => {
                let length = write.key.len() + write.json.len();
                format!("key '{key}' with its value is too large for {name}: {length} bytes")
            }
            _ => return None,
        }
    };
    Some(Error::invalid(told))
}

/// Why the keys cannot be listed, if it is the fault of a key or of the pattern.
pub(crate) fn of_list(error: &rusqlite::Error, name: &str) -> Option<Error> {
    let message = match error {
        rusqlite::Error::FromSqlConversionFailure(..) | rusqlite::Error::Utf8Error(..) => {
            format!("a key of {name} is not UTF-8: another program has stored it")
        }
        error if error.to_string().contains("pattern too complex") => {
            "the pattern is too long: 50,000 bytes are the most".into()
        }
        _ => return None,
    };
    Some(Error::invalid(message))
}

/// Whether somebody else holds the database.
pub(crate) fn is_locked(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}

/// Whether a statement does not fit the tables that are there.
pub(crate) fn is_sql(error: &rusqlite::Error) -> bool {
    matches!(error, rusqlite::Error::SqlInputError { .. })
        || error.sqlite_error_code() == Some(ErrorCode::Unknown)
}

/// SQLite's own functions and its shell read a text up to its first NUL.
pub(crate) fn check_nul(what: &str, text: &str) -> Result<(), Error> {
    match text.find('\0') {
        None => Ok(()),
        Some(at) => {
            Err(Error::invalid(format!("{what} cannot hold the character NUL (at byte {at})")))
        }
    }
}
