//! A manifest's Lua processes as scripts.

use std::collections::BTreeMap;

use super::fault::Subject;
use super::yaml::Place;
use super::{Definition, DefinitionKind, Fault, Lua, Manifest, Role};
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
        let unused = self.entries.iter().filter_map(|entry| match &entry.kind {
            DefinitionKind::Lua(lua) if lua.role != Role::Process => check(entry, lua).err(),
            _ => None,
        });
        let mut faults: Vec<Fault> = unused.collect();
        let project = self.project(|definition| match &definition.kind {
            DefinitionKind::Rust { actor, .. } => compiled(actor)
                .ok_or_else(|| definition.fault(format!("no actor {actor:?} is compiled in"))),
            DefinitionKind::Lua(lua) => self.script(definition, lua),
            _ => Err(definition.fault("it is no process")),
        });
        match project {
            Ok(project) if faults.is_empty() => Ok(project),
            Ok(_) => Err(faults),
            Err(more) => {
                // What is wrong with a library is said once, not by each who imports it.
                faults.extend(more);
                let mut once = Vec::new();
                faults.into_iter().for_each(|fault| {
                    if !once.contains(&fault) {
                        once.push(fault);
                    }
                });
                Err(once)
            }
        }
    }

    fn script(&self, definition: &Definition, lua: &Lua) -> Result<Actor, Fault> {
        let fault = |error| fault(definition, lua, error);
        let mut script = Script::new(definition.id.as_str(), &lua.source.text).map_err(fault)?;
        let mut modules = lua.modules.clone();
        for (alias, library, source) in self.libraries(definition, lua)? {
            let named = script.with_library(alias, library.id.as_str(), &source.source.text);
            script = named.map_err(|error| self::fault(library, source, error))?;
            modules.extend(source.modules.iter().cloned());
        }
        let mut script = script.with_modules(modules.iter().map(|name| &**name)).map_err(fault)?;
        if let Some(method) = &lua.method {
            script = script.with_method(method);
        }
        // A source inside the manifest is read there.
        let file = lua.source.path.as_ref().unwrap_or(&definition.file);
        Ok(script.actor().with_file(file.clone()))
    }

    /// What an entry imports, and what that imports, each after what it needs itself. The state of a process has one set
    /// of globals, so an alias means one library.
    fn libraries<'a>(
        &'a self,
        definition: &Definition,
        lua: &'a Lua,
    ) -> Result<Vec<(&'a str, &'a Definition, &'a Lua)>, Fault> {
        let mut found = Vec::new();
        let mut aliases = BTreeMap::new();
        let mut path = vec![Walk { own: None, lua, next: 0 }];
        while let Some(at) = path.last_mut() {
            let Some((alias, id)) = at.lua.imports.get(at.next) else {
                found.extend(at.own.map(|(alias, library)| (alias, library, at.lua)));
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
            let library = self.get(id.as_str());
            let library = library.ok_or_else(|| {
                definition.fault(format!("imports {id}, which is no entry of this project"))
            })?;
            match &library.kind {
                DefinitionKind::Lua(lua) if lua.role == Role::Library => {
                    path.push(Walk { own: Some((alias, library)), lua, next: 0 });
                }
                _ => {
                    let message =
                        format!("imports {alias:?}: functions cannot be called yet, libraries can");
                    return Err(definition.fault(message));
                }
            }
        }
        Ok(found)
    }
}

/// An entry whose imports are gone through. Nothing imports itself: that was checked.
struct Walk<'a> {
    /// Its alias and its definition, if it is a library.
    own: Option<(&'a str, &'a Definition)>,
    lua: &'a Lua,
    /// The import that comes next.
    next: usize,
}

/// Whether a source that no process is made of is Lua all the same.
fn check(definition: &Definition, lua: &Lua) -> Result<(), Fault> {
    let script = Script::new(definition.id.as_str(), &lua.source.text);
    script.map(|_| ()).map_err(|error| fault(definition, lua, error))
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
