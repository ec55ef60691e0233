//! Runs as files: what is played is written, and what was written is made again beside it, until it takes its place.

use serde::Serialize;
use wasm_bindgen::JsValue;

use super::dto::{ModelsDto, PaceDto, ProjectDto, to_js};
use super::exports::Stage;
use crate::base::{Error, Str};
use crate::stage::{Pace, Player, Replay, Replayed, RunFile, RunProject, Setup, scenario};

/// Milliseconds between two words on how far it is.
const EVERY: f64 = 50.0;

/// A run that is being made again.
pub(super) struct Opening {
    replay: Replay,
    file: RunFile,
    setup: Setup,
    topics: Vec<Str>,
    pace: Pace,
    told_at: f64,
}

/// What a file is of.
#[derive(Serialize)]
struct HeadDto<'a> {
    scenario: Option<&'a str>,
    name: Option<&'a str>,
    /// Paths and texts.
    files: Option<Vec<(&'a str, &'a str)>>,
    seed: f64,
    shuffled: bool,
}

/// How far it is: turns.
#[derive(Serialize)]
struct ReplayingDto {
    r#type: &'static str,
    turn: f64,
    of: f64,
}

/// It is there, as the run of this number.
#[derive(Serialize)]
struct ReplayedDto {
    r#type: &'static str,
    run: u32,
    same: bool,
    /// Where it is not: both agree up to the first event, and part by the second.
    agrees: f64,
    parts: f64,
}

/// What a text says that it is of, for who has to get ready for that.
///
/// # Errors
/// `INVALID`: it is no run.
pub(super) fn head(text: &str) -> Result<JsValue, Error> {
    let file = RunFile::from_json(text)?;
    let (scenario, name, files) = match &file.project {
        RunProject::Scenario(id) => (Some(id.as_str()), None, None),
        RunProject::Files { name, files, .. } => {
            let files = files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
            (None, Some(name.as_str()), Some(files.collect()))
        }
    };
    let shuffled = file.settings.order == crate::runtime::Order::Shuffled;
    let head = HeadDto { scenario, name, files, seed: file.settings.seed as f64, shuffled };
    to_js(&head).map_err(|error| Error::internal(format!("{error:?}")))
}

impl Stage {
    /// The run as it is now, as text; `called` is what its project is called, if it has files.
    pub fn run_text(&self, called: String) -> Result<String, Error> {
        let mut file = self.player()?.run_file();
        if let RunProject::Files { name, .. } = &mut file.project {
            *name = called;
        }
        file.to_json()
    }

    /// Begins to make a run again. The run that there is stands still meanwhile. What is wrong with its project, if anything is.
    pub fn open_run(
        &mut self,
        text: &str,
        models: ModelsDto,
        pace: PaceDto,
    ) -> Result<ProjectDto, Error> {
        let (file, pace) = (RunFile::from_json(text)?, pace.pace()?);
        let (setup, topics, opened) = match setup(&file, models)? {
            Ok(prepared) => prepared,
            Err(refused) => return Ok(refused),
        };
        let replay =
            file.replay(&setup.project).map_err(|error| Error::invalid(error.to_string()))?;
        self.opening = Some(Opening { replay, file, setup, topics, pace, told_at: 0.0 });
        Ok(opened)
    }

    /// Gives up what was begun. The run that there is goes on.
    pub fn give_up_run(&mut self) {
        self.opening = None;
    }

    /// Makes a part of the run that is being made again. Whether there is one.
    pub fn replay_some(&mut self, turns: u64) -> bool {
        if let Some(opening) = &mut self.opening
            && opening.replay.go(turns)
        {
            self.opened = self.opening.take();
        }
        self.opening.is_some() || self.opened.is_some()
    }

    /// What is to be said of it; and if all of it is there, it takes the place of the run that there was.
    pub fn told_of_replay(&mut self, now: f64) -> Result<Option<JsValue>, JsValue> {
        if let Some(Opening { replay, file, setup, topics, pace, .. }) = self.opened.take() {
            let replayed = file.compare(replay.session());
            let session = replay.into_session();
            let player = Player::of_replay(setup, file.settings, session, pace);
            let run = self.take(player, topics);
            let (agrees, parts) = match replayed {
                Replayed::Same => (0, 0),
                Replayed::Other { agrees, parts, .. } => (agrees, parts),
            };
            let same = replayed == Replayed::Same;
            let (agrees, parts) = (agrees as f64, parts as f64);
            return to_js(&ReplayedDto { r#type: "replayed", run, same, agrees, parts }).map(Some);
        }
        let Some(opening) = &mut self.opening else { return Ok(None) };
        if now - opening.told_at < EVERY {
            return Ok(None);
        }
        opening.told_at = now;
        let turn = opening.replay.session().kernel().turn() as f64;
        let of = opening.file.end.moment.turn as f64;
        to_js(&ReplayingDto { r#type: "replaying", turn, of }).map(Some)
    }
}

type Prepared = (Setup, Vec<Str>, ProjectDto);

/// What the run is made of; or what is wrong with its project.
fn setup(file: &RunFile, models: ModelsDto) -> Result<Result<Prepared, ProjectDto>, Error> {
    let (setup, topics, opened) = match &file.project {
        RunProject::Scenario(id) => {
            let found = scenario::find(id).ok_or_else(|| {
                Error::not_found(format!(
                    "this Rehearsal has no scenario {id:?}, which the run is of"
                ))
            })?;
            let topics = found.quick.iter().map(|quick| quick.topic.into()).collect();
            (Setup::from(found), topics, ProjectDto::default())
        }
        #[cfg(feature = "projects")]
        RunProject::Files { .. } => match super::project::prepare(&file.project, models)? {
            Ok(prepared) => prepared,
            Err(problems) => return Ok(Err(ProjectDto { problems, ..ProjectDto::default() })),
        },
        #[cfg(not(feature = "projects"))]
        RunProject::Files { .. } => {
            let _ = models;
            return Err(Error::internal("this engine has no projects of files"));
        }
    };
    Ok(Ok((Setup { targets: file.targets.clone(), ..setup }, topics, opened)))
}
