//! Searching for the point that gives a picture, beside everything else.

use std::cell::Cell;
use std::rc::Rc;

use model::latent::LatentInversion;
use wasm_bindgen_futures::spawn_local;
use web_time::{Duration, Instant};

use super::Asker;
use super::pace::Pace;
use crate::held::Trouble;
use crate::port;
use protocol::Answer;

/// How often the page hears of the search.
const REPORT_EVERY: Duration = Duration::from_millis(50);
/// How far from 0 a coordinate may be, as far as the sliders go.
const BOUND: f32 = latent::LIMIT;

/// Begins a search, which ends by itself, or soon after `stop` is set.
pub fn begin(asker: Asker, picture: &[u8], seed: u32, stop: Rc<Cell<bool>>) -> Result<(), Trouble> {
    let (shape, latent) = (asker.model.image(), asker.model.latent());
    let inversion = LatentInversion::new(picture, shape, latent, BOUND, u64::from(seed))?;
    spawn_local(search(asker, inversion, stop));
    Ok(())
}

async fn search(asker: Asker, mut inversion: LatentInversion, stop: Rc<Cell<bool>>) {
    let mut pace = Pace::new(asker.kind);
    let mut told: Option<Instant> = None;
    loop {
        let pictures = pace.begin().min(inversion.wanted());
        let progress = inversion
            .advance(&*asker.model, &asker.device, pictures)
            .await;
        pace.end(pictures);
        let progress = match progress {
            Ok(progress) => progress,
            Err(error) => return asker.fail(error),
        };
        let done = progress.done || stop.get();
        if done || told.is_none_or(|told| told.elapsed() >= REPORT_EVERY) {
            told = Some(Instant::now());
            let answer = Answer::Inversion {
                step: progress.step,
                error: progress.error,
                z: progress.z,
                done,
            };
            asker.tell(answer, Some(&inversion.picture()));
        }
        if done {
            return;
        }
        port::macrotask().await;
    }
}
