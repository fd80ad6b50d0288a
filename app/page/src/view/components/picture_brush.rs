//! A picture that is drawn on: by mouse, finger or pen, and by keys.
//!
//! Keys move a cursor. Space paints where it is, and while it is held, arrow keys paint along. Enter puts the
//! brush down, so that arrow keys paint, and lifts it: nothing has to be held.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, PointerEvent};

use super::UiContext;
use crate::drawing::brush_way::{PixelPlace, brush_step, pixels_between};
use crate::words::brush as words;
use session::Session;

/// Takes places, and whether a stroke begins with them.
type TouchPlaces = Box<dyn Fn(Vec<PixelPlace>, bool)>;

/// What is drawn on, and what that does.
pub(in crate::view) struct BrushedPicture {
    /// What it is called: its elements' ids begin so.
    pub id: &'static str,
    /// Its pixels across and down, if it is there.
    pub size: fn(&Session) -> Option<(usize, usize)>,
    /// Whether it is drawn on, rather than a picture like others.
    pub is_brushed: fn(&Session) -> bool,
    /// Takes places that the brush goes over, and whether a stroke begins with them.
    pub touch: TouchPlaces,
}

/// What keys do with the brush.
#[derive(Clone, Copy, PartialEq)]
enum BrushKeys {
    /// It is lifted.
    Lifted,
    /// It is down as long as Space is held.
    Held,
    /// It is down until Enter lifts it.
    Down,
}

/// A pointer that draws, and where it was.
type PointerStroke = Option<(i32, PixelPlace)>;

#[derive(Clone, Copy)]
struct PictureBrush {
    ui: UiContext,
    size: fn(&Session) -> Option<(usize, usize)>,
    is_brushed: fn(&Session) -> bool,
    touch: StoredValue<TouchPlaces, LocalStorage>,
    stroke: StoredValue<PointerStroke>,
    /// Where the cursor is; `None` until keys move it, and while a pointer draws.
    cursor: RwSignal<Option<PixelPlace>>,
    keys: RwSignal<BrushKeys>,
}

impl PictureBrush {
    /// The size of what is drawn on.
    fn size(self) -> Option<(usize, usize)> {
        let size = self.ui.now(self.size)?;
        self.ui.now(self.is_brushed).then_some(size)
    }

    fn touch(self, places: Vec<PixelPlace>, begins: bool) {
        self.touch.with_value(|touch| touch(places, begins));
    }

    fn press(self, event: &PointerEvent) {
        if event.button() != 0 || self.stroke.get_value().is_some() {
            return;
        }
        let Some((frame, place)) = self.place(event) else {
            return;
        };
        event.prevent_default();
        // Fails for a pointer that is gone already.
        let _ = frame.set_pointer_capture(event.pointer_id());
        self.stroke.set_value(Some((event.pointer_id(), place)));
        self.cursor.set(None);
        self.lift();
        self.touch(vec![place], true);
    }

    fn follow(self, event: &PointerEvent) {
        let Some((pointer, from)) = self.stroke.get_value() else {
            return;
        };
        if pointer != event.pointer_id() {
            return;
        }
        let Some((_, to)) = self.place(event).filter(|(_, to)| *to != from) else {
            return;
        };
        self.stroke.set_value(Some((pointer, to)));
        self.touch(pixels_between(from, to), false);
    }

    fn end(self, event: &PointerEvent) {
        let stroke = self.stroke.get_value();
        if stroke.is_some_and(|stroke| stroke.0 == event.pointer_id()) {
            self.stroke.set_value(None);
        }
    }

    /// The frame, and the pixel of its picture that the event lies on, or the nearest.
    fn place(self, event: &PointerEvent) -> Option<(Element, PixelPlace)> {
        let frame: Element = event.current_target()?.dyn_into().ok()?;
        let bounds = frame.get_bounding_client_rect();
        let (width, height) = self.size()?;
        let share = |at: i32, from: f64, length: f64, of: usize| {
            // `as` takes what is below to 0.
            let place = (f64::from(at) - from) / length.max(1.0) * of as f64;
            (place as usize).min(of.saturating_sub(1))
        };
        let column = share(event.client_x(), bounds.left(), bounds.width(), width);
        let row = share(event.client_y(), bounds.top(), bounds.height(), height);
        Some((frame, (column, row)))
    }

    /// The cursor, or the middle.
    fn cursor_on(self, (width, height): (usize, usize)) -> PixelPlace {
        let (column, row) = self
            .cursor
            .get_untracked()
            .unwrap_or((width / 2, height / 2));
        (
            column.min(width.saturating_sub(1)),
            row.min(height.saturating_sub(1)),
        )
    }

    fn key(self, event: &KeyboardEvent) {
        let Some(size) = self.size() else { return };
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let from = self.cursor_on(size);
        let key = event.key();
        let now = self.keys.get_untracked();
        if let Some(to) = brush_step(&key, event.shift_key(), from, size) {
            self.cursor.set(Some(to));
            if now != BrushKeys::Lifted && to != from {
                self.touch(pixels_between(from, to), false);
            }
        } else if key == " " || key == "Enter" {
            self.cursor.set(Some(from));
            let next = match (now, key == " ") {
                _ if event.repeat() => now,
                (BrushKeys::Down, false) => BrushKeys::Lifted,
                (_, true) => BrushKeys::Held,
                (_, false) => BrushKeys::Down,
            };
            self.keys.set(next);
            if next != now && next != BrushKeys::Lifted {
                self.touch(vec![from], true);
            }
        } else {
            return;
        }
        event.prevent_default();
    }

    fn key_up(self, event: &KeyboardEvent) {
        if event.key() == " " && self.keys.get_untracked() == BrushKeys::Held {
            self.lift();
        }
    }

    fn lift(self) {
        self.keys.set(BrushKeys::Lifted);
    }

    /// Where the cursor is, as shares of the picture.
    fn share(self, of: fn(PixelPlace, (usize, usize)) -> (usize, usize)) -> String {
        let (cursor, size) = (self.cursor.get(), self.size());
        cursor.zip(size).map_or_else(String::new, |(cursor, size)| {
            let (at, of) = of(cursor, size);
            ((at as f64 + 0.5) / of.max(1) as f64).to_string()
        })
    }

    /// Where it is, for those who hear the page.
    fn described(self) -> String {
        let Some((column, row)) = self.cursor.get() else {
            return String::new();
        };
        words::Place {
            column: (column + 1) as f64,
            row: (row + 1) as f64,
            state: match self.keys.get() {
                BrushKeys::Lifted => "lifted",
                _ => "down",
            },
        }
        .text()
    }
}

/// The picture in its frame.
pub(in crate::view) fn brushed_picture(
    ui: UiContext,
    picture: BrushedPicture,
    canvas: AnyView,
) -> AnyView {
    let BrushedPicture {
        id,
        size,
        is_brushed,
        touch,
    } = picture;
    let brush = PictureBrush {
        ui,
        size,
        is_brushed,
        touch: StoredValue::new_local(touch),
        stroke: StoredValue::new(None),
        cursor: RwSignal::new(None),
        keys: RwSignal::new(BrushKeys::Lifted),
    };
    let keys = format!("{id}-keys");
    let described_by = keys.clone();
    let is_brushed = move |session: &Session| is_brushed(session) && size(session).is_some();
    let while_brushed = move |value: String| {
        ui.attribute(move |session| is_brushed(session).then(|| value.clone()))
    };
    let shape = move |session: &Session| match size(session) {
        Some((width, height)) => format!("{width} / {height}"),
        None => "1".to_owned(),
    };
    view! {
        <div
            class="picture-frame brushed"
            role=while_brushed("application".to_owned())
            aria-label=while_brushed(words::picture().to_owned())
            aria-describedby=while_brushed(described_by)
            tabindex=while_brushed("0".to_owned())
            style=("--shape", ui.text(shape))
            data-brushed=ui.flag(is_brushed)
            data-empty=ui.flag(move |session| size(session).is_none())
            on:pointerdown=move |event| brush.press(&event)
            on:pointermove=move |event| brush.follow(&event)
            on:pointerup=move |event| brush.end(&event)
            on:pointercancel=move |event| brush.end(&event)
            on:keydown=move |event| brush.key(&event)
            on:keyup=move |event| brush.key_up(&event)
            on:blur=move |_| brush.lift()
        >
            {canvas}
            <span
                class="brush-cursor"
                aria-hidden="true"
                data-down=move || brush.keys.get() != BrushKeys::Lifted
                hidden=move || brush.cursor.get().is_none()
                style=("--left", move || brush.share(|at, of| (at.0, of.0)))
                style=("--top", move || brush.share(|at, of| (at.1, of.1)))
            ></span>
            <span class="visually-hidden" id=keys>
                {words::keys()}
            </span>
            <span class="visually-hidden" role="status" aria-label=words::cursor()>
                {move || brush.described()}
            </span>
        </div>
    }
    .into_any()
}
