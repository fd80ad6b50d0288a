//! What the page asks of a model beyond pictures of the point and of the map.
//!
//! A query is a file here, which calls the mathematics. `protocol` has its form, as a `ModelQuery` and
//! a `ModelAnswer`, and says which file answers it ([`protocol::long_queries`]). So a new one needs no
//! line in this file. (`cargo fmt` does not see modules that a macro declares; `cargo xtask test`
//! formats them by name.)
//!
//! Long queries go on beside everything else, a slice at a time: messages are answered between two
//! slices. Only programs that train as well contain them, because the explorer's program has to
//! arrive before the first picture.

mod context;
mod decode;
mod encode;
#[cfg(feature = "long-queries")]
mod newest;
#[cfg(feature = "long-queries")]
mod slice_sizer;

use crate::error::RequestError;
use crate::loaded_models::LoadedModels;
use context::RequestContext;
use protocol::{EngineKind, FromEngine, ModelAnswer, ModelQuery, RequestId};

/// An answer and its payload; `None` if answers are sent asynchronously.
type QueryReply = Result<Option<(ModelAnswer, Option<Vec<u8>>)>, RequestError>;

/// Declares the modules of long queries, each with its state, which it exports as `State`, and sends a
/// query to its own.
macro_rules! long_query_modules {
    ($($module:ident: $($query:ident),+;)+) => {
        $(
            #[cfg(feature = "long-queries")]
            mod $module;
        )+

        /// What outlives a query.
        pub struct QueryState {
            kind: EngineKind,
            $(
                #[cfg(feature = "long-queries")]
                $module: $module::State,
            )+
        }

        impl QueryState {
            /// Nothing has been asked yet.
            pub fn new(kind: EngineKind) -> Self {
                Self {
                    kind,
                    $(
                        #[cfg(feature = "long-queries")]
                        $module: $module::State::default(),
                    )+
                }
            }

            #[cfg(feature = "long-queries")]
            async fn dispatch(
                &mut self,
                context: RequestContext,
                query: ModelQuery,
                payload: Option<Vec<u8>>,
            ) -> QueryReply {
                match &query {
                    $(
                        $(ModelQuery::$query { .. })|+ => {
                            self.$module.answer(context, query, payload).await
                        }
                    )+
                    ModelQuery::Decode => decode::answer(&context, payload).await,
                    ModelQuery::Encode => encode::answer(&context, payload).await,
                }
            }

            #[cfg(not(feature = "long-queries"))]
            async fn dispatch(
                &mut self,
                context: RequestContext,
                query: ModelQuery,
                payload: Option<Vec<u8>>,
            ) -> QueryReply {
                match query {
                    ModelQuery::Decode => decode::answer(&context, payload).await,
                    ModelQuery::Encode => encode::answer(&context, payload).await,
                    $($(ModelQuery::$query { .. })|+)|+ => {
                        Err(protocol::RoomError::ShortQueriesOnly.into())
                    }
                }
            }
        }
    };
}

protocol::long_queries!(long_query_modules);

impl QueryState {
    /// Answers a query, or begins to. `None` if answers are sent asynchronously.
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
        let reply = self.dispatch(context, query, payload).await;
        let with_id = |(answer, payload): (ModelAnswer, _)| {
            let answer = answer.into();
            (FromEngine::Answer { id, answer }, payload)
        };
        Ok(reply?.map(with_id))
    }
}
