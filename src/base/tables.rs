//! [`TableCopy`]: tables of a script that plain data cannot hold.

use super::Value;
use super::rich::More;
use super::value::word;

/// A table of a script, copied: its entries, and which of its fellows is its metatable.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct TableCopy {
    pub(crate) entries: Vec<(Node, Node)>,
    pub(crate) metatable: Option<u32>,
}

/// A key or a value in a table that was copied.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Node {
    /// No table.
    Value(Value),
    /// One of the tables, by its index.
    Table(u32),
}

impl Value {
    /// Tables of a script; the first is the value. `plain` is what they are to everyone else.
    pub(crate) fn tables(plain: Value, tables: Vec<TableCopy>) -> Self {
        Self::rich(plain, More::Tables(tables.into()))
    }

    /// The tables that this value was copied from, if plain data cannot hold them.
    pub(crate) fn as_tables(&self) -> Option<&[TableCopy]> {
        match self {
            Self::Rich(rich) => match &rich.more {
                More::Tables(tables) => Some(tables),
                _ => None,
            },
            _ => None,
        }
    }
}

/// Logical bytes of tables.
pub(super) fn size(tables: &[TableCopy]) -> u64 {
    let node = |node: &Node| match node {
        Node::Value(value) => value.logical_size(),
        Node::Table(_) => 16,
    };
    let table = |table: &TableCopy| -> u64 {
        16 + table.entries.iter().map(|(key, value)| node(key) + node(value)).sum::<u64>()
    };
    tables.iter().map(table).sum()
}

pub(super) fn fold(tables: &[TableCopy], hash: u64) -> u64 {
    tables.iter().fold(hash, |hash, table| {
        let hash = word(hash, 10, table.entries.len() as u64);
        let hash = word(hash, 11, table.metatable.map_or(u64::MAX, u64::from));
        table.entries.iter().fold(hash, |hash, (key, value)| value.fold(key.fold(hash)))
    })
}

impl Node {
    fn fold(&self, hash: u64) -> u64 {
        match self {
            Self::Value(value) => value.fold(hash),
            Self::Table(index) => word(hash, 12, u64::from(*index)),
        }
    }
}
