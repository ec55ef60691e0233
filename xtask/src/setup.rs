//! Brings what a fresh machine lacks, or says in one sentence what to install by hand.

use std::env;

use anyhow::{Context, Result, bail, ensure};

use crate::apt;
use crate::browser;
use crate::npm;
use crate::shell::Shell;

const TARGET: &str = "wasm32-unknown-unknown";
const TRUNK: &str = "0.21.14"; // the last that the pinned Rust builds
const NODE: u32 = 20;

/// What `play`, `dev` and `build` need.
pub fn for_building(shell: &mut Shell) -> Result<()> {
    for_compiling(shell)?;
    trunk(shell)
}

/// What `test` needs on top: a C compiler for Lua, a browser with its driver, and wasm-pack.
pub fn for_testing(shell: &mut Shell) -> Result<()> {
    c_compiler(shell)?;
    browser_for_pages(shell)?;
    for_building(shell)?;
    let wasm_pack = "cargo build --locked --quiet --package wasm-pack-tool --profile xtask";
    shell.run("wasm-pack", wasm_pack)
}

/// What `fuzz` needs: both compilers, and the browser.
pub fn for_fuzzing(shell: &mut Shell) -> Result<()> {
    c_compiler(shell)?;
    browser_for_pages(shell)?;
    for_compiling(shell)
}

fn browser_for_pages(shell: &mut Shell) -> Result<()> {
    let browser = browser::find_or_install(shell)?;
    let browser = browser::for_pages(shell, browser);
    println!("    Browser: {}", browser.display());
    shell.set("CHROME", browser);
    Ok(())
}

/// The module for WebAssembly, and the npm packages.
fn for_compiling(shell: &mut Shell) -> Result<()> {
    compile_target(shell)?;
    c_compiler_for_wasm(shell)?;
    shell.run("Crates", &format!("cargo fetch --locked --quiet --target {TARGET}"))?;
    node(shell)?;
    npm::install(shell)
}

fn compile_target(shell: &Shell) -> Result<()> {
    let libraries = shell.ask(&format!("rustc --print target-libdir --target {TARGET}"));
    if libraries.is_some_and(|folder| shell.root.join(folder).is_dir()) {
        println!("    Compile target: {TARGET}");
        return Ok(());
    }
    shell.which("rustup").with_context(|| {
        format!(
            "the page needs Rust's compile target {TARGET}: install Rust with rustup, which adds \
             it by itself, or your system's package of that target's standard library"
        )
    })?;
    shell.run("Compile target", &format!("rustup target add {TARGET}"))
}

/// Lua is C, compiled by the machine's own compiler.
fn c_compiler(shell: &Shell) -> Result<()> {
    if shell.which("cc").is_ok() {
        println!("    C compiler: cc");
        return Ok(());
    }
    apt::install(shell, "C compiler", "gcc libc6-dev", "Lua is compiled from C")
}

/// The same C, and SQLite's, for WebAssembly. Clang 19 is the version that was tried.
fn c_compiler_for_wasm(shell: &mut Shell) -> Result<()> {
    let named = |variable, default: &str| env::var(variable).unwrap_or_else(|_| default.into());
    let tools = [named("LUA_CLANG", "clang-19"), named("LUA_AR", "llvm-ar-19")];
    if tools.iter().any(|tool| shell.which(tool).is_err()) {
        let why = "Lua and SQLite are compiled to WebAssembly by clang and llvm-ar, version 19; where they have other names, \
                   set LUA_CLANG and LUA_AR";
        apt::install(shell, "C compiler for WebAssembly", "clang-19 llvm-19", why)?;
    }
    println!("    C compiler for WebAssembly: {}", tools[0]);
    // SQLite's build script asks for these.
    let [clang, archiver] = tools;
    shell.set("CC_wasm32_unknown_unknown", clang);
    shell.set("AR_wasm32_unknown_unknown", archiver);
    Ok(())
}

fn node(shell: &Shell) -> Result<()> {
    let advice = "the page is bundled and tested with Node.js: install Node.js 20 or newer with \
                  npm (on Debian: apt-get install nodejs npm)";
    let version = shell.ask("node --version").context(advice)?;
    let major: Option<u32> =
        version.trim_start_matches('v').split('.').next().and_then(|n| n.parse().ok());
    ensure!(major.is_some_and(|major| major >= NODE), "{advice}; found {version}");
    shell.which("npm").context(advice)?;
    println!("    Node.js: {version}");
    Ok(())
}

/// A Trunk of the version that was tried, in the tools' folder or in PATH.
fn trunk(shell: &Shell) -> Result<()> {
    let found = || shell.ask("trunk --version").is_some_and(|v| v == format!("trunk {TRUNK}"));
    if !found() {
        // A debug build: it is compiled in half the time, and as fast as the compiler it calls.
        let install = "cargo install trunk --locked --no-default-features --force \
                       --debug --config profile.dev.debug=false --version";
        shell.run("Trunk, once (minutes)", &format!("{install} {TRUNK}"))?;
    }
    if !found() {
        bail!("trunk {TRUNK} was installed to {}, but does not run", shell.tools.display());
    }
    println!("    Trunk: {TRUNK}");
    Ok(())
}
