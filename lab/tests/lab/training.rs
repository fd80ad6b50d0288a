//! A run in the lab is the run that it is anywhere.

use super::*;
use model::data::TrainingData;
use model::device;
use model::train::{StepPart, StepReport, Trainer};

/// Losses as the page is told of them, step by step.
pub type Losses = Vec<Vec<(String, f32)>>;

pub const STEPS: u32 = 12;

/// What the trainer comes to here.
fn expected(spec: &RunSpec, data: TrainingData) -> Vec<Vec<f32>> {
    let mut trainer = Trainer::new(spec, data, &device::cpu()).expect("a trainer");
    let report = |trainer: &mut Trainer| -> StepReport {
        futures::executor::block_on(trainer.report()).expect("a report")
    };
    (0..STEPS)
        .map(|_| {
            trainer.step(StepPart::Whole);
            let losses = report(&mut trainer).losses;
            losses.into_iter().map(|(_, value)| value).collect()
        })
        .collect()
}

/// What the lab comes to.
async fn found(spec: &RunSpec) -> Losses {
    found_in(lab().await, spec).await
}

/// What a lab comes to.
pub async fn found_in(lab: SocketAddr, spec: &RunSpec) -> Losses {
    let mut page = page(lab).await;
    page.send(&begin(1, spec, RunStart::Untrained), None).await;
    let begun = |update: &TrainerUpdate| match update {
        TrainerUpdate::Begun { id, .. } => Some(*id),
        _ => None,
    };
    assert_eq!(update_of(&mut page, begun).await.0, RequestId(1));
    let step = TrainCommand::Step {
        part: StepPart::Whole,
    };
    for _ in 0..STEPS {
        page.send(&train(1, step.clone()), None).await;
    }
    let mut losses = Losses::new();
    while losses.len() < STEPS as usize {
        let (progress, _) = update_of(&mut page, |update| match update {
            TrainerUpdate::Progress { progress } => Some(progress.clone()),
            _ => None,
        })
        .await;
        // A run on points says more than once where it is.
        if progress.step as usize > losses.len() {
            losses.push(progress.losses);
            assert_eq!(progress.step as usize, losses.len());
        }
    }
    losses
}

#[tokio::test]
async fn a_run_on_points_has_the_very_losses_that_the_trainer_gives_natively() {
    let spec = small_run();
    let world = TrainingData::of_world(&spec).unwrap();
    assert_eq!(values(found(&spec).await), expected(&spec, world));
}

#[tokio::test]
async fn a_run_on_drawn_pictures_has_them_as_well() {
    let spec = run_spec::preset("classroom-faces")
        .expect("a preset")
        .spec();
    let run_spec::DatasetKind::Procedural(images) = spec.data.info().kind else {
        panic!("expected drawn pictures");
    };
    let data = TrainingData::drawn(images, spec.image_size);
    assert_eq!(values(found(&spec).await), expected(&spec, data));
}

pub fn values(losses: Losses) -> Vec<Vec<f32>> {
    let values = |step: Vec<(String, f32)>| step.into_iter().map(|(_, value)| value).collect();
    losses.into_iter().map(values).collect()
}

#[tokio::test]
async fn a_page_of_another_version_is_refused_and_told_both() {
    let mut page = PageClient::open(lab().await, &[]).await.unwrap();
    let other = ToEngine::Hello {
        protocol: PROTOCOL_VERSION + 1,
        build: "another".to_owned(),
        role: WorkerRole::Trainer,
    };
    page.send(&other, None).await;
    let LabSays::Message(FromEngine::Refused { page, engine }, _) = next(&mut page).await else {
        panic!("expected a refusal");
    };
    assert_eq!(
        (page.protocol, &*page.build),
        (PROTOCOL_VERSION + 1, "another")
    );
    assert_eq!(
        (engine.protocol, &*engine.build),
        (PROTOCOL_VERSION, BUILD_ID)
    );
}

#[tokio::test]
async fn a_run_that_cannot_be_made_is_refused_as_a_worker_refuses_it() {
    let mut page = page(lab().await).await;
    let spec = RunSpec {
        batch: 0,
        ..small_run()
    };
    page.send(&begin(1, &spec, RunStart::Untrained), None).await;
    let said = next(&mut page).await;
    let LabSays::Message(FromEngine::Failed { id, .. }, _) = said else {
        panic!("expected a refusal, found {said:?}");
    };
    assert_eq!(id, RequestId(1));
    // It goes on.
    page.send(&begin(2, &small_run(), RunStart::Untrained), None)
        .await;
    let begun =
        |update: &TrainerUpdate| matches!(update, TrainerUpdate::Begun { .. }).then_some(());
    update_of(&mut page, begun).await;
}
