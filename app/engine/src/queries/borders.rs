//! What pictures are taken for, and the nearest point whose picture is taken for something else.

use std::cell::Cell;
use std::rc::Rc;

use classifier::{CounterfactualSearch, ImageClassifier, classified};
use model::data::grey_values;
use model::latent;
use model::random::{HostRng, RandomStream};
use run_spec::DatasetId;
use wasm_bindgen_futures::spawn_local;
use web_time::{Duration, Instant};

use super::QueryReply;
use super::context::{RequestContext, numbers};
use super::slice_sizer::SliceSizer;
use crate::error::RequestError;
use crate::loaded_models::check_count;
use crate::{channel, fetch};
use protocol::payload::{CounterfactualPayload, f32_bytes};
use protocol::{ModelAnswer, ModelQuery, RoomError};

/// How often a search reports to the page.
const REPORT_EVERY: Duration = Duration::from_millis(100);
/// How far from 0 a coordinate may be, as far as the sliders go.
const BOUND: f32 = ::latent::EXTENT;
/// A search begins with so many draws from the prior, and as many around the point at each of these
/// distances. They are the same each time, and so is what is found.
const STARTS: usize = 160;
const AROUND: [f32; 3] = [0.25, 0.6, 1.2];
const SEED: u64 = 18;

pub use BordersState as State;

/// The classifier that was used last, and the search under way.
#[derive(Default)]
pub struct BordersState {
    classifier: Option<Rc<ImageClassifier>>,
    /// Ends the newest search.
    stop: Option<Rc<Cell<bool>>>,
}

impl BordersState {
    /// Says what pictures are taken for, or begins a search.
    pub async fn answer(
        &mut self,
        context: RequestContext,
        query: ModelQuery,
        payload: Option<Vec<u8>>,
    ) -> QueryReply {
        match query {
            ModelQuery::Classify(data) => {
                let classifier = self.classifier(&context, data).await?;
                classify(&context, &classifier, payload).await
            }
            ModelQuery::Counterfactual(data) => {
                let classifier = self.classifier(&context, data).await?;
                self.begin(context, classifier, payload)
            }
            _ => Ok(None),
        }
    }

    /// The classifier of a data set, fetched from the site's own folder, where this program comes from.
    async fn classifier(
        &mut self,
        context: &RequestContext,
        data: DatasetId,
    ) -> Result<Rc<ImageClassifier>, RequestError> {
        let known = self.classifier.clone().filter(|it| it.data() == data);
        let classifier = if let Some(known) = known {
            known
        } else {
            let url = format!("assets/classifiers/{}.safetensors", data.as_str());
            let bytes = fetch::bytes(&url).await?;
            let parsed = ImageClassifier::parse(&bytes).map_err(|_| RoomError::ClassifierFile)?;
            let parsed = Rc::new(parsed);
            self.classifier = Some(Rc::clone(&parsed));
            parsed
        };
        let shape = classifier.shape();
        if shape != context.model.image() {
            let (height, width) = (shape.height, shape.width);
            return Err(RoomError::ClassifierSize { height, width }.into());
        }
        Ok(classifier)
    }

    /// Begins a search in place of the one under way.
    fn begin(
        &mut self,
        context: RequestContext,
        classifier: Rc<ImageClassifier>,
        payload: Option<Vec<u8>>,
    ) -> QueryReply {
        let latent = context.model.latent();
        let asked = payload.and_then(|bytes| CounterfactualPayload::read(latent, &bytes));
        let asked = asked.ok_or(RoomError::NoLatentPoint)?;
        let class = asked.class.map(usize::from);
        let starts = starts(&asked.point);
        let search = CounterfactualSearch::new(&asked.point, &starts, class, BOUND);
        if let Some(stop) = self.stop.take() {
            stop.set(true);
        }
        let stop = Rc::new(Cell::new(false));
        self.stop = Some(Rc::clone(&stop));
        spawn_local(look(context, classifier, search, stop));
        Ok(None)
    }
}

/// Points that may be of other classes.
fn starts(point: &[f32]) -> Vec<f32> {
    let latent = point.len();
    let mut rng = HostRng::new(SEED, RandomStream::Noise(0));
    let mut starts = rng.normals(STARTS * latent);
    for radius in AROUND {
        let noise = rng.normals(STARTS / AROUND.len() * latent);
        let from = point.iter().cycle();
        starts.extend(
            noise
                .iter()
                .zip(from)
                .map(|(noise, from)| from + radius * noise),
        );
    }
    starts
}

async fn classify(
    context: &RequestContext,
    classifier: &ImageClassifier,
    payload: Option<Vec<u8>>,
) -> QueryReply {
    let points = numbers(payload)?;
    latent::check_points(context.model.latent(), &points)?;
    let count = points.len() / context.model.latent();
    check_count(count)?;
    let pictures = context.model.pictures(&points, &context.device).await?;
    let shape = context.model.image();
    let probabilities = classified(classifier, &grey_values(&pictures, shape), shape.len());
    let accuracy = classifier.accuracy();
    let answer = ModelAnswer::Classes {
        count,
        classes: classifier.classes().len(),
        accuracy: accuracy.share,
        held_out: accuracy.images,
    };
    Ok(Some((answer, Some(f32_bytes(&probabilities)))))
}

async fn look(
    context: RequestContext,
    classifier: Rc<ImageClassifier>,
    mut search: CounterfactualSearch,
    stop: Rc<Cell<bool>>,
) {
    let mut sizer = SliceSizer::new(context.kind);
    let mut reported = Instant::now();
    let shape = context.model.image();
    loop {
        if !search.is_done() {
            let points = search.wanted(sizer.begin()).to_vec();
            let pictures = context.model.pictures(&points, &context.device).await;
            let pictures = match pictures {
                Ok(pictures) => pictures,
                Err(error) => return context.fail(error),
            };
            search.take(&*classifier, &grey_values(&pictures, shape), shape.len());
            sizer.end(points.len() / context.model.latent());
        }
        let done = search.is_done() || stop.get();
        if done || reported.elapsed() >= REPORT_EVERY {
            reported = Instant::now();
            let found = search.found();
            let answer = ModelAnswer::Counterfactual {
                of: search.origin_class(),
                class: found.as_ref().map(|found| found.class),
                z: found.map_or_else(Vec::new, |found| found.z),
                done,
            };
            context.reply(answer, None);
        }
        if done {
            return;
        }
        channel::macrotask().await;
    }
}
