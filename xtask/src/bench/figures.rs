//! What the samples mean: medians with their spread, ratios, goals.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

/// The middle of several figures, and the quarters on both sides of it.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Spread {
    pub low: f64,
    pub median: f64,
    pub high: f64,
}

impl Spread {
    pub fn of(figures: &[f64]) -> Result<Self> {
        ensure!(!figures.is_empty(), "nothing was measured");
        let mut sorted = figures.to_vec();
        sorted.sort_by(f64::total_cmp);
        let at = |part: f64| {
            let place = part * (sorted.len() - 1) as f64;
            let (below, above) = (sorted[place.floor() as usize], sorted[place.ceil() as usize]);
            below + (above - below) * place.fract()
        };
        Ok(Self { low: at(0.25), median: at(0.5), high: at(0.75) })
    }

    pub fn one(figure: f64) -> Self {
        Self { low: figure, median: figure, high: figure }
    }

    pub fn text(self, unit: &str) -> String {
        let Self { low, median, high } = self;
        let spread = if low == high {
            String::new()
        } else {
            format!(" ({}–{})", short(low), short(high))
        };
        format!("{}{unit}{spread}", short(median))
    }
}

/// Three digits are as much as can be meant.
pub fn short(number: f64) -> String {
    match number.abs() {
        n if n >= 100.0 => format!("{number:.0}"),
        n if n >= 10.0 => format!("{number:.1}"),
        _ => format!("{number:.2}"),
    }
}

#[derive(Clone, Copy)]
pub enum Goal {
    AtLeast(f64),
    AtMost(f64),
}

impl Goal {
    pub fn is_met(self, figure: f64) -> bool {
        match self {
            Self::AtLeast(least) => figure >= least,
            Self::AtMost(most) => figure <= most,
        }
    }

    pub fn text(self, unit: &str) -> String {
        match self {
            Self::AtLeast(least) => format!("≥ {least}{unit}"),
            Self::AtMost(most) => format!("≤ {most}{unit}"),
        }
    }
}

/// One line of the table.
pub struct Row {
    pub name: String,
    pub unit: &'static str,
    pub ours: Spread,
    pub peer: Option<Spread>,
    /// What the goal is about, where there is a peer: how many times as fast as the peer, or how many times its time.
    pub ratio: Option<Spread>,
    pub goal: Option<Goal>,
    /// Why the goal is missed, when it is.
    pub why: &'static str,
}

impl Row {
    pub fn new(name: impl Into<String>, unit: &'static str, ours: Spread) -> Self {
        Self { name: name.into(), unit, ours, peer: None, ratio: None, goal: None, why: "" }
    }

    pub fn goal(self, goal: Goal) -> Self {
        Self { goal: Some(goal), ..self }
    }

    pub fn why(self, why: &'static str) -> Self {
        Self { why, ..self }
    }

    pub fn is_met(&self) -> Option<bool> {
        Some(self.goal?.is_met(self.ratio.unwrap_or(self.ours).median))
    }

    pub fn ratio_unit(&self) -> &'static str {
        if self.ratio.is_some() { " ×" } else { self.unit }
    }

    pub fn json(&self) -> Value {
        json!({
            "name": format!("{}, {}", self.name, self.unit.trim()),
            "ours": self.ours.median,
            "peer": self.peer.map(|peer| peer.median),
            "ratio": self.ratio.map(|ratio| ratio.median),
            "goal": self.goal.map(|goal| goal.text(self.ratio_unit())),
            "met": self.is_met(),
        })
    }

    /// Name, ours, peer, ratio, goal, met.
    pub fn cells(&self) -> [String; 6] {
        let met = match self.is_met() {
            Some(true) => "yes",
            Some(false) => "no",
            None => "",
        };
        [
            self.name.clone(),
            self.ours.text(self.unit),
            self.peer.map(|peer| peer.text(self.unit)).unwrap_or_default(),
            self.ratio.map(|ratio| ratio.text(" ×")).unwrap_or_default(),
            self.goal.map(|goal| goal.text(self.ratio_unit())).unwrap_or_default(),
            met.into(),
        ]
    }
}

pub struct Section {
    pub title: &'static str,
    pub text: &'static str,
    pub rows: Vec<Row>,
}

/// The samples of one workload.
pub struct Work<'a>(pub &'a Value);

impl Work<'_> {
    pub fn samples(&self, who: &str) -> Result<Vec<f64>> {
        let list = self.0[who].as_array().with_context(|| format!("no samples of {who:?}"))?;
        Ok(list.iter().filter_map(Value::as_f64).collect())
    }

    pub fn spread(&self, who: &str) -> Result<Spread> {
        Spread::of(&self.samples(who)?)
    }

    /// Round by round, since a machine's speed changes from one to the next.
    pub fn by_round(&self, one: &str, other: &str, figure: fn(f64, f64) -> f64) -> Result<Spread> {
        let (one, other) = (self.samples(one)?, self.samples(other)?);
        Spread::of(&one.iter().zip(&other).map(|(a, b)| figure(*a, *b)).collect::<Vec<_>>())
    }

    /// One of the two beside the other, and their ratio.
    pub fn beside(
        &self,
        name: impl Into<String>,
        unit: &'static str,
        [one, other]: [&str; 2],
    ) -> Result<Row> {
        Ok(Row {
            peer: Some(self.spread(other)?),
            ratio: Some(self.by_round(one, other, |one, other| one / other)?),
            ..Row::new(name, unit, self.spread(one)?)
        })
    }

    /// How many times as fast as a peer we are.
    pub fn against(&self, name: &str, who: &str, goal: Option<Goal>) -> Result<Row> {
        Ok(Row {
            peer: Some(self.spread(who)?),
            ratio: Some(self.by_round("ours", who, |ours, peer| peer / ours)?),
            goal,
            ..Row::new(name, " ns", self.spread("ours")?)
        })
    }
}

/// The part of the throughput that is lost, in per cent.
pub fn lost(slower: f64, faster: f64) -> f64 {
    (1.0 - faster / slower) * 100.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quarters_lie_between_the_figures() {
        let spread = Spread::of(&[4.0, 1.0, 3.0, 2.0]).unwrap();
        assert_eq!(spread, Spread { low: 1.75, median: 2.5, high: 3.25 });
        assert_eq!(Spread::of(&[7.0]).unwrap(), Spread::one(7.0));
        assert!(Spread::of(&[]).is_err());
    }

    #[test]
    fn a_ratio_is_made_round_by_round() {
        let samples = json!({"ours": [1.0, 10.0, 1.0], "peer": [3.0, 30.0, 3.0]});
        let row = Work(&samples).against("a", "peer", Some(Goal::AtLeast(3.0))).unwrap();
        assert_eq!(row.ratio, Some(Spread::one(3.0)));
        assert_eq!(row.is_met(), Some(true));
    }

    #[test]
    fn half_the_speed_is_half_of_it_lost() {
        assert_eq!(lost(20.0, 10.0), 50.0);
    }

    #[test]
    fn a_row_without_a_peer_has_none_in_json() {
        let row = Row::new("an event", " ns", Spread::one(8.0)).goal(Goal::AtMost(7.0));
        let expected = json!({"name": "an event, ns", "ours": 8.0, "peer": null, "ratio": null,
            "goal": "≤ 7 ns", "met": false});
        assert_eq!(row.json(), expected);
    }
}
