//! [`Watch`]: told of what happens at a channel, for the trace.

/// What happened at a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operation {
    /// A value was sent, or is offered by one who waits until it is taken.
    Send,
    /// A value was received, or that there will be none.
    Receive,
    /// It was closed, for the first time.
    Close,
    /// A select went ahead with this case. What the case did is told first.
    Select(usize),
}

/// Who is told.
pub(crate) trait Watch {
    /// An operation has happened; so many values are in the buffer now.
    fn note(&self, operation: Operation, values: usize);
}
