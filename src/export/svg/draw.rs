//! The picture as text.

use std::fmt::Write;

use super::super::cast::Cast;
use super::super::words;
use super::labels::{Labels, width};
use super::layout::{Layout, TOP};
use super::lines::BAR;
use super::style::SHEET;
use super::{SHOWN, Shape, Svg};
use crate::base::Duration;

/// Half the height of a box with a name.
const BOX: f64 = 11.0;
/// A picture with more rows has the names at its bottom, too.
const TALL: usize = 30;
/// Letters of a box's name.
const NAME: usize = 20;

pub(super) struct Picture<'a> {
    svg: &'a Svg,
    cast: &'a Cast,
    pub layout: Layout,
    pub labels: Labels,
    pub out: &'a mut String,
}

pub fn draw(svg: &Svg, cast: &Cast, out: &mut String) {
    let layout = Layout::of(svg, cast);
    let mut picture = Picture { svg, cast, layout, labels: Labels::default(), out };
    picture.begin();
    picture.times();
    picture.lives();
    picture.boxes(Picture::reserve);
    for shape in &svg.shapes {
        picture.bar(shape);
    }
    for shape in &svg.shapes {
        picture.shape(shape);
    }
    // Over the lines, so that names can be read.
    picture.boxes(Picture::name);
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
    fn boxes(&mut self, each: fn(&mut Self, u32, f64)) {
        let bottom = self.layout.bottom() + BOX;
        for (process, life) in &self.svg.lives {
            let y = life.born.map_or(TOP - 36.0, |row| self.layout.y(row));
            each(self, *process, y);
            if life.ended.is_none() && self.svg.rows.len() > TALL {
                each(self, *process, bottom);
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
    }

    /// No label may lie where a box will be.
    fn reserve(&mut self, process: u32, y: f64) {
        let (x, half) = (self.layout.x(process), self.half(process));
        self.labels.take(x, y, half * 2.0);
    }

    /// Half the width of a process's box.
    pub(super) fn half(&self, process: u32) -> f64 {
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

    /// A text to the right of something, if there is room; else it is in the title only.
    pub(super) fn beside(&mut self, x: f64, y: f64, class: &str, letter: f64, label: &str) {
        let label = words::short(label, SHOWN);
        let wide = width(&label, letter);
        if self.labels.take(x + wide / 2.0 + 4.0, y, wide) {
            self.text(x + 4.0, y + 4.0, class, "start", &label);
        }
    }

    pub(super) fn text(&mut self, x: f64, y: f64, class: &str, anchor: &str, text: &str) {
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
pub(super) fn escaped(text: &str) -> String {
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
