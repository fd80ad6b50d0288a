//! What the page asks of a model beyond pictures of the point and of the map.
//!
//! What takes long ([`long`]) is left to programs that train as well: the explorer's has to arrive
//! before the first picture, and has no room for it.

#[cfg(feature = "train")]
mod gallery;
#[cfg(feature = "train")]
mod inverting;
#[cfg(feature = "train")]
mod long;
#[cfg(not(feature = "train"))]
#[path = "no_long.rs"]
mod long;
#[cfg(feature = "train")]
mod pace;

use protocol::payload::{PosteriorPayload, f32_values};
use std::rc::Rc;

use model::latent;
use model::weights::LoadedModel;

use super::held::{Models, NO_FILE, Trouble, check_count};
#[cfg(feature = "train")]
use super::port;
use long::Long;
use protocol::{Answer, EngineKind, FromEngine, Question, RequestId};

/// An answer and its payload; none if it comes later, or more than one does.
type Now = Result<Option<(Answer, Option<Vec<u8>>)>, Trouble>;

/// What answers.
pub struct Asked {
    kind: EngineKind,
    long: Long,
}

impl Asked {
    pub fn new(kind: EngineKind) -> Self {
        Self {
            kind,
            long: Long::default(),
        }
    }

    /// Answers, or begins to.
    pub async fn answer(
        &mut self,
        id: RequestId,
        model: &str,
        question: Question,
        payload: Option<Vec<u8>>,
        models: &Models,
    ) -> Result<Option<(FromEngine, Option<Vec<u8>>)>, Trouble> {
        let model = models.model(model)?;
        let asker = Asker {
            id,
            kind: self.kind,
            model,
            device: models.device().clone(),
        };
        let now = match question {
            Question::Decode => asker.decode(payload).await,
            Question::Encode => asker.encode(payload).await,
            question => self.long.answer(asker, question, payload).await,
        };
        let told = |(answer, payload)| (FromEngine::Told { id, answer }, payload);
        Ok(now?.map(told))
    }
}

/// Who asks, of which model.
#[derive(Clone)]
#[cfg_attr(
    not(feature = "train"),
    allow(dead_code, reason = "what takes long needs all of it")
)]
struct Asker {
    id: RequestId,
    kind: EngineKind,
    model: Rc<LoadedModel>,
    device: model::Device,
}

impl Asker {
    /// Sends an answer.
    #[cfg(feature = "train")]
    fn tell(&self, answer: Answer, payload: Option<&[u8]>) {
        let id = self.id;
        port::post(&FromEngine::Told { id, answer }, payload);
    }

    /// Says that there is no answer.
    #[cfg(feature = "train")]
    fn fail(&self, error: model::ModelError) {
        port::post(&Trouble::from(error).told(self.id, self.kind), None);
    }

    async fn decode(&self, payload: Option<Vec<u8>>) -> Now {
        let points = numbers(payload)?;
        latent::check_points(self.model.latent(), &points)?;
        check_count(points.len() / self.model.latent())?;
        let pictures = self.model.pictures(&points, &self.device).await?;
        Ok(Some((self.pictures(&pictures, false), Some(pictures))))
    }

    async fn encode(&self, payload: Option<Vec<u8>>) -> Now {
        let pictures = self.pictures_of(payload)?;
        let encoded = self.model.posteriors(&pictures, &self.device).await?;
        let encoded = encoded.ok_or(
            "Expected a model with an encoder, found a generator alone. Search for the point that \
             gives the picture instead.",
        )?;
        let answer = Answer::Posterior {
            count: pictures.len() / self.model.image().len(),
            latent: self.model.latent(),
        };
        let payload = PosteriorPayload {
            means: encoded.means,
            spreads: encoded.spreads,
        }
        .write();
        Ok(Some((answer, Some(payload))))
    }

    /// Pictures of the model's size that came with a message.
    fn pictures_of(&self, payload: Option<Vec<u8>>) -> Result<Vec<u8>, Trouble> {
        let shape = self.model.image();
        let bytes = payload.ok_or(NO_FILE)?;
        if bytes.is_empty() || !bytes.len().is_multiple_of(shape.len()) {
            let found = bytes.len();
            return Err(format!(
                "Expected pictures of {}×{} pixels and {} channels, {} bytes each, found {found} \
                 bytes.",
                shape.height,
                shape.width,
                shape.channels,
                shape.len()
            )
            .into());
        }
        check_count(bytes.len() / shape.len())?;
        Ok(bytes)
    }

    /// What is said of pictures of the model's size.
    fn pictures(&self, pictures: &[u8], labelled: bool) -> Answer {
        let shape = self.model.image();
        Answer::Pictures {
            count: pictures.len() / shape.len(),
            width: shape.width,
            height: shape.height,
            channels: shape.channels,
            labelled,
        }
    }
}

/// The numbers of a payload.
fn numbers(payload: Option<Vec<u8>>) -> Result<Vec<f32>, Trouble> {
    let bytes = payload.ok_or("Expected a latent point with the message, found none.")?;
    if !bytes.len().is_multiple_of(4) {
        let found = bytes.len();
        return Err(format!("Expected numbers of 4 bytes each, found {found} bytes.").into());
    }
    Ok(f32_values(&bytes))
}
