//! Images that are held to be looked at and compared with what a model makes.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use model::data::Images;
use model::latent::{self, nearest};
use model::weights::LoadedModel;
use wasm_bindgen_futures::spawn_local;

use super::Asker;
use super::pace::Pace;
use crate::held::{Trouble, check_count};
use crate::port;
use protocol::{Answer, RequestId};

/// While images are encoded, this often it is said how far that is.
const REPORTS: usize = 10;

/// A data set at the size of a model's pictures.
pub struct Gallery {
    /// The request that it was asked for with.
    id: RequestId,
    images: Images,
    codes: RefCell<Codes>,
}

/// Posterior means of the first images, by one model.
#[derive(Default)]
struct Codes {
    /// Lets go of a model that was replaced.
    model: Weak<LoadedModel>,
    means: Vec<f32>,
}

impl Gallery {
    pub fn new(id: RequestId, images: Images) -> Self {
        Self {
            id,
            images,
            codes: RefCell::default(),
        }
    }

    /// Encodes all images, a slice at a time, unless this very model has or does so. It ends when the
    /// gallery is no longer held, or another model takes over.
    pub fn encode(self: &Rc<Self>, asker: &Asker) {
        let model = &asker.model;
        let of = Rc::downgrade(model);
        let known = Weak::ptr_eq(&self.codes.borrow().model, &of);
        if known || !model.has_encoder() || model.image() != self.images.shape() {
            return;
        }
        *self.codes.borrow_mut() = Codes {
            model: of.clone(),
            means: Vec::new(),
        };
        let gallery = Rc::downgrade(self);
        let asker = Asker {
            id: self.id,
            ..asker.clone()
        };
        spawn_local(async move {
            let mut pace = Pace::new(asker.kind);
            loop {
                port::macrotask().await;
                let Some(gallery) = gallery.upgrade() else {
                    return;
                };
                if !Weak::ptr_eq(&gallery.codes.borrow().model, &of) {
                    return;
                }
                match gallery.encode_some(&asker, &mut pace).await {
                    Ok(true) => {}
                    Ok(false) => return,
                    Err(error) => return asker.fail(error),
                }
            }
        });
    }

    /// Encodes the next images; whether there are more.
    async fn encode_some(&self, asker: &Asker, pace: &mut Pace) -> model::ModelResult<bool> {
        let all = self.images.len();
        let before = self.encoded(&asker.model);
        let some = self.images.part(before, pace.begin());
        let pictures: Vec<u8> = (0..some.len())
            .flat_map(|i| some.bytes(i).to_vec())
            .collect();
        let encoded = asker.model.posteriors(&pictures, &asker.device).await?;
        pace.end(some.len());
        let mut codes = self.codes.borrow_mut();
        if !Weak::ptr_eq(&codes.model, &Rc::downgrade(&asker.model)) {
            return Ok(false);
        }
        codes.means.extend(encoded.unwrap_or_default().means);
        drop(codes);
        let done = self.encoded(&asker.model);
        if done == all || done * REPORTS / all > before * REPORTS / all {
            self.tell(asker);
        }
        Ok(done < all)
    }

    /// Says what is held.
    pub fn tell(&self, asker: &Asker) {
        let encoded = asker.model.has_encoder();
        let answer = Answer::Images {
            count: self.images.len(),
            encoded: encoded.then(|| self.encoded(&asker.model)),
        };
        asker.tell(answer, None);
    }

    /// How many images are encoded.
    fn encoded(&self, model: &LoadedModel) -> usize {
        self.codes.borrow().means.len() / model.latent()
    }

    /// Some of the images.
    pub fn show(&self, first: usize, count: usize) -> Result<(Answer, Option<Vec<u8>>), Trouble> {
        let all = self.images.len();
        if first >= all {
            let text = format!("Expected an image below {all}, found image {first}.");
            return Err(text.into());
        }
        let some = self.images.part(first, count);
        check_count(some.len())?;
        let mut payload: Vec<u8> = (0..some.len())
            .flat_map(|i| some.bytes(i).to_vec())
            .collect();
        payload.extend(some.labels().unwrap_or_default());
        let shape = some.shape();
        let answer = Answer::Pictures {
            count: some.len(),
            width: shape.width,
            height: shape.height,
            channels: shape.channels,
            labelled: some.labels().is_some(),
        };
        Ok((answer, Some(payload)))
    }

    /// The images nearest to what a model makes of a point.
    pub async fn nearest(
        self: &Rc<Self>,
        asker: &Asker,
        point: &[f32],
        count: usize,
    ) -> Result<(Answer, Option<Vec<u8>>), Trouble> {
        let model = &asker.model;
        let latent = model.latent();
        latent::check_points(latent, point)?;
        check_count(count)?;
        if point.len() != latent {
            let found = point.len() / latent;
            return Err(format!("Expected one latent point, found {found}.").into());
        }
        let (wanted, found) = (model.image(), self.images.shape());
        if wanted != found {
            return Err(format!(
                "Expected images of {}×{} pixels like the model's pictures, found {}×{}. Choose the \
                 data set again.",
                wanted.height, wanted.width, found.height, found.width
            )
            .into());
        }
        // A model that took another's name has codes of its own.
        self.encode(asker);
        let picture = model.pictures(point, &asker.device).await?;
        let pixels = nearest::by_pixels(&self.images, &picture, count);
        let codes = nearest::by_code(&self.codes.borrow().means, point, count);
        let pictures = pixels.iter().chain(&codes);
        let payload = pictures.flat_map(|&(index, _)| self.images.bytes(index).to_vec());
        let payload = payload.collect();
        let answer = Answer::Nearest {
            pixels,
            codes,
            compared: self.images.len(),
            encoded: self.encoded(model),
        };
        Ok((answer, Some(payload)))
    }
}
