//! Workers whose answers say what they are about: by which model, with which of its weights, of which
//! data. What they answer is computed in the order of the questions, and delivered in any.

use std::collections::{BTreeMap, VecDeque};

use protocol::payload::{EncodedPointsPayload, PosteriorPayload, f32_bytes, f32_values};
use protocol::{
    FromEngine, ModelAnswer, ModelQuery, RoomError, ToEngine, TrainCommand, TrainerUpdate,
    WorkerRole,
};
use run_spec::DatasetId;
use session::{EngineChoice, GpuAdapter, LIVE_MODEL, SessionEvent, TrainEvent};

use super::questions::{Question, question_of};
use crate::sim::{Letter, Sim, id_of};
use crate::sim_echo::echo_share;
use crate::training::train;

/// The last byte of a stamped picture.
const MARK: u8 = 0x5A;

/// An answer that was computed and not yet delivered.
#[derive(Clone, Debug)]
pub struct Answer {
    pub worker: u64,
    pub asked: Letter,
    pub message: FromEngine,
    pub payload: Option<Vec<u8>>,
}

impl Answer {
    /// What was asked; `None` of what is no question.
    pub fn question(&self) -> Option<Question> {
        question_of(&self.asked.message)
    }

    /// The same question, not answered.
    pub fn failed(mut self) -> Self {
        if let Some(id) = id_of(&self.asked.message) {
            let error = "No.".into();
            self.message = FromEngine::Failed { id, error };
            self.payload = None;
        }
        self
    }
}

/// The models that workers hold, by worker and name: dimensions, and which weights.
type HeldModels = BTreeMap<(u64, String), (usize, u8)>;

/// A session with such workers.
pub struct StampedWorkers {
    pub sim: Sim,
    /// What is not yet delivered, oldest first.
    pub answers: VecDeque<Answer>,
    held: HeldModels,
    /// The data set that each worker holds.
    data: BTreeMap<u64, DatasetId>,
    /// Counts the trainer's weights.
    newest: u8,
    /// The weights that arrived last.
    pub handed_out: u8,
}

impl StampedWorkers {
    /// A session that was started, with nothing answered.
    pub fn started(choice: EngineChoice) -> Self {
        let sim = Sim::started(choice, GpuAdapter::Fit);
        let mut workers = Self {
            sim,
            answers: VecDeque::new(),
            held: BTreeMap::new(),
            data: BTreeMap::new(),
            newest: 0,
            handed_out: 0,
        };
        workers.compute();
        workers
    }

    /// A session on the CPU with the first model, at rest.
    pub fn at_rest() -> Self {
        let mut workers = Self::started(EngineChoice::Cpu);
        workers.deliver_all();
        workers
    }

    /// A run that plays, and its model on screen, at rest.
    pub fn live() -> Self {
        let mut workers = Self::at_rest();
        train(&mut workers.sim, TrainEvent::Play);
        workers.compute();
        workers.deliver_all();
        workers.sim.train_on(10);
        workers.new_weights();
        workers.send(SessionEvent::ChooseModel(LIVE_MODEL.to_owned()));
        workers.deliver_all();
        workers
    }

    /// Something happens.
    pub fn send(&mut self, event: SessionEvent) {
        self.sim.send(event);
        self.compute();
    }

    /// The trainer hands out newer weights, if there is one.
    pub fn new_weights(&mut self) {
        let Some(trainer) = self.sim.trainer() else {
            return;
        };
        self.newest += 1;
        self.handed_out = self.newest;
        let latent = self.sim.session.training.spec().latent as u8;
        let update = TrainerUpdate::Weights { id: None, step: 10 };
        let message = self.sim.update(update);
        let payload = Some(vec![latent, self.newest]);
        self.sim.says(trainer, message, payload);
        self.compute();
    }

    /// Computes the answers to what was sent since.
    pub fn compute(&mut self) {
        while let Some(letter) = self.sim.inbox.pop_front() {
            let worker = letter.worker;
            let mut answer = |message, payload| {
                self.answers.push_back(Answer {
                    worker,
                    asked: letter.clone(),
                    message,
                    payload,
                });
            };
            match &letter.message {
                ToEngine::Train { run, command } if !self.sim.takes(*run, command) => {
                    if let Some(id) = id_of(&letter.message) {
                        let error = RoomError::RunReplaced.into();
                        answer(FromEngine::Failed { id, error }, None);
                    }
                }
                ToEngine::Train { command, .. } => {
                    let exports = matches!(command, TrainCommand::Weights { .. });
                    for (update, payload) in self.sim.train(command, letter.payload.as_deref()) {
                        let payload = payload.map(|mut bytes| {
                            if exports {
                                bytes.push(self.newest);
                            }
                            bytes
                        });
                        answer(self.sim.update(update), payload);
                    }
                }
                ToEngine::Query { id, model, query } => {
                    let held = self.held.get(&(worker, model.clone()));
                    let Some(&held) = held else {
                        answer(
                            FromEngine::Failed {
                                id: *id,
                                error: "It holds no such model.".into(),
                            },
                            None,
                        );
                        continue;
                    };
                    let asked = letter.payload.as_deref().unwrap_or_default();
                    if let ModelQuery::LoadReferenceImages { data, .. } = query {
                        self.data.insert(worker, *data);
                    }
                    let data = self.data.get(&worker).copied();
                    for (said, payload) in told(model, held, data, query, asked) {
                        let answered = FromEngine::Answer {
                            id: *id,
                            answer: said.into(),
                        };
                        answer(answered, Some(payload));
                    }
                }
                _ => {
                    let (message, plain) = self.sim.reply(&letter);
                    if let FromEngine::ModelLoaded { model, card, .. } = &message {
                        let weights = letter
                            .payload
                            .as_ref()
                            .map_or(0, |bytes| bytes.get(1).copied().unwrap_or_default());
                        let key = (worker, model.clone());
                        self.held.insert(key, (card.latent, weights));
                    }
                    let stamped = stamped(&self.held, &letter);
                    answer(message, stamped.or(plain));
                }
            }
        }
    }

    /// A worker's answer arrives, unless the worker was stopped.
    pub fn deliver(&mut self, answer: Answer) {
        if self.sim.alive.contains_key(&answer.worker) {
            let told = matches!(answer.message, FromEngine::Training { .. });
            if told && answer.question() == Some(Question::Weights) {
                let weights = answer.payload.as_ref().and_then(|bytes| bytes.last());
                self.handed_out = weights.copied().unwrap_or_default();
            }
            let before = self.sim.session.view.picture.clone();
            self.sim.says(answer.worker, answer.message, answer.payload);
            let session = &self.sim.session;
            if session.view.picture != before {
                let picture = session.view.picture.as_ref().map(|it| &it.model);
                let shown = session.models.on_screen.as_ref().map(|it| &it.id);
                assert_eq!(
                    picture, shown,
                    "a picture of a model that has left the screen"
                );
            }
        }
        self.compute();
    }

    /// The answers arrive in their order, until nothing is asked any more.
    pub fn deliver_all(&mut self) {
        for _ in 0..2_000 {
            let Some(answer) = self.answers.pop_front() else {
                return;
            };
            self.deliver(answer);
        }
        panic!("the session never stops asking");
    }

    /// Answers arrive in their order, until the next one answers such a question. It is taken out,
    /// with all that answers the same request.
    pub fn held_back(&mut self, question: Question) -> Vec<Answer> {
        for _ in 0..2_000 {
            let of_kind = |answer: &Answer| answer.question() == Some(question);
            if let Some(at) = self.answers.iter().position(of_kind) {
                let id = id_of(&self.answers[at].asked.message);
                let all = std::mem::take(&mut self.answers);
                let (held, others): (Vec<_>, Vec<_>) = all
                    .into_iter()
                    .partition(|it| id_of(&it.asked.message) == id);
                self.answers = others.into();
                return held;
            }
            let next = self.answers.pop_front();
            self.deliver(next.unwrap_or_else(|| panic!("nobody asked {question:?}")));
        }
        panic!("nobody asked {question:?}");
    }

    /// The explorer.
    pub fn explorer(&self) -> Option<u64> {
        self.worker(WorkerRole::Explorer)
    }

    /// The background worker.
    pub fn background(&self) -> Option<u64> {
        self.worker(WorkerRole::Background)
    }

    fn worker(&self, role: WorkerRole) -> Option<u64> {
        let mut workers = self.sim.alive.keys().copied();
        workers.find(|worker| self.sim.roles[worker] == role)
    }

    /// Which weights the explorer has under a name.
    pub fn weights(&self, model: &str) -> Option<u8> {
        let key = (self.explorer()?, model.to_owned());
        self.held.get(&key).map(|held| held.1)
    }
}

/// The payload of an answer about the point, the map or the encoded images.
fn stamped(held: &HeldModels, letter: &Letter) -> Option<Vec<u8>> {
    let held = |model: &String| held.get(&(letter.worker, model.clone()));
    let weights = |model: &String| held(model).map_or(0, |held| held.1);
    match &letter.message {
        ToEngine::Decode { model, z, .. } => Some(stamp(model, weights(model), z).to_vec()),
        ToEngine::DecodeMap {
            model,
            slice,
            tiles,
            first_row,
            rows,
            ..
        } => {
            let place = map_place(slice, *tiles, *first_row);
            let tile = stamp(model, weights(model), &place);
            Some(tile.repeat(tiles * rows))
        }
        ToEngine::LoadEncodedPoints { model, .. } => {
            let latent = held(model)?.0;
            let payload = EncodedPointsPayload {
                posteriors: PosteriorPayload {
                    means: vec![mean_of(model, b"points"); 3 * latent],
                    spreads: vec![0.5; 3 * latent],
                },
                factors: Vec::new(),
                labels: vec![7, 1, 9],
            };
            Some(payload.write())
        }
        _ => None,
    }
}

/// What is said of a query, with the payload of each answer.
fn told(
    model: &str,
    (latent, weights): (usize, u8),
    data: Option<DatasetId>,
    query: &ModelQuery,
    asked: &[u8],
) -> Vec<(ModelAnswer, Vec<u8>)> {
    let points = f32_values(asked);
    let answer = match query {
        ModelQuery::Decode => {
            let rows = points.chunks_exact(latent);
            let answer = pictures(rows.len(), false);
            (
                answer,
                rows.flat_map(|z| stamp(model, weights, z)).collect(),
            )
        }
        ModelQuery::Encode => {
            let rows = asked.chunks_exact(4);
            let count = rows.len();
            let means = rows.flat_map(|picture| vec![mean_of(model, picture); latent]);
            let payload = PosteriorPayload {
                means: means.collect(),
                spreads: vec![spread_of(weights); count * latent],
            };
            (ModelAnswer::Posterior { count, latent }, payload.write())
        }
        ModelQuery::Invert { .. } => {
            let z = vec![found_of(model, asked); latent];
            let at = |step, done| {
                let answer = ModelAnswer::Inversion {
                    step,
                    error: 0.125,
                    z: z.clone(),
                    done,
                };
                (answer, stamp(model, weights, &z).to_vec())
            };
            return vec![at(1, false), at(2, true)];
        }
        // Its answer is the search's last.
        ModelQuery::StopInverting | ModelQuery::StopRestoring => return Vec::new(),
        ModelQuery::Restore { .. } | ModelQuery::Paint => return Vec::new(),
        ModelQuery::Classify(_) | ModelQuery::Counterfactual(_) | ModelQuery::DecodeMixed => {
            return Vec::new();
        }
        ModelQuery::PrincipalDirections { .. } => {
            let mut direction = vec![0.0; latent];
            direction[0] = 1.0;
            direction[latent - 1] = direction_of(weights);
            let answer = ModelAnswer::PrincipalDirections {
                count: 1,
                latent,
                shares: vec![echo_share(model)],
            };
            (answer, f32_bytes(&direction))
        }
        ModelQuery::LoadReferenceImages { data, .. } => {
            let count = images_of(*data);
            let encoded = Some(count);
            (ModelAnswer::ReferenceImages { count, encoded }, Vec::new())
        }
        ModelQuery::ReferencePage { first, count } => {
            let name = data.map_or("", DatasetId::as_str);
            let images = (*first..first + count).map(|image| stamp(name, 0, &[image as f32]));
            let mut payload = images.flatten().collect::<Vec<u8>>();
            payload.extend(vec![3; *count]);
            (pictures(*count, true), payload)
        }
        ModelQuery::NearestImages { count } => {
            let name = near_name(model, data);
            let answer = ModelAnswer::NearestImages {
                pixels: (0..*count).map(|at| (at, 0.5)).collect(),
                codes: (0..*count).map(|at| (at, 1.5)).collect(),
                compared: 100,
                encoded: data.map_or(0, images_of),
            };
            (answer, stamp(&name, weights, &points).repeat(2 * count))
        }
    };
    vec![answer]
}

fn pictures(count: usize, labelled: bool) -> ModelAnswer {
    ModelAnswer::Pictures {
        count,
        width: 2,
        height: 2,
        channels: 1,
        labelled,
    }
}

/// A picture of two by two grey pixels that says what it is of.
pub fn stamp(model: &str, weights: u8, numbers: &[f32]) -> [u8; 4] {
    // −0 and 0 are one point.
    let numbers = numbers.iter().map(|number| number + 0.0);
    let bytes = numbers.flat_map(f32::to_le_bytes);
    let sum = hash(model.bytes().chain(bytes));
    [sum as u8, (sum >> 8) as u8, weights, MARK]
}

/// What says where a strip of the map lies.
pub fn map_place(slice: &latent::LatentSlice, tiles: usize, first_row: usize) -> Vec<f32> {
    let mut place = [&slice.origin[..], &slice.across, &slice.up].concat();
    let (x, y) = slice.centre;
    place.extend([x, y, slice.extent, tiles as f32, first_row as f32]);
    place
}

/// Every coordinate of a picture's posterior mean.
pub fn mean_of(model: &str, picture: &[u8]) -> f32 {
    let sum = hash(model.bytes().chain(picture.iter().copied()));
    (sum % 4096) as f32 / 1024.0 - 2.0
}

/// Every coordinate of the point that is found for a picture.
pub fn found_of(model: &str, picture: &[u8]) -> f32 {
    -mean_of(model, picture)
}

/// Standard deviations, by weights.
pub fn spread_of(weights: u8) -> f32 {
    0.25 + f32::from(weights) / 1024.0
}

/// The last coordinate of a principal direction, by weights.
pub fn direction_of(weights: u8) -> f32 {
    f32::from(weights) / 1024.0
}

/// How many images a data set has.
pub fn images_of(data: DatasetId) -> usize {
    95 + data as usize
}

/// What the images nearest to a model's picture are stamped with.
pub fn near_name(model: &str, data: Option<DatasetId>) -> String {
    format!("{model} beside {}", data.map_or("", DatasetId::as_str))
}

fn hash(bytes: impl Iterator<Item = u8>) -> u32 {
    bytes.fold(2_166_136_261, |sum, byte| {
        (sum ^ u32::from(byte)).wrapping_mul(16_777_619)
    })
}
