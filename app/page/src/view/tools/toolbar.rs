//! Which tool is shown; the pins; undo, links and files.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::class_choice::class_choice;
use super::{is_chosen, shortcuts, title_of};
use crate::host;
use crate::numbers;
use crate::view::components::{
    UiContext, button, button_unless, button_while, focus, strip_button_image,
};
use crate::words::tools as words;
use session::{
    ExploreEvent, ExploreExport, ExploreTool, PIN_NAMES, PINS, RoomAlert, Session, SessionEvent,
    StripKind, TakenPart, strip_of,
};

/// The bar.
pub(super) fn toolbar(ui: UiContext) -> AnyView {
    view! { <div class="tools-bar">{tabs(ui)} {class_choice(ui)} {pins(ui)} {actions(ui)}</div> }
        .into_any()
}

fn tabs(ui: UiContext) -> AnyView {
    let on_key = move |event: KeyboardEvent| {
        let here = ui.now(|session| session.tools.tool);
        let at = ExploreTool::ALL.iter().position(|tool| *tool == here);
        let (at, count) = (at.unwrap_or_default(), ExploreTool::ALL.len());
        let there = match event.key().as_str() {
            "ArrowRight" => (at + 1) % count,
            "ArrowLeft" => (at + count - 1) % count,
            "Home" => 0,
            "End" => count - 1,
            _ => return,
        };
        event.prevent_default();
        ui.explore(ExploreEvent::Open(ExploreTool::ALL[there]));
        focus(&format!("tool-tab-{}", ExploreTool::ALL[there].as_str()));
    };
    let tabs: Vec<AnyView> = ExploreTool::ALL.iter().map(|&tool| tab(ui, tool)).collect();
    view! {
        <div class="tool-tabs" role="tablist" aria-label=words::tools() on:keydown=on_key>
            {tabs}
        </div>
    }
    .into_any()
}

fn tab(ui: UiContext, tool: ExploreTool) -> AnyView {
    let here = move |session: &Session| session.tools.tool == tool;
    let tab_stop = move |session: &Session| {
        // Where the open tool is not shown, the tabs of those that are can be reached.
        let is_stop = here(session) || !is_chosen(session, session.tools.tool);
        if is_stop { "0" } else { "-1" }.to_owned()
    };
    view! {
        <button
            type="button"
            role="tab"
            id=format!("tool-tab-{}", tool.as_str())
            aria-controls=format!("tool-{}", tool.as_str())
            aria-selected=ui.text(move |session| here(session).to_string())
            tabindex=ui.text(tab_stop)
            hidden=ui.hidden_unless(move |session| is_chosen(session, tool))
            on:click=move |_| ui.explore(ExploreEvent::Open(tool))
        >
            {title_of(tool)}
        </button>
    }
    .into_any()
}

/// The places for pins.
fn pins(ui: UiContext) -> AnyView {
    let pins: Vec<AnyView> = (0..PINS).map(|at| pin(ui, at)).collect();
    view! {
        <div class="pins" role="group" aria-label=words::pins()>
            <span class="pins-title">{words::pins()}</span>
            {pins}
        </div>
    }
    .into_any()
}

/// A place for a pin: what it shows, and how to set it.
fn pin(ui: UiContext, at: usize) -> AnyView {
    let name = PIN_NAMES[at];
    let set = move |session: &Session| session.tools.pins[at].is_some();
    // The index in the strip is the number of pins set before this one.
    let place = move |session: &Session| {
        let before = &session.tools.pins[..at];
        set(session).then(|| before.iter().flatten().count())
    };
    let title = move |session: &Session| {
        let point = session.tools.pins[at].as_ref()?;
        let first = point.iter().take(6);
        let shown: Vec<String> = first.map(|z| numbers::coordinate(*z)).collect();
        let point = &shown.join(words::coordinate_separator());
        Some(words::GoToTitle { name, point }.text())
    };
    let picture = words::PictureAt { name }.text();
    view! {
        <div class="pin" data-set=ui.flag(set)>
            <button
                type="button"
                class="button"
                aria-label=words::PinHere { name }.text()
                title=words::PinHereTitle { name }.text()
                on:click=move |_| ui.explore(ExploreEvent::Pin(at))
            >
                {name}
            </button>
            <button
                type="button"
                class="pin-picture"
                aria-label=words::GoTo { name }.text()
                title=ui.attribute(title)
                hidden=ui.hidden_unless(set)
                on:click=move |_| ui.explore(ExploreEvent::GoTo(at))
            >
                {strip_button_image(ui, picture, StripKind::Pins, place)}
            </button>
            <button
                type="button"
                class="button"
                aria-label=words::Remove { name }.text()
                hidden=ui.hidden_unless(set)
                on:click=move |_| ui.explore(ExploreEvent::Unpin(at))
            >
                "\u{d7}"
            </button>
        </div>
    }
    .into_any()
}

fn actions(ui: UiContext) -> AnyView {
    let undo = button_unless(
        ui,
        words::undo(),
        |session| !session.tools.history.can_undo(),
        move || ui.explore(ExploreEvent::Undo),
    );
    let redo = button_unless(
        ui,
        words::redo(),
        |session| !session.tools.history.can_redo(),
        move || ui.explore(ExploreEvent::Redo),
    );
    view! {
        <div class="tools-actions">
            {undo} {redo} {copy(ui)} {save(ui)}
            <button
                type="button"
                class="icon-button"
                aria-label=words::shortcuts()
                title=words::shortcuts_title()
                on:click=move |_| shortcuts::open()
            >
                <svg viewBox="0 0 20 20" aria-hidden="true">
                    <path d="M7.300 7.500a2.700 2.700 0 1 1 3.900 2.400c-.8.4-1.200.9-1.200 1.800v.3M10 14.700v.1" />
                </svg>
            </button>
        </div>
    }
    .into_any()
}

/// Copies the address and confirms it.
fn copy(ui: UiContext) -> AnyView {
    let said = RwSignal::new("");
    let act = move || {
        spawn_local(async move {
            host::write_address(ui.session);
            match host::copy_link().await {
                Ok(()) => said.set(words::link_copied()),
                Err(_) => {
                    said.set("");
                    ui.dispatch.send(SessionEvent::Trouble(
                        RoomAlert::NotTaken(TakenPart::Link).into(),
                    ));
                }
            }
        });
    };
    view! {
        <span class="copy">
            {button(words::copy_link(), act)}
            <span class="copied" role="status">
                {move || said.get()}
            </span>
        </span>
    }
    .into_any()
}

/// The downloads.
fn save(ui: UiContext) -> AnyView {
    let item = |name: &'static str, shown: fn(&Session) -> bool, what: ExploreExport| {
        button_while(ui, name, shown, move || {
            ui.explore(ExploreEvent::Take(what))
        })
    };
    let strip = button_while(
        ui,
        words::save_strip(),
        |session| session.has_path() && session.tools.tool == ExploreTool::Paths,
        move || {
            let slot = ui.now(|session| strip_of(session.tools.path.kind));
            ui.explore(ExploreEvent::Take(ExploreExport::Strip(slot)));
        },
    );
    let encoded = |session: &Session| session.models.points.is_some();
    view! {
        <details class="save">
            <summary class="button">{words::save()}</summary>
            <div class="save-list" role="group" aria-label=words::save()>
                {item(words::save_picture(), |_| true, ExploreExport::Picture)}
                {item(words::save_map(), |_| true, ExploreExport::Map)}
                {strip}
                {item(words::save_path(), Session::has_path, ExploreExport::Path)}
                {item(words::save_coordinates(), |_| true, ExploreExport::Coordinates)}
                {item(words::save_latents(), |_| true, ExploreExport::Latents)}
                {item(words::save_encoded(), encoded, ExploreExport::Encoded)}
            </div>
        </details>
    }
    .into_any()
}
