//! Lines, arcs and marks of the picture.

use std::fmt::Write;

use super::Style;
use super::draw::{Picture, escaped};
use super::labels::width;

/// Half the width of a bar.
pub const BAR: f64 = 4.0;
/// A timer over more rows is drawn where it begins and where it ends only.
const LONG: f64 = 14.0;
/// How wide a letter is: of labels, and of those with letters of one width.
const LETTER: f64 = 6.6;
const MONO: f64 = 6.4;

impl Picture<'_> {
    pub fn arc(&mut self, process: u32, from: f64, to: f64, label: &str) {
        let x = self.layout.x(process) + BAR;
        let (y1, y2) = (self.layout.y(from), self.layout.y(to));
        let out = x + 22.0;
        if to - from <= LONG {
            let _ = writeln!(
                self.out,
                "<path class=\"timer\" d=\"M{x} {y1:.1}C{out} {y1:.1} {out} {y2:.1} {x} {y2:.1}\"/>"
            );
            return self.beside(out - 6.0, (y1 + y2) / 2.0, "mono label", MONO, label);
        }
        let (end, begin) = (y1 + 24.0, y2 - 24.0);
        let _ = writeln!(
            self.out,
            "<path class=\"timer\" d=\"M{x} {y1:.1}Q{out} {y1:.1} {out} {end:.1}M{out} {begin:.1}Q{out} {y2:.1} {x} {y2:.1}\"/>"
        );
        self.beside(out, end - 4.0, "mono label", MONO, label);
        self.beside(out, begin + 4.0, "mono label", MONO, label);
    }

    pub fn line(
        &mut self,
        style: Style,
        from: (u32, f64),
        to: (u32, Option<f64>),
        label: &str,
        told: &str,
    ) {
        let (line, head) = style.classes();
        let (x1, y1) = (self.layout.x(from.0), self.layout.y(from.1));
        let (x2, y2) = (self.layout.x(to.0), self.layout.y(to.1.unwrap_or(from.1 + 0.8)));
        let _ = write!(self.out, "<g><title>{}</title>", escaped(told));
        if from.0 == to.0 {
            let out = x1 + 34.0;
            let _ = write!(
                self.out,
                "<path class=\"{line}\" d=\"M{x1} {y1:.1}C{out} {y1:.1} {out} {y2:.1} {} {y2:.1}\"/>",
                x1 + BAR
            );
            self.head(head, (x1 + BAR + 1.0, y2), (-1.0, 0.0));
            self.out.push_str("</g>\n");
            return self.beside(out, (y1 + y2) / 2.0, style.text(), LETTER, label);
        }
        let side = (x2 - x1).signum();
        // A box is where the process begins; a message on its way ends halfway.
        let reach = if style == Style::Spawn { self.half(to.0) + 1.0 } else { BAR + 1.0 };
        let (start, mut end) = (x1 + side * BAR, (x2 - side * reach, y2));
        if to.1.is_none() {
            end = ((start + end.0) / 2.0, (y1 + y2) / 2.0);
        }
        let length = (end.0 - start).hypot(end.1 - y1).max(1.0);
        let along = ((end.0 - start) / length, (end.1 - y1) / length);
        let _ = write!(
            self.out,
            "<path class=\"{line}\" d=\"M{start:.1} {y1:.1}L{:.1} {:.1}\"/>",
            end.0, end.1
        );
        match style {
            Style::Refused => {
                let _ = write!(
                    self.out,
                    "<path class=\"line bad\" d=\"M{:.1} {:.1}V{:.1}\"/>",
                    end.0,
                    end.1 - 6.0,
                    end.1 + 6.0
                );
            }
            _ if to.1.is_some() => self.head(head, end, along),
            _ => {}
        }
        self.out.push_str("</g>\n");
        let wide = width(label, LETTER) + 6.0;
        for part in [0.5, 0.38, 0.62, 0.26, 0.74] {
            let (x, y) = (start + (end.0 - start) * part, y1 + (end.1 - y1) * part);
            if !label.is_empty() && self.labels.take(x, y - 4.0, wide) {
                return self.text(x, y - 4.0, style.text(), "middle", label);
            }
        }
    }

    fn head(&mut self, class: &str, (x, y): (f64, f64), (dx, dy): (f64, f64)) {
        let back = (x - dx * 8.0, y - dy * 8.0);
        let _ = write!(
            self.out,
            "<path class=\"{class}\" d=\"M{x:.1} {y:.1}L{:.1} {:.1}L{:.1} {:.1}Z\"/>",
            back.0 - dy * 3.5,
            back.1 + dx * 3.5,
            back.0 + dy * 3.5,
            back.1 - dx * 3.5
        );
    }

    pub fn mark(&mut self, style: Style, at: (u32, f64), label: &str, told: &str) {
        let (x, y) = (self.layout.x(at.0), self.layout.y(at.1));
        let _ = write!(self.out, "<g><title>{}</title>", escaped(told));
        let cross = format!("M{} {}l10 10m0 -10l-10 10", x - 5.0, y - 5.0);
        match style {
            Style::Exit => {
                let _ = write!(self.out, "<path class=\"cross\" d=\"{cross}\"/>");
            }
            Style::Failed => {
                let _ = write!(self.out, "<path class=\"cross bad\" d=\"{cross}\"/>");
            }
            Style::Dead => {
                let _ = write!(
                    self.out,
                    "<circle class=\"line bad\" cx=\"{x}\" cy=\"{y}\" r=\"7\"/><path class=\"line bad\" d=\"M{} {}l6 6m0 -6l-6 6\"/>",
                    x - 3.0,
                    y - 3.0
                );
            }
            _ => {
                let _ = write!(self.out, "<circle class=\"head\" cx=\"{x}\" cy=\"{y}\" r=\"3\"/>");
            }
        }
        self.out.push_str("</g>\n");
        // What comes from outside has its line at its right, so its text stands above.
        let above = if at.0 == 0 { 8.0 } else { 0.0 };
        self.beside(x + 6.0, y - above, style.text(), MONO, label);
    }
}
