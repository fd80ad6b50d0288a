//! The model's picture nearest to a painted one.

use model::latent::PicturePainting;
use wasm_bindgen_futures::spawn_local;

use super::QueryReply;
use super::context::RequestContext;
use super::newest::{NewestQuery, StopFlag};
use super::slice_sizer::SliceSizer;
use crate::channel;
use protocol::payload::PaintPayload;
use protocol::{ModelAnswer, ModelQuery, RoomError};

/// How far from 0 a coordinate may be, as far as the sliders go.
const BOUND: f32 = latent::EXTENT;

pub use PaintingState as State;

/// The search under way.
#[derive(Default)]
pub struct PaintingState {
    painting: NewestQuery,
}

impl PaintingState {
    /// Begins a search in place of the one under way, whose last answer is what it found so far.
    #[allow(
        clippy::unused_async,
        reason = "all queries are answered alike, and some have to wait"
    )]
    pub async fn answer(
        &mut self,
        context: RequestContext,
        _: ModelQuery,
        payload: Option<Vec<u8>>,
    ) -> QueryReply {
        let (shape, latent) = (context.model.image(), context.model.latent());
        let painted = payload
            .and_then(|bytes| {
                let pixels = shape.height * shape.width;
                PaintPayload::read(latent, pixels, shape.channels, &bytes)
            })
            .filter(|it| it.wish.values.iter().all(|value| value.is_finite()))
            .ok_or(RoomError::NothingKnown)?;
        let painting = PicturePainting::new(
            (&painted.wish.values, &painted.wish.weights),
            shape,
            (&painted.start, &painted.center),
            latent,
            BOUND,
        )?;
        spawn_local(paint(context, painting, self.painting.begin()));
        Ok(None)
    }
}

async fn paint(context: RequestContext, mut painting: PicturePainting, stop: StopFlag) {
    let mut sizer = SliceSizer::new(context.kind);
    let mut is_answered = false;
    loop {
        let pictures = sizer.begin().min(painting.wanted());
        let progress = context
            .model
            .paint(&mut painting, &context.device, pictures)
            .await;
        sizer.end(pictures);
        let progress = match progress {
            Ok(progress) => progress,
            Err(error) => return context.fail(error),
        };
        let done = progress.done || stop.is_set();
        if done || (!is_answered && PicturePainting::is_answer(progress.step)) {
            is_answered = true;
            let z = progress.z;
            context.reply(ModelAnswer::Painted { z, done }, None);
        }
        if done {
            return;
        }
        channel::macrotask().await;
    }
}
