//! JSON pointers (RFC 6901).

use crate::json::Quoted;

/// The place of the value that is looked at. It becomes a text only where something is wrong.
#[derive(Default)]
pub(super) struct Pointer<'a>(Vec<Step<'a>>);

/// One step into a value.
pub(super) enum Step<'a> {
    Index(usize),
    /// Its key.
    Member(Quoted<'a>),
}

impl<'a> Pointer<'a> {
    /// Goes to a member or an index.
    pub fn push(&mut self, step: Step<'a>) {
        self.0.push(step);
    }

    /// Goes back.
    pub fn pop(&mut self) {
        self.0.pop();
    }

    pub fn to_text(&self) -> String {
        let mut text = String::new();
        for step in &self.0 {
            match step {
                Step::Index(index) => add(&mut text, &index.to_string()),
                Step::Member(key) => add(&mut text, &key.read().unwrap_or_default()),
            }
        }
        text
    }

    /// The place of a member that is not there.
    pub fn to_member(&self, key: &str) -> String {
        let mut text = self.to_text();
        add(&mut text, key);
        text
    }
}

fn add(text: &mut String, part: &str) {
    text.push('/');
    for letter in part.chars() {
        match letter {
            '~' => text.push_str("~0"),
            '/' => text.push_str("~1"),
            other => text.push(other),
        }
    }
}
