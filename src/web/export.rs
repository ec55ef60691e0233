//! Exports for the page: the run of a file is made again, beside the run that there may be, and given out in pieces.

use js_sys::{Array, Reflect, Uint8Array};
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;

use super::dto::{ModelsDto, ProjectDto, to_js};
use super::exports::Stage;
use super::runs;
use crate::base::{Error, nearest};
use crate::export::{Export, Exported, Format, Selection};
use crate::stage::{Replayed, RunFile};

/// Milliseconds between two words on how far it is.
const EVERY: f64 = 50.0;
/// Bytes that are given out at once.
const CHUNK: usize = 256 << 10;

/// A run that is being exported.
pub(super) struct Exporting {
    export: Export,
    told_at: f64,
    /// All of it is written, or it has failed.
    over: Option<Result<(), Error>>,
}

#[derive(Deserialize)]
pub(super) struct SelectionDto {
    from: Option<f64>,
    to: Option<f64>,
    processes: Vec<String>,
    topics: Vec<String>,
    kinds: Vec<String>,
}

/// How far it is: turns, of so many; and, as `bytes`, what was written since the last word.
#[derive(Serialize)]
struct ExportingDto {
    r#type: &'static str,
    turn: f64,
    of: f64,
}

/// All of it is there, or why it is not.
#[derive(Serialize)]
struct ExportedDto {
    r#type: &'static str,
    events: f64,
    selected: f64,
    same: bool,
    failure: Option<String>,
}

impl SelectionDto {
    fn read(&self) -> Result<Selection, Error> {
        let number = |number: f64| number as u64;
        Ok(Selection {
            from: self.from.map(number),
            to: self.to.map(number),
            processes: self.processes.iter().map(|who| who.parse()).collect::<Result<_, _>>()?,
            topics: self.topics.clone(),
            kinds: self.kinds.iter().map(|kind| Selection::kind(kind)).collect::<Result<_, _>>()?,
        })
    }
}

impl Stage {
    /// Begins to export the run of a file. If something is wrong with its project, nothing is begun.
    pub fn export_run(
        &mut self,
        text: &str,
        models: ModelsDto,
        format: &str,
        selection: &SelectionDto,
    ) -> Result<ProjectDto, Error> {
        let (file, selection) = (RunFile::from_json(text)?, selection.read()?);
        let found = Format::ALL.into_iter().find(|known| known.name() == format);
        let format = found.ok_or_else(|| {
            let near = nearest(format, Format::ALL.into_iter().map(Format::name));
            let hint = near.map(|near| format!("; did you mean {near:?}?")).unwrap_or_default();
            Error::not_found(format!("there is no format {format:?}{hint}"))
        })?;
        let (setup, _, opened) = match runs::setup(&file, models)? {
            Ok(prepared) => prepared,
            Err(problems) => return Ok(ProjectDto { problems, ..ProjectDto::default() }),
        };
        let export = Export::new(&file, &setup.project, format, selection, None);
        let export = export.map_err(|error| Error::invalid(error.to_string()))?;
        self.exporting = Some(Exporting { export, told_at: 0.0, over: None });
        Ok(opened)
    }

    /// Does a part of it. Whether there is more to do, or to tell.
    pub fn export_some(&mut self, turns: u64) -> bool {
        let Some(exporting) = &mut self.exporting else { return false };
        // What was written is told first, so that it never piles up.
        if exporting.over.is_none() && exporting.export.written() < CHUNK {
            exporting.over = match exporting.export.go(turns) {
                Ok(false) => None,
                Ok(true) => Some(Ok(())),
                Err(error) => Some(Err(error)),
            };
        }
        true
    }

    /// What is to be said of it: pieces of text, and how far it is.
    pub fn told_of_export(&mut self, now: f64) -> Result<Vec<(JsValue, Array)>, JsValue> {
        let mut told = Vec::new();
        let Some(exporting) = &mut self.exporting else { return Ok(told) };
        let Exporting { export, told_at, over } = exporting;
        let has_text = over.is_some() || export.written() >= CHUNK;
        if has_text || now - *told_at >= EVERY {
            *told_at = now;
            let (turn, of) = export.progress();
            let (turn, of) = (turn as f64, of as f64);
            let word = to_js(&ExportingDto { r#type: "exporting", turn, of })?;
            // An empty piece is none: the page need not ask.
            let bytes = if has_text { export.take() } else { String::new() };
            let bytes = Uint8Array::from(bytes.as_bytes());
            Reflect::set(&word, &"bytes".into(), &bytes)?;
            told.push((word, Array::of1(&bytes.buffer())));
        }
        if let Some(over) = over.take() {
            let Exported { end, replayed, picked } = export.exported();
            let word = to_js(&ExportedDto {
                r#type: "exported",
                events: end.events as f64,
                selected: picked as f64,
                same: replayed == Replayed::Same,
                failure: over.err().map(|error| error.message.to_string()),
            })?;
            told.push((word, Array::new()));
            self.exporting = None;
        }
        Ok(told)
    }
}
