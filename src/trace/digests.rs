//! [`Digests`]: a few bits of each of the first events, from which the first one that is another is known.

use super::event::Kind;

/// Of so many events there are digests: a run that was changed mostly parts from what it was early.
const MOST: usize = 1 << 15;
/// The kind, and after it bits of the hash of the trace up to the event.
const HASH_BITS: u32 = 24;
/// Characters of each: 30 bits.
const CHARS: usize = 5;
/// base64url
const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Of each of the first 32,768 events its kind, and 24 bits of the hash of the trace up to it. Once two runs have parted, so have their
/// digests: of 16 million first differences one is seen an event too late.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Digests(Vec<u32>);

impl Digests {
    /// The next event.
    #[inline]
    pub(super) fn push(&mut self, kind: Kind, hash: u64) {
        if self.0.len() < MOST {
            self.0.push((kind as u32) << HASH_BITS | (hash >> (64 - HASH_BITS)) as u32);
        }
    }

    /// Of how many events there are some.
    pub fn count(&self) -> u64 {
        self.0.len() as u64
    }

    /// The kind of an event, unless there is no digest of it, or a newer Rehearsal has written it that knows more kinds.
    pub fn kind(&self, number: u64) -> Option<Kind> {
        let digest = self.0.get(usize::try_from(number).ok()?.checked_sub(1)?)?;
        Kind::ALL.get(((digest >> HASH_BITS) as usize).checked_sub(1)?).copied()
    }

    /// The number of the first event that is another one, as far as both have digests. All before `from` are known to be the same.
    pub fn first_difference(&self, other: &Self, from: u64) -> Option<u64> {
        let before = usize::try_from(from.saturating_sub(1)).ok()?;
        let (one, other) = (self.0.get(before..)?, other.0.get(before..)?);
        let same = one.iter().zip(other).position(|(a, b)| a != b)?;
        Some((before + same) as u64 + 1)
    }

    /// As text.
    pub fn write(&self) -> String {
        let chars = |digest: &u32| {
            let digest = *digest;
            (0..CHARS as u32).rev().map(move |at| digest >> (6 * at) & 63)
        };
        self.0.iter().flat_map(chars).map(|bits| char::from(ALPHABET[bits as usize])).collect()
    }

    /// The same from text; `None`: it is none of this.
    pub fn read(text: &str) -> Option<Self> {
        let (digests, rest) = text.as_bytes().as_chunks::<CHARS>();
        if !rest.is_empty() {
            return None;
        }
        let bits = |byte: &u8| ALPHABET.iter().position(|known| known == byte).map(|at| at as u32);
        let digest = |chars: &[u8; CHARS]| {
            chars.iter().try_fold(0, |digest, byte| Some(digest << 6 | bits(byte)?))
        };
        digests.iter().map(digest).collect::<Option<_>>().map(Self)
    }
}
