//! A manifest's Lua processes as scripts.

use std::collections::BTreeMap;

use super::fault::Subject;
use super::yaml::Place;
use super::{Definition, DefinitionKind, Fault, Lua, Manifest, Role};
use crate::base::{EntryId, sort_by};
use crate::lua::{Script, ScriptError};
use crate::process::Actor;
use crate::project::Project;

impl Manifest {
    /// The project that a run is made of, its Lua processes as scripts. `compiled` gives the actor of a `process.rust`
    /// by its name.
    ///
    /// ```
    /// use rehearsal::project::manifest::{Files, read};
    ///
    /// let files = Files::from_iter([
    ///     ("_index.yaml", "namespace: app\nname: hi\nkind: process.lua\nsource: file://hi.lua\n"),
    ///     ("hi.lua", "return { main = function() return 'hi' end }"),
    /// ]);
    /// let project = read(&files).unwrap().with_scripts(|_| None).unwrap();
    /// assert_eq!(project.get("app:hi").unwrap().kind.name(), "process.lua");
    /// ```
    ///
    /// # Errors
    /// A source that is no Lua, where it is none; imports of functions, which cannot be called yet, and actors that are
    /// not compiled in, each at its entry.
    pub fn with_scripts(
        &self,
        mut compiled: impl FnMut(&str) -> Option<Actor>,
    ) -> Result<Project, Vec<Fault>> {
        let sources = Sources::of(self);
        let project = self.project(|definition| match &definition.kind {
            DefinitionKind::Rust { actor, .. } => compiled(actor)
                .ok_or_else(|| definition.fault(format!("no actor {actor:?} is compiled in"))),
            DefinitionKind::Lua(lua) => sources.script(definition, lua),
            _ => Err(definition.fault("it is no process")),
        });
        let (project, more) = match project {
            Ok(project) => (Some(project), Vec::new()),
            Err(faults) => (None, faults),
        };
        // What is wrong with a library is said once, not by each who imports it.
        let mut faults: Vec<Fault> = sources.faults().cloned().chain(more).collect();
        sort_by(&mut faults, Ord::cmp);
        faults.dedup();
        match project {
            Some(project) if faults.is_empty() => Ok(project),
            _ => Err(faults),
        }
    }
}

/// The Lua sources of a manifest, each checked once, however many import it.
struct Sources<'a>(BTreeMap<&'a EntryId, Source<'a>>);

struct Source<'a> {
    lua: &'a Lua,
    script: Result<Script, Fault>,
}

impl<'a> Sources<'a> {
    fn of(manifest: &'a Manifest) -> Self {
        let sources = manifest.entries.iter().filter_map(|definition| match &definition.kind {
            DefinitionKind::Lua(lua) => {
                let script = Script::new(definition.id.as_str(), &lua.source.text);
                let script = script.map_err(|error| fault(definition, lua, error));
                Some((&definition.id, Source { lua, script }))
            }
            _ => None,
        });
        Self(sources.collect())
    }

    /// What is no Lua.
    fn faults(&self) -> impl Iterator<Item = &Fault> {
        self.0.values().filter_map(|source| source.script.as_ref().err())
    }

    fn script(&self, definition: &Definition, lua: &Lua) -> Result<Actor, Fault> {
        let mut script = self.0[&definition.id].script.clone()?;
        let mut modules = lua.modules.clone();
        for (alias, library) in self.libraries(definition, lua)? {
            let checked = library.script.as_ref().map_err(Fault::clone)?;
            let with = script.with_library(alias, checked);
            script = with.map_err(|error| fault(definition, lua, error))?;
            modules.extend(library.lua.modules.iter().cloned());
        }
        let named = script.with_modules(modules.iter().map(|name| &**name));
        let mut script = named.map_err(|error| fault(definition, lua, error))?;
        if let Some(method) = &lua.method {
            script = script.with_method(method);
        }
        // A source inside the manifest is read there.
        let file = lua.source.path.as_ref().unwrap_or(&definition.file);
        Ok(script.actor().with_file(file.clone()))
    }

    /// What an entry imports, and what that imports, each after what it needs itself. The state of a process has one set
    /// of globals, so an alias means one library.
    fn libraries<'s>(
        &'s self,
        definition: &Definition,
        lua: &'s Lua,
    ) -> Result<Vec<(&'s str, &'s Source<'a>)>, Fault> {
        let mut found = Vec::new();
        let mut aliases = BTreeMap::new();
        let mut path = vec![Walk { own: None, lua, next: 0 }];
        while let Some(at) = path.last_mut() {
            let Some((alias, id)) = at.lua.imports.get(at.next) else {
                found.extend(at.own);
                path.pop();
                continue;
            };
            at.next += 1;
            if let Some(other) = aliases.insert(&**alias, id) {
                if other == id {
                    continue;
                }
                let message = format!(
                    "{alias:?} would be both {other} and {id}: each alias means one library"
                );
                return Err(definition.fault(message));
            }
            match self.0.get(id) {
                Some(library) if library.lua.role == Role::Library => {
                    path.push(Walk { own: Some((alias, library)), lua: library.lua, next: 0 });
                }
                Some(_) => {
                    let message =
                        format!("imports {alias:?}: functions cannot be called yet, libraries can");
                    return Err(definition.fault(message));
                }
                None => {
                    let message = format!("imports {id}, which is no Lua of this project");
                    return Err(definition.fault(message));
                }
            }
        }
        Ok(found)
    }
}

/// An entry whose imports are gone through. Nothing imports itself: that was checked.
struct Walk<'s, 'a> {
    /// Its alias and its source, if it is a library.
    own: Option<(&'s str, &'s Source<'a>)>,
    lua: &'s Lua,
    /// The import that comes next.
    next: usize,
}

fn fault(definition: &Definition, lua: &Lua, error: ScriptError) -> Fault {
    match (error.place(), &lua.source.path) {
        (Some((line, column)), Some(path)) => {
            let subject = Subject { entry: Some(definition.id.clone()), ..Subject::file(path) };
            subject.fault(Place { line, column }, "", error.message())
        }
        // A source inside the manifest: its lines are counted from its own beginning.
        _ => definition.fault(error.to_string()),
    }
}
