//! What a run leaves.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use model::{Device, device, weights};

use crate::data::{TEST_IMAGES, bars, write_data};
use crate::program::{MODEL, WEIGHTS, folder, pretrain, succeed};

fn cpu() -> Device {
    device::cpu()
}

/// A run that is killed on the CPU and goes on on the GPU makes the model of one that stays on the CPU, about.
#[test]
#[cfg(feature = "webgpu")]
fn a_run_goes_on_on_another_device() {
    use model::native_gpu::{GpuInterface, NativeAdapter};

    let (interface, name) = if cfg!(target_vendor = "apple") {
        (GpuInterface::Metal, "metal")
    } else {
        (GpuInterface::Vulkan, "vulkan")
    };
    if futures::executor::block_on(NativeAdapter::all(interface)).is_empty() {
        println!("skipped: {interface:?} finds no device");
        return;
    }
    let bound = |folder: &Path| {
        let bytes = fs::read(folder.join("out").join(WEIGHTS)).unwrap();
        let (card, _) = weights::load_vae(WEIGHTS, &bytes, &cpu()).unwrap();
        let mut metrics = card.metrics.into_iter();
        metrics
            .find(|metric| metric.name == "Negative ELBO")
            .unwrap()
            .value
    };
    let whole = folder("one-device");
    write_data(&whole);
    succeed(&mut pretrain(&whole, 3));

    let moved = folder("two-devices");
    write_data(&moved);
    kill_after_an_epoch(&mut pretrain(&moved, 3));
    let said = succeed(pretrain(&moved, 3).args(["--device", name]));
    assert!(said.starts_with("on "), "{said}");
    assert!(said.contains("goes on after epoch"), "{said}");
    let (found, expected) = (bound(&moved), bound(&whole));
    assert!(
        (found - expected).abs() < 2e-3 * expected,
        "{found}, on one device {expected}"
    );
}

/// Begins a run and ends it, by what no program can refuse, when it says that an epoch is done.
fn kill_after_an_epoch(command: &mut Command) {
    let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let epoch = lines
        .map(Result::unwrap)
        .find(|line| line.contains("epoch   1"));
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(epoch.is_some(), "it speaks after each epoch");
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
    // These are bars, not MNIST, and no one knows whose.
    assert_eq!(card.data.name, "images of the folder data");
    assert_eq!(card.data.licence, model::data::NOT_STATED);
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
    assert!(catalogue[0]["directions"].is_u64());
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
    kill_after_an_epoch(&mut pretrain(&killed, 4));
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
