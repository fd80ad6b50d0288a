//! The Repair room: a picture is damaged on purpose, and the model on screen restores it.
//!
//! - `state`: what the room consists of, as views read it; `damage`: what a damaged picture is, and what
//!   of it is known; `comparison`: how near a restoration and a baseline come to the truth.
//! - `update`: what can happen, in code that is lazy-loaded with the room's views.

mod comparison;
mod damage;
mod state;
mod update;

pub use comparison::{PictureSimilarity, RepairComparison, RepairVerdict};
pub use damage::{DamageKind, DamageSettings, DamagedPicture, ErasedArea, RepairBaseline};
pub use state::{RepairFault, RepairOutcome, RepairPicture, RepairRoom};
pub(crate) use update::RepairNews;
pub use update::{LoadedRepair, RepairEvent};
