//! Pictures for the game, real and generated, of a run that is trained for it in slices beside whatever
//! else the trainer does.

use std::cell::Cell;

use model::device;
use model::train::{StepPart, Trainer};
use web_time::{Duration, Instant};

use super::channel::{self, post_update};
use super::error::RequestError;
use super::run_data;
use super::training::{RunBeginning, beginning_of};
use protocol::{EngineKind, ImageSheet, JudgedRun, RequestId, RoomError, RunId, TrainerUpdate};

/// Steps are taken for so long before messages are looked at.
const SLICE: Duration = Duration::from_millis(12);
/// How often the page is told how far it is.
const REPORT_EVERY: Duration = Duration::from_millis(200);

thread_local! {
    /// What is being answered; the newest takes the place of any other.
    static ANSWERING: Cell<Option<RequestId>> = const { Cell::new(None) };
}

/// Trains the run and hands its pictures out; nothing of a run that is not wanted any more.
pub async fn judge_pictures(id: RequestId, run: JudgedRun, payload: Option<Vec<u8>>) {
    ANSWERING.set(Some(id));
    let done = judge(id, run, payload).await;
    if is_wanted(id) {
        ANSWERING.set(None);
        if let Err(error) = done {
            // It is trained on the CPU, whatever the trainer runs on.
            channel::post(&error.into_message(id, EngineKind::Cpu), None);
        }
    }
}

/// Trains no such run any more.
pub fn stop() {
    ANSWERING.set(None);
}

fn is_wanted(id: RequestId) -> bool {
    ANSWERING.get() == Some(id)
}

async fn judge(
    id: RequestId,
    run: JudgedRun,
    payload: Option<Vec<u8>>,
) -> Result<(), RequestError> {
    let (beginning, images) = beginning_of(run.start, payload).await?;
    let source = run_data::source(&run.spec, &run.data, images).await?;
    let mut trainer = Trainer::new(&run.spec, source, &device::cpu())?;
    if let RunBeginning::Checkpoint(bytes) = beginning {
        trainer.restore(&bytes)?;
    }
    let mut reported = Instant::now();
    for (at, steps) in run.steps.into_iter().enumerate() {
        while trainer.steps() < steps {
            let begun = Instant::now();
            while trainer.steps() < steps && begun.elapsed() < SLICE {
                trainer.step(StepPart::Whole);
            }
            if reported.elapsed() >= REPORT_EVERY {
                reported = Instant::now();
                let step = trainer.steps();
                post_update(RunId::NONE, TrainerUpdate::Judging { id, step }, None);
            }
            channel::macrotask().await;
            if !is_wanted(id) {
                return Ok(());
            }
        }
        let (update, bytes) = judged(id, &trainer, run.count, (run.seed, run.round + at)).await?;
        if !is_wanted(id) {
            return Ok(());
        }
        post_update(RunId::NONE, update, Some(&bytes));
    }
    Ok(())
}

/// What the discriminator says of pictures as they are now.
async fn judged(
    id: RequestId,
    trainer: &Trainer,
    count: usize,
    (seed, round): (u32, usize),
) -> Result<(TrainerUpdate, Vec<u8>), RequestError> {
    let judged = trainer
        .judged_pictures(count, u64::from(seed), round)
        .await?;
    let judged = judged.ok_or(RoomError::NoRun)?;
    if judged.scores.iter().any(|score| !score.is_finite()) {
        return Err(RoomError::RunDiverged.into());
    }
    let image = trainer.image();
    let pictures = judged.pictures;
    let each = (0..pictures.len()).map(|index| pictures.bytes(index));
    let bytes = each.collect::<Vec<_>>().concat();
    let update = TrainerUpdate::PicturesJudged {
        id,
        step: trainer.steps(),
        sheet: ImageSheet {
            width: image.width,
            height: image.height * pictures.len(),
            channels: image.channels,
            columns: 1,
        },
        scores: judged.scores,
    };
    Ok((update, bytes))
}
