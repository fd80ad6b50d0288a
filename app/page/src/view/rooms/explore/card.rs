//! What the model on screen is, in full.

use leptos::prelude::*;

use crate::numbers;
use crate::view::app_context;
use crate::words::card as card_words;
use crate::words::model_card as words;
use crate::words::models as model_words;
use protocol::{CardDetails, CardFacts};
use session::ShownModel;

/// How much of the digest is shown; the rest is in its tooltip.
const DIGEST_DIGITS: usize = 12;

/// The card of the model on screen. It is part of the lazy chunk.
#[component]
pub(in crate::view::rooms) fn ModelCard() -> impl IntoView {
    let session = app_context().session;
    let shown = Memo::new(move |_| session.with(|session| session.models.on_screen.clone()));
    view! {
        <section class="card" aria-label=words::about()>
            {move || shown.get().and_then(facts)}
        </section>
    }
}

/// The facts of a card. `None` if page and engine do not agree on what a card is: they are of one
/// build, so that this does not happen.
fn facts(model: ShownModel) -> Option<AnyView> {
    let mut card = model.card;
    card.summary = model_words::summary(&model.id, card.summary);
    let details = card.details.clone().read().ok()?;
    Some(view! { <Facts card details /> }.into_any())
}

#[component]
fn Facts(card: CardFacts, details: CardDetails) -> impl IntoView {
    let figures = details
        .metrics
        .iter()
        .map(|figure| {
            let name = card_words::figure_name(figure);
            (name, card_words::figure_value(figure))
        })
        .chain(details.metrics.first().map(|figure| {
            let name = words::measured_on().to_owned();
            (name, card_words::measured_on(figure))
        }))
        .map(|(name, value)| {
            view! {
                <div>
                    <dt>{name}</dt>
                    <dd>{value}</dd>
                </div>
            }
        })
        .collect_view();
    let summary = match (&details.onnx, &details.base) {
        (Some(onnx), _) => card_words::onnx_source(onnx),
        (None, Some(base)) => card_words::own_model(base, details.data.images),
        (None, None) => card.summary.clone(),
    };
    let pictures = words::PictureFormat {
        width: card.width as f64,
        height: card.height as f64,
        channels: if card.channels == 3 { "colour" } else { "grey" },
    }
    .text();
    let more = details
        .onnx
        .is_none()
        .then(|| layers_data_licence(&card, details.clone()));
    view! {
        <h2>{words::about()}</h2>
        <p class="card-summary">{summary}</p>
        <dl class="facts">
            <div>
                <dt>{words::latent_dimensions()}</dt>
                <dd>{card.latent}</dd>
            </div>
            <div>
                <dt>{words::parameters()}</dt>
                <dd>{numbers::grouped(details.parameters)}</dd>
            </div>
            <div>
                <dt>{words::pictures()}</dt>
                <dd>{pictures}</dd>
            </div>
            {figures}
        </dl>
        {more}
    }
}

/// What a card says of layers, data and licence, which an ONNX file does not.
fn layers_data_licence(card: &CardFacts, details: CardDetails) -> AnyView {
    let data = card_words::training_data(&details);
    let licence = card_words::licence(&details).to_owned();
    let layers = card_words::layer_lines(card, &details)
        .into_iter()
        .map(|layer| view! { <li>{layer}</li> })
        .collect_view();
    let digest: String = details.digest.chars().take(DIGEST_DIGITS).collect();
    view! {
        <details class="more">
            <summary>{words::layers_data_licence()}</summary>
            <ol class="layers">{layers}</ol>
            <dl class="facts facts-long">
                <div>
                    <dt>{words::data()}</dt>
                    <dd>{data}</dd>
                </div>
                <div>
                    <dt>{words::licence()}</dt>
                    <dd>{licence}</dd>
                </div>
                <div>
                    <dt>"SHA-256"</dt>
                    <dd>
                        <code title=details.digest>{digest}</code>
                    </dd>
                </div>
            </dl>
            // Beside the page, so that a run goes on.
            <a href="third-party.html" target="_blank">
                {words::third_party()}
            </a>
        </details>
    }
    .into_any()
}
