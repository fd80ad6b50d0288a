//! The reference set: a data set's images, to look at and to compare with.

mod set;

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;

use super::QueryReply;
use super::context::{RequestContext, numbers};
use crate::data;
use crate::error::RequestError;
use protocol::{DataFiles, ModelQuery, RequestId, RoomError};
use set::ReferenceData;

pub use ReferenceState as State;

/// Where the reference set is, once it has arrived.
#[derive(Default)]
pub struct ReferenceState {
    loaded: Rc<RefCell<LoadedReference>>,
}

#[derive(Default)]
struct LoadedReference {
    set: Option<Rc<ReferenceData>>,
    /// The request whose images are on their way.
    awaited: Option<RequestId>,
}

impl ReferenceState {
    /// Loads a data set, or answers about the one that is loaded.
    pub async fn answer(
        &mut self,
        context: RequestContext,
        query: ModelQuery,
        payload: Option<Vec<u8>>,
    ) -> QueryReply {
        match query {
            ModelQuery::LoadReferenceImages { data, files } => {
                self.load(context, data, files, payload)
            }
            ModelQuery::ReferencePage { first, count } => self.show(first, count),
            ModelQuery::NearestImages { count } => self.nearest(&context, payload, count).await,
            _ => Ok(None),
        }
    }

    /// Fetches or draws a data set. It replaces the set before once it is there.
    fn load(
        &self,
        context: RequestContext,
        data: run_spec::DatasetId,
        files: DataFiles,
        payload: Option<Vec<u8>>,
    ) -> QueryReply {
        let slot = Rc::clone(&self.loaded);
        slot.borrow_mut().awaited = Some(context.id);
        spawn_local(async move {
            let images = data::images(data, context.model.image(), &files, payload).await;
            let mut slot = slot.borrow_mut();
            let images = match images {
                _ if slot.awaited != Some(context.id) => {
                    Err(RoomError::ReferenceSetReplaced.into())
                }
                images => images,
            };
            match images {
                Ok(images) => {
                    let set = Rc::new(ReferenceData::new(context.id, images));
                    // The set before is dropped first: there may be no room for both at once.
                    slot.set = None;
                    set.encode(&context);
                    set.report(&context);
                    slot.set = Some(set);
                }
                Err(error) => context.fail(error),
            }
        });
        Ok(None)
    }

    /// Some of the images.
    fn show(&self, first: usize, count: usize) -> QueryReply {
        self.set()?.show(first, count).map(Some)
    }

    /// The images nearest to what the model makes of the payload's point.
    async fn nearest(
        &self,
        context: &RequestContext,
        payload: Option<Vec<u8>>,
        count: usize,
    ) -> QueryReply {
        let point = numbers(payload)?;
        self.set()?.nearest(context, &point, count).await.map(Some)
    }

    fn set(&self) -> Result<Rc<ReferenceData>, RequestError> {
        let set = self.loaded.borrow().set.clone();
        Ok(set.ok_or(RoomError::NoReferenceSet)?)
    }
}
