//! [`Rich`]: what a value has beside plain data, for those who can tell.

use std::cmp::Ordering;
use std::rc::Rc;

use super::value::word;
use super::{Error, Value};

/// A value that is more than plain data: an error as an object, several payloads of one message, or tables of a script
/// that plain data cannot hold. It is made by [`Value::from`] of an [`Error`], by [`Value::several`], and by scripts.
///
/// Whoever cannot tell (an actor in Rust, the page) takes it for its plain part.
///
/// ```
/// use rehearsal::{Error, Value};
///
/// let value = Value::several([Value::from(1), Value::from(Error::invalid("no bread"))]);
/// assert_eq!(value.to_json(), r#"[1,{"kind":"Invalid","message":"no bread"}]"#);
/// ```
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
    #[cfg(feature = "lua")]
    Tables(Rc<[super::TableCopy]>),
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

    pub(super) fn rich(plain: Value, more: More) -> Self {
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
        match &self.more {
            More::Payloads(_) | More::Error(_) => 0,
            #[cfg(feature = "lua")]
            More::Tables(tables) => super::tables::size(tables),
        }
    }

    pub(super) fn fold(&self, hash: u64) -> u64 {
        let hash = |kind| self.plain.fold(word(hash, 9, kind));
        match &self.more {
            More::Payloads(_) => hash(1),
            More::Error(_) => hash(2),
            #[cfg(feature = "lua")]
            More::Tables(tables) => super::tables::fold(tables, hash(3)),
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
