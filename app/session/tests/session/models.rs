//! Loading models and their points.

use protocol::{FromEngine, ModelSource, ToEngine};
use session::{EngineChoice, GpuAdapter, SessionEvent};

use crate::sim::{BASE, FACES, Sim, TEN, TWO, card, id_of, is_load, is_points, set};

fn choose(model: &str) -> SessionEvent {
    SessionEvent::ChooseModel(model.to_owned())
}

fn open(name: &str, latent: u8) -> SessionEvent {
    SessionEvent::OpenModel {
        name: name.to_owned(),
        bytes: vec![latent, 1, 2, 3].into(),
    }
}

fn on_screen(sim: &Sim) -> &str {
    sim.session
        .models
        .on_screen
        .as_ref()
        .map_or("", |model| &model.id)
}

#[test]
fn the_first_model_on_offer_is_loaded_from_the_sites_folder() {
    let mut sim = Sim::started(EngineChoice::Cpu, GpuAdapter::Fit);
    sim.answer();
    let ToEngine::LoadModel { model, source, .. } = &sim.inbox[0].message else {
        panic!("expected a load, found {:?}", sim.inbox[0]);
    };
    assert_eq!(model, TWO);
    let url = format!("{BASE}assets/models/vae-mnist-2d.safetensors");
    assert_eq!(*source, ModelSource::Url { url });
    sim.settle();
    assert_eq!(on_screen(&sim), TWO);
    assert_eq!(sim.session.view.point, [0.0, 0.0]);
    assert!(sim.session.ready());
}

#[test]
fn what_is_asked_first_is_picture_then_coarse_map_then_points_then_fine_map() {
    let sim = Sim::on_cpu();
    let order: Vec<&str> = sim
        .log
        .iter()
        .map(|letter| match &letter.message {
            ToEngine::Hello { .. } => "hello",
            ToEngine::LoadModel { .. } => "load",
            ToEngine::Decode { .. } => "picture",
            ToEngine::DecodeMap { tiles: 10, .. } => "coarse",
            ToEngine::DecodeMap { .. } => "fine",
            ToEngine::LoadEncodedPoints { .. } => "points",
            ToEngine::Query { .. } => "question",
            ToEngine::Time { .. }
            | ToEngine::SetClass { .. }
            | ToEngine::Ping { .. }
            | ToEngine::Train { .. } => "other",
        })
        .collect();
    assert_eq!(
        order,
        [
            "hello", "load", "picture", "coarse", "points", "fine", "fine", "fine", "fine"
        ]
    );
    assert_eq!(
        sim.session.models.points.as_ref().expect("some").labels,
        [7, 1, 9]
    );
}

#[test]
fn the_picker_moves_at_once_and_the_rest_when_the_model_is_there() {
    let mut sim = Sim::on_cpu();
    sim.send(set(0, 1.0));
    sim.settle();
    sim.send(choose(TEN));
    assert_eq!(sim.session.models.chosen, TEN);
    assert_eq!(on_screen(&sim), TWO);
    assert_eq!(sim.session.view.point, [1.0, 0.0]);
    assert!(sim.session.models.points.is_some());
    sim.answer();
    assert_eq!(on_screen(&sim), TEN);
    assert_eq!(sim.session.view.point, [0.0; 10]);
    assert_eq!(
        (sim.session.view.map.x_axis, sim.session.view.map.y_axis),
        (0, 1)
    );
    assert!(sim.session.models.points.is_none());
    assert!(sim.session.ready(), "the old picture stays for the moment");
    sim.settle();
    assert_eq!(sim.session.models.points.as_ref().expect("some").latent, 10);
}

#[test]
fn the_slider_can_be_moved_while_the_old_model_is_still_on_screen() {
    let mut sim = Sim::on_cpu();
    sim.send(choose(TEN));
    sim.send(set(1, 2.0));
    assert_eq!(sim.session.view.point, [0.0, 2.0]);
    sim.settle();
    assert_eq!(sim.session.view.point, [0.0; 10]);
}

#[test]
fn a_model_that_cannot_be_loaded_leaves_everything_as_it_was() {
    let mut sim = Sim::on_cpu();
    sim.send(set(0, 1.0));
    sim.settle();
    let before = sim.session.clone();
    sim.send(choose(TEN));
    sim.fail("Expected 12 tensors, found 11.");
    sim.settle();
    assert_eq!(
        sim.alerts(),
        ["“MNIST digits, 10 dimensions” could not be loaded. Expected 12 tensors, found 11."]
    );
    assert_eq!(sim.session.models.chosen, TWO);
    assert_eq!(sim.session.models.on_screen, before.models.on_screen);
    assert_eq!(sim.session.view.point, before.view.point);
    assert_eq!(sim.session.view.picture, before.view.picture);
    assert_eq!(sim.session.models.points, before.models.points);
    assert_eq!(sim.session.view.map, before.view.map);
}

#[test]
fn of_two_loads_that_race_the_newest_choice_wins() {
    let mut sim = Sim::on_cpu();
    sim.send(open("mine.safetensors", 3));
    sim.send(choose(TEN));
    let letters: Vec<_> = sim.inbox.drain(..).collect();
    assert_eq!(letters.iter().filter(|l| is_load(&l.message)).count(), 2);
    // The newer answer comes first, then the older one.
    for (letter, latent) in [(&letters[1], 10), (&letters[0], 3)] {
        let loaded = FromEngine::ModelLoaded {
            id: id_of(&letter.message).expect("a request"),
            model: String::new(),
            card: card(latent),
            encoder_first: false,
        };
        sim.says(letter.worker, loaded, None);
    }
    sim.settle();
    assert_eq!(sim.session.models.chosen, TEN);
    assert_eq!(on_screen(&sim), TEN);
    assert_eq!(sim.session.view.point.len(), 10);
}

#[test]
fn a_failure_of_a_model_that_is_no_longer_wanted_is_not_reported() {
    let mut sim = Sim::on_cpu();
    sim.send(choose(TEN));
    sim.send(choose(TWO));
    sim.fail("Not found.");
    sim.settle();
    assert!(sim.session.alerts().is_empty());
    assert_eq!(sim.session.models.chosen, TWO);
    assert_eq!(on_screen(&sim), TWO);
}

#[test]
fn a_model_that_the_engine_holds_is_not_loaded_twice() {
    let mut sim = Sim::with_ten();
    sim.send(choose(TWO));
    assert_eq!(on_screen(&sim), TWO, "it is there at once");
    sim.settle();
    sim.send(choose(TEN));
    sim.settle();
    let loads = sim.log.iter().filter(|l| is_load(&l.message)).count();
    assert_eq!(loads, 2);
}

#[test]
fn choosing_twice_while_loading_asks_once() {
    let mut sim = Sim::on_cpu();
    sim.send(choose(TEN));
    sim.send(choose(TWO));
    sim.send(choose(TEN));
    assert_eq!(sim.inbox.len(), 1);
}

#[test]
fn an_opened_file_is_on_offer_only_once_it_loaded() {
    let mut sim = Sim::on_cpu();
    sim.send(open("mine.safetensors", 3));
    assert_eq!(sim.session.models.list.len(), session::catalog().len());
    assert_eq!(sim.session.models.chosen, "opened-1");
    sim.settle();
    let entry = sim.session.models.list.last().expect("an entry");
    assert_eq!(entry.id, "opened-1");
    assert_eq!(entry.title, "A card (mine.safetensors)");
    assert_eq!(entry.latent, 3);
    assert_eq!(on_screen(&sim), "opened-1");
    assert_eq!(sim.session.view.point, [0.0; 3]);
    sim.send(open("mine.safetensors", 4));
    sim.settle();
    assert_eq!(on_screen(&sim), "opened-2");
}

#[test]
fn a_bad_file_is_not_on_offer_and_its_name_is_in_the_alert() {
    let mut sim = Sim::on_cpu();
    sim.send(open("broken.safetensors", 3));
    sim.fail("The header is 3 bytes long.");
    sim.settle();
    assert_eq!(sim.session.models.list.len(), session::catalog().len());
    assert_eq!(sim.session.models.chosen, TWO);
    assert_eq!(
        sim.alerts(),
        ["“broken.safetensors” could not be loaded. The header is 3 bytes long."]
    );
}

#[test]
fn a_bad_file_opened_before_anything_was_loaded_gives_way_to_the_first_model() {
    let mut sim = Sim::started(EngineChoice::Cpu, GpuAdapter::Fit);
    sim.send(open("broken.safetensors", 3));
    sim.answer();
    sim.fail("Not a model.");
    sim.settle();
    assert_eq!(on_screen(&sim), FACES);
    assert_eq!(sim.session.models.chosen, FACES);
}

#[test]
fn an_opened_file_survives_the_engines_death() {
    let mut sim = Sim::on_cpu();
    sim.send(open("mine.safetensors", 3));
    sim.settle();
    sim.send(set(2, 1.0));
    sim.settle();
    sim.dies(sim.newest());
    sim.settle();
    assert_eq!(on_screen(&sim), "opened-1");
    assert_eq!(
        sim.session.view.picture.as_ref().expect("one").z,
        [0.0, 0.0, 1.0]
    );
    let last = sim.log.iter().rev().find(|l| is_load(&l.message));
    let payload = last.and_then(|l| l.payload.clone()).expect("the bytes");
    assert_eq!(*payload, [3, 1, 2, 3]);
}

#[test]
fn a_card_without_dimensions_or_with_absurdly_many_is_refused() {
    for latent in [0, 1_000_000_000] {
        let mut sim = Sim::on_cpu();
        sim.send(choose(TEN));
        let letter = sim.inbox.pop_front().expect("a load");
        let loaded = FromEngine::ModelLoaded {
            id: id_of(&letter.message).expect("a request"),
            model: TEN.to_owned(),
            card: card(latent),
            encoder_first: false,
        };
        sim.says(letter.worker, loaded, None);
        sim.settle();
        assert_eq!(on_screen(&sim), TWO);
        assert!(sim.alerts()[0].contains("latent dimensions"));
    }
}

#[test]
fn an_unknown_model_is_not_chosen() {
    let mut sim = Sim::on_cpu();
    sim.send(choose("no-such-model"));
    assert_eq!(sim.session.models.chosen, TWO);
}

#[test]
fn missing_points_are_reported_once_and_the_map_goes_on() {
    let mut sim = Sim::started(EngineChoice::Cpu, GpuAdapter::Fit);
    sim.settle_until(is_points);
    sim.fail("Not found.");
    sim.settle();
    assert_eq!(
        sim.alerts(),
        ["The encoded test images could not be loaded. Not found."]
    );
    assert!(sim.session.models.points.is_none());
    assert!(!sim.session.view.map.refining);
    assert_eq!(sim.log.iter().filter(|l| is_points(&l.message)).count(), 1);
}

#[test]
fn points_that_make_no_sense_are_refused() {
    let nan = f32::NAN.to_le_bytes();
    let cases = [
        (1, 2, vec![0; 8], "1 points do not fit 8 bytes."),
        (usize::MAX, 2, vec![0; 9], "do not fit 9 bytes."),
        (
            1,
            3,
            vec![0; 13],
            "Expected 2 coordinates a point, found 3.",
        ),
        (
            1,
            2,
            [&nan[..], &[0; 13]].concat(),
            "A coordinate is not a number.",
        ),
        (
            1,
            2,
            [&[0; 16][..], &[10]].concat(),
            "Expected labels from 0 to 9, found 10.",
        ),
    ];
    for (count, latent, payload, sentence) in cases {
        let mut sim = Sim::started(EngineChoice::Cpu, GpuAdapter::Fit);
        sim.settle_until(is_points);
        let letter = sim.inbox.pop_front().expect("points");
        let points = FromEngine::EncodedPoints {
            id: id_of(&letter.message).expect("a request"),
            model: TWO.to_owned(),
            count,
            latent,
            factors: Vec::new(),
        };
        sim.says(letter.worker, points, Some(payload));
        sim.settle();
        assert!(sim.session.models.points.is_none());
        assert!(sim.alerts()[0].ends_with(sentence), "{:?}", sim.alerts());
    }
}

#[test]
fn points_of_a_model_that_left_the_screen_are_dropped() {
    let mut sim = Sim::started(EngineChoice::Cpu, GpuAdapter::Fit);
    sim.settle_until(is_points);
    let letter = sim.inbox.pop_front().expect("points");
    sim.send(choose(TEN));
    sim.settle_until(is_load);
    sim.answer();
    assert_eq!(on_screen(&sim), TEN);
    let points = FromEngine::EncodedPoints {
        id: id_of(&letter.message).expect("a request"),
        model: TWO.to_owned(),
        count: 1,
        latent: 2,
        factors: Vec::new(),
    };
    sim.says(letter.worker, points, Some(vec![0; 17]));
    sim.settle();
    let alerts = sim.alerts();
    assert!(alerts.is_empty(), "{alerts:?}");
    assert_eq!(sim.session.models.points.as_ref().expect("some").latent, 10);
}
