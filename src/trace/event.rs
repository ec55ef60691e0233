//! [`Record`]: one event, 64 bytes.

/// Words of 32 bits in a record.
pub const RECORD_WORDS: usize = 16;

/// What happened. The numbers are part of the format that the page reads (`www/protocol.ts`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
#[allow(
    missing_docs,
    reason = "protocol.ts says what the fields of each hold; the names say the rest"
)]
pub enum Kind {
    Input = 1,
    Spawn = 2,
    Start = 3,
    Exit = 4,
    Register = 5,
    Unregister = 6,
    Monitor = 7,
    Unmonitor = 8,
    Link = 9,
    Unlink = 10,
    Listen = 11,
    Unlisten = 12,
    Send = 13,
    Refused = 14,
    DeadLetter = 15,
    Receive = 16,
    Done = 17,
    TimerSet = 18,
    TimerFired = 19,
    TimerStopped = 20,
    Event = 21,
    Log = 22,
    Terminal = 23,
    Service = 24,
    Limit = 25,
    Show = 26,
    Mark = 27,
    ChannelSend = 28,
    ChannelReceive = 29,
    ChannelClose = 30,
    Select = 31,
    Ask = 32,
    /// A process asks the key-value store outside.
    StoreRequest = 33,
    /// Something was made to go wrong.
    Fault = 34,
}

impl Kind {
    /// All kinds, in the order of their numbers.
    pub const ALL: [Self; 34] = [
        Self::Input,
        Self::Spawn,
        Self::Start,
        Self::Exit,
        Self::Register,
        Self::Unregister,
        Self::Monitor,
        Self::Unmonitor,
        Self::Link,
        Self::Unlink,
        Self::Listen,
        Self::Unlisten,
        Self::Send,
        Self::Refused,
        Self::DeadLetter,
        Self::Receive,
        Self::Done,
        Self::TimerSet,
        Self::TimerFired,
        Self::TimerStopped,
        Self::Event,
        Self::Log,
        Self::Terminal,
        Self::Service,
        Self::Limit,
        Self::Show,
        Self::Mark,
        Self::ChannelSend,
        Self::ChannelReceive,
        Self::ChannelClose,
        Self::Select,
        Self::Ask,
        Self::StoreRequest,
        Self::Fault,
    ];

    /// Whether a watcher sees it happen. The rest (a message is done, a name is given) is only noted.
    pub fn is_row(self) -> bool {
        const ROWS: u64 = 1 << Kind::Input as u32
            | 1 << Kind::Spawn as u32
            | 1 << Kind::Start as u32
            | 1 << Kind::Exit as u32
            | 1 << Kind::Send as u32
            | 1 << Kind::Refused as u32
            | 1 << Kind::DeadLetter as u32
            | 1 << Kind::Receive as u32
            | 1 << Kind::TimerFired as u32
            | 1 << Kind::Event as u32
            | 1 << Kind::Limit as u32
            | 1 << Kind::StoreRequest as u32
            | 1 << Kind::Fault as u32;
        ROWS >> self as u32 & 1 == 1
    }

    /// The name, as in the process model's table: `dead letter`, `timer set`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Input => "input",
            Self::Spawn => "spawn",
            Self::Start => "start",
            Self::Exit => "exit",
            Self::Register => "register",
            Self::Unregister => "unregister",
            Self::Monitor => "monitor",
            Self::Unmonitor => "unmonitor",
            Self::Link => "link",
            Self::Unlink => "unlink",
            Self::Listen => "listen",
            Self::Unlisten => "unlisten",
            Self::Send => "send",
            Self::Refused => "refused",
            Self::DeadLetter => "dead letter",
            Self::Receive => "receive",
            Self::Done => "done",
            Self::TimerSet => "timer set",
            Self::TimerFired => "timer fired",
            Self::TimerStopped => "timer stopped",
            Self::Event => "event",
            Self::Log => "log",
            Self::Terminal => "terminal",
            Self::Service => "service",
            Self::Limit => "limit",
            Self::Show => "show",
            Self::Mark => "mark",
            Self::ChannelSend => "channel send",
            Self::ChannelReceive => "channel receive",
            Self::ChannelClose => "channel close",
            Self::Select => "select",
            Self::Ask => "ask",
            Self::StoreRequest => "store request",
            Self::Fault => "fault",
        }
    }
}

/// Flags of a [`Kind::Spawn`].
pub(crate) mod spawn_flag {
    pub const LINKED: u8 = 1;
    pub const MONITORED: u8 = 2;
    pub const SUPERVISOR: u8 = 4;
    pub const TERMINAL: u8 = 8;
}

/// Flags of a [`Kind::Exit`].
pub(crate) mod exit_flag {
    pub const RETURNED: u8 = 0;
    pub const FAILED: u8 = 1;
    pub const TERMINATED: u8 = 2;
}

/// Flags of a [`Kind::Fault`].
pub(crate) mod fault_flag {
    /// A fault that was waiting, or chance, has struck.
    pub const STRUCK: u8 = 1;
    /// It could not be done.
    pub const REFUSED: u8 = 2;
    /// A message that was delayed gets into the mailbox.
    pub const ARRIVED: u8 = 4;
}

/// One event: 16 words, laid out as `www/protocol.ts` says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Record(pub [u32; RECORD_WORDS]);

impl Record {
    fn long(&self, word: usize) -> u64 {
        u64::from(self.0[word]) | u64::from(self.0[word + 1]) << 32
    }

    /// 1, 2, 3, …
    pub fn number(&self) -> u64 {
        self.long(0)
    }

    /// Virtual nanoseconds.
    pub fn time(&self) -> u64 {
        self.long(2)
    }

    /// Number of the event that made it happen; 0: none.
    pub fn cause(&self) -> u64 {
        self.long(4)
    }

    /// What happened.
    ///
    /// # Panics
    /// On a record that no recorder wrote.
    pub fn kind(&self) -> Kind {
        Kind::ALL[(self.0[6] & 0xff) as usize - 1]
    }

    /// Flags; what they mean depends on the kind.
    pub fn flags(&self) -> u8 {
        (self.0[6] >> 8) as u8
    }

    /// The line of the script whose call it was, from 1; 0: it was none of a script's, or nobody knows.
    pub fn line(&self) -> u32 {
        self.0[6] >> 16
    }

    /// The turn it happened in, its low 32 bits.
    pub fn turn(&self) -> u32 {
        self.0[7]
    }

    /// The process where it happens; 0: the outside.
    pub fn process(&self) -> u32 {
        self.0[8]
    }

    /// The other side; 0: the outside, or none.
    pub fn peer(&self) -> u32 {
        self.0[9]
    }

    /// Id of its text; 0: none.
    pub fn text(&self) -> u32 {
        self.0[10]
    }

    /// Id of its payload; 0: none.
    pub fn payload(&self) -> u32 {
        self.0[11]
    }

    /// First number; what it means depends on the kind.
    pub fn a(&self) -> u64 {
        self.long(12)
    }

    /// Second number; what it means depends on the kind.
    pub fn b(&self) -> u64 {
        self.long(14)
    }
}
