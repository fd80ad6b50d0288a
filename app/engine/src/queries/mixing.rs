//! Pictures whose layers have a latent point each.

use super::QueryReply;
use super::context::{RequestContext, numbers};
use crate::loaded_models::check_count;
use protocol::ModelQuery;

pub use MixingState as State;

/// Nothing outlives the query.
#[derive(Default)]
pub struct MixingState;

impl MixingState {
    /// Decodes them.
    pub async fn answer(
        &mut self,
        context: RequestContext,
        _: ModelQuery,
        payload: Option<Vec<u8>>,
    ) -> QueryReply {
        let points = numbers(payload)?;
        check_count(points.len() / (context.model.latent_inputs() * context.model.latent()))?;
        let pictures = context
            .model
            .mixed_pictures(&points, &context.device)
            .await?;
        Ok(Some((context.pictures(&pictures, false), Some(pictures))))
    }
}
