//! The colours of log lines.

use rehearsal::process::Level;

/// The colours that loggers have: plain, bright, bold; each as its code of ANSI.
const LOGGERS: [&str; 21] = [
    "34", "35", "36", "33", "32", "31", "37", "94", "95", "96", "93", "92", "91", "97", "1;34",
    "1;35", "1;36", "1;33", "1;32", "1;31", "1;37",
];

/// A text in the colour of a level.
pub fn level(level: Level, text: &str) -> String {
    let code = match level {
        Level::Debug => "36",
        Level::Info => "32",
        Level::Warn => "33",
        Level::Error => "31",
    };
    paint(code, text)
}

/// A text in the colour of a logger: one name, one colour.
pub fn logger(name: &str, text: &str) -> String {
    let step = |hash: u64, letter: char| hash.wrapping_mul(31).wrapping_add(u64::from(letter));
    let hash = name.chars().fold(0, step);
    paint(LOGGERS[(hash % LOGGERS.len() as u64) as usize], text)
}

fn paint(code: &str, text: &str) -> String {
    format!("\x1b[{code}m{text}\x1b[0m")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_logger_keeps_its_colour() {
        assert_eq!(logger("", "x"), "\u{1b}[34mx\u{1b}[0m");
        assert_eq!(logger("core", "x"), logger("core", "x"));
        assert_ne!(logger("core", "x"), logger("run", "x"));
    }
}
