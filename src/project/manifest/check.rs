//! What definitions say of each other.

use std::collections::BTreeMap;

use super::definition::{DefinitionKind, Lua, Role};
use super::draft::{Draft, Link, Wanted};
use super::fault::{Report, Subject};
use crate::base::EntryId;

impl Wanted {
    fn fits(self, kind: &DefinitionKind) -> bool {
        match self {
            Self::Process => kind.is_process(),
            Self::Host => matches!(kind, DefinitionKind::ProcessHost { .. }),
            Self::Import => {
                matches!(
                    kind,
                    DefinitionKind::Lua(Lua { role: Role::Library | Role::Function, .. })
                )
            }
            Self::Anything => true,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Process => "process.lua or process.rust",
            Self::Host => "process.host",
            Self::Import => "library.lua or function.lua",
            Self::Anything => "entry",
        }
    }
}

/// Checks that what is named is there and fits, and that nothing needs itself.
pub(super) fn check(drafts: &[Draft], report: &mut Report) {
    let mut places: BTreeMap<&EntryId, usize> = BTreeMap::new();
    places.extend(drafts.iter().enumerate().map(|(at, draft)| (&draft.definition.id, at)));
    for draft in drafts {
        for link in &draft.links {
            check_link(
                draft,
                link,
                places.get(&link.target).map(|at| &drafts[*at]),
                drafts,
                report,
            );
        }
    }
    for (wanted, what) in
        [(Wanted::Import, "imports go"), (Wanted::Anything, "services require each other")]
    {
        let next = |draft: &Draft| -> Vec<usize> {
            let links = draft.links.iter().filter(|link| link.wanted == wanted);
            links.filter_map(|link| places.get(&link.target).copied()).collect()
        };
        let next: Vec<Vec<usize>> = drafts.iter().map(next).collect();
        for circle in circles(&next) {
            report_circle(drafts, &circle, wanted, what, report);
        }
    }
}

fn check_link(
    draft: &Draft,
    link: &Link,
    named: Option<&Draft>,
    drafts: &[Draft],
    report: &mut Report,
) {
    let Link { word, target, wanted } = link;
    let named = named.map(|draft| &draft.definition.kind);
    let fits = named.is_some_and(|kind| wanted.fits(kind));
    let unknown = named.is_none() && (report.unread || report.broken.contains(target));
    if fits || unknown {
        return;
    }
    let others = drafts.iter().map(|other| &other.definition);
    let others = others.filter(|other| other.id != draft.definition.id && wanted.fits(&other.kind));
    let fitting = others.map(|other| &**other.id.as_str());
    let hint = report.hint(target.as_str(), fitting);
    let message = match named {
        Some(kind) => {
            format!("names {target}, which is a {} and no {}{hint}", kind.name(), wanted.name(),)
        }
        None => format!("names {target}, which is no entry of this project{hint}"),
    };
    report.fault(subject(draft).fault(word.place, &word.field, message));
}

fn subject(draft: &Draft) -> Subject {
    let entry = Some(draft.definition.id.clone());
    Subject { entry, ..Subject::file(&draft.definition.file) }
}

fn report_circle(
    drafts: &[Draft],
    circle: &[usize],
    wanted: Wanted,
    what: &str,
    report: &mut Report,
) {
    let first = &drafts[circle[0]];
    let second = &drafts[circle[1 % circle.len()]].definition.id;
    let leads = |link: &&Link| link.wanted == wanted && link.target == *second;
    let Some(link) = first.links.iter().find(leads) else { return };
    let name = |at: &usize| drafts[*at].definition.id.to_string();
    let mut names: Vec<String> = circle.iter().take(8).map(name).collect();
    if circle.len() > names.len() {
        names.push("…".into());
    }
    names.push(first.definition.id.to_string());
    let message = format!("{what} in a circle: {}", names.join(" → "));
    report.fault(subject(first).fault(link.word.place, &link.word.field, message));
}

/// Circles in a graph, at least one for each tangle of them. `next`: where one can go from each place.
fn circles(next: &[Vec<usize>]) -> Vec<Vec<usize>> {
    // From whom one comes to an end is in no circle.
    let mut left: Vec<usize> = next.iter().map(Vec::len).collect();
    let mut before = vec![Vec::new(); next.len()];
    for (at, targets) in next.iter().enumerate() {
        targets.iter().for_each(|target| before[*target].push(at));
    }
    let mut ends: Vec<usize> = (0..next.len()).filter(|at| left[*at] == 0).collect();
    while let Some(end) = ends.pop() {
        for at in &before[end] {
            left[*at] -= 1;
            if left[*at] == 0 {
                ends.push(*at);
            }
        }
    }
    // From the others one goes on for ever, so any walk comes to where it was, or where an earlier one was.
    let mut walked = vec![usize::MAX; next.len()];
    let mut circles = Vec::new();
    for start in (0..next.len()).filter(|at| left[*at] > 0) {
        let mut path = Vec::new();
        let mut at = start;
        while walked[at] == usize::MAX {
            walked[at] = start;
            path.push(at);
            at = next[at].iter().copied().find(|to| left[*to] > 0).unwrap_or(at);
        }
        if walked[at] == start
            && let Some(begin) = path.iter().position(|place| *place == at)
        {
            circles.push(path.split_off(begin));
        }
    }
    circles
}
