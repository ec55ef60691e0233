//! Debian's packages: installed by root, named to everybody else.

use anyhow::{Result, ensure};

use crate::shell::Shell;

/// Installs packages, or says what they are wanted for and how to get them.
pub fn install(shell: &Shell, title: &str, packages: &str, why: &str) -> Result<()> {
    let root = shell.ask("id -u").is_some_and(|id| id == "0");
    ensure!(
        root && shell.which("apt-get").is_ok(),
        "{why}: install what is missing (on Debian: apt-get install {packages})"
    );
    shell.run("Package lists", "apt-get update -qq")?;
    shell.run(
        title,
        &format!("apt-get install -qq --no-install-recommends -o Dpkg::Use-Pty=0 {packages}"),
    )
}
