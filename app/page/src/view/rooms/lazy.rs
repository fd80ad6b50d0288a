//! Rooms that are loaded lazily, and what stands in their place until then.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{panel_id, tab_id};
use crate::host::{self, EventDispatch};
use crate::view::app_context;
use crate::view::chunks::{Arrival, RoomsChunk};
use crate::view::components::{UiContext, button};
use crate::words::page as words;
use session::{Room, SessionEvent};

/// How far the chunk is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ChunkState {
    Away,
    Coming,
    Here,
    Failed,
}

/// The chunk is fetched this long after the first picture, even if nobody entered a room.
const IDLE: Duration = Duration::from_secs(1);

/// The lazy chunk, as a context: how far it is, and where its arrival is reported.
#[derive(Clone, Copy)]
pub(super) struct LazyChunk {
    state: RwSignal<ChunkState>,
    chunk: RoomsChunk,
    dispatch: EventDispatch,
    /// Whether the address asked for a room when the page was opened.
    pub was_asked: bool,
}

impl LazyChunk {
    fn fetch(self) {
        if matches!(
            self.state.get_untracked(),
            ChunkState::Away | ChunkState::Failed
        ) {
            self.state.set(ChunkState::Coming);
            spawn_local(async move {
                let arrived = (self.chunk.fetch)().await;
                self.state.set(match arrived {
                    Some(late) => {
                        self.dispatch.send(SessionEvent::RoomsArrived(late));
                        ChunkState::Here
                    }
                    None => ChunkState::Failed,
                });
            });
        }
    }
}

/// Provides [`LazyChunk`], and fetches the chunk after the first picture or when a room is entered.
pub(super) fn provide(chunk: RoomsChunk) {
    let session = app_context().session;
    let rooms = LazyChunk {
        state: RwSignal::new(ChunkState::Away),
        chunk,
        dispatch: app_context().dispatch,
        was_asked: host::names_a_room(),
    };
    provide_context(rooms);
    if rooms.was_asked {
        rooms.fetch();
    }
    let away = Memo::new(move |_| session.with(|session| session.room != Room::Explore));
    Effect::new(move |_| {
        if away.get() {
            rooms.fetch();
        }
    });
    let ready = Memo::new(move |_| session.with(|session| session.view.picture.is_some()));
    Effect::new(move |_| {
        if ready.get() {
            set_timeout(move || rooms.fetch(), IDLE);
        }
    });
}

/// A room that is made when it is first shown, once the chunk is there.
#[component]
pub(super) fn LazyRoom(room: Room) -> impl IntoView {
    let session = app_context().session;
    let rooms: LazyChunk = expect_context();
    let here = Memo::new(move |_| session.with(|session| session.shows(room)));
    let visited = Memo::new(move |before| here.get() || before.copied().unwrap_or_default());
    let content = move || match rooms.state.get() {
        _ if !visited.get() => None,
        ChunkState::Away | ChunkState::Coming => Some(
            view! { <p class="room-note" role="status">{words::room_loading()}</p> }.into_any(),
        ),
        ChunkState::Here => (rooms.chunk.view)(room),
        ChunkState::Failed => Some(
            view! {
                <div class="room-note" role="alert">
                    <p>{words::room_missing()}</p>
                    <button type="button" class="button" on:click=move |_| rooms.fetch()>
                        {words::try_again()}
                    </button>
                </div>
            }
            .into_any(),
        ),
    };
    view! {
        <div role="tabpanel" id=panel_id(room) aria-labelledby=tab_id(room) hidden=move || !here.get()>
            {content}
        </div>
    }
}

/// The chunk of a room, on its way: what tells the session that it arrived, or `None` if it did not.
pub(super) type ChunkArrival = Arrival<Option<SessionEvent>>;

/// A room that is a chunk of its own, as the rooms' chunk has it: what stands in its place until it is
/// fetched, and then the room.
pub(super) fn chunk_place(
    ui: UiContext,
    fetch: fn() -> ChunkArrival,
    content: fn(UiContext) -> Option<AnyView>,
) -> AnyView {
    let is_here = RwSignal::new(None);
    let fetch = move || {
        is_here.set(None);
        spawn_local(async move {
            let arrived = fetch().await;
            let has_arrived = arrived.is_some();
            if let Some(event) = arrived {
                ui.dispatch.send(event);
            }
            // Who left the page meanwhile has no room any more.
            is_here.try_set(Some(has_arrived));
        });
    };
    fetch();
    let content = move || match is_here.get() {
        None => Some(
            view! { <p class="room-note" role="status">{words::room_loading()}</p> }.into_any(),
        ),
        Some(true) => content(ui),
        Some(false) => Some(
            view! {
                <p class="room-note" role="status">
                    {words::room_missing()} " " {button(words::try_again(), fetch)}
                </p>
            }
            .into_any(),
        ),
    };
    content.into_any()
}

/// The model card and the Explore room's tools, which arrive after the first picture.
#[component]
pub(super) fn LazyTools() -> impl IntoView {
    let rooms: LazyChunk = expect_context();
    move || match rooms.state.get() {
        ChunkState::Here => (rooms.chunk.view)(Room::Explore),
        ChunkState::Away | ChunkState::Coming => None,
        ChunkState::Failed => Some(
            view! {
                <p class="room-note tools" role="status">
                    {words::tools_missing()} " "
                    <button type="button" class="button" on:click=move |_| rooms.fetch()>
                        {words::try_again()}
                    </button>
                </p>
            }
            .into_any(),
        ),
    }
}
