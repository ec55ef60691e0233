//! What applications keep in such a store: the configuration of a feature, the preferences of users, the state of a worker.

use std::collections::BTreeMap;

use rehearsal_sqlite::{KvStore, SqliteKvStore};
use serde::{Deserialize, Serialize};

use crate::folder::Folder;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct FeatureConfig {
    enabled: bool,
    settings: BTreeMap<String, String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct UserPreferences {
    theme: String,
    language: String,
    notifications: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct WorkerState {
    processed_count: u64,
    last_update: String,
}

/// An application needs to know no more of a store than what it can do.
fn greet(store: &mut impl KvStore, user: u32) -> String {
    let key = format!("user:{user}:greetings");
    let count = store.get(&key).unwrap_or(0u32) + 1;
    store.set(&key, &count).unwrap();
    format!("greeting {count}")
}

#[test]
fn the_configuration_of_a_feature_is_stored_and_read() {
    let folder = Folder::new();
    let config = FeatureConfig {
        enabled: true,
        settings: BTreeMap::from([("limit".into(), "20".into()), ("timeout".into(), "30s".into())]),
    };
    folder.store().set("features:posts:config", &config).unwrap();
    let store = folder.store();
    assert_eq!(store.get::<FeatureConfig>("features:posts:config").unwrap(), config);
    assert_eq!(store.list("features:*:config").unwrap(), ["features:posts:config"]);
}

#[test]
fn the_preferences_of_all_users_are_found() {
    let folder = Folder::new();
    let mut store = folder.store();
    let preferences =
        UserPreferences { theme: "dark".into(), language: "en".into(), notifications: true };
    for user in [7, 12, 123] {
        store.set(&format!("user:{user}:preferences"), &preferences).unwrap();
        store.set(&format!("user:{user}:name"), "somebody").unwrap();
    }
    let found = store.list("user:*:preferences").unwrap();
    assert_eq!(found, ["user:123:preferences", "user:12:preferences", "user:7:preferences"]);
    for key in found {
        assert_eq!(store.get::<UserPreferences>(&key).unwrap(), preferences);
    }
}

#[test]
fn a_worker_that_begins_again_finds_its_state() {
    let folder = Folder::new();
    for run in 1..=3 {
        let mut store = folder.store();
        let state = store
            .get("worker:posts:state")
            .unwrap_or(WorkerState { processed_count: 0, last_update: "never".into() });
        assert_eq!(state.processed_count, 1000 * (run - 1));
        let (processed_count, last_update) = (state.processed_count + 1000, format!("run {run}"));
        store.set("worker:posts:state", &WorkerState { processed_count, last_update }).unwrap();
    }
    assert_eq!(folder.store().list("worker:posts:*").unwrap(), ["worker:posts:state"]);
}

#[test]
fn an_application_takes_any_store() {
    let mut store = SqliteKvStore::in_memory().unwrap();
    assert_eq!(greet(&mut store, 7), "greeting 1");
    assert_eq!(greet(&mut store, 7), "greeting 2");
}
