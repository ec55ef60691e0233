//! Runs commands in the project's root, its own tools first in PATH.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{self, Child, Command, Stdio};
use std::thread;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

/// What this program is, too, when called by one of these names.
pub const TOOLS: [&str; 2] = ["wasm-bindgen", "wasm-bindgen-test-runner"];

pub struct Shell {
    /// The project's root.
    pub root: PathBuf,
    /// Where Trunk is installed.
    pub tools: PathBuf,
    /// Where this program and wasm-pack lie, and what it wants to remember from one call to the next.
    pub state: PathBuf,
    path: OsString,
    vars: Vec<(&'static str, OsString)>,
}

impl Shell {
    pub fn new() -> Result<Self> {
        let root = root()?;
        // CI may set TOOLS_DIR to keep Trunk from one checkout to the next.
        let tools = root.join(env::var_os("TOOLS_DIR").unwrap_or(".tools".into()));
        let exe = env::current_exe()?;
        let state = exe.parent().context("this program lies in no folder")?;
        let links = state.join("tools");
        link_tools(&exe, &links)?;

        let inherited = env::var_os("PATH").unwrap_or_default();
        let own = [links, state.into(), tools.join("bin"), root.join("node_modules/.bin")];
        let path = env::join_paths(own.into_iter().chain(env::split_paths(&inherited)))?;
        let vars = vec![
            ("PATH", path.clone()),
            ("CARGO_INSTALL_ROOT", tools.clone().into()),
            ("DEBIAN_FRONTEND", "noninteractive".into()),
        ];
        Ok(Self { root, tools, state: state.into(), path, vars })
    }

    /// Sets an environment variable for the commands to come.
    pub fn set(&mut self, name: &'static str, value: impl Into<OsString>) {
        self.vars.push((name, value.into()));
    }

    /// Runs a step: says what it is and how long it took.
    pub fn run(&self, title: &str, line: &str) -> Result<()> {
        let output = self.output(title, line)?;
        ensure!(output.success, "{title}: `{line}` failed");
        Ok(())
    }

    /// Like [`run`](Self::run), but a failure is part of the answer, and so is what the command
    /// wrote to its standard output. Its error output goes straight to the terminal.
    pub fn output(&self, title: &str, line: &str) -> Result<Output> {
        println!("\n==> {title}: {line}");
        let start = Instant::now();
        let mut child = self.command(line)?.stdout(Stdio::piped()).spawn()?;
        let mut text = String::new();
        for line in BufReader::new(child.stdout.take().context("no output")?).lines() {
            let line = line?;
            println!("{line}");
            text += &line;
            text.push('\n');
        }
        let success = child.wait()?.success();
        println!("    {title} took {:.1?}", start.elapsed());
        Ok(Output { success, text })
    }

    /// What a command writes, quietly; nothing when it is missing or fails.
    pub fn ask(&self, line: &str) -> Option<String> {
        let output = self.command(line).ok()?.stderr(Stdio::null()).output().ok()?;
        let text = String::from_utf8(output.stdout).ok()?;
        output.status.success().then(|| text.trim().to_owned())
    }

    /// Starts a command whose output the caller reads.
    pub fn start(&self, line: &str) -> Result<Child> {
        Ok(self.command(line)?.stdin(Stdio::null()).stdout(Stdio::piped()).spawn()?)
    }

    /// Goes on as a command, so that whoever ends this program ends it. Where there is no such thing, waits for it.
    pub fn become_this(&self, line: &str) -> Result<()> {
        let mut command = self.command(line)?;
        #[cfg(unix)]
        return Err(std::os::unix::process::CommandExt::exec(&mut command).into());
        #[cfg(not(unix))]
        command.status().map(drop).map_err(Into::into)
    }

    /// The folder that Cargo builds into.
    pub fn target(&self) -> Result<String> {
        let metadata = self.ask("cargo metadata --no-deps --offline --format-version 1");
        let metadata: Value = serde_json::from_str(&metadata.context("cargo metadata failed")?)?;
        Ok(metadata["target_directory"].as_str().context("no target directory")?.to_owned())
    }

    pub fn which(&self, program: &str) -> Result<PathBuf> {
        which::which_in(program, Some(&self.path), &self.root)
            .with_context(|| format!("{program} is not in PATH"))
    }

    fn command(&self, line: &str) -> Result<Command> {
        let mut words = line.split_whitespace();
        let program = words.next().context("empty command")?;
        let mut command = Command::new(self.which(program)?);
        command
            .args(words)
            .current_dir(&self.root)
            .envs(self.vars.iter().cloned())
            .env_remove("NO_COLOR"); // Trunk rejects the usual NO_COLOR=1
        Ok(command)
    }
}

pub struct Output {
    pub success: bool,
    pub text: String,
}

/// The checkout that this program was called in. Cargo uses what it has built in another one if both share a
/// target folder, so what was true at compile time is not asked.
fn root() -> Result<PathBuf> {
    let manifest = env::var_os("CARGO_MANIFEST_DIR").context("call this as `cargo xtask`")?;
    Ok(Path::new(&manifest).parent().context("xtask has no parent")?.into())
}

/// Lays this program under the names of the tools that it also is.
fn link_tools(exe: &Path, links: &Path) -> Result<()> {
    fs::create_dir_all(links)?;
    for tool in TOOLS {
        let link = links.join(tool).with_extension(env::consts::EXE_EXTENSION);
        // Another `cargo xtask` may do the same now, or run what lies there: so it is made elsewhere, and put in its place.
        let new = links.join(format!("{tool}-{}-{:?}", process::id(), thread::current().id()));
        let made = fs::hard_link(exe, &new).and_then(|()| fs::rename(&new, &link));
        fs::remove_file(&new).ok(); // a link to the same program stays where it is
        made.with_context(|| format!("cannot make {}", link.display()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_commands_may_lay_out_the_tools_at_once() {
        let folder = env::temp_dir().join(format!("rehearsal-tools-{}", process::id()));
        let links = folder.join("tools");
        fs::create_dir_all(&folder).unwrap();
        let programs = [folder.join("one"), folder.join("other")];
        programs.iter().for_each(|program| fs::write(program, "a program").unwrap());
        thread::scope(|scope| {
            for program in &programs {
                scope.spawn(|| (0..200).for_each(|_| link_tools(program, &links).unwrap()));
            }
        });
        let left = fs::read_dir(&links).unwrap().count();
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(left, TOOLS.len());
    }
}
