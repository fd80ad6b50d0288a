//! Elements that show a session: the builder of the lazily loaded rooms.
//!
//! A room is a long list of small things, each a text or an attribute that follows the session. With
//! `view!`, each of them would be compiled to types and effects of its own. Here all of them have one
//! type, which keeps the lazy chunk small.
//!
//! The methods are called as in leptos' builder syntax: `attr`, `child`, `children` and `on`. Those
//! with `live_` before their names take a function of the session. A [`LiveElement`] carries its
//! [`LiveBinding`]s until the room takes them over and runs them whenever the session has changed.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, HtmlElement};

use session::Session;

const SVG: &str = "http://www.w3.org/2000/svg";

/// An element under construction, with everything in it that follows the session.
pub(in crate::view) struct LiveElement {
    pub node: Element,
    pub bindings: Vec<LiveBinding>,
}

/// Something that follows the session.
pub(in crate::view) struct LiveBinding {
    node: Element,
    kind: BindingKind,
    /// Whether it belongs to a drawing, which may follow later than text.
    pub drawn: bool,
}

enum BindingKind {
    /// Writes a text to a target when it has changed.
    Put {
        place: BindingTarget,
        read: ReadText,
        shown: Option<String>,
        begun: bool,
    },
    /// Calls a function.
    Act(ApplyFn),
}

type ApplyFn = Box<dyn FnMut(&Element, &Session)>;
type ReadKeys = Box<dyn Fn(&Session) -> Vec<String>>;
type ReadText = Box<dyn Fn(&Session) -> Option<String>>;

/// What a text is written to.
enum BindingTarget {
    Text,
    Attribute(&'static str),
    Property(&'static str),
    /// A custom property of the element's style.
    Style(&'static str),
}

impl LiveBinding {
    /// Brings the page up to date.
    pub fn run(&mut self, session: &Session) {
        match &mut self.kind {
            BindingKind::Act(act) => act(&self.node, session),
            BindingKind::Put {
                place,
                read,
                shown,
                begun,
            } => {
                let text = read(session);
                if !*begun || text != *shown {
                    put(&self.node, place, text.as_deref());
                    *begun = true;
                    *shown = text;
                }
            }
        }
    }
}

// These fail only for malformed names, and the names are constants.
fn put(node: &Element, place: &BindingTarget, text: Option<&str>) {
    match *place {
        BindingTarget::Text => node.set_text_content(text),
        BindingTarget::Attribute(name) => {
            let _ = match text {
                Some(text) => node.set_attribute(name, text),
                None => node.remove_attribute(name),
            };
        }
        BindingTarget::Property(name) => {
            let value = text.map_or(JsValue::FALSE, JsValue::from_str);
            let _ = js_sys::Reflect::set(node, &JsValue::from_str(name), &value);
        }
        BindingTarget::Style(name) => {
            let style = node.unchecked_ref::<HtmlElement>().style();
            let _ = style.set_property(name, text.unwrap_or_default());
        }
    }
}

/// An element with a class, which may be empty.
pub(in crate::view) fn el(tag: &str, class: &str) -> LiveElement {
    made(document().create_element(tag), class)
}

/// An element of a drawing.
pub(in crate::view) fn svg(tag: &str, class: &str) -> LiveElement {
    made(document().create_element_ns(Some(SVG), tag), class)
}

fn made(node: Result<Element, JsValue>, class: &str) -> LiveElement {
    // Fails only for a malformed name, and the names are ours.
    let node = node.unwrap_or_else(|_| JsValue::NULL.unchecked_into());
    let el = LiveElement {
        node,
        bindings: Vec::new(),
    };
    match class {
        "" => el,
        class => el.attr("class", class),
    }
}

impl LiveElement {
    /// Sets an attribute.
    pub fn attr(self, name: &str, value: &str) -> Self {
        let _ = self.node.set_attribute(name, value);
        self
    }

    /// Sets the text.
    pub fn text(self, text: &str) -> Self {
        self.node.set_text_content(Some(text));
        self
    }

    /// Appends an element.
    pub fn child(mut self, child: LiveElement) -> Self {
        let _ = self.node.append_child(&child.node);
        self.bindings.extend(child.bindings);
        self
    }

    /// Appends a leptos view. Its owner is the room's effect that builds it, so that it may not stand
    /// in an item of [`LiveElement::live_list`].
    pub fn view(self, view: AnyView) -> Self {
        let mut state = view.build();
        state.mount(&self.node.clone().into(), None);
        // The room lives as long as the page.
        std::mem::forget(state);
        self
    }

    /// Appends elements.
    pub fn children(self, children: impl IntoIterator<Item = LiveElement>) -> Self {
        children.into_iter().fold(self, LiveElement::child)
    }

    /// Binds the text to the session.
    pub fn live_text(self, read: impl Fn(&Session) -> String + 'static) -> Self {
        self.follow(
            BindingTarget::Text,
            Box::new(move |session| Some(read(session))),
        )
    }

    /// Binds an attribute to the session; `None` removes it.
    pub fn live_attr(
        self,
        name: &'static str,
        read: impl Fn(&Session) -> Option<String> + 'static,
    ) -> Self {
        self.follow(BindingTarget::Attribute(name), Box::new(read))
    }

    /// Binds a boolean attribute to the session.
    pub fn live_flag(self, name: &'static str, read: impl Fn(&Session) -> bool + 'static) -> Self {
        self.live_attr(name, move |session| read(session).then(String::new))
    }

    /// Hides the element while `read` returns false.
    pub fn live_show(self, read: impl Fn(&Session) -> bool + 'static) -> Self {
        self.live_flag("hidden", move |session| !read(session))
    }

    /// Binds a DOM property to the session; `None` is false.
    pub fn live_prop(
        self,
        name: &'static str,
        read: impl Fn(&Session) -> Option<String> + 'static,
    ) -> Self {
        self.follow(BindingTarget::Property(name), Box::new(read))
    }

    /// Binds a custom CSS property to the session.
    pub fn live_style(
        self,
        name: &'static str,
        read: impl Fn(&Session) -> Option<String> + 'static,
    ) -> Self {
        self.follow(BindingTarget::Style(name), Box::new(read))
    }

    fn follow(mut self, place: BindingTarget, read: ReadText) -> Self {
        self.bind(BindingKind::Put {
            place,
            read,
            shown: None,
            begun: false,
        });
        self
    }

    /// Calls a function with the element whenever the session has changed.
    pub fn on_update(mut self, act: impl FnMut(&Element, &Session) + 'static) -> Self {
        self.bind(BindingKind::Act(Box::new(act)));
        self
    }

    fn bind(&mut self, kind: BindingKind) {
        self.bindings.push(LiveBinding {
            node: self.node.clone(),
            kind,
            drawn: false,
        });
    }

    /// Marks everything in this element as a drawing, which is updated less often than text.
    pub fn throttled(mut self) -> Self {
        for binding in &mut self.bindings {
            binding.drawn = true;
        }
        self
    }

    /// Shows an element for each key. New keys are appended at the end.
    pub fn live_list(
        self,
        keys: impl Fn(&Session) -> Vec<String> + 'static,
        make: impl Fn(&str) -> LiveElement + 'static,
    ) -> Self {
        self.listed(Box::new(keys), Box::new(make))
    }

    fn listed(self, keys: ReadKeys, make: Box<dyn Fn(&str) -> LiveElement>) -> Self {
        let mut items: Vec<(String, LiveElement)> = Vec::new();
        self.on_update(move |node, session| {
            let keys = keys(session);
            items.retain(|(key, item)| {
                let stays = keys.contains(key);
                if !stays {
                    item.node.remove();
                }
                stays
            });
            for key in keys {
                if items.iter().all(|(known, _)| *known != key) {
                    let item = make(&key);
                    let _ = node.append_child(&item.node);
                    items.push((key, item));
                }
            }
            for (_, item) in &mut items {
                for binding in &mut item.bindings {
                    binding.run(session);
                }
            }
        })
    }

    /// Listens to an event of the element.
    pub fn on(self, event: &str, act: impl FnMut(Event) + 'static) -> Self {
        self.listen(event, Box::new(act))
    }

    fn listen(self, event: &str, act: Box<dyn FnMut(Event)>) -> Self {
        let act = Closure::wrap(act);
        let _ = self
            .node
            .add_event_listener_with_callback(event, act.as_ref().unchecked_ref());
        // The room lives as long as the page.
        act.forget();
        self
    }
}

/// All bindings of a room.
pub(in crate::view) type LiveBindings = Rc<RefCell<Vec<LiveBinding>>>;

/// Runs the bindings of drawings, or all others.
pub(in crate::view) fn update(
    bindings: &RefCell<Vec<LiveBinding>>,
    session: &Session,
    drawn: bool,
) {
    for binding in bindings.borrow_mut().iter_mut() {
        if binding.drawn == drawn {
            binding.run(session);
        }
    }
}
