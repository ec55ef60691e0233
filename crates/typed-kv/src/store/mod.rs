//! The store: values by tenant, type and key, some of them with an end.

mod limits;
mod tenant;

use std::collections::{BTreeMap, BTreeSet};
use std::mem;
use std::sync::Arc;

use crate::Valid;
pub use limits::{Full, StoreLimits};
use tenant::{Entry, Tenant};

/// Something that is in the store, or was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Whose it is.
    pub tenant: String,
    /// The name of its type.
    pub type_name: String,
    /// Its key, without the type.
    pub key: String,
    /// Its value.
    pub json: String,
    /// The last instant at which it is there, if there is one.
    pub expires_at: Option<u64>,
}

/// What a tenant has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// How many values.
    pub items: usize,
    /// How many [logical bytes](TypedStore#memory).
    pub bytes: usize,
    /// The same by the name of the type: values, bytes.
    pub types: BTreeMap<String, (usize, usize)>,
}

/// Values by tenant, type and key, in memory only.
///
/// Tenants never see each other. A value is stored as `Type:key`, so types do not, either. Time is what the caller says:
/// nanoseconds from any beginning, which never go back. A value that was set at an instant for a while is there up to and
/// including the end of that while, and gone after it.
///
/// ```
/// use rehearsal_typed_kv::{Models, TypedStore};
///
/// let text = "pub struct Cursor { pub x: i32 }";
/// let models = Models::parse([("models/storage/ui.rs", text)]).unwrap();
/// let mut store = TypedStore::default();
/// let value = models.validate("Cursor", r#"{"x": 1}"#)?;
/// store.set(1_000, "a.example", "user:7", value, Some(500))?;
///
/// assert_eq!(store.get(1_500, "a.example", "Cursor", "user:7"), Some(r#"{"x":1}"#));
/// assert_eq!(store.get(1_500, "b.example", "Cursor", "user:7"), None);
/// assert_eq!(store.next_expiry(), Some(1_501));
/// assert_eq!(store.get(1_501, "a.example", "Cursor", "user:7"), None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Memory
///
/// It is counted in logical bytes, the same on every machine: those of `Type:key` and of the value, and
/// [`TypedStore::ITEM_BYTES`] for each. That there are many tenants takes room as well, so their number is limited, too. What has expired is given back by [`sweep`](Self::sweep), or when there is no room otherwise.
#[derive(Debug, Default)]
pub struct TypedStore {
    tenants: BTreeMap<Arc<str>, Tenant>,
    /// The ends of all values that have one, each with its tenant and its `Type:key`.
    ends: BTreeSet<(u64, Arc<str>, Arc<str>)>,
    bytes: usize,
    limits: StoreLimits,
}

impl TypedStore {
    /// What is counted for each value beside its text: about what its place takes.
    pub const ITEM_BYTES: usize = 64;

    /// The last instant at which something may end: 292 years, half of all time, and the last one that fits into the whole
    /// numbers of those who look at it. So nobody ever waits until the end of time.
    pub const LAST_END: u64 = i64::MAX as u64;

    /// An empty store.
    pub fn new(limits: StoreLimits) -> Self {
        Self { limits, ..Self::default() }
    }

    /// What it may keep.
    pub fn limits(&self) -> StoreLimits {
        self.limits
    }

    /// Stores a value, in the place of the one that is there. `ttl` says for how many nanoseconds; without it, or if that
    /// ends behind [`LAST_END`](Self::LAST_END), it is for ever.
    ///
    /// # Errors
    /// There is no room for it.
    pub fn set(
        &mut self,
        now: u64,
        tenant: &str,
        key: &str,
        value: Valid,
        ttl: Option<u64>,
    ) -> Result<(), Full> {
        let key = full_key(value.type_name(), key);
        let bytes = key.len() + value.json().len() + Self::ITEM_BYTES;
        let expires_at =
            ttl.and_then(|ttl| now.checked_add(ttl)).filter(|end| *end <= Self::LAST_END);
        let json = value.into_json().into_boxed_str();
        let Err(entry) = self.put(tenant, &key, Entry { json, expires_at, bytes }) else {
            return Ok(());
        };
        // Perhaps what takes the room is over.
        let full = self.why_full(tenant, &key, bytes);
        let swept = !self.sweep(now).is_empty();
        if !swept {
            return Err(full);
        }
        self.put(tenant, &key, entry).map_err(|_| self.why_full(tenant, &key, bytes))
    }

    /// The value of a key, as JSON. One that has expired is removed.
    pub fn get(&mut self, now: u64, tenant: &str, type_name: &str, key: &str) -> Option<&str> {
        let key = full_key(type_name, key);
        // Nearly always nothing at all has expired, and the value is looked for once.
        if self.has_expired(now) && self.tenants.get(tenant)?.get(&key)?.is_over(now) {
            self.remove(tenant, &key);
            return None;
        }
        self.tenants.get(tenant)?.get(&key).map(|entry| &*entry.json)
    }

    /// Removes a value: whether there was one, which had not expired.
    pub fn delete(&mut self, now: u64, tenant: &str, type_name: &str, key: &str) -> bool {
        let removed = self.remove(tenant, &full_key(type_name, key));
        removed.is_some_and(|entry| !entry.is_over(now))
    }

    /// The values of a type whose keys begin with a text: keys without the type, in the order of their bytes, and values.
    pub fn list(
        &self,
        now: u64,
        tenant: &str,
        type_name: &str,
        prefix: &str,
    ) -> impl Iterator<Item = (&str, &str)> {
        let (from, skip) = (full_key(type_name, prefix), type_name.len() + 1);
        let found =
            self.tenants.get(tenant).into_iter().flat_map(move |it| it.starting_with(&from));
        found
            .filter(move |(_, entry)| !entry.is_over(now))
            .map(move |(key, entry)| (&key[skip..], &*entry.json))
    }

    /// What a tenant has, without what has expired.
    pub fn stats(&self, now: u64, tenant: &str) -> Stats {
        let mut stats = Stats::default();
        for (key, entry) in self.tenants.get(tenant).into_iter().flat_map(Tenant::iter) {
            if !entry.is_over(now) {
                let (type_name, _) = parts(key);
                let of_type = stats.types.entry(type_name.into()).or_default();
                of_type.0 += 1;
                of_type.1 += entry.bytes;
                stats.items += 1;
                stats.bytes += entry.bytes;
            }
        }
        stats
    }

    /// How many values a tenant has, and how many bytes, with what has expired and was not swept yet. It counts nothing, so it may
    /// be asked as often as one likes.
    pub fn usage(&self, tenant: &str) -> (usize, usize) {
        self.tenants.get(tenant).map_or((0, 0), |tenant| (tenant.iter().len(), tenant.bytes()))
    }

    /// The values that have an end, the next to end first.
    pub fn expiring(&self) -> impl ExactSizeIterator<Item = Item> {
        self.ends.iter().map(|(end, tenant, key)| {
            let entry = self.tenants.get(tenant).and_then(|tenant| tenant.get(key));
            let json = entry.map_or_else(Box::default, |entry| entry.json.clone());
            item(tenant, key, Entry { json, expires_at: Some(*end), bytes: 0 })
        })
    }

    /// The bytes of all tenants, with what has expired and was not swept yet.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// The names of all tenants that have something, sorted.
    pub fn tenants(&self) -> impl Iterator<Item = &str> {
        self.tenants.keys().map(|name| &**name)
    }

    /// Everything that a tenant has, by `Type:key`, with what has expired and was not swept yet.
    pub fn items(&self, tenant: &str) -> impl Iterator<Item = Item> {
        let found = self.tenants.get_key_value(tenant).into_iter();
        found.flat_map(|(name, tenant)| {
            tenant.iter().map(|(key, entry)| item(name, key, entry.clone()))
        })
    }

    /// The keys of a tenant, each as `Type:key`, sorted, with those of what has expired and was not swept yet.
    pub fn keys(&self, tenant: &str) -> impl Iterator<Item = &str> {
        self.tenants.get(tenant).into_iter().flat_map(Tenant::iter).map(|(key, _)| &**key)
    }

    /// What a tenant has under a `Type:key`, as it is there: it may have expired.
    pub fn peek(&self, tenant: &str, key: &str) -> Option<Item> {
        let entry = self.tenants.get(tenant)?.get(key)?;
        Some(item(tenant, key, entry.clone()))
    }

    /// Removes all that has expired, and answers what that was, in the order of its ends. It looks at nothing else, so it may
    /// be called as often as one likes.
    pub fn sweep(&mut self, now: u64) -> Vec<Item> {
        let mut gone = Vec::new();
        while self.has_expired(now) {
            let Some((_, tenant, key)) = self.ends.pop_first() else { break };
            let entry = self.remove(&tenant, &key);
            gone.extend(entry.map(|entry| item(&tenant, &key, entry)));
        }
        gone
    }

    /// The first instant at which a [sweep](Self::sweep) removes something.
    pub fn next_expiry(&self) -> Option<u64> {
        self.ends.first().map(|(end, _, _)| end + 1)
    }

    /// Removes everything, and answers how many values that were.
    pub fn clear(&mut self) -> usize {
        let tenants = mem::take(&mut self.tenants);
        self.ends.clear();
        self.bytes = 0;
        tenants.values().map(|tenant| tenant.iter().count()).sum()
    }

    /// Removes the values that a function does not want, and answers which these were.
    pub(crate) fn retain(&mut self, wanted: impl Fn(&str, &str) -> bool) -> Vec<Item> {
        let mut unwanted = Vec::new();
        for (name, tenant) in &self.tenants {
            for (key, entry) in
                tenant.iter().filter(|(key, entry)| !wanted(parts(key).0, &entry.json))
            {
                unwanted.push((name.clone(), key.clone(), item(name, key, entry.clone())));
            }
        }
        let gone = unwanted.into_iter().map(|(tenant, key, item)| {
            self.remove(&tenant, &key);
            item
        });
        gone.collect()
    }

    /// Whether anything has, and was not removed yet.
    fn has_expired(&self, now: u64) -> bool {
        self.ends.first().is_some_and(|(end, ..)| *end < now)
    }

    /// Puts a value into its place; gives it back if there is no room for it.
    fn put(&mut self, tenant: &str, key: &str, entry: Entry) -> Result<(), Entry> {
        let StoreLimits { tenant: limit, all, tenants } = self.limits;
        let (bytes, ends) = (entry.bytes, entry.expires_at);
        let there = match self.tenants.get_mut(tenant) {
            Some(there) => there,
            None => {
                if self.tenants.len() >= tenants {
                    return Err(entry);
                }
                self.tenants.entry(tenant.into()).or_default()
            }
        };
        let room = limit.saturating_sub(there.bytes()).min(all.saturating_sub(self.bytes));
        let put = there.put(key, entry, room);
        if there.is_empty() {
            self.tenants.remove(tenant); // who has nothing takes no room
        }
        let before = put?;
        self.bytes += bytes;
        self.bytes -= before.as_ref().map_or(0, |before| before.bytes);
        let ended = before.and_then(|before| before.expires_at);
        if ended != ends {
            self.move_end(tenant, key, ended, ends);
        }
        Ok(())
    }

    /// Why there is no room for a value of so many bytes.
    fn why_full(&self, tenant: &str, key: &str, bytes: usize) -> Full {
        let StoreLimits { tenant: limit, all, tenants } = self.limits;
        let there = self.tenants.get(tenant);
        if there.is_none() && self.tenants.len() >= tenants {
            return Full::Tenants { limit: tenants };
        }
        let used = there.map_or(0, Tenant::bytes);
        let freed = there.and_then(|it| it.get(key)).map_or(0, |entry| entry.bytes);
        let wanted = bytes.saturating_sub(freed);
        if used + wanted > limit {
            return Full::Tenant { tenant: tenant.into(), used, limit, wanted };
        }
        Full::All { used: self.bytes, limit: all, wanted }
    }

    /// The end of a value is another than before.
    fn move_end(&mut self, tenant: &str, key: &str, before: Option<u64>, now: Option<u64>) {
        let Some((tenant, there)) = self.tenants.get_key_value(tenant) else { return };
        let Some(key) = there.key(key) else { return };
        let mut place = (0, tenant.clone(), key.clone());
        if let Some(end) = before {
            place.0 = end;
            self.ends.remove(&place);
        }
        if let Some(end) = now {
            place.0 = end;
            self.ends.insert(place);
        }
    }

    fn remove(&mut self, tenant: &str, key: &str) -> Option<Entry> {
        let there = self.tenants.get_mut(tenant)?;
        let (key, entry) = there.remove(key)?;
        if there.is_empty() {
            self.tenants.remove(tenant); // who has nothing takes no room
        }
        self.bytes -= entry.bytes;
        if let Some(end) = entry.expires_at {
            self.ends.remove(&(end, tenant.into(), key));
        }
        Some(entry)
    }
}

/// A type's name has no colon, so a key is of one type only.
fn full_key(type_name: &str, key: &str) -> String {
    [type_name, ":", key].concat()
}

fn parts(key: &str) -> (&str, &str) {
    key.split_once(':').unwrap_or((key, ""))
}

fn item(tenant: &str, key: &str, entry: Entry) -> Item {
    let (type_name, key) = parts(key);
    Item {
        tenant: tenant.into(),
        type_name: type_name.into(),
        key: key.into(),
        json: entry.json.into(),
        expires_at: entry.expires_at,
    }
}
