//! What a page calls. Each of the page's programs is this on one device.

use std::cell::RefCell;
use std::fmt::Display;

use model::Device;
use wasm_bindgen::prelude::*;

use crate::work::{BenchRecipe, BenchRun};

thread_local! {
    static DEVICE: RefCell<Option<Device>> = const { RefCell::new(None) };
}

/// Makes a panic's message an error on the page's console; called first, by each program's `main`.
pub fn report_panics() {
    console_error_panic_hook::set_once();
}

/// Says which device everything is computed on; called once, by the program's `main`.
pub fn put_device(device: Device) {
    DEVICE.set(Some(device));
}

fn device() -> Result<Device, JsError> {
    DEVICE
        .with_borrow(Clone::clone)
        .ok_or_else(|| JsError::new("expected a device, found none."))
}

fn thrown(error: impl Display) -> JsError {
    JsError::new(&error.to_string())
}

/// Opens the GPU, once.
///
/// # Errors
/// When there is none.
#[cfg(feature = "webgpu")]
#[wasm_bindgen]
pub async fn open_gpu() -> Result<(), JsError> {
    let (device, _) = model::device::webgpu().await.map_err(thrown)?;
    put_device(device);
    Ok(())
}

/// See [`BenchRun`].
#[wasm_bindgen]
pub struct WebBenchRun(BenchRun);

#[wasm_bindgen]
impl WebBenchRun {
    /// A run that has not begun, of a recipe as `workloads.json` has it.
    ///
    /// # Errors
    /// When it cannot be trained.
    #[wasm_bindgen(constructor)]
    pub fn new(recipe: &str) -> Result<Self, JsError> {
        let recipe = BenchRecipe::from_json(recipe).map_err(thrown)?;
        BenchRun::new(&recipe, &device()?).map(Self).map_err(thrown)
    }

    /// The whole specification, JSON.
    pub fn spec(&self) -> String {
        run_spec::to_json(self.0.spec())
    }

    /// See [`BenchRun::state`].
    ///
    /// # Errors
    /// When the device fails.
    pub async fn state(&self) -> Result<Vec<u8>, JsError> {
        self.0.state().await.map_err(thrown)
    }

    /// See [`BenchRun::restore`].
    ///
    /// # Errors
    /// When the file is no state of such a run.
    pub fn restore(&mut self, state: &[u8]) -> Result<(), JsError> {
        self.0.restore(state).map_err(thrown)
    }

    /// See [`BenchRun::images`].
    pub fn images(&self, step: u32) -> Vec<f32> {
        self.0.images(step)
    }

    /// See [`BenchRun::noise`].
    pub fn noise(&self, step: u32, count: usize) -> Vec<f32> {
        self.0.noise(step, count)
    }

    /// See [`BenchRun::points`].
    pub fn points(&self, count: usize) -> Vec<f32> {
        self.0.points(count)
    }

    /// See [`BenchRun::held_out`].
    #[wasm_bindgen(js_name = heldOut)]
    pub fn held_out(&self) -> Vec<u8> {
        self.0.held_out()
    }

    /// See [`BenchRun::steps`].
    pub fn steps(&mut self, count: u32) {
        self.0.steps(count);
    }

    /// See [`BenchRun::losses`]; a JSON object.
    ///
    /// # Errors
    /// When the device fails.
    pub async fn losses(&mut self) -> Result<String, JsError> {
        let losses = self.0.losses().await.map_err(thrown)?;
        crate::work::losses_json(&losses).map_err(thrown)
    }

    /// See [`BenchRun::decode`].
    ///
    /// # Errors
    /// When `z` are no points, or the device fails.
    pub async fn decode(&self, z: Vec<f32>) -> Result<Vec<u8>, JsError> {
        self.0.decode(&z).await.map_err(thrown)
    }

    /// See [`BenchRun::encode`].
    ///
    /// # Errors
    /// Without an encoder, or when the device fails.
    pub async fn encode(&self) -> Result<Vec<f32>, JsError> {
        self.0.encode().await.map_err(thrown)
    }
}
