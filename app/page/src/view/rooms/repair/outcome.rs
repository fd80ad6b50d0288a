//! The restoration, beside a baseline and the picture before.

use leptos::prelude::*;

use super::damage::shape;
use super::{seed, send};
use crate::view::components::{PictureKey, UiContext, button_while, pixel_canvas};
use crate::words::{failure_sentence, picture_fault_sentence, repair as words};
use session::{
    DamageKind, ImagePixels, PictureSimilarity, RepairBaseline, RepairComparison, RepairEvent,
    RepairFault, RepairOutcome, RepairVerdict, Session,
};

/// Draws that there is room for.
const DRAWS: usize = 8;

pub(super) fn outcome(ui: UiContext) -> AnyView {
    let is_senseless =
        |session: &Session| session.repair.fault().is_some() || session.repair.is_running();
    let restore = ui.click_unless(is_senseless, move || {
        send(ui, RepairEvent::Restore(seed()));
    });
    let stop = button_while(
        ui,
        words::stop(),
        |session| session.repair.is_running(),
        move || send(ui, RepairEvent::Stop),
    );
    let before = |session: &Session| {
        let damaged = session.repair.damaged.as_ref();
        let damaged = damaged.filter(|it| it.kind != DamageKind::Missing)?;
        Some(damaged.before.clone())
    };
    let baseline = |session: &Session| outcome_of(session)?.baseline.clone();
    view! {
        <section class="repair-outcome" aria-label=words::restoration()>
            <h2>{words::restoration()}</h2>
            <div class="repair-buttons">
                <button
                    type="button"
                    class="button"
                    data-main="true"
                    aria-disabled=ui.disabled_while(is_senseless)
                    on:click=restore
                >
                    {words::restore()}
                </button>
                {stop}
            </div>
            <p class="note" role="status" aria-label=words::progress()>
                {ui.text(progress)}
            </p>
            <div class="repair-pictures">
                {figure(
                    (ui, words::restored_picture()),
                    |_| words::restored_picture(),
                    |session| Some(outcome_of(session)?.restored.clone()),
                )} {figure((ui, words::baseline_picture()), baseline_of, baseline)}
                {figure((ui, words::before()), |_| words::before(), before)}
                <div
                    class="repair-pass"
                    hidden=ui.hidden_unless(|session| pass(session).is_some())
                >
                    {figure((ui, words::pass_picture()), |_| words::one_pass(), pass)}
                </div>
            </div>
            <p class="repair-verdict" role="status">
                {ui.text(verdict)}
            </p>
            {measures(ui)}
            {draws(ui)}
        </section>
    }
    .into_any()
}

fn outcome_of(session: &Session) -> Option<&RepairOutcome> {
    session.repair.outcome.as_ref()
}

/// What encoder and decoder make of it in one pass.
fn pass(session: &Session) -> Option<ImagePixels> {
    outcome_of(session)?.passed.clone()
}

fn comparison(session: &Session) -> Option<RepairComparison> {
    outcome_of(session)?.comparison
}

/// How far it is, or why there is nothing to restore.
fn progress(session: &Session) -> String {
    let repair = &session.repair;
    if let Some(fault) = repair.fault() {
        return fault_sentence(session, fault);
    }
    if let Some(error) = &repair.failed {
        return failure_sentence(error);
    }
    let step = repair.outcome.as_ref().map(|outcome| outcome.step as f64);
    match (repair.is_running(), step) {
        (true, Some(step)) => words::Running { step }.text(),
        (true, None) => words::waiting().to_owned(),
        (false, Some(step)) => words::Ended { step }.text(),
        (false, None) => words::ready().to_owned(),
    }
}

fn fault_sentence(session: &Session, fault: RepairFault) -> String {
    let sentence = match fault {
        RepairFault::NoModel => words::no_model(),
        RepairFault::NoPicture => words::no_picture(),
        RepairFault::Picture(fault) => picture_fault_sentence(fault),
        RepairFault::NothingDamaged => match session.repair.settings.kind {
            DamageKind::Noise => words::no_noise(),
            _ => words::nothing_erased(),
        },
        RepairFault::EverythingHidden => words::everything_erased(),
        RepairFault::NotDivisible { width, height, by } => {
            return words::NotDivisible {
                by: by as f64,
                width: width as f64,
                height: height as f64,
            }
            .text();
        }
    };
    sentence.to_owned()
}

/// What the restoration is compared with.
fn baseline_of(session: &Session) -> &'static str {
    let damaged = session.repair.damaged.as_ref();
    match damaged.map(|damaged| damaged.baseline_kind()) {
        None | Some(RepairBaseline::Harmonic) => words::baseline_harmonic(),
        Some(RepairBaseline::Median) => words::baseline_median(),
        Some(RepairBaseline::Bicubic) => words::baseline_bicubic(),
    }
}

/// A picture, called `canvas` for those who hear the page, under a name which follows the session.
fn figure(
    (ui, canvas): (UiContext, &'static str),
    name: fn(&Session) -> &'static str,
    of: fn(&Session) -> Option<ImagePixels>,
) -> AnyView {
    let key = move |session: &Session| Some(PictureKey::of(&of(session)?.bytes));
    view! {
        <figure class="step">
            <figcaption>
                <h3>{ui.text(move |session| name(session).to_owned())}</h3>
            </figcaption>
            <div
                class="picture-frame"
                style=("--shape", ui.text(shape))
                data-empty=ui.flag(move |session| of(session).is_none())
            >
                {pixel_canvas(ui, canvas, key, of)}
            </div>
        </figure>
    }
    .into_any()
}

/// Which is nearer, in a sentence.
fn verdict(session: &Session) -> String {
    let Some(found) = comparison(session) else {
        return String::new();
    };
    let winner = match found.verdict() {
        RepairVerdict::Model => "model",
        RepairVerdict::Baseline => "baseline",
        RepairVerdict::ModelByPsnr => "model-by-psnr",
        RepairVerdict::ModelBySsim => "model-by-ssim",
    };
    let apart = (found.restored.psnr - found.baseline.psnr).abs();
    let verdict = words::Verdict {
        winner,
        baseline: baseline_of(session),
        // Of two pictures without a difference, neither is nearer.
        apart: if apart.is_finite() { apart } else { 0.0 },
    }
    .text();
    match found.pass_ahead() {
        Some(ahead) => words::VerdictWithPass {
            verdict: &verdict,
            ahead,
        }
        .text(),
        None => verdict,
    }
}

fn measures(ui: UiContext) -> AnyView {
    let over = |session: &Session| {
        let over = if session.repair.settings.kind.hides() {
            words::measures_hidden()
        } else {
            words::measures_all()
        };
        over.to_owned()
    };
    let rows: Vec<AnyView> = vec![
        row(
            ui,
            |_| words::restored_picture(),
            |found| Some(found.restored),
        ),
        row(ui, baseline_of, |found| Some(found.baseline)),
        row(ui, |_| words::one_pass(), |found| found.passed),
    ];
    view! {
        <table
            class="repair-measures"
            aria-label=words::measures()
            hidden=ui.hidden_unless(|session| comparison(session).is_some())
        >
            <caption>{ui.text(over)}</caption>
            <thead>
                <tr>
                    <th scope="col">{words::by()}</th>
                    <th scope="col">{words::psnr()}</th>
                    <th scope="col">{words::ssim()}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(
    ui: UiContext,
    name: fn(&Session) -> &'static str,
    of: fn(RepairComparison) -> Option<PictureSimilarity>,
) -> AnyView {
    let found = move |session: &Session| comparison(session).and_then(of);
    let psnr = move |session: &Session| match found(session) {
        None => String::new(),
        Some(found) if found.psnr.is_infinite() => words::exact().to_owned(),
        Some(found) => words::Decibel { value: found.psnr }.text(),
    };
    let ssim = move |session: &Session| {
        found(session).map_or_else(String::new, |found| {
            words::Similarity { value: found.ssim }.text()
        })
    };
    view! {
        <tr hidden=ui.hidden_unless(move |session| found(session).is_some())>
            <th scope="row">{ui.text(move |session| name(session).to_owned())}</th>
            <td>{ui.text(psnr)}</td>
            <td>{ui.text(ssim)}</td>
        </tr>
    }
    .into_any()
}

/// Other pictures that are possible.
fn draws(ui: UiContext) -> AnyView {
    let said = |session: &Session| {
        let Some(outcome) = outcome_of(session) else {
            return String::new();
        };
        words::DrawsNote {
            count: outcome.draws.len() as f64,
            percent: f64::from(outcome.effective) * 100.0,
        }
        .text()
    };
    let there = |session: &Session| outcome_of(session).is_some_and(|it| !it.draws.is_empty());
    let pictures: Vec<AnyView> = (0..DRAWS).map(|at| draw(ui, at)).collect();
    view! {
        <div class="repair-draws" hidden=ui.hidden_unless(there)>
            <h3>{words::draws()}</h3>
            <div class="repair-strip">{pictures}</div>
            <p class="note">{ui.text(said)}</p>
        </div>
    }
    .into_any()
}

fn draw(ui: UiContext, at: usize) -> AnyView {
    let name = words::Draw {
        number: (at + 1) as f64,
    };
    let key = move |session: &Session| {
        let outcome = outcome_of(session)?;
        outcome.draws.get(at)?;
        Some(PictureKey::nth(&outcome.draws, at))
    };
    let pixels = move |session: &Session| outcome_of(session)?.draws.get(at).cloned();
    view! {
        <figure
            class="step"
            hidden=ui.hidden_unless(move |session| {
                outcome_of(session).is_some_and(|outcome| at < outcome.draws.len())
            })
        >
            <div class="picture-frame" style=("--shape", ui.text(shape))>
                {pixel_canvas(ui, name.text(), key, pixels)}
            </div>
        </figure>
    }
    .into_any()
}
