//! Restoring a damaged picture, beside everything else.

use model::latent::{PictureEvidence, PictureRestoration};
use wasm_bindgen_futures::spawn_local;
use web_time::{Duration, Instant};

use super::QueryReply;
use super::context::RequestContext;
use super::newest::{NewestQuery, StopFlag};
use super::slice_sizer::SliceSizer;
use crate::channel;
use protocol::payload::DamagedPayload;
use protocol::{ModelAnswer, ModelQuery, RoomError};

/// How often it reports to the page.
const REPORT_EVERY: Duration = Duration::from_millis(100);
/// How far from 0 a coordinate may be, as far as the sliders go.
const BOUND: f32 = latent::EXTENT;

pub use RestorationState as State;

/// The restoration under way.
#[derive(Default)]
pub struct RestorationState {
    restoration: NewestQuery,
}

impl RestorationState {
    /// Begins a restoration in place of the one under way, or ends that.
    pub async fn answer(
        &mut self,
        context: RequestContext,
        query: ModelQuery,
        payload: Option<Vec<u8>>,
    ) -> QueryReply {
        // On an error, the restoration under way goes on.
        let begun = match query {
            ModelQuery::Restore {
                seed,
                shrink,
                deviation,
                draws,
            } => {
                let (evidence, filled) = evidence(&context, payload, shrink, deviation)?;
                let passed = context.model.one_pass(&filled, &context.device).await?;
                let latent = context.model.latent();
                let seed = u64::from(seed);
                let restoration = PictureRestoration::new(evidence, latent, BOUND, seed, draws);
                Some((restoration, passed))
            }
            _ => None,
        };
        match begun {
            Some((restoration, passed)) => {
                spawn_local(restore(
                    context,
                    restoration,
                    passed,
                    self.restoration.begin(),
                ));
            }
            None => self.restoration.end(),
        }
        Ok(None)
    }
}

fn evidence(
    context: &RequestContext,
    payload: Option<Vec<u8>>,
    shrink: usize,
    deviation: f32,
) -> Result<(PictureEvidence, Vec<f32>), crate::error::RequestError> {
    let shape = context.model.image();
    let by = shrink.max(1);
    let pixels = (shape.height / by) * (shape.width / by);
    let DamagedPayload { known, filled } = payload
        .and_then(|bytes| DamagedPayload::read(pixels, shape.channels, by, &bytes))
        .filter(|damaged| damaged.known.weights.iter().any(|weight| *weight > 0.0))
        .filter(|damaged| damaged.known.values.iter().all(|value| value.is_finite()))
        .ok_or(RoomError::NothingKnown)?;
    let evidence = PictureEvidence::new(&known.values, &known.weights, shape, by, deviation)?;
    Ok((evidence, filled))
}

async fn restore(
    context: RequestContext,
    mut restoration: PictureRestoration,
    passed: Option<Vec<u8>>,
    stop: StopFlag,
) {
    let mut sizer = SliceSizer::new(context.kind);
    let mut reported: Option<Instant> = None;
    loop {
        let pictures = sizer.begin().min(restoration.wanted());
        let progress = context
            .model
            .restore(&mut restoration, &context.device, pictures)
            .await;
        sizer.end(pictures);
        let progress = match progress {
            Ok(progress) => progress,
            Err(error) => return context.fail(error),
        };
        let done = progress.done || stop.is_set();
        if done || reported.is_none_or(|at| at.elapsed() >= REPORT_EVERY) {
            reported = Some(Instant::now());
            let mut payload = restoration.picture();
            payload.extend(restoration.drawn().1);
            let pixels = context.model.image().len();
            let draws = payload.len() / pixels - 1;
            payload.extend(passed.iter().flatten());
            let answer = ModelAnswer::Restoration {
                step: progress.search.step,
                error: progress.search.error,
                z: progress.search.z,
                draws,
                effective: progress.effective,
                passed: passed.is_some(),
                done,
            };
            context.reply(answer, Some(&payload));
        }
        if done {
            return;
        }
        channel::macrotask().await;
    }
}
