//! A real terminal, as far as the program can tell: what is typed, what is seen, and the keys that the terminal itself
//! takes.

use std::fs::File;
use std::io::{Read, Write};
use std::os::fd::AsFd;
use std::process::Child;
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use pty_process::blocking::{Command, Pty, open};

use crate::support::{Project, repository};

/// A slow machine takes long, but not for ever.
const PATIENCE: Duration = Duration::from_secs(60);

/// The program at a terminal.
struct Terminal {
    child: Child,
    keys: Pty,
    screen: Receiver<Vec<u8>>,
    /// What was shown and not looked at yet.
    shown: Vec<u8>,
}

impl Terminal {
    fn with(words: &[&str]) -> Self {
        let (keys, line) = open().unwrap();
        let command = Command::new(env!("CARGO_BIN_EXE_rehearsal"));
        let child = command.args(words).current_dir(repository()).spawn(line).unwrap();
        let mut reader = keys.as_fd().try_clone_to_owned().map(File::from).unwrap();
        let (sender, screen) = mpsc::channel();
        thread::spawn(move || {
            let mut bytes = [0; 4096];
            // Linux says with an error that nobody holds the other end any more.
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                if sender.send(bytes[..count].to_vec()).is_err() {
                    return;
                }
            }
        });
        Self { child, keys, screen, shown: Vec::new() }
    }

    fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
    }

    /// Waits until a text is seen, and answers all that was shown up to its end.
    fn see(&mut self, text: &str) -> String {
        loop {
            let found = self.shown.windows(text.len()).position(|part| part == text.as_bytes());
            if let Some(at) = found {
                let rest = self.shown.split_off(at + text.len());
                return String::from_utf8(std::mem::replace(&mut self.shown, rest)).unwrap();
            }
            let Ok(more) = self.screen.recv_timeout(PATIENCE) else {
                panic!("{text:?} is not there: {:?}", String::from_utf8_lossy(&self.shown));
            };
            self.shown.extend(more);
        }
    }

    /// Waits until the program is over, and answers what else was shown, and the exit code.
    fn end(mut self) -> (String, Option<i32>) {
        while let Ok(more) = self.screen.recv_timeout(PATIENCE) {
            self.shown.extend(more);
        }
        assert_eq!(self.screen.try_recv(), Err(mpsc::TryRecvError::Disconnected), "it goes on");
        let code = self.child.wait().unwrap().code();
        (String::from_utf8(std::mem::take(&mut self.shown)).unwrap(), code)
    }
}

/// A test that has failed leaves no program behind.
impl Drop for Terminal {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

const ECHO: [&str; 6] = ["run", "examples/echo", "-x", "app:cli", "--speed", "20"];
const PROMPT: &str = "\u{1b}[33m> \u{1b}[0m";
const CTRL_C: &str = "\u{3}";
const CTRL_D: &str = "\u{4}";

#[test]
fn what_is_typed_in_russian_is_answered_and_the_prompt_is_in_colour() {
    let mut terminal = Terminal::with(&ECHO);
    let greeting = terminal.see(PROMPT);
    assert!(greeting.contains("\u{1b}[36mEcho Client\u{1b}[0m\r\n"), "{greeting:?}");
    for (word, answer) in [("привет, мир\r", "ПРИВЕТ, МИР"), ("ещё раз\r", "ЕЩЁ РАЗ")]
    {
        terminal.press(word);
        let shown = terminal.see(PROMPT);
        // The terminal itself shows what is typed; the program writes nothing of it again.
        assert!(
            shown.starts_with(&format!("{word}\n\u{1b}[32m  {answer}\u{1b}[0m\r\n")),
            "{shown:?}"
        );
        assert!(shown.contains("from worker: {app:processes|0x"), "{shown:?}");
    }
    terminal.press(CTRL_D);
    assert_eq!(terminal.end(), ("\r\nGoodbye!\r\n".into(), Some(0)));
}

#[test]
fn on_a_line_that_is_begun_ctrl_d_ends_the_line_and_not_the_input() {
    let mut terminal = Terminal::with(&ECHO);
    terminal.see(PROMPT);
    terminal.press("ab");
    terminal.see("ab");
    terminal.press(CTRL_D); // hands over what is there: a line could go on
    terminal.press(CTRL_D); // nothing more comes of it
    assert!(terminal.see(PROMPT).contains("  AB"));
    terminal.press(CTRL_D);
    assert!(terminal.end().0.ends_with("Goodbye!\r\n"));
}

#[test]
fn ctrl_c_ends_the_process_at_the_terminal_and_then_the_services_stop() {
    let mut terminal = Terminal::with(&[&ECHO[..], &["-c"]].concat());
    terminal.see(PROMPT);
    terminal.press(CTRL_C);
    terminal.see("stopping");
    let (rest, code) = terminal.end();
    assert!(rest.contains("stopped\r\n"), "{rest:?}");
    assert!(rest.ends_with("process terminated\r\n"), "{rest:?}");
    assert_eq!(code, Some(1));
}

#[test]
fn ctrl_c_ends_services_in_their_order() {
    let mut terminal = Terminal::with(&["run", "examples/echo", "-c"]);
    terminal.see("runtime ready");
    terminal.press(CTRL_C);
    let shown = terminal.see("stopping");
    assert!(shown.contains("signal received"), "{shown:?}");
    let (rest, code) = terminal.end();
    assert!(rest.ends_with("stopped\r\n"), "{rest:?}");
    assert_eq!(code, Some(0));
}

#[test]
fn an_export_shows_how_far_it_is_and_takes_that_away_before_it_says_what_was_written() {
    let project = Project::main(
        "local time = require('time')
         for n = 1, 3000 do time.sleep('1ms') end",
    );
    let file = |name: &str| project.path().join(name).display().to_string();
    let (run, out) = (file("run.json"), file("out"));
    let done = project.run(&["-x", "app:cli", "-s", "--record", &run]);
    assert_eq!(done.code, Some(0), "{done:?}");
    let mut terminal = Terminal::with(&["export", &run, "-f", "csv", "-o", &out]);
    terminal.see("\rexporting: 8 %");
    let shown = terminal.see(" events, ");
    let (progress, rest) = shown.split_once("\r\u{1b}[K").unwrap();
    assert!(progress.contains("\rexporting: 93 %") && !rest.contains('%'), "{shown:?}");
    assert_eq!(terminal.end().1, Some(0));
}
