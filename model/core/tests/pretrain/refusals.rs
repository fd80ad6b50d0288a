//! What is refused before anything is trained.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use model::data::Images;
use run_spec::ImageShape;

use crate::data::{NameOf, TEST_IMAGES, bars, bars_of, trials, write_data, write_files};
use crate::program::{MODEL, WEIGHTS, changed, fail, folder, pretrain, refused, succeed};

#[test]
fn names_of_archives_are_found() {
    let dotted = |name: &str| PathBuf::from(name.replace("-idx", ".idx"));
    let kaggle = |name: &str| Path::new(name).join(name);
    let dotted_in_folders = |name: &str| {
        let dotted = name.replace("-idx", ".idx");
        Path::new(&dotted).join(&dotted)
    };
    let names: [(&str, NameOf); 3] = [
        ("dots-in-names", dotted),
        ("kaggle-folders", kaggle),
        ("dotted-folders", dotted_in_folders),
    ];
    for (trial, name) in names {
        let folder = folder(trial);
        let mut data = trials().join(trial);
        if !data.is_dir() {
            data = folder.join("data");
            write_files(&data, bars(200), bars(TEST_IMAGES), name);
        }
        let changes = [("--data", data.to_str().unwrap()), ("--limit", "128")];
        let said = succeed(&mut changed(&folder, &changes));
        assert!(said.contains("128 training images"), "{said}");
        assert!(folder.join("out").join(WEIGHTS).is_file(), "{said}");
    }
}

#[test]
fn data_that_cannot_be_trained_on_is_refused_before_training() {
    let folder = folder("refused-data");
    let data = folder.join("data");
    let short_labels = |count: usize| {
        let (images, mut labels) = bars(count);
        labels.pop();
        (images, labels)
    };
    let try_it = |train, test, parts: &[&str]| {
        let _ = fs::remove_dir_all(&data);
        write_files(&data, train, test, |name| PathBuf::from(name));
        refused(&folder, &mut pretrain(&folder, 1), parts);
    };
    let few = [
        "expected at least 128 training images",
        "found 50",
        "--data",
    ];
    try_it(bars(50), bars(40), &few);
    let large = ["expected training images of 28×28", "found 32×32", "--data"];
    try_it(bars_of(200, 32), bars_of(40, 32), &large);
    let mixed = ["expected test images of 28×28", "found 16×16"];
    try_it(bars(200), bars_of(40, 16), &mixed);
    let labels = ["train-images-idx3-ubyte", "found 199 labels for 200 images"];
    try_it(short_labels(200), bars(40), &labels);
    let labels = ["t10k-images-idx3-ubyte", "found 39 labels for 40 images"];
    try_it(bars(200), short_labels(40), &labels);
    let none = (Images::new(ImageShape::grey(28), Vec::new()), Vec::new());
    let empty = [
        "t10k-images-idx3-ubyte",
        "at least one image",
        "found 0 of 28×28",
    ];
    try_it(bars(200), none, &empty);
}

#[test]
fn trial_folders_that_cannot_be_trained_on_are_refused_before_training() {
    let folder = folder("refused-trials");
    for (trial, parts) in [
        (
            "fewer-than-a-batch",
            &["expected at least", "training images", "found 50"][..],
        ),
        (
            "empty-test",
            &["t10k-images-idx3-ubyte.gz", "found 0 of 28×28"],
        ),
        ("labels-fewer", &["found 199 labels for 200 images"]),
    ] {
        let data = trials().join(trial);
        if !data.is_dir() {
            println!("skipped: no trial folder {}", data.display());
            return;
        }
        for model in [MODEL, "gan-mnist"] {
            let changes = [("--model", model), ("--data", data.to_str().unwrap())];
            refused(&folder, &mut changed(&folder, &changes), parts);
        }
    }
}

#[test]
fn the_images_of_another_data_set_are_refused_before_training() {
    let mnist = trials().join("../../data/mnist");
    if !mnist.is_dir() {
        println!("skipped: no MNIST in {}", mnist.display());
        return;
    }
    let folder = folder("refused-other-data");
    let changes = [
        ("--model", "vae-fashion-mnist"),
        ("--data", mnist.to_str().unwrap()),
    ];
    let parts = [
        "vae-fashion-mnist: expected Fashion-MNIST",
        "found MNIST",
        "--data",
    ];
    refused(&folder, &mut changed(&folder, &changes), &parts);
}

#[test]
fn numbers_that_train_nothing_are_refused_and_shipped_files_stay() {
    let folder = folder("refused-numbers");
    write_data(&folder);
    let out = folder.join("out");
    fs::create_dir_all(&out).unwrap();
    fs::write(out.join(WEIGHTS), "shipped").unwrap();
    for (name, value, parts) in [
        (
            "--epochs",
            "0",
            &["--epochs: expected 1 or more, found 0"][..],
        ),
        ("--limit", "0", &["--limit: expected 1 or more, found 0"]),
        (
            "--limit",
            "50",
            &["at least 128 training images", "found 50. Raise --limit"],
        ),
        (
            "--epochs",
            "4294967295",
            &["expected at most 2147483647 epochs", "found 4294967295"],
        ),
    ] {
        for model in [MODEL, "vae-mnist-10d"] {
            let mut command = changed(&folder, &[("--model", model), (name, value)]);
            refused(&folder, &mut command, parts);
        }
    }
}

#[test]
fn outputs_that_cannot_be_written_are_refused_before_training() {
    let folder = folder("refused-outputs");
    write_data(&folder);
    let file = folder.join("notes.txt");
    fs::write(&file, "mine").unwrap();
    for option in ["--out", "--work"] {
        for path in [file.clone(), file.join("below")] {
            let mut command = changed(&folder, &[(option, path.to_str().unwrap())]);
            let parts = [option, "expected a folder", "found a file", "notes.txt"];
            refused(&folder, &mut command, &parts);
        }
    }
    let out = folder.join("out");
    fs::create_dir_all(out.join(WEIGHTS)).unwrap();
    let parts = [
        "--out: expected the path of a file",
        "found the folder",
        WEIGHTS,
    ];
    refused(&folder, &mut pretrain(&folder, 1), &parts);
    fs::remove_dir_all(out.join(WEIGHTS)).unwrap();
    fs::write(out.join("catalog.json"), "{\"no\": \"list\"}").unwrap();
    let parts = ["catalog.json is not a list of models", "Restore the file"];
    refused(&folder, &mut pretrain(&folder, 1), &parts);
    fs::remove_file(out.join("catalog.json")).unwrap();

    // A folder of the checkpoint's name that holds something else is not deleted.
    let own = folder.join("work").join(MODEL);
    fs::create_dir_all(&own).unwrap();
    fs::write(own.join("thesis.txt"), "mine").unwrap();
    let parts = ["expected a checkpoint or nothing", "--work"];
    refused(&folder, pretrain(&folder, 1).arg("--fresh"), &parts);
    refused(&folder, &mut pretrain(&folder, 1), &["cannot be used"]);
}

#[test]
fn what_is_missing_of_a_later_model_is_said_before_the_first_is_made() {
    let folder = folder("refused-later");
    write_data(&folder);
    succeed(&mut pretrain(&folder, 1));
    let again = |models: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pretrain"));
        command.arg("--again");
        for model in models {
            command.args(["--model", model]);
        }
        for name in ["data", "out"] {
            command.arg(format!("--{name}")).arg(folder.join(name));
        }
        command
    };
    let mut command = again(&[MODEL, "vae-mnist-10d"]);
    refused(&folder, &mut command, &["vae-mnist-10d.safetensors"]);
    let out = folder.join("out");
    let other = out.join("vae-mnist-10d.safetensors");
    fs::copy(out.join(WEIGHTS), &other).unwrap();
    let parts = [
        "vae-mnist-10d.safetensors: expected",
        "found",
        "without --again",
    ];
    refused(&folder, &mut command, &parts);
}

#[test]
fn a_checkpoint_of_other_images_is_refused() {
    let folder = folder("other-images");
    write_data(&folder);
    for model in [MODEL, "gan-mnist"] {
        let run = |limit: &str| changed(&folder, &[("--model", model), ("--limit", limit)]);
        succeed(&mut run("256"));
        let parts = ["other settings or images", "--fresh"];
        refused(&folder, &mut run("128"), &parts);
    }
}

#[test]
fn a_checkpoint_of_other_settings_is_refused_unless_the_run_starts_anew() {
    let folder = folder("settings");
    write_data(&folder);
    succeed(&mut pretrain(&folder, 1));
    let said = fail(&mut pretrain(&folder, 2));
    assert!(
        said.contains("it was written with other settings"),
        "{said}"
    );
    assert!(said.contains("Give --fresh to start anew"), "{said}");
    let said = succeed(pretrain(&folder, 2).arg("--fresh"));
    assert!(
        said.contains("epoch   1") && said.contains("epoch   2"),
        "{said}"
    );
}

#[test]
fn what_is_wrong_with_the_data_or_the_command_is_said() {
    let folder = folder("wrong");
    let said = fail(&mut pretrain(&folder, 1));
    assert!(said.contains("train-images-idx3-ubyte"), "{said}");

    let data = write_data(&folder);
    let images = data.join("train-images-idx3-ubyte");
    fs::copy(data.join("train-labels-idx1-ubyte"), &images).unwrap();
    let said = fail(&mut pretrain(&folder, 1));
    assert!(said.contains("an IDX file of images"), "{said}");
    assert!(said.contains("found 0x00000801"), "{said}");

    write_data(&folder);
    let whole = fs::read(&images).unwrap();
    fs::write(&images, &whole[..1000]).unwrap();
    let said = fail(&mut pretrain(&folder, 1));
    assert!(said.contains("promises 235216 bytes, found 1000"), "{said}");

    let said = fail(pretrain(&folder, 1).args(["--model", "vae-mnist-3d"]));
    assert!(
        said.contains("expected one of vae-faces, vae-mnist-2d, vae-mnist-10d"),
        "{said}"
    );
}

#[test]
fn a_model_of_digits_without_a_folder_is_refused() {
    let folder = folder("refused-no-folder");
    let mut command = Command::new(env!("CARGO_BIN_EXE_pretrain"));
    command
        .args(["--model", MODEL, "--out"])
        .arg(folder.join("out"));
    let said = fail(&mut command);
    assert!(
        said.contains(&format!("{MODEL}: expected --data")),
        "{said}"
    );
    assert!(!folder.join("out").exists());
}
