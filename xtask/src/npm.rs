//! The npm packages: installed when they are not the ones that package-lock.json names.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Map, Value};

use crate::shell::Shell;

pub fn install(shell: &Shell) -> Result<()> {
    let wanted = packages(&shell.root.join("package-lock.json"))?;
    // npm's own record of what it put there.
    let installed = packages(&shell.root.join("node_modules/.package-lock.json"));
    if installed.is_ok_and(|installed| complete(&wanted, &installed)) {
        println!("    npm packages: as package-lock.json says");
        return Ok(());
    }
    shell.run("npm packages", "npm ci")
}

fn packages(lock: &Path) -> Result<Map<String, Value>> {
    let mut lock: Value = serde_json::from_slice(&fs::read(lock)?)?;
    match lock["packages"].take() {
        Value::Object(packages) => Ok(packages),
        _ => None.context("the lock file has no packages"),
    }
}

/// Everything wanted is there, but for optional packages of other platforms, and nothing else is.
fn complete(wanted: &Map<String, Value>, installed: &Map<String, Value>) -> bool {
    let same = |a: &Value, b: &Value| ["version", "integrity"].iter().all(|key| a[key] == b[key]);
    let missing = wanted.iter().any(|(path, package)| {
        let here = installed.get(path);
        !path.is_empty()
            && here.map_or(package["optional"] != Value::Bool(true), |here| !same(here, package))
    });
    !missing && installed.keys().all(|path| wanted.contains_key(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lock(text: &str) -> Map<String, Value> {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn a_package_of_another_version_is_not_complete() {
        let wanted = lock(r#"{"": {}, "node_modules/a": {"version": "1"}}"#);
        assert!(complete(&wanted, &lock(r#"{"node_modules/a": {"version": "1"}}"#)));
        assert!(!complete(&wanted, &lock(r#"{"node_modules/a": {"version": "2"}}"#)));
        assert!(!complete(&wanted, &lock("{}")));
    }

    #[test]
    fn an_optional_package_may_be_missing() {
        let wanted = lock(r#"{"node_modules/a": {"version": "1", "optional": true}}"#);
        assert!(complete(&wanted, &lock("{}")));
    }

    #[test]
    fn a_package_that_nobody_asked_for_is_not_complete() {
        assert!(!complete(&lock("{}"), &lock(r#"{"node_modules/a": {"version": "1"}}"#)));
    }
}
