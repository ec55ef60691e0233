//! [`Layout`]: where lanes and rows are.

use std::collections::BTreeMap;

use super::super::cast::Cast;
use super::Svg;
use crate::base::Str;

/// Where times stand, and how wide a lane is.
const GUTTER: f64 = 104.0;
const LANE: f64 = 168.0;
/// From the top to the first row, and from each row to the next.
pub const TOP: f64 = 104.0;
const ROW: f64 = 26.0;
/// Room for the length of a time in which nothing happens.
const GAP: f64 = 22.0;
/// Such a time is at least so long.
const GAP_FROM: u64 = 1_000_000;

pub struct Layout {
    lanes: BTreeMap<u32, usize>,
    count: usize,
    rows: Vec<f64>,
    /// Where nothing happens, and for how long.
    pub gaps: Vec<(f64, u64)>,
}

impl Layout {
    pub fn of(svg: &Svg, cast: &Cast) -> Self {
        let (lanes, count) = lanes(svg, cast);
        let (mut rows, mut gaps) = (Vec::new(), Vec::new());
        let (mut y, mut before) = (TOP, None);
        for time in &svg.rows {
            let gap = before.map_or(0, |before| time.saturating_sub(before));
            if gap >= GAP_FROM {
                gaps.push((y - ROW / 2.0 + GAP / 2.0, gap));
                y += GAP;
            }
            rows.push(y);
            y += ROW;
            before = Some(*time);
        }
        Self { lanes, count, rows, gaps }
    }

    /// The middle of a process's lane.
    pub fn x(&self, process: u32) -> f64 {
        let lane = self.lanes.get(&process).copied().unwrap_or_default();
        GUTTER + LANE * (lane as f64 + 0.5)
    }

    /// Where a row is, or what lies between two.
    pub fn y(&self, row: f64) -> f64 {
        let last = self.rows.len().saturating_sub(1);
        let below = (row.max(0.0).floor() as usize).min(last);
        let Some(&at) = self.rows.get(below) else { return TOP };
        let next = self.rows.get(below + 1).map_or(ROW, |next| next - at);
        at + (row - below as f64) * next.min(ROW)
    }

    pub fn width(&self) -> f64 {
        GUTTER + LANE * self.count.max(2) as f64 + 24.0
    }

    pub fn bottom(&self) -> f64 {
        self.rows.last().map_or(TOP, |last| last + ROW)
    }

    /// The times that a row has: that of the first one, and where it changes.
    pub fn times<'a>(&'a self, svg: &'a Svg) -> impl Iterator<Item = (f64, u64)> {
        let is_new = |at: &usize| *at == 0 || svg.rows[*at] != svg.rows[*at - 1];
        (0..svg.rows.len()).filter(is_new).map(|at| (self.rows[at], svg.rows[at]))
    }

    pub fn gutter(&self) -> f64 {
        GUTTER
    }

    pub fn lane(&self) -> f64 {
        LANE
    }
}

/// The lane of each process. Who has ended leaves it to the next one of the same entry.
fn lanes(svg: &Svg, cast: &Cast) -> (BTreeMap<u32, usize>, usize) {
    let mut lanes = BTreeMap::new();
    // Of each entry on its host, its lanes, and until which row they are taken.
    let mut of_entry: BTreeMap<(Str, Str), Vec<(usize, f64)>> = BTreeMap::new();
    let mut count = 0;
    for process in cast.in_order(svg.lives.keys().copied()) {
        let life = &svg.lives[&process];
        let role = cast.role(process);
        let own = of_entry.entry((role.host.clone(), role.entry.clone())).or_default();
        let until = if life.ended.is_some() { life.last + 1.0 } else { f64::INFINITY };
        // Its box needs a row of its own.
        let free = own.iter_mut().find(|(_, until)| *until < life.first && life.born.is_some());
        let lane = if let Some((lane, taken)) = free {
            *taken = until;
            *lane
        } else {
            own.push((count, until));
            count += 1;
            count - 1
        };
        lanes.insert(process, lane);
    }
    (lanes, count)
}
