//! What one keeps in a store, from a shell: the configuration of a feature, the preferences of users, the state of a
//! worker.

use crate::support::Store;

#[test]
fn the_configuration_of_a_feature() {
    let store = Store::new();
    let config = r#"{"settings": {"timeout": "30s", "limit": "20"}, "enabled": true}"#;
    store.output(&["set", "--json", "features:posts:config", config]);
    assert_eq!(
        store.output(&["get", "features:posts:config"]),
        "{\n  \"enabled\": true,\n  \"settings\": {\n    \"limit\": \"20\",\n    \"timeout\": \"30s\"\n  }\n}\n"
    );
    assert_eq!(store.output(&["list", "features:*"]), "features:posts:config\n");
}

#[test]
fn the_preferences_of_all_users() {
    let store = Store::new();
    for (user, theme) in [("7", "dark"), ("123", "light")] {
        let preferences =
            format!(r#"{{"theme": "{theme}", "language": "en", "notifications": true}}"#);
        store.output(&["set", "--json", &format!("user:{user}:preferences"), &preferences]);
        store.output(&["set", &format!("user:{user}:name"), "somebody"]);
    }
    let found = store.output(&["list", "user:*:preferences"]);
    assert_eq!(found, "user:123:preferences\nuser:7:preferences\n");
    let themes = found.lines().map(|key| {
        let shown = store.output(&["get", key]);
        let line = shown.lines().find(|line| line.contains("theme")).unwrap();
        line.trim().to_owned()
    });
    assert_eq!(themes.collect::<Vec<_>>(), [r#""theme": "light""#, r#""theme": "dark""#]);
}

#[test]
fn the_state_of_a_worker() {
    let store = Store::new();
    for processed in [0, 1000] {
        let state = format!(r#"{{"processed_count": {processed}, "last_update": "2026-11-27"}}"#);
        store.output(&["set", "--json", "worker:posts:state", &state]);
    }
    assert_eq!(
        store.output(&["get", "worker:posts:state"]),
        "{\n  \"last_update\": \"2026-11-27\",\n  \"processed_count\": 1000\n}\n"
    );
    assert_eq!(store.output(&["list", "worker:posts:*"]), "worker:posts:state\n");
}
