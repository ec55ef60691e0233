//! Who is who: [`Pid`] for a process, [`EntryId`] for a definition.

use std::fmt;
use std::str::FromStr;

use super::Str;

/// The identity of a process: the registry id of its host, and a number that never repeats in a run.
///
/// It prints as `{host|0x00004}`: lower-case hexadecimal, at least five digits. Parsing is the exact inverse.
/// Number 0 is *the outside*: the page, or the terminal of a headless run.
///
/// ```
/// use rehearsal::Pid;
///
/// let pid: Pid = "{app:processes|0x00004}".parse()?;
/// assert_eq!(pid.number(), 4);
/// assert_eq!(pid.host(), "app:processes");
/// assert_eq!(pid.to_string(), "{app:processes|0x00004}");
/// assert!("{app:processes|0x4}".parse::<Pid>().is_err());
/// # Ok::<(), rehearsal::ParsePidError>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pid {
    // First, so that PIDs sort by age.
    number: u32,
    host: Str,
}

impl Pid {
    /// The PID of process `number` on `host`.
    pub fn new(host: impl Into<Str>, number: u32) -> Self {
        Self { number, host: host.into() }
    }

    /// The outside.
    pub fn outside() -> Self {
        Self::new("page", 0)
    }

    /// The number, unique in its run.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// The registry id of the host, `app:processes`.
    pub fn host(&self) -> &Str {
        &self.host
    }

    /// Host and number of a printed PID, without making a `Pid`: the way a send by text resolves it.
    ///
    /// # Errors
    /// Says what is wrong with the text.
    pub fn split(text: &str) -> Result<(&str, u32), ParsePidError> {
        let malformed = || ParsePidError(text.chars().take(80).collect());
        // By bytes: a search for letters is made for longer texts, and answers are sent to PIDs in text.
        let [b'{', inner @ .., b'}'] = text.as_bytes() else { return Err(malformed()) };
        let bar = inner.iter().position(|byte| *byte == b'|').ok_or_else(malformed)?;
        let (host, number) = (&text[1..=bar], &text[bar + 2..text.len() - 1]);
        let number = number.strip_prefix("0x").ok_or_else(malformed)?;
        let digits = number.as_bytes();
        let lower = digits.iter().all(|d| matches!(d, b'0'..=b'9' | b'a'..=b'f'));
        let width = digits.len() == 5 || (digits.len() > 5 && digits[0] != b'0');
        let has_brace = host.bytes().any(|byte| matches!(byte, b'{' | b'}'));
        if host.is_empty() || has_brace || !lower || !width {
            return Err(malformed());
        }
        let number = u32::from_str_radix(number, 16).map_err(|_| malformed())?;
        Ok((host, number))
    }
}

impl fmt::Display for Pid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{{{}|0x{:05x}}}", self.host, self.number)
    }
}

impl fmt::Debug for Pid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Pid {
    type Err = ParsePidError;

    fn from_str(text: &str) -> Result<Self, ParsePidError> {
        let (host, number) = Self::split(text)?;
        Ok(Self::new(Str::new(host), number))
    }
}

/// A text is no PID.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("malformed pid {0:?}: a pid looks like {{app:processes|0x00004}}")]
pub struct ParsePidError(String);

/// The name of a definition: `namespace:name`, as in `app:worker`.
///
/// ```
/// use rehearsal::EntryId;
///
/// let id: EntryId = "app:kv_server.service".parse()?;
/// assert_eq!((id.namespace(), id.name()), ("app", "kv_server.service"));
/// assert_eq!("worker".parse::<EntryId>().unwrap_err().to_string(),
///     "malformed entry id \"worker\": an entry id looks like app:worker");
/// # Ok::<(), rehearsal::ParseEntryIdError>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId {
    text: Str,
    colon: usize,
}

impl EntryId {
    /// The part before the colon.
    pub fn namespace(&self) -> &str {
        &self.text[..self.colon]
    }

    /// The part after the colon.
    pub fn name(&self) -> &str {
        &self.text[self.colon + 1..]
    }

    /// The whole id.
    pub fn as_str(&self) -> &Str {
        &self.text
    }
}

impl FromStr for EntryId {
    type Err = ParseEntryIdError;

    fn from_str(text: &str) -> Result<Self, ParseEntryIdError> {
        let good = |part: &str| {
            !part.is_empty()
                && part.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-'))
        };
        match text.split_once(':') {
            Some((namespace, name)) if good(namespace) && good(name) => {
                Ok(Self { text: Str::new(text), colon: namespace.len() })
            }
            _ => Err(ParseEntryIdError(text.chars().take(80).collect())),
        }
    }
}

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl fmt::Debug for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

/// A text is no entry id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("malformed entry id {0:?}: an entry id looks like app:worker")]
pub struct ParseEntryIdError(String);
