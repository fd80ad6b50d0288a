//! A run that is trained to be compared with others, or was trained before: its pictures and figures at each
//! checkpoint.
//!
//! A worker does nothing else meanwhile, so that its seconds are the run's. What becomes of the pictures is
//! worked out elsewhere, by a program without networks.

use evaluation::bits_at_error;
use model::data::Images;
use model::device;
use model::train::{StepPart, Trainer};
use web_time::{Duration, Instant};

use super::channel::{self, post_update};
use super::error::RequestError;
use super::run_data;
use protocol::{
    ComparedRun, EngineKind, RequestId, RoomError, RunBudget, RunId, RunMeasurement, TrainerUpdate,
};

/// Steps are taken for so long before messages are looked at.
const SLICE: Duration = Duration::from_millis(50);
/// How often the page is told how far it is.
const REPORT_EVERY: Duration = Duration::from_millis(400);
/// So many pictures are made at once.
const PICTURES: usize = 100;
/// Bits per image are counted for this mean squared error of reconstructions, here and in the native program.
const ERROR: f64 = 0.02;
/// What draws from the prior, and noise of the ELBO, are drawn from: the same for every run, here and in the
/// native program.
const SEED: u64 = 0;

/// Trains the run, unless it is finished, and hands out what it is like at each checkpoint.
pub async fn train_compared(id: RequestId, run: ComparedRun, payload: Option<Vec<u8>>) {
    let done = match run.budget {
        Some(budget) => train(id, &run, budget, payload).await,
        None => hand_out_finished(id, &run, payload).await,
    };
    if let Err(error) = done {
        channel::post(&error.into_message(id, EngineKind::Cpu), None);
    }
}

async fn train(
    id: RequestId,
    run: &ComparedRun,
    budget: RunBudget,
    payload: Option<Vec<u8>>,
) -> Result<(), RequestError> {
    let source = run_data::source(&run.spec, &run.data, payload).await?;
    let mut trainer = Trainer::new(&run.spec, source, &device::cpu())?;
    let mut spent = Duration::ZERO;
    let mut reported = Instant::now();
    for checkpoint in 1..=run.checkpoints {
        let at = (checkpoint, run.checkpoints);
        let is_reached = |trainer: &Trainer, spent: Duration| {
            budget.reaches(at, trainer.steps(), spent.as_secs_f64())
        };
        while !is_reached(&trainer, spent) {
            let begun = Instant::now();
            while !is_reached(&trainer, spent + begun.elapsed()) && begun.elapsed() < SLICE {
                trainer.step(StepPart::Whole);
            }
            spent += begun.elapsed();
            if reported.elapsed() >= REPORT_EVERY {
                reported = Instant::now();
                fail_if_diverged(&mut trainer).await?;
                let (step, seconds) = (trainer.steps(), spent.as_secs_f64());
                let update = TrainerUpdate::ComparedProgress { id, step, seconds };
                post_update(RunId::NONE, update, None);
            }
            channel::macrotask().await;
        }
        fail_if_diverged(&mut trainer).await?;
        let (measurement, pictures) = measure(&trainer, run, checkpoint, spent).await?;
        let update = TrainerUpdate::RunMeasured { id, measurement };
        post_update(RunId::NONE, update, Some(&pictures));
    }
    Ok(())
}

/// Hands out what a finished run is like. The payload is its checkpoint.
async fn hand_out_finished(
    id: RequestId,
    run: &ComparedRun,
    payload: Option<Vec<u8>>,
) -> Result<(), RequestError> {
    let checkpoint = payload.ok_or(RoomError::NoCheckpoint)?;
    let source = run_data::source(&run.spec, &run.data, None).await?;
    let trainer = Trainer::resume(&checkpoint, source, &device::cpu())?;
    drop(checkpoint);
    let (step, seconds) = (trainer.steps(), trainer.elapsed_seconds());
    let update = TrainerUpdate::ComparedProgress { id, step, seconds };
    post_update(RunId::NONE, update, None);
    let (measurement, pictures) = measure_finished(&trainer, run).await?;
    let update = TrainerUpdate::RunMeasured { id, measurement };
    post_update(RunId::NONE, update, Some(&pictures));
    Ok(())
}

/// What a finished run is like, with the seconds that it counted itself.
///
/// # Errors
/// [`RoomError::RunDiverged`], when its bound is not finite. That its pictures are, who reads them says.
async fn measure_finished(
    trainer: &Trainer,
    run: &ComparedRun,
) -> Result<(RunMeasurement, Vec<u8>), RequestError> {
    let spent = Duration::from_secs_f64(trainer.elapsed_seconds());
    let (measurement, pictures) = measure(trainer, run, 1, spent).await?;
    if run.spec.model.has_kl() && measurement.negative_elbo.is_none() {
        return Err(RoomError::RunDiverged.into());
    }
    Ok((measurement, pictures))
}

/// # Errors
/// [`RoomError::RunDiverged`], when a loss is no number.
async fn fail_if_diverged(trainer: &mut Trainer) -> Result<(), RequestError> {
    let report = trainer.report().await?;
    if report.losses.iter().any(|(_, loss)| !loss.is_finite()) {
        return Err(RoomError::RunDiverged.into());
    }
    Ok(())
}

/// What the run is like, and its pictures.
async fn measure(
    trainer: &Trainer,
    run: &ComparedRun,
    checkpoint: u32,
    spent: Duration,
) -> Result<(RunMeasurement, Vec<u8>), RequestError> {
    let held_out = trainer.source().held_out(run.count);
    let mut pictures = trainer
        .many_pictures(&trainer.prior_draws(run.count, SEED))
        .await?;
    let (mut reconstructed, mut shown, mut training) = (0, 0, 0);
    for first in (0..held_out.len()).step_by(PICTURES) {
        let part = held_out.part(first, PICTURES);
        if let Some(bytes) = trainer.reconstructions(&part).await? {
            reconstructed += part.len();
            pictures.extend(bytes);
        }
    }
    let image = trainer.image();
    if checkpoint == 1 {
        shown = held_out.len();
        pictures.extend(all_bytes(&held_out));
        let seed = u64::from(run.spec.seed);
        let seen = trainer.source().training(seed, run.training);
        training = seen.len();
        pictures.extend(all_bytes(&seen));
    }
    let elbo = match run.spec.model.has_kl() {
        true => trainer.elbo(&held_out, SEED).await?,
        false => None,
    };
    // It takes about a second, so that it is measured once.
    let bits = if checkpoint == run.checkpoints {
        bits_at_error(&trainer.rate_points(&held_out).await?, ERROR)
    } else {
        None
    };
    let measurement = RunMeasurement {
        checkpoint,
        step: trainer.steps(),
        seconds: spent.as_secs_f64(),
        // JSON has no word for what is no number.
        negative_elbo: elbo.map(|it| it.negative_elbo).filter(|it| it.is_finite()),
        bits_per_image: bits.filter(|it| it.is_finite()),
        image: [image.width, image.height, image.channels],
        drawn: run.count,
        reconstructed,
        held_out: shown,
        training,
    };
    Ok((measurement, pictures))
}

fn all_bytes(images: &Images) -> Vec<u8> {
    let each = (0..images.len()).flat_map(|index| images.bytes(index));
    each.copied().collect()
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use model::data::TrainingData;
    use protocol::DataFiles;
    use run_spec::{
        COMPARISON_FAMILIES, ComparisonBudget, ComparisonFamily, DatasetId, Optimiser,
        ProceduralDataset, RunSpec,
    };

    use super::*;

    /// A family's run after two steps, at a checkpoint of two.
    fn measured(family: ComparisonFamily, checkpoint: u32) -> (RunMeasurement, Vec<u8>) {
        let (trainer, run) = trained(family);
        let spent = Duration::from_secs(3);
        let found = at_once(measure(&trainer, &run, checkpoint, spent));
        found.ok().expect("a measurement")
    }

    /// On the CPU nothing has to be waited for.
    fn at_once<T>(work: impl Future<Output = T>) -> T {
        match pin!(work).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(found) => found,
            Poll::Pending => panic!("the CPU waits for nothing"),
        }
    }

    /// A family's run after two steps.
    fn trained(family: ComparisonFamily) -> (Trainer, ComparedRun) {
        let budget = ComparisonBudget::Steps(2);
        let spec = family
            .spec(DatasetId::Strokes, 1, budget)
            .expect("a recipe");
        let source = TrainingData::drawn(ProceduralDataset::Strokes, spec.image_size);
        let mut trainer = Trainer::new(&spec, source, &device::cpu()).expect("a run");
        trainer.step(StepPart::Whole);
        trainer.step(StepPart::Whole);
        let run = ComparedRun {
            spec,
            data: DataFiles::Procedural,
            budget: Some(RunBudget::Steps(2)),
            checkpoints: 2,
            count: 6,
            training: 3,
        };
        (trainer, run)
    }

    /// The same run from its file.
    fn resumed(trainer: &Trainer, run: &ComparedRun) -> (Trainer, ComparedRun) {
        let checkpoint = at_once(trainer.checkpoint()).expect("a file");
        let source = trainer.source().clone();
        let resumed = Trainer::resume(&checkpoint, source, &device::cpu()).expect("the run");
        let run = ComparedRun {
            budget: None,
            checkpoints: 1,
            ..run.clone()
        };
        (resumed, run)
    }

    #[test]
    fn a_payload_has_what_its_measurement_says_and_each_family_what_it_can() {
        for family in COMPARISON_FAMILIES {
            let (first, pictures) = measured(family, 1);
            assert_eq!(first.payload_bytes(), Some(pictures.len()), "{}", family.id);
            let reconstructed = if family.model.has_encoder() { 6 } else { 0 };
            assert_eq!((first.drawn, first.reconstructed), (6, reconstructed));
            assert_eq!((first.held_out, first.training), (6, 3));
            assert_eq!(
                (first.step, first.seconds, first.image),
                (2, 3.0, [28, 28, 1])
            );
            assert_eq!(first.negative_elbo.is_some(), family.model.has_kl());
            assert_eq!(first.bits_per_image, None, "only at the end");
            let held_out = &pictures[(6 + reconstructed) * 784..][..6 * 784];
            assert!(held_out.iter().any(|byte| *byte > 200), "strokes are white");
        }
        let (last, pictures) = measured(COMPARISON_FAMILIES[0], 2);
        assert_eq!((last.held_out, last.training), (0, 0));
        assert_eq!(pictures.len(), 12 * 784);
        let (again, same) = measured(COMPARISON_FAMILIES[0], 2);
        assert_eq!(
            (again, same),
            (last, pictures),
            "the same seed, the same pictures"
        );
    }
    #[test]
    fn a_finished_run_is_measured_as_it_is_in_its_file_with_the_seconds_that_it_counted() {
        for family in COMPARISON_FAMILIES {
            let (mut trainer, run) = trained(family);
            trainer.set_elapsed_seconds(12.5);
            let (resumed, run) = resumed(&trainer, &run);
            let found = at_once(measure_finished(&resumed, &run));
            let (found, pictures) = found.ok().expect("a measurement");
            assert_eq!(found.payload_bytes(), Some(pictures.len()), "{}", family.id);
            assert_eq!((found.checkpoint, found.step), (1, 2));
            assert_eq!(
                (found.seconds, found.held_out, found.training),
                (12.5, 6, 3)
            );
            let spent = Duration::from_millis(12_500);
            let here = at_once(measure(&trainer, &run, 1, spent));
            assert_eq!(here.ok(), Some((found, pictures)), "{}", family.id);
        }
    }

    #[test]
    fn a_run_that_diverged_has_no_figures_and_no_file() {
        let (_, run) = trained(ComparisonFamily::named("vae").expect("a family"));
        let spec = RunSpec {
            optimiser: Optimiser::Sgd,
            learning_rate: 1.0,
            ..run.spec.clone()
        };
        let source = TrainingData::drawn(ProceduralDataset::Strokes, spec.image_size);
        let mut trainer = Trainer::new(&spec, source, &device::cpu()).expect("a run");
        for _ in 0..24 {
            trainer.step(StepPart::Whole);
        }
        assert!(at_once(measure_finished(&trainer, &run)).is_err());
        assert!(at_once(trainer.checkpoint()).is_err());
    }
}
