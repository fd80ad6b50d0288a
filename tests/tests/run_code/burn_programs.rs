//! The burn programs of small runs, compiled as they are written: they learn, and none has changed since.

use std::fs;

use model::device;
use tests::root;
use tests::runs::{RUNS, source};

/// A module for each program, and a table of their steps.
macro_rules! programs {
    ($($module:ident: $name:literal;)*) => {
        $(
            #[allow(dead_code, clippy::all, reason = "it is shown to people, not kept by them")]
            mod $module {
                include!(concat!("programs/", $name, ".rs"));

                /// The losses of two steps on images of ours.
                pub fn losses() -> Vec<f32> {
                    let device = model::device::cpu();
                    let mut run = Run::new(&device);
                    let mut at = 0;
                    let mut images = || {
                        at += 1;
                        super::images(at, BATCH)
                    };
                    let steps = (0..2).flat_map(|number| run.step(&mut images, number));
                    steps.map(|(_, loss)| loss).collect()
                }
            }
        )*

        const PROGRAMS: &[(&str, &str, fn() -> Vec<f32>)] = &[
            $(($name, include_str!(concat!("programs/", $name, ".rs")), $module::losses),)*
        ];
    };
}

programs! {
    dense_gan: "dense-non-saturating-adam";
    conv_gan: "conv-minimax-batch-rmsprop";
    hinge: "hinge-spectral-sgd-clip";
    wasserstein: "wasserstein-clipped";
    least_squares: "least-squares-group";
    growing: "growing";
    vae: "vae-squared-error";
    autoencoder: "autoencoder";
    vae_gan: "vae-gan";
    coded_gan: "coded-gan";
    relativistic: "relativistic-penalised";
    relativistic_vae_gan: "relativistic-vae-gan-batch";
    denoising_autoencoder: "denoising-autoencoder";
    denoising_vae: "denoising-vae";
    self_modulated: "self-modulated-batch";
    self_modulated_vae_gan: "self-modulated-vae-gan";
}

fn images(batch: u32, count: usize) -> burn::tensor::Tensor<2> {
    let pixels = source().batch(5, batch, count).pixels;
    let wide = pixels.len() / count;
    let device = device::cpu().autodiff();
    burn::tensor::Tensor::<1>::from_floats(pixels.as_slice(), &device).reshape([count, wide])
}

#[test]
fn every_program_is_the_one_that_is_written_today() {
    for (name, spec) in RUNS {
        let spec = spec();
        let written = run_code::text(&run_code::burn(&spec, spec.image()));
        let (.., kept, _) = PROGRAMS.iter().find(|(it, ..)| *it == name).unwrap();
        assert!(
            *kept == written,
            "{name}: `cargo run --package=tests --example burn_programs` writes the programs anew"
        );
    }
    let folder = root().join("tests/tests/run_code/programs");
    assert_eq!(fs::read_dir(folder).unwrap().count(), RUNS.len());
}

#[test]
fn every_program_takes_steps_whose_losses_are_numbers() {
    for (name, _, losses) in PROGRAMS {
        let losses = losses();
        assert!(losses.len() >= 2, "{name}: {losses:?}");
        assert!(
            losses.iter().all(|loss| loss.is_finite()),
            "{name}: {losses:?}"
        );
    }
}
