//! The program with its input and output, and projects for it.

use std::env;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use rusqlite::Connection;
use tempfile::TempDir;

/// What the program did.
#[derive(Debug)]
pub struct Done {
    pub code: Option<i32>,
    pub output: String,
    pub errors: String,
}

/// The program with these words, in the repository.
pub fn program(words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rehearsal"));
    command.args(words).current_dir(repository());
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// The folder of the repository: of this checkout, not of the one that the tests were compiled in.
pub fn repository() -> PathBuf {
    Path::new(&env::var_os("CARGO_MANIFEST_DIR").unwrap()).join("../..")
}

/// Runs the program with these words.
pub fn run(words: &[&str]) -> Done {
    run_in(&repository(), words, "")
}

/// Runs the program in a folder, with an input.
pub fn run_in(folder: &Path, words: &[&str], input: &str) -> Done {
    let mut child = program(words).current_dir(folder).stdin(Stdio::piped()).spawn().unwrap();
    // A program that ends before it has read everything closes the pipe.
    child.stdin.take().unwrap().write_all(input.as_bytes()).ok();
    let done = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Done { code: done.status.code(), output: text(done.stdout), errors: text(done.stderr) }
}

/// A folder with a store in it, gone when the test is over.
pub struct Store {
    folder: TempDir,
}

impl Store {
    /// Without a database yet.
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// A path in its folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs `rehearsal kv` in its folder.
    pub fn kv(&self, words: &[&str]) -> Done {
        run_in(self.folder.path(), &[&["kv"], words].concat(), "")
    }

    /// The output of a command that must succeed, and have nothing to complain of.
    #[track_caller]
    pub fn output(&self, words: &[&str]) -> String {
        let done = self.kv(words);
        assert_eq!((done.code, &*done.errors), (Some(0), ""), "{words:?}");
        done.output
    }

    /// The errors of a command that must fail and print nothing else.
    #[track_caller]
    pub fn errors(&self, words: &[&str]) -> String {
        let done = self.kv(words);
        assert_eq!((done.code, &*done.output), (Some(1), ""), "{words:?}");
        done.errors
    }

    /// `app.db` as another program sees it.
    pub fn raw(&self) -> Connection {
        Connection::open(self.path("app.db")).unwrap()
    }
}

/// The last line of the standard error that `--hash` wrote.
pub fn hash(done: &Done) -> String {
    let line = done.errors.lines().rfind(|line| line.starts_with("hash "));
    line.unwrap_or_else(|| panic!("no hash: {done:?}")).to_owned()
}

/// A project in a folder that is gone when the test is over.
pub struct Project {
    folder: TempDir,
}

impl Project {
    /// A project of these files.
    pub fn of(files: &[(&str, &str)]) -> Self {
        let project = Self { folder: tempfile::tempdir().unwrap() };
        files.iter().for_each(|(path, text)| project.write(path, text));
        project
    }

    /// One terminal host and one process, `app:cli`, whose `main` has this body.
    pub fn main(body: &str) -> Self {
        Self::main_with("", body)
    }

    /// The same, with more entries, each beginning with `  - `.
    pub fn main_with(entries: &str, body: &str) -> Self {
        let index = format!(
            "version: \"1.0\"
namespace: app
entries:
  - name: terminal
    kind: terminal.host
    lifecycle: {{ auto_start: true }}
  - name: processes
    kind: process.host
    lifecycle: {{ auto_start: true }}
  - name: cli
    kind: process.lua
    source: file://cli.lua
    modules: [io, process, time, channel, logger]
{entries}"
        );
        let program = format!("local function main(...)\n{body}\nend\nreturn {{ main = main }}\n");
        Self::of(&[("src/_index.yaml", &index), ("src/cli.lua", &program)])
    }

    /// Writes a file of the project.
    pub fn write(&self, path: &str, text: &str) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Its folder.
    pub fn path(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    /// Runs the program in its folder, as fast as it can.
    pub fn run(&self, words: &[&str]) -> Done {
        self.run_with(words, "")
    }

    /// The same, with an input.
    pub fn run_with(&self, words: &[&str], input: &str) -> Done {
        run_in(&self.path(), &[&["run"], words, &["--speed", "max"]].concat(), input)
    }
}

/// Examples that end by themselves: the folder, what is started, and what is typed.
pub const EXAMPLES: [(&str, &str, &str); 8] = [
    ("echo", "app:cli", "hello\nПривет\n"),
    ("key-value", "app:cli", "set a 1\nget a\nexit\n"),
    ("hello", "app:main", ""),
    ("talk", "app:main", "one\ntwo\n"),
    ("guestbook", "app:main", "sign ada hello\nlist\n"),
    ("session-cache", "app:cli", "session ada\nsession ada\nexit\n"),
    ("app-settings", "app:cli", ""),
    ("deadlock", "app:bank", "one\nexit\n"),
];
