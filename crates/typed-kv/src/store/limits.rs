//! How much may be kept, and the answer when there is no room.

use thiserror::Error;

/// How much a [`TypedStore`](crate::TypedStore) keeps, in [logical bytes](crate::TypedStore#memory).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoreLimits {
    /// For one tenant.
    pub tenant: usize,
    /// For all together.
    pub all: usize,
    /// How many tenants may have something: a name takes room, too, and whoever asks may invent them.
    pub tenants: usize,
}

impl Default for StoreLimits {
    /// 16 MiB for one tenant, 128 MiB for all, and 10,000 tenants.
    fn default() -> Self {
        Self { tenant: 16 << 20, all: 128 << 20, tenants: 10_000 }
    }
}

/// There is no room for a value. What was there before still is.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Full {
    /// The tenant has used up its own.
    #[error(
        "the store of {tenant:?} is full: it has {used} of {limit} bytes, and {wanted} more are wanted"
    )]
    Tenant {
        /// Whose store it is.
        tenant: String,
        /// What it has.
        used: usize,
        /// What it may have.
        limit: usize,
        /// What the value would add.
        wanted: usize,
    },
    /// As many tenants as there may be have something.
    #[error(
        "the store is full: {limit} tenants have something in it, which is all that there may be"
    )]
    Tenants {
        /// How many there may be.
        limit: usize,
    },
    /// All tenants together have used up what there is.
    #[error(
        "the store is full: all tenants together have {used} of {limit} bytes, and {wanted} more are wanted"
    )]
    All {
        /// What they have.
        used: usize,
        /// What they may have.
        limit: usize,
        /// What the value would add.
        wanted: usize,
    },
}
