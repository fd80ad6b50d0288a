//! What is said to those who connect.

/// Whether a request is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccessVerdict {
    /// Yes.
    Admitted,
    /// No: it knows no token.
    Unknown,
    /// No: too many wrong ones came from there.
    TooManyGuesses,
    /// No: it was sent to another name than this machine's, or by a page of another origin.
    OtherOrigin,
}
