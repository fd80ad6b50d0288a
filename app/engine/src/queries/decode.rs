//! The pictures of latent points.

use model::latent;

use super::QueryReply;
use super::context::{RequestContext, numbers};
use crate::loaded_models::check_count;

pub async fn answer(context: &RequestContext, payload: Option<Vec<u8>>) -> QueryReply {
    let points = numbers(payload)?;
    latent::check_points(context.model.latent(), &points)?;
    check_count(points.len() / context.model.latent())?;
    let pictures = context.model.pictures(&points, &context.device).await?;
    Ok(Some((context.pictures(&pictures, false), Some(pictures))))
}
