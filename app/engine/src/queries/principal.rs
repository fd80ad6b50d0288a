//! The directions in which a generator's first layer varies most.

use model::latent;
use wasm_bindgen_futures::spawn_local;

use super::QueryReply;
use super::context::RequestContext;
use crate::channel;
use protocol::ModelAnswer;
use protocol::payload::f32_bytes;

/// Of the draws that principal directions are computed from: the same on every visit.
const SEED: u64 = 0;

/// Begins to look for at most `count` directions.
pub fn begin(context: RequestContext, count: usize) -> QueryReply {
    spawn_local(find(context, count));
    Ok(None)
}

async fn find(context: RequestContext, count: usize) {
    let (model, latent) = (&*context.model, context.model.latent());
    let found = latent::principal(
        model,
        latent,
        count,
        SEED,
        &context.device,
        channel::macrotask,
    );
    match found.await {
        Ok(found) => {
            let answer = ModelAnswer::Principal {
                count: found.shares.len(),
                latent,
                shares: found.shares,
            };
            context.reply(answer, Some(&f32_bytes(&found.directions)));
        }
        Err(error) => context.fail(error),
    }
}
