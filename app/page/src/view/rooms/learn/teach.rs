//! For teachers: links that they make (what they open, in which language, which controls they show),
//! projector mode, and what a class did.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::class_files::class_files;
use super::projector::projector_switch;
use crate::host;
use crate::view::components::{UiContext, button};
use crate::words::{control_name, learn as words, projector};
use lesson::{ControlGroup, ControlPlace, ControlSet, LessonRow};
use session::{Room, Session};

/// What says which languages there are: see `js/boot.js`.
const LANGUAGES: &str = "meta[name=locales]";
/// The language that is made of English, for tests.
const PSEUDO: &str = "en-XA";

/// What a link opens.
#[derive(Clone, Debug, PartialEq)]
enum LinkTarget {
    Lesson(String, u32),
    Room(Room),
}

impl LinkTarget {
    /// Whether a link to it can show or hide these controls. A lesson chooses its own, but for the head.
    fn has(&self, group: ControlGroup) -> bool {
        match group.place() {
            ControlPlace::Head => true,
            ControlPlace::Explore => *self == Self::Room(Room::Explore),
            ControlPlace::Train => *self == Self::Room(Room::Train),
        }
    }

    /// The part of an address behind `#room=`.
    fn address(&self, session: &Session, shown: ControlSet, projects: bool) -> String {
        let shown: ControlSet = shown.groups().filter(|group| self.has(*group)).collect();
        let place = match self {
            Self::Lesson(id, version) => {
                format!("learn&lesson={id}&version={version}&step=1")
            }
            Self::Room(room) => session
                .address_of(*room)
                .unwrap_or_else(|| room.as_str().to_owned()),
        };
        let projector = if projects { "&projector=1" } else { "" };
        format!("{place}&show={}{projector}", shown.names(","))
    }
}

/// The languages that there are: the tag of each, and what it is called in itself.
fn languages() -> Vec<(String, String)> {
    let listed = document().query_selector(LANGUAGES).ok().flatten();
    let listed = listed.and_then(|meta| meta.get_attribute("content"));
    let listed = listed.unwrap_or_default();
    let language = |line: &str| {
        let (tag, parts) = line.split_once(' ')?;
        let mut parts = parts.split(' ');
        let name = parts.find_map(|part| part.strip_prefix("name="))?;
        (tag != PSEUDO).then(|| (tag.to_owned(), name.to_owned()))
    };
    listed.split(';').filter_map(language).collect()
}

/// All that is for teachers.
pub(super) fn teach(ui: UiContext, rows: Vec<LessonRow>) -> AnyView {
    view! {
        <details class="teach">
            <summary>{words::teach()}</summary>
            {link_form(ui, rows.clone())}
            {projector_switch(ui)}
            {class_files(ui, rows)}
        </details>
    }
    .into_any()
}

/// The form that makes links.
fn link_form(ui: UiContext, rows: Vec<LessonRow>) -> AnyView {
    let lessons = rows.iter().map(|row| {
        let title = words::OpensLesson {
            number: row.number.into(),
            title: &row.title,
        };
        (
            LinkTarget::Lesson(row.id.clone(), row.version),
            title.text(),
        )
    });
    let rooms = [
        (
            LinkTarget::Room(Room::Explore),
            words::opens_explore().to_owned(),
        ),
        (
            LinkTarget::Room(Room::Train),
            words::opens_train().to_owned(),
        ),
    ];
    let targets: Vec<(LinkTarget, String)> = lessons.chain(rooms).collect();
    let titles: Vec<AnyView> = targets
        .iter()
        .enumerate()
        .map(|(at, (_, title))| {
            view! { <option value=at.to_string()>{title.clone()}</option> }.into_any()
        })
        .collect();
    let target = RwSignal::new(targets[0].0.clone());
    let language = RwSignal::new(String::new());
    let shown = RwSignal::new(ControlSet::all());
    let projects = RwSignal::new(false);
    let choose_target = move |event| {
        let at = event_target_value(&event).parse::<usize>();
        if let Some((chosen, _)) = at.ok().and_then(|at| targets.get(at)) {
            target.set(chosen.clone());
        }
    };
    let link = move || {
        let (target, shown, projects) = (target.get(), shown.get(), projects.get());
        let fragment = ui.read(|session| target.address(session, shown, projects));
        let tag = language.get();
        let search = if tag.is_empty() {
            tag
        } else {
            format!("?lang={tag}")
        };
        format!("{}{search}#room={fragment}", host::base())
    };
    let tags: Vec<AnyView> = languages()
        .into_iter()
        .map(|(tag, name)| {
            view! {
                <option value=tag.clone() lang=tag>
                    {name}
                </option>
            }
            .into_any()
        })
        .collect();
    let controls: Vec<AnyView> = ControlGroup::all()
        .map(|group| control(group, target, shown))
        .collect();
    view! {
        <div class="teach-part">
            <h3>{words::teach_link()}</h3>
            <p class="note">{words::teach_note()}</p>
            <div class="teach-row">
                <label>
                    <span>{words::opens()}</span>
                    <select on:change=choose_target>{titles}</select>
                </label>
                <label class="teach-language">
                    <span>{words::language()}</span>
                    <select on:change=move |event| language.set(event_target_value(&event))>
                        <option value="">{words::language_own()}</option>
                        {tags}
                    </select>
                </label>
            </div>
            <fieldset class="teach-controls">
                <legend>{words::controls()}</legend>
                {controls}
            </fieldset>
            <p class="buttons">
                {button(
                    words::choose_all(),
                    move || shown.set(ControlSet::all()),
                )}
                {button(words::choose_none(), move || shown.set(ControlSet::default()))}
            </p>
            {projector_choice(projects)}
            {copying(link)}
        </div>
    }
    .into_any()
}

/// Whether the link asks for projector mode.
fn projector_choice(projects: RwSignal<bool>) -> AnyView {
    view! {
        <label class="tool-choice">
            <input
                type="checkbox"
                on:change=move |event| projects.set(event_target_checked(&event))
            />
            <span>{projector::in_link()}</span>
        </label>
    }
    .into_any()
}

/// A group of controls, while the link's target has it.
fn control(
    group: ControlGroup,
    target: RwSignal<LinkTarget>,
    shown: RwSignal<ControlSet>,
) -> AnyView {
    let choose = move |event| {
        let chosen = event_target_checked(&event);
        shown.update(|set| {
            *set = if chosen {
                set.with(group)
            } else {
                set.without(group)
            };
        });
    };
    view! {
        <label hidden=move || !target.get().has(group)>
            <input
                type="checkbox"
                prop:checked=move || shown.get().has(group)
                on:change=choose
            />
            <span>{control_name(group)}</span>
        </label>
    }
    .into_any()
}

/// The link, to read and to copy.
pub(super) fn copying(link: impl Fn() -> String + Clone + Send + Sync + 'static) -> AnyView {
    let said = RwSignal::new("");
    let link = Memo::new(move |_| link());
    let copy = move || {
        let text = link.get_untracked();
        spawn_local(async move {
            said.set(match host::copy_text(&text).await {
                Ok(()) => words::link_copied(),
                Err(_) => words::link_not_copied(),
            });
        });
    };
    // What was copied is not what is chosen now.
    Effect::new(move |_| {
        link.with(|_| ());
        said.set("");
    });
    view! {
        <div class="teach-row">
            <label class="teach-link">
                <span>{words::link()}</span>
                <input type="text" readonly prop:value=move || link.get() />
            </label>
            {button(words::copy_link(), copy)}
            <span class="copied" role="status">
                {move || said.get()}
            </span>
        </div>
    }
    .into_any()
}
