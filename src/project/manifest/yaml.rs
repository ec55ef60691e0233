//! YAML into a tree in which everything has its place: line and column.
//!
//! Hostile text ends in an error, never in a panic and never in much memory: files have a largest size, nesting a
//! largest depth, and what aliases stand for counts each time they stand for it. In the tree itself they share it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use granit_parser::{ErrorKind, Event, Marker, Options, Parser, ScalarStyle, Tag};

use crate::base::{Map, Str, Value};

/// No file that is read as YAML is larger.
const MAX_FILE: usize = 1 << 20;
/// All values of a file together, aliases expanded, in logical bytes.
const MAX_WEIGHT: usize = 4 << 20;
/// No value is nested deeper, aliases expanded.
const MAX_DEPTH: usize = 64;

/// Where something stands in a file, from 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub line: u32,
    pub column: u32,
}

/// A value, and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub place: Place,
    pub data: Data,
}

#[derive(Clone, Debug)]
pub(super) enum Data {
    Nothing,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(Str),
    List(Rc<[Node]>),
    Map(Rc<[Pair]>),
}

/// One line of a map. A key may be there twice: whoever reads it says so.
#[derive(Clone, Debug)]
pub(super) struct Pair {
    pub key: Str,
    pub at: Place,
    pub value: Node,
}

/// The first document of a file, and where a second one begins.
#[derive(Debug)]
pub(super) struct Document {
    pub root: Node,
    pub second: Option<Place>,
}

/// Why a text is no YAML, and where.
pub(super) type Malformed = (Place, String);

/// Reads bytes as YAML, of which JSON is a part.
pub(super) fn parse(bytes: &[u8]) -> Result<Document, Malformed> {
    if bytes.len() > MAX_FILE {
        let message = format!("has {} bytes: no file of a project is over {MAX_FILE}", bytes.len());
        return Err((Place::default(), message));
    }
    let text = text(bytes)?;
    let mut options = Options::default();
    options.flow_nesting_limit = MAX_DEPTH;
    options.block_nesting_limit = MAX_DEPTH;
    let mut tree = Tree::default();
    let mut parser = Parser::new_from_str_with_options(text, options);
    while let Some(event) = parser.next_event() {
        let (event, span) = event.map_err(|error| {
            let at = place(*error.marker());
            if *error.kind() == ErrorKind::RecursionLimitExceeded {
                return too_deep(at);
            }
            (at, format!("is no YAML: {} (column {})", error.info(), at.column))
        })?;
        let at = place(span.start);
        match event {
            Event::DocumentStart(..) if tree.root.is_some() => {
                tree.second = Some(at);
                break;
            }
            event => tree.take(event, at)?,
        }
    }
    let nothing = Node { place: Place { line: 1, column: 1 }, data: Data::Nothing };
    Ok(Document { root: tree.root.unwrap_or(nothing), second: tree.second })
}

/// Bytes as text.
pub(super) fn text(bytes: &[u8]) -> Result<&str, Malformed> {
    std::str::from_utf8(bytes).map_err(|error| {
        let before = &bytes[..error.valid_up_to()];
        let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
        let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let column = 1 + String::from_utf8_lossy(&before[start..]).chars().count();
        (spot(line, column), "is no UTF-8 text".to_owned())
    })
}

fn place(mark: Marker) -> Place {
    spot(mark.line(), mark.col() + 1)
}

fn spot(line: usize, column: usize) -> Place {
    let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    Place { line: number(line), column: number(column) }
}

fn too_deep(place: Place) -> Malformed {
    (place, format!("is nested deeper than {MAX_DEPTH}"))
}

/// A finished value, with its size and depth once its aliases are expanded.
#[derive(Clone)]
struct Done {
    node: Node,
    weight: usize,
    depth: usize,
    /// What it is as the key of a map, if it can be one.
    key: Option<Key>,
}

#[derive(Clone)]
struct Key {
    text: Str,
    /// Without quotes: `<<` is the key that merges.
    plain: bool,
}

/// A list or a map that is not finished.
struct Open {
    place: Place,
    anchor: usize,
    weight: usize,
    depth: usize,
    parts: Parts,
}

enum Parts {
    List(Vec<Node>),
    Map { pairs: Vec<Pair>, merged: Vec<Node>, key: Option<(Key, Place)> },
}

/// The tree as far as it is known.
#[derive(Default)]
struct Tree {
    root: Option<Node>,
    second: Option<Place>,
    open: Vec<Open>,
    anchors: BTreeMap<usize, Done>,
    weight: usize,
}

impl Tree {
    fn take(&mut self, event: Event<'_>, place: Place) -> Result<(), Malformed> {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let plain = style == ScalarStyle::Plain;
                let text = Str::new(&text);
                let (weight, depth) = (16 + text.len(), 0);
                self.count(weight, place)?;
                let node = Node { place, data: scalar(&text, plain, tag.as_deref()) };
                let key = Some(Key { text, plain });
                self.finish(Done { node, weight, depth, key }, anchor)
            }
            Event::SequenceStart(_, anchor, _) => self.open(place, anchor, Parts::List(Vec::new())),
            Event::MappingStart(_, anchor, _) => {
                let parts = Parts::Map { pairs: Vec::new(), merged: Vec::new(), key: None };
                self.open(place, anchor, parts)
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(),
            Event::Alias(anchor) => {
                let Some(done) = self.anchors.get(&anchor).cloned() else {
                    return Err((
                        place,
                        "is no YAML: an alias stands inside of what it stands for".into(),
                    ));
                };
                self.count(done.weight, place)?;
                if self.open.len() + done.depth > MAX_DEPTH {
                    return Err(too_deep(place));
                }
                self.finish(done, 0)
            }
            _ => Ok(()), // beginnings and ends of documents, and what the options leave out
        }
    }

    fn open(&mut self, place: Place, anchor: usize, parts: Parts) -> Result<(), Malformed> {
        self.count(16, place)?;
        if self.open.len() >= MAX_DEPTH {
            return Err(too_deep(place));
        }
        self.open.push(Open { place, anchor, weight: 16, depth: 0, parts });
        Ok(())
    }

    fn close(&mut self) -> Result<(), Malformed> {
        let Some(Open { place, anchor, weight, depth, parts }) = self.open.pop() else {
            return Ok(()); // the parser closes what it has opened, and nothing else
        };
        let data = match parts {
            Parts::List(items) => Data::List(items.into()),
            Parts::Map { pairs, merged, .. } => Data::Map(merge(pairs, &merged).into()),
        };
        let node = Node { place, data };
        self.finish(Done { node, weight, depth: depth + 1, key: None }, anchor)
    }

    /// Puts a finished value where it belongs.
    fn finish(&mut self, done: Done, anchor: usize) -> Result<(), Malformed> {
        if anchor > 0 {
            self.anchors.insert(anchor, done.clone());
        }
        let Some(open) = self.open.last_mut() else {
            self.root = Some(done.node);
            return Ok(());
        };
        open.weight += done.weight;
        open.depth = open.depth.max(done.depth);
        let Done { node, key: as_key, .. } = done;
        match &mut open.parts {
            Parts::List(items) => items.push(node),
            Parts::Map { pairs, merged, key } => match (key.take(), as_key) {
                (Some((Key { text, plain: true }, _)), _) if text == "<<" => merged.push(node),
                (Some((Key { text, .. }, at)), _) => {
                    pairs.push(Pair { key: text, at, value: node });
                }
                (None, Some(as_key)) => *key = Some((as_key, node.place)),
                (None, None) => {
                    let what = node.what();
                    return Err((node.place, format!("has {what} for a key: a key is a text")));
                }
            },
        }
        Ok(())
    }

    /// Counts what has come, or what an alias stands for.
    fn count(&mut self, weight: usize, place: Place) -> Result<(), Malformed> {
        self.weight = self.weight.saturating_add(weight);
        if self.weight > MAX_WEIGHT {
            return Err((
                place,
                format!("has values of more than {MAX_WEIGHT} bytes, aliases expanded"),
            ));
        }
        Ok(())
    }
}

/// `<<: *defaults`: what the map does not say itself, it takes from others; of two, from the first.
fn merge(mut pairs: Vec<Pair>, merged: &[Node]) -> Vec<Pair> {
    if merged.is_empty() {
        return pairs;
    }
    let mut known = BTreeSet::new();
    known.extend(pairs.iter().map(|pair| pair.key.clone()));
    let mut take = |node: &Node| {
        let Data::Map(others) = &node.data else { return };
        for other in others.iter().filter(|other| known.insert(other.key.clone())) {
            pairs.push(other.clone());
        }
    };
    for node in merged {
        match &node.data {
            Data::List(nodes) => nodes.iter().for_each(&mut take),
            _ => take(node),
        }
    }
    pairs
}

/// What a scalar means: YAML 1.2's core schema.
fn scalar(text: &Str, plain: bool, tag: Option<&Tag>) -> Data {
    let as_text = || Data::Text(text.clone());
    match tag.and_then(Tag::core_suffix) {
        Some("bool" | "int" | "float" | "null") => {}
        Some(_) => return as_text(),
        None if !plain => return as_text(),
        None => {}
    }
    match text.as_str() {
        "" | "~" | "null" | "Null" | "NULL" => Data::Nothing,
        "true" | "True" | "TRUE" => Data::Bool(true),
        "false" | "False" | "FALSE" => Data::Bool(false),
        _ => number(text).unwrap_or_else(as_text),
    }
}

/// What a text on a command line means: a flag, a number, or itself.
pub(super) fn scalar_of(text: &str) -> Data {
    let number = || {
        let is_number = text.contains(|c: char| c.is_ascii_digit());
        let float = || text.parse().ok().filter(|float: &f64| float.is_finite()).map(Data::Float);
        is_number.then(|| text.parse().ok().map(Data::Int).or_else(float)).flatten()
    };
    match text {
        "true" => Data::Bool(true),
        "false" => Data::Bool(false),
        _ => number().unwrap_or_else(|| Data::Text(Str::new(text))),
    }
}

fn number(text: &str) -> Option<Data> {
    let radix = |digits: &str, radix| {
        let bare = !digits.starts_with(['+', '-']);
        bare.then(|| i64::from_str_radix(digits, radix).ok().map(Data::Int)).flatten()
    };
    if let Some(digits) = text.strip_prefix("0x") {
        return radix(digits, 16);
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return radix(digits, 8);
    }
    match text {
        ".nan" | ".NaN" | ".NAN" => return Some(Data::Float(f64::NAN)),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => {
            return Some(Data::Float(f64::INFINITY));
        }
        "-.inf" | "-.Inf" | "-.INF" => return Some(Data::Float(f64::NEG_INFINITY)),
        _ => {}
    }
    // Rust reads more words as floats than YAML: `inf`, `nan`, `infinity`.
    let digits = text.trim_start_matches(['+', '-']);
    if !digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return None;
    }
    let float = || text.parse().ok().map(Data::Float);
    text.parse().ok().map(Data::Int).or_else(float)
}

impl Node {
    /// What a reader calls this: `a number`, `the text "yes"`.
    pub fn what(&self) -> String {
        match &self.data {
            Data::Nothing => "nothing".into(),
            Data::Bool(bool) => bool.to_string(),
            Data::Int(_) | Data::Float(_) => "a number".into(),
            Data::Text(text) => format!("the text {}", quote(text)),
            Data::List(_) => "a list".into(),
            Data::Map(_) => "a map".into(),
        }
    }

    pub fn is_nothing(&self) -> bool {
        matches!(self.data, Data::Nothing)
    }

    pub fn pairs(&self) -> Option<&[Pair]> {
        match &self.data {
            Data::Map(pairs) => Some(pairs),
            _ => None,
        }
    }

    pub fn text(&self) -> Option<&Str> {
        match &self.data {
            Data::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The value without its places.
    pub fn value(&self) -> Value {
        match &self.data {
            Data::Nothing => Value::Nil,
            Data::Bool(bool) => Value::Bool(*bool),
            Data::Int(number) => Value::Int(*number),
            Data::Float(number) => Value::Float(*number),
            Data::Text(text) => Value::Str(text.clone()),
            Data::List(items) => Value::list(items.iter().map(Self::value)),
            Data::Map(pairs) => Value::Map(map(pairs.iter())),
        }
    }
}

/// Pairs as a map with text keys.
pub(super) fn map<'a>(pairs: impl IntoIterator<Item = &'a Pair>) -> Map {
    pairs.into_iter().map(|pair| (Value::Str(pair.key.clone()), pair.value.value())).collect()
}

/// A text as a message shows it: quoted, without control characters, and not too long.
pub(super) fn quote(text: &str) -> String {
    format!("{:?}", short(text))
}

/// A text that is not too long for a message.
pub(super) fn short(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &text[..end]).into(),
        None => text.into(),
    }
}
