//! The core suite, hashes of all scenarios among it, in a second engine: Debian's Firefox, by way of geckodriver, which is compiled
//! from its crate.

use anyhow::{Result, bail};

use crate::apt;
use crate::setup;
use crate::shell::Shell;

/// The version that was tried.
const GECKODRIVER: &str = "0.37.1";

pub fn run(shell: &mut Shell) -> Result<()> {
    setup::for_testing(shell)?;
    browser(shell)?;
    driver(shell)?;
    let line = "wasm-pack test --headless --firefox --mode no-install -- --locked --features web,projects --test it";
    shell.run("The core suite in Firefox", line)
}

fn browser(shell: &Shell) -> Result<()> {
    if ["firefox", "firefox-esr"].iter().all(|name| shell.which(name).is_err()) {
        let why = "the core suite runs in Firefox as well";
        apt::install(shell, "Firefox", "firefox-esr", why)?;
    }
    println!("    Browser: Firefox");
    Ok(())
}

fn driver(shell: &Shell) -> Result<()> {
    let found = || shell.ask("geckodriver --version").is_some();
    if !found() {
        let install =
            "cargo install geckodriver --locked --debug --config profile.dev.debug=false --version";
        shell.run("geckodriver, once (minutes)", &format!("{install} {GECKODRIVER}"))?;
    }
    if !found() {
        bail!("geckodriver was installed to {}, but does not run", shell.tools.display());
    }
    Ok(())
}
