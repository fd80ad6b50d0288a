//! What happens to pictures that the visitor brings to train on, from the first file to a kept set.

use std::sync::Arc;

use protocol::{BUILD_ID, LeftOutPictures};
use run_spec::{DatasetId, PictureOptions, PictureWishes, WantedPictures};

use super::picture_store::{PictureBringing, PictureStoreCommand, PictureStoreReply};
use super::run_store::{RunStoreCommand, ask_store};
use super::state::TrainRoom;
use crate::alert_text::RoomAlert;
use crate::context::Context;
use crate::limits::FIRST_PRESET;
use crate::outbox::FollowUp;
use crate::pictures::pixels;
use crate::room::Room;

/// A longer name is cut.
const LONGEST_NAME: usize = 60;
/// No tile is larger, in pixels a side.
const MOST_TILE: usize = 1024;
/// The reason of a failure that ended the program.
const PROGRAM: &str = "program";

/// What the visitor does with their pictures.
#[derive(Clone, Debug, PartialEq)]
pub enum PictureEvent {
    /// The panel is there.
    Show,
    /// Pictures are to be prepared otherwise.
    Prepare(PictureOptions),
    /// The set is called something else.
    Name(String),
    /// What is brought next is of this class.
    ClassName(String),
    /// What is brought next are sprite sheets with tiles of this size, as text, or none any more.
    Tile(String),
    /// Read no more.
    Cancel,
    /// Forget what was gathered.
    Discard,
    /// Keep what was gathered, and train on it.
    Keep,
    /// Train on a kept set, by its id.
    Train(String),
    /// Keep a set no longer, by its id.
    Delete(String),
    /// Make a model of a kept set, by its id.
    MakeYours(String),
    /// Make it no more.
    StopYours,
    /// Save the model that was made.
    SaveYours,
}

impl TrainRoom {
    /// How files that are brought now are gathered.
    fn bringing(&self) -> PictureBringing {
        PictureBringing {
            build: BUILD_ID.to_owned(),
            class_name: self.pictures.class_name.clone(),
            tile: self.pictures.tile,
            options: self.wishes(),
        }
    }

    /// The same as the script reads it.
    pub fn bringing_text(&self) -> String {
        // Plain data with string keys always serialises.
        serde_json::to_string(&self.bringing()).unwrap_or_default()
    }

    /// How pictures are prepared.
    fn wishes(&self) -> PictureWishes {
        PictureWishes {
            chosen: self.pictures.chosen,
            wanted: self.wanted_pictures(),
        }
    }

    /// What the form asks of pictures, once the visitor chose any. Own images say themselves whether they
    /// are in colour.
    pub fn wanted_pictures(&self) -> Option<WantedPictures> {
        let untouched = self.preset == FIRST_PRESET
            && run_spec::preset(FIRST_PRESET).is_some_and(|preset| preset.spec() == self.draft);
        if untouched || self.draft.is_points() {
            return None;
        }
        let channels = self.draft.data.info().shape.channels;
        Some(WantedPictures {
            side: self.draft.image_size,
            channels: (self.draft.data != DatasetId::Own).then_some(channels),
        })
    }

    /// The form asks for other pictures: what was gathered is prepared so, unless the visitor chose how.
    pub(super) fn prepare_as_wanted(&mut self, context: &mut Context) {
        let panel = &self.pictures;
        if panel.gathered.is_some() && panel.progress.is_none() && panel.chosen.is_none() {
            let options = self.wishes();
            ask(
                context,
                PictureStoreCommand::Prepare { options },
                Vec::new(),
            );
        }
    }

    /// The visitor did something with their pictures.
    pub(super) fn use_pictures(&mut self, context: &mut Context, event: PictureEvent) {
        let wishes = self.wishes();
        let panel = &mut self.pictures;
        let command = match event {
            PictureEvent::Show => PictureStoreCommand::List,
            PictureEvent::Prepare(options) => {
                panel.chosen = Some(options);
                if panel.gathered.is_none() {
                    return;
                }
                let options = PictureWishes {
                    chosen: Some(options),
                    ..wishes
                };
                PictureStoreCommand::Prepare { options }
            }
            PictureEvent::Name(name) => {
                panel.name = shortened(&name);
                return;
            }
            PictureEvent::ClassName(name) => {
                panel.class_name = shortened(&name);
                return;
            }
            PictureEvent::Tile(text) => {
                panel.tile = tile_size(&text);
                return;
            }
            PictureEvent::Cancel => PictureStoreCommand::Cancel { options: wishes },
            PictureEvent::Discard => {
                panel.clear();
                PictureStoreCommand::Discard
            }
            PictureEvent::Keep => {
                let Some(options) = panel.options().filter(|_| panel.can_be_kept()) else {
                    return;
                };
                let name = panel.name.clone();
                panel.busy = true;
                PictureStoreCommand::Keep { name, options }
            }
            PictureEvent::Train(id) => {
                panel.busy = true;
                PictureStoreCommand::Open { id }
            }
            PictureEvent::Delete(id) => PictureStoreCommand::Delete { id },
            PictureEvent::MakeYours(id) => match self.want_personal(id) {
                Some(command) => command,
                None => return,
            },
            PictureEvent::StopYours => return self.stop_personal(context),
            PictureEvent::SaveYours => return self.save_personal(context),
        };
        ask(context, command, Vec::new());
    }

    /// Files were opened or dropped that are to be gathered.
    pub(super) fn gather(&mut self, context: &mut Context, files: Vec<(String, Arc<[u8]>)>) {
        self.pictures.shows_itself = true;
        let (names, payload): (Vec<_>, Vec<_>) = files.into_iter().unzip();
        let bringing = self.bringing();
        self.pictures.progress = Some((0, names.len()));
        ask(
            context,
            PictureStoreCommand::Bring { names, bringing },
            payload,
        );
    }

    /// The script answered.
    pub(super) fn pictures_replied(
        &mut self,
        context: &mut Context,
        reply: PictureStoreReply,
        payload: Vec<Arc<[u8]>>,
    ) {
        let panel = &mut self.pictures;
        match reply {
            PictureStoreReply::Listed(sets) => panel.kept = sets,
            PictureStoreReply::Progress(done, of) => panel.progress = Some((done, of)),
            PictureStoreReply::Gathered(gathered) if gathered.count == 0 => {
                panel.clear();
                let refused = gathered.left_out.into_iter().next();
                let alert = refused.map_or(RoomAlert::PicturesMissing, |refused| {
                    let LeftOutPictures {
                        reason,
                        found,
                        names,
                        ..
                    } = refused;
                    let name = names.into_iter().next().unwrap_or_default();
                    RoomAlert::PicturesNotGathered {
                        name,
                        reason,
                        found,
                    }
                });
                context.alert(alert, None);
                ask(context, PictureStoreCommand::Discard, Vec::new());
            }
            PictureStoreReply::Gathered(gathered) => {
                if std::mem::take(&mut panel.shows_itself) {
                    context.follow_up(FollowUp::ShowRoom(Room::Train));
                }
                let size = gathered.sheet;
                let sheet = payload.into_iter().next();
                panel.sheet = pixels(size.width, size.height, size.channels, sheet).ok();
                panel.gathered = Some(gathered);
                panel.progress = None;
            }
            PictureStoreReply::Kept(name) => {
                panel.clear();
                self.train_on_pictures(context, name, payload);
            }
            PictureStoreReply::Opened(name) => {
                panel.busy = false;
                self.train_on_pictures(context, name, payload);
            }
            PictureStoreReply::Read(id) => self.make_personal(context, &id, payload),
            PictureStoreReply::NotRead(id, fault) => self.personal_unread(context, &id, fault),
            PictureStoreReply::NotKept(fault) => {
                panel.busy = false;
                context.alert(RoomAlert::PicturesNotKept(fault), None);
            }
            PictureStoreReply::Failed(reason, found) => {
                panel.busy = false;
                panel.progress = None;
                if reason == PROGRAM {
                    // It took along what it had gathered.
                    panel.clear();
                }
                let name = String::new();
                let alert = RoomAlert::PicturesNotGathered {
                    name,
                    reason,
                    found,
                };
                context.alert(alert, None);
            }
            PictureStoreReply::Camera(state) => panel.camera = state,
        }
    }

    fn train_on_pictures(&mut self, context: &mut Context, name: String, payload: Vec<Arc<[u8]>>) {
        if let Some(bytes) = payload.into_iter().next() {
            self.check_file(context, name, bytes);
        }
    }
}

/// Pixels across and down a tile: a number, or two of them with anything between.
fn tile_size(text: &str) -> Option<[usize; 2]> {
    let numbers = text.split(|sign: char| !sign.is_ascii_digit());
    let sizes = numbers.filter_map(|number| number.parse().ok());
    let mut sizes = sizes.filter(|size| (1..=MOST_TILE).contains(size));
    let across = sizes.next()?;
    Some([across, sizes.next().unwrap_or(across)])
}

fn shortened(name: &str) -> String {
    name.chars().take(LONGEST_NAME).collect()
}

fn ask(context: &mut Context, command: PictureStoreCommand, payload: Vec<Arc<[u8]>>) {
    ask_store(context, &RunStoreCommand::Pictures(command), payload);
}

#[cfg(test)]
mod tests {
    use super::tile_size;

    #[test]
    fn a_tile_is_one_number_or_two() {
        assert_eq!(tile_size("16"), Some([16, 16]));
        assert_eq!(tile_size(" 16 × 24 px"), Some([16, 24]));
        assert_eq!(tile_size("16x24"), Some([16, 24]));
        for none in ["", "0", "all", "99999"] {
            assert_eq!(tile_size(none), None, "{none}");
        }
    }
}
