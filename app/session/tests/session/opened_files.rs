//! Files that are brought, wherever: what becomes of them, and that nothing changes for one that is
//! refused.

use std::sync::Arc;

use protocol::{CheckedFile, ToEngine, TrainCommand, TrainerUpdate};
use run_spec::DatasetId;
use session::{BroughtFile, HostCommand, Room, RunState, SessionEvent, TrainEvent};

use crate::sim::Sim;
use crate::training::{commands, playing, run, state};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";
const IDX: &[u8] = b"\0\0\x08\x03\0\0\0\x01";
const MODEL: &[u8] = b"\x05\0\0\0\0\0\0\0{}   ";
const SPEC: &[u8] = b"\xef\xbb\xbf\n{\"version\": 1, \"latent\": 3}";

fn file(name: &str, bytes: &[u8]) -> BroughtFile {
    BroughtFile {
        name: name.to_owned(),
        bytes: bytes.into(),
        size: bytes.len() as f64,
    }
}

/// Brings files while a room is on screen.
fn bring(sim: &mut Sim, room: Room, files: &[(&str, &[u8])]) {
    sim.send(SessionEvent::ShowRoom(room));
    let files = files
        .iter()
        .map(|(name, bytes)| file(name, bytes))
        .collect();
    sim.send(SessionEvent::OpenFiles { files, more: 0 });
}

/// A file as a run's is.
fn run_file() -> Vec<u8> {
    let spec = run_spec::preset("dense-vae-2d").expect("a preset").spec();
    let spec: serde_json::Value =
        serde_json::from_str(&run_spec::to_json(&spec)).expect("what was written");
    let state = serde_json::json!({ "version": 1, "spec": spec }).to_string();
    let header = serde_json::json!({ "__metadata__": { "latentscape.run": state } }).to_string();
    let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
    bytes.extend(header.as_bytes());
    bytes
}

fn says(sim: &Sim, part: &str) {
    let alerts = sim.alerts();
    assert!(
        alerts.iter().any(|alert| alert.contains(part)),
        "{part}: {alerts:?}"
    );
}

#[test]
fn a_file_opens_where_it_belongs_whatever_it_is_called_and_wherever_it_was_dropped() {
    for from in [Room::Explore, Room::Train, Room::Compare] {
        let mut sim = Sim::on_cpu();
        bring(
            &mut sim,
            from,
            &[("A.RUN.SAFETENSORS (1).txt", &run_file())],
        );
        sim.settle();
        assert_eq!(sim.session.room, Room::Train);
        assert_eq!(run(&sim).spec.latent, 2);
        says(&sim, "is a run: it is brought back at step 0.");

        let mut sim = Sim::on_cpu();
        bring(&mut sim, from, &[("images", IDX)]);
        sim.settle();
        assert_eq!(sim.session.room, Room::Train);
        assert_eq!(sim.session.training.draft.data, DatasetId::Own);
        assert_eq!(state(&sim), RunState::Paused);
        says(&sim, "300 images of 28 × 24 pixels");

        let mut sim = Sim::on_cpu();
        bring(&mut sim, from, &[("spec.png", SPEC)]);
        assert_eq!(sim.session.room, Room::Train);
        assert_eq!(sim.session.training.draft.latent, 3);
        assert_eq!(state(&sim), RunState::Idle);

        let mut sim = Sim::on_cpu();
        bring(&mut sim, from, &[("model.run.safetensors", MODEL)]);
        assert_eq!(sim.session.room, from, "nobody has looked at it yet");
        sim.settle();
        assert_eq!(sim.session.room, Room::Explore);
        let loads = |sim: &Sim| {
            let mut log = sim.log.iter();
            log.any(|letter| letter.payload.as_deref() == Some(MODEL))
        };
        assert!(loads(&sim));

        let mut sim = Sim::on_cpu();
        bring(&mut sim, from, &[("picture.safetensors", PNG)]);
        let read = HostCommand::ReadPicture {
            name: "picture.safetensors".to_owned(),
            bytes: PNG.into(),
        };
        assert_eq!(sim.handed, [read]);
    }
}

#[test]
fn what_is_not_opened_changes_nothing_and_is_named() {
    for (bytes, said) in [
        (&b"<!doctype html>"[..], "a web page"),
        (b"", "has no bytes"),
        (b"hello", "could not be read"),
    ] {
        for from in [Room::Explore, Room::Train, Room::Compare] {
            let mut sim = playing();
            sim.send(SessionEvent::ShowRoom(from));
            let (training, view) = (sim.session.training.clone(), sim.session.view.clone());
            bring(&mut sim, from, &[("a file", bytes)]);
            says(&sim, said);
            assert_eq!(sim.session.training, training);
            assert_eq!(sim.session.view, view);
            assert_eq!(sim.session.room, from);
        }
    }
}

#[test]
fn a_file_that_is_too_large_is_refused_by_what_it_is_or_by_its_size() {
    let mut sim = Sim::on_cpu();
    let mut files = vec![file("film", b"\0\0\0\x20ftypisom\0\0\x02\0")];
    files[0].size = 5e9;
    sim.send(SessionEvent::OpenFiles { files, more: 0 });
    says(&sim, "is a film");
    let mut files = vec![file("images", IDX)];
    files[0].size = 1024.0 * 1024.0 * 1024.0;
    sim.send(SessionEvent::OpenFiles { files, more: 0 });
    says(&sim, "has 1024 MB");
    assert!(commands(&sim).is_empty());
}

#[test]
fn of_several_files_one_is_taken_and_the_others_are_counted() {
    let mut sim = Sim::on_cpu();
    let files = vec![file("a", b"hello"), file("b", PNG)];
    sim.send(SessionEvent::OpenFiles { files, more: 3 });
    says(
        &sim,
        "Of several files, “b” was taken. The 4 others were left",
    );
    assert!(matches!(sim.handed[..], [HostCommand::ReadPicture { .. }]));
}

#[test]
fn a_run_under_way_goes_on_untouched_until_images_were_looked_at_whole() {
    let mut sim = playing();
    let before = sim.session.training.clone();
    bring(&mut sim, Room::Train, &[("labels.gz", b"\x1f\x8b\x08\0")]);
    let is_check = |message: &ToEngine| {
        matches!(
            message,
            ToEngine::Train {
                command: TrainCommand::CheckFile { .. },
                ..
            }
        )
    };
    sim.settle_until(is_check);
    let meanwhile = &sim.session.training;
    assert_eq!(
        (&meanwhile.draft, &meanwhile.run),
        (&before.draft, &before.run)
    );
    assert_eq!(state(&sim), RunState::Playing);
    sim.train_on(10);
    assert_eq!(run(&sim).progress.step, 20);
    sim.fail("These are labels.");
    says(&sim, "These are labels.");
    assert_eq!(sim.session.training.draft, before.draft);
    assert_eq!(state(&sim), RunState::Playing);
    sim.train_on(10);
    assert_eq!(run(&sim).progress.step, 30);
    let begins = commands(&sim);
    let begins = begins
        .iter()
        .filter(|command| matches!(command, TrainCommand::Begin { .. }));
    assert_eq!(begins.count(), 1, "no other run was made");
}

#[test]
fn a_run_that_cannot_be_brought_back_replaces_none() {
    let mut sim = playing();
    let before = sim.session.training.clone();
    bring(
        &mut sim,
        Room::Explore,
        &[("a.run.safetensors", &run_file())],
    );
    let begins = |message: &ToEngine| {
        matches!(
            message,
            ToEngine::Train {
                command: TrainCommand::Begin { .. },
                ..
            }
        )
    };
    sim.settle_until(begins);
    sim.fail("It is broken.");
    says(
        &sim,
        "“a.run.safetensors” could not be opened. It is broken.",
    );
    assert_eq!(sim.session.training.draft, before.draft);
    assert_eq!(run(&sim).spec, before.run.expect("a run").spec);
    assert_eq!(state(&sim), RunState::Playing);
    assert_eq!(sim.session.room, Room::Explore);
}

#[test]
fn a_model_that_is_refused_leaves_the_room_as_it_is() {
    for from in [Room::Explore, Room::Train, Room::Compare] {
        let mut sim = Sim::on_cpu();
        sim.settle();
        bring(&mut sim, from, &[("broken.safetensors", MODEL)]);
        sim.settle_until(|message| matches!(message, ToEngine::LoadModel { .. }));
        sim.fail("It is broken.");
        sim.settle();
        says(&sim, "It is broken.");
        assert_eq!(sim.session.room, from);
    }
}

#[test]
fn an_answer_about_an_earlier_file_opens_nothing() {
    let mut sim = Sim::on_cpu();
    bring(&mut sim, Room::Train, &[("first", IDX)]);
    bring(
        &mut sim,
        Room::Train,
        &[("second", b"\0\0\x08\x03\0\0\0\x02")],
    );
    sim.settle();
    let begun = commands(&sim)
        .into_iter()
        .filter_map(|command| match command {
            TrainCommand::Begin { data, .. } => Some(format!("{data:?}")),
            _ => None,
        });
    let begun: Vec<_> = begun.collect();
    assert!(begun.len() == 1 && begun[0].contains("second"), "{begun:?}");
}

#[test]
fn a_trainer_that_ends_over_a_file_is_started_once_more_for_it() {
    let mut sim = Sim::on_cpu();
    bring(&mut sim, Room::Train, &[("images", IDX)]);
    let trainer = sim.trainer().expect("a trainer");
    sim.dies(trainer);
    assert!(sim.trainer().is_some_and(|another| another != trainer));
    sim.dies(sim.trainer().expect("another"));
    says(&sim, "“images” could not be opened.");
    assert_eq!(
        sim.session.training.draft.data,
        Sim::on_cpu().session.training.draft.data
    );

    let mut sim = Sim::on_cpu();
    bring(&mut sim, Room::Train, &[("images", IDX)]);
    sim.dies(sim.trainer().expect("a trainer"));
    sim.settle();
    assert_eq!(sim.session.training.draft.data, DatasetId::Own);
}

#[test]
fn a_specification_that_was_packed_fills_the_form() {
    let mut sim = Sim::on_cpu();
    bring(
        &mut sim,
        Room::Explore,
        &[("spec.json.gz", b"\x1f\x8b\x08\0")],
    );
    sim.settle_until(|message| matches!(message, ToEngine::Train { .. }));
    let letter = sim.inbox.pop_front().expect("the file");
    let ToEngine::Train {
        command: TrainCommand::CheckFile { id, .. },
        ..
    } = letter.message
    else {
        panic!("{:?}", letter.message);
    };
    let content = CheckedFile::Specification;
    let update = TrainerUpdate::FileChecked { id, content };
    let message = sim.update(update);
    sim.says(letter.worker, message, Some(SPEC.to_vec()));
    assert_eq!(sim.session.training.draft.latent, 3);
    assert_eq!(sim.session.room, Room::Train);
}

#[test]
fn own_images_that_are_not_there_are_asked_for_before_play() {
    let own = br#"{"version": 1, "data": "own"}"#;
    let mut sim = Sim::on_cpu();
    bring(&mut sim, Room::Train, &[("own.json", own)]);
    says(&sim, "Expected images of your own");
    let mut sim = Sim::on_cpu();
    let link = "preset=classroom&data=own&sed=7".to_owned();
    sim.send(SessionEvent::Train(TrainEvent::FollowLink(link.clone())));
    says(&sim, "a part “sed”");
    assert_eq!(sim.alerts().len(), 1, "a kept run may have them");
    sim.store_answers();
    says(&sim, "Expected images of your own");
    // From now on it is known that none has.
    let mut sim = Sim::on_cpu();
    sim.store_answers();
    sim.send(SessionEvent::Train(TrainEvent::FollowLink(link)));
    says(&sim, "Expected images of your own");
}

#[test]
fn the_form_is_mended_before_images_are_looked_at() {
    let mut sim = Sim::on_cpu();
    sim.session.training.draft.latent = 0;
    let bytes = Arc::from(IDX);
    let name = "images".to_owned();
    sim.send(SessionEvent::Train(TrainEvent::Import { name, bytes }));
    says(&sim, "This cannot be trained.");
    assert!(commands(&sim).is_empty());
}
