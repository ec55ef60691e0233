//! Builds the page with Trunk.

use std::fs;
use std::path::PathBuf;

use anyhow::Result;

use crate::fingerprint;
use crate::shell::Shell;

pub fn dist(shell: &Shell) -> PathBuf {
    shell.root.join("dist")
}

/// What build.mjs tells about the bundles; see [`crate::sizes`].
pub fn bundles(shell: &Shell) -> PathBuf {
    shell.root.join("target/www/bundles.json")
}

/// Builds dist/, unless it is what this command last made of the very same files.
pub fn build(shell: &Shell) -> Result<()> {
    let stamp = shell.state.join("dist.stamp");
    let sources = fingerprint::of_sources(&shell.root)?;
    let current = || -> Result<String> {
        let results = [fingerprint::of(&dist(shell))?, fingerprint::of(&bundles(shell))?];
        Ok(format!("{sources:x} {results:x?}"))
    };
    if current().is_ok_and(|current| fs::read_to_string(&stamp).is_ok_and(|last| last == current)) {
        println!("    Release build: nothing that dist/ is made of has changed");
        return Ok(());
    }
    shell.run("Release build", "trunk build --release --offline")?;
    Ok(fs::write(stamp, current()?)?)
}

/// Serves a debug build with live reload, from a folder of its own: dist/ is for releases.
pub fn dev(shell: &Shell, port: u16) -> Result<()> {
    let folder = "target/dev";
    fs::create_dir_all(shell.root.join(folder))?;
    shell.run(
        "Serve with live reload (Ctrl-C ends)",
        &format!("trunk serve --offline --dist {folder} --port {port}"),
    )
}
