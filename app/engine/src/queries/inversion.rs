//! Searching for the point that gives a picture, beside everything else.

use model::latent::LatentInversion;
use wasm_bindgen_futures::spawn_local;
use web_time::{Duration, Instant};

use super::QueryReply;
use super::context::RequestContext;
use super::newest::{NewestQuery, StopFlag};
use super::slice_sizer::SliceSizer;
use crate::channel;
use protocol::{ModelAnswer, ModelQuery};

/// How often the search reports to the page.
const REPORT_EVERY: Duration = Duration::from_millis(50);
/// How far from 0 a coordinate may be, as far as the sliders go.
const BOUND: f32 = latent::EXTENT;

pub use InversionState as State;

/// The search under way.
#[derive(Default)]
pub struct InversionState {
    search: NewestQuery,
}

impl InversionState {
    /// Begins a search, or ends the one under way.
    #[allow(
        clippy::unused_async,
        reason = "all queries are answered alike, and some have to wait"
    )]
    pub async fn answer(
        &mut self,
        context: RequestContext,
        query: ModelQuery,
        payload: Option<Vec<u8>>,
    ) -> QueryReply {
        match query {
            ModelQuery::Invert { seed } => self.begin(context, payload, seed),
            _ => self.stop(),
        }
    }

    /// Begins a search in place of the one under way.
    fn begin(
        &mut self,
        context: RequestContext,
        payload: Option<Vec<u8>>,
        seed: u32,
    ) -> QueryReply {
        let picture = context.pictures_of(payload)?;
        let (shape, latent) = (context.model.image(), context.model.latent());
        // On an error, the search under way goes on.
        let inversion = LatentInversion::new(&picture, shape, latent, BOUND, u64::from(seed))?;
        spawn_local(search(context, inversion, self.search.begin()));
        Ok(None)
    }

    /// Ends the search under way; its last answer says that it is done.
    fn stop(&mut self) -> QueryReply {
        self.search.end();
        Ok(None)
    }
}

async fn search(context: RequestContext, mut inversion: LatentInversion, stop: StopFlag) {
    let mut sizer = SliceSizer::new(context.kind);
    let mut reported: Option<Instant> = None;
    loop {
        let pictures = sizer.begin().min(inversion.wanted());
        let progress = context
            .model
            .advance(&mut inversion, &context.device, pictures)
            .await;
        sizer.end(pictures);
        let progress = match progress {
            Ok(progress) => progress,
            Err(error) => return context.fail(error),
        };
        let done = progress.done || stop.is_set();
        if done || reported.is_none_or(|at| at.elapsed() >= REPORT_EVERY) {
            reported = Some(Instant::now());
            let answer = ModelAnswer::Inversion {
                step: progress.step,
                error: progress.error,
                z: progress.z,
                done,
            };
            context.reply(answer, Some(&inversion.picture()));
        }
        if done {
            return;
        }
        channel::macrotask().await;
    }
}
