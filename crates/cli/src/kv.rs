//! `rehearsal kv`: the key-value store in a database, from a shell.

use std::io::{self, Write};
use std::time::Duration;

use anyhow::{Context, Result, anyhow};
use rehearsal::Error;
use rehearsal_sqlite::{KvStore, OpenOptions, SqliteKvStore};
use serde_json::value::RawValue;

use crate::json::Json;
use crate::options::{KvOptions, KvTask};

/// Does what was asked for. Reading makes no database: where there is none, there is no key either.
///
/// # Errors
/// There is no such key, the value is no JSON, or the database cannot be had.
pub fn kv(options: &KvOptions) -> Result<()> {
    let timeout = Duration::from_millis(options.busy_timeout);
    let open = SqliteKvStore::options().busy_timeout(timeout);
    let text = match &options.task {
        KvTask::Get { key } => {
            let shown = get(existing(&open, options)?, key);
            shown.with_context(|| format!("failed to get value for key '{key}'"))?
        }
        KvTask::Set { json, key, value } => {
            let set = set(&open, options, key, value, *json);
            set.with_context(|| format!("failed to set value for key '{key}'"))?;
            format!("✓ Successfully set key '{key}'\n")
        }
        KvTask::List { glob } => {
            let keys = list(existing(&open, options)?, glob).context("failed to list keys")?;
            keys.into_iter().map(|key| key + "\n").collect()
        }
    };
    Ok(io::stdout().write_all(text.as_bytes())?)
}

/// The store that there is. If there is none, that is told: the path may be a slip.
fn existing(open: &OpenOptions, options: &KvOptions) -> Result<Option<SqliteKvStore>> {
    let path = &options.db_path;
    let store = open.open_existing(path).map_err(told)?;
    if store.is_none() {
        let path = path.display();
        eprintln!("there is no key-value store in {path} yet: `rehearsal kv set` makes it");
    }
    Ok(store)
}

fn get(store: Option<SqliteKvStore>, key: &str) -> Result<String> {
    let store = store.with_context(|| format!("key not found: {key}"))?;
    let value: Box<RawValue> = store.get(key).map_err(told)?;
    let value = Json::parse(value.get())?;
    Ok(serde_json::to_string_pretty(&value)? + "\n")
}

fn set(
    open: &OpenOptions,
    options: &KvOptions,
    key: &str,
    value: &str,
    is_json: bool,
) -> Result<()> {
    // What is no JSON makes no database either.
    let value = if is_json { Json::parse(value)? } else { Json::Text(value.to_owned()) };
    open.open(&options.db_path).map_err(told)?.set(key, &value).map_err(told)
}

fn list(store: Option<SqliteKvStore>, glob: &str) -> Result<Vec<String>> {
    store.map_or(Ok(Vec::new()), |store| store.list(glob).map_err(told))
}

fn told(error: Error) -> anyhow::Error {
    anyhow!("{error}")
}
