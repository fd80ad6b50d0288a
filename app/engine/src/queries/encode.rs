//! The posteriors of pictures.

use super::QueryReply;
use super::context::RequestContext;
use protocol::payload::PosteriorPayload;
use protocol::{ModelAnswer, RoomError};

pub async fn answer(context: &RequestContext, payload: Option<Vec<u8>>) -> QueryReply {
    let pictures = context.pictures_of(payload)?;
    let encoded = context.model.posteriors(&pictures, &context.device).await?;
    let encoded = encoded.ok_or(RoomError::NoEncoder)?;
    let answer = ModelAnswer::Posterior {
        count: pictures.len() / context.model.image().len(),
        latent: context.model.latent(),
    };
    let payload = PosteriorPayload {
        means: encoded.means,
        spreads: encoded.stds,
    }
    .write();
    Ok(Some((answer, Some(payload))))
}
