//! Why it is this engine that runs, as data: the page words it.

use crate::alerts::AlertMessage;
use crate::failure_reason::FailureReason;
use protocol::EngineKind;

/// Why it is this engine.
#[derive(Clone, Debug, PartialEq)]
pub enum EngineReason {
    /// Nothing was chosen yet.
    NotChosen,
    /// The visitor chose it.
    Chosen,
    /// The visitor chose WebGPU, on an adapter that is slow. The page's sentence says why.
    ChosenSlow(String),
    /// To begin with: the browser has yet to say whether it has WebGPU.
    AdapterAsked,
    /// To begin with: this other engine is tried next.
    TriedNext(EngineKind),
    /// What the browser offers, in the page's sentence.
    Adapter(String),
    /// What the visitor was told.
    Alert(AlertMessage),
    /// Another engine was tried, and could not do it.
    TriedInVain {
        /// The other engine.
        engine: EngineKind,
        /// Why.
        why: FailureReason,
    },
    /// Both were timed: milliseconds for a picture.
    Timed {
        /// On WebGPU.
        web_gpu: f64,
        /// On the CPU.
        cpu: f64,
    },
    /// The visitor started it again.
    StartedAgain,
}
