//! [`Region`]: the history of the clocks of a place, as the IANA database has it compiled (TZif, RFC 9636).
//!
//! Nothing is unpacked: a region is a few slices of the data, and looking something up reads them.

use super::rule::Rule;

/// What the clocks of a region show at some time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Kind<'a> {
    /// Seconds east of UTC.
    pub offset: i32,
    /// `CET`, `CEST`, `-03`.
    pub name: &'a str,
}

/// A region: the instants at which its clocks were changed, and the rule that they follow since.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Region {
    /// Eight bytes each, ascending.
    instants: &'static [u8],
    /// For each of these the number of the kind from then on.
    changes: &'static [u8],
    /// Six bytes each: offset, whether it is summer time, where the name begins.
    kinds: &'static [u8],
    /// The names, each with a zero behind it.
    names: &'static [u8],
    rule: Option<Rule>,
}

const HEADER: usize = 44;

impl Region {
    pub fn read(data: &'static [u8]) -> Option<Self> {
        // The first block is for old readers: its instants have four bytes.
        let old = Header::read(data)?;
        let data = data.get(HEADER + old.length(4)?..)?;
        let header = Header::read(data)?;
        let mut data = data.get(HEADER..)?;
        let mut take = |bytes: usize| {
            let (taken, rest) = data.split_at_checked(bytes)?;
            data = rest;
            Some(taken)
        };
        let instants = take(header.instants.checked_mul(8)?)?;
        let changes = take(header.instants)?;
        let kinds = take(header.kinds.checked_mul(6)?)?;
        let names = take(header.names)?;
        take(header.leaps.checked_mul(12)?.checked_add(header.flags)?)?;
        let rule = std::str::from_utf8(data).ok()?.trim_matches('\n');
        let rule = if rule.is_empty() { None } else { Some(Rule::read(rule)?) };
        let region = Self { instants, changes, kinds, names, rule };
        let is_sound = (0..header.instants).all(|index| {
            region.changes.get(index).is_some_and(|kind| usize::from(*kind) < header.kinds)
        });
        (header.kinds > 0 && is_sound).then_some(region)
    }

    /// What the clocks show, so many seconds after 1970 UTC.
    pub fn at(&self, seconds: i64) -> Kind<'_> {
        let count = self.changes.len();
        // The first change that is later.
        let (mut low, mut high) = (0, count);
        while low < high {
            let middle = low.midpoint(high);
            if self.instant(middle) <= seconds { low = middle + 1 } else { high = middle }
        }
        match (&self.rule, low.checked_sub(1)) {
            (Some(rule), _) if low == count => rule.at(seconds),
            (_, Some(last)) => self.kind(self.changes.get(last).map_or(0, |kind| (*kind).into())),
            // Before the first change the first kind holds.
            (_, None) => self.kind(0),
        }
    }

    /// All kinds that its clocks have shown.
    pub fn kinds(&self) -> impl Iterator<Item = Kind<'_>> {
        (0..self.kinds.len() / 6).map(|index| self.kind(index))
    }

    fn instant(&self, index: usize) -> i64 {
        let bytes =
            self.instants.get(index * 8..index * 8 + 8).and_then(|bytes| bytes.try_into().ok());
        i64::from_be_bytes(bytes.unwrap_or_default())
    }

    fn kind(&self, index: usize) -> Kind<'_> {
        let Some(&[a, b, c, d, _, name]) = self.kinds.get(index * 6..index * 6 + 6) else {
            return Kind { offset: 0, name: "" };
        };
        let name = self.names.get(name.into()..).unwrap_or_default();
        let name = name.split(|byte| *byte == 0).next().unwrap_or_default();
        let name = std::str::from_utf8(name).unwrap_or_default();
        Kind { offset: i32::from_be_bytes([a, b, c, d]), name }
    }
}

/// How much there is in a block.
struct Header {
    flags: usize,
    leaps: usize,
    instants: usize,
    kinds: usize,
    names: usize,
}

impl Header {
    fn read(data: &[u8]) -> Option<Self> {
        let is_new = data.starts_with(b"TZif") && *data.get(4)? >= b'2';
        let number = |index: usize| {
            let bytes = data.get(20 + index * 4..24 + index * 4)?;
            usize::try_from(u32::from_be_bytes(bytes.try_into().ok()?)).ok()
        };
        let flags = number(0)?.checked_add(number(1)?)?;
        let (leaps, instants) = (number(2)?, number(3)?);
        let (kinds, names) = (number(4)?, number(5)?);
        is_new.then_some(Self { flags, leaps, instants, kinds, names })
    }

    /// The bytes of a block whose instants have so many.
    fn length(&self, width: usize) -> Option<usize> {
        let instants = self.instants.checked_mul(width + 1)?;
        let kinds = self.kinds.checked_mul(6)?;
        let leaps = self.leaps.checked_mul(width + 4)?;
        [kinds, self.names, leaps, self.flags]
            .into_iter()
            .try_fold(instants, |sum, part| sum.checked_add(part))
    }
}
