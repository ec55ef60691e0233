//! What is known of users and of what they want.

/// How an application looks and behaves.
pub struct UserPreferences {
    /// The name of a theme.
    pub theme: String,
    /// Whether it may call for attention.
    pub notifications: bool,
    /// A language's code, such as `en`.
    pub language: String,
}

/// What takes long to find out about a user who has logged in.
pub struct SessionCache {
    /// Whose session it is.
    pub user_id: String,
    /// What the user may do.
    pub permissions: Vec<String>,
    /// When the session was begun, in milliseconds of Unix time.
    pub last_activity: i64,
}
