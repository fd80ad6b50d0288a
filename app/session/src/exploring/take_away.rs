//! Files of what is on screen.

use std::fmt::Write;
use std::sync::Arc;

use super::state::{PIN_NAMES, PathKind, StripKind};
use crate::drawing;
use crate::event::HostCommand;
use crate::state::ImagePixels;
use crate::{ImageGrid, Session};

/// Frames of a path's GIF.
const GIF_FRAMES: usize = 48;

/// What can be taken along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExploreExport {
    /// The picture of the point, PNG.
    Picture,
    /// The map, PNG.
    Map,
    /// A film strip or a sheet, PNG.
    Strip(StripKind),
    /// The path, GIF.
    Path,
    /// Point, pins and path: CSV.
    Coordinates,
    /// The path's points, or the point, pins where there is none: NumPy.
    Latents,
    /// The encoded images' means: NumPy.
    Encoded,
}

impl Session {
    pub(super) fn take_away(&mut self, what: ExploreExport) {
        let name = self
            .model
            .as_ref()
            .map_or_else(|| "latentscape".to_owned(), |model| model.id.clone());
        match what {
            ExploreExport::Picture => {
                if let Some(picture) = &self.picture {
                    let pixels = picture.pixels.clone();
                    self.save_picture(format!("{name}-picture.png"), pixels, 1);
                }
            }
            ExploreExport::Map => {
                if let Some(pixels) = drawing::composed(&self.map.strips) {
                    self.save_picture(format!("{name}-map.png"), pixels, 1);
                }
            }
            ExploreExport::Strip(slot) => {
                if let Some(film) = self.exploring.films.get(&slot) {
                    let columns = columns(slot, film.pictures.len());
                    if let Some(pixels) = drawing::side_by_side(&film.pictures, columns) {
                        let what = word(slot);
                        self.save_picture(format!("{name}-{what}.png"), pixels, columns);
                    }
                }
            }
            ExploreExport::Path => {
                if self.has_path() {
                    self.book.gif = true;
                }
            }
            ExploreExport::Coordinates => {
                let text = self.coordinates();
                self.save_bytes(format!("{name}-points.csv"), "text/csv", text.into_bytes());
            }
            ExploreExport::Latents => {
                let rows = match self.path_frames(GIF_FRAMES) {
                    Some(frames) => frames,
                    None => {
                        let pins = self.exploring.pinned().flatten();
                        self.point.iter().chain(pins).copied().collect()
                    }
                };
                self.save_rows(format!("{name}-points.npy"), &rows);
            }
            ExploreExport::Encoded => {
                if let Some(points) = self.points.clone() {
                    self.save_rows(format!("{name}-encoded.npy"), &points.means);
                }
            }
        }
    }

    /// Points along the path, the first and the last among them.
    pub(super) fn path_frames(&self, count: usize) -> Option<Vec<f32>> {
        if !self.has_path() {
            return None;
        }
        let last = (count - 1).max(1) as f32;
        let frames = (0..count).map(|frame| self.along(frame as f32 / last));
        frames.collect::<Option<Vec<_>>>().map(|rows| rows.concat())
    }

    /// The points of the GIF, if one is wanted.
    pub(super) fn gif_frames(&self) -> Option<Vec<f32>> {
        self.path_frames(GIF_FRAMES).filter(|_| self.book.gif)
    }

    /// The GIF's pictures are there.
    pub(super) fn save_gif(&mut self) {
        self.book.gif = false;
        let Some(film) = self.exploring.films.remove(&StripKind::Gif) else {
            return;
        };
        let grids = film.pictures.iter().enumerate().map(|(step, picture)| {
            Arc::new(ImageGrid {
                step: step as u32,
                columns: 1,
                pixels: picture.clone(),
            })
        });
        let grids = grids.collect();
        let model = self.model.as_ref().map_or("path", |model| &model.id);
        self.book.effects.push(HostCommand::SavePictures {
            name: format!("{model}-path.gif"),
            grids,
        });
    }

    fn save_picture(&mut self, name: String, pixels: ImagePixels, columns: usize) {
        let grid = ImageGrid {
            step: 0,
            columns,
            pixels,
        };
        self.book.effects.push(HostCommand::SavePictures {
            name,
            grids: vec![Arc::new(grid)],
        });
    }

    fn save_bytes(&mut self, name: String, kind: &'static str, bytes: Vec<u8>) {
        let bytes = bytes.into();
        self.book
            .effects
            .push(HostCommand::Save { name, kind, bytes });
    }

    fn save_rows(&mut self, name: String, rows: &[f32]) {
        let latent = self.latent();
        if let Some(bytes) = latent::npy(rows, &[rows.len() / latent, latent]) {
            self.save_bytes(name, "application/octet-stream", bytes);
        }
    }

    /// A line for the point, for each pin and for each frame of the path.
    fn coordinates(&self) -> String {
        let mut text = "name".to_owned();
        for dimension in 1..=self.latent() {
            // A `String` takes everything.
            let _ = write!(text, ",z{dimension}");
        }
        text.push('\n');
        let mut line = |name: &str, point: &[f32]| {
            text.push_str(name);
            for value in point {
                let _ = write!(text, ",{value}");
            }
            text.push('\n');
        };
        line("here", &self.point);
        for (name, pin) in PIN_NAMES.iter().zip(&self.exploring.pins) {
            if let Some(pin) = pin {
                line(name, pin);
            }
        }
        let frames = self.path_frames(GIF_FRAMES).unwrap_or_default();
        for (frame, point) in frames.chunks_exact(self.latent()).enumerate() {
            line(&format!("path {frame}"), point);
        }
        text
    }
}

fn columns(slot: StripKind, count: usize) -> usize {
    match slot {
        StripKind::Corners => super::CORNERS,
        StripKind::Traversals => super::TRAVERSED,
        StripKind::Samples | StripKind::Ours | StripKind::Theirs => super::SAMPLES / 3,
        _ => count,
    }
}

fn word(slot: StripKind) -> &'static str {
    match slot {
        StripKind::Linear => "path-linear",
        StripKind::Spherical => "path-spherical",
        StripKind::Walk => "walk",
        StripKind::Corners => "sheet",
        StripKind::Traversals => "traversals",
        StripKind::Pins => "pins",
        _ => "pictures",
    }
}

/// Which film shows a path.
pub fn film_of(kind: PathKind) -> StripKind {
    match kind {
        PathKind::Linear => StripKind::Linear,
        PathKind::Spherical => StripKind::Spherical,
        PathKind::Walk => StripKind::Walk,
    }
}
