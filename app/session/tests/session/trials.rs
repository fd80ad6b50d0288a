//! Files and links that people bring, as far as no engine is needed: each gives what its list says.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use session::{BroughtFile, ExploreEvent, Room, SessionEvent, TrainEvent};

use crate::sim::Sim;
use crate::training::playing;

/// The folder of the trials, if it is there.
#[expect(
    clippy::print_stdout,
    reason = "`cargo xtask test` counts what says that it is skipped"
)]
fn folder() -> Option<PathBuf> {
    let folder = local_files::crate_folder!().join("../../../shared/trials");
    let folder = std::env::var_os("LATENTSCAPE_TRIALS").map_or(folder, PathBuf::from);
    if folder.exists() {
        return Some(folder);
    }
    println!("skipped: the trial files (they are not beside the project)");
    None
}

/// What is refused, and a part of what is said.
const REFUSED: [(&str, &str); 22] = [
    ("pictures/empty-0-bytes.png", "has no bytes"),
    ("pictures/html-called.png", "a web page"),
    ("safetensors/gguf-called.safetensors", "a GGUF model"),
    ("safetensors/git-lfs-pointer.safetensors", "Git LFS"),
    ("safetensors/html-404-page.safetensors", "a web page"),
    (
        "safetensors/pytorch-pt-called.safetensors",
        "a PyTorch file",
    ),
    (
        "runs/spec-learning-rate-1e9.run.safetensors",
        "Learning rate",
    ),
    ("runs/spec-unknown-field.run.safetensors", "“flavour”"),
    (
        "runs/state-not-json.run.safetensors",
        "a run that this page exported",
    ),
    (
        "runs/truncated-in-header.run.safetensors",
        "a run that this page exported",
    ),
    ("specs/1e309.json", "as JSON, but it cannot be read"),
    ("specs/array.json", "specification as a JSON object"),
    (
        "specs/begins-with-comment.json",
        "as JSON, but it cannot be read",
    ),
    ("specs/deep.json", "as JSON, but it cannot be read"),
    ("specs/encoder-as-list.json", "Encoder"),
    ("specs/nan.json", "as JSON, but it cannot be read"),
    ("specs/seed-2-53.json", "Seed"),
    ("specs/switch-as-1.json", "expected"),
    (
        "specs/trailing-comma.json",
        "as JSON, but it cannot be read",
    ),
    ("specs/value-200k-in-spaces.json", "Latent dimensions"),
    ("specs/version-1.0.json", "version 1"),
    ("specs/whole-number-as-64.0.json", "Batch size"),
];

/// Specifications that fill the form, a field and its value.
const FILLED: [(&str, &str, &str); 9] = [
    ("begins-with-newline.json", "batch", "150"),
    ("crlf.json", "batch", "150"),
    ("encoder-as-text.json", "encoder", "dense 64 64"),
    ("encoder-capital.json", "encoder", "dense 64"),
    ("learning-rate-as-text.json", "learningRate", "0.001"),
    ("mnist.json", "data", "mnist"),
    ("ok.json", "batch", "150"),
    ("own-images.json", "data", "own"),
    ("tiny.json", "side", "8"),
];

fn open(sim: &mut Sim, path: &std::path::Path) {
    let bytes: Arc<[u8]> = fs::read(path).expect("a file").into();
    let name = path.file_name().expect("a name").to_string_lossy();
    let size = bytes.len() as f64;
    let files = vec![BroughtFile {
        name: name.into_owned(),
        bytes,
        size,
    }];
    sim.send(SessionEvent::OpenFiles { files, more: 0 });
}

#[test]
fn trial_files_that_no_engine_need_look_at_are_refused_with_their_sentence() {
    let Some(folder) = folder() else { return };
    for (name, said) in REFUSED {
        for room in [Room::Explore, Room::Train] {
            let mut sim = playing();
            sim.send(SessionEvent::ShowRoom(room));
            let before = (sim.session.training.clone(), sim.session.view.clone());
            open(&mut sim, &folder.join(name));
            let alerts = sim.alerts();
            assert_eq!(alerts.len(), 1, "{name}: {alerts:?}");
            assert!(alerts[0].contains(said), "{name}: {alerts:?}");
            assert!(alerts[0].chars().count() <= 300, "{name}: {alerts:?}");
            assert_eq!(
                (&sim.session.training, &sim.session.view),
                (&before.0, &before.1)
            );
            assert_eq!(sim.session.room, room, "{name}");
        }
    }
}

#[test]
fn trial_specifications_fill_the_form() {
    let Some(folder) = folder() else { return };
    for (name, field, value) in FILLED {
        let mut sim = playing();
        let run = sim.session.training.run.clone();
        open(&mut sim, &folder.join("specs").join(name));
        let field = run_spec::SpecField::named(field).expect(field);
        assert_eq!(field.get(&sim.session.training.draft), value, "{name}");
        assert_eq!(sim.session.training.run, run, "{name}");
        assert_eq!(sim.session.room, Room::Train, "{name}");
    }
}

/// What a trial link must be told of, by a part of it; all others are followed without a word.
const TOLD: [(&str, &str); 33] = [
    ("sed=7", "“sed”"),
    ("seed=", "Seed"),
    ("learningRate=1e309", "Learning rate"),
    ("learningRate=0,001", "Learning rate"),
    ("learningRate=NaN", "Learning rate"),
    ("latent=", "Latent dimensions"),
    ("data=own", "Expected images of your own"),
    ("drawing=", "The link cannot be followed"),
    ("networkShape", "Batch size"),
    ("dense+4096+4096+4096", "cannot be"),
    ("conv+4096", "cannot be"),
    ("side=9", "cannot be"),
    ("z=1e309", "1e309"),
    ("z=٣", "no number"),
    ("z=%D9", "no number"),
    ("z=0x1p3", "no number"),
    ("z=1;2", "no number"),
    ("plane=z1,z1", "“z1,z1”"),
    ("plane=z7,z9", "“z7,z9”"),
    ("plane=pc1,pc9", "“pc1,pc9”"),
    ("plane=pc128", "“pc128,pc127”"),
    ("A=1,2&B=3,4", "pins of another number"),
    ("A=0,0&B=0,0", "“pins”"),
    ("A=0,0&B=1,1", "“pins”"),
    ("tool=elephant", "tool “elephant”"),
    ("other=elephant", "second model “elephant”"),
    ("model=live", "model"),
    ("model=opened-1", "model"),
    ("2d%00", "model"),
    ("%E2%80%AE", "model"),
    ("view=0,0,1e-45", "view"),
    ("view=NaN", "view"),
    ("drawing-of-401", "The link cannot be followed"),
];

fn follow(address: &str) -> Option<Sim> {
    let (room, rest) = address
        .strip_prefix("#room=")?
        .split_once('&')
        .unwrap_or_default();
    let mut sim = Sim::on_cpu();
    let event = match Room::from_name(room)? {
        Room::Train => SessionEvent::Train(TrainEvent::FollowLink(rest.to_owned())),
        room => {
            sim.send(SessionEvent::ShowRoom(room));
            SessionEvent::Explore(ExploreEvent::Follow(rest.to_owned()))
        }
    };
    sim.send(event);
    sim.settle_all();
    Some(sim)
}

#[test]
fn each_trial_link_is_followed_or_told_of() {
    let Some(folder) = folder() else { return };
    let lines = fs::read_to_string(folder.join("links/links.txt")).expect("the list");
    let mut followed = 0;
    for line in lines.lines().filter(|line| line.contains("   =>")) {
        let (address, _) = line.split_once("   =>").expect("an arrow");
        // A browser has encoded what is no ASCII.
        let Some(sim) = follow(address) else { continue };
        followed += 1;
        let alerts = sim.alerts();
        let told = TOLD.iter().find(|(part, said)| {
            let seed = *said != "Seed" || address.ends_with("seed=");
            address.contains(part) && seed
        });
        match told {
            Some((_, said)) => {
                let says = alerts.iter().any(|alert| alert.contains(said));
                assert!(says, "{address}: {alerts:?}");
            }
            None => assert_eq!(alerts, Vec::<String>::new(), "{address}"),
        }
        for alert in &alerts {
            assert!(alert.chars().count() <= 300, "{address}: {alert}");
            assert!(!alert.contains('\u{202e}'), "{address}: {alert}");
        }
    }
    assert!(followed > 40, "{followed} links");
}

#[test]
fn long_trial_links_get_short_sentences() {
    let Some(folder) = folder() else { return };
    for name in [
        "drawing-of-401",
        "hundred-faults",
        "seed-of-50k-letters",
        "sixty-kib-of-points",
        "two-hundred-thousand-parameters",
    ] {
        let text = fs::read_to_string(folder.join(format!("links/{name}.txt"))).expect(name);
        let sim = follow(text.trim()).expect(name);
        let alerts = sim.alerts();
        assert!((1..=4).contains(&alerts.len()), "{name}: {alerts:?}");
        for alert in &alerts {
            assert!(alert.chars().count() <= 300, "{name}: {alert}");
        }
    }
}
