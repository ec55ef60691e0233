//! Tables that are more than plain data: those with metatables, and those that share or contain each other.
//!
//! The copy is a list of tables that name each other by index. Beside it stands what plain data can show of it, for all
//! who are no script. There a table that lies in itself is nil the second time, and a metatable is not seen.

use std::collections::BTreeMap;
use std::ffi::c_void;

use mlua::{BString, Lua, Table, Value as LuaValue};

use super::convert::{DEPTH, broken, from_value, list_or_map, scalar, too_deep};
use crate::base::{Error, Node, TableCopy, Value, sort_by};

/// Logical bytes of the plain part. Tables that share others in each layer would have no end there.
const MOST: u64 = 64 << 20;

/// Copies what is no tree of tables.
///
/// # Errors
/// `INVALID`: a table that lies deeper than 128 in others, or that is larger than 64 MiB when all that it shares is
/// counted as often as it is there.
pub fn copy(lua: &Lua, value: &LuaValue) -> Result<Value, Error> {
    let LuaValue::Table(table) = value else { return Ok(scalar(lua, value)) };
    let mut copier = Copier { lua, known: BTreeMap::new(), tables: Vec::new(), needed: false };
    let root = copier.table(table, 1)?;
    if root.size > MOST {
        return Err(Error::invalid("a table is larger than 64 MiB: it cannot be copied"));
    }
    if !copier.needed {
        return Ok(root.plain);
    }
    Ok(Value::tables(root.plain, copier.tables.into_iter().map(|draft| draft.copy).collect()))
}

struct Copier<'a> {
    lua: &'a Lua,
    /// Indices by address. Nobody walks over them.
    known: BTreeMap<*const c_void, u32>,
    tables: Vec<Draft>,
    /// Whether plain data would lose something.
    needed: bool,
}

#[derive(Default)]
struct Draft {
    copy: TableCopy,
    /// `None` while the table is being copied: it is met inside itself then.
    plain: Option<(Value, u64)>,
}

/// A key or value that was copied: the copy, and what plain data shows of it.
struct Copied {
    node: Node,
    plain: Value,
    /// Logical bytes of the plain part.
    size: u64,
}

impl Copier<'_> {
    fn any(&mut self, value: &LuaValue, depth: usize) -> Result<Copied, Error> {
        let LuaValue::Table(table) = value else {
            let plain = scalar(self.lua, value);
            let size = plain.logical_size();
            return Ok(Copied { node: Node::Value(plain.clone()), plain, size });
        };
        match self.known.get(&table.to_pointer()) {
            Some(index) => {
                self.needed = true;
                Ok(self.copied(*index))
            }
            None => self.table(table, depth + 1),
        }
    }

    fn copied(&self, index: u32) -> Copied {
        let (plain, size) = self.tables[index as usize].plain.clone().unwrap_or_default();
        Copied { node: Node::Table(index), plain, size }
    }

    /// A table that was not met before.
    fn table(&mut self, table: &Table, depth: usize) -> Result<Copied, Error> {
        if depth > DEPTH {
            return Err(too_deep());
        }
        let index = self.tables.len() as u32;
        self.known.insert(table.to_pointer(), index);
        self.tables.push(Draft::default());

        let (mut copies, mut shown, mut size) = (Vec::new(), Vec::new(), 0_u64);
        let mut add = |key: Copied, value: Copied| {
            if value.node != Node::Value(Value::Nil) {
                size = size.saturating_add(key.size).saturating_add(value.size);
                copies.push((key.node, value.node));
                shown.push((key.plain, value.plain));
            }
        };
        // In the order of the keys, as plain data has them; tables as keys have none, and come as the script has them.
        let mut keys = Vec::new();
        for pair in table.pairs::<LuaValue, LuaValue>() {
            let (key, value) = pair.map_err(|error| broken(&error))?;
            if key.is_table() {
                self.needed = true;
                add(self.any(&key, depth)?, self.any(&value, depth)?);
            } else {
                keys.push(scalar(self.lua, &key));
            }
        }
        sort_by(&mut keys, Ord::cmp);
        for key in keys {
            let value = field(table, &key).map_err(|error| broken(&error))?;
            let value = self.any(&value, depth)?;
            let size = key.logical_size();
            add(Copied { node: Node::Value(key.clone()), plain: key, size }, value);
        }
        let metatable = match table.metatable() {
            Some(metatable) => self.metatable(&metatable, depth)?,
            None => None,
        };
        let plain = list_or_map(shown, table.raw_len());
        let draft = &mut self.tables[index as usize];
        draft.copy = TableCopy { entries: copies, metatable };
        draft.plain = Some((plain, size.saturating_add(16)));
        Ok(self.copied(index))
    }

    /// A metatable of which nothing is left, because its functions stay behind, is none.
    fn metatable(&mut self, metatable: &Table, depth: usize) -> Result<Option<u32>, Error> {
        let index = match self.known.get(&metatable.to_pointer()) {
            Some(index) => *index,
            None => {
                let Copied { node: Node::Table(index), .. } = self.table(metatable, depth + 1)?
                else {
                    return Ok(None);
                };
                index
            }
        };
        let Draft { copy, plain } = &self.tables[index as usize];
        let is_empty = plain.is_some() && copy.entries.is_empty() && copy.metatable.is_none();
        self.needed |= !is_empty;
        Ok((!is_empty).then_some(index))
    }
}

/// What lies under a key of which there is a copy; nil for what cannot be copied, functions and objects.
fn field(table: &Table, key: &Value) -> mlua::Result<LuaValue> {
    match key {
        Value::Bool(key) => table.raw_get(*key),
        Value::Int(key) => table.raw_get(*key),
        Value::Float(key) => table.raw_get(*key),
        Value::Str(key) => table.raw_get(key.as_str()),
        Value::Bytes(key) => table.raw_get(BString::from(&**key)),
        _ => Ok(LuaValue::Nil),
    }
}

/// Makes the tables of a copy; gives the first.
///
/// # Errors
/// The script's memory is used up.
pub fn make(lua: &Lua, copies: &[TableCopy]) -> mlua::Result<Table> {
    // They are kept in a table, since handles are few.
    let made = lua.create_table_with_capacity(copies.len(), 0)?;
    for (index, copy) in copies.iter().enumerate() {
        made.raw_set(index + 1, lua.create_table_with_capacity(0, copy.entries.len())?)?;
    }
    let value = |node: &Node| match node {
        Node::Value(value) => from_value(lua, value),
        Node::Table(index) => made.raw_get::<LuaValue>(index + 1),
    };
    for (index, copy) in copies.iter().enumerate() {
        let table: Table = made.raw_get(index + 1)?;
        for (key, item) in &copy.entries {
            table.raw_set(value(key)?, value(item)?)?;
        }
    }
    for (index, copy) in copies.iter().enumerate() {
        if let Some(metatable) = copy.metatable {
            let table: Table = made.raw_get(index + 1)?;
            table.set_metatable(Some(made.raw_get(metatable + 1)?))?;
        }
    }
    made.raw_get(1)
}
