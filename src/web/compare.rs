//! Two runs compared for the page: both are made again beside the run that there may be.

use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;

use super::dto::{ModelsDto, ProblemDto, ProjectDto, to_js};
use super::exports::Stage;
use super::runs;
use crate::base::Error;
use crate::compare::{Compare, Report};
use crate::project::Project;
use crate::stage::RunFile;

/// Milliseconds between two words on how far it is.
const EVERY: f64 = 50.0;

/// Two runs that are being compared.
pub(super) struct Comparing {
    compare: Compare,
    told_at: f64,
    /// All of it is known, or it has failed.
    over: Option<Result<(), Error>>,
}

/// A run, and what became of its models.
#[derive(Deserialize)]
pub(super) struct RunDto {
    text: String,
    models: ModelsDto,
}

/// How far it is: turns, of so many.
#[derive(Serialize)]
struct ComparingDto {
    r#type: &'static str,
    turn: f64,
    of: f64,
}

/// What came of it, or why nothing did.
#[derive(Serialize)]
struct ComparedDto {
    r#type: &'static str,
    report: Option<Report>,
    failure: Option<String>,
}

impl RunDto {
    fn read(self) -> Result<Result<(RunFile, Project), Vec<ProblemDto>>, Error> {
        let file = RunFile::from_json(&self.text)?;
        let setup = runs::setup(&file, self.models)?;
        Ok(setup.map(|(setup, ..)| (file, setup.project)))
    }
}

impl Stage {
    /// Begins to compare two runs, or one with what its file says. If something is wrong with a project, nothing is begun.
    pub fn compare_runs(
        &mut self,
        one: RunDto,
        other: Option<RunDto>,
    ) -> Result<ProjectDto, Error> {
        let broken = |problems| Ok(ProjectDto { problems, ..ProjectDto::default() });
        let (file, project) = match one.read()? {
            Ok(read) => read,
            Err(problems) => return broken(problems),
        };
        let compare = match other.map(RunDto::read).transpose()? {
            None => Compare::with_written(&file, &project),
            Some(Ok((other, theirs))) => Compare::new((&file, &project), (&other, &theirs)),
            Some(Err(problems)) => return broken(problems),
        };
        let compare = compare.map_err(|error| Error::invalid(error.to_string()))?;
        self.comparing = Some(Comparing { compare, told_at: 0.0, over: None });
        Ok(ProjectDto::default())
    }

    /// Does a part of it. Whether there is more to do, or to tell.
    pub fn compare_some(&mut self, turns: u64) -> bool {
        let Some(comparing) = &mut self.comparing else { return false };
        if comparing.over.is_none() {
            comparing.over = match comparing.compare.go(turns) {
                Ok(false) => None,
                Ok(true) => Some(Ok(())),
                Err(error) => Some(Err(error)),
            };
        }
        true
    }

    /// What is to be said of it.
    pub fn told_of_comparison(&mut self, now: f64) -> Result<Option<JsValue>, JsValue> {
        let Some(Comparing { compare, told_at, over }) = &mut self.comparing else {
            return Ok(None);
        };
        if let Some(over) = over.take() {
            let report = over.is_ok().then(|| compare.report());
            let failure = over.err().map(|error| error.message.to_string());
            self.comparing = None;
            return to_js(&ComparedDto { r#type: "compared", report, failure }).map(Some);
        }
        if now - *told_at < EVERY {
            return Ok(None);
        }
        *told_at = now;
        let (turn, of) = compare.progress();
        to_js(&ComparingDto { r#type: "comparing", turn: turn as f64, of: of as f64 }).map(Some)
    }
}
