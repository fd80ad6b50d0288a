//! Numbers of the moment in a lesson's text.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::numbers;
use crate::view::components::UiContext;
use lesson::{LiveNumber, StepText};
use run_spec::ModeCoverage;
use session::{Session, ShownRun};

/// Where the numbers stand.
const PLACES: &str = ".lesson [data-live]";
/// What stands for a number that is not known.
const UNKNOWN: &str = "–";

/// Keeps the numbers of a step's text up to date, a frame after each change.
pub(super) fn follow(ui: UiContext, text: Memo<Option<(String, String, StepText)>>) {
    let waiting = StoredValue::new(false);
    Effect::new(move |_| {
        text.with(|_| ());
        ui.read(|_| ());
        if !waiting.get_value() {
            waiting.set_value(true);
            request_animation_frame(move || {
                waiting.try_set_value(false);
                fill(ui);
            });
        }
    });
}

fn fill(ui: UiContext) {
    let Ok(places) = document().query_selector_all(PLACES) else {
        return;
    };
    for at in 0..places.length() {
        let place = places
            .item(at)
            .and_then(|it| it.dyn_into::<web_sys::Element>().ok());
        let Some(place) = place else { continue };
        let name = place.get_attribute("data-live").unwrap_or_default();
        let number = LiveNumber::from_name(&name);
        let value = number.and_then(|number| ui.now(|session| said(session, number)));
        let value = value.unwrap_or_else(|| UNKNOWN.to_owned());
        // Written only when it changed: who selects text keeps it.
        if place.text_content().as_deref() != Some(&value) {
            place.set_text_content(Some(&value));
        }
    }
}

/// What a number is, if it is known.
fn said(session: &Session, number: LiveNumber) -> Option<String> {
    let point = &session.view.point;
    let run = session.training.run.as_ref();
    let stepped = run.filter(|run| run.progress.step > 0);
    let whole = |value: usize| value.to_string();
    Some(match number {
        LiveNumber::FirstCoordinate => numbers::coordinate(*point.first()?),
        LiveNumber::SecondCoordinate => numbers::coordinate(*point.get(1)?),
        LiveNumber::Distance => numbers::fixed(norm(point), 2),
        LiveNumber::TypicalDistance => {
            numbers::fixed(latent::typical_radius(point.len().max(1)), 1)
        }
        LiveNumber::LatentDimensions => whole(point.len()),
        LiveNumber::NearestDigit => whole(session.nearest_digit()?.0.into()),
        LiveNumber::NearestDistance => numbers::fixed(session.nearest_digit()?.1, 2),
        LiveNumber::DigitsMet => whole(session.learn.open.as_ref()?.digits_met()),
        LiveNumber::ModelKl => {
            let kl = Some(session.models.kl()).filter(|kl| !kl.is_empty())?;
            numbers::fixed(kl.iter().sum(), 2)
        }
        LiveNumber::Step => run?.progress.step.to_string(),
        LiveNumber::DiscriminatorLoss => numbers::fixed(loss(run?, "D loss")?, 3),
        LiveNumber::GeneratorLoss => numbers::fixed(loss(run?, "G loss")?, 3),
        // An autoencoder's is soon less than a thousandth.
        LiveNumber::Reconstruction => numbers::short(loss(run?, "Reconstruction")?.into()),
        LiveNumber::RunKl => numbers::short(loss(run?, "KL")?.into()),
        LiveNumber::RealScore => numbers::fixed(stepped?.progress.real_mean? as f32, 2),
        LiveNumber::GeneratedScore => numbers::fixed(stepped?.progress.fake_mean? as f32, 2),
        LiveNumber::Modes => whole(coverage(run?)?.reached),
        LiveNumber::AllModes => whole(coverage(run?)?.of),
        LiveNumber::HighQuality => numbers::fixed(100.0 * coverage(run?)?.high_quality as f32, 1),
        LiveNumber::Beta => numbers::short(session.training.spec().beta),
        LiveNumber::UnusedDimensions => {
            let each = &stepped?.progress.kl_per_dimension;
            whole(each.iter().filter(|kl| !latent::is_active(**kl)).count())
        }
        LiveNumber::Pictures => whole(session.training.pictures.brought()),
    })
}

fn norm(point: &[f32]) -> f32 {
    point.iter().map(|z| z * z).sum::<f32>().sqrt()
}

/// The newest value of a loss, by the name that the trainer gives it.
fn loss(run: &ShownRun, name: &str) -> Option<f32> {
    let mut losses = run.progress.losses.iter();
    let (_, value) = losses.find(|(known, _)| known == name)?;
    Some(*value)
}

/// What was measured last of a run on points.
fn coverage(run: &ShownRun) -> Option<&ModeCoverage> {
    run.plane.runs.first()?.quality()?.coverage.as_ref()
}
