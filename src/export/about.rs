//! [`About`]: what an export says of the run as a whole.

use super::selection::Selection;
use crate::runtime::Order;
use crate::stage::{RunEnd, RunFile, RunProject};

/// What is known of a run before it is made again.
#[derive(Clone)]
pub struct About {
    /// What its project is called.
    pub title: String,
    pub seed: u64,
    pub order: Order,
    /// Where it was when it was written.
    pub end: RunEnd,
    pub selection: Selection,
}

impl About {
    pub fn of(file: &RunFile, selection: Selection) -> Self {
        let title = match &file.project {
            RunProject::Scenario(id) => id.clone(),
            RunProject::Files { name, .. } => name.clone(),
        };
        Self {
            title,
            seed: file.settings.seed,
            order: file.settings.order,
            end: file.end,
            selection,
        }
    }

    /// One line for whoever looks at a picture of it.
    pub fn line(&self) -> String {
        let title = if self.title.is_empty() { "A run" } else { &self.title };
        let part = if self.selection.is_all() { "" } else { ", a part of it" };
        format!("{title} · {} events · hash {:016x}{part}", self.end.events, self.end.hash)
    }
}
