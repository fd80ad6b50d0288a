//! What the page asks of a model beyond pictures of the point and of the map.
//!
//! What takes long goes on beside everything else, a slice at a time: between two slices, messages
//! that came meanwhile are answered.

mod gallery;
mod inverting;
mod pace;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use model::latent;
use model::weights::Model;
use wasm_bindgen_futures::spawn_local;

use super::held::{Models, NO_FILE, Trouble, check_count, le_bytes};
use super::{data, port};
use crate::protocol::{Answer, DataFiles, EngineKind, FromEngine, Question, RequestId};
use gallery::Gallery;

/// Of the draws that principal directions are computed from: the same on every visit.
const SEED: u64 = 0;

/// An answer and its payload; none if it comes later, or more than one does.
type Now = Result<Option<(Answer, Option<Vec<u8>>)>, Trouble>;

/// What outlives a question: jobs that go on, and images that are held.
pub struct Asked {
    kind: EngineKind,
    gallery: Rc<RefCell<Shelf>>,
    /// Ends the newest inversion.
    inverting: Option<Rc<Cell<bool>>>,
}

/// Where images are put when they have arrived.
#[derive(Default)]
struct Shelf {
    held: Option<Rc<Gallery>>,
    /// The request whose images are on their way.
    awaited: Option<RequestId>,
}

impl Asked {
    pub fn new(kind: EngineKind) -> Self {
        Self {
            kind,
            gallery: Rc::default(),
            inverting: None,
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
            Question::Hold { data, files } => {
                self.hold(asker, data, files, payload);
                Ok(None)
            }
            Question::Invert { seed } => {
                let picture = asker.pictures_of(payload)?;
                let stop = Rc::new(Cell::new(false));
                let inversion = inverting::begin(asker, &picture, seed, Rc::clone(&stop));
                // On an error, the one before goes on.
                inversion.map(|()| {
                    self.stop_inverting();
                    self.inverting = Some(stop);
                    None
                })
            }
            Question::StopInverting => {
                self.stop_inverting();
                Ok(None)
            }
            Question::Principal { count } => {
                spawn_local(asker.principal(count));
                Ok(None)
            }
            Question::Show { first, count } => self.held()?.show(first, count).map(Some),
            Question::Nearest { count } => {
                let point = numbers(payload)?;
                self.held()?.nearest(&asker, &point, count).await.map(Some)
            }
        };
        let told = |(answer, payload)| (FromEngine::Told { id, answer }, payload);
        Ok(now?.map(told))
    }

    fn stop_inverting(&mut self) {
        if let Some(stop) = self.inverting.take() {
            stop.set(true);
        }
    }

    fn held(&self) -> Result<Rc<Gallery>, Trouble> {
        let held = self.gallery.borrow().held.clone();
        Ok(held.ok_or("Expected images to look at, found none. Choose a data set first.")?)
    }

    /// Fetches or draws a data set, and holds it in place of the one before once it is there.
    fn hold(
        &self,
        asker: Asker,
        data: spec::DataSource,
        files: DataFiles,
        payload: Option<Vec<u8>>,
    ) {
        let shelf = Rc::clone(&self.gallery);
        shelf.borrow_mut().awaited = Some(asker.id);
        spawn_local(async move {
            let images = data::images(data, asker.model.image(), &files, payload).await;
            let mut shelf = shelf.borrow_mut();
            let images = match images {
                _ if shelf.awaited != Some(asker.id) => {
                    Err("These images are no longer wanted: others were asked for.".to_owned())
                }
                images => images,
            };
            match images {
                Ok(images) => {
                    let gallery = Rc::new(Gallery::new(asker.id, images));
                    // Those before are let go first: both at once may be more than there is room for.
                    shelf.held = None;
                    gallery.encode(&asker);
                    gallery.tell(&asker);
                    shelf.held = Some(gallery);
                }
                Err(error) => {
                    let id = asker.id;
                    port::post(&FromEngine::Failed { id, error }, None);
                }
            }
        });
    }
}

/// Who asks, of which model.
#[derive(Clone)]
struct Asker {
    id: RequestId,
    kind: EngineKind,
    model: Rc<Model>,
    device: model::Device,
}

impl Asker {
    /// Sends an answer.
    fn tell(&self, answer: Answer, payload: Option<&[u8]>) {
        let id = self.id;
        port::post(&FromEngine::Told { id, answer }, payload);
    }

    /// Says that there is no answer.
    fn fail(&self, error: model::Error) {
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
        let payload = le_bytes([&encoded.means, &encoded.spreads]);
        Ok(Some((answer, Some(payload))))
    }

    async fn principal(self, count: usize) {
        let (model, latent) = (&*self.model, self.model.latent());
        let found = latent::principal(model, latent, count, SEED, &self.device, port::macrotask);
        match found.await {
            Ok(found) => {
                let answer = Answer::Principal {
                    count: found.shares.len(),
                    latent,
                    shares: found.shares,
                };
                self.tell(answer, Some(&le_bytes([&found.directions])));
            }
            Err(error) => self.fail(error),
        }
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
    let (quads, rest) = bytes.as_chunks::<4>();
    if !rest.is_empty() {
        let found = bytes.len();
        return Err(format!("Expected numbers of 4 bytes each, found {found} bytes.").into());
    }
    Ok(quads.iter().map(|&quad| f32::from_le_bytes(quad)).collect())
}
