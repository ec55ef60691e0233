//! [`Value`]: what a message can carry.

use std::cmp::Ordering;
use std::fmt;
use std::rc::Rc;

use super::{Rich, Str, mix, sort_by};

/// A payload: plain data, copied across the boundary of a process.
///
/// Values cannot be changed once they are made, so the copy is a counter and nobody can tell.
///
/// ```
/// use rehearsal::Value;
///
/// let request = Value::map([("key", "name".into()), ("value", 0.1.into())]);
/// assert_eq!(request.get("key").as_str(), Some("name"));
/// assert!(request.get("ttl").is_nil());
/// assert_eq!(request.to_string(), r#"{"key":"name","value":0.1}"#);
/// ```
#[derive(Clone, Default)]
pub enum Value {
    /// Nothing.
    #[default]
    Nil,
    /// True or false.
    Bool(bool),
    /// A 64-bit integer.
    Int(i64),
    /// A 64-bit float. NaN is always the one canonical NaN in a hash.
    Float(f64),
    /// Text.
    Str(Str),
    /// Raw bytes.
    Bytes(Rc<[u8]>),
    /// A sequence.
    List(Rc<[Value]>),
    /// A table, sorted by key.
    Map(Map),
    /// More than plain data. All that follows takes it for its plain part.
    Rich(Rc<Rich>),
}

/// A table from values to values, sorted by key, so that every walk over it has one order.
#[derive(Clone)]
pub struct Map(Rc<[(Value, Value)]>);

impl Value {
    /// A map with text keys.
    pub fn map<const N: usize>(mut entries: [(&'static str, Value); N]) -> Self {
        sort_by(&mut entries, |a, b| a.0.cmp(b.0));
        debug_assert!(
            entries.windows(2).all(|pair| pair[0].0 != pair[1].0),
            "a key is there twice"
        );
        Self::Map(Map(Rc::new(entries.map(|(key, value)| (Self::Str(key.into()), value)))))
    }

    /// A list.
    pub fn list(items: impl IntoIterator<Item = Value>) -> Self {
        Self::List(items.into_iter().collect())
    }

    /// This value without what is more than plain data in it.
    #[inline]
    fn plain(&self) -> &Value {
        match self {
            Self::Rich(rich) => &rich.plain,
            plain => plain,
        }
    }

    /// The value under a text key; [`Value::Nil`] if there is none, or if this is no map.
    pub fn get(&self, key: &str) -> &Value {
        match self.plain() {
            Self::Map(map) => map.get(key).unwrap_or(&Self::Nil),
            _ => &Self::Nil,
        }
    }

    /// Whether this is nothing.
    pub fn is_nil(&self) -> bool {
        matches!(self.plain(), Self::Nil)
    }

    /// The text, if this is one.
    pub fn as_str(&self) -> Option<&str> {
        self.as_text().map(Str::as_str)
    }

    /// The text as a cheap clone, if this is one.
    pub fn as_text(&self) -> Option<&Str> {
        match self.plain() {
            Self::Str(text) => Some(text),
            _ => None,
        }
    }

    /// The integer, if this is one, or a float with an integral value.
    pub fn as_int(&self) -> Option<i64> {
        match self.plain() {
            Self::Int(number) => Some(*number),
            // Both bounds are exact floats; 2^63 itself does not fit.
            Self::Float(f) if f.fract() == 0.0 && *f >= -(2f64.powi(63)) && *f < 2f64.powi(63) => {
                Some(*f as i64)
            }
            _ => None,
        }
    }

    /// True or false, if this is one of them.
    pub fn as_bool(&self) -> Option<bool> {
        match self.plain() {
            Self::Bool(bool) => Some(*bool),
            _ => None,
        }
    }

    /// The items, if this is a list.
    pub fn as_list(&self) -> Option<&[Value]> {
        match self.plain() {
            Self::List(items) => Some(items),
            _ => None,
        }
    }

    /// The map, if this is one.
    pub fn as_map(&self) -> Option<&Map> {
        match self.plain() {
            Self::Map(map) => Some(map),
            _ => None,
        }
    }

    /// What kind of value this is: `nil`, `boolean`, `integer`, `float`, `string`, `bytes`, `list` or `map`.
    pub fn type_name(&self) -> &'static str {
        match self.plain() {
            Self::Nil => "nil",
            Self::Bool(_) => "boolean",
            Self::Int(_) => "integer",
            Self::Float(_) => "float",
            Self::Str(_) => "string",
            Self::Bytes(_) => "bytes",
            Self::List(_) => "list",
            Self::Map(_) => "map",
            Self::Rich(_) => "value",
        }
    }

    /// Size in logical bytes: 16 for the value itself, and what it holds. The same on every machine.
    #[inline]
    pub fn logical_size(&self) -> u64 {
        16 + match self {
            Self::Nil | Self::Bool(_) | Self::Int(_) | Self::Float(_) => 0,
            Self::Str(text) => text.len() as u64,
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::List(_) | Self::Map(_) | Self::Rich(_) => self.size_of_parts(),
        }
    }

    fn size_of_parts(&self) -> u64 {
        match self {
            Self::List(items) => items.iter().map(Self::logical_size).sum(),
            Self::Map(map) => map.iter().map(|(k, v)| k.logical_size() + v.logical_size()).sum(),
            Self::Rich(rich) => rich.plain.logical_size() + rich.additional_size(),
            _ => 0,
        }
    }

    /// A 64-bit hash of the content, the same on every machine.
    pub fn content_hash(&self) -> u64 {
        self.fold(0x5ee6_0137_5ee6_0137)
    }

    #[inline]
    pub(super) fn fold(&self, hash: u64) -> u64 {
        match self {
            Self::Nil => word(hash, 1, 0),
            Self::Bool(bool) => word(hash, 2, u64::from(*bool)),
            Self::Int(number) => word(hash, 3, *number as u64),
            Self::Float(float) if float.is_nan() => word(hash, 4, 0x7ff8_0000_0000_0000),
            Self::Float(float) => word(hash, 4, float.to_bits()),
            Self::Str(text) => mix(word(hash, 5, text.len() as u64), text.as_bytes()),
            Self::Bytes(bytes) => mix(word(hash, 6, bytes.len() as u64), bytes),
            Self::List(_) | Self::Map(_) | Self::Rich(_) => self.fold_parts(hash),
        }
    }

    fn fold_parts(&self, hash: u64) -> u64 {
        match self {
            Self::List(items) => {
                items.iter().fold(word(hash, 7, items.len() as u64), |hash, item| item.fold(hash))
            }
            Self::Map(map) => {
                map.iter().fold(word(hash, 8, map.len() as u64), |hash, (key, value)| {
                    value.fold(key.fold(hash))
                })
            }
            Self::Rich(rich) => rich.fold(hash),
            _ => hash,
        }
    }

    fn rank(&self) -> u8 {
        match self {
            Self::Nil => 0,
            Self::Bool(_) => 1,
            Self::Int(_) => 2,
            Self::Float(_) => 3,
            Self::Str(_) => 4,
            Self::Bytes(_) => 5,
            Self::List(_) => 6,
            Self::Map(_) => 7,
            Self::Rich(_) => 8,
        }
    }
}

/// One step of a content hash. The tag has a product of its own, so that no content can look like another type.
#[inline]
pub(super) fn word(hash: u64, tag: u64, word: u64) -> u64 {
    const K: u64 = 0xd6e8_feb8_6659_fd93;
    let hash = (hash.rotate_left(29) ^ tag).wrapping_mul(K);
    let hash = (hash.rotate_left(31) ^ word).wrapping_mul(K);
    hash ^ (hash >> 32)
}

impl Map {
    /// The value under a text key.
    pub fn get(&self, key: &str) -> Option<&Value> {
        // Payloads have a handful of keys: a walk beats a binary search.
        self.0.iter().find(|(k, _)| k.as_str() == Some(key)).map(|(_, value)| value)
    }

    /// Number of keys.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no key at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Keys and values, sorted by key.
    pub fn iter(&self) -> impl Iterator<Item = (&Value, &Value)> {
        self.0.iter().map(|(key, value)| (key, value))
    }
}

/// Sorts by key; of two equal keys the later one wins, as in an assignment.
impl FromIterator<(Value, Value)> for Map {
    fn from_iter<I: IntoIterator<Item = (Value, Value)>>(entries: I) -> Self {
        Self::sorted(entries.into_iter().collect())
    }
}

impl Map {
    /// Apart from `from_iter`, which is compiled for each kind of iterator.
    fn sorted(mut entries: Vec<(Value, Value)>) -> Self {
        entries.reverse();
        sort_by(&mut entries, |a, b| a.0.cmp(&b.0));
        entries.dedup_by(|later, first| later.0 == first.0);
        Self(entries.into())
    }
}

impl PartialEq for Map {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

/// A total order, so that a map has one: by type, then by content; floats as IEEE 754 orders them, NaN last.
impl Ord for Value {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Bool(a), Self::Bool(b)) => a.cmp(b),
            (Self::Int(a), Self::Int(b)) => a.cmp(b),
            (Self::Float(a), Self::Float(b)) => a.total_cmp(b),
            (Self::Str(a), Self::Str(b)) => a.cmp(b),
            (Self::Bytes(a), Self::Bytes(b)) => a.cmp(b),
            (Self::List(a), Self::List(b)) => a.cmp(b),
            (Self::Map(a), Self::Map(b)) => a.0.cmp(&b.0),
            (Self::Rich(a), Self::Rich(b)) => a.cmp(b),
            _ => self.rank().cmp(&other.rank()),
        }
    }
}

impl PartialOrd for Value {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Value {}

/// As one line of JSON.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.to_json())
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

macro_rules! from {
    ($($type:ty, $from:ident => $value:expr;)*) => {
        $(impl From<$type> for Value {
            fn from($from: $type) -> Self {
                $value
            }
        })*
    };
}

from! {
    (), _unit => Self::Nil;
    bool, bool => Self::Bool(bool);
    i64, number => Self::Int(number);
    i32, number => Self::Int(number.into());
    u32, number => Self::Int(number.into());
    f64, number => Self::Float(number);
    &'static str, text => Self::Str(text.into());
    String, text => Self::Str(text.into());
    Str, text => Self::Str(text);
    &super::Pid, pid => Self::Str(pid.to_string().into());
    super::Pid, pid => Self::from(&pid);
    Map, map => Self::Map(map);
    Vec<Value>, items => Self::List(items.into());
}

/// Counts are integers; one that does not fit stays as large as it can.
impl From<u64> for Value {
    fn from(number: u64) -> Self {
        Self::Int(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<usize> for Value {
    fn from(number: usize) -> Self {
        Self::from(number as u64)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Nil, Into::into)
    }
}
