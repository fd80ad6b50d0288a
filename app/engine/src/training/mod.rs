//! The training loop: a run, and what it reports to the page.
//!
//! | module | what |
//! |---|---|
//! | `worker` | the loop: a step whenever the inbox is empty, reports by time |
//! | `commands` | what the page asks for; `check_file`: files, looked at before they are opened |
//! | `run` | a run and its steps; `comparison`: runs beside it in step |
//! | `reporting` | what a run sends to the page; `pictures`, `plane`, `sheets`: of images, of points |
//! | `disentanglement` | which latent dimensions are known factors |
//! | `frame_scheduler` | when frames and measurements of points are due (pure) |
//! | `step_trace` | a step taken apart |
//! | `warm_up` | shaders, compiled before the first step; `waiting`: what waits for them (pure) |
//! | `absent` | in place of all this in an engine that was built to explore only |

#[cfg(not(feature = "train"))]
mod absent;
#[cfg(feature = "train")]
mod check_file;
#[cfg(feature = "train")]
mod commands;
#[cfg(feature = "train")]
mod comparison;
#[cfg(feature = "train")]
mod disentanglement;
#[cfg(feature = "train")]
mod frame_scheduler;
#[cfg(feature = "train")]
mod pictures;
#[cfg(feature = "train")]
mod plane;
#[cfg(feature = "train")]
mod reporting;
#[cfg(feature = "train")]
mod run;
#[cfg(feature = "train")]
mod sheets;
#[cfg(feature = "train")]
mod step_trace;
#[cfg(feature = "train")]
mod waiting;
#[cfg(feature = "train")]
mod warm_up;
#[cfg(feature = "train")]
mod worker;

#[cfg(not(feature = "train"))]
pub use absent::NoTraining as TrainingWorker;
#[cfg(feature = "train")]
pub use commands::{RunBeginning, beginning_of};
#[cfg(feature = "train")]
pub use worker::TrainingWorker;
