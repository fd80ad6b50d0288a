//! Questions that are overlapped by newer ones, and answered out of step.

use std::sync::Arc;

use protocol::{ModelQuery, RequestId, ToEngine, TrainCommand, TrainerUpdate};
use run_spec::DatasetId;
use session::{
    ExploreEvent, ExploreTool, HostCommand, LIVE_MODEL, LabelledImages, NeighboursInput,
    REFERENCE_PAGE, SAMPLES, SessionEvent, StripKind, TrainEvent, TrainExport,
};

use crate::sim::{Sim, TEN, TWO, id_of, is_decode, is_load, is_map, set};
use crate::sim_echo::{echo, echo_share, is_echo};
use crate::training::{playing, set as set_field, train};

fn explore(sim: &mut Sim, event: ExploreEvent) {
    sim.send(SessionEvent::Explore(event));
}

fn asks(query: fn(&ModelQuery) -> bool) -> impl Fn(&ToEngine) -> bool {
    move |message| matches!(message, ToEngine::Query { query: asked, .. } if query(asked))
}

/// The neighbours' tool, with the digits to compare with.
fn with_digits() -> Sim {
    let mut sim = Sim::on_cpu();
    explore(&mut sim, ExploreEvent::Open(ExploreTool::Neighbours));
    let (data, mirror) = (DatasetId::Digits, false);
    explore(&mut sim, NeighboursInput::Load { data, mirror }.into());
    sim
}

/// The page of the data set that is shown.
fn page_of(sim: &Sim) -> Arc<LabelledImages> {
    let reference = &sim.session.tools.own.neighbours.reference;
    reference.page.clone().expect("a page")
}

#[test]
fn a_page_is_filed_under_the_images_that_were_asked_for() {
    let mut sim = with_digits();
    let shows = asks(|query| matches!(query, ModelQuery::ReferencePage { .. }));
    sim.settle_until(&shows);
    explore(&mut sim, NeighboursInput::Page(2 * REFERENCE_PAGE).into());
    sim.answer_first(&shows);
    let page = page_of(&sim);
    assert_eq!(page.first, 0, "it is the page that was asked for");
    assert_eq!(page.pictures[7].bytes[..2], echo(&[7.0]));
    sim.answer_first(&shows);
    let page = page_of(&sim);
    assert_eq!(page.first, 2 * REFERENCE_PAGE);
    assert_eq!(page.pictures[7].bytes[..2], echo(&[67.0]));
}

#[test]
fn images_of_a_data_set_that_was_left_are_not_those_of_the_next() {
    let mut sim = with_digits();
    let holds = asks(|query| matches!(query, ModelQuery::LoadReferenceImages { .. }));
    sim.settle_until(&holds);
    let (data, mirror) = (DatasetId::Mnist, false);
    explore(&mut sim, NeighboursInput::Load { data, mirror }.into());
    sim.answer_first(&holds);
    assert_eq!(
        sim.session.tools.own.neighbours.reference.data,
        Some(DatasetId::Mnist)
    );
    assert_eq!(sim.session.tools.own.neighbours.reference.count, None);
    sim.answer_first(&holds);
    assert_eq!(sim.session.tools.own.neighbours.reference.count, Some(100));
}

#[test]
fn the_nearest_images_are_filed_under_the_point_that_was_asked_about() {
    let mut sim = with_digits();
    let finds = asks(|query| matches!(query, ModelQuery::NearestImages { .. }));
    sim.settle_until(&finds);
    sim.send(set(0, 1.5));
    sim.answer_first(&finds);
    let nearest = sim
        .session
        .tools
        .own
        .neighbours
        .nearest
        .clone()
        .expect("some");
    assert_eq!(nearest.z, [0.0, 0.0]);
    assert_eq!(nearest.pixels[0].picture.bytes[..2], echo(&[0.0, 0.0]));
    sim.settle();
    let nearest = sim
        .session
        .tools
        .own
        .neighbours
        .nearest
        .clone()
        .expect("some");
    assert_eq!(nearest.z, [1.5, 0.0]);
}

#[test]
fn groups_that_change_while_they_are_encoded_are_saved_as_they_were() {
    let mut sim = with_digits();
    sim.settle();
    explore(&mut sim, ExploreEvent::GroupImages(true));
    explore(&mut sim, ExploreEvent::Group(0, Some(true)));
    explore(&mut sim, ExploreEvent::Group(1, Some(false)));
    explore(&mut sim, ExploreEvent::SaveVector("tail".to_owned()));
    explore(&mut sim, ExploreEvent::Group(2, Some(true)));
    sim.answer_first(asks(|query| matches!(query, ModelQuery::Encode)));
    let tools = &sim.session.tools;
    assert_eq!(tools.vectors.len(), 1);
    assert_eq!(tools.groups.members.len(), 3, "the newer groups stay");
}

#[test]
fn a_strip_of_a_model_that_left_the_screen_is_dropped() {
    let mut sim = Sim::on_cpu();
    explore(&mut sim, ExploreEvent::Pin(0));
    let decodes = asks(|query| matches!(query, ModelQuery::Decode));
    sim.settle_until(&decodes);
    let letter = sim.inbox.pop_front().expect("the question");
    sim.send(SessionEvent::ChooseModel(TEN.to_owned()));
    sim.answer_first(is_load);
    sim.answer_echo(&letter);
    assert!(sim.session.tools.strips.is_empty());
}

#[test]
fn a_strip_that_something_newer_overtook_is_of_the_points_that_were_asked_for() {
    let mut sim = Sim::on_cpu();
    explore(&mut sim, ExploreEvent::Pin(0));
    let decodes = asks(|query| matches!(query, ModelQuery::Decode));
    sim.settle_until(&decodes);
    sim.send(set(0, 1.0));
    explore(&mut sim, ExploreEvent::Pin(0));
    sim.answer_first(&decodes);
    let strip = &sim.session.tools.strips[&StripKind::Pins];
    assert_eq!(strip.point(0), [0.0, 0.0]);
    assert_eq!(strip.pictures[0].bytes[..2], echo(&[0.0, 0.0]));
    sim.settle();
    assert_eq!(
        sim.session.tools.strips[&StripKind::Pins].point(0),
        [1.0, 0.0]
    );
}

/// The model in training on screen, and newer weights of it on their way to the explorer.
fn with_newer_weights(before: impl Fn(&mut Sim)) -> Sim {
    let mut sim = playing();
    let weights = |sim: &mut Sim| {
        let trainer = sim.trainer().expect("a trainer");
        let latent = sim.session.training.spec().latent as u8;
        let update = TrainerUpdate::Weights { id: None, step: 10 };
        let message = sim.update(update);
        sim.says(trainer, message, Some(vec![latent]));
    };
    weights(&mut sim);
    sim.send(SessionEvent::ChooseModel(LIVE_MODEL.to_owned()));
    sim.settle();
    before(&mut sim);
    weights(&mut sim);
    sim
}

#[test]
fn a_picture_by_older_weights_of_the_model_in_training_is_dropped_and_asked_for_anew() {
    let mut sim = with_newer_weights(|sim| sim.send(set(0, 1.0)));
    let shown = sim.session.view.picture.clone().expect("one");
    sim.answer_first(is_load);
    sim.answer_first(is_decode);
    assert_eq!(sim.session.view.picture, Some(shown));
    sim.answer_first(is_decode);
    assert_eq!(sim.session.view.picture.as_ref().expect("one").z[0], 1.0);
}

#[test]
fn a_strip_of_the_map_by_older_weights_is_dropped() {
    let mut sim = with_newer_weights(|sim| {
        sim.send(set(0, 1.0));
        let look = ExploreEvent::Look {
            centre: (0.5, 0.5),
            extent: 1.0,
        };
        explore(sim, look);
        sim.settle_until(is_map);
    });
    let before = sim.session.view.map.generation;
    sim.answer_first(is_load);
    sim.answer_first(is_map);
    assert_eq!(sim.session.view.map.generation, before);
    sim.settle();
    assert!(!sim.session.view.map.refining);
}

#[test]
fn samples_by_older_weights_are_decoded_anew() {
    let decodes = asks(|query| matches!(query, ModelQuery::Decode));
    let latent = |sim: &Sim| sim.session.view.latent();
    let mut sim = with_newer_weights(|sim| {
        explore(sim, ExploreEvent::Open(ExploreTool::Directions));
        sim.settle();
        let noise = vec![0.5; SAMPLES * latent(sim)];
        explore(sim, ExploreEvent::Draw(noise));
        sim.settle_until(asks(|query| matches!(query, ModelQuery::Decode)));
    });
    sim.answer_first(is_load);
    sim.answer_first(&decodes);
    assert!(!sim.session.tools.strips.contains_key(&StripKind::Samples));
    sim.settle();
    assert!(sim.session.tools.strips.contains_key(&StripKind::Samples));
}

#[test]
fn an_export_that_fails_does_not_save_the_next_checkpoint() {
    let mut sim = playing();
    train(&mut sim, TrainEvent::Export(TrainExport::Checkpoint));
    sim.fail("The disk is full.");
    train(&mut sim, TrainEvent::Pause);
    sim.settle();
    assert_eq!(
        sim.session
            .training
            .run
            .as_ref()
            .expect("one")
            .record
            .snapshots
            .len(),
        1
    );
    assert_eq!(sim.saved("classroom.run.safetensors"), None);
    train(&mut sim, TrainEvent::Export(TrainExport::Checkpoint));
    sim.settle();
    assert!(sim.saved("classroom.run.safetensors").is_some());
}

#[test]
fn weights_that_arrive_when_another_run_was_made_are_saved_as_what_they_are() {
    let mut sim = playing();
    train(&mut sim, TrainEvent::Export(TrainExport::Weights));
    let at = sim.inbox.iter().position(|letter| {
        matches!(
            letter.message,
            ToEngine::Train {
                command: TrainCommand::Weights { .. },
                ..
            }
        )
    });
    let letter = sim.inbox.remove(at.expect("the request")).expect("it");
    let id = id_of(&letter.message);
    // Their reply is late.
    let late = sim.update(TrainerUpdate::Weights { id, step: 10 });
    train(
        &mut sim,
        TrainEvent::ChoosePreset("dense-vae-2d".to_owned()),
    );
    train(&mut sim, TrainEvent::Reset);
    sim.settle();
    sim.says(letter.worker, late, Some(vec![2]));
    sim.settle();
    assert!(sim.saved("classroom.safetensors").is_some());
}

#[test]
fn a_change_that_fails_in_the_run_before_is_no_news_of_this_one() {
    let mut sim = playing();
    crate::training::set(&mut sim, "learningRate", "0.25");
    let letter = sim.inbox.pop_back().expect("the change");
    train(&mut sim, TrainEvent::Reset);
    sim.settle();
    sim.inbox.push_front(letter);
    sim.fail("It could not be changed.");
    assert!(sim.alerts().is_empty());
}

#[test]
fn a_picture_that_echoes_is_told_from_one_that_does_not() {
    let mut sim = Sim::on_cpu();
    sim.send(set(0, 0.5));
    sim.answer_first(is_decode);
    let picture = sim.session.view.picture.as_ref().expect("one");
    assert!(is_echo(&picture.pixels.bytes));
    assert_eq!(picture.pixels.bytes[..2], echo(&picture.z));
    assert_eq!(sim.session.models.chosen, TWO);
}

/// A model of three dimensions without encoded images.
fn open(sim: &mut Sim) {
    sim.send(SessionEvent::OpenModel {
        name: "mine.safetensors".to_owned(),
        bytes: vec![3, 1, 2, 3].into(),
    });
}

#[test]
fn principal_directions_are_not_those_of_the_model_before() {
    let mut sim = Sim::on_cpu();
    open(&mut sim);
    sim.settle();
    explore(&mut sim, ExploreEvent::Open(ExploreTool::Directions));
    let finds = asks(|query| matches!(query, ModelQuery::PrincipalDirections { .. }));
    sim.settle_until(&finds);
    let late = sim.inbox.pop_front().expect("the question");
    open(&mut sim);
    sim.settle_until(&finds);
    sim.answer_echo(&late);
    assert_eq!(sim.session.tools.principal, None, "they are of opened-1");
    sim.answer_first(&finds);
    let shares = |sim: &Sim| {
        sim.session
            .tools
            .principal
            .as_ref()
            .map(|it| it.shares.clone())
    };
    assert_eq!(shares(&sim), Some(vec![echo_share("opened-2")]));
    sim.settle();
    assert_eq!(shares(&sim), Some(vec![echo_share("opened-2")]));
}

#[test]
fn a_data_set_that_arrived_is_the_one_that_was_asked_for() {
    let mut sim = Sim::on_cpu();
    set_field(&mut sim, "data", "mnist");
    train(&mut sim, TrainEvent::Fetch);
    sim.settle_until(|message| {
        matches!(
            message,
            ToEngine::Train {
                command: TrainCommand::Fetch { .. },
                ..
            }
        )
    });
    set_field(&mut sim, "data", "fashion-mnist");
    train(&mut sim, TrainEvent::Fetch);
    let worker = sim.trainer().expect("a trainer");
    let stray = TrainerUpdate::Fetched {
        id: RequestId(9_999),
    };
    sim.says(worker, sim.update(stray), None);
    assert!(sim.session.training.fetching.is_some(), "it is on its way");
    sim.handed.clear();
    sim.settle();
    assert_eq!(sim.session.training.fetching, None);
    let located: Vec<_> = sim.handed.iter().collect();
    let data = DatasetId::Mnist;
    assert_eq!(located, [&HostCommand::Locate { data }]);
}
