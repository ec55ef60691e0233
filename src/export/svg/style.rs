//! Colours and fonts, as classes: every program that draws SVG knows those, and the dark ones come with the reader's system.

use super::Style;

pub const SHEET: &str = "\
text{font:12px system-ui,'Segoe UI',Roboto,'DejaVu Sans','Noto Sans CJK KR',sans-serif;fill:#1c1d21}\
.mono{font:10.5px ui-monospace,Menlo,'DejaVu Sans Mono','Noto Sans Mono CJK KR',monospace;fill:#55575e}\
.name{font-weight:600}.title{font-size:14px;font-weight:600}.soft{fill:#55575e}\
.label{paint-order:stroke;stroke:#faf9f6;stroke-width:4px;stroke-linejoin:round}\
.paper{fill:#faf9f6}.box{fill:#fff;stroke:#8b8678}.box-soft{fill:#f1efe9;stroke:#dedad0}.life{stroke:#c9c3b4}.gap{stroke:#dedad0}\
.bar{fill:#fff;stroke:#1c1d21}.line{fill:none;stroke:#1c1d21}.head{fill:#1c1d21}\
.spawn{stroke-dasharray:8 4;stroke:#55575e}.head-spawn{fill:#55575e}\
.event{stroke-dasharray:2 3;stroke:#1f5fa8}.head-event{fill:#1f5fa8}\
.bad{stroke:#b3261e}.head-bad{fill:#b3261e}.text-bad{fill:#b3261e}\
.timer{fill:none;stroke:#855600;stroke-dasharray:2 3}.cross{fill:none;stroke:#55575e;stroke-width:1.6}.cut{fill:#b3261e;font-weight:600}\
@media (prefers-color-scheme:dark){\
text{fill:#eceae4}.mono,.soft{fill:#a9abb3}.label{stroke:#141519}\
.paper{fill:#141519}.box{fill:#1b1d22;stroke:#686c77}.box-soft{fill:#101114;stroke:#2d3037}.life{stroke:#454852}.gap{stroke:#2d3037}\
.bar{fill:#1b1d22;stroke:#eceae4}.line{stroke:#eceae4}.head{fill:#eceae4}\
.spawn{stroke:#a9abb3}.head-spawn{fill:#a9abb3}.event{stroke:#82b4f0}.head-event{fill:#82b4f0}\
.bad{stroke:#ff8a80}.head-bad,.text-bad,.cut{fill:#ff8a80}.timer{stroke:#e0b25c}.cross{stroke:#a9abb3}}";

impl Style {
    /// The class of its line, and that of the line's head.
    pub fn classes(self) -> (&'static str, &'static str) {
        match self {
            Self::Spawn => ("line spawn", "head-spawn"),
            Self::Event => ("line event", "head-event"),
            Self::Refused | Self::Dead | Self::Failed => ("line bad", "head-bad"),
            Self::Message | Self::Exit | Self::Other => ("line", "head"),
        }
    }

    /// The class of its text.
    pub fn text(self) -> &'static str {
        match self {
            Self::Refused | Self::Dead | Self::Failed => "mono label text-bad",
            Self::Message => "label",
            _ => "mono label",
        }
    }
}
