//! What the session knows of one worker.

use std::collections::BTreeMap;

use super::state::ImagePixels;
use super::watchdog::IdleTimer;
use protocol::{CardFacts, EngineKind, Plane, RequestId};

/// A worker that was started and not yet stopped.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct WorkerState {
    /// The number that [`HostCommand::StartWorker`](super::HostCommand::StartWorker) gave it.
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
    pub silence: IdleTimer,
}

/// What a question was asked for.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum PendingQuestion {
    /// The film that is on its way.
    Film,
    /// The posterior of this picture, by this model.
    Encode { model: String, picture: ImagePixels },
    /// The codes of two groups of examples, for the vector of this name.
    Groups { name: String },
    /// A point that the model draws the picture at.
    Invert,
    /// Principal directions.
    Principal,
    /// Images of a data set.
    Hold,
    /// A page of them.
    Page,
    /// Those nearest to the picture of this point.
    Nearest { z: Vec<f32> },
}

/// A picture that was asked for.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PictureRequest {
    pub id: RequestId,
    pub model: String,
    pub z: Vec<f32>,
}

/// Rows of the map that were asked for.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct MapRequest {
    pub id: RequestId,
    pub model: String,
    pub plane: Plane,
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
            up: false,
            held: BTreeMap::new(),
            loads: Vec::new(),
            points: None,
            decode: None,
            map: None,
            questions: Vec::new(),
            timing: None,
            ping: None,
            silence: IdleTimer::default(),
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
            || !self.questions.is_empty()
            || self.timing.is_some()
            || self.ping.is_some()
    }

    /// What a question was asked for; it is answered by this unless more is to come.
    pub fn purpose(&mut self, id: RequestId, goes_on: bool) -> Option<PendingQuestion> {
        let at = self.questions.iter().position(|(asked, _)| *asked == id)?;
        if goes_on {
            return Some(self.questions[at].1.clone());
        }
        Some(self.questions.remove(at).1)
    }

    /// Whether a question for this is not yet answered.
    pub fn asks(&self, purpose: &PendingQuestion) -> bool {
        self.questions.iter().any(|(_, asked)| asked == purpose)
    }

    /// Whether the posterior of any picture by this model is on its way.
    pub fn encodes_with(&self, model: &str) -> bool {
        let encode = |asked: &PendingQuestion| matches!(asked, PendingQuestion::Encode { model: by, .. } if by == model);
        self.questions.iter().any(|(_, asked)| encode(asked))
    }

    /// Whether the nearest images of any point are on their way.
    pub fn asks_for_nearest(&self) -> bool {
        let nearest = |asked: &PendingQuestion| matches!(asked, PendingQuestion::Nearest { .. });
        self.questions.iter().any(|(_, asked)| nearest(asked))
    }

    /// No longer listens to answers to questions for this; says whether there were any.
    pub fn forget(&mut self, purpose: &PendingQuestion) -> bool {
        let before = self.questions.len();
        self.questions.retain(|(_, asked)| asked != purpose);
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
