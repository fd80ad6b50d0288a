//! Questions that take long: images to compare with, searches, principal directions. They go on
//! beside everything else, a slice at a time: between two slices, messages that came meanwhile are
//! answered.

use protocol::payload::f32_bytes;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use model::latent;
use wasm_bindgen_futures::spawn_local;

use super::gallery::Gallery;
use super::{Asker, Now, inverting, numbers};
use crate::held::Trouble;
use crate::{data, port};
use protocol::{Answer, DataFiles, FromEngine, Question, RequestId};

/// Of the draws that principal directions are computed from: the same on every visit.
const SEED: u64 = 0;

/// What outlives a question: jobs that go on, and images that are held.
#[derive(Default)]
pub struct Long {
    gallery: Rc<RefCell<Shelf>>,
    /// Ends the newest inversion.
    inverting: Option<Rc<Cell<bool>>>,
}

/// Where images are put when they have arrived.
#[derive(Default)]
struct Shelf {
    held: Option<Rc<Gallery>>,
    /// The request whose images are on their way.
    awaited: Option<RequestId>,
}

impl Long {
    /// Answers, or begins to.
    pub async fn answer(
        &mut self,
        asker: Asker,
        question: Question,
        payload: Option<Vec<u8>>,
    ) -> Now {
        match question {
            Question::Hold { data, files } => {
                self.hold(asker, data, files, payload);
                Ok(None)
            }
            Question::Invert { seed } => {
                let picture = asker.pictures_of(payload)?;
                let stop = Rc::new(Cell::new(false));
                let inversion = inverting::begin(asker, &picture, seed, Rc::clone(&stop));
                // On an error, the one before goes on.
                inversion.map(|()| {
                    self.stop_inverting();
                    self.inverting = Some(stop);
                    None
                })
            }
            Question::StopInverting => {
                self.stop_inverting();
                Ok(None)
            }
            Question::Principal { count } => {
                spawn_local(asker.principal(count));
                Ok(None)
            }
            Question::Show { first, count } => self.held()?.show(first, count).map(Some),
            Question::Nearest { count } => {
                let point = numbers(payload)?;
                self.held()?.nearest(&asker, &point, count).await.map(Some)
            }
            Question::Decode | Question::Encode => Ok(None),
        }
    }

    fn stop_inverting(&mut self) {
        if let Some(stop) = self.inverting.take() {
            stop.set(true);
        }
    }

    fn held(&self) -> Result<Rc<Gallery>, Trouble> {
        let held = self.gallery.borrow().held.clone();
        Ok(held.ok_or("Expected images to look at, found none. Choose a data set first.")?)
    }

    /// Fetches or draws a data set, and holds it in place of the one before once it is there.
    fn hold(
        &self,
        asker: Asker,
        data: run_spec::DataSource,
        files: DataFiles,
        payload: Option<Vec<u8>>,
    ) {
        let shelf = Rc::clone(&self.gallery);
        shelf.borrow_mut().awaited = Some(asker.id);
        spawn_local(async move {
            let images = data::images(data, asker.model.image(), &files, payload).await;
            let mut shelf = shelf.borrow_mut();
            let images = match images {
                _ if shelf.awaited != Some(asker.id) => {
                    Err("These images are no longer wanted: others were asked for.".to_owned())
                }
                images => images,
            };
            match images {
                Ok(images) => {
                    let gallery = Rc::new(Gallery::new(asker.id, images));
                    // Those before are let go first: both at once may be more than there is room for.
                    shelf.held = None;
                    gallery.encode(&asker);
                    gallery.tell(&asker);
                    shelf.held = Some(gallery);
                }
                Err(error) => {
                    let id = asker.id;
                    port::post(&FromEngine::Failed { id, error }, None);
                }
            }
        });
    }
}

impl Asker {
    async fn principal(self, count: usize) {
        let (model, latent) = (&*self.model, self.model.latent());
        let found = latent::principal(model, latent, count, SEED, &self.device, port::macrotask);
        match found.await {
            Ok(found) => {
                let answer = Answer::Principal {
                    count: found.shares.len(),
                    latent,
                    shares: found.shares,
                };
                self.tell(answer, Some(&f32_bytes(&found.directions)));
            }
            Err(error) => self.fail(error),
        }
    }
}
