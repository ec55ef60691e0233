//! [`Cast`]: who the processes of a run are.

use crate::base::{Pid, Str, sort_by};
use crate::trace::{Kind, Record, Recorder, spawn_flag};

/// All processes that there have been, by their number.
pub struct Cast(Vec<Role>);

/// One of them; number 0 is the outside.
#[derive(Clone)]
pub struct Role {
    /// Its definition, `app:relay`.
    pub entry: Str,
    /// Its host, `app:processes`.
    pub host: Str,
    /// Who has spawned it.
    pub parent: u32,
    pub terminal: bool,
}

impl Default for Cast {
    fn default() -> Self {
        let outside = Str::new("outside");
        let role = Role { entry: outside.clone(), host: outside, parent: 0, terminal: false };
        Self(vec![role])
    }
}

impl Cast {
    /// Learns from a spawn who is there from now on.
    pub fn learn(&mut self, record: &Record, trace: &Recorder) {
        if record.kind() != Kind::Spawn {
            return;
        }
        let role = Role {
            entry: trace.text(record.text()),
            host: trace.text(u32::try_from(record.a()).unwrap_or_default()),
            parent: record.process(),
            terminal: record.flags() & spawn_flag::TERMINAL != 0,
        };
        let number = record.peer() as usize;
        if number >= self.0.len() {
            self.0.resize(number + 1, self.0[0].clone());
        }
        self.0[number] = role;
    }

    /// Who has this number. One of whom nobody has heard is taken for the outside.
    pub fn role(&self, number: u32) -> &Role {
        self.0.get(number as usize).unwrap_or(&self.0[0])
    }

    /// What a reader calls it: `relay#3`, `outside`.
    pub fn name(&self, number: u32) -> String {
        if number == 0 {
            return "outside".into();
        }
        format!("{}#{number}", self.short(number))
    }

    /// The name of its definition without the namespace: `relay`.
    pub fn short(&self, number: u32) -> &str {
        let entry = &self.role(number).entry;
        entry.rsplit(':').next().unwrap_or_default()
    }

    /// These processes as a picture has them from left to right: the outside, those at terminals, and the others by host; of
    /// each, who came first.
    pub fn in_order(&self, processes: impl IntoIterator<Item = u32>) -> Vec<u32> {
        let mut order: Vec<_> = processes.into_iter().collect();
        sort_by(&mut order, Ord::cmp);
        let mut hosts: Vec<&Str> = Vec::new();
        for number in &order {
            let host = &self.role(*number).host;
            if !hosts.contains(&host) {
                hosts.push(host);
            }
        }
        let place = |number: u32| {
            let role = self.role(number);
            let host = hosts.iter().position(|host| **host == role.host);
            (number != 0, !role.terminal, host, number)
        };
        sort_by(&mut order, |one, other| place(*one).cmp(&place(*other)));
        order
    }

    /// Its PID as text.
    pub fn pid(&self, number: u32) -> String {
        match number {
            0 => Pid::outside().to_string(),
            _ => Pid::new(self.role(number).host.clone(), number).to_string(),
        }
    }
}
