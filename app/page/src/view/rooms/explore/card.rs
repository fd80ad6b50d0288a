//! What the model on screen is, in full.

use leptos::prelude::*;

use crate::numbers;
use crate::view::app_context;
use crate::words::explore as words;
use crate::words::models as model_words;
use protocol::CardFacts;

/// How much of the digest is shown; the rest is in its tooltip.
const DIGEST_DIGITS: usize = 12;

/// The card of the model on screen.
#[component]
pub(super) fn ModelCard() -> impl IntoView {
    let session = app_context().session;
    let card = Memo::new(move |_| {
        session.with(|session| {
            let model = session.models.on_screen.as_ref()?;
            let mut card = model.card.clone();
            card.summary = model_words::summary(&model.id, card.summary);
            Some(card)
        })
    });
    view! {
        <section class="card" aria-label=words::about()>
            {move || card.get().map(|card| view! { <Facts card /> })}
        </section>
    }
}

#[component]
fn Facts(card: CardFacts) -> impl IntoView {
    let metrics = card
        .metrics
        .into_iter()
        .map(|(name, value)| {
            view! {
                <div>
                    <dt>{name}</dt>
                    <dd>{value}</dd>
                </div>
            }
        })
        .collect_view();
    let layers = card
        .architecture
        .into_iter()
        .map(|layer| view! { <li>{layer}</li> })
        .collect_view();
    let pictures = words::PictureFormat {
        width: card.width as f64,
        height: card.height as f64,
        channels: if card.channels == 3 { "colour" } else { "grey" },
    }
    .text();
    let digest: String = card.digest.chars().take(DIGEST_DIGITS).collect();
    view! {
        <h2>{words::about()}</h2>
        <p class="card-summary">{card.summary}</p>
        <dl class="facts">
            <div>
                <dt>{words::latent_dimensions()}</dt>
                <dd>{card.latent}</dd>
            </div>
            <div>
                <dt>{words::parameters()}</dt>
                <dd>{numbers::grouped(card.parameters)}</dd>
            </div>
            <div>
                <dt>{words::pictures()}</dt>
                <dd>{pictures}</dd>
            </div>
            {metrics}
        </dl>
        <details class="more">
            <summary>{words::layers_data_licence()}</summary>
            <ol class="layers">{layers}</ol>
            <dl class="facts facts-long">
                <div>
                    <dt>{words::data()}</dt>
                    <dd>{card.data}</dd>
                </div>
                <div>
                    <dt>{words::licence()}</dt>
                    <dd>{card.licence}</dd>
                </div>
                <div>
                    <dt>"SHA-256"</dt>
                    <dd>
                        <code title=card.digest>{digest}</code>
                    </dd>
                </div>
            </dl>
        </details>
    }
}
