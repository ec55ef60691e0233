//! Two drafts of one state, laid out as the bytes that copies are made of.

use core::mem::size_of;

use super::draft::{Draft, Ledger};
use super::{ALIGN, Home, Template, WORD};

/// Bytes. The smallest thing that Lua points at in its own memory, so a word that points between two of them is no pointer.
const INSTRUCTION: usize = size_of::<u32>();

/// Where things are in a draft.
struct Map<'a> {
    ledger: &'a Ledger,
    /// The blocks by address, with their places in the ledger.
    sorted: Vec<(usize, usize)>,
}

impl<'a> Map<'a> {
    fn new(ledger: &'a Ledger) -> Self {
        let blocks = ledger.live.iter().enumerate();
        let mut sorted: Vec<_> = blocks.map(|(at, block)| (block.begin.addr(), at)).collect();
        sorted.sort_unstable();
        Self { ledger, sorted }
    }

    /// The block that an address lies in, or just behind, and how far from its beginning.
    fn find(&self, address: usize) -> Option<(usize, usize)> {
        let next = self.sorted.partition_point(|(begin, _)| *begin <= address);
        let (begin, at) = self.sorted[..next].last()?;
        let distance = address - begin;
        (distance <= self.ledger.live[*at].size).then_some((*at, distance))
    }

    /// Whether something was there once.
    fn was(&self, address: usize) -> bool {
        self.ledger
            .gone
            .iter()
            .any(|block| (block.begin.addr()..=block.begin.addr() + block.size).contains(&address))
    }
}

/// Two drafts, laid out as one image. `None` if they differ in more than where they are.
pub(super) fn lay_out(one: &Draft, other: &Draft) -> Option<Template> {
    let (here, there) = (Map::new(one.ledger()), Map::new(other.ledger()));
    let (blocks, others) = (&here.ledger.live, &there.ledger.live);
    let mut length = size_of::<Home>().next_multiple_of(ALIGN);
    let mut places = vec![0; blocks.len()];
    // Strings need no more than a word's alignment, and there are many: they come last.
    for (are_strings, align) in [(false, ALIGN), (true, WORD)] {
        for (block, place) in blocks.iter().zip(&mut places) {
            if block.is_string == are_strings {
                *place = length;
                length += block.size.next_multiple_of(align);
            }
        }
    }
    length = length.next_multiple_of(ALIGN);
    if blocks.len() != others.len() || u32::try_from(length).is_err() {
        return None;
    }
    let mut image = vec![0usize; length / WORD];
    let mut moved = Vec::new();
    // What Lua tells its allocator is another thing in each; copies have their own.
    let own = [one, other].map(|draft| core::ptr::from_ref(draft.ledger()).addr());
    for ((block, twin), place) in blocks.iter().zip(others).zip(&places) {
        if block.size != twin.size {
            return None;
        }
        for at in 0..block.size.div_ceil(WORD) {
            // SAFETY: the last word reaches into the room between two blocks, which is zeroed as all of it was.
            let (word, twin) = unsafe {
                (
                    block.begin.cast::<usize>().add(at).read(),
                    twin.begin.cast::<usize>().add(at).read(),
                )
            };
            let target = &mut image[place / WORD + at];
            if word == twin {
                *target = word;
                continue;
            }
            match here.find(word) {
                Some((block, distance))
                    if there.find(twin) == Some((block, distance))
                        && distance.is_multiple_of(INSTRUCTION) =>
                {
                    *target = places[block] + distance;
                    moved.push((place / WORD + at) as u32);
                }
                // What nobody looks at any more, as above the top of a stack.
                None if here.was(word) && there.was(twin) => {}
                None if [word, twin] == own => {}
                _ => return None,
            }
        }
    }
    let place =
        |address: usize| here.find(address).map(|(block, distance)| places[block] + distance);
    Some(Template {
        main: place(one.main.addr())?,
        host: place(one.host.addr()),
        image: image.into(),
        moved: moved.into(),
    })
}
