//! `--device` of the native programs: what is refused before anything runs, and, where there is a GPU or what
//! stands in for one, runs on it; and the recipe that is made for GPUs.
#![cfg(feature = "pretrain")]
#![allow(clippy::unwrap_used, reason = "a check panics where it cannot go on")]
#![cfg_attr(
    feature = "webgpu",
    allow(clippy::print_stdout, reason = "a test that is skipped says so")
)]

mod programs;

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use model::device;
use model::random::{HostRng, RandomStream};
use model::weights;
use programs::{empty_folder, outcome, train};
use run_spec::ImageShape;

fn folder(name: &str) -> PathBuf {
    empty_folder(&format!("device-{name}"))
}

/// Refused with one sentence that has these parts.
#[track_caller]
fn refused(command: &mut Command, parts: &[&str]) {
    let (success, said) = outcome(command);
    assert!(!success, "{said}");
    // Drivers may say something, too.
    let sentences = said.lines().filter(|line| line.contains("train: "));
    assert_eq!(sentences.count(), 1, "{said}");
    for part in parts {
        assert!(said.contains(part), "{part}: {said}");
    }
}

#[test]
fn what_is_no_device_is_a_sentence_of_each_program() {
    let expected = "--device: expected cpu, vulkan, vulkan:N, metal or metal:N, found `gpu`.";
    refused(&mut train(&["ring", "--device", "gpu"]), &[expected]);
    let judge = ["judge", "--data", "digits", "--device", "gpu"];
    refused(&mut train(&judge), &[expected]);
    let folder = folder("names");
    let mut pretrain = Command::new(env!("CARGO_BIN_EXE_pretrain"));
    pretrain
        .args(["--model", "vae-faces", "--device", "gpu"])
        .args(["--out", "out", "--work", "work"])
        .current_dir(&folder);
    refused(&mut pretrain, &[expected]);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 0, "nothing is made");
}

#[test]
#[cfg(not(feature = "webgpu"))]
fn a_build_without_gpus_says_how_to_make_one_with_them() {
    refused(
        &mut train(&["ring", "--device", "vulkan"]),
        &[
            "expected cpu, which is all that this build has, found Vulkan",
            "--features pretrain,webgpu",
        ],
    );
}

/// A step of two pictures is enough to know what the page gets: 64 × 64 pixels in colour, drawn as the program
/// draws them. Where pages read models, `ExploredModel::open` does no more than this.
#[test]
fn a_model_of_the_recipe_for_gpus_is_opened_as_the_page_opens_it() {
    let folder = folder("recipe");
    let [file, samples] = ["dcgan-64.safetensors", "samples.idx"].map(|name| folder.join(name));
    let (success, said) = outcome(
        train(&[
            "deploy/dcgan-64.toml",
            "--steps",
            "1",
            "--set",
            "batch=2",
            "--count",
            "3",
        ])
        .arg("--weights")
        .arg(&file)
        .arg("--samples")
        .arg(&samples),
    );
    assert!(success, "{said}");
    assert!(
        said.starts_with("dcgan-64: 18886788 parameters, GAN"),
        "{said}"
    );
    let bytes = fs::read(&file).unwrap();
    assert!(bytes.len() < 512 << 20, "the page reads no larger file");
    let (card, model) = weights::load("dcgan-64.safetensors", &bytes, &device::cpu()).unwrap();
    assert_eq!(card.title, "dcgan-64");
    assert_eq!(
        (model.image(), model.latent()),
        (ImageShape::square(64, 3), 100)
    );
    let noise = HostRng::new(0, RandomStream::Evaluation).normals(3 * 100);
    let pictures = futures::executor::block_on(model.pictures(&noise, &device::cpu())).unwrap();
    // IDX of four dimensions: pictures, rows, columns, channels.
    let drawn = fs::read(&samples).unwrap();
    let (header, drawn) = drawn.split_at(20);
    let expected = [
        [0, 0, 8, 4],
        [0, 0, 0, 3],
        [0, 0, 0, 64],
        [0, 0, 0, 64],
        [0, 0, 0, 3],
    ];
    assert_eq!(header, expected.as_flattened());
    assert_eq!(pictures.len(), drawn.len());
    for (found, expected) in pictures.iter().zip(drawn) {
        assert!(found.abs_diff(*expected) <= 1, "{found}, {expected}");
    }
    assert!(
        drawn.iter().any(|value| value != &drawn[0]),
        "a picture, not a colour"
    );
}

#[test]
fn what_is_no_recipe_is_a_sentence_that_names_the_file() {
    let folder = folder("no-recipe");
    let file = folder.join("cats.toml");
    refused(
        &mut train(&[file.to_str().unwrap()]),
        &["expected a recipe in TOML", "cats.toml cannot be read"],
    );
    fs::write(&file, "preset = \"dcgan\"\n[set]\nside = 200\n").unwrap();
    refused(
        &mut train(&[file.to_str().unwrap()]),
        &["cats.toml: ", "200"],
    );
}

#[cfg(feature = "webgpu")]
mod on_a_gpu {
    use std::fs;
    use std::path::Path;

    use futures::executor::block_on;
    use model::native_gpu::{GpuInterface, NativeAdapter};

    use super::{folder, outcome, refused, train};

    /// What reaches this system's GPUs, and how `--device` calls it.
    const INTERFACE: (GpuInterface, &str) = if cfg!(target_vendor = "apple") {
        (GpuInterface::Metal, "metal")
    } else {
        (GpuInterface::Vulkan, "vulkan")
    };

    /// Whether there is a device; says so if there is none.
    fn is_there() -> bool {
        let found = !block_on(NativeAdapter::all(INTERFACE.0)).is_empty();
        if !found {
            println!("skipped: {:?} finds no device", INTERFACE.0);
        }
        found
    }

    fn text(path: &Path) -> &str {
        path.to_str().unwrap()
    }

    #[test]
    fn a_number_that_is_not_there_is_a_sentence_that_lists_those_that_are() {
        if !is_there() {
            return;
        }
        let (_, name) = INTERFACE;
        refused(
            &mut train(&["ring", "--device", &format!("{name}:63")]),
            &[
                "found none of number 63",
                &format!("There are cpu, {name}:0 ("),
            ],
        );
    }

    /// The loader of Vulkan is told of a driver that is not there.
    #[test]
    #[cfg(target_os = "linux")]
    fn a_machine_without_a_driver_is_told_what_to_install() {
        let none = folder("no-driver").join("none.json");
        let mut command = train(&["ring", "--device", "vulkan"]);
        command
            .env("VK_DRIVER_FILES", &none)
            .env("VK_ICD_FILENAMES", &none);
        refused(
            &mut command,
            &["Vulkan finds no device here", "--device cpu"],
        );
    }

    /// 4,096 channels of 32 × 32 numbers for each of 512 pictures are 8 GiB; no tensor of WebGPU's has more
    /// than 4.
    #[test]
    fn a_run_that_no_gpu_holds_is_refused_before_its_first_step() {
        if !is_there() {
            return;
        }
        refused(
            &mut train(&[
                "dense-vae-2d",
                "--data",
                "faces",
                "--set",
                "side=64",
                "--set",
                "decoder=conv 4096",
                "--set",
                "batch=512",
                "--device",
                INTERFACE.1,
            ]),
            &[
                "--device: expected tensors of 8192 MiB of memory for this run, found",
                "Take a smaller batch",
            ],
        );
    }

    /// The columns of a log but the seconds, a line each.
    fn losses(log: &Path) -> Vec<Vec<f32>> {
        let text = fs::read_to_string(log).unwrap();
        let line = |line: &str| {
            let cells = line.split(',').enumerate();
            let numbers = cells.filter(|(at, cell)| *at != 1 && !cell.is_empty());
            numbers.map(|(_, cell)| cell.parse().unwrap()).collect()
        };
        text.lines().skip(1).map(line).collect()
    }

    /// Twenty steps on the CPU; ten there and ten on the GPU; and the other way round.
    #[test]
    fn a_run_goes_on_where_it_is_on_another_device() {
        if !is_there() {
            return;
        }
        let folder = folder("across");
        let [cpu, gpu] = ["cpu", INTERFACE.1];
        let mut logs = Vec::new();
        for (name, devices) in [
            ("cpu", [cpu, cpu]),
            ("there", [cpu, gpu]),
            ("back", [gpu, cpu]),
        ] {
            let state = folder.join(format!("{name}.state"));
            let log = folder.join(format!("{name}.csv"));
            for (device, steps) in devices.into_iter().zip(["10", "20"]) {
                let (success, said) = outcome(&mut train(&[
                    "dense-vae-2d",
                    "--data",
                    "digits",
                    "--device",
                    device,
                    "--steps",
                    steps,
                    "--checkpoint",
                    text(&state),
                    "--log",
                    text(&log),
                    "--resume",
                ]));
                assert!(success, "{said}");
                assert_eq!(said.contains("\non "), device != "cpu", "{said}");
            }
            logs.push(losses(&log));
        }
        assert_eq!(logs[0].len(), 2);
        for log in &logs[1..] {
            assert_eq!(log.len(), 2);
            for (found, expected) in log.iter().flatten().zip(logs[0].iter().flatten()) {
                assert!(
                    (found - expected).abs() <= 3e-3 * (1e-3 + expected.abs()),
                    "{log:?}, on the CPU {:?}",
                    logs[0]
                );
            }
        }
    }

    #[test]
    fn a_comparison_has_no_budget_in_the_processors_time_on_a_gpu() {
        if !is_there() {
            return;
        }
        refused(
            &mut train(&[
                "judge",
                "--data",
                "digits",
                "--seconds",
                "5",
                "--device",
                INTERFACE.1,
            ]),
            &["--seconds: expected --steps with a GPU"],
        );
    }
}
