//! What is on the screens.

/// Where somebody points.
pub struct CursorPosition {
    pub x: i32,
    pub y: i32,
    pub item_id: String,
    pub user_id: String,
}

/// What somebody sees of a page.
pub struct ViewportState {
    pub scroll_y: f64,
    pub selected_item: Option<String>,
    pub sidebar_collapsed: bool,
}
