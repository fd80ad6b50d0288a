//! What a view of a room reads, and where it sends what the visitor does.

use std::time::Duration;

use leptos::ev::MouseEvent;
use leptos::prelude::*;

use crate::host::EventDispatch;
use crate::view::app_context;
use crate::view::theme::ThemeContext;
use session::{ExploreEvent, Room, Session, SessionEvent, TrainEvent};

/// How long drawings wait for further updates.
const BEAT: Duration = Duration::from_millis(200);

/// A text that follows the session.
pub(in crate::view) type LiveText = Box<dyn FnMut() -> String + Send>;
/// An attribute that follows the session; `None` removes it.
pub(in crate::view) type LiveAttribute = Box<dyn FnMut() -> Option<String> + Send>;
/// A boolean attribute or property that follows the session.
pub(in crate::view) type LiveFlag = Box<dyn FnMut() -> bool + Send>;
/// What a click does.
pub(in crate::view) type ClickHandler = Box<dyn FnMut(MouseEvent)>;

/// The way from a room's views to the session and back.
#[derive(Clone, Copy)]
pub(in crate::view) struct UiContext {
    /// Where events go.
    pub dispatch: EventDispatch,
    /// The session. Views read it through [`UiContext::read`].
    pub session: ReadSignal<Session>,
    /// Counts changes that concern only the look.
    pub look: RwSignal<u32>,
    /// Counts updates: of the session, the look or the theme, while the room is on screen.
    updates: RwSignal<u32>,
    /// Counts updates of what is drawn of a run.
    drawings: RwSignal<u32>,
}

impl UiContext {
    /// The context of a room. While another room is on screen, nothing follows the session.
    pub fn new(room: Room) -> Self {
        let app = app_context();
        let theme: ThemeContext = expect_context();
        let look = RwSignal::new(0);
        let updates = RwSignal::new(0);
        let drawings = RwSignal::new(0);
        let on_screen = move || app.session.with(|session| session.shows(room));
        Effect::new(move |_| {
            let _ = (look.get(), theme.dark.get());
            if on_screen() {
                raise(updates);
            }
        });
        let drawn = Memo::new(move |_| {
            let look = (look.get(), theme.dark.get());
            app.session.with(|session| {
                let record = session.training.run.as_ref().map(|run| &run.record);
                let record = record.map(|record| (record.version, record.marks.len()));
                (session.shows(room), look, record)
            })
        });
        let waiting = StoredValue::new(false);
        Effect::new(move |_| {
            if drawn.get().0 && !waiting.get_value() {
                waiting.set_value(true);
                set_timeout(
                    move || {
                        waiting.set_value(false);
                        raise(drawings);
                    },
                    BEAT,
                );
            }
        });
        Self {
            dispatch: app.dispatch,
            session: app.session,
            look,
            updates,
            drawings,
        }
    }

    /// The context of drawings and of what stands with them, which follow a run at most five times a
    /// second.
    pub fn throttled(self) -> Self {
        Self {
            updates: self.drawings,
            ..self
        }
    }

    /// A context whose reads follow only changes of `key`: for a part with many values that depend on
    /// little of the session.
    pub fn following<K: PartialEq + Send + Sync + 'static>(
        self,
        key: impl Fn(&Session) -> K + Send + Sync + 'static,
    ) -> Self {
        let key = Memo::new(move |_| self.read(&key));
        let updates = RwSignal::new(0);
        Effect::new(move |_| {
            key.with(|_| ());
            raise(updates);
        });
        Self { updates, ..self }
    }

    /// The context of a part of the room, which follows the session only while `shown` returns true.
    pub fn while_shown(self, shown: impl Fn(&Session) -> bool + 'static) -> Self {
        let updates = RwSignal::new(0);
        self.on_update(move |session| {
            if shown(session) {
                raise(updates);
            }
        });
        Self { updates, ..self }
    }

    /// Sends an event of the Train room.
    pub fn send(self, event: TrainEvent) {
        self.dispatch.send(SessionEvent::Train(event));
    }

    /// Sends an event of the Explore tools.
    pub fn explore(self, event: ExploreEvent) {
        self.dispatch.send(SessionEvent::Explore(event));
    }

    /// Updates everything, although the session has not changed.
    pub fn refresh(self) {
        raise(self.look);
    }

    /// Reads the session and follows it.
    pub fn read<T>(self, read: impl FnOnce(&Session) -> T) -> T {
        self.updates.get();
        self.session.with_untracked(read)
    }

    /// Reads the session without following it, or any signal that `read` reads.
    pub fn now<T>(self, read: impl FnOnce(&Session) -> T) -> T {
        untrack(|| self.session.with_untracked(read))
    }

    /// A value that follows the session. What is made of it is made anew only when it has changed.
    pub fn memo<T: PartialEq + Send + Sync + 'static>(
        self,
        read: impl Fn(&Session) -> T + Send + Sync + 'static,
    ) -> Memo<T> {
        let read: Box<dyn Fn(&Session) -> T + Send + Sync> = Box::new(read);
        Memo::new(move |_| self.read(&read))
    }

    /// A text that follows the session.
    pub fn text(self, read: impl Fn(&Session) -> String + Send + 'static) -> LiveText {
        Box::new(move || self.read(&read))
    }

    /// An attribute, a property or a style that follows the session; `None` removes it.
    pub fn attribute(
        self,
        read: impl Fn(&Session) -> Option<String> + Send + 'static,
    ) -> LiveAttribute {
        Box::new(move || self.read(&read))
    }

    /// A boolean attribute or property that follows the session.
    pub fn flag(self, read: impl Fn(&Session) -> bool + Send + 'static) -> LiveFlag {
        Box::new(move || self.read(&read))
    }

    /// A text property of an input. It is written only when the session's text has changed, so that
    /// what the visitor is typing stays.
    pub fn text_property(
        self,
        read: impl Fn(&Session) -> String + Send + Sync + 'static,
    ) -> LiveText {
        let value = self.memo(read);
        Box::new(move || value.get())
    }

    /// A boolean property of an input. It is written only when the session's value has changed, so
    /// that what the visitor is choosing stays.
    pub fn flag_property(
        self,
        read: impl Fn(&Session) -> bool + Send + Sync + 'static,
    ) -> LiveFlag {
        let value = self.memo(read);
        Box::new(move || value.get())
    }

    /// The attribute `hidden` of an element that is shown while `read` returns true.
    pub fn hidden_unless(self, read: impl Fn(&Session) -> bool + Send + 'static) -> LiveFlag {
        self.flag(move |session| !read(session))
    }

    /// The attribute `aria-disabled` of a control that does nothing while `senseless` returns true. Such
    /// a control is marked by ARIA only, so that it keeps the focus.
    pub fn disabled_while(
        self,
        senseless: impl Fn(&Session) -> bool + Send + 'static,
    ) -> LiveAttribute {
        self.attribute(move |session| senseless(session).then(|| "true".to_owned()))
    }

    /// The handler of a control that does nothing while `senseless` returns true.
    pub fn click_unless(
        self,
        senseless: impl Fn(&Session) -> bool + 'static,
        act: impl Fn() + 'static,
    ) -> ClickHandler {
        Box::new(move |_| {
            if !self.now(&senseless) {
                act();
            }
        })
    }

    /// Calls a function whenever the session has changed, now included.
    pub fn on_update(self, act: impl Fn(&Session) + 'static) {
        let act: Box<dyn Fn(&Session)> = Box::new(act);
        Effect::new(move |_| self.read(&act));
    }
}

fn raise(count: RwSignal<u32>) {
    count.update(|count| *count = count.wrapping_add(1));
}
