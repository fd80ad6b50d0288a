//! What the session knows of one worker.

use std::collections::BTreeMap;

use super::watchdog::IdleTimer;
use crate::questions::PendingQuestion;
use latent::LatentSlice;
use protocol::{CardFacts, EngineKind, RequestId};

/// A worker that was started and not yet stopped.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct WorkerState {
    /// The number that [`HostCommand::StartWorker`](crate::HostCommand::StartWorker) gave it.
    pub number: u64,
    /// The engine that it runs.
    pub kind: EngineKind,
    /// How many threads it has.
    pub threads: usize,
    /// Whether it opens ONNX files too.
    pub onnx: bool,
    /// Whether it answered the page's greeting.
    pub up: bool,
    /// The models that it holds, and their cards. A worker holds models for its life.
    pub loaded: BTreeMap<String, CardFacts>,
    /// Models that it is loading.
    pub loads: Vec<(RequestId, String)>,
    /// The encoded images that it is fetching.
    pub points: Option<PointsRequest>,
    /// The picture that it is decoding. Never more than one, so that the newest point never waits
    /// behind older ones.
    pub decode: Option<PictureRequest>,
    /// The strip of the map that it is decoding; never more than one either.
    pub map: Option<MapRequest>,
    /// Other questions that it was asked, oldest first.
    pub questions: Vec<(RequestId, PendingQuestion)>,
    /// The model that it is timing.
    pub timing: Option<(RequestId, String)>,
    /// The unanswered ping.
    pub ping: Option<RequestId>,
    /// How long it has owed an answer without a word.
    pub idle: IdleTimer,
}

/// Encoded images that were asked for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PointsRequest {
    pub id: RequestId,
    pub model: String,
}

/// A picture that was asked for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PictureRequest {
    pub id: RequestId,
    pub model: String,
    /// Which weights of the model in training.
    pub version: u64,
    pub z: Vec<f32>,
}

/// Rows of the map that were asked for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct MapRequest {
    pub id: RequestId,
    pub model: String,
    /// Which weights of the model in training.
    pub version: u64,
    pub plane: LatentSlice,
    pub tiles: usize,
    pub first_row: usize,
    pub rows: usize,
}

impl WorkerState {
    pub fn new(number: u64, kind: EngineKind, threads: usize) -> WorkerState {
        WorkerState {
            number,
            kind,
            threads,
            onnx: false,
            up: false,
            loaded: BTreeMap::new(),
            loads: Vec::new(),
            points: None,
            decode: None,
            map: None,
            questions: Vec::new(),
            timing: None,
            ping: None,
            idle: IdleTimer::default(),
        }
    }

    /// Whether it can decode with `model`.
    pub fn holds(&self, model: &str) -> bool {
        self.up && self.loaded.contains_key(model)
    }

    /// Whether it has yet to answer something.
    pub fn has_pending(&self) -> bool {
        !self.up
            || !self.loads.is_empty()
            || self.points.is_some()
            || self.decode.is_some()
            || self.map.is_some()
            || !self.questions.is_empty()
            || self.timing.is_some()
            || self.ping.is_some()
    }

    /// What was asked by the question with this id; it is answered by this unless more is to come.
    pub fn asked(&mut self, id: RequestId, goes_on: bool) -> Option<PendingQuestion> {
        let at = self.questions.iter().position(|(asked, _)| *asked == id)?;
        if goes_on {
            return Some(self.questions[at].1.clone());
        }
        Some(self.questions.remove(at).1)
    }

    /// Whether a question of a kind is not yet answered.
    pub fn has_asked(&self, of_kind: impl Fn(&PendingQuestion) -> bool) -> bool {
        self.questions.iter().any(|(_, asked)| of_kind(asked))
    }

    /// No longer listens to answers to questions of a kind; says whether there were any.
    pub fn forget(&mut self, of_kind: impl Fn(&PendingQuestion) -> bool) -> bool {
        let before = self.questions.len();
        self.questions.retain(|(_, asked)| !of_kind(asked));
        self.questions.len() < before
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_answered_once_unless_more_is_to_come() {
        let mut worker = WorkerState::new(1, EngineKind::Cpu, 1);
        let asked = PendingQuestion::Principal {
            model: "one".to_owned(),
            version: 0,
        };
        worker.up = true;
        worker.questions.push((RequestId(7), asked.clone()));
        assert_eq!(worker.asked(RequestId(8), false), None);
        assert_eq!(worker.asked(RequestId(7), true), Some(asked.clone()));
        assert!(worker.has_pending());
        assert_eq!(worker.asked(RequestId(7), false), Some(asked));
        assert_eq!(worker.asked(RequestId(7), false), None);
        assert!(!worker.has_pending());
    }
}
