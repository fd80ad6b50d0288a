//! The brush, and how strongly the rest is kept.

use leptos::prelude::*;

use crate::view::components::{UiContext, button_unless, slider};
use crate::view::tools::tool_choice;
use crate::words::{MessageFn, paint as words};
use session::{BrushKind, ExploreEvent, PaintBrush, PaintInput, PaintTool, Session};

pub(super) fn settings(ui: UiContext) -> AnyView {
    let kinds: Vec<AnyView> = KINDS
        .into_iter()
        .map(|(kind, name, channels)| {
            tool_choice(
                ui,
                "paint-kind",
                name(),
                move |session| channels.is_none_or(|it| it == is_coloured(session)),
                move |session| {
                    let here = channels.is_none_or(|it| it == is_coloured(session));
                    here && brush_of(session).kind == kind
                },
                move || set(ui, |brush| brush.kind = kind),
            )
        })
        .collect();
    let start_over = button_unless(
        ui,
        words::start_over(),
        |session| session.tools.own.paint.wish.is_none(),
        move || ui.explore(PaintInput::StartOver.into()),
    );
    let undo = button_unless(
        ui,
        words::undo(),
        |session| !session.tools.history.can_undo(),
        move || ui.explore(ExploreEvent::Undo),
    );
    view! {
        <div class="paint-settings">
            <p class="note">{words::about()}</p>
            <div class="tool-choices" role="radiogroup" aria-label=words::brush()>
                {kinds}
            </div>
            {colour(ui)} {size(ui)} {keep(ui)} <p class="buttons">{undo} {start_over}</p>
        </div>
    }
    .into_any()
}

fn brush_of(session: &Session) -> PaintBrush {
    session.tools.own.paint.brush
}

fn is_coloured(session: &Session) -> bool {
    let model = session.models.on_screen.as_ref();
    model.is_some_and(|model| model.card.channels == 3)
}

/// Takes the brush with a change.
fn set(ui: UiContext, change: impl FnOnce(&mut PaintBrush)) {
    let mut brush = ui.now(brush_of);
    change(&mut brush);
    ui.explore(PaintInput::Brush(brush).into());
}

/// The brushes, their names, and whether they are for pictures in colour or in grey; `None` for both. Grey
/// pictures are ink on paper or chalk on slate, by the theme, so that none of them is lighter in both.
const KINDS: [(BrushKind, MessageFn, Option<bool>); 7] = [
    (BrushKind::Lighter, words::more_ink, Some(false)),
    (BrushKind::Darker, words::less_ink, Some(false)),
    (BrushKind::Lighter, words::lighter, Some(true)),
    (BrushKind::Darker, words::darker, Some(true)),
    (BrushKind::Colour, words::in_colour, Some(true)),
    (BrushKind::Restore, words::restore, None),
    (BrushKind::Drag, words::drag, None),
];

/// The colour, where there are colours.
fn colour(ui: UiContext) -> AnyView {
    let text = |session: &Session| {
        let [red, green, blue] = brush_of(session).colour;
        format!("#{red:02x}{green:02x}{blue:02x}")
    };
    let pick = move |event| {
        let hex = event_target_value(&event);
        let part = |at: usize| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok();
        if let (Some(red), Some(green), Some(blue)) = (part(1), part(3), part(5)) {
            set(ui, |brush| {
                brush.colour = [red, green, blue];
                brush.kind = BrushKind::Colour;
            });
        }
    };
    view! {
        <label class="labelled" hidden=ui.hidden_unless(is_coloured)>
            <span>{words::colour()}</span>
            <input type="color" prop:value=ui.text_property(text) on:input=pick />
        </label>
    }
    .into_any()
}

fn size(ui: UiContext) -> AnyView {
    let text = |session: &Session| {
        words::SizeValue {
            size: (brush_of(session).size + 1) as f64,
            most: (PaintBrush::LARGEST + 1) as f64,
        }
        .text()
    };
    let track = slider(
        ui,
        "",
        |_| PaintBrush::LARGEST,
        |session| brush_of(session).size,
        ui.attribute(move |session| Some(text(session))),
        move |size| set(ui, |brush| brush.size = size),
    );
    view! {
        <label class="labelled">
            <span>{words::size()}</span>
            {track}
        </label>
    }
    .into_any()
}

fn keep(ui: UiContext) -> AnyView {
    let text = |session: &Session| {
        let share = session.tools.own.paint.kept_share();
        words::KeepValue {
            percent: f64::from(share) * 100.0,
            any: if share > 0.0 { "some" } else { "none" },
        }
        .text()
    };
    let track = slider(
        ui,
        "",
        |_| PaintTool::MOST_KEPT,
        |session| session.tools.own.paint.kept,
        ui.attribute(move |session| Some(text(session))),
        move |kept| ui.explore(PaintInput::Keep(kept).into()),
    );
    view! {
        <label class="labelled">
            <span>{words::keep()}</span>
            {track}
            <span aria-hidden="true" class="paint-kept">
                {ui.text(text)}
            </span>
        </label>
    }
    .into_any()
}
