//! What the session knows of one worker.

use std::collections::BTreeMap;

use super::watchdog::Silence;
use crate::protocol::{CardFacts, EngineKind, Plane, RequestId};

/// A worker that was started and not yet stopped.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Worker {
    /// The number that [`Effect::StartWorker`](super::Effect::StartWorker) gave it.
    pub number: u64,
    /// The engine that it runs.
    pub kind: EngineKind,
    /// How many threads it has.
    pub threads: usize,
    /// Whether it answered the page's greeting.
    pub up: bool,
    /// The models that it holds, and their cards. A worker holds models for its life.
    pub held: BTreeMap<String, CardFacts>,
    /// Models that it is loading.
    pub loads: Vec<(RequestId, String)>,
    /// The points that it is fetching, and of which model.
    pub points: Option<(RequestId, String)>,
    /// The picture that it is decoding. Never more than one, so that the newest point never waits
    /// behind older ones.
    pub decode: Option<Decode>,
    /// The strip of the map that it is decoding; never more than one either.
    pub map: Option<Batch>,
    /// The model that it is timing.
    pub timing: Option<(RequestId, String)>,
    /// The unanswered ping.
    pub ping: Option<RequestId>,
    /// How long it has owed an answer without a word.
    pub silence: Silence,
}

/// A picture that was asked for.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Decode {
    pub id: RequestId,
    pub model: String,
    pub z: Vec<f32>,
}

/// Rows of the map that were asked for.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Batch {
    pub id: RequestId,
    pub model: String,
    pub plane: Plane,
    pub tiles: usize,
    pub first_row: usize,
    pub rows: usize,
}

impl Worker {
    pub fn new(number: u64, kind: EngineKind, threads: usize) -> Worker {
        Worker {
            number,
            kind,
            threads,
            up: false,
            held: BTreeMap::new(),
            loads: Vec::new(),
            points: None,
            decode: None,
            map: None,
            timing: None,
            ping: None,
            silence: Silence::default(),
        }
    }

    /// Whether it can decode with `model`.
    pub fn holds(&self, model: &str) -> bool {
        self.up && self.held.contains_key(model)
    }

    /// Whether it owes an answer.
    pub fn owes(&self) -> bool {
        !self.up
            || !self.loads.is_empty()
            || self.points.is_some()
            || self.decode.is_some()
            || self.map.is_some()
            || self.timing.is_some()
            || self.ping.is_some()
    }

    /// Takes note that a load ended, and says of which model.
    pub fn end_load(&mut self, id: RequestId) -> Option<String> {
        let at = self.loads.iter().position(|(load, _)| *load == id)?;
        Some(self.loads.remove(at).1)
    }

    /// Takes note that the timing ended, and says of which model.
    pub fn end_timing(&mut self, id: RequestId) -> Option<String> {
        self.timing
            .take_if(|(timing, _)| *timing == id)
            .map(|(_, model)| model)
    }
}
