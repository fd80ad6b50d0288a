//! What is chosen of a projection, and how far it is.

use leptos::prelude::*;

use super::{images, send, state};
use crate::view::components::{UiContext, button_while, number_field, options, switch};
use crate::words::projection as words;
use protocol::{ProjectionMethod, ProjectionSpec};
use session::{LIVE_MODEL, ProjectionInput, Session};

/// What is chosen, and what is said of it.
pub(super) fn settings(ui: UiContext) -> AnyView {
    let with = |session: &Session, method| chosen(session).method == method;
    let about = |session: &Session| {
        match chosen(session).method {
            ProjectionMethod::Pca => words::about_pca(),
            ProjectionMethod::Tsne => words::about_tsne(),
            ProjectionMethod::Umap => words::about_umap(),
        }
        .to_owned()
    };
    let perplexity = number(
        ui,
        words::perplexity(),
        move |session| with(session, ProjectionMethod::Tsne),
        |spec| u32::from(spec.neighbours),
        set_neighbours,
    );
    let neighbours = number(
        ui,
        words::neighbours(),
        move |session| with(session, ProjectionMethod::Umap),
        |spec| u32::from(spec.neighbours),
        set_neighbours,
    );
    let seed = number(
        ui,
        words::seed(),
        move |session| !with(session, ProjectionMethod::Pca),
        |spec| spec.seed,
        |spec, seed| spec.seed = seed,
    );
    view! {
        <div class="projection-settings">
            {method(ui)} {dimensions(ui)} {perplexity} {neighbours} {seed}
        </div>
        <p class="note">{ui.text(about)}</p>
        {progress(ui)}
        {pictures(ui)}
    }
    .into_any()
}

fn chosen(session: &Session) -> ProjectionSpec {
    state(session).map_or_else(ProjectionSpec::default, |state| state.spec)
}

/// Chooses something else about the projection.
fn choose(ui: UiContext, change: impl FnOnce(&mut ProjectionSpec)) {
    let mut spec = ui.now(chosen);
    change(&mut spec);
    send(ui, ProjectionInput::Choose(spec));
}

fn method(ui: UiContext) -> AnyView {
    let names = [
        ("pca", words::pca()),
        ("tsne", words::tsne()),
        ("umap", words::umap()),
    ];
    let of = |session: &Session| chosen(session).method.as_str().to_owned();
    let on_change = move |event| {
        if let Some(method) = ProjectionMethod::from_name(&event_target_value(&event)) {
            choose(ui, |spec| spec.method = method);
        }
    };
    view! {
        <label class="labelled">
            <span>{words::method()}</span>
            <select on:change=on_change>{options(ui, names, of)}</select>
        </label>
    }
    .into_any()
}

fn dimensions(ui: UiContext) -> AnyView {
    let names = [("2", words::two()), ("3", words::three())];
    let of = |session: &Session| chosen(session).dimensions.to_string();
    let on_change = move |event| {
        if let Ok(dimensions) = event_target_value(&event).parse() {
            choose(ui, |spec| spec.dimensions = dimensions);
        }
    };
    view! {
        <label class="labelled">
            <span>{words::dimensions()}</span>
            <select on:change=on_change>{options(ui, names, of)}</select>
        </label>
    }
    .into_any()
}

fn set_neighbours(spec: &mut ProjectionSpec, number: u32) {
    let (fewest, most) = ProjectionSpec::NEIGHBOURS;
    let number = number.clamp(fewest.into(), most.into());
    spec.neighbours = u8::try_from(number).unwrap_or(most);
}

/// A whole number of the specification.
fn number(
    ui: UiContext,
    name: &'static str,
    shown: impl Fn(&Session) -> bool + Send + 'static,
    of: fn(&ProjectionSpec) -> u32,
    set: fn(&mut ProjectionSpec, u32),
) -> AnyView {
    number_field(
        ui,
        (name, "0"),
        shown,
        move |session| of(&chosen(session)),
        move |number| choose(ui, |spec| set(spec, number)),
    )
}

/// How far it is, in a sentence, and what can be done about it.
fn progress(ui: UiContext) -> AnyView {
    let is_computing = |session: &Session| state(session).is_some_and(|it| it.job.is_some());
    let can_begin = |session: &Session| {
        let points = session.models.points.as_ref();
        state(session).zip(points).is_some_and(|(state, points)| {
            state.job.is_none() && (state.failed || state.stopped || state.is_stale(points))
        })
    };
    // Counting is not announced.
    let live = ui.attribute(move |session| is_computing(session).then(|| "off".to_owned()));
    view! {
        <p class="note projection-state" role="status" aria-live=live>
            {ui.text(said)}
        </p>
        <p class="buttons">
            {button_while(ui, words::stop(), is_computing, move || send(ui, ProjectionInput::Stop))}
            {button_while(ui, words::again(), can_begin, move || send(ui, ProjectionInput::Again))}
        </p>
    }
    .into_any()
}

fn said(session: &Session) -> String {
    let (Some(state), false) = (state(session), session.models.on_screen.is_none()) else {
        return String::new();
    };
    let Some(points) = &session.models.points else {
        return words::no_images().to_owned();
    };
    let found = points.labels.len() as f64;
    if found < 5.0 {
        return words::TooFew { found }.text();
    }
    if found > 10_000.0 {
        return words::TooMany { found }.text();
    }
    if state.job.is_some() {
        let percent = f64::from(100.0 * state.progress).floor();
        return words::Computing { percent }.text();
    }
    if state.failed {
        return words::failed().to_owned();
    }
    if state.stopped {
        return words::stopped().to_owned();
    }
    let Some(images) = images(session) else {
        return String::new();
    };
    let done = words::Done {
        count: images.points.labels.len() as f64,
        seconds: images.millis / 1000.0,
        trust: images.trustworthiness.into(),
        kept: f64::from(100.0 * images.preservation).round(),
    };
    if state.is_stale(points) {
        format!("{} {}", done.text(), words::stale())
    } else {
        done.text()
    }
}

/// Whether points are pictures. Those of a model in training change too often to be decoded.
fn pictures(ui: UiContext) -> AnyView {
    let is_live = |session: &Session| {
        let shown = session.models.on_screen.as_ref();
        shown.is_some_and(|model| model.id == LIVE_MODEL)
    };
    let on = |session: &Session| state(session).is_some_and(|state| state.pictures);
    let note = ui.text(move |session| {
        if on(session) && !is_live(session) {
            words::about_pictures().to_owned()
        } else {
            String::new()
        }
    });
    let set = move |on| send(ui, ProjectionInput::ShowPictures(on));
    view! {
        {switch(ui, words::pictures(), is_live, on, set)}
        <p class="note">{note}</p>
    }
    .into_any()
}
