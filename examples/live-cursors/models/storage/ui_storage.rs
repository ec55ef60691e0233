//! What people do on a shared screen, for as long as they do it.

/// Where somebody points.
pub struct CursorPosition {
    /// To the right, from 0 to 1000.
    pub x: i32,
    /// Downwards, from 0 to 600.
    pub y: i32,
    /// What lies there.
    pub item_id: String,
    /// Whose cursor it is.
    pub user_id: String,
}

/// What somebody sees of a page.
pub struct ViewportState {
    /// How far it is scrolled, in pixels.
    pub scroll_y: f64,
    /// What is selected, if anything is.
    pub selected_item: Option<String>,
    /// The sidebar has been put away.
    pub sidebar_collapsed: bool,
}
