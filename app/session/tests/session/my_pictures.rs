//! Pictures that are brought to train on, from the first file to a run.

use std::sync::Arc;

use protocol::{GatheredPictures, ImageSheet, LeftOutPictures, TrainCommand};
use run_spec::{DatasetId, PictureFit, PictureOptions, PictureWishes, WantedPictures};
use session::{
    BroughtFile, HostCommand, KeptPictureSet, PersonalModel, PersonalRefusal, PictureEvent,
    PictureStoreCommand, PictureStoreReply, Room, RunState, RunStoreCommand, RunStoreReply,
    SessionEvent, StoreFault, TrainEvent,
};

use crate::sim::Sim;
use crate::training::{commands, playing, state};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";
const NPY: &[u8] = b"\x93NUMPY\x01\0v\0{'descr'";

const OPTIONS: PictureOptions = PictureOptions {
    height: 2,
    width: 2,
    fit: PictureFit::Crop,
    colour: false,
    invert: false,
    threshold: None,
};

fn bring(sim: &mut Sim, room: Room, files: &[(&str, &[u8])]) {
    sim.send(SessionEvent::ShowRoom(room));
    let files = files.iter().map(|(name, bytes)| BroughtFile {
        name: (*name).to_owned(),
        bytes: (*bytes).into(),
        size: bytes.len() as f64,
    });
    let files = files.collect();
    sim.send(SessionEvent::OpenFiles { files, more: 0 });
}

fn act(sim: &mut Sim, event: PictureEvent) {
    sim.send(SessionEvent::Train(TrainEvent::Pictures(event)));
}

fn says(sim: &mut Sim, reply: PictureStoreReply, payload: &[u8]) {
    sim.store_says(&RunStoreReply::Pictures(reply), vec![payload.into()]);
}

/// What the script was asked about pictures, newest last.
fn asked(sim: &mut Sim) -> Vec<(PictureStoreCommand, Vec<Arc<[u8]>>)> {
    let all = sim.store.asked.drain(..);
    all.filter_map(|(command, payload)| match command {
        RunStoreCommand::Pictures(command) => Some((command, payload)),
        _ => None,
    })
    .collect()
}

fn gathered(count: usize, left_out: Vec<LeftOutPictures>) -> PictureStoreReply {
    PictureStoreReply::Gathered(GatheredPictures {
        count,
        options: OPTIONS,
        shown: 1,
        sheet: ImageSheet {
            width: 2,
            height: 2,
            channels: 1,
            columns: 1,
        },
        classes: Vec::new(),
        left_out,
    })
}

#[test]
fn a_file_of_many_images_is_gathered_kept_and_trained_on() {
    let mut sim = Sim::on_cpu();
    asked(&mut sim);
    bring(&mut sim, Room::Explore, &[("digits.npy", NPY)]);
    let all = asked(&mut sim);
    let [(PictureStoreCommand::Bring { names, .. }, payload)] = &all[..] else {
        panic!("{all:?}");
    };
    assert_eq!(names, &["digits.npy"]);
    assert_eq!(&*payload[0], NPY);
    assert_eq!(
        sim.session.room,
        Room::Explore,
        "nobody has looked at it yet"
    );
    says(&mut sim, gathered(20, Vec::new()), &[7; 4]);
    assert_eq!(sim.session.room, Room::Train);
    assert!(sim.session.training.pictures.can_be_kept());

    let options = PictureOptions {
        invert: true,
        ..OPTIONS
    };
    act(&mut sim, PictureEvent::Prepare(options));
    act(&mut sim, PictureEvent::Name("Ours".to_owned()));
    act(&mut sim, PictureEvent::Keep);
    act(&mut sim, PictureEvent::Keep);
    let all: Vec<_> = asked(&mut sim)
        .into_iter()
        .map(|(command, _)| command)
        .collect();
    // What is kept is what was chosen, though the script has not shown it yet.
    let keep = PictureStoreCommand::Keep {
        name: "Ours".to_owned(),
        options,
    };
    assert_eq!(
        all,
        [
            PictureStoreCommand::Prepare {
                options: PictureWishes {
                    chosen: Some(options),
                    wanted: None,
                },
            },
            keep
        ],
        "once"
    );
    let name = "Ours".to_owned();
    says(&mut sim, PictureStoreReply::Kept(name), b"a set");
    assert!(sim.session.training.pictures.gathered.is_none());
    sim.settle();
    assert_eq!(sim.session.training.draft.data, DatasetId::Own);
    assert_eq!(state(&sim), RunState::Paused);
}

#[test]
fn several_pictures_in_train_are_a_set_and_one_is_encoded() {
    for (room, files, is_set) in [
        (Room::Train, 2, true),
        (Room::Train, 1, false),
        (Room::Explore, 2, false),
    ] {
        let mut sim = Sim::on_cpu();
        asked(&mut sim);
        bring(&mut sim, room, &[("a.png", PNG), ("b.png", PNG)][..files]);
        assert_eq!(asked(&mut sim).len(), usize::from(is_set));
        let reads = sim
            .handed
            .iter()
            .any(|command| matches!(command, HostCommand::ReadPicture { .. }));
        assert_eq!(reads, !is_set);
    }
}

#[test]
fn files_without_a_picture_change_nothing_and_are_named() {
    for (reason, said) in [
        ("pickled", "pickled Python objects"),
        ("no-picture", "a PDF"),
        ("bomb", "unpacks to"),
    ] {
        let mut sim = playing();
        asked(&mut sim);
        let draft = sim.session.training.draft.clone();
        bring(&mut sim, Room::Train, &[("objects.npy", NPY)]);
        let left_out = vec![LeftOutPictures {
            reason: reason.to_owned(),
            found: "pdf".to_owned(),
            count: 1,
            names: vec!["objects.npy".to_owned()],
        }];
        says(&mut sim, gathered(0, left_out), &[]);
        let alerts = sim.alerts();
        assert!(
            alerts.iter().any(|alert| alert.contains(said)),
            "{alerts:?}"
        );
        assert_eq!(sim.session.training.draft, draft);
        assert_eq!(state(&sim), RunState::Playing);
        assert!(sim.session.training.pictures.gathered.is_none());
        assert!(!sim.session.training.pictures.can_be_kept());
    }
}

#[test]
fn a_kept_set_is_trained_on_and_a_full_storage_loses_nothing() {
    let mut sim = Sim::on_cpu();
    let set = KeptPictureSet {
        id: "a".to_owned(),
        name: "Ours".to_owned(),
        count: 20,
        height: 28,
        width: 24,
        channels: 1,
        classes: 0,
        bytes: 1e4,
    };
    let sets = vec![set.clone()];
    says(&mut sim, PictureStoreReply::Listed(sets), &[]);
    assert_eq!(sim.session.training.pictures.kept, [set]);
    says(&mut sim, gathered(1, Vec::new()), &[7; 4]);
    assert!(
        !sim.session.training.pictures.can_be_kept(),
        "one is too few"
    );
    says(&mut sim, gathered(2, Vec::new()), &[7; 4]);
    act(&mut sim, PictureEvent::Keep);
    let fault = StoreFault::Full;
    says(&mut sim, PictureStoreReply::NotKept(fault), &[]);
    let alerts = sim.alerts();
    assert!(
        alerts.iter().any(|alert| alert.contains("no room left")),
        "{alerts:?}"
    );
    assert!(
        sim.session.training.pictures.can_be_kept(),
        "it is still there"
    );
    asked(&mut sim);
    act(&mut sim, PictureEvent::Train("a".to_owned()));
    let id = "a".to_owned();
    assert_eq!(asked(&mut sim)[0].0, PictureStoreCommand::Open { id });
    let name = "Ours".to_owned();
    says(&mut sim, PictureStoreReply::Opened(name), b"a set");
    sim.settle();
    assert_eq!(sim.session.training.draft.data, DatasetId::Own);
}

#[test]
fn a_program_that_ended_takes_along_what_it_had_gathered_and_says_so() {
    let mut sim = Sim::on_cpu();
    says(&mut sim, gathered(9, Vec::new()), &[7; 4]);
    act(&mut sim, PictureEvent::Keep);
    let failed = PictureStoreReply::Failed("program".to_owned(), "out of memory".to_owned());
    says(&mut sim, failed, &[]);
    let panel = &sim.session.training.pictures;
    assert!(panel.gathered.is_none() && panel.progress.is_none() && !panel.busy);
    let alerts = sim.alerts();
    assert!(
        alerts.iter().any(|alert| alert.contains("out of memory")),
        "{alerts:?}"
    );
    // Bringing again works as ever.
    says(&mut sim, gathered(9, Vec::new()), &[7; 4]);
    assert!(sim.session.training.pictures.can_be_kept());
}

#[test]
fn a_folder_without_files_is_a_sentence() {
    let mut sim = Sim::on_cpu();
    says(&mut sim, gathered(0, Vec::new()), &[]);
    let alerts = sim.alerts();
    assert!(
        alerts.iter().any(|alert| alert.contains("found no file")),
        "{alerts:?}"
    );
}

/// A kept set of as many pictures of a size.
fn kept_set(count: usize, side: usize, channels: usize) -> KeptPictureSet {
    KeptPictureSet {
        id: "pictures-1".to_owned(),
        name: "Our cats".to_owned(),
        count,
        height: side,
        width: side,
        channels,
        classes: 0,
        bytes: 1e4,
    }
}

fn reply(reply: PictureStoreReply, payload: &[&[u8]]) -> SessionEvent {
    let reply = RunStoreReply::Pictures(reply);
    let reply = serde_json::to_string(&reply).expect("it serialises");
    let payload = payload.iter().map(|bytes| Arc::from(*bytes)).collect();
    SessionEvent::Train(TrainEvent::RunStore { reply, payload })
}

/// Asks for a model of twenty pictures.
pub fn make_yours() -> [SessionEvent; 3] {
    let make = PictureEvent::MakeYours("pictures-1".to_owned());
    [
        reply(PictureStoreReply::Listed(vec![kept_set(20, 32, 3)]), &[]),
        SessionEvent::Train(TrainEvent::Pictures(make)),
        reply(
            PictureStoreReply::Read("pictures-1".to_owned()),
            &[b"a set"],
        ),
    ]
}

fn personal(sim: &Sim) -> &PersonalModel {
    &sim.session.training.pictures.personal
}

#[test]
fn a_model_of_ones_own_is_made_of_the_shipped_one_that_fits_opened_and_saved() {
    let mut sim = Sim::on_cpu();
    let preset = sim.session.training.preset.clone();
    make_yours().into_iter().for_each(|event| sim.send(event));
    assert!(personal(&sim).is_under_way());
    sim.settle();
    let sent = commands(&sim);
    let [TrainCommand::Personalise { name, bases, .. }] = &sent[..] else {
        panic!("{sent:?}");
    };
    assert_eq!(name, "Our cats");
    let [base] = &bases[..] else {
        panic!("{bases:?}");
    };
    assert!(
        base.ends_with("assets/models/vae-faces.safetensors"),
        "{base}"
    );
    // It is opened as a file is, and what was in the form is there.
    let opened = sim.session.models.list.last().expect("a model");
    assert!(
        opened.title.contains("Our-cats.safetensors"),
        "{}",
        opened.title
    );
    assert_eq!(sim.session.models.chosen, opened.id);
    assert_eq!(sim.session.training.preset, preset);
    assert!(sim.session.training.run.is_none());
    act(&mut sim, PictureEvent::SaveYours);
    let saved = sim.handed.iter().any(|command| {
        matches!(command, HostCommand::Save { name, bytes, .. }
            if name == "Our-cats.safetensors" && &**bytes == b"a model")
    });
    assert!(saved);
}

#[test]
fn a_model_of_ones_own_is_made_no_more_once_nobody_wants_it() {
    let mut sim = Sim::on_cpu();
    let models = sim.session.models.list.len();
    make_yours().into_iter().for_each(|event| sim.send(event));
    act(&mut sim, PictureEvent::StopYours);
    sim.settle();
    assert_eq!(*personal(&sim), PersonalModel::None);
    assert_eq!(sim.session.models.list.len(), models);
    let sent = commands(&sim);
    assert!(matches!(sent.last(), Some(TrainCommand::StopPersonalising)));
}

#[test]
fn only_the_set_that_was_asked_for_becomes_a_model_of_ones_own() {
    let mut sim = Sim::on_cpu();
    let [listed, make, read] = make_yours();
    sim.send(listed);
    sim.send(make);
    // Another set of the same name, which could not be kept, is trained on.
    let another = PictureStoreReply::Opened("Our cats".to_owned());
    let fault = StoreFault::Full;
    sim.send(reply(PictureStoreReply::NotKept(fault), &[]));
    sim.send(reply(another, &[b"another set"]));
    sim.send(reply(
        PictureStoreReply::Read("pictures-2".to_owned()),
        &[b"a third"],
    ));
    assert!(personal(&sim).is_under_way());
    let sent = commands(&sim);
    assert!(
        matches!(&sent[..], [TrainCommand::CheckFile { .. }]),
        "{sent:?}"
    );
    sim.send(read);
    let sent = commands(&sim);
    assert!(
        matches!(sent.last(), Some(TrainCommand::Personalise { .. })),
        "{sent:?}"
    );
}

#[test]
fn a_set_that_another_tab_deleted_is_a_sentence_and_another_try_is_free() {
    let mut sim = Sim::on_cpu();
    let [listed, make, _] = make_yours();
    sim.send(listed);
    sim.send(make);
    let gone = |id: &str| PictureStoreReply::NotRead(id.to_owned(), StoreFault::Missing);
    sim.send(reply(gone("pictures-2"), &[]));
    assert!(personal(&sim).is_under_way(), "it is of another set");
    sim.send(reply(gone("pictures-1"), &[]));
    assert_eq!(*personal(&sim), PersonalModel::None);
    assert_eq!(sim.alerts().len(), 1);
}

#[test]
fn a_set_that_fits_no_shipped_model_or_is_too_small_is_refused_with_what_it_takes() {
    let refusal = |count, side, channels| PersonalModel::refusal(&kept_set(count, side, channels));
    assert_eq!(refusal(20, 32, 3), None);
    assert_eq!(refusal(5, 28, 1), None);
    let few = PersonalRefusal::FewPictures { least: 5, found: 4 };
    assert_eq!(refusal(4, 32, 1), Some(few));
    for (side, channels) in [(64, 3), (28, 3), (16, 1)] {
        let refused = refusal(20, side, channels);
        assert!(matches!(refused, Some(PersonalRefusal::OtherSize(_))));
    }
    let mut sim = Sim::on_cpu();
    sim.send(reply(
        PictureStoreReply::Listed(vec![kept_set(20, 64, 3)]),
        &[],
    ));
    act(&mut sim, PictureEvent::MakeYours("pictures-1".to_owned()));
    assert_eq!(*personal(&sim), PersonalModel::None);
}

/// How the script is to prepare what it gathers next, or has gathered.
fn wanted(sim: &mut Sim) -> Option<WantedPictures> {
    let all = asked(sim).into_iter().rev();
    let mut wishes = all.filter_map(|(command, _)| match command {
        PictureStoreCommand::Bring { bringing, .. } => Some(bringing.options),
        PictureStoreCommand::Prepare { options } => Some(options),
        _ => None,
    });
    let wishes = wishes.next().expect("pictures that are prepared");
    assert_eq!(wishes.chosen, None);
    wishes.wanted
}

#[test]
fn a_chosen_preset_says_which_size_and_whether_colour_is_proposed() {
    let mut sim = Sim::on_cpu();
    asked(&mut sim);
    bring(&mut sim, Room::Train, &[("digits.npy", NPY)]);
    assert_eq!(wanted(&mut sim), None, "nothing was chosen");
    says(&mut sim, gathered(20, Vec::new()), &[7; 4]);
    let choose = |sim: &mut Sim, preset: &str| {
        let event = TrainEvent::ChoosePreset(preset.to_owned());
        sim.send(SessionEvent::Train(event));
    };
    choose(&mut sim, "classroom-faces");
    let faces = WantedPictures {
        side: 32,
        channels: Some(3),
    };
    assert_eq!(wanted(&mut sim), Some(faces), "what was gathered, too");
    // Own images say themselves whether they are in colour.
    choose(&mut sim, "my-drawings");
    let drawings = wanted(&mut sim).expect("a form that wants some");
    assert_eq!(drawings.channels, None);
    assert_eq!(drawings.side, sim.session.training.draft.image_size);
    // What the visitor chose stays.
    act(&mut sim, PictureEvent::Prepare(OPTIONS));
    asked(&mut sim);
    choose(&mut sim, "classroom-faces");
    assert_eq!(asked(&mut sim), []);
}
