//! Images to look at and to compare with what a model makes.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use model::data::Images;
use model::latent::{self, nearest};
use wasm_bindgen_futures::spawn_local;

use super::super::context::RequestContext;
use super::super::slice_sizer::SliceSizer;
use crate::channel;
use crate::error::RequestError;
use crate::explored_model::ExploredModel;
use crate::loaded_models::check_count;
use protocol::{ModelAnswer, RequestId, RoomError};

/// How often progress is reported while images are encoded.
const REPORTS: usize = 10;

/// A data set at the size of a model's pictures.
pub struct ReferenceData {
    /// The request that it was asked for with.
    id: RequestId,
    images: Images,
    codes: RefCell<ReferenceCodes>,
}

/// Posterior means of the first images, by one model.
#[derive(Default)]
struct ReferenceCodes {
    /// Lets go of a model that was replaced.
    model: Weak<ExploredModel>,
    means: Vec<f32>,
}

impl ReferenceData {
    pub fn new(id: RequestId, images: Images) -> Self {
        Self {
            id,
            images,
            codes: RefCell::default(),
        }
    }

    /// Encodes all images, a slice at a time, unless this very model has or does so. It ends when the
    /// set was replaced, or another model takes over.
    pub fn encode(self: &Rc<Self>, context: &RequestContext) {
        let model = &context.model;
        let of = Rc::downgrade(model);
        let known = Weak::ptr_eq(&self.codes.borrow().model, &of);
        if known || !model.has_encoder() || model.image() != self.images.shape() {
            return;
        }
        *self.codes.borrow_mut() = ReferenceCodes {
            model: of.clone(),
            means: Vec::new(),
        };
        let set = Rc::downgrade(self);
        let context = RequestContext {
            id: self.id,
            ..context.clone()
        };
        spawn_local(async move {
            let mut sizer = SliceSizer::new(context.kind);
            loop {
                channel::macrotask().await;
                let Some(set) = set.upgrade() else {
                    return;
                };
                if !Weak::ptr_eq(&set.codes.borrow().model, &of) {
                    return;
                }
                match set.encode_some(&context, &mut sizer).await {
                    Ok(true) => {}
                    Ok(false) => return,
                    Err(error) => return context.fail(error),
                }
            }
        });
    }

    /// Encodes the next images; whether there are more.
    async fn encode_some(
        &self,
        context: &RequestContext,
        sizer: &mut SliceSizer,
    ) -> Result<bool, RequestError> {
        let all = self.images.len();
        let before = self.encoded(&context.model);
        let some = self.images.part(before, sizer.begin());
        let pictures: Vec<u8> = (0..some.len())
            .flat_map(|i| some.bytes(i).to_vec())
            .collect();
        let encoded = context.model.posteriors(&pictures, &context.device).await?;
        sizer.end(some.len());
        let mut codes = self.codes.borrow_mut();
        if !Weak::ptr_eq(&codes.model, &Rc::downgrade(&context.model)) {
            return Ok(false);
        }
        codes.means.extend(encoded.unwrap_or_default().means);
        drop(codes);
        let done = self.encoded(&context.model);
        if done == all || done * REPORTS / all > before * REPORTS / all {
            self.report(context);
        }
        Ok(done < all)
    }

    /// Tells the page how many images there are, and how many are encoded.
    pub fn report(&self, context: &RequestContext) {
        let encoded = context.model.has_encoder();
        let answer = ModelAnswer::ReferenceImages {
            count: self.images.len(),
            encoded: encoded.then(|| self.encoded(&context.model)),
        };
        context.reply(answer, None);
    }

    /// How many images are encoded.
    fn encoded(&self, model: &ExploredModel) -> usize {
        self.codes.borrow().means.len() / model.latent()
    }

    /// Some of the images.
    pub fn show(
        &self,
        first: usize,
        count: usize,
    ) -> Result<(ModelAnswer, Option<Vec<u8>>), RequestError> {
        let all = self.images.len();
        if first >= all {
            return Err(RoomError::ImageIndex {
                count: all,
                found: first,
            }
            .into());
        }
        let some = self.images.part(first, count);
        check_count(some.len())?;
        let mut payload: Vec<u8> = (0..some.len())
            .flat_map(|i| some.bytes(i).to_vec())
            .collect();
        payload.extend(some.labels().unwrap_or_default());
        let shape = some.shape();
        let answer = ModelAnswer::Pictures {
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
        context: &RequestContext,
        point: &[f32],
        count: usize,
    ) -> Result<(ModelAnswer, Option<Vec<u8>>), RequestError> {
        let model = &context.model;
        let latent = model.latent();
        latent::check_points(latent, point)?;
        check_count(count)?;
        if point.len() != latent {
            let found = point.len() / latent;
            return Err(RoomError::OneLatentPoint { found }.into());
        }
        let (wanted, found) = (model.image(), self.images.shape());
        if wanted != found {
            return Err(RoomError::ImageSize {
                expected: [wanted.height, wanted.width],
                found: [found.height, found.width],
            }
            .into());
        }
        // A model that took another's name has codes of its own.
        self.encode(context);
        let picture = model.pictures(point, &context.device).await?;
        let pixels = nearest::by_pixels(&self.images, &picture, count);
        let codes = nearest::by_code(&self.codes.borrow().means, point, count);
        let pictures = pixels.iter().chain(&codes);
        let payload = pictures.flat_map(|&(index, _)| self.images.bytes(index).to_vec());
        let payload = payload.collect();
        let answer = ModelAnswer::NearestImages {
            pixels,
            codes,
            compared: self.images.len(),
            encoded: self.encoded(model),
        };
        Ok((answer, Some(payload)))
    }
}
