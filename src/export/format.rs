//! [`Format`]: what a run can be written as.

use super::about::About;
use super::csv::Csv;
use super::jsonl::Jsonl;
use super::mermaid::Mermaid;
use super::perfetto::Perfetto;
use super::shiviz::ShiViz;
use super::svg::Svg;
use super::writer::Writer;

/// What a run can be written as. `docs/exports.md` says what each is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// An object of JSON a line: for programs.
    Jsonl,
    /// The trace event format of Chrome, as JSON: for Perfetto.
    Perfetto,
    /// A `sequenceDiagram` of Mermaid.
    Mermaid,
    /// A log with vector clocks, and the expression that reads it: for ShiViz.
    ShiViz,
    /// A sequence diagram as a picture.
    Svg,
    /// Figures of each process: for a spreadsheet.
    Csv,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Jsonl, Self::Perfetto, Self::Mermaid, Self::ShiViz, Self::Svg, Self::Csv];

    /// Its name in a command.
    pub fn name(self) -> &'static str {
        match self {
            Self::Jsonl => "jsonl",
            Self::Perfetto => "perfetto",
            Self::Mermaid => "mermaid",
            Self::ShiViz => "shiviz",
            Self::Svg => "svg",
            Self::Csv => "csv",
        }
    }

    /// How the names of its files end.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Jsonl => "jsonl",
            Self::Perfetto => "trace.json",
            Self::Mermaid => "mmd",
            Self::ShiViz => "shiviz.log",
            Self::Svg => "svg",
            Self::Csv => "csv",
        }
    }

    /// How many events it shows, if nobody says otherwise; `None`: all. More of them no reader would read, and some tools
    /// would not open.
    pub fn limit(self) -> Option<u64> {
        match self {
            Self::Jsonl | Self::Perfetto | Self::Csv => None,
            Self::Mermaid | Self::Svg => Some(500),
            Self::ShiViz => Some(10_000),
        }
    }

    pub(super) fn writer(self, about: About, limit: Option<u64>) -> Box<dyn Writer> {
        let limit = limit.or_else(|| self.limit()).unwrap_or(u64::MAX);
        match self {
            Self::Jsonl => Box::new(Jsonl::new(about)),
            Self::Perfetto => Box::new(Perfetto::new(about)),
            Self::Mermaid => Box::new(Mermaid::new(about, limit)),
            Self::ShiViz => Box::new(ShiViz::new(limit)),
            Self::Svg => Box::new(Svg::new(about, limit)),
            Self::Csv => Box::new(Csv::default()),
        }
    }
}
