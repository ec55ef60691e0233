//! [`Layout`]: how JSON is written, in one line or indented by two.

use std::io::{self, Write};

use serde_json::ser::Formatter;

/// Where lines break. One type for both: the writer is compiled once.
pub(super) enum Layout {
    Line,
    Indented { depth: usize, filled: bool },
}

impl Layout {
    fn break_line<W: ?Sized + Write>(&self, to: &mut W) -> io::Result<()> {
        if let Self::Indented { depth, .. } = self {
            to.write_all(b"\n")?;
            for _ in 0..*depth {
                to.write_all(b"  ")?;
            }
        }
        Ok(())
    }

    fn open<W: ?Sized + Write>(&mut self, to: &mut W, bracket: &[u8]) -> io::Result<()> {
        if let Self::Indented { depth, filled } = self {
            *depth += 1;
            *filled = false;
        }
        to.write_all(bracket)
    }

    fn close<W: ?Sized + Write>(&mut self, to: &mut W, bracket: &[u8]) -> io::Result<()> {
        if let Self::Indented { depth, filled } = self {
            *depth -= 1;
            if *filled {
                self.break_line(to)?;
            }
        }
        to.write_all(bracket)
    }

    fn separate<W: ?Sized + Write>(&mut self, to: &mut W, first: bool) -> io::Result<()> {
        if !first {
            to.write_all(b",")?;
        }
        self.break_line(to)
    }

    fn fill(&mut self) {
        if let Self::Indented { filled, .. } = self {
            *filled = true;
        }
    }
}

impl Formatter for Layout {
    /// As the standard library prints it, whose tables are in every build; those of serde_json would come on top.
    fn write_f64<W: ?Sized + Write>(&mut self, to: &mut W, number: f64) -> io::Result<()> {
        write!(to, "{number:?}")
    }

    fn begin_array<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.open(to, b"[")
    }

    fn end_array<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.close(to, b"]")
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, to: &mut W, first: bool) -> io::Result<()> {
        self.separate(to, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, _to: &mut W) -> io::Result<()> {
        self.fill();
        Ok(())
    }

    fn begin_object<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.open(to, b"{")
    }

    fn end_object<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.close(to, b"}")
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, to: &mut W, first: bool) -> io::Result<()> {
        self.separate(to, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        to.write_all(if matches!(self, Self::Line) { b":" } else { b": " })
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, _to: &mut W) -> io::Result<()> {
        self.fill();
        Ok(())
    }
}
