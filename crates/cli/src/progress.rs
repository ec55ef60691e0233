//! [`Progress`]: how far something is, on a terminal, on one line that is written over again and again.

use std::io::{self, IsTerminal, Write};

pub struct Progress {
    what: &'static str,
    on: bool,
    percent: u64,
}

impl Progress {
    /// Says what is done, if it is `wanted` and somebody sits at a terminal.
    pub fn new(what: &'static str, wanted: bool) -> Self {
        Self { what, on: wanted && io::stderr().is_terminal(), percent: 0 }
    }

    /// So much is done, of so much.
    ///
    /// # Errors
    /// The terminal has gone.
    pub fn tell(&mut self, done: u64, of: u64) -> io::Result<()> {
        let percent = (u128::from(done) * 100 / u128::from(of.max(1))) as u64;
        if self.on && percent != self.percent {
            self.percent = percent;
            write!(io::stderr(), "\r{}: {percent} %", self.what)?;
        }
        Ok(())
    }

    /// It is over: nothing of it stays.
    pub fn end(&self) {
        if self.on && self.percent > 0 {
            write!(io::stderr(), "\r\x1b[K").ok();
        }
    }
}

/// Also if something went wrong: what is said of it begins on a clean line.
impl Drop for Progress {
    fn drop(&mut self) {
        self.end();
    }
}
