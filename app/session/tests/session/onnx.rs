//! Decoders from ONNX files: another program opens them, and the usual one comes back.

use protocol::{EngineKind, ToEngine, WorkerRole};
use session::{BroughtFile, EngineChoice, ExploreEvent, Room, SessionEvent};

use crate::sim::{Sim, TWO, is_load, set};

/// An ONNX file as PyTorch begins it; the simulated engine takes its first byte for 8 dimensions.
pub const ONNX: &[u8] = b"\x08\x08\x12\x07pytorch\x1a\x052.8.0";

fn open(sim: &mut Sim) {
    open_files(sim, &[("mine.onnx", ONNX)]);
}

pub fn open_files(sim: &mut Sim, files: &[(&str, &[u8])]) {
    let files = files.iter().map(|(name, bytes)| BroughtFile {
        name: (*name).to_owned(),
        size: bytes.len() as f64,
        bytes: (*bytes).into(),
    });
    let files = files.collect();
    sim.send(SessionEvent::OpenFiles { files, more: 0 });
}

pub fn opened() -> Sim {
    let mut sim = Sim::on_cpu();
    open(&mut sim);
    sim.settle();
    sim
}

pub fn on_screen(sim: &Sim) -> String {
    let shown = sim.session.models.on_screen.as_ref();
    shown.map_or_else(String::new, |model| model.id.clone())
}

/// Whether the only explorer is of the program that opens ONNX.
pub fn explorer_opens_onnx(sim: &Sim) -> bool {
    let explorers: Vec<u64> = sim
        .alive
        .keys()
        .copied()
        .filter(|worker| sim.roles[worker] == WorkerRole::Explorer)
        .collect();
    assert_eq!(explorers.len(), 1);
    sim.onnx.contains(&explorers[0])
}

#[test]
fn a_decoder_is_explored_by_its_program_in_whatever_room_it_was_opened() {
    for room in [Room::Explore, Room::Train, Room::Compare] {
        let mut sim = Sim::on_cpu();
        assert!(!explorer_opens_onnx(&sim));
        sim.send(SessionEvent::ShowRoom(room));
        open(&mut sim);
        assert_eq!(on_screen(&sim), TWO, "until the file was looked at");
        sim.settle();
        assert!(explorer_opens_onnx(&sim));
        assert_eq!(on_screen(&sim), "opened-1");
        assert_eq!(sim.session.room, Room::Explore);
        assert_eq!(sim.session.view.latent(), 8);
        let picture = sim.session.view.picture.as_ref().expect("a picture");
        assert_eq!(picture.model, "opened-1");
        assert!(!sim.session.view.map.refining);
        assert!(sim.session.workers.engine.decode_millis.is_some());
    }
}

#[test]
fn the_usual_program_comes_back_with_a_shipped_model() {
    let mut sim = opened();
    sim.send(SessionEvent::ChooseModel(TWO.to_owned()));
    sim.settle();
    assert_eq!(on_screen(&sim), TWO);
    assert!(!explorer_opens_onnx(&sim));
    assert!(sim.session.alerts().is_empty());
    // And the file is still there.
    sim.send(SessionEvent::ChooseModel("opened-1".to_owned()));
    sim.settle();
    assert_eq!(on_screen(&sim), "opened-1");
    assert!(explorer_opens_onnx(&sim));
}

#[test]
fn webgpu_gives_way_to_the_cpu_and_comes_back() {
    let mut sim = Sim::on_webgpu();
    open(&mut sim);
    sim.settle();
    assert_eq!(sim.session.workers.engine.kind, EngineKind::Cpu);
    assert_eq!(sim.session.workers.engine.choice, EngineChoice::WebGpu);
    assert_eq!(sim.reason(), "ONNX files run on the CPU.");
    // No choice of another engine takes the model away.
    for choice in [EngineChoice::WebGpu, EngineChoice::Auto, EngineChoice::Cpu] {
        sim.send(SessionEvent::ChooseEngine(choice));
        sim.settle();
        assert!(explorer_opens_onnx(&sim));
        assert_eq!(on_screen(&sim), "opened-1");
    }
    sim.send(SessionEvent::ChooseEngine(EngineChoice::WebGpu));
    sim.send(SessionEvent::ChooseModel(TWO.to_owned()));
    sim.settle();
    assert_eq!(sim.session.workers.engine.kind, EngineKind::WebGpu);
    assert_eq!(on_screen(&sim), TWO);
}

#[test]
fn a_file_that_is_refused_leaves_everything_as_it_was() {
    let mut sim = Sim::on_cpu();
    sim.send(set(1, 1.5));
    sim.settle();
    let (view, models) = (sim.session.view.clone(), sim.session.models.list.clone());
    open(&mut sim);
    sim.settle_until(
        |message| matches!(message, ToEngine::LoadModel { model, .. } if model == "opened-1"),
    );
    sim.fail("Expected pictures, found something else.");
    sim.settle();
    let alerts = sim.alerts();
    assert_eq!(alerts.len(), 1, "{alerts:?}");
    assert!(alerts[0].contains("mine.onnx") && alerts[0].contains("found something else"));
    assert!(!explorer_opens_onnx(&sim));
    assert_eq!(on_screen(&sim), TWO);
    assert_eq!(sim.session.models.chosen, TWO);
    assert_eq!(sim.session.models.list, models);
    assert_eq!(sim.session.view.point, view.point);
    assert_eq!(sim.session.room, Room::Explore);
}

#[test]
fn a_file_that_the_engine_dies_of_is_not_given_to_the_next_one() {
    let mut sim = Sim::on_cpu();
    open(&mut sim);
    sim.settle_until(
        |message| matches!(message, ToEngine::LoadModel { model, .. } if model == "opened-1"),
    );
    let explorer = sim.newest();
    sim.dies(explorer);
    sim.settle();
    let given = sim.log.iter().filter(|letter| {
        matches!(&letter.message, ToEngine::LoadModel { model, .. } if model == "opened-1")
    });
    assert_eq!(given.count(), 1);
    assert_eq!(on_screen(&sim), TWO);
    assert!(!explorer_opens_onnx(&sim));
    let alerts = sim.alerts().join(" ");
    assert!(
        alerts.contains("mine.onnx") && alerts.contains("Nobody knows."),
        "{alerts}"
    );
    assert!(sim.session.ready());
}

#[test]
fn a_class_is_told_before_the_picture_and_an_older_picture_is_not_shown() {
    let mut sim = opened();
    sim.send(set(0, 0.5));
    // The picture of the first class is on its way.
    assert_eq!(sim.unanswered_decodes(), 1);
    let before = sim.session.view.picture.clone();
    sim.send(SessionEvent::Explore(ExploreEvent::DrawClass(2)));
    sim.answer();
    assert_eq!(sim.session.view.picture, before, "that was another class's");
    sim.settle();
    let messages: Vec<&ToEngine> = sim.log.iter().map(|letter| &letter.message).collect();
    let told = messages
        .iter()
        .position(|it| matches!(it, ToEngine::SetClass { class: 2, .. }))
        .expect("the class");
    assert!(
        messages[told..]
            .iter()
            .any(|it| matches!(it, ToEngine::Decode { .. }))
    );
    assert_ne!(sim.session.view.picture, before);
    assert_eq!(sim.session.models.class("opened-1"), 2);
    // A worker that takes this one's place is told, too.
    let explorer = sim.newest();
    sim.dies(explorer);
    sim.settle();
    let loads = sim
        .log
        .iter()
        .rposition(|it| is_load(&it.message))
        .expect("a load");
    let rest = &sim.log[loads..];
    assert!(
        rest.iter()
            .any(|it| matches!(it.message, ToEngine::SetClass { class: 2, .. }))
    );
}

fn follow(sim: &mut Sim, text: &str) {
    sim.send(SessionEvent::Explore(ExploreEvent::Follow(text.to_owned())));
    sim.settle();
}

#[test]
fn an_address_holds_the_class_and_brings_it_back() {
    let mut sim = opened();
    let address = |sim: &Sim| sim.session.address().expect("an address");
    assert!(address(&sim).0.contains("&class=0"), "{:?}", address(&sim));
    let before = address(&sim);
    sim.send(SessionEvent::Explore(ExploreEvent::DrawClass(2)));
    sim.settle();
    let after = address(&sim);
    assert!(after.0.contains("&class=2"), "{after:?}");
    assert_ne!(after.1, before.1, "another entry of the history");
    // Back, and forth.
    for (entry, class) in [(&before, 0), (&after, 2)] {
        follow(&mut sim, &entry.0);
        assert_eq!(sim.session.models.class("opened-1"), class);
    }
    follow(&mut sim, "v=1&model=opened-1&tool=paths");
    assert_eq!(
        sim.session.models.class("opened-1"),
        2,
        "nothing was said of it"
    );
    assert!(sim.session.alerts().is_empty());
}

#[test]
fn a_class_that_there_is_not_is_a_sentence() {
    for (link, said) in [
        (
            "v=1&model=opened-1&class=3&z=1,0,0,0,0,0,0,0",
            "classes are 0 to 2",
        ),
        (
            "v=1&model=opened-1&class=cat&z=1,0,0,0,0,0,0,0",
            "“cat” is no whole number",
        ),
        ("v=1&model=vae-mnist-2d&class=1&z=1,0", "has no classes"),
    ] {
        let mut sim = opened();
        follow(&mut sim, link);
        let alerts = sim.alerts();
        assert_eq!(alerts.len(), 1, "{alerts:?}");
        assert!(alerts[0].contains(said), "{alerts:?}");
        assert_eq!(sim.session.models.class(&on_screen(&sim)), 0);
        assert_eq!(sim.session.view.point[0], 1.0, "the rest is followed");
    }
    // A model on screen without classes says nothing of any.
    let sim = Sim::on_cpu();
    assert!(!sim.session.address().expect("one").0.contains("class"));
}
