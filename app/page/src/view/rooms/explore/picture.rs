//! The decoded picture.

use leptos::html;
use leptos::prelude::*;

use crate::host::canvas;
use crate::numbers;
use crate::view::app_context;
use crate::words::explore as words;
use session::{DecodedPicture, EngineState};

/// The picture of the newest decoded point, and where that point lies.
#[component]
pub(super) fn DecodedImage(point: Memo<Vec<f32>>) -> impl IntoView {
    let session = app_context().session;
    let picture = Memo::new(move |_| session.with(|session| session.view.picture.clone()));
    let state = Memo::new(move |_| session.with(|session| session.workers.engine.state));
    let target = NodeRef::<html::Canvas>::new();

    Effect::new(move |_| {
        let Some(target) = target.get() else { return };
        picture.with(|picture| {
            if let Some(picture) = picture {
                draw(&target, picture);
            }
        });
    });

    let status = move || match (state.get(), picture.with(Option::is_some)) {
        (EngineState::Stopped, _) => words::engine_stopped(),
        (_, false) => words::loading_model(),
        _ => "",
    };
    let colour = move || {
        picture.with(|picture| {
            picture
                .as_ref()
                .is_some_and(|picture| picture.pixels.channels == 3)
        })
    };
    view! {
        <section class="picture" aria-label=words::picture()>
            <div class="picture-frame" class:colour=colour>
                <canvas
                    class="picture-canvas"
                    width="28"
                    height="28"
                    role="img"
                    aria-label=words::decoded_image()
                    aria-describedby="map-nearest"
                    node_ref=target
                ></canvas>
                <p class="picture-status" role="status">{status}</p>
            </div>
            <Whereabouts point />
        </section>
    }
}

/// How far out the point lies, beside how far draws from the prior do.
#[component]
fn Whereabouts(point: Memo<Vec<f32>>) -> impl IntoView {
    let radius = move || point.with(|point| point.iter().map(|z| z * z).sum::<f32>().sqrt());
    let typical = move || point.with(|point| latent::typical_radius(point.len().max(1)));
    view! {
        <dl class="whereabouts">
            <div>
                <dt>{words::distance()}</dt>
                <dd>{move || numbers::fixed(radius(), 2)}</dd>
            </div>
            <div>
                <dt>{words::typical_distance()}</dt>
                <dd>{move || numbers::fixed(typical(), 1)}</dd>
            </div>
        </dl>
    }
}

fn draw(target: &web_sys::HtmlCanvasElement, picture: &DecodedPicture) {
    let pixels = &picture.pixels;
    canvas::resize(target, pixels.width as u32, pixels.height as u32);
    let (Some(context), Ok(image)) = (canvas::context(target), canvas::image_data(pixels)) else {
        return;
    };
    if context.put_image_data(&image, 0.0, 0.0).is_err() {
        return;
    }
    let z: Vec<String> = picture.z.iter().map(|z| format!("{z:.4}")).collect();
    // Neither attribute name is malformed, the only way in which these fail.
    let _ = target.set_attribute("data-z", &z.join(","));
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("data-ready", "true");
    }
}
