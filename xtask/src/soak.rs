//! The tests that take long. They ask for [`VARIABLE`] (when they are compiled, since a browser has
//! no environment) to know how much to do: in `cargo xtask test` a stated part, here all of it.

use anyhow::Result;

use crate::firefox;
use crate::fuzz::{self, Plan};
use crate::setup;
use crate::shell::Shell;
use crate::test::{IN_BROWSER, NATIVE, OURS};

const VARIABLE: &str = "REHEARSAL_SOAK";

pub fn run(shell: &mut Shell) -> Result<()> {
    setup::for_testing(shell)?;
    shell.set(VARIABLE, "1");
    let line = format!("cargo test --locked --profile soak {OURS} {NATIVE} -- --include-ignored");
    shell.run("Native soak", &line)?;
    let line = format!("{IN_BROWSER} --profile soak --test it --test memory");
    shell.run("Browser soak", &line)?;
    firefox::run(shell)?;
    fuzz::run(shell, &Plan::SOAK).map(drop)
}
