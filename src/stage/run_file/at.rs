//! [`At`]: a place in the JSON of a run file, which says where it is when something else stands there than should.

use std::fmt::Write;

use super::refusal::Refusal;
use crate::base::{Error, Value, nearest};

/// A value, and the way to it.
#[derive(Clone, Copy)]
pub struct At<'a> {
    pub value: &'a Value,
    way: Option<(&'a At<'a>, Step<'a>)>,
}

#[derive(Clone, Copy)]
enum Step<'a> {
    Key(&'a str),
    Index(usize),
}

impl<'a> At<'a> {
    /// All of it.
    pub fn all(value: &'a Value) -> Self {
        Self { value, way: None }
    }

    /// The fields of an object, which has these and no others.
    pub fn fields<const N: usize>(&'a self, names: [&'a str; N]) -> Result<[At<'a>; N], Error> {
        Ok(self.fields_and(names, [])?.0)
    }

    /// The fields of an object, which has these, and perhaps some of the others.
    pub fn fields_and<const N: usize, const M: usize>(
        &'a self,
        names: [&'a str; N],
        others: [&'a str; M],
    ) -> Result<([At<'a>; N], [Option<At<'a>>; M]), Error> {
        let map = self.value.as_map().ok_or_else(|| self.expected("an object"))?;
        for (key, _) in map.iter() {
            let key = key.as_str().unwrap_or_default();
            if !names.contains(&key) && !others.contains(&key) {
                let near = nearest(key, names.into_iter().chain(others))
                    .map(|near| format!("; did you mean {near:?}?"));
                let hint = near.unwrap_or_default();
                return Err(self.wrong(&format!("there is no field {key:?}{hint}")));
            }
        }
        for name in names {
            if map.get(name).is_none() {
                return Err(self.wrong(&format!("the field {name:?} is missing")));
            }
        }
        let at = |name| At { value: self.value.get(name), way: Some((self, Step::Key(name))) };
        Ok((names.map(at), others.map(|name| map.get(name).map(|_| at(name)))))
    }

    /// The only key of an object, and what stands behind it.
    pub fn only(&'a self) -> Result<(&'a str, At<'a>), Error> {
        let map = self.value.as_map().filter(|map| map.len() == 1);
        let entry = map.and_then(|map| map.iter().next());
        let (key, value) = entry.ok_or_else(|| self.expected("an object with one key"))?;
        let key = key.as_str().unwrap_or_default();
        Ok((key, At { value, way: Some((self, Step::Key(key))) }))
    }

    /// The items of a list, each made into something.
    pub fn list<T>(&self, item: impl Fn(&At<'_>) -> Result<T, Error>) -> Result<Vec<T>, Error> {
        let items = self.value.as_list().ok_or_else(|| self.expected("a list"))?;
        let at = |(index, value)| item(&At { value, way: Some((self, Step::Index(index))) });
        items.iter().enumerate().map(at).collect()
    }

    /// The entries of an object, all of them texts.
    pub fn texts<T: FromIterator<(String, String)>>(&self) -> Result<T, Error> {
        let map = self.value.as_map().ok_or_else(|| self.expected("an object"))?;
        let entry = |(key, value): (&Value, &Value)| {
            let key = key.as_str().unwrap_or_default();
            Ok((key.to_owned(), At { value, way: Some((self, Step::Key(key))) }.text()?))
        };
        map.iter().map(entry).collect()
    }

    pub fn text(&self) -> Result<String, Error> {
        self.value.as_str().map(str::to_owned).ok_or_else(|| self.expected("a text"))
    }

    pub fn bool(&self) -> Result<bool, Error> {
        self.value.as_bool().ok_or_else(|| self.expected("true or false"))
    }

    /// A number, or, if it is too large for JSON's readers, its digits as a text.
    pub fn number<T: TryFrom<u64>>(&self) -> Result<T, Error> {
        let number = match self.value {
            Value::Int(number) => u64::try_from(*number).ok(),
            Value::Str(digits) => digits.parse().ok(),
            _ => None,
        };
        let number = number.and_then(|number| T::try_from(number).ok());
        number
            .ok_or_else(|| self.expected("a whole number that is not negative, and not too large"))
    }

    pub fn expected(&self, what: &str) -> Error {
        self.wrong(&format!("expected {what}"))
    }

    /// What is wrong here.
    pub fn wrong(&self, what: &str) -> Error {
        Refusal::Malformed(what, &self.place()).into()
    }

    /// A pointer of JSON.
    fn place(&self) -> String {
        let Some((before, step)) = self.way else { return String::new() };
        let mut place = before.place();
        let written = match step {
            Step::Key(key) => write!(place, "/{key}"),
            Step::Index(index) => write!(place, "/{index}"),
        };
        written.ok();
        place
    }
}
