//! What the page asks of a model beyond pictures of the point and of the map.
//!
//! A question is a file here, with its call of the mathematics, and an arm of the one `match` in
//! [`QueryState::answer`]. (Its form is in `protocol`, as a `ModelQuery` and an `ModelAnswer`.)
//!
//! Long queries go on beside everything else, a slice at a time: messages are answered between two
//! slices. Only programs that train as well contain them, because the explorer's program has to
//! arrive before the first picture.

mod context;
mod decode;
mod encode;
#[cfg(feature = "train")]
mod inversion;
#[cfg(feature = "train")]
mod principal;
#[cfg(feature = "train")]
mod reference;
#[cfg(feature = "train")]
mod slice_sizer;

use crate::error::RequestError;
use crate::loaded_models::LoadedModels;
use context::RequestContext;
use protocol::{EngineKind, FromEngine, ModelAnswer, ModelQuery, RequestId};

/// An answer and its payload; `None` if answers are sent asynchronously.
type QueryReply = Result<Option<(ModelAnswer, Option<Vec<u8>>)>, RequestError>;

/// What outlives a query.
pub struct QueryState {
    kind: EngineKind,
    #[cfg(feature = "train")]
    inversion: inversion::InversionSlot,
    #[cfg(feature = "train")]
    reference: reference::ReferenceSlot,
}

impl QueryState {
    /// Nothing has been asked yet.
    pub fn new(kind: EngineKind) -> Self {
        Self {
            kind,
            #[cfg(feature = "train")]
            inversion: inversion::InversionSlot::default(),
            #[cfg(feature = "train")]
            reference: reference::ReferenceSlot::default(),
        }
    }

    /// Answers a question, or begins to. `None` if answers are sent asynchronously.
    pub async fn answer(
        &mut self,
        id: RequestId,
        model: &str,
        query: ModelQuery,
        payload: Option<Vec<u8>>,
        models: &LoadedModels,
    ) -> Result<Option<(FromEngine, Option<Vec<u8>>)>, RequestError> {
        let model = models.model(model)?;
        let context = RequestContext::new(id, self.kind, model, models.device().clone());
        let reply = match query {
            ModelQuery::Decode => decode::answer(&context, payload).await,
            ModelQuery::Encode => encode::answer(&context, payload).await,
            #[cfg(feature = "train")]
            ModelQuery::Invert { seed } => self.inversion.begin(context, payload, seed),
            #[cfg(feature = "train")]
            ModelQuery::StopInverting => self.inversion.stop(),
            #[cfg(feature = "train")]
            ModelQuery::Principal { count } => principal::begin(context, count),
            #[cfg(feature = "train")]
            ModelQuery::Hold { data, files } => self.reference.load(context, data, files, payload),
            #[cfg(feature = "train")]
            ModelQuery::Show { first, count } => self.reference.show(first, count),
            #[cfg(feature = "train")]
            ModelQuery::Nearest { count } => self.reference.nearest(&context, payload, count).await,
            #[cfg(not(feature = "train"))]
            _ => Err(protocol::EngineError::ShortQueriesOnly.into()),
        };
        let with_id = |(answer, payload): (ModelAnswer, _)| {
            let answer = answer.into();
            (FromEngine::Answer { id, answer }, payload)
        };
        Ok(reply?.map(with_id))
    }
}
