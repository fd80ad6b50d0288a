//! Images side by side.

use model::data::Images;
use model::latent;
use model::train::Trainer;

use protocol::ImageSheet;

/// ImageDisplay across a sheet.
const COLUMNS: usize = 8;

/// ImageDisplay one after another, laid out as a sheet.
pub fn sheet(pictures: &[u8], trainer: &Trainer) -> (ImageSheet, Vec<u8>) {
    let image = trainer.image();
    let count = pictures.len() / image.len();
    let rows = count / COLUMNS;
    let bytes = latent::montage(&pictures[..rows * COLUMNS * image.len()], image, COLUMNS);
    let sheet = ImageSheet {
        width: COLUMNS * image.width,
        height: rows * image.height,
        channels: image.channels,
        columns: COLUMNS,
    };
    (sheet, bytes)
}

/// Rows of images, each row with its reconstructions below.
pub fn pairs(images: &Images, rebuilt: &[u8], trainer: &Trainer) -> (ImageSheet, Vec<u8>) {
    let size = trainer.image().len();
    let count = images.len() / COLUMNS * COLUMNS;
    let mut all = Vec::with_capacity(2 * count * size);
    for row in (0..count).step_by(COLUMNS) {
        for index in row..row + COLUMNS {
            all.extend_from_slice(images.bytes(index));
        }
        all.extend_from_slice(&rebuilt[row * size..(row + COLUMNS) * size]);
    }
    sheet(&all, trainer)
}
