//! Runs on points of a plane, the inside of a step, and runs side by side.

use page::words::{field_error_sentence, models, setting_change};
use protocol::payload::f32_bytes;
use std::sync::Arc;

use protocol::{
    FrameHeader, FrameLayer, FrameLayerKind, GanPlayer, StepPart, TrainCommand, TrainProgress,
    TrainerUpdate,
};
use run_spec::{DatasetId, ModelType, ToyDistribution};
use session::{
    ExploreEvent, HostCommand, LIVE_MODEL, RunState, RunStoreCommand, SessionEvent, Toy2dRun,
    TrainEvent, TrainExport,
};

use crate::sim::Sim;
use crate::training::{commands, record, run, set, state, train};

fn choose(sim: &mut Sim, preset: &str) {
    train(sim, TrainEvent::ChoosePreset(preset.to_owned()));
}

/// A run on points that plays and has taken ten steps.
fn playing() -> Sim {
    let mut sim = Sim::on_cpu();
    choose(&mut sim, "eight-gaussians");
    train(&mut sim, TrainEvent::Play);
    sim.settle();
    sim.train_on(10);
    sim.settle();
    sim
}

/// The same, paused.
fn paused() -> Sim {
    let mut sim = playing();
    train(&mut sim, TrainEvent::Pause);
    sim.settle();
    sim
}

fn says(sim: &mut Sim, update: TrainerUpdate, payload: Option<Vec<u8>>) {
    let trainer = sim.trainer().expect("a trainer");
    sim.says(trainer, sim.update(update), payload);
}

fn shown(sim: &Sim, at: usize) -> &Toy2dRun {
    &run(sim).plane.runs[at]
}

fn marks(sim: &Sim) -> Vec<String> {
    let marks = record(sim).marks.iter();
    marks.map(|mark| setting_change(&mark.kind)).collect()
}

#[test]
fn a_run_on_points_shows_frames_and_measurements_and_no_pictures() {
    let sim = playing();
    assert!(sim.session.training.is_about_points());
    assert_eq!(run(&sim).real, None);
    assert_eq!(run(&sim).samples, None);
    let generated = shown(&sim, 0)
        .layer(FrameLayerKind::Generated)
        .expect("points");
    let rows: Vec<_> = generated.each().collect();
    assert_eq!(rows, [[10.0, 0.0], [0.0, 10.0]]);
    let steps: Vec<_> = shown(&sim, 0).qualities.iter().map(|q| q.step).collect();
    assert_eq!(steps, [10]);
}

#[test]
fn each_frame_is_answered_also_those_of_a_run_that_is_being_replaced() {
    let mut sim = playing();
    let answered = |sim: &Sim| {
        let all = commands(sim).into_iter();
        all.filter(|it| **it == TrainCommand::FrameShown).count()
    };
    assert_eq!(answered(&sim), 2, "one of the beginning, one of ten steps");
    train(&mut sim, TrainEvent::Reset);
    let (update, payload) = sim.frame(0);
    says(&mut sim, update, payload);
    assert_eq!(answered(&sim), 3);
    let before = shown(&sim, 0).step;
    assert_eq!(before, 10, "what was on its way is not shown");
}

#[test]
fn a_layer_takes_the_place_of_the_one_of_its_kind_and_the_others_stay() {
    let mut sim = paused();
    let frame = |layers: &[(FrameLayerKind, usize)]| FrameHeader {
        run: 0,
        step: 11,
        layers: layers
            .iter()
            .map(|&(kind, rows)| FrameLayer {
                kind,
                rows,
                columns: 2,
            })
            .collect(),
    };
    let real = [(FrameLayerKind::Real, 1), (FrameLayerKind::Generated, 1)];
    let update = TrainerUpdate::Frame {
        frame: frame(&real),
    };
    says(&mut sim, update, Some(f32_bytes(&[1.0, 2.0, 3.0, 4.0])));
    let update = TrainerUpdate::Frame {
        frame: frame(&[(FrameLayerKind::Generated, 1)]),
    };
    says(&mut sim, update, Some(f32_bytes(&[5.0, 6.0])));
    let values = |kind| shown(&sim, 0).layer(kind).expect("a layer").values.to_vec();
    assert_eq!(values(FrameLayerKind::Real), [1.0, 2.0]);
    assert_eq!(values(FrameLayerKind::Generated), [5.0, 6.0]);
    // A payload that is too short for its layers leaves those that it has not.
    let update = TrainerUpdate::Frame {
        frame: frame(&[(FrameLayerKind::Generated, 1), (FrameLayerKind::Real, 9)]),
    };
    says(&mut sim, update, Some(f32_bytes(&[7.0, 8.0, 9.0])));
    let values = |kind| shown(&sim, 0).layer(kind).expect("a layer").values.to_vec();
    assert_eq!(values(FrameLayerKind::Real), [1.0, 2.0]);
    assert_eq!(values(FrameLayerKind::Generated), [7.0, 8.0]);
}

#[test]
fn going_back_forgets_later_measurements_and_the_step_that_was_taken_apart() {
    let mut sim = paused();
    train(&mut sim, TrainEvent::Play);
    sim.train_on(10);
    train(&mut sim, TrainEvent::TraceStep(StepPart::Whole));
    sim.settle();
    assert!(sim.session.training.anatomy.is_some());
    assert_eq!(shown(&sim, 0).qualities.len(), 3);
    train(&mut sim, TrainEvent::Restore(10));
    sim.settle();
    assert_eq!(state(&sim), RunState::Paused);
    assert_eq!(sim.session.training.anatomy, None);
    let steps: Vec<_> = shown(&sim, 0).qualities.iter().map(|q| q.step).collect();
    assert_eq!(steps, [10]);
}

#[test]
fn a_step_is_taken_apart_and_its_stages_follow_one_another_to_the_last() {
    let mut sim = playing();
    train(&mut sim, TrainEvent::TraceStep(StepPart::Generator));
    sim.settle();
    assert_eq!(state(&sim), RunState::Paused);
    let anatomy = |sim: &Sim| sim.session.training.anatomy.clone().expect("stages");
    assert_eq!(
        (anatomy(&sim).step, anatomy(&sim).at, anatomy(&sim).walking),
        (11, 0, true)
    );
    assert_eq!(run(&sim).progress.step, 11);
    train(&mut sim, TrainEvent::WalkOn);
    let here = anatomy(&sim);
    let glimpse = &here.stage().expect("a stage").tensors[0];
    assert_eq!(here.rows(glimpse), Some(&[0.5, -0.5, 1.0, 0.0][..]));
    train(&mut sim, TrainEvent::WalkOn);
    assert_eq!((anatomy(&sim).at, anatomy(&sim).walking), (2, false));
    train(&mut sim, TrainEvent::WalkOn);
    assert_eq!(anatomy(&sim).at, 2);
    // From the last one it begins again.
    train(&mut sim, TrainEvent::Walk(true));
    assert_eq!((anatomy(&sim).at, anatomy(&sim).walking), (0, true));
    train(&mut sim, TrainEvent::Walk(false));
    train(&mut sim, TrainEvent::WalkOn);
    assert_eq!(anatomy(&sim).at, 0);
    train(&mut sim, TrainEvent::ShowStage(99));
    assert_eq!(anatomy(&sim).at, 2);
    train(&mut sim, TrainEvent::CloseAnatomy);
    assert_eq!(sim.session.training.anatomy, None);
}

#[test]
fn rows_that_a_payload_does_not_have_are_none() {
    let mut sim = paused();
    train(&mut sim, TrainEvent::TraceStep(StepPart::Whole));
    sim.settle();
    let anatomy = sim.session.training.anatomy.clone().expect("stages");
    let mut glimpse = anatomy.stages[1].tensors[0].clone();
    for rows in [(1, 4), (usize::MAX, 1), (0, 5)] {
        glimpse.rows = Some(rows);
        assert_eq!(anatomy.rows(&glimpse), None);
    }
}

#[test]
fn slow_motion_makes_a_run_if_there_is_none() {
    let mut sim = Sim::on_cpu();
    choose(&mut sim, "eight-gaussians");
    train(&mut sim, TrainEvent::TraceStep(StepPart::Whole));
    sim.settle();
    assert_eq!(state(&sim), RunState::Paused);
    assert_eq!(run(&sim).progress.step, 1);
    assert!(sim.session.training.anatomy.is_some());
}

#[test]
fn a_step_that_could_not_be_taken_apart_is_a_sentence_and_may_be_tried_again() {
    let mut sim = paused();
    train(&mut sim, TrainEvent::TraceStep(StepPart::Whole));
    sim.settle_until(|message| crate::sim::id_of(message).is_some());
    sim.fail("Some of its numbers are not finite.");
    assert_eq!(sim.alerts(), ["Some of its numbers are not finite."]);
    assert_eq!(state(&sim), RunState::Paused);
    train(&mut sim, TrainEvent::TraceStep(StepPart::Whole));
    sim.settle();
    assert!(sim.session.training.anatomy.is_some());
}

#[test]
fn what_was_asked_of_a_trainer_that_died_is_not_awaited_of_the_next() {
    let mut sim = paused();
    train(&mut sim, TrainEvent::TraceStep(StepPart::Whole));
    train(&mut sim, TrainEvent::Reinitialize(GanPlayer::Generator));
    let ids: Vec<_> = commands(&sim)
        .into_iter()
        .filter_map(|command| match command {
            TrainCommand::TraceStep { id, .. } | TrainCommand::Reinitialize { id, .. } => Some(*id),
            _ => None,
        })
        .collect();
    sim.dies(sim.trainer().expect("a trainer"));
    sim.settle();
    let before = sim.session.training.clone();
    let stages = crate::sim_trainer::stages();
    let (id, step) = (ids[0], 99);
    says(
        &mut sim,
        TrainerUpdate::StepTraced { id, step, stages },
        None,
    );
    says(
        &mut sim,
        TrainerUpdate::Reinitialized { id: ids[1], step },
        None,
    );
    assert_eq!(sim.session.training, before);
}

#[test]
fn a_player_that_begins_anew_is_marked_on_the_curves() {
    let mut sim = playing();
    train(&mut sim, TrainEvent::Reinitialize(GanPlayer::Discriminator));
    assert!(marks(&sim).is_empty(), "not before the trainer said so");
    sim.settle();
    assert_eq!(marks(&sim), ["Discriminator begins anew"]);
    assert_eq!(record(&sim).marks[0].step, 10);
    assert_eq!(state(&sim), RunState::Playing);
    // Without a run there is nobody.
    let mut sim = Sim::on_cpu();
    train(&mut sim, TrainEvent::Reinitialize(GanPlayer::Generator));
    assert!(commands(&sim).is_empty());
}

#[test]
fn a_run_that_diverged_before_its_first_snapshot_may_go_on_with_a_new_player() {
    let mut sim = playing();
    let progress = TrainProgress {
        step: 12,
        halted: true,
        ..TrainProgress::default()
    };
    says(&mut sim, TrainerUpdate::Progress { progress }, None);
    assert_eq!(state(&sim), RunState::Halted);
    train(&mut sim, TrainEvent::Reinitialize(GanPlayer::Generator));
    sim.settle();
    assert_eq!(state(&sim), RunState::Paused);
    assert!(!run(&sim).progress.halted);
    train(&mut sim, TrainEvent::Play);
    assert_eq!(state(&sim), RunState::Playing);
}

#[test]
fn pushes_reach_the_trainer_and_a_drag_is_one_mark() {
    let mut sim = playing();
    for x in 0..5 {
        let from = (x as f32 / 10.0, 0.5);
        let by = (0.1, 0.0);
        train(&mut sim, TrainEvent::Push { from, by });
    }
    sim.settle();
    assert!(run(&sim).plane.pushed);
    assert_eq!(marks(&sim), ["Data pushed"]);
    let pushed = commands(&sim).into_iter().filter_map(|it| match it {
        TrainCommand::Push {
            x, y, dx, radius, ..
        } => Some((*x, *y, *dx, *radius)),
        _ => None,
    });
    let pushed: Vec<_> = pushed.collect();
    assert_eq!(pushed.len(), 5);
    assert_eq!(pushed[4], (0.4, 0.5, 0.1, 0.25));
    // Nowhere is no place.
    let sent = commands(&sim).len();
    for (from, by) in [
        ((f32::NAN, 0.0), (0.1, 0.1)),
        ((0.0, 0.0), (f32::INFINITY, 0.0)),
        ((99.0, 0.0), (0.1, 0.1)),
    ] {
        train(&mut sim, TrainEvent::Push { from, by });
    }
    assert_eq!(commands(&sim).len(), sent);
    // And images are not pushed.
    let mut sim = crate::training::playing();
    let (from, by) = ((0.0, 0.0), (0.1, 0.1));
    train(&mut sim, TrainEvent::Push { from, by });
    let push = |it: &&TrainCommand| matches!(it, TrainCommand::Push { .. });
    assert!(!commands(&sim).iter().any(push));
}

#[test]
fn players_are_frozen_and_judges_swapped_while_the_run_goes_on() {
    let mut sim = playing();
    set(&mut sim, "frozen", "discriminator");
    set(&mut sim, "judge", "optimal");
    set(&mut sim, "ganLoss", "wasserstein");
    sim.settle();
    assert!(!sim.session.training.differs());
    let loss = run(&sim).spec.gan_loss.as_str();
    assert_eq!(loss, "wasserstein");
    assert_eq!(
        marks(&sim)[..2],
        ["Frozen neither → discriminator", "Judge learnt → optimal"]
    );
    let changes = commands(&sim);
    let Some(TrainCommand::Change { spec, .. }) = changes
        .iter()
        .rfind(|it| matches!(it, TrainCommand::Change { .. }))
    else {
        panic!("the trainer was not told");
    };
    assert_eq!(*spec, run(&sim).spec);
}

/// A run with three losses beside its own that has taken ten steps.
fn side_by_side() -> Sim {
    let mut sim = Sim::on_cpu();
    choose(&mut sim, "eight-gaussians");
    set(&mut sim, "ganLoss", "non-saturating");
    set(&mut sim, "beside", "minimax hinge wasserstein");
    train(&mut sim, TrainEvent::Play);
    sim.settle();
    sim.train_on(10);
    sim
}

#[test]
fn frames_and_measurements_of_runs_side_by_side_are_kept_apart() {
    let mut sim = side_by_side();
    for at in 1..4 {
        let (update, payload) = sim.frame(at);
        says(&mut sim, update, payload);
        let update = sim.quality(at);
        says(&mut sim, update, None);
    }
    assert_eq!(run(&sim).plane.runs.len(), 4);
    for at in 0..4 {
        assert_eq!(shown(&sim, at).quality().expect("measured").run, at);
    }
    // There are never more.
    let update = sim.quality(4);
    says(&mut sim, update, None);
    assert_eq!(run(&sim).plane.runs.len(), 4);
}

#[test]
fn runs_side_by_side_are_not_written_down_and_the_page_says_so() {
    let mut sim = side_by_side();
    sim.pass(60);
    train(&mut sim, TrainEvent::Pause);
    train(&mut sim, TrainEvent::Export(TrainExport::Checkpoint));
    sim.settle();
    let written = |it: &&TrainCommand| matches!(it, TrainCommand::Checkpoint { .. });
    assert!(!commands(&sim).iter().any(written));
    assert!(record(&sim).snapshots.is_empty());
    let asked: Vec<_> = sim.store.asked.iter().map(|(command, _)| command).collect();
    assert_eq!(asked, [&RunStoreCommand::List]);
    assert!(sim.alerts()[0].starts_with("Runs side by side are not written down"));
}

#[test]
fn a_loss_that_is_trained_beside_already_is_refused_at_its_field() {
    let mut sim = side_by_side();
    set(&mut sim, "ganLoss", "hinge");
    let refusal = sim.session.training.refusal("ganLoss").expect("refused");
    assert_eq!(
        field_error_sentence(&refusal.reason),
        "GAN loss: expected a loss that no run beside this one has, found hinge."
    );
    assert_eq!(run(&sim).spec.gan_loss.as_str(), "non-saturating");
    assert_eq!(sim.session.training.draft, run(&sim).spec);
    set(&mut sim, "ganLoss", "least-squares");
    assert_eq!(sim.session.training.refusal("ganLoss"), None);
    assert_eq!(run(&sim).spec.gan_loss.as_str(), "least-squares");
}

#[test]
fn a_change_between_images_and_points_leaves_something_that_can_be_trained() {
    for model in ModelType::ALL {
        let mut sim = Sim::on_cpu();
        choose(&mut sim, "dcgan");
        set(&mut sim, "seed", "77");
        set(&mut sim, "model", model.as_str());
        set(&mut sim, "data", "points");
        let draft = |sim: &Sim| sim.session.training.draft.clone();
        assert!(draft(&sim).is_points());
        assert_eq!(draft(&sim).check(), Ok(()), "{}", model.as_str());
        assert_eq!((draft(&sim).model, draft(&sim).seed), (*model, 77));
        for data in ["strokes", "mnist"] {
            set(&mut sim, "data", data);
            assert_eq!(draft(&sim).check(), Ok(()), "{} {data}", model.as_str());
            assert_eq!(draft(&sim).data.as_str(), data);
            assert_eq!((draft(&sim).model, draft(&sim).seed), (*model, 77));
        }
    }
}

#[test]
fn what_is_painted_is_a_world_of_the_forms_and_an_empty_one_is_refused() {
    let mut sim = Sim::on_cpu();
    train(&mut sim, TrainEvent::Paint(vec![(3, 4, 15), (99, 0, 3)]));
    let draft = &sim.session.training.draft;
    assert!(draft.is_points());
    assert_eq!(draft.toy_distribution, ToyDistribution::Drawn);
    assert_eq!(draft.drawing.level(3, 4), 15);
    assert_eq!(draft.check(), Ok(()));
    train(&mut sim, TrainEvent::ClearDrawing);
    train(&mut sim, TrainEvent::Play);
    assert_eq!(state(&sim), RunState::Idle);
    assert!(sim.session.training.refusal("drawing").is_some());
    train(&mut sim, TrainEvent::Paint(vec![(3, 4, 15)]));
    assert_eq!(sim.session.training.refusal("drawing"), None);
}

#[test]
fn images_that_are_brought_to_a_form_about_points_can_be_trained_on() {
    let mut sim = Sim::on_cpu();
    choose(&mut sim, "eight-gaussians");
    train(
        &mut sim,
        TrainEvent::Import {
            name: "mine.idx".to_owned(),
            bytes: Arc::from(&[0_u8, 0, 8, 3][..]),
        },
    );
    sim.settle();
    assert_eq!(sim.session.training.draft.data, DatasetId::Own);
    assert_eq!(sim.session.training.draft.check(), Ok(()));
}

#[test]
fn explore_is_not_offered_points_and_keeps_the_model_that_was_trained_before() {
    let mut sim = crate::training::playing();
    let weights = |sim: &mut Sim| {
        let update = TrainerUpdate::Weights { id: None, step: 10 };
        says(sim, update, Some(vec![8]));
        sim.settle();
    };
    let live = |sim: &Sim| {
        let mut models = sim.session.models.list.iter();
        let live = models.find(|model| model.id == LIVE_MODEL);
        live.map(|model| models::title(&model.id, &model.title, &model.origin))
    };
    weights(&mut sim);
    assert_eq!(live(&sim).as_deref(), Some("The model in training"));
    choose(&mut sim, "eight-gaussians");
    train(&mut sim, TrainEvent::Reset);
    sim.settle();
    assert_eq!(live(&sim).as_deref(), Some("The model trained before"));
    // What is saved of it has the name of the run that it is from.
    sim.send(SessionEvent::Explore(ExploreEvent::KeepLive));
    let kept = sim.session.models.list.last().expect("a model");
    let title = models::title(&kept.id, &kept.title, &kept.origin);
    assert_eq!(title, "classroom, step 10");
    // Weights of a run on points go into a file, and nowhere else.
    train(&mut sim, TrainEvent::Export(TrainExport::Weights));
    sim.settle();
    let saved = |it: &HostCommand| matches!(it, HostCommand::Save { name, .. } if name == "eight-gaussians.safetensors");
    assert!(sim.handed.iter().any(saved));
    assert_eq!(live(&sim).as_deref(), Some("The model trained before"));

    let mut sim = playing();
    weights(&mut sim);
    assert_eq!(live(&sim), None);
}
