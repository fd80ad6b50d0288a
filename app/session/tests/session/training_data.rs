//! Data sets that are not shipped: where they are, and what fetching them does.

use protocol::{DataFiles, ToEngine, TrainCommand};
use run_spec::DatasetId;
use session::{
    AlertAction, DataLocation, HostCommand, RunState, SessionEvent, TrainEvent, mirror_of,
};

use crate::sim::{BASE, Sim};
use crate::training::{commands, playing, run, set, state, train};

const MNIST: DatasetId = DatasetId::Mnist;

/// A session whose form has MNIST, which was found at `place`.
fn with_mnist(place: DataLocation) -> Sim {
    let mut sim = Sim::on_cpu();
    set(&mut sim, "data", "mnist");
    train(&mut sim, TrainEvent::Located(MNIST, place));
    sim
}

/// Engines answer until a data set is to be fetched.
fn until_fetch(sim: &mut Sim) {
    sim.settle_until(|message| {
        let ToEngine::Train { command, .. } = message else {
            return false;
        };
        matches!(command, TrainCommand::Fetch { .. })
    });
}

/// Whether the last command is a fetch, and from a mirror.
fn fetch(sim: &Sim) -> Option<bool> {
    match commands(sim).last() {
        Some(TrainCommand::Fetch {
            data: DataFiles::Remote { mirror, .. },
            ..
        }) => Some(*mirror),
        _ => None,
    }
}

fn actions(sim: &Sim) -> Vec<Option<AlertAction>> {
    sim.session.alerts().iter().map(|a| a.action).collect()
}

#[test]
fn a_data_set_is_looked_for_when_it_is_picked_and_only_if_it_is_not_shipped() {
    let mut sim = Sim::on_cpu();
    set(&mut sim, "data", "strokes");
    set(&mut sim, "data", "digits");
    assert!(sim.handed.is_empty());
    set(&mut sim, "data", "mnist");
    set(&mut sim, "seed", "7");
    let data = MNIST;
    assert_eq!(sim.handed, [HostCommand::Locate { data }]);
    train(&mut sim, TrainEvent::Located(MNIST, DataLocation::Mirror));
    let place = Some((MNIST, DataLocation::Mirror));
    assert_eq!(sim.session.training.place, place);
    set(&mut sim, "seed", "8");
    assert_eq!(sim.handed.len(), 1, "it is known by now");
    for data in DatasetId::ALL {
        let fetched = matches!(data, DatasetId::Mnist | DatasetId::FashionMnist);
        assert_eq!(mirror_of(*data).is_some(), fetched);
    }
}

#[test]
fn a_data_set_is_fetched_from_where_the_visitor_was_told() {
    for (place, mirror) in [(DataLocation::Site, false), (DataLocation::Mirror, true)] {
        let mut sim = with_mnist(place);
        train(&mut sim, TrainEvent::Fetch);
        assert_eq!(fetch(&sim), Some(mirror));
        assert!(sim.session.training.fetching.is_some());
        // Once is enough.
        train(&mut sim, TrainEvent::Fetch);
        assert_eq!(commands(&sim).len(), 1);
        sim.handed.clear();
        sim.settle();
        // By now it may be kept, if the browser has room for it.
        assert_eq!(sim.handed, [HostCommand::Locate { data: MNIST }]);
        assert_eq!(sim.session.training.fetching, None);
        assert_eq!(state(&sim), RunState::Idle);
    }
}

#[test]
fn a_run_goes_on_while_a_data_set_is_fetched() {
    let mut sim = playing();
    set(&mut sim, "data", "mnist");
    train(&mut sim, TrainEvent::Located(MNIST, DataLocation::Site));
    train(&mut sim, TrainEvent::Fetch);
    sim.train_on(5);
    assert_eq!(run(&sim).progress.step, 15);
    sim.settle();
    assert_eq!(state(&sim), RunState::Playing);
    assert_eq!(run(&sim).progress.step, 15);
}

#[test]
fn a_run_that_needs_what_is_being_fetched_waits_for_it() {
    let mut sim = with_mnist(DataLocation::Mirror);
    train(&mut sim, TrainEvent::Fetch);
    train(&mut sim, TrainEvent::Play);
    assert_eq!(state(&sim), RunState::Starting);
    train(&mut sim, TrainEvent::Pause);
    train(&mut sim, TrainEvent::Play);
    sim.settle();
    assert_eq!(state(&sim), RunState::Playing);
    let sent = commands(&sim);
    let [
        TrainCommand::Fetch { .. },
        TrainCommand::Begin { data, .. },
        TrainCommand::Play { .. },
    ] = &sent[..]
    else {
        panic!("{sent:?}");
    };
    let expected = DataFiles::Remote {
        name: "mnist".to_owned(),
        base: BASE.to_owned(),
        mirror: true,
    };
    assert_eq!(*data, expected);
}

#[test]
fn a_fetch_that_failed_is_a_sentence_and_what_ran_goes_on() {
    let mut sim = playing();
    set(&mut sim, "data", "mnist");
    train(&mut sim, TrainEvent::Located(MNIST, DataLocation::Site));
    train(&mut sim, TrainEvent::Fetch);
    train(&mut sim, TrainEvent::Reset);
    until_fetch(&mut sim);
    sim.fail("The answer broke off.");
    assert_eq!(state(&sim), RunState::Playing);
    assert_eq!(sim.session.training.fetching, None);
    let said = "MNIST could not be fetched. The answer broke off.";
    assert_eq!(sim.alerts(), [said]);
    // A mirror is offered, once.
    assert_eq!(actions(&sim), [Some(AlertAction::FetchFromMirror)]);
    sim.send(SessionEvent::Act(sim.session.alerts()[0].id));
    assert_eq!(fetch(&sim), Some(true));
    until_fetch(&mut sim);
    sim.fail("Nobody answers.");
    assert_eq!(actions(&sim), [None]);
}

#[test]
fn a_data_set_that_the_site_lacks_is_fetched_from_a_mirror_only_when_asked() {
    let mut sim = with_mnist(DataLocation::Mirror);
    train(&mut sim, TrainEvent::Play);
    sim.settle_until(|message| matches!(message, ToEngine::Train { .. }));
    let [TrainCommand::Begin { data, .. }] = commands(&sim)[..] else {
        panic!("{:?}", commands(&sim));
    };
    assert!(matches!(data, DataFiles::Remote { mirror: false, .. }));
    sim.fail("The server answered 404.");
    assert_eq!(state(&sim), RunState::Idle);
    assert_eq!(actions(&sim), [Some(AlertAction::FetchFromMirror)]);
    sim.send(SessionEvent::Act(sim.session.alerts()[0].id));
    assert_eq!(fetch(&sim), Some(true));
    // Another data set's mirror was not asked for.
    sim.settle();
    set(&mut sim, "data", "fashion-mnist");
    train(&mut sim, TrainEvent::Play);
    let Some(TrainCommand::Begin { data, .. }) = commands(&sim).last() else {
        panic!("{:?}", commands(&sim));
    };
    assert!(matches!(data, DataFiles::Remote { mirror: false, .. }));
}

#[test]
fn a_fetch_is_forgotten_with_its_trainer() {
    let mut sim = with_mnist(DataLocation::Site);
    train(&mut sim, TrainEvent::Fetch);
    train(&mut sim, TrainEvent::Play);
    sim.dies(sim.trainer().expect("a trainer"));
    assert_eq!(state(&sim), RunState::Idle);
    assert_eq!(sim.session.training.fetching, None);
    train(&mut sim, TrainEvent::Fetch);
    assert_eq!(fetch(&sim), Some(false));
}

#[test]
fn another_data_set_of_images_leaves_the_rest_of_the_recipe() {
    let mut sim = Sim::on_cpu();
    train(&mut sim, TrainEvent::ChoosePreset("dcgan".to_owned()));
    let before = sim.session.training.draft.clone();
    set(&mut sim, "data", "shapes");
    let after = run_spec::RunSpec {
        data: DatasetId::Shapes,
        ..before
    };
    assert_eq!(sim.session.training.draft, after);
    assert_eq!(sim.session.training.preset, "dcgan");
}

#[test]
fn faces_are_trained_on_at_the_size_that_they_are_drawn_for() {
    let mut sim = Sim::on_cpu();
    train(&mut sim, TrainEvent::ChoosePreset("dcgan".to_owned()));
    assert_eq!(sim.session.training.draft.image_size, 28);
    set(&mut sim, "data", "faces");
    assert_eq!(sim.session.training.draft.image_size, 32);
    set(&mut sim, "data", "hanzi");
    assert_eq!(sim.session.training.draft.image_size, 32);
    set(&mut sim, "data", "mnist");
    assert_eq!(sim.session.training.draft.image_size, 28);
    set(&mut sim, "data", "emoji");
    assert_eq!(sim.session.training.draft.image_size, 32);
    set(&mut sim, "data", "digits");
    assert_eq!(
        sim.session.training.draft.image_size, 32,
        "no one trains on 8 pixels"
    );
    set(&mut sim, "side", "28");
    set(&mut sim, "data", "mnist");
    // A size that was chosen stays.
    set(&mut sim, "side", "16");
    set(&mut sim, "data", "faces");
    assert_eq!(sim.session.training.draft.image_size, 16);
}

#[test]
fn a_side_above_32_is_even() {
    let mut sim = Sim::on_cpu();
    train(
        &mut sim,
        TrainEvent::ChoosePreset("dense-vae-2d".to_owned()),
    );
    set(&mut sim, "side", "64");
    assert_eq!(sim.session.training.draft.image_size, 64);
    set(&mut sim, "side", "33");
    assert_eq!(sim.session.training.draft.image_size, 64);
    assert_eq!(sim.session.training.refusals.len(), 1);
}
