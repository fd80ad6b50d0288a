//! A latent point for each layer: where one point takes over from another, and a direction along which
//! only some layers are moved (as in Härkönen et al., *GANSpace*, arXiv:2004.02546, section 3.2). Only
//! generators have it whose hidden layers are modulated by the latent point (arXiv:1810.01365).

use std::sync::Arc;

use super::super::ExploreTool;
use super::super::background::background_asked;
use super::super::directions::along;
use super::super::facts::Facts;
use super::super::sizes::{TRAVERSAL_EXTENT, TRAVERSED};
use super::super::state::ExploreTools;
use crate::alert_text::RoomAlert;
use crate::context::Context;
use crate::failure_reason::{FailureReason, UnfitAnswer};
use crate::pictures::{ImagePixels, pictures};
use crate::questions::{PendingQuestion, ToolQuery};
use crate::worker_slot::WorkerSlot;
use protocol::payload::f32_bytes;
use protocol::{ModelAnswer, ModelQuery};

/// A layer that takes a latent point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StyleLayer {
    /// The first layer, which the point enters.
    Input,
    /// A dense layer of so many numbers.
    Dense(usize),
    /// The channels before a doubling.
    Up(usize),
}

/// Along what layers are moved.
#[derive(Clone, Debug, PartialEq)]
pub enum LayerDirection {
    /// A dimension of the latent space, from 0.
    Dimension(usize),
    /// A principal direction, from 0.
    Principal(usize),
    /// A named direction.
    Named(String),
}

/// What single layers do: pictures and what they are of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LayerMixing {
    /// The layers that take a point, in the order of data; one at most where the model has not more.
    pub layers: Vec<StyleLayer>,
    /// Along what layers are moved.
    pub direction: Option<LayerDirection>,
    /// The layers that stay where they are, as bits.
    pub still: u32,
    /// The pictures, once there are any.
    pub shown: Option<MixedPictures>,
    /// The model and the weights that [`Self::layers`] are of.
    layers_of: Option<(String, u64)>,
    /// What could not be decoded; it is not asked for again.
    failed: Option<StyleQuery>,
}

/// Pictures of a latent point for each layer.
#[derive(Clone, Debug, PartialEq)]
pub struct MixedPictures {
    /// What was asked.
    query: StyleQuery,
    pictures: Arc<[ImagePixels]>,
}

impl MixedPictures {
    /// All of them, shared.
    pub fn pictures(&self) -> &Arc<[ImagePixels]> {
        &self.pictures
    }

    /// Which picture has the first `count` layers of the content (or of the style, if `reversed`) and
    /// all others of the other one. `None` without a style.
    pub fn mixed(&self, reversed: bool, count: usize) -> Option<usize> {
        let rows = self.query.inputs + 1;
        (self.query.has_manner && count < rows).then_some(usize::from(reversed) * rows + count)
    }

    /// Which picture is step `step` of the moved layers.
    pub fn moved(&self, step: usize) -> usize {
        let before = if self.query.has_manner {
            2 * (self.query.inputs + 1)
        } else {
            0
        };
        before + step
    }

    /// The point of a layer in a picture.
    pub fn point(&self, picture: usize, layer: usize) -> &[f32] {
        let latent = self.query.latent.max(1);
        let at = picture * self.query.inputs + layer;
        self.query
            .points
            .chunks_exact(latent)
            .nth(at)
            .unwrap_or_default()
    }
}

/// What the tool asks.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::tools) struct StyleQuery {
    model: String,
    version: u64,
    latent: usize,
    inputs: usize,
    has_manner: bool,
    /// `[pictures, inputs, latent]`
    points: Arc<[f32]>,
}

impl From<StyleQuery> for PendingQuestion {
    fn from(query: StyleQuery) -> Self {
        Self::Tool(ToolQuery::new(query))
    }
}

fn is_mixing(asked: &PendingQuestion) -> bool {
    matches!(asked, PendingQuestion::Tool(query) if query.get::<StyleQuery>().is_some())
}

impl LayerMixing {
    /// Whether a layer is moved.
    pub fn moves(&self, layer: usize) -> bool {
        let bit = u32::try_from(layer)
            .ok()
            .and_then(|at| 1_u32.checked_shl(at));
        bit.is_some_and(|bit| self.still & bit == 0)
    }

    pub(super) fn set_moved(&mut self, layer: usize, moved: bool) {
        let bit = u32::try_from(layer)
            .ok()
            .and_then(|at| 1_u32.checked_shl(at));
        match bit {
            Some(bit) if moved => self.still &= !bit,
            Some(bit) => self.still |= bit,
            None => {}
        }
    }
}

impl ExploreTools {
    /// Asks for the pictures of single layers, where they are looked at and not those that are there.
    pub(super) fn schedule_mixing(&mut self, facts: &Facts, context: &mut Context) {
        if self.tool != ExploreTool::Style {
            return;
        }
        self.find_layers(facts);
        let Some(query) = self.wanted_mixing(facts) else {
            self.own.style.mixing.shown = None;
            return;
        };
        let mixing = &self.own.style.mixing;
        let is_there = mixing.shown.as_ref().is_some_and(|it| it.query == query);
        if is_there
            || mixing.failed.as_ref() == Some(&query)
            || background_asked(context, is_mixing)
            || !self.background_holds_newest(facts, context, &query.model)
        {
            return;
        }
        let model = query.model.clone();
        let payload = Some(f32_bytes(&*query.points).into());
        let (slot, asked) = (WorkerSlot::Background, query.into());
        context.ask(slot, &model, ModelQuery::DecodeMixed, asked, payload);
    }

    /// Reads from the card which layers take a point.
    fn find_layers(&mut self, facts: &Facts) {
        let Some(model) = facts.model() else { return };
        let of = Some((model.id.clone(), facts.models.version(&model.id)));
        if self.own.style.mixing.layers_of == of {
            return;
        }
        let details = model.card.details.clone().read().ok();
        let modulated = details.filter(|details| details.self_modulation);
        let hidden = modulated.map(|details| {
            let dense = details.decoder.dense.into_iter().map(StyleLayer::Dense);
            let ups = details.decoder.conv.into_iter().map(StyleLayer::Up);
            dense.chain(ups).collect::<Vec<_>>()
        });
        let mixing = &mut self.own.style.mixing;
        mixing.layers_of = of;
        mixing.layers = vec![StyleLayer::Input];
        mixing.layers.extend(hidden.unwrap_or_default());
    }

    /// The pictures that should be there; `None` for a model whose layers take no points of their own.
    fn wanted_mixing(&self, facts: &Facts) -> Option<StyleQuery> {
        let model = &facts.model()?.id;
        let inputs = self.own.style.mixing.layers.len();
        if inputs < 2 {
            return None;
        }
        let content = &facts.view.point;
        let mut points = Vec::new();
        let manner = self.style_manner(facts);
        let manner = manner.as_ref().and_then(|it| self.manner_point(facts, it));
        if let Some(manner) = manner {
            for (first, rest) in [(&content[..], manner), (manner, &content[..])] {
                for count in 0..=inputs {
                    for layer in 0..inputs {
                        points.extend(if layer < count { first } else { rest });
                    }
                }
            }
        }
        let direction = self.layer_direction(facts);
        for step in 0..TRAVERSED {
            let value = TRAVERSAL_EXTENT * (2.0 * step as f32 / (TRAVERSED - 1) as f32 - 1.0);
            let shift = value - along(content, &direction);
            for layer in 0..inputs {
                let shift = if self.own.style.mixing.moves(layer) {
                    shift
                } else {
                    0.0
                };
                let moved = content.iter().zip(&direction);
                points.extend(moved.map(|(z, d)| z + shift * d));
            }
        }
        Some(StyleQuery {
            model: model.clone(),
            version: facts.models.version(model),
            latent: content.len(),
            inputs,
            has_manner: manner.is_some(),
            points: points.into(),
        })
    }

    /// The direction along which layers are moved: the one that was chosen, or else the first dimension.
    fn layer_direction(&self, facts: &Facts) -> Vec<f32> {
        let latent = facts.view.latent();
        let axis = |at: usize| (0..latent).map(|i| f32::from(u8::from(i == at))).collect();
        let found = match &self.own.style.mixing.direction {
            Some(LayerDirection::Dimension(at)) if *at < latent => Some(axis(*at)),
            Some(LayerDirection::Principal(at)) => {
                let principal = self.principal.as_ref();
                principal.and_then(|found| found.directions.get(*at).cloned())
            }
            Some(LayerDirection::Named(name)) => {
                let mut all = self.directions(facts).into_iter();
                all.find(|it| it.name == *name).map(|it| it.z)
            }
            _ => None,
        };
        let fits = found.filter(|direction| direction.len() == latent);
        fits.unwrap_or_else(|| axis(0))
    }

    /// Pictures of single layers arrived; those of another model are dropped.
    pub(super) fn mixing_arrived(
        &mut self,
        facts: &Facts,
        query: &StyleQuery,
        answer: &ModelAnswer,
        payload: &[u8],
    ) -> Result<(), FailureReason> {
        let ModelAnswer::Pictures {
            count,
            width,
            height,
            channels,
            ..
        } = *answer
        else {
            return Err(UnfitAnswer::OtherQuestion.into());
        };
        let (found, _) = pictures(count, [width, height, channels], payload)?;
        if found.len() * query.inputs * query.latent != query.points.len() {
            return Err(UnfitAnswer::OtherPictures.into());
        }
        if facts.models.shown_id() == Some(&query.model) {
            self.own.style.mixing.shown = Some(MixedPictures {
                query: query.clone(),
                pictures: found.into(),
            });
        }
        Ok(())
    }

    /// Pictures of single layers could not be made.
    pub(super) fn mixing_failed(
        &mut self,
        facts: &Facts,
        context: &mut Context,
        query: &StyleQuery,
        error: &FailureReason,
    ) {
        if facts.models.shown_id() == Some(&query.model) {
            self.own.style.mixing.failed = Some(query.clone());
            context.alert(RoomAlert::PicturesNotDecoded(error.clone()), None);
        }
    }
}
