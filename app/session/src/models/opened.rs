//! Files that the visitor opened, and the classes that decoders from such files draw.

use std::sync::Arc;

use super::Models;
use crate::alert_text::AlertText;
use crate::context::Context;
use crate::failure_reason::FailureReason;
use crate::model_origin::ModelOrigin;
use crate::outbox::FollowUp;
use crate::room::Room;
use crate::worker_slot::WorkerSlot;
use protocol::{CardFacts, ModelSource, ToEngine};

/// A file that the visitor opened.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct OpenedModel {
    pub name: String,
    /// Its bytes, and those of the file beside it behind them, as every engine is sent them.
    pub bytes: Arc<[u8]>,
    /// Whether it is ONNX, which another program opens.
    pub onnx: bool,
    /// The ONNX file that belongs to it. Which of the two is the decoder and which the encoder, only an
    /// engine knows at first; then this is the encoder.
    pub beside: Option<FileBeside>,
}

/// A file behind another one.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct FileBeside {
    name: String,
    /// How many bytes the other one has.
    begins: usize,
    /// What an engine recognised of both, so that another one need not again.
    form: Option<String>,
}

impl OpenedModel {
    /// A file of its own.
    pub fn new(name: String, bytes: Arc<[u8]>, onnx: bool) -> Self {
        Self {
            name,
            bytes,
            onnx,
            beside: None,
        }
    }

    /// Puts a file beside it, in place of any other.
    pub fn put_beside(&mut self, name: String, bytes: &[u8]) {
        let begins = self.parts().0.len();
        self.bytes = joined(self.parts().0, bytes);
        self.beside = Some(FileBeside {
            name,
            begins,
            form: None,
        });
    }

    /// The bytes of both files; the second is empty where there is none.
    fn parts(&self) -> (&[u8], &[u8]) {
        let begins = self.beside.as_ref().map(|beside| beside.begins);
        self.bytes.split_at(begins.unwrap_or(self.bytes.len()))
    }

    /// Exchanges the two files.
    fn swap(&mut self) {
        let (one, other) = self.parts();
        let (bytes, begins) = (joined(other, one), other.len());
        if let Some(beside) = &mut self.beside {
            std::mem::swap(&mut self.name, &mut beside.name);
            beside.begins = begins;
            self.bytes = bytes;
        }
    }

    /// Takes note of what an engine recognised of both files.
    fn note_form(&mut self, card: &CardFacts) {
        if let Some(beside) = &mut self.beside {
            let details = card.details.clone().read().ok();
            let encoder = details.and_then(|it| it.onnx?.encoder);
            beside.form = encoder.map(|encoder| encoder.form);
        }
    }

    /// What an engine is sent of it. `decoder` is a model that it may be the encoder of.
    pub(super) fn source(&self, decoder: Option<String>) -> (ModelSource, Arc<[u8]>) {
        let name = self.name.clone();
        let source = match &self.beside {
            None => ModelSource::Payload { name, decoder },
            Some(beside) => ModelSource::Pair {
                names: [name, beside.name.clone()],
                first: beside.begins,
                form: beside.form.clone(),
            },
        };
        (source, Arc::clone(&self.bytes))
    }

    /// What it is called, with the file beside it.
    fn called(&self) -> String {
        match &self.beside {
            Some(beside) => format!("{}, {}", self.name, beside.name),
            None => self.name.clone(),
        }
    }
}

fn joined(one: &[u8], other: &[u8]) -> Arc<[u8]> {
    one.iter().chain(other).copied().collect()
}

impl Models {
    /// The class that a model draws, from 0, if it has any.
    pub fn class(&self, model: &str) -> usize {
        self.classes.get(model).copied().unwrap_or_default()
    }

    /// How many classes the model on screen has to choose from. Only decoders from ONNX files have any.
    pub fn classes_on_screen(&self) -> usize {
        let Some(shown) = self.on_screen.as_ref() else {
            return 0;
        };
        if !self.opened.get(&shown.id).is_some_and(|file| file.onnx) {
            return 0;
        }
        let details = shown.card.details.clone().read().ok();
        details
            .and_then(|it| it.onnx)
            .map_or(0, |onnx| onnx.classes)
    }

    /// The visitor chose the class that the model on screen draws; says whether it is another one.
    pub(crate) fn draw_class(&mut self, context: &mut Context, class: usize) -> bool {
        let Some(model) = self.shown_id().map(ToOwned::to_owned) else {
            return false;
        };
        if self.class(&model) == class {
            return false;
        }
        self.classes.insert(model.clone(), class);
        for slot in [WorkerSlot::Explorer, WorkerSlot::Background] {
            self.send_class(context, slot, &model);
        }
        true
    }

    /// Tells a worker which class a model draws.
    pub(super) fn send_class(&self, context: &mut Context, slot: WorkerSlot, model: &str) {
        if let Some(class) = self.classes.get(model).copied() {
            let model = model.to_owned();
            context.send(slot, ToEngine::SetClass { model, class }, None);
        }
    }

    /// Whether one of the models that the explorer is to hold is ONNX.
    pub(super) fn needs_onnx(&self, other: Option<&str>) -> bool {
        let models = [Some(self.chosen.as_str()), self.shown_id(), other];
        let mut models = models.into_iter().flatten().chain(self.unlisted());
        models.any(|id| self.is_onnx(id))
    }

    fn is_onnx(&self, id: &str) -> bool {
        self.opened.get(id).is_some_and(|file| file.onnx)
    }

    /// The files that no engine has looked at yet. Whatever is chosen meanwhile, one does, or they would
    /// vanish without a word.
    pub(super) fn unlisted(&self) -> impl Iterator<Item = &str> {
        let ids = self.opened.keys().map(String::as_str);
        ids.filter(|id| self.entry(id).is_none())
    }

    /// An engine has looked at a file that is not chosen any more.
    pub(super) fn unlisted_ended(&self, context: &mut Context) {
        if context.slots.onnx {
            // Perhaps the usual program does again.
            context.follow_up(FollowUp::LoadWanted);
        }
    }

    /// The visitor opened a file. It joins the models on offer once an engine has accepted it.
    pub(crate) fn open(&mut self, context: &mut Context, file: OpenedModel) {
        self.chosen = self.keep_file(file);
        context.follow_up(FollowUp::LoadWanted);
    }

    /// The decoder on screen, if a file that no engine has looked at may be its encoder.
    pub(super) fn decoder_for(&self, file: &str) -> Option<String> {
        let decoder = self.shown_id().filter(|id| self.is_onnx(id))?;
        let is_new = self.is_onnx(file) && self.entry(file).is_none();
        is_new.then(|| decoder.to_owned())
    }

    /// Whether a file is the encoder of the model that an engine holds of it. Another one may be on
    /// screen by then.
    pub(super) fn joins(&self, file: &str, held: &str) -> bool {
        let is_decoder = self.is_onnx(held) && self.entry(held).is_some();
        is_decoder && self.is_onnx(file) && self.entry(file).is_none()
    }

    /// A file turned out to be the encoder of a decoder, in place of any other: both are one model from
    /// now on.
    pub(super) fn join_encoder(
        &mut self,
        context: &mut Context,
        file: &str,
        (decoder, card): (String, CardFacts),
    ) {
        let (Some(encoder), Some(model)) =
            (self.opened.remove(file), self.opened.get_mut(&decoder))
        else {
            return;
        };
        model.put_beside(encoder.name, &encoder.bytes);
        model.note_form(&card);
        if let Some(worker) = &mut context.slots.background {
            // Its copy has no encoder.
            worker.loaded.remove(&decoder);
            worker.loads.retain(|(_, loading)| *loading != decoder);
        }
        if let Some(shown) = self.on_screen.as_mut().filter(|it| it.id == decoder) {
            shown.card = card;
            context.follow_up(FollowUp::EncoderAdded);
        }
        if self.chosen == file {
            self.chosen = decoder;
            context.follow_up(FollowUp::ShowRoom(Room::Explore));
        } else {
            self.unlisted_ended(context);
        }
    }

    /// Two files that were opened together turned out to be a decoder and its encoder.
    pub(super) fn opened_pair(&mut self, model: &str, card: &CardFacts, encoder_first: bool) {
        if let Some(file) = self.opened.get_mut(model) {
            if encoder_first {
                file.swap();
            }
            file.note_form(card);
        }
    }

    pub(super) fn keep_file(&mut self, file: OpenedModel) -> String {
        self.last_opened += 1;
        let id = format!("opened-{}", self.last_opened);
        self.opened.insert(id.clone(), file);
        id
    }

    /// A file that the visitor opened turned out to be a model: it is on offer from now on. Returns
    /// whether it was not before.
    pub(super) fn list_opened(&mut self, id: &str, card: &CardFacts) -> bool {
        if let Some(OpenedModel { name, onnx, .. }) = self.opened.get(id)
            && self.entry(id).is_none()
        {
            let title = match card.title.trim() {
                "" => name.clone(),
                // It has no title of its own.
                title if *onnx => title.to_owned(),
                title => format!("{title} ({name})"),
            };
            self.offer(id, title, ModelOrigin::File, card.latent);
            return true;
        }
        false
    }

    /// The explorer died while it loaded a model. It is not given a file again that it may have died of.
    pub(crate) fn load_broken(
        &mut self,
        context: &mut Context,
        model: String,
        reason: &FailureReason,
    ) {
        if self.opened.contains_key(&model) && self.entry(&model).is_none() {
            self.refuse(context, model, reason);
        }
    }

    pub(super) fn refuse(&mut self, context: &mut Context, model: String, error: &FailureReason) {
        let entry = self.entry(&model);
        let (title, origin) = match (entry, self.opened.get(&model)) {
            (Some(entry), _) => (entry.title.clone(), entry.origin.clone()),
            (None, Some(file)) => (file.called(), ModelOrigin::File),
            (None, None) => (model.clone(), ModelOrigin::File),
        };
        let opened = entry.is_none();
        if opened {
            self.opened.remove(&model);
        }
        let chosen = self.chosen == model;
        if chosen || opened {
            let text = AlertText::ModelNotLoaded {
                id: model,
                title,
                origin,
                error: error.clone(),
            };
            context.alert(text, None);
        }
        if !chosen {
            self.unlisted_ended(context);
        } else {
            if let Some(on_screen) = &self.on_screen {
                self.chosen = on_screen.id.clone();
                if context.slots.onnx {
                    context.follow_up(FollowUp::LoadWanted);
                }
            } else if let Some(first) = self.list.first().filter(|_| opened) {
                self.chosen = first.id.clone();
                context.follow_up(FollowUp::LoadWanted);
            }
        }
    }
}
