//! The training program, on a folder of a few synthetic images.
#![cfg(feature = "pretrain")]
#![allow(clippy::unwrap_used, reason = "a check panics where it cannot go on")]

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use flate2::Compression;
use flate2::write::GzEncoder;
use model::data::{Images, idx};
use model::{Device, device, weights};
use run_spec::ImageShape;

const MODEL: &str = "vae-mnist-2d";
const WEIGHTS: &str = "vae-mnist-2d.safetensors";
const TEST_IMAGES: usize = 40;

/// A folder of one test's own, empty at first.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Bars of ten slants, with their labels.
fn bars(count: usize) -> (Images, Vec<u8>) {
    let mut pixels = Vec::with_capacity(count * 28 * 28);
    let labels: Vec<u8> = (0..count).map(|image| (image * 7 % 10) as u8).collect();
    for &label in &labels {
        for y in 0..28_i32 {
            for x in 0..28_i32 {
                let middle = 14 + (y - 14) * (i32::from(label) - 5) / 6;
                let inside = (4..24).contains(&y) && (x - middle).abs() <= 1;
                pixels.push(if inside { 240 } else { 0 });
            }
        }
    }
    let shape = ImageShape {
        channels: 1,
        height: 28,
        width: 28,
    };
    (Images::new(shape, pixels), labels)
}

/// Writes the four files, the test set packed.
fn write_data(folder: &Path) -> PathBuf {
    let data = folder.join("data");
    fs::create_dir_all(&data).unwrap();
    let (images, labels) = bars(300);
    fs::write(
        data.join("train-images-idx3-ubyte"),
        idx::write_images(&images),
    )
    .unwrap();
    fs::write(
        data.join("train-labels-idx1-ubyte"),
        idx::write_labels(&labels),
    )
    .unwrap();
    let (images, labels) = bars(TEST_IMAGES);
    let packed = |bytes: &[u8]| {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    };
    let images = packed(&idx::write_images(&images));
    fs::write(data.join("t10k-images-idx3-ubyte.gz"), images).unwrap();
    fs::write(
        data.join("t10k-labels-idx1-ubyte.gz"),
        packed(&idx::write_labels(&labels)),
    )
    .unwrap();
    data
}

/// The program, to train `epochs` epochs on 256 of the images, with its files in `folder`.
fn pretrain(folder: &Path, epochs: u32) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pretrain"));
    command
        .args([
            "--model",
            MODEL,
            "--limit",
            "256",
            "--epochs",
            &epochs.to_string(),
        ])
        .arg("--data")
        .arg(folder.join("data"))
        .arg("--out")
        .arg(folder.join("out"))
        .arg("--work")
        .arg(folder.join("work"));
    command
}

fn said(output: &Output) -> String {
    let all = [&output.stdout[..], &output.stderr].concat();
    String::from_utf8_lossy(&all).into_owned()
}

#[track_caller]
fn succeed(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
    said(&output)
}

#[track_caller]
fn fail(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    said(&output)
}

fn cpu() -> Device {
    device::cpu()
}

#[test]
fn a_run_writes_weights_points_poster_and_catalogue() {
    let folder = folder("run");
    write_data(&folder);
    let said = succeed(&mut pretrain(&folder, 2));
    assert!(said.contains("epoch   2"), "{said}");

    let out = folder.join("out");
    let bytes = fs::read(out.join(WEIGHTS)).unwrap();
    let (card, vae) = weights::load_vae(WEIGHTS, &bytes, &cpu()).unwrap();
    let config = card.architecture.vae().unwrap();
    assert_eq!(config.latent, 2);
    assert_eq!(card.data.images, 256);
    assert!(card.command.contains("--epochs 2"), "{}", card.command);
    let figure = |name: &str| {
        card.metrics
            .iter()
            .find(|m| m.name.eq_ignore_ascii_case(name))
            .unwrap()
            .value
    };
    assert!(figure("negative ELBO") > 0.0 && figure("KL divergence") >= 0.0);

    let points = fs::read(out.join("vae-mnist-2d.points.safetensors")).unwrap();
    let points = weights::points_from_bytes("points", &points, 2).unwrap();
    let (images, labels) = bars(TEST_IMAGES);
    assert_eq!(points.labels, labels);
    let all: Vec<usize> = (0..TEST_IMAGES).collect();
    let means = vae.encoder.forward(images.batch(&all, &cpu())).mean;
    let means = futures::executor::block_on(device::read(means)).unwrap();
    for (shipped, mean) in points.codes.means.iter().zip(&means) {
        assert!(
            (shipped - mean).abs() <= 1e-3 * (1.0 + mean.abs()),
            "{shipped}, {mean}"
        );
    }

    let poster = fs::read(out.join("vae-mnist-2d.poster.png")).unwrap();
    let reader = png::Decoder::new(std::io::Cursor::new(poster))
        .read_info()
        .unwrap();
    assert_eq!((reader.info().width, reader.info().height), (280, 280));

    let catalogue: serde_json::Value =
        serde_json::from_slice(&fs::read(out.join("catalog.json")).unwrap()).unwrap();
    assert_eq!(catalogue.as_array().unwrap().len(), 1);
    assert_eq!(catalogue[0]["id"], MODEL);
    assert_eq!(catalogue[0]["latent"], 2);
}

#[test]
fn a_generator_is_trained_exported_without_points_and_goes_on_where_it_stopped() {
    let folder = folder("gan");
    write_data(&folder);
    let command = |epochs: u32| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pretrain"));
        command.args(["--model", "gan-mnist", "--limit", "128"]);
        command.args(["--epochs", &epochs.to_string()]);
        for name in ["data", "out", "work"] {
            command.arg(format!("--{name}")).arg(folder.join(name));
        }
        command
    };
    let said = succeed(&mut command(1));
    assert!(said.contains("epoch   1"), "{said}");
    let file = folder.join("out/gan-mnist.safetensors");
    let (card, model) = weights::load("gan", &fs::read(&file).unwrap(), &cpu()).unwrap();
    assert_eq!((model.latent(), model.has_encoder()), (16, false));
    assert_eq!(card.data.images, 128);
    assert!(
        card.command.contains("--model gan-mnist --epochs 1"),
        "{}",
        card.command
    );
    let catalogue: serde_json::Value =
        serde_json::from_slice(&fs::read(folder.join("out/catalog.json")).unwrap()).unwrap();
    assert_eq!(catalogue[0]["id"], "gan-mnist");
    assert!(catalogue[0]["points"].is_null() && catalogue[0]["poster"].is_null());

    let said = succeed(&mut command(2));
    assert!(said.contains("goes on after step 2"), "{said}");
    // Written again from what is there, the file stays as it is.
    let before = fs::read(&file).unwrap();
    let mut again = Command::new(env!("CARGO_BIN_EXE_pretrain"));
    again.args(["--model", "gan-mnist", "--limit", "128", "--again"]);
    for name in ["data", "out"] {
        again.arg(format!("--{name}")).arg(folder.join(name));
    }
    succeed(&mut again);
    let (_, found) = weights::load("gan", &fs::read(&file).unwrap(), &cpu()).unwrap();
    let (_, expected) = weights::load("gan", &before, &cpu()).unwrap();
    let z = vec![0.5; 16];
    let draw =
        |model: &weights::LatentModel| futures::executor::block_on(model.pictures(&z, &cpu()));
    assert_eq!(draw(&found).unwrap(), draw(&expected).unwrap());
}

#[test]
fn a_run_that_was_killed_ends_with_the_weights_of_one_that_was_not() {
    let whole = folder("whole");
    write_data(&whole);
    let said = succeed(&mut pretrain(&whole, 4));
    assert!(!said.contains("goes on after"), "{said}");

    let killed = folder("killed");
    write_data(&killed);
    let mut child = pretrain(&killed, 4).stdout(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let epoch = lines
        .map(Result::unwrap)
        .find(|line| line.contains("epoch   1"));
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(epoch.is_some(), "it speaks after each epoch");
    assert!(
        !killed.join("out").join(WEIGHTS).exists(),
        "it was killed too late"
    );

    let said = succeed(&mut pretrain(&killed, 4));
    assert!(said.contains("goes on after epoch"), "{said}");
    for file in [
        WEIGHTS,
        "vae-mnist-2d.points.safetensors",
        "vae-mnist-2d.poster.png",
    ] {
        let read = |folder: &Path| fs::read(folder.join("out").join(file)).unwrap();
        assert!(read(&whole) == read(&killed), "{file} differs");
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
        said.contains("expected one of vae-mnist-2d, vae-mnist-10d"),
        "{said}"
    );
}
