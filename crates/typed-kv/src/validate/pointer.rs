//! JSON pointers (RFC 6901).

/// The place of the value that is looked at.
#[derive(Default)]
pub(super) struct Pointer(String);

impl Pointer {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Goes to a member or an index; answers the way back.
    pub fn push(&mut self, part: &str) -> usize {
        let mark = self.0.len();
        self.0.push('/');
        for letter in part.chars() {
            match letter {
                '~' => self.0.push_str("~0"),
                '/' => self.0.push_str("~1"),
                other => self.0.push(other),
            }
        }
        mark
    }

    pub fn back(&mut self, mark: usize) {
        self.0.truncate(mark);
    }
}
