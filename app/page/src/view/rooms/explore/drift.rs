//! The point moves by itself until the visitor touches the page, so that a first look shows what moving
//! does. Not where a link says where the point is, nor where the visitor wants less motion.

use js_sys::Math;
use leptos::prelude::*;

use crate::host::{AppContext, listen, names_a_room, now};
use crate::view::app_context;
use session::{Session, SessionEvent};

/// Whatever of these comes first is a touch.
const TOUCHES: [&str; 3] = ["pointerdown", "keydown", "wheel"];

/// How far the path reaches from where it begins, in prior standard deviations.
const REACH: f64 = 1.5;

/// How long the path takes there and back, in milliseconds: across, up.
const PERIOD: (f64, f64) = (7_000.0, 11_000.0);

/// Begins once the first picture is there.
pub(in crate::view::rooms) fn drift() {
    let session = app_context().session;
    let calm = window().match_media("(prefers-reduced-motion: reduce)");
    if names_a_room() || calm.is_ok_and(|calm| calm.is_some_and(|calm| calm.matches())) {
        return;
    }
    let ready = Memo::new(move |_| session.with(Session::ready));
    Effect::new(move |_| {
        if ready.get() {
            let dispatch = app_context().dispatch;
            listen(TOUCHES, move |_| dispatch.send(SessionEvent::Drift(None)));
            let (x, y) = session.with_untracked(Session::position);
            step(app_context(), now(), (x.into(), y.into()));
        }
    });
}

/// Moves the point with every picture that the browser draws: none in a hidden tab.
fn step(app: AppContext, began: f64, start: (f64, f64)) {
    request_animation_frame(move || {
        // The browser's sines: Rust's own are 8 kB of the first program.
        let turned = |period: f64| std::f64::consts::TAU * (now() - began) / period;
        let x = start.0 + REACH * Math::sin(turned(PERIOD.0));
        // To the other side of the centre, and from the centre to both sides.
        let y = if start.1 == 0.0 {
            REACH * Math::sin(turned(PERIOD.1))
        } else {
            start.1 * Math::cos(turned(PERIOD.1))
        };
        let to = SessionEvent::Drift(Some((x as f32, y as f32)));
        app.dispatch.send(to);
        if app.session.with_untracked(Session::drifts) {
            step(app, began, start);
        }
    });
}
