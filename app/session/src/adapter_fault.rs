//! Why WebGPU cannot be used, or should not be, as data: the page words it.

/// What is wrong with the browser's WebGPU adapter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AdapterFault {
    /// The browser has no WebGPU.
    NoWebGpu,
    /// It could not be asked for an adapter.
    NotAsked,
    /// It found none.
    NotFound,
    /// It did not answer.
    Silent,
    /// It refused one.
    Refused,
    /// It lacks a feature, by the standard's name for it.
    Lacks(&'static str),
    /// It runs in software.
    Software,
}
