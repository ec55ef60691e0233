//! What comes from outside: lines, as they are asked for, and signals.

use std::io::{self, BufRead, IsTerminal};
use std::process;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};
use rehearsal::Str;

/// Exit code of a program that was told twice to end.
const AT_ONCE: i32 = 1;

/// A line without its end; `None` is the end of input.
pub type Line = Option<Str>;

enum Event {
    /// Bytes, since a terminal may type anything.
    Line(Option<Vec<u8>>),
    Signal,
}

/// The standard input and the signals of the program.
pub struct Outside {
    events: Receiver<Event>,
    reader: Sender<()>,
    /// A line was asked for and has not come yet.
    asked: bool,
    /// A line that has come, and that nobody has taken yet.
    line: Option<Line>,
    is_terminal: bool,
}

impl Outside {
    /// Begins to listen. A second signal ends the program at once, whatever it is doing.
    ///
    /// # Errors
    /// Somebody else handles the signals of this program already.
    pub fn open() -> Result<Self> {
        let (sender, events) = mpsc::channel();
        let (reader, asks) = mpsc::channel();
        let signals = sender.clone();
        let again = AtomicBool::new(false);
        let handler = move || {
            if again.swap(true, Ordering::Relaxed) {
                process::exit(AT_ONCE);
            }
            signals.send(Event::Signal).ok();
        };
        ctrlc::set_handler(handler).context("the program cannot listen to signals")?;
        thread::spawn(move || read_lines(&asks, &sender));
        let is_terminal = io::stdin().is_terminal();
        Ok(Self { events, reader, asked: false, line: None, is_terminal })
    }

    /// Whether somebody types the lines. Otherwise they come from a pipe or a file.
    pub fn is_terminal(&self) -> bool {
        self.is_terminal
    }

    /// The next line, if it is there; otherwise it is asked for. Nothing is read that nobody has asked for.
    pub fn line(&mut self) -> Option<Line> {
        if self.line.is_none() && !self.asked {
            self.asked = self.reader.send(()).is_ok();
        }
        self.line.take()
    }

    /// Waits until something comes, at most so long. True: it was a signal.
    pub fn wait(&mut self, patience: Option<Duration>) -> bool {
        let event = match patience {
            Some(patience) => self.events.recv_timeout(patience).ok(),
            None => self.events.recv().ok(),
        };
        match event {
            Some(Event::Signal) => return true,
            Some(Event::Line(bytes)) => {
                self.asked = false;
                let text =
                    bytes.map(|bytes| Str::from(String::from_utf8_lossy(&bytes).into_owned()));
                self.line = Some(text);
            }
            None => {}
        }
        false
    }
}

/// Reads a line for each time that it is asked, on a thread of its own: a read cannot be given up.
fn read_lines(asks: &Receiver<()>, lines: &Sender<Event>) {
    let mut input = io::stdin().lock();
    for () in asks {
        let mut line = Vec::new();
        let line = match input.read_until(b'\n', &mut line) {
            Ok(0) | Err(_) => None,
            Ok(_) => Some(without_end(line)),
        };
        if lines.send(Event::Line(line)).is_err() {
            return;
        }
    }
}

fn without_end(mut line: Vec<u8>) -> Vec<u8> {
    if line.last() == Some(&b'\n') {
        line.pop();
        if line.last() == Some(&b'\r') {
            line.pop();
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::without_end;

    #[test]
    fn a_line_loses_its_end_and_nothing_else() {
        for (line, text) in
            [("a\n", "a"), ("a\r\n", "a"), ("a", "a"), ("a\r", "a\r"), ("\n", ""), ("a \n", "a ")]
        {
            assert_eq!(without_end(line.into()), text.as_bytes());
        }
    }
}
