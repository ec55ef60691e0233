//! A browser for the tests, and the driver of the same version.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::apt;
use crate::shell::Shell;

const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "chrome"];

/// The same browser without windows: it opens a page in half the time.
const HEADLESS: &str = "chromium-headless-shell";

/// What the page's tests drive: one without windows where there is one.
pub fn for_pages(shell: &Shell, browser: PathBuf) -> PathBuf {
    shell.which(HEADLESS).unwrap_or(browser)
}

/// Finds Chromium or Chrome with its chromedriver in PATH; root on Debian installs them.
pub fn find_or_install(shell: &Shell) -> Result<PathBuf> {
    let find = || {
        shell.which("chromedriver").ok()?;
        NAMES.iter().find_map(|name| shell.which(name).ok())
    };
    if let Some(browser) = find() {
        return Ok(browser);
    }
    let packages = format!("chromium chromium-driver {HEADLESS} fonts-dejavu-core");
    let why = "the tests need Chromium or Chrome and the chromedriver of its version in PATH";
    apt::install(shell, "Browser", &packages, why)?;
    find().context("apt-get installed chromium and chromium-driver, but they are not in PATH")
}
