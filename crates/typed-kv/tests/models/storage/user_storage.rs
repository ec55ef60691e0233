//! What is kept of people.

/// How somebody likes the page.
pub struct UserPreferences {
    pub theme: String,
    pub notifications: bool,
    pub language: String,
}

/// What is known of somebody who is signed in, as long as that lasts.
pub struct SessionCache {
    pub user_id: String,
    pub permissions: Vec<String>,
    /// Milliseconds since 1970.
    pub last_activity: i64,
}
