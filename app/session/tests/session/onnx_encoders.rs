//! Encoders of decoders from ONNX files: which decoder they join, and what changes with it.

use protocol::{FromEngine, ModelAnswer, ModelQuery, ModelSource, RequestId, ToEngine};
use session::{ExploreEvent, ExploreTool, NeighboursInput, Room, SessionEvent};

use crate::brought_image::drawing;
use crate::exploring::explore;
use crate::onnx::{ONNX, explorer_opens_onnx, on_screen, open_files, opened};
use crate::sim::{Sim, TWO, is_load, set};
use crate::sim_messages::FORM;

/// An encoder: the simulated engine knows it by its last byte.
const ENCODER: &[u8] = b"\x08\x08\x12\x07pytorch\x1a\x052.8.9";

/// What the explorer was last sent of a model: whether its encoder, too.
fn last_source(sim: &Sim, of: &str) -> Option<ModelSource> {
    let loads = sim.log.iter().rev();
    let mut sources = loads.filter_map(|letter| match &letter.message {
        ToEngine::LoadModel { model, source, .. } if model == of => Some(source.clone()),
        _ => None,
    });
    sources.next()
}

fn has_encoder(sim: &Sim) -> bool {
    let shown = sim.session.models.on_screen.as_ref();
    shown.is_some_and(|model| model.card.encoder)
}

#[test]
fn an_encoder_joins_the_decoder_on_screen_and_encodes_the_picture_that_is_there() {
    let mut sim = opened();
    let offered = sim.session.models.list.len();
    sim.send(set(1, 0.75));
    sim.send(SessionEvent::Explore(drawing()));
    sim.settle();
    let point = sim.session.view.point.clone();
    assert!(!has_encoder(&sim));
    let is_encode = |letter: &crate::sim::Letter| {
        matches!(
            &letter.message,
            ToEngine::Query {
                query: ModelQuery::Encode,
                ..
            }
        )
    };
    assert!(!sim.log.iter().any(is_encode));
    open_files(&mut sim, &[("theirs.onnx", ENCODER)]);
    assert_eq!(
        sim.session.view.point, point,
        "until the file was looked at"
    );
    sim.settle();
    assert_eq!(on_screen(&sim), "opened-1");
    assert_eq!(sim.session.models.chosen, "opened-1");
    assert_eq!(
        sim.session.models.list.len(),
        offered,
        "no model of its own"
    );
    assert!(has_encoder(&sim));
    assert!(sim.log.iter().any(is_encode), "the picture is encoded");
    // Whatever worker takes this one's place gets both.
    let explorer = sim.newest();
    sim.dies(explorer);
    sim.settle();
    let names = ["mine.onnx", "theirs.onnx"].map(ToOwned::to_owned);
    let first = ONNX.len();
    let form = Some(FORM.to_owned());
    let both = ModelSource::Pair { names, first, form };
    assert_eq!(last_source(&sim, "opened-1"), Some(both));
    assert!(has_encoder(&sim));
}

#[test]
fn a_decoder_and_its_encoder_open_together_in_either_order() {
    let decoder = ("mine.onnx", ONNX);
    let encoder = ("theirs.onnx", ENCODER);
    for files in [[decoder, encoder], [encoder, decoder]] {
        let mut sim = Sim::on_cpu();
        open_files(&mut sim, &files);
        sim.settle();
        assert_eq!(on_screen(&sim), "opened-1");
        assert!(has_encoder(&sim));
        assert!(sim.session.alerts().is_empty());
        // Another encoder takes the place of this one, not of the decoder.
        open_files(&mut sim, &[("other.onnx", ENCODER)]);
        sim.settle();
        let explorer = sim.newest();
        sim.dies(explorer);
        sim.settle();
        let names = ["mine.onnx", "other.onnx"].map(ToOwned::to_owned);
        let first = ONNX.len();
        let form = Some(FORM.to_owned());
        let both = ModelSource::Pair { names, first, form };
        assert_eq!(last_source(&sim, "opened-1"), Some(both));
    }
}

#[test]
fn two_files_of_which_none_is_the_encoder_of_the_other_change_nothing() {
    for files in [
        [("a.onnx", ONNX), ("b.onnx", ONNX)],
        [("a.onnx", ENCODER), ("b.onnx", ENCODER)],
    ] {
        let mut sim = Sim::on_cpu();
        open_files(&mut sim, &files);
        sim.settle();
        let alerts = sim.alerts();
        assert_eq!(alerts.len(), 1, "{alerts:?}");
        assert!(alerts[0].contains("a.onnx, b.onnx"), "{alerts:?}");
        assert_eq!(on_screen(&sim), TWO);
        assert!(!explorer_opens_onnx(&sim));
    }
}

#[test]
fn an_encoder_without_its_decoder_on_screen_changes_nothing() {
    // Neither beside a shipped model, nor while one is on screen again.
    for decoder_first in [false, true] {
        let mut sim = if decoder_first {
            opened()
        } else {
            Sim::on_cpu()
        };
        sim.send(SessionEvent::ChooseModel(TWO.to_owned()));
        sim.send(set(1, 1.5));
        sim.settle();
        let point = sim.session.view.point.clone();
        open_files(&mut sim, &[("theirs.onnx", ENCODER)]);
        sim.settle();
        let alerts = sim.alerts();
        assert_eq!(alerts.len(), 1, "{alerts:?}");
        assert!(alerts[0].contains("theirs.onnx") && alerts[0].contains("decoder first"));
        assert_eq!(on_screen(&sim), TWO);
        assert_eq!(sim.session.view.point, point);
    }
}

#[test]
fn an_encoder_that_does_not_fit_leaves_the_decoder_as_it_was() {
    let mut sim = opened();
    sim.send(set(1, 1.5));
    sim.settle();
    let point = sim.session.view.point.clone();
    open_files(&mut sim, &[("theirs.onnx", ENCODER)]);
    sim.settle_until(is_load);
    sim.fail("Expected an encoder of this decoder.");
    sim.settle();
    assert_eq!(on_screen(&sim), "opened-1");
    assert_eq!(sim.session.models.chosen, "opened-1");
    assert_eq!(sim.session.view.point, point);
    assert!(!has_encoder(&sim));
    assert_eq!(sim.alerts().len(), 1);
}

fn choose(sim: &mut Sim, model: &str) {
    sim.send(SessionEvent::ChooseModel(model.to_owned()));
    sim.settle();
}

/// A decoder on screen, of which the background worker has a copy without an encoder.
fn with_background() -> Sim {
    let mut sim = opened();
    explore(&mut sim, drawing());
    explore(&mut sim, ExploreEvent::Invert(7));
    sim
}

#[test]
fn an_encoder_joins_the_decoder_that_it_was_opened_for_whichever_is_chosen_meanwhile() {
    let mut sim = with_background();
    open_files(&mut sim, &[("second.onnx", ONNX)]);
    sim.settle();
    choose(&mut sim, "opened-1");
    let offered = sim.session.models.list.len();
    open_files(&mut sim, &[("theirs.onnx", ENCODER)]);
    choose(&mut sim, "opened-2");
    assert_eq!(on_screen(&sim), "opened-2");
    assert!(!has_encoder(&sim));
    assert_eq!(
        sim.session.models.list.len(),
        offered,
        "no model of its own"
    );
    choose(&mut sim, "opened-1");
    assert!(has_encoder(&sim));
    assert!(sim.session.alerts().is_empty(), "{:?}", sim.alerts());
    // The background worker is given both files.
    explore(&mut sim, drawing());
    explore(&mut sim, ExploreEvent::Invert(8));
    let source = last_source(&sim, "opened-1");
    assert!(
        matches!(source, Some(ModelSource::Pair { .. })),
        "{source:?}"
    );
}

/// A decoder on screen beside a shipped model that the same explorer holds.
fn compared() -> Sim {
    let mut sim = opened();
    sim.send(SessionEvent::ShowRoom(Room::Compare));
    explore(&mut sim, ExploreEvent::CompareWith(TWO.to_owned()));
    sim
}

#[test]
fn a_file_is_looked_at_though_a_shipped_model_is_chosen_meanwhile() {
    let mut sim = compared();
    open_files(&mut sim, &[("theirs.onnx", ENCODER)]);
    sim.send(SessionEvent::ChooseModel(TWO.to_owned()));
    assert_eq!(on_screen(&sim), TWO, "at once");
    sim.settle();
    assert_eq!(on_screen(&sim), TWO);
    assert!(!explorer_opens_onnx(&sim), "once it was looked at");
    choose(&mut sim, "opened-1");
    assert!(has_encoder(&sim));

    let mut sim = compared();
    open_files(&mut sim, &[("theirs.onnx", ENCODER)]);
    sim.send(SessionEvent::ChooseModel(TWO.to_owned()));
    sim.settle_until(is_load);
    sim.fail("Expected an encoder of this decoder.");
    sim.settle();
    let alerts = sim.alerts();
    assert_eq!(alerts.len(), 1, "{alerts:?}");
    assert!(alerts[0].contains("theirs.onnx"), "{alerts:?}");
    assert_eq!(on_screen(&sim), TWO);
    assert!(!explorer_opens_onnx(&sim));
}

#[test]
fn a_search_for_the_class_before_ends_and_says_nothing_any_more() {
    let mut sim = opened();
    explore(&mut sim, drawing());
    let is_search = |message: &ToEngine| {
        matches!(
            message,
            ToEngine::Query {
                query: ModelQuery::Invert { .. },
                ..
            }
        )
    };
    sim.send(SessionEvent::Explore(ExploreEvent::Invert(7)));
    sim.settle_until(is_search);
    let search = sim.inbox.front().expect("the search").clone();
    let point = sim.session.view.point.clone();
    sim.send(SessionEvent::Explore(ExploreEvent::DrawClass(2)));
    let stops = sim.inbox.iter().any(|letter| {
        let ToEngine::Query { query, .. } = &letter.message else {
            return false;
        };
        letter.worker == search.worker && *query == ModelQuery::StopInverting
    });
    assert!(stops, "it would go on");
    sim.settle();
    let input = sim.session.tools.input.as_ref().expect("a drawing");
    assert_eq!(input.inversion, None);
    assert_eq!(sim.session.view.point, point);
    // Another one is of the class on screen.
    explore(&mut sim, ExploreEvent::Invert(8));
    assert_ne!(sim.session.view.point, point);
}

/// The oldest unanswered question of a kind: its worker and id.
fn asked(sim: &Sim, of_kind: impl Fn(&ModelQuery) -> bool) -> Option<(u64, RequestId)> {
    let mut letters = sim.inbox.iter();
    letters.find_map(|letter| match &letter.message {
        ToEngine::Query { id, query, .. } if of_kind(query) => Some((letter.worker, *id)),
        _ => None,
    })
}

/// Engines answer until a question of a kind is asked.
fn wait_for(sim: &mut Sim, of_kind: impl Fn(&ModelQuery) -> bool) -> (u64, RequestId) {
    loop {
        if let Some(found) = asked(sim, &of_kind) {
            return found;
        }
        assert!(sim.answer(), "it is never asked");
    }
}

#[test]
fn images_are_encoded_anew_for_another_class_and_the_nearest_are_found_again() {
    let mut sim = Sim::on_cpu();
    open_files(&mut sim, &[("mine.onnx", ONNX), ("theirs.onnx", ENCODER)]);
    sim.settle();
    explore(&mut sim, ExploreEvent::Open(ExploreTool::Neighbours));
    let load = NeighboursInput::Load {
        data: run_spec::DatasetId::Digits,
        mirror: false,
    };
    sim.send(SessionEvent::Explore(load.into()));
    let is_load = |query: &ModelQuery| matches!(query, ModelQuery::LoadReferenceImages { .. });
    let (worker, load) = wait_for(&mut sim, is_load);
    sim.settle();
    sim.send(SessionEvent::Explore(ExploreEvent::DrawClass(2)));
    let is_nearest = |query: &ModelQuery| matches!(query, ModelQuery::NearestImages { .. });
    let (_, id) = wait_for(&mut sim, is_nearest);
    let answer = ModelAnswer::NearestImages {
        pixels: Vec::new(),
        codes: Vec::new(),
        compared: 100,
        encoded: 0,
    };
    let answer = answer.into();
    sim.says(worker, FromEngine::Answer { id, answer }, None);
    sim.inbox.clear();
    let reference = |sim: &Sim| sim.session.tools.own.neighbours.reference.encoded;
    assert_eq!(reference(&sim), Some(0));
    for (encoded, again) in [(40, false), (100, true)] {
        let answer = ModelAnswer::ReferenceImages {
            count: 100,
            encoded: Some(encoded),
        };
        let answer = FromEngine::Answer {
            id: load,
            answer: answer.into(),
        };
        sim.says(worker, answer, None);
        assert_eq!(reference(&sim), Some(encoded));
        assert_eq!(asked(&sim, is_nearest).is_some(), again, "{encoded}");
    }
}
