//! What is done to the picture.

use leptos::prelude::*;

use super::{seed, send};
use crate::view::components::{
    BrushedPicture, PictureKey, UiContext, brushed_picture, button, pixel_canvas, slider, switch,
};
use crate::view::tools;
use crate::words::repair as words;
use session::{DamageKind, DamageSettings, ErasedArea, RepairEvent, Session};

pub(super) fn damage(ui: UiContext) -> AnyView {
    let kinds: Vec<AnyView> = DamageKind::ALL
        .into_iter()
        .map(|kind| {
            tools::tool_choice(
                ui,
                "repair-damage",
                kind_name(kind),
                |_| true,
                move |session| kind_of(session) == kind,
                move || send(ui, RepairEvent::Damage(kind)),
            )
        })
        .collect();
    let about = |session: &Session| {
        let about = match kind_of(session) {
            DamageKind::Erase => words::about_erase(),
            DamageKind::Noise => words::about_noise(),
            DamageKind::Shrink => words::about_shrink(),
            DamageKind::Missing => words::about_missing(),
        };
        about.to_owned()
    };
    view! {
        <section class="repair-damage" aria-label=words::damage()>
            <h2>{words::damage()}</h2>
            <div class="repair-kinds" role="radiogroup" aria-label=words::damage()>
                {kinds}
            </div>
            <p class="note">{ui.text(about)}</p>
            {picture(ui)}
            {noise(ui)}
            {shrink(ui)}
        </section>
    }
    .into_any()
}

fn kind_of(session: &Session) -> DamageKind {
    session.repair.settings.kind
}

fn kind_name(kind: DamageKind) -> &'static str {
    match kind {
        DamageKind::Erase => words::kind_erase(),
        DamageKind::Noise => words::kind_noise(),
        DamageKind::Shrink => words::kind_shrink(),
        DamageKind::Missing => words::kind_missing(),
    }
}

/// The damaged picture, and the brush with its buttons.
fn picture(ui: UiContext) -> AnyView {
    // Whether what the brush touches is shown again.
    let shows = RwSignal::new(false);
    let shown = pixel_canvas(
        ui,
        words::damaged_picture(),
        |session| {
            Some(PictureKey::of(
                &session.repair.damaged.as_ref()?.shown.bytes,
            ))
        },
        |session| Some(session.repair.damaged.as_ref()?.shown.clone()),
    );
    let brushed = BrushedPicture {
        id: "repair-brush",
        size: |session| {
            let damaged = session.repair.damaged.as_ref()?;
            Some((damaged.before.width, damaged.before.height))
        },
        is_brushed: |session| kind_of(session).hides(),
        touch: Box::new(move |places, _| {
            let hides = !shows.get_untracked();
            send(ui, RepairEvent::Brush { places, hides });
        }),
    };
    let again = switch(
        ui,
        words::shows_again(),
        |_| false,
        move |_| shows.get(),
        move |on| {
            shows.set(on);
            ui.refresh();
        },
    );
    let areas: Vec<AnyView> = ErasedArea::ALL
        .into_iter()
        .map(|area| {
            button(area_name(area), move || {
                send(ui, RepairEvent::EraseArea(area))
            })
        })
        .collect();
    view! {
        <div class="repair-picture">
            {brushed_picture(ui, brushed, shown)}
            <div
                class="repair-buttons"
                hidden=ui.hidden_unless(|session| kind_of(session).hides())
            >
                {areas} {button(words::show_all(), move || send(ui, RepairEvent::ShowAll))} {again}
            </div>
        </div>
    }
    .into_any()
}

/// The picture's shape, as style sheets have it.
pub(super) fn shape(session: &Session) -> String {
    let damaged = session.repair.damaged.as_ref();
    damaged.map_or_else(
        || "1".to_owned(),
        |damaged| format!("{} / {}", damaged.before.width, damaged.before.height),
    )
}

fn area_name(area: ErasedArea) -> &'static str {
    match area {
        ErasedArea::RightThird => words::right_third(),
        ErasedArea::LowerHalf => words::lower_half(),
        ErasedArea::MiddleSquare => words::middle_square(),
    }
}

fn noise(ui: UiContext) -> AnyView {
    let tenths = |session: &Session| session.repair.settings.noise_tenths;
    let value = move |session: &Session| {
        words::NoiseValue {
            deviation: tenths(session) as f64 / 10.0,
        }
        .text()
    };
    let strength = slider(
        ui,
        words::noise(),
        |_| DamageSettings::MOST_NOISE,
        tenths,
        ui.attribute(move |session| Some(value(session))),
        move |tenths| send(ui, RepairEvent::SetNoise(tenths)),
    );
    view! {
        <div
            class="repair-noise"
            hidden=ui.hidden_unless(|session| kind_of(session) == DamageKind::Noise)
        >
            <span aria-hidden="true">{words::noise()}</span>
            {strength}
            <span aria-hidden="true">{ui.text(value)}</span>
            {button(words::other_noise(), move || send(ui, RepairEvent::DrawNoise(seed())))}
        </div>
    }
    .into_any()
}

fn shrink(ui: UiContext) -> AnyView {
    let sizes: Vec<AnyView> = DamageSettings::SHRINKS
        .into_iter()
        .map(|by| {
            let name = if by == 2 {
                words::half()
            } else {
                words::quarter()
            };
            tools::tool_choice(
                ui,
                "repair-shrink",
                name,
                |_| true,
                move |session| session.repair.settings.shrink == by,
                move || send(ui, RepairEvent::SetShrink(by)),
            )
        })
        .collect();
    view! {
        <div
            class="repair-kinds"
            role="radiogroup"
            aria-label=words::kind_shrink()
            hidden=ui.hidden_unless(|session| kind_of(session) == DamageKind::Shrink)
        >
            {sizes}
        </div>
    }
    .into_any()
}
