//! What an explorer answers, also such that it says what it is about, and in any order.

use std::sync::Arc;

use protocol::payload::{PosteriorPayload, f32_bytes, f32_values};
use protocol::{FromEngine, ModelAnswer, ModelQuery, RequestId, ToEngine, Unread};

use crate::coverage::{reached, variant};
use crate::sim::{Letter, Sim, TEN, TWO, id_of};

/// The first of an echo's last two bytes; no other picture has both.
const MARK: [u8; 2] = [0xEC, 0x40];

/// The standard deviations of a posterior that is an echo.
pub const ECHO_SPREAD: f32 = 0.123;

/// The first two bytes of the picture of a point.
pub fn echo(z: &[f32]) -> [u8; 2] {
    let sum = z.iter().fold(0_u32, |sum, value| {
        sum.wrapping_mul(31).wrapping_add(value.to_bits() >> 7)
    });
    (sum as u16 ^ (sum >> 16) as u16).to_le_bytes()
}

/// Whether a picture is an echo.
pub fn is_echo(bytes: &[u8]) -> bool {
    bytes.len() == 4 && bytes[2..] == MARK
}

/// The mean of the posterior of a picture.
pub fn echo_mean(bytes: &[u8]) -> f32 {
    bytes.iter().map(|byte| f32::from(*byte)).sum::<f32>() / 512.0
}

/// The share of a principal direction of a model: no two models of a test have the same.
pub fn echo_share(model: &str) -> f32 {
    let sum = model.bytes().fold(0_u32, |sum, byte| {
        sum.wrapping_mul(31).wrapping_add(byte.into())
    });
    0.5 + (sum % 4096) as f32 / 8192.0
}

/// The picture of a point: two by two grey pixels.
fn echo_picture(z: &[f32]) -> [u8; 4] {
    let [one, two] = echo(z);
    [one, two, MARK[0], MARK[1]]
}

/// What an answer's payload is, if the answer is to say what it is about.
fn echo_payload(letter: &Letter, reply: &FromEngine) -> Option<Vec<u8>> {
    let asked = letter.payload.as_deref().unwrap_or_default();
    let query = match &letter.message {
        ToEngine::Decode { z, .. } => return Some(echo_picture(z).to_vec()),
        ToEngine::Query { query, .. } => query,
        _ => return None,
    };
    let FromEngine::Answer {
        answer: Unread::Known(answer),
        ..
    } = reply
    else {
        return None;
    };
    let points = f32_values(asked);
    match (query, answer) {
        (ModelQuery::Decode, ModelAnswer::Pictures { count, .. }) => {
            let latent = points.len() / (*count).max(1);
            Some(
                points
                    .chunks(latent.max(1))
                    .flat_map(echo_picture)
                    .collect(),
            )
        }
        (ModelQuery::ReferencePage { first, count }, _) => {
            let numbers = (*first..first + count).map(|number| [number as f32]);
            let mut payload: Vec<u8> = numbers.flat_map(|it| echo_picture(&it)).collect();
            payload.extend(vec![3; *count]);
            Some(payload)
        }
        (ModelQuery::Encode, ModelAnswer::Posterior { count: 1, latent }) => {
            let payload = PosteriorPayload {
                means: vec![echo_mean(asked); *latent],
                spreads: vec![ECHO_SPREAD; *latent],
            };
            Some(payload.write())
        }
        (ModelQuery::NearestImages { count }, _) => Some(echo_picture(&points).repeat(2 * count)),
        _ => None,
    }
}

impl Sim {
    /// An engine answers a message, with what says what it is about.
    pub fn answer_echo(&mut self, letter: &Letter) {
        let (reply, payload) = self.reply(letter);
        let payload = echo_payload(letter, &reply).or(payload);
        self.says(letter.worker, reply, payload);
    }

    /// An engine answers the message at a place in the line, counted round. A trainer's are answered
    /// in their order.
    pub fn answer_later(&mut self, at: usize) {
        let places: Vec<usize> = self
            .inbox
            .iter()
            .enumerate()
            .filter(|(_, letter)| !matches!(letter.message, ToEngine::Train { .. }))
            .map(|(place, _)| place)
            .collect();
        if places.is_empty() {
            self.answer();
            return;
        }
        let letter = self.inbox.remove(places[at % places.len()]);
        self.answer_echo(&letter.expect("a message"));
    }

    /// An engine answers the oldest message, with what says what it is about.
    pub fn answer_next(&mut self) {
        match self.inbox.front().map(|letter| &letter.message) {
            Some(ToEngine::Train { .. }) | None => {
                self.answer();
            }
            Some(_) => self.answer_later(0),
        }
    }

    /// An engine answers the oldest question of Explore with a message that is no answer to it.
    pub fn misanswer(&mut self, mut message: FromEngine) {
        let id = |letter: &Letter| match letter.message {
            ToEngine::Train { .. } => None,
            _ => id_of(&letter.message),
        };
        let Some(at) = self.inbox.iter().position(|letter| id(letter).is_some()) else {
            return;
        };
        let (FromEngine::ModelLoaded { id: answered, .. }
        | FromEngine::EncodedPoints { id: answered, .. }
        | FromEngine::Picture { id: answered, .. }
        | FromEngine::MapRows { id: answered, .. }
        | FromEngine::Timed { id: answered, .. }
        | FromEngine::Answer { id: answered, .. }
        | FromEngine::Pong { id: answered }
        | FromEngine::Failed { id: answered, .. }) = &mut message
        else {
            return;
        };
        *answered = id(&self.inbox[at]).expect("a question");
        if let FromEngine::Answer { answer, .. } = &message {
            reached(format!("misanswered by {}", variant(answer)));
        }
        let worker = self.inbox.remove(at).expect("a message").worker;
        self.says(worker, message, Some(vec![7; 12]));
    }

    /// An engine answers the oldest message that `wanted` accepts.
    pub fn answer_first(&mut self, wanted: impl Fn(&ToEngine) -> bool) {
        let mut letters = self.inbox.iter();
        let at = letters.position(|letter| wanted(&letter.message));
        let letter = self.inbox.remove(at.expect("such a message"));
        self.answer_echo(&letter.expect("a message"));
    }

    /// Bytes of the first file of a name that was handed out.
    pub fn saved(&self, name: &str) -> Option<Arc<[u8]>> {
        self.handed.iter().find_map(|handed| match handed {
            session::HostCommand::Save {
                name: of, bytes, ..
            } if of == name => Some(Arc::clone(bytes)),
            _ => None,
        })
    }
}

impl Sim {
    /// What an explorer says: pictures of zeros, posteriors around zero.
    pub fn told(
        &self,
        id: RequestId,
        model: &str,
        query: &ModelQuery,
        payload: Option<&[u8]>,
    ) -> (FromEngine, Option<Vec<u8>>) {
        let latent = match model {
            TWO => 2,
            TEN => 10,
            _ => self
                .session
                .models
                .on_screen
                .as_ref()
                .map_or(2, |it| it.card.latent),
        };
        let bytes = payload.map_or(0, <[u8]>::len);
        let (answer, payload) = match query {
            ModelQuery::Decode => (
                pictures(bytes / 4 / latent, false),
                vec![0; bytes / 4 / latent * 4],
            ),
            ModelQuery::DecodeMixed => {
                // The first layer and two hidden ones.
                let count = bytes / 4 / latent / 3;
                (pictures(count, false), vec![0; count * 4])
            }
            ModelQuery::Encode => {
                let count = bytes / 4;
                let payload = PosteriorPayload {
                    means: vec![0.0; count * latent],
                    spreads: vec![0.25; count * latent],
                };
                (ModelAnswer::Posterior { count, latent }, payload.write())
            }
            ModelQuery::Invert { .. } | ModelQuery::StopInverting => (
                ModelAnswer::Inversion {
                    step: 1,
                    error: 0.125,
                    z: vec![1.0; latent],
                    done: true,
                },
                vec![9; 4],
            ),
            ModelQuery::Restore { draws, .. } => (
                ModelAnswer::Restoration {
                    step: 3,
                    error: 0.25,
                    z: vec![1.0; latent],
                    draws: *draws,
                    effective: 0.5,
                    passed: true,
                    done: true,
                },
                [vec![9; 4 * (draws + 1)], vec![8; 4]].concat(),
            ),
            ModelQuery::Paint => {
                let z = vec![1.0; latent];
                (ModelAnswer::Painted { z, done: true }, Vec::new())
            }
            ModelQuery::StopRestoring => (restoration_stopped(latent), vec![7; 4]),
            ModelQuery::PrincipalDirections { .. } => {
                let mut direction = vec![0.0; latent];
                direction[0] = 1.0;
                let answer = ModelAnswer::PrincipalDirections {
                    count: 1,
                    latent,
                    shares: vec![echo_share(model)],
                };
                (answer, f32_bytes(&direction))
            }
            ModelQuery::LoadReferenceImages { .. } => (
                ModelAnswer::ReferenceImages {
                    count: 100,
                    encoded: Some(100),
                },
                Vec::new(),
            ),
            ModelQuery::ReferencePage { count, .. } => (pictures(*count, true), vec![3; count * 5]),
            ModelQuery::Classify(data) => classified(bytes / 4 / latent, data.info().classes.len()),
            ModelQuery::Counterfactual(_) => (
                ModelAnswer::Counterfactual {
                    of: Some(0),
                    class: Some(1),
                    z: vec![1.0; latent],
                    done: true,
                },
                Vec::new(),
            ),
            ModelQuery::NearestImages { count } => (
                ModelAnswer::NearestImages {
                    pixels: (0..*count).map(|at| (at, 0.5)).collect(),
                    codes: (0..*count).map(|at| (at, 1.5)).collect(),
                    compared: 100,
                    encoded: 100,
                },
                vec![5; 2 * count * 4],
            ),
        };
        (
            FromEngine::Answer {
                id,
                answer: answer.into(),
            },
            Some(payload),
        )
    }
}

/// The last answer of a restoration that was ended.
fn restoration_stopped(latent: usize) -> ModelAnswer {
    ModelAnswer::Restoration {
        step: 1,
        error: 0.5,
        z: vec![0.5; latent],
        draws: 0,
        effective: 0.0,
        passed: false,
        done: true,
    }
}

/// Pictures that are taken for one class after another, by three fifths.
fn classified(count: usize, classes: usize) -> (ModelAnswer, Vec<u8>) {
    let answer = ModelAnswer::Classes {
        count,
        classes,
        accuracy: 0.75,
        held_out: 400,
    };
    let mut shares = vec![0.4 / (classes - 1) as f32; count * classes];
    for (at, row) in shares.chunks_exact_mut(classes).enumerate() {
        row[at % classes] = 0.6;
    }
    (answer, f32_bytes(&shares))
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
