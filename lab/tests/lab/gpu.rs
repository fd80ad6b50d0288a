//! A lab that trains on a GPU: what is refused before anything is served, a GPU that is lost, and, where there is
//! one or what stands in for one, runs on it.

use super::*;
use std::process::{Command, Output};

use lab::frame::{WireMessage, write_message};
use protocol::EngineKind;

/// What the program says that is to serve with a device, and does not.
fn refused(device: &str, prepare: impl FnOnce(&mut Command)) -> String {
    let mut program = Command::new(PROGRAM);
    program.args(["--port", "0", "--device", device, "--site"]);
    prepare(program.arg(site()));
    let Output {
        status,
        stdout,
        stderr,
    } = program.output().expect("the program");
    let said = String::from_utf8_lossy(&stderr).into_owned();
    assert!(!status.success(), "{said}");
    assert_eq!(String::from_utf8_lossy(&stdout), "", "nothing is served");
    // Drivers may say something, too.
    let sentences = said.lines().filter(|line| line.starts_with("error: "));
    assert_eq!(sentences.count(), 1, "{said}");
    said
}

#[test]
fn what_is_no_device_is_refused_before_anything_is_served() {
    let said = refused("gpu", |_| ());
    assert!(
        said.contains("expected cpu, vulkan, vulkan:N, metal or metal:N, found `gpu`"),
        "{said}"
    );
}

#[test]
#[cfg(not(target_vendor = "apple"))]
fn a_device_of_another_system_is_refused_before_anything_is_served() {
    let said = refused("metal", |_| ());
    assert!(said.contains("found metal, which is Apple's"), "{said}");
}

#[test]
#[cfg(not(feature = "webgpu"))]
fn a_build_without_gpus_says_how_to_make_one_with_them() {
    let device = if cfg!(target_vendor = "apple") {
        "metal"
    } else {
        "vulkan"
    };
    let said = refused(device, |_| ());
    for part in [
        "expected cpu, which is all that this build has",
        "Build the program with `cargo xtask lab --webgpu`",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
}

/// A program that says what a trainer does whose GPU is lost, and waits. No driver loses one when it is asked to.
#[cfg(unix)]
fn trainer_that_loses_its_gpu(reason: &EngineError) -> PathBuf {
    let folder = site();
    let greeting = FromEngine::Hello {
        protocol: PROTOCOL_VERSION,
        build: BUILD_ID.to_owned(),
        role: WorkerRole::Trainer,
        engine: EngineKind::WebGpu,
    };
    let lost = FromEngine::DeviceLost {
        reason: reason.clone(),
    };
    let mut frames = Vec::new();
    for message in [greeting, lost] {
        write_message(&mut frames, &WireMessage::of(&message).json, None).unwrap();
    }
    fs::write(folder.join("frames"), frames).unwrap();
    let program = folder.join("trainer.sh");
    // Written by a process of its own: one that is started while this one writes would have the file open, and
    // nothing that is open for writing can be run.
    let text = format!(
        "#!/bin/sh\ncat {}\nexec sleep 600\n",
        folder.join("frames").display()
    );
    let written = Command::new("sh")
        .args(["-c", "printf %s \"$0\" >\"$1\" && chmod +x \"$1\"", &text])
        .arg(&program)
        .status();
    assert!(written.expect("a shell").success());
    program
}

#[cfg(unix)]
#[tokio::test]
async fn a_gpu_that_is_lost_ends_the_session_with_the_drivers_words() {
    let reason = EngineError::Said {
        message: "the card is gone".to_owned(),
    };
    let gpu = DeviceChoice::of("vulkan").unwrap();
    let program = (trainer_that_loses_its_gpu(&reason), gpu);
    let lab = lab_of(LabLimits::default(), LabAccess::local, None, program).await;
    let mut page = page(lab).await;
    let reason = "the card is gone".to_owned();
    assert_eq!(fault(&mut page).await, LabFault::GpuLost { reason });
    // A page that is loaded again does not take over what is lost.
    assert!(page.reconnect().await.is_err());
}

#[cfg(feature = "webgpu")]
mod on_a_gpu {
    use futures::executor::block_on;
    use futures::future::join;
    use model::native_gpu::{GpuInterface, NativeAdapter};
    use run_spec::{DatasetId, NetworkSpec};

    use super::super::access::ask;
    use super::super::faults::LabProgram;
    use super::super::training::{STEPS, found_in, values};
    use super::*;

    /// What reaches this system's GPUs, and how `--device` calls it.
    const INTERFACE: (GpuInterface, &str) = if cfg!(target_vendor = "apple") {
        (GpuInterface::Metal, "metal")
    } else {
        (GpuInterface::Vulkan, "vulkan")
    };

    /// What the first device is called; says so if there is none.
    fn card() -> Option<String> {
        let found = block_on(NativeAdapter::all(INTERFACE.0));
        if found.is_empty() {
            println!("skipped: {:?} finds no device", INTERFACE.0);
        }
        found.first().map(ToString::to_string)
    }

    async fn lab_on_gpu() -> SocketAddr {
        let limits = LabLimits {
            at_once: 1,
            ..LabLimits::default()
        };
        let this = (PROGRAM.into(), DeviceChoice::of(INTERFACE.1).unwrap());
        lab_of(limits, LabAccess::local, None, this).await
    }

    /// A dense VAE on drawn strokes: no file has to be there.
    fn pictures() -> RunSpec {
        let spec = RunSpec {
            data: DatasetId::Strokes,
            ..run_spec::preset("dense-vae-2d").expect("a preset").spec()
        };
        spec.check().expect("a run that may be asked for");
        spec
    }

    #[tokio::test]
    async fn the_first_losses_are_those_of_a_lab_that_trains_on_the_processor() {
        if card().is_none() {
            return;
        }
        let spec = pictures();
        let expected = values(found_in(lab().await, &spec).await);
        let found = values(found_in(lab_on_gpu().await, &spec).await);
        assert_eq!(
            (expected.len(), found.len()),
            (STEPS as usize, STEPS as usize)
        );
        for (step, (found, expected)) in found.iter().zip(&expected).enumerate() {
            assert_eq!(found.len(), expected.len());
            for (one, other) in found.iter().zip(expected) {
                assert!(
                    (one - other).abs() <= 3e-3 * (1e-3 + other.abs()),
                    "step {}: {found:?}, on the processor {expected:?}",
                    step + 1
                );
            }
        }
    }

    /// Plays until a report says that so many steps were taken.
    async fn play(page: &mut PageClient, spec: &RunSpec, steps: u32) {
        page.send(&begin(1, spec, RunStart::Untrained), None).await;
        page.send(&train(1, TrainCommand::Play { rate: None }), None)
            .await;
        let has_come_so_far = |update: &TrainerUpdate| match update {
            TrainerUpdate::Progress { progress } => (progress.step >= steps).then_some(()),
            _ => None,
        };
        update_of(page, has_come_so_far).await;
    }

    #[tokio::test]
    async fn two_pages_train_on_it_at_once() {
        if card().is_none() {
            return;
        }
        let lab = lab_on_gpu().await;
        let [mut one, mut other] = [page(lab).await, page(lab).await];
        let (points, pictures) = (small_run(), pictures());
        join(play(&mut one, &points, 40), play(&mut other, &pictures, 40)).await;
    }

    /// 4,096 channels of 32 × 32 numbers for each of 512 pictures are 8 GiB; no tensor of WebGPU's has more
    /// than 4.
    #[tokio::test]
    async fn a_run_that_no_gpu_holds_is_refused_and_the_one_before_goes_on() {
        let Some(card) = card() else {
            return;
        };
        let mut page = page(lab_on_gpu().await).await;
        play(&mut page, &small_run(), 1).await;
        let large = RunSpec {
            data: DatasetId::Faces,
            image_size: 64,
            decoder: NetworkSpec::conv(&[4096], &[]),
            batch: 512,
            ..pictures()
        };
        large.check().expect("a run that may be asked for");
        page.send(&begin(2, &large, RunStart::Untrained), None)
            .await;
        let error = loop {
            if let LabSays::Message(FromEngine::Failed { id, error }, _) = next(&mut page).await {
                assert_eq!(id, RequestId(2));
                break error;
            }
        };
        let EngineError::Rooms(error) = error else {
            panic!("expected a lab's reason, found {error:?}");
        };
        let fault = match error.read() {
            Ok(RoomError::Lab { fault }) => fault,
            other => panic!("expected a lab's fault, found {other:?}"),
        };
        let LabFault::GpuTensor { gpu, expected, .. } = fault else {
            panic!("expected too large a tensor, found {fault:?}");
        };
        assert_eq!(expected, 8192);
        assert!(gpu.starts_with(&card), "{gpu}");
        let further = |update: &TrainerUpdate| match update {
            TrainerUpdate::Progress { progress } => (progress.step > 1).then_some(()),
            _ => None,
        };
        update_of(&mut page, further).await;
    }

    #[tokio::test]
    async fn a_lab_is_called_after_its_card() {
        let Some(card) = card() else {
            return;
        };
        let lab = LabProgram::start_with(&["--device", INTERFACE.1, "--name", "Room 7"]);
        let facts = ask(lab.address, "/lab.json", "").await;
        // What the helper reads is in lower case.
        let named = format!(
            r#"{{"name":"room 7","processor":"{}"}}"#,
            card.to_lowercase()
        );
        assert!(facts.contains(&named), "{facts}");
        play(&mut page(lab.address).await, &small_run(), 3).await;
    }

    #[test]
    fn a_number_that_is_not_there_is_a_sentence_that_lists_those_that_are() {
        if card().is_none() {
            return;
        }
        let (_, name) = INTERFACE;
        let said = refused(&format!("{name}:63"), |_| ());
        let there = format!("There are cpu, {name}:0 (");
        for part in ["found none of number 63", &there] {
            assert!(said.contains(part), "{part}: {said}");
        }
    }

    /// The loader of Vulkan is told of a driver that is not there.
    #[test]
    #[cfg(target_os = "linux")]
    fn a_machine_without_a_driver_is_told_what_to_install() {
        let said = refused("vulkan", |program| {
            let none = site().join("none.json");
            program
                .env("VK_DRIVER_FILES", &none)
                .env("VK_ICD_FILENAMES", &none);
        });
        for part in ["Vulkan finds no device here", "--device cpu"] {
            assert!(said.contains(part), "{part}: {said}");
        }
    }
}
