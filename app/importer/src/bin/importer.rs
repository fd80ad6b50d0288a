//! What the worker's script calls.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use evaluation::OpenedTable;
use importer::{Gathering, kind};
use picture_set::PictureError;
use picture_set::picture_size::picture_size;

fn main() {}

/// Gathers pictures, see [`Gathering`].
#[wasm_bindgen]
#[derive(Default)]
pub struct Importer(Gathering);

/// An error as the script reads it: `[code, found]`.
fn failed(error: PictureError) -> JsValue {
    JsValue::from_str(&format!("{}\n{}", error.code(), error.found()))
}

#[wasm_bindgen]
impl Importer {
    /// Nothing yet.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// `picture`, `zip`, `array` or `other`.
    pub fn kind(&self, beginning: &[u8]) -> String {
        kind(beginning).as_str().to_owned()
    }

    /// A picture's `[width, height]`; empty if its beginning does not say.
    pub fn size(&self, beginning: &[u8]) -> Vec<u32> {
        picture_size(beginning).map_or_else(Vec::new, |(width, height)| vec![width, height])
    }

    /// Adds a decoded picture; a tile of no size is none.
    #[allow(clippy::too_many_arguments, reason = "wasm-bindgen passes no tuples")]
    #[wasm_bindgen(js_name = addRgba)]
    pub fn add_rgba(
        &mut self,
        path: &str,
        class: &str,
        width: usize,
        height: usize,
        rgba: &[u8],
        tile_width: usize,
        tile_height: usize,
    ) {
        let tile = (tile_width > 0 && tile_height > 0).then_some([tile_height, tile_width]);
        self.0.add_rgba((path, class), (width, height), rgba, tile);
    }

    /// Reads a file of many images.
    #[wasm_bindgen(js_name = addFile)]
    pub fn add_file(&mut self, path: &str, bytes: &[u8]) {
        self.0.add_file(path, bytes);
    }

    /// All files were read.
    pub fn finish(&mut self, name: &str) {
        self.0.finish(name);
    }

    /// Leaves a file out.
    #[wasm_bindgen(js_name = leaveOut)]
    pub fn leave_out(&mut self, path: &str, reason: &str, found: &str) {
        self.0.leave_out(path, reason, found);
    }

    /// Leaves a file out that is no picture.
    #[wasm_bindgen(js_name = leaveOutOther)]
    pub fn leave_out_other(&mut self, path: &str, beginning: &[u8]) {
        self.0.leave_out_other(path, beginning);
    }

    /// Where a zip's directory lies: `[first byte, length]`.
    ///
    /// # Errors
    /// `code\nfound`.
    #[wasm_bindgen(js_name = zipPlace)]
    pub fn zip_place(&self, tail: &[u8], size: f64) -> Result<Vec<f64>, JsValue> {
        let (at, length) = self.0.zip_place(tail, size).map_err(failed)?;
        Ok(vec![at as f64, length as f64])
    }

    /// Reads a zip's directory.
    ///
    /// # Errors
    /// `code\nfound`.
    #[wasm_bindgen(js_name = openZip)]
    pub fn open_zip(&mut self, directory: &[u8], size: f64) -> Result<usize, JsValue> {
        self.0.open_zip(directory, size).map_err(failed)
    }

    /// An entry's path.
    #[wasm_bindgen(js_name = zipName)]
    pub fn zip_name(&self, index: usize) -> String {
        let entry = self.0.zip_entry(index, f64::MAX);
        entry.map_or_else(String::new, |(name, _, _)| name.to_owned())
    }

    /// Where an entry lies: `[first byte, length]`.
    #[wasm_bindgen(js_name = zipSpan)]
    pub fn zip_span(&self, index: usize, size: f64) -> Vec<f64> {
        let entry = self.0.zip_entry(index, size);
        entry.map_or_else(Vec::new, |(_, at, length)| vec![at as f64, length as f64])
    }

    /// What an entry holds.
    ///
    /// # Errors
    /// `code\nfound`.
    #[wasm_bindgen(js_name = zipContent)]
    pub fn zip_content(&self, index: usize, slice: &[u8], most: f64) -> Result<Vec<u8>, JsValue> {
        self.0.zip_content(index, slice, most).map_err(failed)
    }

    /// `[report as JSON, pixels]`; wishes as JSON, or empty for what suits the pictures.
    pub fn report(&self, wishes: &str) -> Vec<JsValue> {
        let wishes = serde_json::from_str(wishes).unwrap_or_default();
        let (report, pixels) = self.0.report(wishes);
        // Plain data with string keys always serialises.
        let json = serde_json::to_string(&report).unwrap_or_default();
        vec![json.into(), pixels.into()]
    }

    /// A table of runs' figures: `[families, unknown columns, figures]`, see [`OpenedTable::to_parts`].
    ///
    /// # Errors
    /// The fault's code and its arguments, a line each.
    #[wasm_bindgen(js_name = readTable)]
    pub fn read_table(&self, bytes: &[u8]) -> Result<Vec<JsValue>, JsValue> {
        let table = OpenedTable::read(bytes).map_err(|fault| {
            let arguments = fault.arguments();
            let parts = std::iter::once(fault.code().to_owned()).chain(arguments);
            JsValue::from_str(&parts.collect::<Vec<_>>().join("\n"))
        })?;
        let (names, numbers) = table.to_parts();
        let ignored = table.ignored.join("\n");
        Ok(vec![names.into(), ignored.into(), numbers.into()])
    }

    /// The set as a file.
    ///
    /// # Errors
    /// `code\nfound`.
    pub fn set(&self, name: &str, options: &str) -> Result<Vec<u8>, JsValue> {
        let options = serde_json::from_str(options).map_err(|_| failed(PictureError::Set))?;
        self.0.set(name, &options).map_err(failed)
    }
}
