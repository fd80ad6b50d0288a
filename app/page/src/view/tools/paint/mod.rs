//! Paint on the picture, and the point follows: the brush, the painted picture beside the model's, and how
//! near the one comes to the other.
//!
//! - `settings`: the brush, and how strongly the rest is kept.

mod settings;

use leptos::prelude::*;

use crate::numbers;
use crate::view::components::{
    BrushedPicture, PictureKey, UiContext, brushed_picture, pixel_canvas,
};
use crate::words::{failure_sentence, paint as words};
use session::{ImagePixels, PaintInput, Session};

/// The tool.
pub(super) fn paint(ui: UiContext) -> AnyView {
    let canvas = pixel_canvas(ui, words::painted(), |session| key(wish(session)), wish);
    let brushed = BrushedPicture {
        id: "paint-brush",
        size: |session| wish(session).map(|picture| (picture.width, picture.height)),
        is_brushed: |_| true,
        touch: Box::new(move |places, begins| {
            ui.explore(PaintInput::Stroke { places, begins }.into());
        }),
    };
    view! {
        <div class="paint">
            {settings::settings(ui)} {figure(words::painted(), brushed_picture(ui, brushed, canvas))}
            {figure(words::answer(), answer_frame(ui))}
            <div class="paint-said">
                <p class="paint-near" role="status" aria-label=words::state()>
                    {ui.text(said)}
                </p>
                <p class="note">{ui.text(prior)}</p>
            </div>
        </div>
    }
    .into_any()
}

fn figure(name: &'static str, picture: AnyView) -> AnyView {
    view! {
        <figure class="paint-figure">
            <figcaption>
                <h3>{name}</h3>
            </figcaption>
            {picture}
        </figure>
    }
    .into_any()
}

/// What the model makes of it: the picture on screen.
fn answer_frame(ui: UiContext) -> AnyView {
    let shape = |session: &Session| {
        shown(session).map_or_else(
            || "1".to_owned(),
            |picture| format!("{} / {}", picture.width, picture.height),
        )
    };
    let canvas = pixel_canvas(ui, words::answer(), |session| key(shown(session)), shown);
    view! {
        <div class="picture-frame" style=("--shape", ui.text(shape))>
            {canvas}
        </div>
    }
    .into_any()
}

fn key(picture: Option<ImagePixels>) -> Option<PictureKey> {
    Some(PictureKey::of(&picture?.bytes))
}

/// The picture on screen.
fn shown(session: &Session) -> Option<ImagePixels> {
    Some(session.view.picture.as_ref()?.pixels.clone())
}

/// The picture as it was painted, or the one that can be painted on.
fn wish(session: &Session) -> Option<ImagePixels> {
    match &session.tools.own.paint.wish {
        Some(wish) => Some(wish.wish.clone()),
        None => shown(session),
    }
}

/// How near the model's picture comes to the wish, or why nothing is to be said of that.
fn said(session: &Session) -> String {
    let tool = &session.tools.own.paint;
    if let Some(error) = &tool.failed {
        return failure_sentence(error);
    }
    let Some(picture) = &session.view.picture else {
        return words::no_picture().to_owned();
    };
    let Some(wish) = tool.wish.as_ref().filter(|wish| !wish.is_empty()) else {
        return words::begin().to_owned();
    };
    let is_current = picture.z == wish.point && !tool.is_running();
    match wish.figures(&picture.pixels).filter(|_| is_current) {
        Some(found) => {
            let percent = |share: f32| f64::from(share) * 100.0;
            words::Near {
                before: percent(found.before),
                now: percent(found.now),
                rest: percent(found.rest),
                nearer: if found.now < 0.98 * found.before {
                    "nearer"
                } else {
                    "not-nearer"
                },
            }
            .text()
        }
        None => words::looking().to_owned(),
    }
}

/// How far from the prior the point is.
fn prior(session: &Session) -> String {
    let point = &session.view.point;
    let radius = point.iter().map(|z| z * z).sum::<f32>().sqrt();
    let typical = latent::typical_radius(point.len());
    let share = latent::prior_share_within(radius, point.len());
    let grade = match share {
        0.0..=0.75 => "usual",
        0.75..=0.95 => "outer",
        0.95..=0.999 => "far",
        _ => "beyond",
    };
    words::Prior {
        radius: &numbers::fixed(radius, 2),
        typical: &numbers::fixed(typical, 2),
        percent: f64::from(share) * 100.0,
        grade,
    }
    .text()
}
