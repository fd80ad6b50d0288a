//! One drawing after another, and the camera: each finished picture goes to the set. What a pointer draws
//! and what the camera sees, the script knows (`picture-sets.js`).

use js_sys::Array;
use leptos::html;
use leptos::prelude::*;

use super::parts::{note, row};
use super::{hand_over, panel};
use crate::host::ask_picture_sets;
use crate::view::components::{UiContext, button, button_while};
use crate::words::pictures as words;
use session::{CameraState, Session};

/// A pad that takes one drawing after another.
pub(super) fn pad(ui: UiContext) -> AnyView {
    let pad = NodeRef::<html::Canvas>::new();
    pad.on_load(move |pad| {
        ask_picture_sets("readyPad", &Array::of1(&pad));
    });
    let next = move || {
        if let Some(pad) = pad.get_untracked() {
            hand_over(ui, "draw", &pad);
        }
    };
    let clear = move || {
        if let Some(pad) = pad.get_untracked() {
            ask_picture_sets("wipe", &Array::of1(&pad));
        }
    };
    view! {
        <div class="my-pad">
            <canvas
                role="img"
                tabindex="0"
                aria-label=words::pad()
                title=words::next_title()
                width="256"
                height="256"
                node_ref=pad
                on:keydown=move |event| {
                    if event.key() == "Enter" {
                        next();
                    }
                }
            ></canvas>
            {row(vec![button(words::next(), next), button(words::clear(), clear)])}
        </div>
    }
    .into_any()
}

/// What the camera sees, and a burst of it.
pub(super) fn camera(ui: UiContext) -> AnyView {
    let video = NodeRef::<html::Video>::new();
    let is_on = |session: &Session| panel(session).camera == CameraState::On;
    let ask = move |act: &'static str| {
        // When it is closed, its element may be gone already.
        if let Some(video) = video.try_get_untracked().flatten() {
            hand_over(ui, act, &video);
        }
    };
    // Before the video leaves the page.
    on_cleanup(move || ask("stopCamera"));
    let said = ui.text(|session| {
        let state = match panel(session).camera {
            CameraState::Starting => "starting",
            CameraState::Refused => "refused",
            CameraState::Missing => "missing",
            CameraState::Off | CameraState::On => return words::camera_note().to_owned(),
        };
        words::CameraState { state }.text()
    });
    let is_off = move |session: &Session| !is_on(session);
    let parts = vec![
        note(said),
        row(vec![
            button_while(ui, words::camera_start(), is_off, move || {
                ask("startCamera")
            }),
            button_while(ui, words::camera_burst(), is_on, move || {
                ask("takePictures")
            }),
            button_while(ui, words::camera_stop(), is_on, move || ask("stopCamera")),
        ]),
    ];
    view! {
        <div class="my-camera">
            <video
                muted
                playsinline
                aria-label=words::camera_view()
                hidden=ui.hidden_unless(is_on)
                node_ref=video
            ></video>
            {parts}
        </div>
    }
    .into_any()
}
