//! The map's decoded tiles.

use leptos::html;
use leptos::prelude::*;
use web_sys::HtmlCanvasElement;

use crate::host::canvas;
use crate::view::app_context;
use session::{MAP_LEVELS, MapStrip};

/// How far the tiles are drawn.
#[derive(Clone, Default, PartialEq)]
struct DrawnTiles {
    model: Option<String>,
    generation: u64,
    strips: usize,
}

/// The decoded tiles, drawn strip by strip as they arrive.
#[component]
pub(super) fn Tiles() -> impl IntoView {
    let session = app_context().session;
    let target = NodeRef::<html::Canvas>::new();
    let progress = Memo::new(move |_| {
        session.with(|session| DrawnTiles {
            model: session
                .models
                .on_screen
                .as_ref()
                .map(|model| model.id.clone()),
            generation: session.view.map.generation,
            strips: session.view.map.strips.len(),
        })
    });
    let colour = Memo::new(move |_| {
        session.with(|session| {
            let model = session.models.on_screen.as_ref();
            model.is_some_and(|model| model.card.channels == 3)
        })
    });
    // Whether the canvas shows the model on screen, rather than nothing yet.
    let showing = RwSignal::new(false);

    Effect::new(move |before: Option<DrawnTiles>| {
        let now = progress.get();
        let before = before.unwrap_or_default();
        let Some(target) = target.get() else {
            return DrawnTiles::default();
        };
        if before.model != now.model {
            // The strips are still those of the model that has left the screen.
            clear(&target);
            showing.set(false);
        }
        let from = if before.generation == now.generation {
            before.strips.min(now.strips)
        } else {
            0
        };
        // The map changes only together with `progress`.
        let strips = session.with_untracked(|session| session.view.map.strips[from..].to_vec());
        for strip in &strips {
            draw(&target, strip);
        }
        if !strips.is_empty() {
            showing.set(true);
        }
        now
    });

    let poster = Memo::new(move |_| {
        let showing = showing.get();
        session.with(|session| {
            let model = session.models.on_screen.as_ref().map(|model| &model.id);
            let id = model.unwrap_or(&session.models.chosen);
            let entry = session.models.list.iter().find(|entry| entry.id == *id)?;
            entry.poster.clone().filter(|_| !showing)
        })
    });
    view! {
        {move || poster.get().map(|src| view! { <img class="tiles" src=src alt="" /> })}
        <canvas class="tiles" class:colour=colour aria-hidden="true" node_ref=target></canvas>
    }
}

fn clear(target: &HtmlCanvasElement) {
    if let Some(context) = canvas::context(target) {
        context.clear_rect(
            0.0,
            0.0,
            f64::from(target.width()),
            f64::from(target.height()),
        );
    }
}

/// Draws a strip where it belongs, scaled to the finest level's size.
fn draw(target: &HtmlCanvasElement, strip: &MapStrip) {
    let finest = MAP_LEVELS[MAP_LEVELS.len() - 1];
    let tile_width = strip.pixels.width / strip.tiles.max(1);
    let tile_height = strip.pixels.height / strip.rows.max(1);
    let (width, height) = (tile_width * finest, tile_height * finest);
    canvas::resize(target, width as u32, height as u32);
    let (Some(context), Ok(image)) = (canvas::context(target), canvas::image_data(&strip.pixels))
    else {
        return;
    };
    let top = (height * strip.first_row) as f64 / strip.tiles as f64;
    if strip.tiles == finest {
        // Fails only for an image that is gone.
        let _ = context.put_image_data(&image, 0.0, top);
        return;
    }
    let scratch = canvas::scratch(image.width(), image.height());
    if let Some((scratch, scratch_context)) =
        scratch.and_then(|scratch| canvas::context(&scratch).map(|context| (scratch, context)))
    {
        let _ = scratch_context.put_image_data(&image, 0.0, 0.0);
        context.set_image_smoothing_enabled(false);
        let down = (height * strip.rows) as f64 / strip.tiles as f64;
        let _ = context.draw_image_with_html_canvas_element_and_dw_and_dh(
            &scratch,
            0.0,
            top,
            width as f64,
            down,
        );
    }
}
