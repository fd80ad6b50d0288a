//! What the background worker answered.

use std::sync::Arc;

use super::BordersQuery;
use super::state::{BordersTool, ClassifiedPoints};
use crate::failure_reason::{FailureReason, UnfitAnswer};

impl BordersTool {
    /// What pictures are taken for arrived.
    pub(super) fn classified(
        &mut self,
        query: &BordersQuery,
        (count, classes): (usize, usize),
        probabilities: Vec<f32>,
        latent: usize,
    ) -> Result<(), FailureReason> {
        match query {
            BordersQuery::Points {
                version,
                points,
                is_way,
                ..
            } => {
                if points.len() != count.saturating_mul(latent) {
                    return Err(UnfitAnswer::OtherQuestion.into());
                }
                let found = Some(Arc::new(ClassifiedPoints {
                    points: points.clone(),
                    version: *version,
                    probabilities,
                    classes,
                }));
                if *is_way {
                    self.along = found;
                } else {
                    self.point = found;
                }
            }
            BordersQuery::Cells {
                version,
                slice,
                cells,
                first,
                ..
            } => {
                let Some(coming) = &mut self.coming else {
                    return Ok(());
                };
                let is_next = coming.slice == *slice
                    && coming.version == *version
                    && coming.cells == *cells
                    && coming.classes.len() == *first;
                if is_next {
                    let rows = probabilities.chunks_exact(classes.max(1));
                    coming.classes.extend(rows.map(likeliest));
                    coming.classes.truncate(cells * cells);
                    if count > 0 && coming.classes.len() == cells * cells {
                        self.regions = self.coming.take().map(Arc::new);
                    }
                }
            }
            BordersQuery::Search { .. } => {}
        }
        Ok(())
    }

    pub(super) fn search_went_on(
        &mut self,
        (from, target): (&[f32], Option<u8>),
        (of, class): (Option<usize>, Option<usize>),
        z: Vec<f32>,
        done: bool,
    ) {
        let Some(search) = &mut self.search else {
            return;
        };
        if search.from != from || search.target != target || !search.running {
            return;
        }
        let search = Arc::make_mut(search);
        let narrow = |class: Option<usize>| class.and_then(|class| u8::try_from(class).ok());
        search.of = narrow(of);
        search.running = !done;
        let fits = z.len() == from.len() && z.iter().all(|value| value.is_finite());
        if let Some(class) = narrow(class).filter(|_| fits) {
            let apart = z.iter().zip(from).map(|(to, from)| (to - from).powi(2));
            let distance = apart.sum::<f32>().sqrt();
            search.found = Some((z, class, distance));
        }
    }

    /// Nothing more comes of the search.
    pub(super) fn end_search(&mut self) {
        if let Some(search) = &mut self.search {
            Arc::make_mut(search).running = false;
        }
    }
}

/// The likeliest class and its probability.
fn likeliest(row: &[f32]) -> (u8, f32) {
    let mut best = (0, 0.0);
    for (class, share) in (0..).zip(row) {
        if *share > best.1 {
            best = (class, *share);
        }
    }
    best
}
