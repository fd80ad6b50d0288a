//! The pinned numbers, on the native CPU that they were taken from.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a check panics where it cannot go on")]
#![cfg_attr(
    all(feature = "webgpu", feature = "pretrain"),
    allow(clippy::print_stderr, reason = "a test that is skipped says so")
)]

mod golden;
#[path = "golden/runs.rs"]
mod runs;

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use model::device;

/// Runs a future that never waits.
fn run<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("the CPU never makes one wait"),
    }
}

#[test]
fn the_native_cpu_computes_the_pinned_numbers() {
    for golden in golden::goldens() {
        // Rounding differs a little between processors.
        run(golden.assert_close(&device::cpu(), 1e-6));
    }
}

#[test]
fn streams_of_a_seed_begin_with_the_pinned_numbers() {
    golden::assert_streams_are_pinned();
}

#[test]
fn drawn_training_images_are_the_pinned_ones() {
    golden::assert_drawings_are_pinned();
}

#[test]
fn runs_begin_as_the_pinned_ones_do() {
    run(runs::assert_close(&device::cpu()));
}

/// A GPU adds in another order, and an adapter may round a product before it is added or not.
#[cfg(all(feature = "webgpu", feature = "pretrain"))]
#[test]
fn runs_begin_on_a_gpu_as_the_pinned_ones_do() {
    use futures::executor::block_on;
    use model::native_gpu::{GpuInterface, NativeAdapter};

    let interface = GpuInterface::OF_SYSTEM;
    let adapters = block_on(NativeAdapter::all(interface));
    let Some(adapter) = adapters.first() else {
        eprintln!("skipped: {interface:?} finds no device");
        return;
    };
    let gpu = block_on(adapter.open()).unwrap();
    eprintln!("on {adapter}");
    let numbers = [1e-4, 1e-3, 3e-2];
    block_on(runs::assert_within(gpu.device(), numbers, [1, 2, 8]));
}

#[test]
#[ignore = "writes the pinned numbers anew"]
fn write_the_pinned_runs() {
    let path = local_files::crate_folder!().join("../../tests/reference/runs.json");
    std::fs::write(path, run(runs::text(&device::cpu()))).unwrap();
}
