//! [`Tracks`]: where in a picture of time each process is drawn, when it handles several messages at once as well.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::sheet::Place;
use crate::base::Str;

/// Hosts are numbered from here: far from the numbers of processes, since a thread with the number of its process means something
/// else to those who read this.
const HOSTS: u32 = 1_000_000_000;
/// The tracks beside the first one of a process.
const FURTHER: u32 = 2_000_000_000;
/// The outside. A thread of the number 0 is the idle one of a system.
const OUTSIDE: u32 = HOSTS - 1;

/// The tracks of each process, and what is being handled on which.
#[derive(Default)]
pub struct Tracks {
    hosts: BTreeMap<Str, u32>,
    processes: Vec<Vec<Track>>,
    /// By the event with which it began to be handled: the process, which of its tracks, and the name of it.
    open: BTreeMap<u64, (Place, Str)>,
    further: u32,
}

#[derive(Clone, Copy)]
struct Track {
    thread: u32,
    busy: bool,
    /// Its name was written.
    named: bool,
}

impl Tracks {
    /// The number of a host, and whether it is new.
    pub fn host(&mut self, host: &Str) -> (u32, bool) {
        let next = HOSTS + self.hosts.len() as u32;
        match self.hosts.entry(host.clone()) {
            Entry::Occupied(known) => (*known.get(), false),
            Entry::Vacant(new) => (*new.insert(next), true),
        }
    }

    /// The thread of a track of a process, and whether it is new.
    pub fn thread(&mut self, process: u32, track: usize) -> (u32, bool) {
        let tracks = self.of(process);
        let named = std::mem::replace(&mut tracks[track].named, true);
        (tracks[track].thread, !named)
    }

    /// Something begins to be handled. On which track of the process.
    pub fn begin(&mut self, process: u32, event: u64, name: Str) -> usize {
        let tracks = self.of(process);
        let free = tracks.iter().position(|track| !track.busy);
        let track = free.unwrap_or(tracks.len());
        if free.is_none() {
            let thread = FURTHER + self.further;
            self.further += 1;
            self.of(process).push(Track { thread, busy: false, named: false });
        }
        self.of(process)[track].busy = true;
        self.open.insert(event, ((process, track), name));
        track
    }

    /// It is handled. On which track it was, and its name, if it was begun.
    pub fn end(&mut self, event: u64) -> Option<(Place, Str)> {
        let (place, name) = self.open.remove(&event)?;
        self.of(place.0)[place.1].busy = false;
        Some((place, name))
    }

    /// The track on which this is being handled.
    pub fn handling(&self, event: u64) -> Option<Place> {
        self.open.get(&event).map(|(place, _)| *place)
    }

    /// What a process is still handling; all processes, for `None`.
    pub fn unfinished(&self, process: Option<u32>) -> Vec<u64> {
        let Some(process) = process else { return self.open.keys().copied().collect() };
        let is_busy = self
            .processes
            .get(process as usize)
            .is_some_and(|tracks| tracks.iter().any(|track| track.busy));
        if !is_busy {
            return Vec::new();
        }
        let of =
            |(event, (place, _)): (&u64, &(Place, Str))| (place.0 == process).then_some(*event);
        self.open.iter().filter_map(of).collect()
    }

    fn of(&mut self, process: u32) -> &mut Vec<Track> {
        let at = process as usize;
        if at >= self.processes.len() {
            self.processes.resize(at + 1, Vec::new());
        }
        let tracks = &mut self.processes[at];
        if tracks.is_empty() {
            let thread = if process == 0 { OUTSIDE } else { process };
            tracks.push(Track { thread, busy: false, named: false });
        }
        tracks
    }
}
