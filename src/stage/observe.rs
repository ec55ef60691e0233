//! What an onlooker is shown of many processes: all of few, the busiest of many.

use crate::base::Str;
use crate::runtime::Kernel;

/// Processes of one entry on one host.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub struct GroupView {
    pub host: Str,
    pub entry: Str,
    pub alive: u32,
    pub ended: u64,
    pub depth: u64,
    pub sent: u64,
    pub received: u64,
}

/// The living, counted, and those among them to show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Census {
    /// All of them, by host and entry: those, too, of whom nobody lives any more.
    pub groups: Vec<GroupView>,
    /// Numbers of the processes to show, by number.
    pub shown: Vec<u32>,
}

/// Of a group no larger than this, everybody is shown; of a larger one as many: the busiest.
const PER_GROUP: usize = 48;

/// Counts the living.
pub fn census(kernel: &Kernel) -> Census {
    let mut groups = Vec::new();
    kernel.census(|number, host, entry, depth, received, sent| {
        let (group, members) = group_of(&mut groups, host, entry);
        group.alive += 1;
        group.depth += u64::from(depth);
        group.sent += u64::from(sent);
        group.received += u64::from(received);
        let busy = u64::from(depth) * 1_000 + u64::from(received) + u64::from(sent);
        members.push(rank(busy, number));
    });
    for (host, entry, count) in kernel.ended() {
        group_of(&mut groups, host, entry).0.ended = count;
    }
    let mut census = Census::default();
    let mut shown = Vec::new();
    for (group, mut members) in groups {
        if members.len() > PER_GROUP {
            members.sort_unstable();
            members.truncate(PER_GROUP);
        }
        shown.extend(members.into_iter().map(|rank| rank & u64::from(u32::MAX)));
        census.groups.push(group);
    }
    shown.sort_unstable();
    census.shown = shown.into_iter().map(|number| number as u32).collect();
    census
}

/// A process and its place in its group: the busiest first, the oldest of equally busy ones. One number, and numbers of one
/// type everywhere, because a sort is compiled for each type that it sorts, and is large.
fn rank(busy: u64, number: u32) -> u64 {
    let idle = u32::MAX - u32::try_from(busy).unwrap_or(u32::MAX);
    u64::from(idle) << 32 | u64::from(number)
}

/// The group of an entry on a host with the ranks of its members, in a list sorted by host and entry: a short one, however many the living are.
fn group_of<'a>(
    groups: &'a mut Vec<(GroupView, Vec<u64>)>,
    host: &Str,
    entry: &Str,
) -> &'a mut (GroupView, Vec<u64>) {
    let place = groups
        .binary_search_by(|(group, _)| group.host.cmp(host).then_with(|| group.entry.cmp(entry)));
    let place = place.unwrap_or_else(|place| {
        let (host, entry) = (host.clone(), entry.clone());
        let view = GroupView { host, entry, alive: 0, ended: 0, depth: 0, sent: 0, received: 0 };
        groups.insert(place, (view, Vec::new()));
        place
    });
    &mut groups[place]
}
