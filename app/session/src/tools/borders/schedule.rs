//! What is asked of the background worker, and when.

use std::sync::Arc;

use super::state::{
    BordersRefusal, BordersTool, CELLS, ClassRegions, ClassSearch, ClassifiedPoints,
};
use super::{BordersQuery, query_of};
use crate::context::Context;
use crate::questions::{PendingQuestion, ToolQuery};
use crate::room::Room;
use crate::tools::ExploreTool;
use crate::tools::background::background_asked;
use crate::tools::facts::Facts;
use crate::tools::state::{ExploreTools, MapOverlay};
use crate::worker_slot::WorkerSlot;
use protocol::payload::{CounterfactualPayload, f32_bytes};
use protocol::{CardFacts, ModelQuery};
use run_spec::{DatasetId, ImageShape};

/// Cells of the map that are asked for at a time, so that the point never waits long behind them.
const AT_ONCE: usize = 96;

/// Which classifier looks at a model's pictures.
fn classifier_of(card: &CardFacts) -> Result<DatasetId, BordersRefusal> {
    let details = card.details.clone().read().ok();
    let name = details.map(|details| details.data.name);
    let mut all = DatasetId::ALL.iter().copied();
    let data = all.find(|data| data.has_classifier() && name.as_deref() == Some(data.title()));
    let data = data.ok_or(BordersRefusal::OtherData)?;
    let expected = data.info().shape;
    let found = ImageShape {
        channels: card.channels,
        height: card.height,
        width: card.width,
    };
    if found == expected {
        Ok(data)
    } else {
        Err(BordersRefusal::OtherSize { expected, found })
    }
}

impl ExploreTools {
    /// Begins to look for the nearest point of another class.
    pub(super) fn find_other_class(&mut self, facts: &Facts, context: &mut Context) {
        let Some(model) = facts.models.shown_id() else {
            return;
        };
        if !matches!(self.own.borders.data(), Some(Ok(_))) {
            return;
        }
        if let Some(worker) = &mut context.slots.background {
            // What a search before still says is not heard any more; the worker ends it for the new one.
            worker.forget(|asked| matches!(query_of(asked), Some(BordersQuery::Search { .. })));
        }
        let tool = &mut self.own.borders;
        tool.is_due = true;
        tool.failed = false;
        tool.along = None;
        tool.search = Some(Arc::new(ClassSearch {
            from: facts.view.point.clone(),
            version: facts.models.version(model),
            target: tool.target,
            of: None,
            found: None,
            running: true,
        }));
    }

    /// Sends what is to be asked next about classes.
    pub(super) fn schedule_borders(&mut self, facts: &Facts, context: &mut Context) {
        let is_open = self.tool == ExploreTool::Borders;
        let is_over_map = self.overlay == MapOverlay::Borders;
        if facts.room != Room::Explore || !(is_open || is_over_map) {
            return;
        }
        let Some(model) = facts.model() else { return };
        let tool = &mut self.own.borders;
        if tool.classifier.as_ref().is_none_or(|it| it.0 != model.card) {
            let found = classifier_of(&model.card);
            if tool.data().is_some_and(|before| before != found) {
                // A run on other data trains under the same name.
                **tool = BordersTool::default();
            }
            tool.classifier = Some((model.card.clone(), found));
        }
        let Some(Ok(data)) = tool.data() else { return };
        let asked = |asked: &PendingQuestion| {
            query_of(asked).is_some_and(|query| !matches!(query, BordersQuery::Search { .. }))
        };
        let version = facts.models.version(&model.id);
        if tool.failed || background_asked(context, asked) {
            return;
        }
        let next = self.next_borders_query(facts, (&model.id, version), is_open, is_over_map);
        let Some(next) = next else { return };
        if !self.background_holds_newest(facts, context, &model.id) {
            return;
        }
        let (query, payload) = match &next {
            BordersQuery::Points { points, .. } => (ModelQuery::Classify(data), f32_bytes(points)),
            BordersQuery::Cells { cells, first, .. } => {
                let last = (first + AT_ONCE).min(cells * cells);
                let coming = self.own.borders.coming.as_ref();
                let middles = coming.map(|coming| coming.middles(*first..last));
                (
                    ModelQuery::Classify(data),
                    f32_bytes(&middles.unwrap_or_default()),
                )
            }
            BordersQuery::Search { from, target, .. } => {
                self.own.borders.is_due = false;
                let (class, point) = (*target, from.clone());
                let payload = CounterfactualPayload { class, point };
                (ModelQuery::Counterfactual(data), payload.write())
            }
        };
        let asked = PendingQuestion::Tool(ToolQuery::new(next));
        context.ask(
            WorkerSlot::Background,
            &model.id,
            query,
            asked,
            Some(payload.into()),
        );
    }

    /// What is to be asked next: about the point, a search, the way that it found, the map.
    fn next_borders_query(
        &mut self,
        facts: &Facts,
        (model, version): (&str, u64),
        is_open: bool,
        is_over_map: bool,
    ) -> Option<BordersQuery> {
        let tool = &self.own.borders;
        let model = model.to_owned();
        let is_known = |known: Option<&Arc<ClassifiedPoints>>, points: &[f32]| {
            known.is_some_and(|known| known.points == points && known.version == version)
        };
        let points = |points: &[f32], is_way| BordersQuery::Points {
            model: model.clone(),
            version,
            points: points.to_vec(),
            is_way,
        };
        if is_open && !is_known(tool.point.as_ref(), &facts.view.point) {
            return Some(points(&facts.view.point, false));
        }
        if let Some(search) = tool
            .search
            .as_ref()
            .filter(|search| search.version == version)
        {
            if tool.is_due {
                return Some(BordersQuery::Search {
                    model,
                    version,
                    from: search.from.clone(),
                    target: search.target,
                });
            }
            if let Some(frames) = search.frames().filter(|_| is_open && !search.running)
                && !is_known(tool.along.as_ref(), &frames)
            {
                return Some(points(&frames, true));
            }
        }
        if !is_over_map {
            return None;
        }
        let slice = self.plane(facts);
        let tool = &mut self.own.borders;
        let fits = |regions: &ClassRegions| regions.slice == slice && regions.version == version;
        if tool.coming.as_ref().is_none_or(|coming| !fits(coming)) {
            let known = tool.regions.as_ref().filter(|regions| fits(regions));
            let known = known.map_or(0, |regions| regions.cells);
            let cells = CELLS.into_iter().find(|cells| *cells > known)?;
            tool.coming = Some(ClassRegions {
                slice: slice.clone(),
                version,
                cells,
                classes: Vec::new(),
            });
        }
        let coming = tool.coming.as_ref()?;
        Some(BordersQuery::Cells {
            model,
            version,
            slice,
            cells: coming.cells,
            first: coming.classes.len(),
        })
    }

    /// The points of the film to another class, while the tool is open.
    pub(in crate::tools) fn border_frames(&self) -> Option<Vec<f32>> {
        let search = self.own.borders.search.as_ref()?;
        search.frames().filter(|_| !search.running)
    }
}
