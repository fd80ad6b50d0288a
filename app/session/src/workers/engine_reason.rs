//! Why it is this engine that runs, as data: the page words it.

use crate::adapter_fault::AdapterFault;
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
    /// The visitor chose WebGPU, on an adapter that is slow.
    ChosenSlow(AdapterFault),
    /// To begin with: the browser has yet to say whether it has WebGPU.
    AdapterAsked,
    /// To begin with: this other engine is tried next.
    TriedNext(EngineKind),
    /// What is wrong with what the browser offers.
    Adapter(AdapterFault),
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
    /// A decoder from an ONNX file is explored, which the CPU runs.
    OnnxOnCpu,
    /// The visitor started it again.
    StartedAgain,
}
