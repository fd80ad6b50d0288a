//! The directions in which a generator's first layer varies most.

use wasm_bindgen_futures::spawn_local;

use super::QueryReply;
use super::context::RequestContext;
use crate::channel;
use protocol::payload::f32_bytes;
use protocol::{ModelAnswer, ModelQuery};

/// Of the draws that principal directions are computed from: the same on every visit.
const SEED: u64 = 0;

pub use PrincipalState as State;

/// Nothing outlives the query.
#[derive(Default)]
pub struct PrincipalState;

impl PrincipalState {
    /// Begins to look for directions.
    #[allow(
        clippy::unused_async,
        reason = "all queries are answered alike, and some have to wait"
    )]
    pub async fn answer(
        &mut self,
        context: RequestContext,
        query: ModelQuery,
        _: Option<Vec<u8>>,
    ) -> QueryReply {
        if let ModelQuery::PrincipalDirections { count } = query {
            spawn_local(find(context, count));
        }
        Ok(None)
    }
}

async fn find(context: RequestContext, count: usize) {
    let latent = context.model.latent();
    let found = context
        .model
        .principal((count, SEED), &context.device, channel::macrotask);
    match found.await {
        Ok(found) => {
            let answer = ModelAnswer::PrincipalDirections {
                count: found.shares.len(),
                latent,
                shares: found.shares,
            };
            context.reply(answer, Some(&f32_bytes(&found.directions)));
        }
        Err(error) => context.fail(error),
    }
}
