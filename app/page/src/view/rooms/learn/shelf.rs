//! Lists and texts of lessons that are fetched, and how far the visitor came in each.

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::host;
use crate::view::components::UiContext;
use crate::words;
use lesson::{CompiledLesson, LessonRow, LessonText};
use session::{LearnEvent, LessonPlace, LessonRecord, Session, SessionEvent};

/// Where lessons lie in the site.
const FOLDER: &str = "./lessons/";
/// Under what begins what is kept of each lesson.
const STORAGE: &str = "latentscape-lesson-";

/// How far the visitor came in a lesson.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct LessonProgress {
    version: u32,
    /// The step where they left off, from 0.
    step: usize,
    /// Which steps are done.
    pub done: Vec<bool>,
    /// For how many minutes it was open.
    minutes: u32,
}

impl LessonProgress {
    /// As the browser keeps it: version, step, a digit for each step, and minutes, if there are any.
    fn to_text(&self) -> String {
        let done: String = self
            .done
            .iter()
            .map(|done| if *done { '1' } else { '0' })
            .collect();
        let text = format!("{} {} {done}", self.version, self.step);
        match self.minutes {
            0 => text,
            minutes => format!("{text} {minutes}"),
        }
    }

    /// Reads what [`Self::to_text`] wrote; anything else is no progress.
    fn from_text(text: &str) -> Option<Self> {
        let mut words = text.split(' ');
        Some(Self {
            version: words.next()?.parse().ok()?,
            step: words.next()?.parse().ok()?,
            done: words.next()?.chars().map(|done| done == '1').collect(),
            minutes: words.next().and_then(|it| it.parse().ok()).unwrap_or(0),
        })
    }

    /// Adds what another page came to in the same version.
    fn join(&mut self, other: &Self) {
        if self.version == other.version {
            self.minutes = self.minutes.max(other.minutes);
            let len = self.done.len().max(other.done.len());
            self.done.resize(len, false);
            for (done, also) in self.done.iter_mut().zip(&other.done) {
                *done |= *also;
            }
        }
    }

    /// How many steps are done.
    pub fn count(&self) -> usize {
        self.done.iter().filter(|done| **done).count()
    }
}

/// What was fetched, and what is kept.
#[derive(Clone, Copy)]
pub(super) struct LessonShelf {
    ui: UiContext,
    /// The list, or that it did not arrive; neither while it is on its way.
    pub rows: RwSignal<Option<Result<Vec<LessonRow>, ()>>>,
    /// The text of the lesson that was fetched last, and its id.
    pub text: RwSignal<Option<(String, Arc<LessonText>)>>,
    /// How far the visitor came, by the lesson's id.
    pub progress: RwSignal<BTreeMap<String, LessonProgress>>,
}

impl LessonShelf {
    /// Fetches the list, and from now on each lesson that is asked for.
    pub fn new(ui: UiContext) -> Self {
        let shelf = Self {
            ui,
            rows: RwSignal::new(None),
            text: RwSignal::new(None),
            progress: RwSignal::new(BTreeMap::new()),
        };
        shelf.fetch_list();
        let wanted = ui.memo(|session| session.learn.wanted.clone());
        Effect::new(move |_| {
            if let (Some(place), Some(rows)) = (wanted.get(), shelf.rows.get()) {
                shelf.fetch(place, rows);
            }
        });
        // In another language, views are made anew over a lesson that stays open.
        let open = ui.memo(|session| Some(session.learn.open.as_ref()?.spec.id.clone()));
        Effect::new(move |_| {
            let held = shelf
                .text
                .with_untracked(|text| text.as_ref().map(|(id, _)| id.clone()));
            if let Some(id) = open.get().filter(|id| held.as_ref() != Some(id)) {
                spawn_local(async move {
                    let fetched = lesson(&id).await;
                    // The visitor may have opened another one meanwhile.
                    let is_open = ui.now(|session| {
                        let open = session.learn.open.as_ref();
                        open.is_some_and(|open| open.spec.id == id)
                    });
                    if let Some(CompiledLesson { text, .. }) = fetched.filter(|_| is_open) {
                        shelf.text.try_set(Some((id, Arc::new(text))));
                    }
                });
            }
        });
        let reached = ui.memo(reached);
        Effect::new(move |_| {
            if let Some((id, mut progress)) = reached.get() {
                // Another tab may have gone on with the lesson.
                if let Some(kept) = stored(&id) {
                    progress.join(&kept);
                }
                store(&id, &progress);
                shelf.progress.update(|all| {
                    all.insert(id, progress);
                });
            }
        });
        shelf
    }

    /// What the visitor did in each of these lessons that they began.
    pub fn records(self, rows: &[LessonRow]) -> Vec<LessonRecord> {
        self.progress.with(|all| {
            let begun = rows.iter().filter_map(|row| {
                let progress = all.get(&row.id)?;
                let is_solved = |at: &&usize| progress.done.get(**at) == Some(&true);
                let solved = row.tasks.iter().filter(is_solved);
                Some(LessonRecord {
                    lesson: row.id.clone(),
                    version: row.version,
                    solved: solved.map(|at| *at as u32 + 1).collect(),
                    minutes: progress.minutes,
                })
            });
            begun.collect()
        })
    }

    /// Fetches the list.
    pub fn fetch_list(self) {
        self.rows.set(None);
        spawn_local(async move {
            let path = format!("{FOLDER}{}.json", words::language());
            let text = host::fetch_text(&path).await;
            let rows: Option<Vec<LessonRow>> =
                text.and_then(|text| protocol::json::read(&text).ok());
            if let Some(rows) = &rows {
                let kept = rows.iter().filter_map(|row| {
                    let progress = stored(&row.id)?;
                    (progress.version == row.version).then(|| (row.id.clone(), progress))
                });
                let kept = kept.collect();
                self.progress.try_set(kept);
            }
            self.rows.try_set(Some(rows.ok_or(())));
        });
    }

    fn fetch(self, place: LessonPlace, rows: Result<Vec<LessonRow>, ()>) {
        let send = move |event| self.ui.dispatch.send(SessionEvent::Learn(event));
        let Ok(rows) = rows else {
            send(LearnEvent::NotFetched(place.lesson));
            return;
        };
        let Some(row) = rows.into_iter().find(|row| row.id == place.lesson) else {
            send(LearnEvent::Unknown);
            return;
        };
        spawn_local(async move {
            let fetched = lesson(&row.id).await;
            // The visitor may have asked for another one meanwhile.
            let is_wanted = self.ui.now(|session| {
                let wanted = session.learn.wanted.as_ref();
                wanted.is_some_and(|wanted| wanted.lesson == row.id)
            });
            if !is_wanted {
                return;
            }
            let Some(CompiledLesson { lesson, text }) = fetched else {
                send(LearnEvent::NotFetched(row.id));
                return;
            };
            let progress = self.kept(&row);
            self.text.try_set(Some((lesson.id.clone(), Arc::new(text))));
            // Who finished begins again.
            let is_done = progress.count() >= lesson.steps.len();
            send(LearnEvent::Arrived {
                spec: Arc::new(lesson),
                left_off: if is_done { 0 } else { progress.step },
                minutes: progress.minutes,
                done: progress.done,
            });
        });
    }

    /// How far the visitor came, in this tab or another.
    fn kept(self, row: &LessonRow) -> LessonProgress {
        let here = self
            .progress
            .try_with_untracked(|all| all.get(&row.id).cloned());
        let here = here.flatten().unwrap_or_default();
        let kept = stored(&row.id).filter(|kept| kept.version == row.version);
        match kept {
            Some(mut kept) => {
                kept.join(&here);
                kept
            }
            None => here,
        }
    }
}

/// Fetches a lesson, in the language that is said now.
pub(super) async fn lesson(id: &str) -> Option<CompiledLesson> {
    let path = format!("{FOLDER}{id}.{}.json", words::language());
    protocol::json::read(&host::fetch_text(&path).await?).ok()
}

/// How far the visitor is in the lesson that is open.
fn reached(session: &Session) -> Option<(String, LessonProgress)> {
    let open = session.learn.open.as_ref()?;
    let progress = LessonProgress {
        version: open.spec.version,
        step: open.step,
        done: open.done.clone(),
        minutes: open.minutes(),
    };
    Some((open.spec.id.clone(), progress))
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

fn stored(id: &str) -> Option<LessonProgress> {
    let text = storage()?.get_item(&format!("{STORAGE}{id}")).ok()??;
    LessonProgress::from_text(&text)
}

/// If storage is full or forbidden, progress lasts for this visit only.
fn store(id: &str, progress: &LessonProgress) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(&format!("{STORAGE}{id}"), &progress.to_text());
    }
}
