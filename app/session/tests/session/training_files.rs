//! The Train room's files: exports, imports, links.

use std::sync::Arc;

use protocol::{DataFiles, RunStart, ToEngine, TrainCommand};
use session::{HostCommand, Room, RunState, TrainEvent, TrainExport};

use crate::sim::Sim;
use crate::sim_trainer::SHIPPED_STEP;
use crate::training::{commands, run, set, state, train, with_snapshots};

#[test]
fn exports_are_files_of_what_they_say() {
    let mut sim = with_snapshots();
    sim.handed.clear();
    let all = [
        TrainExport::Spec,
        TrainExport::Log,
        TrainExport::Weights,
        TrainExport::Checkpoint,
        TrainExport::Grid,
        TrainExport::Timeline,
    ];
    for what in all {
        train(&mut sim, TrainEvent::Export(what));
        sim.settle();
    }
    let names: Vec<_> = sim
        .handed
        .iter()
        .filter_map(|effect| match effect {
            HostCommand::Save { name, .. } | HostCommand::SavePictures { name, .. } => {
                Some(name.as_str())
            }
            _ => None,
        })
        .collect();
    assert_eq!(
        names,
        [
            "classroom.json",
            "classroom-log.csv",
            "classroom.safetensors",
            "classroom.run.safetensors",
            "classroom-step-20.png",
            "classroom-to-step-20.gif",
        ]
    );
    let HostCommand::Save { bytes, .. } = &sim.handed[0] else {
        panic!("no file");
    };
    let text = std::str::from_utf8(bytes).expect("text");
    assert_eq!(run_spec::from_json(text).as_ref(), Ok(&run(&sim).spec));
    let HostCommand::Save { bytes, .. } = &sim.handed[1] else {
        panic!("no file");
    };
    let text = std::str::from_utf8(bytes).expect("text");
    assert_eq!(text, "step,seconds,G loss\n10,0.000,0.1\n20,0.000,0.05\n");
}

#[test]
fn without_a_run_only_the_specification_can_be_had() {
    let mut sim = Sim::on_cpu();
    for what in [
        TrainExport::Log,
        TrainExport::Weights,
        TrainExport::Checkpoint,
        TrainExport::Grid,
        TrainExport::Timeline,
    ] {
        train(&mut sim, TrainEvent::Export(what));
    }
    assert!(sim.handed.is_empty());
    train(&mut sim, TrainEvent::Export(TrainExport::Spec));
    assert_eq!(sim.handed.len(), 1);
}

pub fn import(sim: &mut Sim, name: &str, bytes: &[u8]) {
    let (name, bytes) = (name.to_owned(), Arc::from(bytes));
    train(sim, TrainEvent::Import { name, bytes });
}

/// A file with a header as a run's has it.
pub fn run_file(spec: &str) -> Vec<u8> {
    // What is no specification stays in the place of one.
    let spec: serde_json::Value = serde_json::from_str(spec).unwrap_or(spec.into());
    let state = serde_json::json!({ "version": 1, "spec": spec }).to_string();
    let header = serde_json::json!({ "__metadata__": { "latentscape.run": state } }).to_string();
    let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
    bytes.extend(header.as_bytes());
    bytes
}

#[test]
fn a_specification_that_is_brought_fills_the_form() {
    let mut sim = Sim::on_cpu();
    let spec = run_spec::preset("vae-100").expect("a preset").spec();
    import(&mut sim, "mine.json", run_spec::to_json(&spec).as_bytes());
    assert_eq!(sim.session.training.draft, spec);
    import(&mut sim, "mine.json", br#"{"version": 99}"#);
    assert_eq!(sim.session.training.draft, spec);
    let alerts = sim.alerts();
    assert!(
        alerts[0].starts_with("“mine.json” is a specification"),
        "{alerts:?}"
    );
    assert!(
        alerts[1].starts_with("“mine.json” could not be opened."),
        "{alerts:?}"
    );
}

#[test]
fn a_run_that_is_brought_is_made_and_restored() {
    let mut sim = Sim::on_cpu();
    let spec = run_spec::preset("dense-vae-2d").expect("a preset").spec();
    import(
        &mut sim,
        "a.run.safetensors",
        &run_file(&run_spec::to_json(&spec)),
    );
    sim.settle();
    assert_eq!(run(&sim).spec, spec);
    assert_eq!(state(&sim), RunState::Paused);
    // In one command, so that a file that is refused leaves the run before as it was.
    assert!(matches!(
        commands(&sim)[..],
        [TrainCommand::Begin {
            start: RunStart::Checkpoint { .. },
            ..
        }]
    ));
    let whole = run_file(&run_spec::to_json(&spec));
    for bytes in [&whole[..60], &run_file("{}")] {
        let before = sim.session.training.clone();
        import(&mut sim, "b.run.safetensors", bytes);
        assert_eq!(sim.session.training, before);
    }
}

#[test]
fn images_that_are_brought_go_along_with_the_run() {
    let mut sim = Sim::on_cpu();
    import(&mut sim, "mine.idx.gz", &[0x1f, 0x8b]);
    sim.settle();
    let name = "mine.idx.gz".to_owned();
    let [
        TrainCommand::CheckFile { .. },
        TrainCommand::Begin { data, .. },
    ] = commands(&sim)[..]
    else {
        panic!("{:?}", commands(&sim));
    };
    assert_eq!(*data, DataFiles::Payload { name });
    let mut sent = sim
        .log
        .iter()
        .filter(|l| matches!(l.message, ToEngine::Train { .. }));
    assert_eq!(
        sent.next_back().expect("one").payload.as_deref(),
        Some(&[0x1f, 0x8b][..])
    );
}

#[test]
fn what_was_to_be_brought_back_is_forgotten_with_its_trainer() {
    let mut sim = Sim::on_cpu();
    let spec = run_spec::preset("dense-vae-2d").expect("a preset").spec();
    import(
        &mut sim,
        "a.run.safetensors",
        &run_file(&run_spec::to_json(&spec)),
    );
    // The file was looked at, and the run is on its way.
    sim.settle_until(|message| {
        matches!(
            message,
            ToEngine::Train {
                command: TrainCommand::Begin { .. },
                ..
            }
        )
    });
    sim.dies(sim.trainer().expect("a trainer"));
    let name = "classroom".to_owned();
    train(&mut sim, TrainEvent::ChoosePreset(name));
    train(&mut sim, TrainEvent::Play);
    sim.settle();
    assert_eq!(state(&sim), RunState::Playing);
    let begun = commands(&sim).into_iter().rev();
    let begun = begun.filter(|command| matches!(command, TrainCommand::Begin { .. }));
    assert!(matches!(
        begun.into_iter().next(),
        Some(TrainCommand::Begin {
            start: RunStart::Untrained,
            ..
        })
    ));
}

#[test]
fn a_link_leads_to_the_room_and_fills_the_form() {
    let mut sim = Sim::on_cpu();
    train(
        &mut sim,
        TrainEvent::FollowLink("preset=gan-100&seed=9".to_owned()),
    );
    assert_eq!(sim.session.room, Room::Train);
    assert_eq!(sim.session.training.preset, "gan-100");
    assert_eq!(sim.session.training.draft.seed, 9);
    let draft = sim.session.training.draft.clone();
    train(
        &mut sim,
        TrainEvent::FollowLink("preset=gan-100&seed=nine".to_owned()),
    );
    assert_eq!(sim.session.training.draft, draft);
    assert!(sim.alerts()[0].starts_with("The link cannot be followed."));
}

#[test]
fn a_shipped_run_begins_where_its_training_ended_if_the_form_is_its_presets() {
    let mut sim = Sim::on_cpu();
    train(&mut sim, TrainEvent::BeginTrained);
    assert_eq!(
        state(&sim),
        RunState::Idle,
        "no trained classroom is shipped"
    );
    train(
        &mut sim,
        TrainEvent::ChoosePreset("eight-gaussians".to_owned()),
    );
    train(&mut sim, TrainEvent::BeginTrained);
    sim.settle();
    assert_eq!(run(&sim).progress.step, SHIPPED_STEP);
    assert_eq!(state(&sim), RunState::Paused);
    set(&mut sim, "batch", "64");
    assert!(sim.session.training.trained_start().is_none());
}

#[test]
fn a_run_with_the_networks_of_a_shipped_model_begins_with_its_weights_and_is_written_down() {
    let mut sim = Sim::on_cpu();
    train(&mut sim, TrainEvent::ChoosePreset("more-digits".to_owned()));
    train(&mut sim, TrainEvent::BeginTrained);
    assert_eq!(state(&sim), RunState::Idle, "there are no pictures");
    assert!(sim.alerts()[0].starts_with("Expected images of your own"));

    // Drawn ones will do: what a run learns from is none of the networks' business.
    set(&mut sim, "data", "strokes");
    train(&mut sim, TrainEvent::BeginTrained);
    sim.settle();
    assert_eq!(run(&sim).progress.step, 0);
    assert_eq!(state(&sim), RunState::Paused);
    let snapshots = &run(&sim).record.snapshots;
    assert_eq!(snapshots.len(), 1, "so that it never comes back untrained");

    set(&mut sim, "latent", "3");
    assert!(sim.session.training.trained_start().is_none());
}
