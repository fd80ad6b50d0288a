//! What the run on screen is as a program: written when it is looked at, and anew when the run changes.

use leptos::prelude::*;
use leptos::task::spawn_local;
use run_code::{CodeLine, CodeTarget};
use run_spec::{ImageShape, RunSpec};

use super::run;
use crate::view::chunks::fetched;
use crate::view::components::UiContext;
use session::{RoomAlert, Session, SessionEvent, TakenPart};

/// The run that is looked at, or what the form would begin.
pub(super) type DescribedRun = Memo<Option<(RunSpec, ImageShape)>>;

/// What is described, while its program is looked at.
pub(super) fn described_run(
    ui: UiContext,
    is_open: impl Fn() -> bool + Send + Sync + 'static,
) -> DescribedRun {
    Memo::new(move |_| is_open().then(|| ui.read(described)))
}

/// What is described: the run, or what the form would begin.
fn described(session: &Session) -> (RunSpec, ImageShape) {
    match run(session) {
        Some(run) => (run.spec.clone(), image_of(session)),
        None => {
            let draft = &session.training.draft;
            (draft.clone(), draft.image())
        }
    }
}

/// The shape of the run's images: own ones tell it only by how they look.
fn image_of(session: &Session) -> ImageShape {
    let run = run(session);
    let spec = run.map_or(&session.training.draft, |run| &run.spec);
    let sheet = run.and_then(|run| run.real.as_ref());
    let seen = sheet.and_then(|sheet| {
        let width = sheet.pixels.width.checked_div(sheet.columns)?;
        let down = sheet.pixels.height;
        let is_square = width > 0 && down.is_multiple_of(width);
        Some(ImageShape {
            channels: sheet.pixels.channels,
            height: if is_square {
                width
            } else {
                down / sheet.columns
            },
            width,
        })
    });
    seen.filter(|_| !spec.is_points()).unwrap_or(spec.image())
}

/// The lines of a program, once they are written.
pub(super) type WrittenProgram = RwSignal<Vec<CodeLine>>;

/// Has the program written of what is described, and anew when that changes. One that comes late, for
/// what was described before, is dropped.
pub(super) fn written(
    ui: UiContext,
    open: Signal<Option<CodeTarget>>,
    described: DescribedRun,
) -> WrittenProgram {
    let program = RwSignal::new(Vec::new());
    let asked = StoredValue::new(0_u32);
    Effect::new(move |_| {
        let Some(((spec, image), target)) = described.get().zip(open.get()) else {
            return;
        };
        asked.update_value(|asked| *asked += 1);
        let now = asked.get_value();
        spawn_local(async move {
            let lines = fetched(|chunks| (chunks.program)(target, spec, image)).await;
            // None if the view was replaced by one in another language.
            if asked.try_get_value() != Some(now) {
                return;
            }
            match lines {
                Some(lines) => program.set(lines),
                None => {
                    let said = RoomAlert::NotTaken(TakenPart::Program).into();
                    ui.dispatch.send(SessionEvent::Trouble(said));
                }
            }
        });
    });
    program
}
