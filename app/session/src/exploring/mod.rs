//! The Explore room's tools, and the Compare room.
//!
//! - `state`: what they consist of; `history`: undo and redo.
//! - `films`: pictures of many points at once.
//! - `paths`: pins, and ways between them; `directions`: what lies along them; `vectors`: attribute
//!   vectors and arithmetic.
//! - `input`: a picture of the visitor's own, encoded or inverted; `neighbours`: images near to a
//!   picture; `studio`: the worker that searches.
//! - `plane`: what the map shows; `place`: what the address says of all this; `take_away`: files.

mod directions;
mod films;
mod history;
mod input;
mod neighbours;
mod paths;
mod place;
mod plane;
mod state;
mod studio;
mod take_away;
mod vectors;

use protocol::payload::{PosteriorPayload, split_pictures};
use std::sync::Arc;

use run_spec::DatasetId;

pub(super) use films::BatchDecodes;
pub(super) use history::PointChange;
pub use history::UndoHistory;
pub use neighbours::PAGE;
pub use paths::{LONGEST_WALK, WALK_STEP};
pub use state::{
    BroughtImage, CORNERS, ExampleGroups, ExploreTools, FRAMES, ImagePosterior, ImageStrip,
    LabelledImages, LatentPath, LatentSearch, MapOverlay, MapPlane, NamedDirection, NearImage,
    NearestImages, PIN_NAMES, PINS, PathKind, PointFormula, PrincipalDirections, ROWS,
    ReferenceSet, SAMPLES, StripKind, TRAVERSED, Tool,
};
pub use take_away::{ExploreExport, film_of};

use super::book::WorkerSlot;
use super::state::{ImagePixels, Session};
use super::worker::PendingQuestion;
use protocol::{Answer, RequestId};

/// What the visitor does with the tools.
#[derive(Clone, Debug, PartialEq)]
pub enum ExploreEvent {
    /// Set the point on screen aside as this pin, from 0.
    Pin(usize),
    /// Take a pin away.
    Unpin(usize),
    /// Go to a pin.
    GoTo(usize),
    /// Show a tool.
    Open(Tool),
    /// What lies between pins.
    SetPath(PathKind),
    /// Whether the path returns to its beginning.
    Close(bool),
    /// Go along the path, from 0 to 1.
    SetAlong(f32),
    /// Play the path, or stop.
    PlayPath(bool),
    /// A random walk from the point on screen, by numbers of `[0, 1)`.
    Walk(Vec<f64>),
    /// A drag ended, a key was released: what follows is another change.
    Rest,
    /// Take the last change back.
    Undo,
    /// Make it again.
    Redo,
    /// Look at another part of the map's plane.
    Look {
        /// Its centre.
        centre: (f32, f32),
        /// Half its side.
        extent: f32,
    },
    /// Show another plane.
    ShowPlane(MapPlane),
    /// Lay something over the map.
    ShowOverlay(MapOverlay),
    /// Go along a principal direction, counted from 0, to a coordinate.
    SetPrincipal(usize, f32),
    /// Go along a named direction to a coordinate.
    SetVector(String, f32),
    /// Show all rows of the table of traversals, or the first.
    AllRows(bool),
    /// Set ψ.
    Truncate(f32),
    /// New draws from the prior.
    Draw(Vec<f32>),
    /// Put an example into a group, or into none.
    Group(usize, Option<bool>),
    /// Whether examples are images of the data set that is held, rather than samples.
    GroupImages(bool),
    /// Save the direction from the one group to the other under a name.
    SaveVector(String),
    /// Save the direction from the mean of one digit's images to that of another's.
    SaveDigits(u8, u8),
    /// Forget a saved direction.
    RemoveVector(String),
    /// Go where a formula says.
    Evaluate(String),
    /// A picture was drawn, opened or picked.
    Bring {
        /// Where it comes from.
        title: String,
        /// Its pixels, grey or RGB.
        pixels: ImagePixels,
    },
    /// Whether the picture is centred and scaled as the training data were.
    Centre(bool),
    /// Go to a draw from the picture's posterior, by standard normal noise.
    Resample(Vec<f32>),
    /// Look for a point that the model draws the picture at.
    Invert(u32),
    /// Stop looking.
    StopInverting,
    /// Put the picture away.
    Forget,
    /// Compare with the images of a data set.
    Hold {
        /// Which.
        data: DatasetId,
        /// Whether it may be fetched from a mirror.
        mirror: bool,
    },
    /// Show the page of the data set that begins with this image.
    Page(usize),
    /// Compare with another model.
    CompareWith(String),
    /// Keep the model that is being trained as it is now, as a model of its own.
    KeepLive,
    /// The address names a place.
    Follow(String),
    /// Take something along.
    Take(ExploreExport),
}

impl Session {
    pub(super) fn explore(&mut self, event: ExploreEvent) {
        match event {
            ExploreEvent::Pin(pin) => self.pin(pin),
            ExploreEvent::Unpin(pin) => self.unpin(pin),
            ExploreEvent::GoTo(pin) => self.go_to_pin(pin),
            ExploreEvent::Open(tool) => self.exploring.tool = tool,
            ExploreEvent::SetPath(kind) => self.set_path(kind),
            ExploreEvent::Close(closed) => {
                self.exploring.path.closed = closed;
                self.exploring.path.at = None;
            }
            ExploreEvent::SetAlong(at) => self.set_along(at),
            ExploreEvent::PlayPath(playing) => self.play_path(playing),
            ExploreEvent::Walk(uniforms) => self.walk(&uniforms),
            ExploreEvent::Rest => self.rest(),
            ExploreEvent::Undo => self.undo(),
            ExploreEvent::Redo => self.redo(),
            ExploreEvent::Look { centre, extent } => self.look(centre, extent),
            ExploreEvent::ShowPlane(plane) => self.show_plane(plane),
            ExploreEvent::ShowOverlay(overlay) => self.exploring.overlay = overlay,
            ExploreEvent::SetPrincipal(at, value) => self.set_principal(at, value),
            ExploreEvent::SetVector(name, value) => self.set_vector(&name, value),
            ExploreEvent::AllRows(all) => self.exploring.all_rows = all,
            ExploreEvent::Truncate(truncation) => {
                if truncation.is_finite() {
                    self.exploring.truncation = truncation.clamp(0.0, 2.0);
                }
            }
            ExploreEvent::Draw(noise) => self.draw(noise),
            ExploreEvent::Group(example, group) => self.group(example, group),
            ExploreEvent::GroupImages(of_images) => {
                self.exploring.groups = ExampleGroups {
                    of_images,
                    ..ExampleGroups::default()
                };
            }
            ExploreEvent::SaveVector(name) => self.save_vector(&name),
            ExploreEvent::SaveDigits(from, to) => self.save_digits(from, to),
            ExploreEvent::RemoveVector(name) => self.remove_vector(&name),
            ExploreEvent::Evaluate(text) => self.evaluate(text),
            ExploreEvent::Bring { title, pixels } => self.bring(title, pixels),
            ExploreEvent::Centre(centred) => self.centre(centred),
            ExploreEvent::Resample(noise) => self.resample(&noise),
            ExploreEvent::Invert(seed) => self.invert(seed),
            ExploreEvent::StopInverting => self.stop_inverting(),
            ExploreEvent::Forget => self.forget_input(),
            ExploreEvent::Hold { data, mirror } => self.hold(data, mirror),
            ExploreEvent::Page(first) => self.page(first),
            ExploreEvent::CompareWith(id) => self.compare_with(id),
            ExploreEvent::KeepLive => self.keep_live(),
            ExploreEvent::Follow(text) => self.follow_place(&text),
            ExploreEvent::Take(what) => self.take_away(what),
        }
    }

    /// Sends what the tools should do next, once the picture is on screen. Says whether the
    /// explorer is busy with it.
    pub(super) fn schedule_tools(&mut self) -> bool {
        self.find_principal();
        self.schedule_input();
        self.schedule_neighbours();
        self.schedule_films()
    }

    /// A question was answered.
    pub(super) fn told(
        &mut self,
        seat: WorkerSlot,
        id: RequestId,
        answer: Answer,
        payload: Option<Arc<[u8]>>,
    ) {
        let goes_on = match &answer {
            Answer::Inversion { done, .. } => !done,
            Answer::Images { count, encoded } => encoded.is_some_and(|encoded| encoded < *count),
            _ => false,
        };
        let worker = self.book.worker_mut(seat);
        let Some(purpose) = worker.and_then(|worker| worker.purpose(id, goes_on)) else {
            return;
        };
        let payload = payload.unwrap_or_else(|| Arc::from([]));
        match (purpose, answer) {
            (
                PendingQuestion::Film,
                Answer::Pictures {
                    count,
                    width,
                    height,
                    channels,
                    ..
                },
            ) => {
                let pictures = pictures(count, [width, height, channels], &payload);
                self.film_arrived(pictures.map(|(pictures, _)| pictures));
            }
            (
                PendingQuestion::Page,
                Answer::Pictures {
                    count,
                    width,
                    height,
                    channels,
                    labelled,
                },
            ) => match pictures(count, [width, height, channels], &payload) {
                Ok((pictures, rest)) => {
                    let labels = if labelled { rest } else { &[] };
                    self.page_arrived(pictures, labels.to_vec());
                }
                Err(error) => self.question_failed(PendingQuestion::Page, &error),
            },
            (PendingQuestion::Encode { model, picture }, Answer::Posterior { count, latent }) => {
                let posterior = posterior(count, latent, &payload);
                self.posterior_arrived(&model, &picture, posterior);
            }
            (PendingQuestion::Groups { name }, Answer::Posterior { count, latent }) => {
                self.groups_encoded(&name, count, latent, &payload);
            }
            (
                PendingQuestion::Invert,
                Answer::Inversion {
                    step,
                    error,
                    z,
                    done,
                },
            ) => self.inversion_arrived(step, error, z, done, payload),
            (
                PendingQuestion::Principal,
                Answer::Principal {
                    count,
                    latent,
                    shares,
                },
            ) => self.principal_arrived(count, latent, shares, &payload),
            (PendingQuestion::Hold, Answer::Images { count, encoded }) => {
                self.images_arrived(count, encoded);
            }
            (
                PendingQuestion::Nearest { z },
                Answer::Nearest {
                    pixels,
                    codes,
                    compared,
                    encoded,
                },
            ) => self.nearest_arrived(z, pixels, codes, (compared, encoded), &payload),
            (purpose, _) => {
                self.question_failed(purpose, "The engine answered another question.");
            }
        }
    }

    /// A question could not be answered; says whether it was one.
    pub(super) fn ask_failed(&mut self, seat: WorkerSlot, id: RequestId, error: &str) -> bool {
        let worker = self.book.worker_mut(seat);
        let Some(purpose) = worker.and_then(|worker| worker.purpose(id, false)) else {
            return false;
        };
        self.question_failed(purpose, error);
        true
    }

    fn question_failed(&mut self, purpose: PendingQuestion, error: &str) {
        match purpose {
            PendingQuestion::Film => self.film_arrived(Err(error.to_owned())),
            PendingQuestion::Encode { model, picture } => {
                self.posterior_arrived(&model, &picture, Err(error.to_owned()));
            }
            PendingQuestion::Groups { .. } => {
                self.alert(format!("The examples could not be encoded. {error}"), None);
            }
            PendingQuestion::Invert => self.inversion_failed(error),
            PendingQuestion::Principal => self.principal_failed(),
            PendingQuestion::Hold => self.hold_failed(error),
            PendingQuestion::Page | PendingQuestion::Nearest { .. } => {
                self.neighbours_failed(error)
            }
        }
    }

    /// Another model is on screen, or the same with other dimensions: what was found in the one
    /// before does not hold.
    pub(super) fn forget_model(&mut self, latent_differs: bool) {
        self.forget_films();
        let exploring = &mut self.exploring;
        exploring.principal = None;
        exploring.nearest = None;
        exploring.held.page = None;
        exploring.held.count = None;
        exploring.groups = ExampleGroups::default();
        exploring.path.at = None;
        exploring.path.playing = false;
        exploring.path.walk = Arc::default();
        exploring.formula.outcome = None;
        exploring.history = UndoHistory::default();
        self.book.principal_of = None;
        if latent_differs {
            self.exploring.pins = Default::default();
            self.exploring.vectors.clear();
            self.exploring.noise = Arc::default();
        }
        self.prepare_input();
        self.forget_view();
    }
}

/// Reads the posterior of one picture: its means, then its standard deviations.
fn posterior(count: usize, latent: usize, payload: &[u8]) -> Result<ImagePosterior, String> {
    match PosteriorPayload::read(count, latent, payload) {
        Some(PosteriorPayload { means, spreads }) if count == 1 && latent > 0 => {
            Ok(ImagePosterior {
                mean: means,
                spread: spreads,
            })
        }
        _ => Err(format!(
            "Expected a posterior of one picture, found {count} of {latent} dimensions in {} \
             numbers.",
            payload.len() / 4
        )),
    }
}

/// Takes a payload of pictures apart; what follows them comes second.
fn pictures(
    count: usize,
    [width, height, channels]: [usize; 3],
    payload: &[u8],
) -> Result<(Vec<ImagePixels>, &[u8]), String> {
    let Some((pictures, rest)) = split_pictures(count, [width, height, channels], payload) else {
        return Err(format!(
            "expected {count} pictures of {width} × {height} pixels with {channels} channels, \
             found {} bytes",
            payload.len()
        ));
    };
    let pictures = pictures.map(|bytes| ImagePixels {
        width,
        height,
        channels,
        bytes: bytes.into(),
    });
    Ok((pictures.collect(), rest))
}
