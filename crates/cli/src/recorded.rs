//! Files of runs, read, with the projects that the runs are of.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};
use rehearsal::base::nearest;
use rehearsal::project::Project;
use rehearsal::project::manifest::{Files, Override};
use rehearsal::stage::{RunFile, RunProject, scenario};

use crate::project;

/// Reads the file of a run, and the project that the run is of.
///
/// # Errors
/// The file is no run, or its project cannot be had.
pub fn read(path: &Path) -> Result<(RunFile, Project)> {
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let text = String::from_utf8(bytes)
        .map_err(|_| anyhow!("{} is no run of Rehearsal: it is no text", path.display()))?;
    let file = RunFile::from_json(&text).map_err(|error| anyhow!("{}: {error}", path.display()))?;
    let project = project_of(path, &file.project)?;
    Ok((file, project))
}

/// The project that a run is of.
fn project_of(path: &Path, project: &RunProject) -> Result<Project> {
    match project {
        RunProject::Scenario(id) => match scenario::find(id) {
            Some(scenario) => Ok(scenario.project()),
            None => {
                let near = nearest(id, scenario::SCENARIOS.iter().map(|scenario| scenario.id));
                let hint = near.map(|near| format!("; did you mean {near:?}?")).unwrap_or_default();
                bail!("{}: there is no scenario {id:?}{hint}", path.display())
            }
        },
        RunProject::Files { files, overrides, .. } => {
            let files = Files::from_iter(files.iter().map(|(path, text)| (path, text.as_str())));
            let overrides = overrides.iter().map(|text| text.parse::<Override>());
            let overrides =
                overrides.collect::<Result<Vec<_>, _>>().map_err(|error| anyhow!(error))?;
            Ok(project::of_files(path, &files, &overrides, true)?.1)
        }
    }
}
