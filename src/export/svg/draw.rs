//! The picture as text.

use std::fmt::Write;

use super::super::cast::Cast;
use super::super::words;
use super::labels::{Labels, width};
use super::layout::{Layout, TOP};
use super::style::SHEET;
use super::{SHOWN, Shape, Style, Svg};
use crate::base::Duration;

/// Half the height of a box with a name.
const BOX: f64 = 11.0;
/// Half the width of a bar.
const BAR: f64 = 4.0;
/// How wide a letter is: of labels, and of those with letters of one width.
const LETTER: f64 = 6.6;
const MONO: f64 = 6.4;
/// A picture with more rows has the names at its bottom, too.
const TALL: usize = 30;
/// A timer over more rows is drawn where it begins and where it ends only.
const LONG: f64 = 14.0;
/// Letters of a box's name.
const NAME: usize = 20;

struct Picture<'a> {
    svg: &'a Svg,
    cast: &'a Cast,
    layout: Layout,
    labels: Labels,
    out: &'a mut String,
}

pub fn draw(svg: &Svg, cast: &Cast, out: &mut String) {
    let layout = Layout::of(svg, cast);
    let mut picture = Picture { svg, cast, layout, labels: Labels::default(), out };
    picture.begin();
    picture.times();
    picture.lives();
    picture.boxes();
    for shape in &svg.shapes {
        picture.bar(shape);
    }
    for shape in &svg.shapes {
        picture.shape(shape);
    }
    picture.end();
}

impl Picture<'_> {
    fn begin(&mut self) {
        let (width, height) = (self.layout.width(), self.layout.bottom() + 64.0);
        let title = escaped(&self.svg.about.line());
        let rows = self.svg.rows.len();
        let lanes: Vec<_> = self.cast.in_order(self.svg.lives.keys().copied());
        let names =
            lanes.iter().take(20).map(|process| self.cast.name(*process)).collect::<Vec<_>>();
        let more = if lanes.len() > 20 { " and others" } else { "" };
        let told = format!(
            "A sequence diagram of {rows} events, from top to bottom, between {}{more}. {}",
            names.join(", "),
            self.cut().unwrap_or_default()
        );
        let _ = write!(
            self.out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
             role=\"img\" aria-labelledby=\"title desc\">\n<title id=\"title\">{title}</title>\n<desc id=\"desc\">{}</desc>\n\
             <style>{SHEET}</style>\n<rect class=\"paper\" width=\"{width}\" height=\"{height}\"/>\n",
            escaped(&told)
        );
        self.text(16.0, 28.0, "title", "start", &self.svg.about.line());
    }

    /// What is said if not all is shown.
    fn cut(&self) -> Option<String> {
        let Svg { cut, rows, .. } = self.svg;
        (*cut > 0).then(|| {
            format!("CUT OFF: {cut} more events are not in this picture, only the first {} (--limit, --from and --to say which are)", rows.len())
        })
    }

    fn times(&mut self) {
        let x = self.layout.gutter() - 10.0;
        let mut shown = f64::MIN;
        for (y, time) in self.layout.times(self.svg).collect::<Vec<_>>() {
            if y - shown > 14.0 {
                self.text(x, y + 4.0, "mono", "end", &Duration::from_nanos(time).to_string());
                shown = y;
            }
        }
        let right = self.layout.width() - 16.0;
        for (y, gap) in std::mem::take(&mut self.layout.gaps) {
            let _ = writeln!(self.out, "<path class=\"gap\" d=\"M{x} {y}H{right}\"/>");
            self.text(x, y + 4.0, "mono", "end", &format!("+{}", Duration::from_nanos(gap)));
        }
    }

    /// Lifelines: from the box, or from the top, to the end, or to the bottom.
    fn lives(&mut self) {
        let bottom = self.layout.bottom();
        for (process, life) in &self.svg.lives {
            let (x, from) =
                (self.layout.x(*process), life.born.map_or(TOP - 36.0, |row| self.layout.y(row)));
            let to = life.ended.map_or(bottom, |row| self.layout.y(row));
            let _ = writeln!(self.out, "<path class=\"life\" d=\"M{x} {from}V{to}\"/>");
        }
    }

    /// A box with its name at the beginning of each process, and of those that have not ended at the bottom as well.
    fn boxes(&mut self) {
        let bottom = self.layout.bottom() + BOX;
        for (process, life) in &self.svg.lives {
            let y = life.born.map_or(TOP - 36.0, |row| self.layout.y(row));
            self.name(*process, y);
            if life.ended.is_none() && self.svg.rows.len() > TALL {
                self.name(*process, bottom);
            }
        }
    }

    fn name(&mut self, process: u32, y: f64) {
        let (x, half) = (self.layout.x(process), self.half(process));
        let class = if process == 0 { "box-soft" } else { "box" };
        let _ = write!(
            self.out,
            "<g><title>{}</title><rect class=\"{class}\" x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{}\" rx=\"4\"/>",
            escaped(&self.cast.pid(process)),
            x - half,
            y - BOX,
            half * 2.0,
            BOX * 2.0
        );
        let name = words::short(&self.cast.name(process), NAME);
        self.text(x, y + 4.0, "name", "middle", &name);
        self.out.push_str("</g>\n");
        self.labels.take(x, y, half * 2.0);
    }

    /// Half the width of a process's box.
    fn half(&self, process: u32) -> f64 {
        let name = words::short(&self.cast.name(process), NAME);
        (width(&name, 7.2) / 2.0 + 9.0).min(self.layout.lane() / 2.0 - 4.0)
    }

    fn bar(&mut self, shape: &Shape) {
        let Shape::Bar { process, from, to } = shape else { return };
        let (x, y) = (self.layout.x(*process), self.layout.y(*from));
        let to = to.map_or(self.layout.bottom(), |to| self.layout.y(to.max(from + 0.3)));
        let _ = writeln!(
            self.out,
            "<rect class=\"bar\" x=\"{:.1}\" y=\"{:.1}\" width=\"{}\" height=\"{:.1}\"/>",
            x - BAR,
            y,
            BAR * 2.0,
            (to - y).max(4.0)
        );
    }

    fn shape(&mut self, shape: &Shape) {
        match shape {
            Shape::Bar { .. } => {}
            Shape::Line { style, from, to, label, told } => {
                self.line(*style, *from, *to, label, told)
            }
            Shape::Mark { style, at, label, told } => self.mark(*style, *at, label, told),
            Shape::Arc { process, from, to, label } => self.arc(*process, *from, *to, label),
        }
    }

    fn arc(&mut self, process: u32, from: f64, to: f64, label: &str) {
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

    fn line(
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

    fn mark(&mut self, style: Style, at: (u32, f64), label: &str, told: &str) {
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

    /// A text to the right of something, if there is room; else it is in the title only.
    fn beside(&mut self, x: f64, y: f64, class: &str, letter: f64, label: &str) {
        let label = words::short(label, SHOWN);
        let wide = width(&label, letter);
        if self.labels.take(x + wide / 2.0 + 4.0, y, wide) {
            self.text(x + 4.0, y + 4.0, class, "start", &label);
        }
    }

    fn text(&mut self, x: f64, y: f64, class: &str, anchor: &str, text: &str) {
        let anchor =
            if anchor == "start" { String::new() } else { format!(" text-anchor=\"{anchor}\"") };
        let _ = writeln!(
            self.out,
            "<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\"{anchor}>{}</text>",
            escaped(text)
        );
    }

    fn end(&mut self) {
        let y = self.layout.bottom() + 48.0;
        match self.cut() {
            Some(cut) => self.text(16.0, y, "cut", "start", &cut),
            None if self.svg.rows.is_empty() => {
                self.text(16.0, TOP, "soft", "start", "Nothing happens here.")
            }
            None => {}
        }
        self.out.push_str("</svg>\n");
    }
}

/// A text as XML takes it for one.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            unseen if words::is_unseen(unseen) => escaped.push('\u{fffd}'),
            plain => escaped.push(plain),
        }
    }
    escaped
}
