//! Films as GIF, with a palette of their own.

use gif::{Encoder, Frame, Repeat};

use crate::drawing::film_palette::{FilmColours, FilmPalette};
use session::ImagePixels;
use session::drawing;

/// Makes a film: first it sees all pictures, then it is given each again.
pub(super) trait FilmWriter {
    /// Takes note of a picture's colours.
    fn see(&mut self, pixels: &ImagePixels);

    /// All pictures were seen: the film is so many pixels wide and high.
    fn begin(&mut self, width: u16, height: u16) -> Option<()>;

    /// Appends a picture with each pixel a square of `scale` × `scale`, for so many hundredths of a
    /// second.
    fn append(&mut self, pixels: &ImagePixels, scale: usize, delay: u16) -> Option<()>;

    /// The film's bytes.
    fn end(self: Box<Self>) -> Option<Vec<u8>>;
}

/// A film as GIF.
#[derive(Default)]
struct GifFilm {
    colours: FilmColours,
    /// From `begin` on.
    written: Option<(Encoder<Vec<u8>>, FilmPalette)>,
}

impl FilmWriter for GifFilm {
    fn see(&mut self, pixels: &ImagePixels) {
        self.colours.count(pixels);
    }

    fn begin(&mut self, width: u16, height: u16) -> Option<()> {
        let palette = std::mem::take(&mut self.colours).palette();
        let mut encoder = Encoder::new(Vec::new(), width, height, &palette.bytes()).ok()?;
        encoder.set_repeat(Repeat::Infinite).ok()?;
        self.written = Some((encoder, palette));
        Some(())
    }

    fn append(&mut self, pixels: &ImagePixels, scale: usize, delay: u16) -> Option<()> {
        let (encoder, palette) = self.written.as_mut()?;
        let indices = ImagePixels {
            channels: 1,
            bytes: palette.indexed(pixels).into(),
            ..pixels.clone()
        };
        let indices = drawing::enlarged(&indices, scale);
        let frame = Frame {
            width: u16::try_from(indices.width).ok()?,
            height: u16::try_from(indices.height).ok()?,
            delay,
            buffer: indices.bytes.to_vec().into(),
            ..Frame::default()
        };
        encoder.write_frame(&frame).ok()
    }

    fn end(self: Box<Self>) -> Option<Vec<u8>> {
        self.written?.0.into_inner().ok()
    }
}

#[cfg(feature = "split")]
mod split {
    #![allow(unsafe_code, reason = "chunks are linked by name")]

    use wasm_split_helpers::{SplitLoaderError, wasm_split};

    use super::{FilmWriter, GifFilm};

    #[wasm_split(film, fallible)]
    pub fn film_writer() -> Result<Box<dyn FilmWriter>, SplitLoaderError> {
        Ok(Box::new(GifFilm::default()))
    }
}

/// What writes a film: a chunk of its own, which is fetched when the first film is asked for; `None` if
/// it did not arrive.
pub(super) async fn film_writer() -> Option<Box<dyn FilmWriter>> {
    #[cfg(feature = "split")]
    return split::film_writer().await.ok();
    #[cfg(not(feature = "split"))]
    Some(Box::new(GifFilm::default()))
}
