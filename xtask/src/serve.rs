//! Serves dist/ on this machine.

use anyhow::Result;

use crate::shell::Shell;

/// Serves it until the program is ended.
pub fn serve(shell: &Shell, port: u16, open: bool) -> Result<()> {
    let open = if open { " --open" } else { "" };
    shell.become_this(&format!("node www/serve.mjs --port {port}{open}"))
}
