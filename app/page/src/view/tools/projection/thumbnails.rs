//! Points as pictures: all of them on one sheet, which is painted once and drawn from.

use std::cell::RefCell;
use std::sync::Arc;

use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use crate::host::canvas;
use session::{ImagePixels, ImageStrip, Session, SharedIdentity, StripKind};

/// A sheet with all pictures.
pub(super) struct ThumbnailSheet {
    of: SharedIdentity,
    canvas: HtmlCanvasElement,
    columns: usize,
    /// Pixels across a picture, and down.
    size: (usize, usize),
}

/// The sheet that was painted last.
pub(super) type KeptSheet = RefCell<Option<ThumbnailSheet>>;

/// The pictures of the view's codes, once they are there.
pub(super) fn strip(session: &Session) -> Option<&ImageStrip> {
    let state = super::state(session).filter(|state| state.pictures)?;
    let images = state.images.as_ref()?;
    let strip = session.tools.strips.get(&StripKind::Encoded)?;
    let is_of_view = strip.points[..] == images.points.means[..];
    is_of_view.then_some(strip)
}

/// Calls `draw` with the sheet of these pictures.
pub(super) fn with_sheet(
    kept: &KeptSheet,
    pictures: &Arc<[ImagePixels]>,
    draw: impl FnOnce(&ThumbnailSheet),
) {
    let of = SharedIdentity::of(pictures);
    let mut kept = kept.borrow_mut();
    if kept.as_ref().is_none_or(|sheet| sheet.of != of) {
        *kept = ThumbnailSheet::paint(of, pictures);
    }
    if let Some(sheet) = &*kept {
        draw(sheet);
    }
}

impl ThumbnailSheet {
    fn paint(of: SharedIdentity, pictures: &[ImagePixels]) -> Option<Self> {
        let first = pictures.first()?;
        let size = (first.width, first.height);
        let columns = (pictures.len() as f64).sqrt().ceil() as usize;
        let rows = pictures.len().div_ceil(columns);
        let canvas = canvas::scratch((columns * size.0) as u32, (rows * size.1) as u32)?;
        let context = canvas::context(&canvas)?;
        for (at, picture) in pictures.iter().enumerate() {
            let (x, y) = (at % columns * size.0, at / columns * size.1);
            let data = canvas::image_data(picture).ok()?;
            context.put_image_data(&data, x as f64, y as f64).ok()?;
        }
        Some(Self {
            of,
            canvas,
            columns,
            size,
        })
    }

    /// Draws a picture around a place, `side` pixels high.
    pub fn draw(
        &self,
        context: &CanvasRenderingContext2d,
        at: usize,
        (x, y): (f64, f64),
        side: f64,
    ) {
        let (width, height) = (self.size.0 as f64, self.size.1 as f64);
        let across = side * width / height;
        let column = (at % self.columns) as f64;
        let row = (at / self.columns) as f64;
        // Fails only for a canvas without pixels, and this one has some.
        let _ = context
            .draw_image_with_html_canvas_element_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
                &self.canvas,
                column * width,
                row * height,
                width,
                height,
                x - across / 2.0,
                y - side / 2.0,
                across,
                side,
            );
    }
}
