//! Files of what is on screen.

use std::fmt::Write;
use std::sync::Arc;

use super::facts::Facts;
use super::sizes::{CORNERS, PIN_NAMES, SAMPLES, TRAVERSED};
use super::state::{ExploreTools, PathKind};
use crate::context::Context;
use crate::drawing;
use crate::host_command::HostCommand;
use crate::pictures::{ImageGrid, ImagePixels};
use crate::questions::StripKind;

/// Frames of a path's GIF.
const GIF_FRAMES: usize = 48;

/// What can be taken along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExploreExport {
    /// The picture of the point, PNG.
    Picture,
    /// The map, PNG.
    Map,
    /// A strip strip or a sheet, PNG.
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

impl ExploreTools {
    pub(super) fn export(&mut self, facts: &Facts, context: &mut Context, what: ExploreExport) {
        let name = facts
            .models
            .on_screen
            .as_ref()
            .map_or_else(|| "latentscape".to_owned(), |model| model.id.clone());
        match what {
            ExploreExport::Picture => {
                if let Some(picture) = &facts.view.picture {
                    let pixels = picture.pixels.clone();
                    self.save_picture(context, format!("{name}-picture.png"), pixels, 1);
                }
            }
            ExploreExport::Map => {
                if let Some(pixels) = drawing::composed(&facts.view.map.strips) {
                    self.save_picture(context, format!("{name}-map.png"), pixels, 1);
                }
            }
            ExploreExport::Strip(slot) => {
                if let Some(strip) = self.strips.get(&slot) {
                    let columns = columns(slot, strip.pictures.len());
                    if let Some(pixels) = drawing::side_by_side(&strip.pictures, columns) {
                        let what = word(slot);
                        self.save_picture(context, format!("{name}-{what}.png"), pixels, columns);
                    }
                }
            }
            ExploreExport::Path => {
                // The path as it is now, whatever becomes of it until its pictures are there.
                self.gif_wanted = self.path_frames(facts, GIF_FRAMES);
                self.batch_decodes.spoilt.remove(&StripKind::Gif);
            }
            ExploreExport::Coordinates => {
                let text = self.coordinates(facts);
                self.save_bytes(
                    context,
                    format!("{name}-points.csv"),
                    "text/csv",
                    text.into_bytes(),
                );
            }
            ExploreExport::Latents => {
                let rows = match self.path_frames(facts, GIF_FRAMES) {
                    Some(frames) => frames,
                    None => {
                        let pins = self.pinned().flatten();
                        facts.view.point.iter().chain(pins).copied().collect()
                    }
                };
                self.save_rows(facts, context, format!("{name}-points.npy"), &rows);
            }
            ExploreExport::Encoded => {
                if let Some(points) = facts.models.points.clone() {
                    self.save_rows(facts, context, format!("{name}-encoded.npy"), &points.means);
                }
            }
        }
    }

    /// Points along the path, the first and the last among them.
    pub(super) fn path_frames(&self, facts: &Facts, count: usize) -> Option<Vec<f32>> {
        if !self.has_path() {
            return None;
        }
        let last = (count - 1).max(1) as f32;
        let frames = (0..count).map(|frame| self.along(facts, frame as f32 / last));
        frames.collect::<Option<Vec<_>>>().map(|rows| rows.concat())
    }

    /// The GIF's pictures are there.
    pub(super) fn save_gif(&mut self, facts: &Facts, context: &mut Context) {
        self.gif_wanted = None;
        let Some(strip) = self.strips.remove(&StripKind::Gif) else {
            return;
        };
        let grids = strip.pictures.iter().enumerate().map(|(step, picture)| {
            Arc::new(ImageGrid {
                step: step as u32,
                columns: 1,
                pixels: picture.clone(),
            })
        });
        let grids = grids.collect();
        let model = facts
            .models
            .on_screen
            .as_ref()
            .map_or("path", |model| &model.id);
        context.command(HostCommand::SavePictures {
            name: format!("{model}-path.gif"),
            grids,
        });
    }

    fn save_picture(
        &mut self,
        context: &mut Context,
        name: String,
        pixels: ImagePixels,
        columns: usize,
    ) {
        let grid = ImageGrid {
            step: 0,
            columns,
            pixels,
        };
        context.command(HostCommand::SavePictures {
            name,
            grids: vec![Arc::new(grid)],
        });
    }

    fn save_bytes(
        &mut self,
        context: &mut Context,
        name: String,
        kind: &'static str,
        bytes: Vec<u8>,
    ) {
        let bytes = bytes.into();
        context.command(HostCommand::Save { name, kind, bytes });
    }

    fn save_rows(&mut self, facts: &Facts, context: &mut Context, name: String, rows: &[f32]) {
        let latent = facts.view.latent();
        if let Some(bytes) = latent::npy(rows, &[rows.len() / latent, latent]) {
            self.save_bytes(context, name, "application/octet-stream", bytes);
        }
    }

    /// A line for the point, for each pin and for each frame of the path.
    fn coordinates(&self, facts: &Facts) -> String {
        let mut text = "name".to_owned();
        for dimension in 1..=facts.view.latent() {
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
        line("here", &facts.view.point);
        for (name, pin) in PIN_NAMES.iter().zip(&self.pins) {
            if let Some(pin) = pin {
                line(name, pin);
            }
        }
        let frames = self.path_frames(facts, GIF_FRAMES).unwrap_or_default();
        for (frame, point) in frames.chunks_exact(facts.view.latent()).enumerate() {
            line(&format!("path {frame}"), point);
        }
        text
    }
}

fn columns(slot: StripKind, count: usize) -> usize {
    match slot {
        StripKind::Corners => CORNERS,
        StripKind::Traversals => TRAVERSED,
        StripKind::Samples | StripKind::Ours | StripKind::Theirs => SAMPLES / 3,
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

/// Which strip shows a path.
pub fn strip_of(kind: PathKind) -> StripKind {
    match kind {
        PathKind::Linear => StripKind::Linear,
        PathKind::Spherical => StripKind::Spherical,
        PathKind::Walk => StripKind::Walk,
    }
}
