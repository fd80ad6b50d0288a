//! Pixels, as workers send them and views draw them.

use crate::failure_reason::UnfitAnswer;
use std::sync::Arc;

use protocol::payload::split_pictures;

/// Pixels, row by row, one byte per channel.
#[derive(Clone, Debug, PartialEq)]
pub struct ImagePixels {
    /// Pixels across.
    pub width: usize,
    /// Pixels down.
    pub height: usize,
    /// 1 (grey) or 3 (RGB).
    pub channels: usize,
    /// `height × width × channels` bytes.
    pub bytes: Arc<[u8]>,
}

/// Pictures side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct ImageGrid {
    /// Steps taken before.
    pub step: u32,
    /// Pictures across.
    pub columns: usize,
    /// The whole sheet.
    pub pixels: ImagePixels,
}

/// Puts a payload and its measures together; the error is what does not fit.
pub(crate) fn pixels(
    width: usize,
    height: usize,
    channels: usize,
    payload: Option<Arc<[u8]>>,
) -> Result<ImagePixels, UnfitAnswer> {
    let found = payload.as_ref().map_or(0, |bytes| bytes.len());
    let expected = [width, height, channels]
        .into_iter()
        .try_fold(1_usize, usize::checked_mul);
    match payload {
        Some(bytes) if matches!(channels, 1 | 3) && found > 0 && expected == Some(found) => {
            Ok(ImagePixels {
                width,
                height,
                channels,
                bytes,
            })
        }
        _ => Err(UnfitAnswer::PictureBytes {
            width,
            height,
            channels,
            found,
        }),
    }
}

/// Takes a payload of pictures apart; what follows them comes second.
pub(crate) fn pictures(
    count: usize,
    [width, height, channels]: [usize; 3],
    payload: &[u8],
) -> Result<(Vec<ImagePixels>, &[u8]), UnfitAnswer> {
    let Some((pictures, rest)) = split_pictures(count, [width, height, channels], payload) else {
        return Err(UnfitAnswer::PicturesBytes {
            count,
            width,
            height,
            channels,
            found: payload.len(),
        });
    };
    let pictures = pictures.map(|bytes| ImagePixels {
        width,
        height,
        channels,
        bytes: bytes.into(),
    });
    Ok((pictures.collect(), rest))
}
