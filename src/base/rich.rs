//! [`Rich`]: what a value has beside plain data, for those who can tell.

use std::cmp::Ordering;
use std::rc::Rc;

use super::value::word;
use super::{Error, Value};

/// A value that is more than plain data: an error as an object, several payloads of one message, or tables of a script
/// that plain data cannot hold. It is made by [`Value::from`] of an [`Error`], by [`Value::several`], and by scripts.
///
/// Whoever cannot tell (an actor in Rust, the page) takes it for its plain part.
#[derive(Clone)]
pub struct Rich {
    pub(super) plain: Value,
    pub(super) more: More,
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum More {
    /// The plain part is the list of them, or, of a single nil, nil.
    Payloads(Rc<[Value]>),
    /// The plain part is [`Error::to_value`].
    Error(Error),
    /// The plain part shows each table, but not inside itself, and no metatable.
    Tables(Rc<[TableCopy]>),
}

/// A table of a script, copied: its entries, and which of its fellows is its metatable.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct TableCopy {
    pub(crate) entries: Vec<(Node, Node)>,
    pub(crate) metatable: Option<u32>,
}

/// A key or a value in a table that was copied.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Node {
    /// No table.
    Value(Value),
    /// One of the tables, by its index.
    Table(u32),
}

impl Value {
    /// Several payloads of one message; a single one is itself, and none is [`Value::Nil`].
    ///
    /// To a script they are several, also if the single one is nil; to everyone else they are a list.
    ///
    /// ```
    /// use rehearsal::Value;
    ///
    /// let both = Value::several([Value::from("name"), Value::from(7)]);
    /// assert_eq!(both.payloads().len(), 2);
    /// assert_eq!(both.as_list().map(<[Value]>::len), Some(2));
    /// assert_eq!(Value::several([Value::from(7)]), Value::from(7));
    /// assert!(Value::several([]).is_nil());
    /// ```
    pub fn several(payloads: impl IntoIterator<Item = Value>) -> Self {
        let payloads: Rc<[Value]> = payloads.into_iter().collect();
        let plain = match &*payloads {
            [] => return Self::Nil,
            [Self::Nil] => Self::Nil,
            [one] => return one.clone(),
            _ => Self::List(Rc::clone(&payloads)),
        };
        Self::rich(plain, More::Payloads(payloads))
    }

    /// The payloads of a message that carries this value: none if it is nil, several if it was made by
    /// [`Value::several`], else the value itself. A list is one payload.
    ///
    /// ```
    /// use rehearsal::Value;
    ///
    /// assert_eq!(Value::from(7).payloads(), [Value::from(7)]);
    /// assert!(Value::Nil.payloads().is_empty());
    /// ```
    pub fn payloads(&self) -> &[Value] {
        match self {
            Self::Nil => &[],
            Self::Rich(rich) => match &rich.more {
                More::Payloads(payloads) => payloads,
                _ => std::slice::from_ref(self),
            },
            _ => std::slice::from_ref(self),
        }
    }

    /// The error, if this is one.
    ///
    /// ```
    /// use rehearsal::{Error, Value};
    ///
    /// let value = Value::from(Error::not_found("no bread"));
    /// assert_eq!(value.as_error().map(|error| error.message.as_str()), Some("no bread"));
    /// assert_eq!(value.get("kind").as_str(), Some("NotFound"));
    /// ```
    pub fn as_error(&self) -> Option<&Error> {
        match self {
            Self::Rich(rich) => match &rich.more {
                More::Error(error) => Some(error),
                _ => None,
            },
            _ => None,
        }
    }

    /// Tables of a script; the first is the value. `plain` is what they are to everyone else.
    #[cfg(feature = "lua")]
    pub(crate) fn tables(plain: Value, tables: Vec<TableCopy>) -> Self {
        Self::rich(plain, More::Tables(tables.into()))
    }

    /// The tables that this value was copied from, if plain data cannot hold them.
    #[cfg(feature = "lua")]
    pub(crate) fn as_tables(&self) -> Option<&[TableCopy]> {
        match self {
            Self::Rich(rich) => match &rich.more {
                More::Tables(tables) => Some(tables),
                _ => None,
            },
            _ => None,
        }
    }

    fn rich(plain: Value, more: More) -> Self {
        Self::Rich(Rc::new(Rich { plain, more }))
    }
}

/// An error as an object: a script that gets it can ask it for its kind. Where it came from is not copied.
impl From<Error> for Value {
    fn from(mut error: Error) -> Self {
        error.stack = None;
        Self::rich(error.to_value(), More::Error(error))
    }
}

impl Rich {
    /// Logical bytes of what it has beside its plain part. Payloads and errors are all there.
    pub(super) fn additional_size(&self) -> u64 {
        let node = |node: &Node| match node {
            Node::Value(value) => value.logical_size(),
            Node::Table(_) => 16,
        };
        let table = |table: &TableCopy| -> u64 {
            16 + table.entries.iter().map(|(key, value)| node(key) + node(value)).sum::<u64>()
        };
        match &self.more {
            More::Tables(tables) => tables.iter().map(table).sum(),
            More::Payloads(_) | More::Error(_) => 0,
        }
    }

    pub(super) fn fold(&self, hash: u64) -> u64 {
        let hash = |kind| self.plain.fold(word(hash, 9, kind));
        match &self.more {
            More::Payloads(_) => hash(1),
            More::Error(_) => hash(2),
            More::Tables(tables) => tables.iter().fold(hash(3), |hash, table| {
                let hash = word(hash, 10, table.entries.len() as u64);
                let hash = word(hash, 11, table.metatable.map_or(u64::MAX, u64::from));
                let entries = table.entries.iter();
                entries.fold(hash, |hash, (key, value)| value.fold(key.fold(hash)))
            }),
        }
    }
}

impl Node {
    fn fold(&self, hash: u64) -> u64 {
        match self {
            Self::Value(value) => value.fold(hash),
            Self::Table(index) => word(hash, 12, u64::from(*index)),
        }
    }
}

/// By the plain part first.
impl Ord for Rich {
    fn cmp(&self, other: &Self) -> Ordering {
        self.plain.cmp(&other.plain).then_with(|| self.more.cmp(&other.more))
    }
}

impl PartialOrd for Rich {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Rich {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Rich {}
