//! The session: its parts, and [`Session::apply`], which routes events to them.
//!
//! - `worker_messages`: which part a worker's message is for; `readings`: what views read that
//!   follows from more than one part; `learning`: lessons, and which controls are shown;
//!   `late_code`: calls of the rooms' code, which arrives after the first picture.

mod late_code;
mod learning;
mod readings;
mod worker_messages;

use crate::alert_text::AlertText;
use crate::alerts::AlertAction;
use crate::context::Context;
use crate::discrimination::GameEvent;
use crate::event::SessionEvent;
use crate::failure_reason::FailureReason;
use crate::host_command::HostCommand;
use crate::lazy_rooms::LoadedRooms;
use crate::learning::{LearnEvent, LearnRoom, LoadedLearning};
use crate::limits::MAP_LEVELS;
use crate::models::{Models, OpenedModel};
use crate::outbox::{FollowUp, Outbox};
use crate::repair::{LoadedRepair, RepairNews, RepairRoom};
use crate::room::Room;
use crate::tools::{ExploreEvent, ExploreTools, Facts, RunComparisonInput, ToolEvent};
use crate::training::{TrainRoom, TrainerEvent};
use crate::view::LatentView;
use crate::worker_slot::WorkerSlot;
use crate::workers::Workers;
use protocol::{EngineError, FromEngine};

/// Everything that the page knows.
#[derive(Clone, Debug, PartialEq)]
pub struct Session {
    /// The models on offer and on screen.
    pub models: Models,
    /// The point, its picture, the map around it.
    pub view: LatentView,
    /// The Explore room's tools, and the Compare room.
    pub tools: ExploreTools,
    /// The Train room.
    pub training: TrainRoom,
    /// The Repair room.
    pub repair: RepairRoom,
    /// The Learn room, and which controls are shown.
    pub learn: LearnRoom,
    /// Which engine runs, and why.
    pub workers: Workers,
    /// The room on screen.
    pub room: Room,
    /// What the event being applied has led to so far, and alerts.
    outbox: Outbox,
    /// The rooms that arrive after the first picture, once they are there.
    rooms: Option<LoadedRooms>,
    /// The Learn room's code, once it is there.
    learning: Option<LoadedLearning>,
    /// The Repair room's code, once it is there.
    repairing: Option<LoadedRepair>,
    /// What was asked of them before.
    waiting: Vec<SessionEvent>,
    /// Where the point moved by itself.
    drifted_to: Option<Vec<f32>>,
}

impl Default for Session {
    fn default() -> Session {
        Session::new()
    }
}

/// What a part may use besides its own state.
fn context<'a>(workers: &'a mut Workers, outbox: &'a mut Outbox) -> Context<'a> {
    Context {
        outbox,
        slots: &mut workers.slots,
        base: &workers.base,
        now: workers.now,
        engine: workers.engine.kind,
    }
}

/// What the tools may know of the other parts.
fn facts<'a>(
    room: Room,
    models: &'a Models,
    view: &'a LatentView,
    training: &'a TrainRoom,
) -> Facts<'a> {
    Facts {
        room,
        models,
        view,
        own_images: training.own_images(),
    }
}

/// Whether an event is a link to a place, which only the rooms' chunk can read.
fn is_link(event: &SessionEvent) -> bool {
    matches!(event, SessionEvent::Explore(ExploreEvent::Follow(_)))
}

impl Session {
    /// A session before anything happened: the shipped models on offer, the first of them chosen.
    pub fn new() -> Session {
        #[cfg_attr(feature = "split", allow(unused_mut, reason = "see below"))]
        let mut session = Session::without_rooms();
        // Built in pieces, the page is told when the rooms have arrived.
        #[cfg(not(feature = "split"))]
        session.rooms_arrived(LoadedRooms::here());
        #[cfg(not(feature = "split"))]
        session.learning_arrived(LoadedLearning::here());
        #[cfg(not(feature = "split"))]
        {
            session.repairing = Some(LoadedRepair::here());
        }
        session
    }

    /// The same, with the rooms' chunk still on its way.
    pub fn without_rooms() -> Session {
        let models = Models::new();
        let latent = models.list.first().map_or(2, |entry| entry.latent);
        Session {
            models,
            view: LatentView::new(latent),
            tools: ExploreTools::new(),
            training: TrainRoom::empty(),
            repair: RepairRoom::default(),
            learn: LearnRoom::default(),
            workers: Workers::new(),
            room: Room::Explore,
            outbox: Outbox::default(),
            rooms: None,
            learning: None,
            repairing: None,
            waiting: Vec::new(),
            drifted_to: None,
        }
    }

    /// Applies an event: changes the session, and returns what the host is to do, in this order.
    pub fn apply(&mut self, event: SessionEvent) -> Vec<HostCommand> {
        self.route(event);
        self.settle();
        if self.room == Room::Repair {
            self.update_repair(RepairNews::Watch);
            self.settle();
        }
        self.watch_lesson();
        self.schedule();
        self.outbox.take_commands()
    }

    fn route(&mut self, event: SessionEvent) {
        let moves = matches!(
            event,
            SessionEvent::SetCoordinate { .. }
                | SessionEvent::SetOnMap { .. }
                | SessionEvent::SetPoint(_)
        );
        if matches!(
            event,
            SessionEvent::ChooseModel(_) | SessionEvent::OpenModel { .. }
        ) {
            self.waiting.retain(|event| !is_link(event));
            self.tools.leave_link();
        }
        self.apply_alone(event);
        // What the visitor does after opening a link is newer than the link.
        if moves && self.waiting.iter().any(is_link) {
            let point = self.view.point.clone();
            self.waiting
                .retain(|event| !matches!(event, SessionEvent::SetPoint(_)));
            self.waiting.push(SessionEvent::SetPoint(point));
        }
    }

    fn apply_alone(&mut self, event: SessionEvent) {
        let outbox = &mut self.outbox;
        match event {
            SessionEvent::Started {
                choice,
                adapter,
                base,
            } => self.workers.started(outbox, choice, adapter, base),
            SessionEvent::AdapterFound(adapter) => self.workers.adapter_found(outbox, adapter),
            SessionEvent::ChooseEngine(choice) => self.workers.choose_engine(outbox, choice),
            SessionEvent::ChooseModel(id) => {
                self.models
                    .choose(&mut context(&mut self.workers, outbox), id);
            }
            SessionEvent::OpenModel { name, bytes } => {
                let context = &mut context(&mut self.workers, outbox);
                let file = OpenedModel::new(name, bytes, false);
                self.models.open(context, file);
            }
            SessionEvent::SetCoordinate { dimension, value } => {
                self.view.set_coordinate(outbox, dimension, value);
            }
            SessionEvent::SetOnMap { x, y } => self.set_on_map(x, y),
            SessionEvent::SetPoint(point) => self.view.set_point(outbox, &point),
            SessionEvent::Drift(to) => self.drift(to),
            SessionEvent::SetAxes { x_axis, y_axis } => self.view.set_axes(x_axis, y_axis),
            SessionEvent::ShowPoints(shown) => {
                self.view.legend.shown = shown;
                self.view.legend.chosen = true;
            }
            SessionEvent::ShowDigit { digit, shown } => self.view.show_digit(digit, shown),
            SessionEvent::Engine {
                worker,
                message,
                payload,
            } => self.heard(worker, message, payload),
            SessionEvent::WorkerDied { worker, reason } => {
                if let Some(slot) = self.workers.slots.slot_of(worker) {
                    self.workers
                        .died(outbox, slot, &FailureReason::Worded(reason));
                } else {
                    let reason = EngineError::Said { message: reason };
                    self.heard(worker, FromEngine::Crashed { reason }, None);
                }
            }
            SessionEvent::Tick { now } => self.tick(now),
            SessionEvent::Act(id) => self.act(id),
            SessionEvent::Dismiss(id) => outbox.alerts_mut().dismiss(id),
            SessionEvent::Trouble(text) => outbox.alert(text, None),
            SessionEvent::ShowRoom(room) => self.show_room(room),
            SessionEvent::Explore(event) if self.rooms.is_some() => {
                self.update_tools(ToolEvent::Visitor(event));
            }
            SessionEvent::Train(event) if self.rooms.is_some() => {
                self.update_training(TrainerEvent::Visitor(event));
            }
            SessionEvent::OpenFiles { files, more } if self.rooms.is_some() => {
                self.take_file(files, more);
            }
            event @ (SessionEvent::Explore(_)
            | SessionEvent::Train(_)
            | SessionEvent::OpenFiles { .. }) => self.waiting.push(event),
            SessionEvent::RoomsArrived(rooms) => self.rooms_arrived(rooms),
            SessionEvent::LearningArrived(learning) => self.learning_arrived(learning),
            SessionEvent::Learn(LearnEvent::ShowAll) => self.learn.shown = None,
            SessionEvent::Learn(event) => self.update_learning(event),
            SessionEvent::RepairArrived(repairing) => self.repairing = Some(repairing),
            SessionEvent::Repair(event) => self.update_repair(RepairNews::Visitor(event)),
            SessionEvent::PictureRead { title, pixels } => self.take_picture(title, pixels),
        }
    }

    /// Routes what parts led to in other parts: each follow-up with all that follows from it.
    fn settle(&mut self) {
        for follow_up in self.outbox.take_follow_ups() {
            self.follow(follow_up);
            self.settle();
        }
    }

    fn follow(&mut self, follow_up: FollowUp) {
        let context = &mut context(&mut self.workers, &mut self.outbox);
        match follow_up {
            FollowUp::LoadWanted => {
                let other = self.tools.compared_model.as_deref();
                self.models.load_wanted(context, other);
            }
            FollowUp::ChangeProgram { onnx } => {
                self.workers.change_program(&mut self.outbox, onnx);
            }
            FollowUp::LoadBroken { model, reason } => {
                self.models.load_broken(context, model, &reason);
            }
            FollowUp::DrawClass(class) => {
                if self.models.draw_class(context, class) {
                    self.view.decode_again();
                    self.update_tools(ToolEvent::ClassChosen);
                }
            }
            FollowUp::ExplorerReplaced => self.view.ask_picture_again(),
            FollowUp::BackgroundReady => {
                if let Some(model) = self.models.shown_id() {
                    self.models.load(context, WorkerSlot::Background, model);
                }
            }
            FollowUp::LoadModel { slot, model } => self.models.load(context, slot, &model),
            FollowUp::TrainerDied { reason, lost_gpu } => {
                self.update_training(TrainerEvent::Died { reason, lost_gpu });
            }
            FollowUp::BackgroundDied { reason } => {
                self.update_tools(ToolEvent::BackgroundDied { reason });
            }
            FollowUp::EncoderAdded => {
                self.update_tools(ToolEvent::EncoderAdded);
            }
            FollowUp::PictureTimed(millis) => self.workers.note_millis(millis),
            FollowUp::ModelShown {
                latent,
                first,
                another,
            } => self.model_shown(latent, first, another),
            FollowUp::LiveReloaded => self.view.decode_again(),
            FollowUp::ChooseModel(id) => self.models.choose(context, id),
            FollowUp::OpenModel { name, bytes } => {
                let file = OpenedModel::new(name, bytes, false);
                self.models.open(context, file);
            }
            FollowUp::PointMoved { before, change } => self.tools.point_moved(before, change),
            FollowUp::PlacePoint(point) => self.view.place_point(point),
            FollowUp::ShowPlane(plane) => {
                self.view.map.plane = plane;
                self.view.look_at_all();
            }
            FollowUp::TurnPlane(plane) => self.view.map.plane = plane,
            FollowUp::SetAxes(x_axis, y_axis) => self.view.set_axes(x_axis, y_axis),
            FollowUp::Look(centre, extent) => self.view.look(centre, extent),
            FollowUp::LookAtAll => self.view.look_at_all(),
            FollowUp::SettlePlace => {
                self.update_tools(ToolEvent::SettlePlace);
            }
            FollowUp::LiveWeights {
                preset,
                step,
                latent,
                bytes,
            } => self
                .models
                .live_weights(context, preset, (step, latent), bytes),
            FollowUp::LivePoints {
                count,
                latent,
                payload,
            } => self.models.live_points(count, latent, payload.as_deref()),
            FollowUp::LiveEnded => self.models.live_ended(),
            FollowUp::KeepLive => self.models.keep_live(),
            // Beside a lesson, it is on screen already.
            FollowUp::ShowRoom(room) if self.stage() == room => {}
            FollowUp::ShowRoom(room) => self.show_room(room),
            FollowUp::SetUp(room, place) => self.set_up(room, place),
            // A lesson's own places choose nothing.
            FollowUp::ShowControls(_) if self.room == Room::Learn => {}
            FollowUp::ShowControls(shown) => self.learn.shown = shown,
            FollowUp::Project(on) => self.learn.projector = on,
            FollowUp::KeptRunRead { id, bytes } => {
                let read = RunComparisonInput::KeptRead { id, bytes };
                self.update_tools(ToolEvent::Visitor(read.into()));
            }
            FollowUp::Judge(order) => self.update_training(TrainerEvent::Judge(order)),
            FollowUp::Judged(news) => {
                self.update_learning(LearnEvent::Game(GameEvent::News(news)));
            }
        }
    }

    /// Another model is on screen. What the visitor did while the first model was still loading was
    /// meant for it.
    fn model_shown(&mut self, latent: usize, first: bool, another: bool) {
        let latent_differs = self.view.latent() != latent;
        let plane = self.models.own_plane();
        self.view
            .model_shown(latent, plane, !first || latent_differs);
        if !self.view.legend.chosen {
            // Dots without a legend would hide what the map is about.
            self.view.legend.shown = self.shows_digits();
        }
        // What was moved while the model was on its way stays.
        let is_untouched = self.view.point.iter().all(|z| *z == 0.0);
        if let Some(start) = self.models.start_point().filter(|_| is_untouched) {
            self.view.place_point(start);
        }
        self.workers.forget_times();
        self.update_tools(if another || latent_differs {
            ToolEvent::ModelShown { latent_differs }
        } else {
            ToolEvent::PrepareImage
        });
        self.settle();
        self.update_tools(ToolEvent::SettlePlace);
    }

    /// No move of the visitor's: it is not remembered, and ends where another one begins.
    fn drift(&mut self, to: Option<(f32, f32)>) {
        let goes_on = self.drifted_to.is_none() || self.drifts();
        match to.filter(|_| goes_on) {
            Some((x, y)) => {
                let (basis, offset) = self.basis();
                self.view.place_point(basis.point(&offset, x, y));
                self.drifted_to = Some(self.view.point.clone());
            }
            // It never begins again.
            None => self.drifted_to = Some(Vec::new()),
        }
    }

    fn set_on_map(&mut self, x: f32, y: f32) {
        if self.view.is_along_axes() {
            self.view.set_on_axes(&mut self.outbox, x, y);
        } else if x.is_finite() && y.is_finite() {
            let facts = &facts(self.room, &self.models, &self.view, &self.training);
            let context = &mut context(&mut self.workers, &mut self.outbox);
            self.tools.move_on_map(facts, context, x, y);
        } else {
            self.outbox.alert(AlertText::NotANumber, None);
        }
    }

    fn tick(&mut self, now: f64) {
        if self.workers.tick(now, &mut self.outbox) {
            self.settle();
            self.update_training(TrainerEvent::Tick { now });
            self.tools.rest();
        }
    }

    /// An alert's button was pressed.
    fn act(&mut self, id: u64) {
        match self.outbox.alerts_mut().take_action(id) {
            Some(AlertAction::RestartEngine) => self.workers.restart_engine(&mut self.outbox),
            Some(AlertAction::FetchFromMirror) => {
                self.update_training(TrainerEvent::FetchFromMirror);
            }
            Some(AlertAction::HoldFromMirror) => {
                self.update_tools(ToolEvent::HoldFromMirror);
            }
            Some(AlertAction::Reload) => self.update_training(TrainerEvent::Reload),
            None => {}
        }
    }

    /// Sends whatever the explorer should do next.
    ///
    /// The picture goes first, then the map's coarse level, then the points and the tools, then the
    /// map's fine level. Of pictures and of strips at most one is on its way, and what is sent is
    /// always the newest state: however fast the point moves, nothing queues up.
    fn schedule(&mut self) {
        let shown = self.models.shown_id();
        let shown = shown.map(|id| (id.to_owned(), self.models.version(id)));
        let facts = facts(self.room, &self.models, &self.view, &self.training);
        let plane = self.tools.plane(&facts);
        let has_explorer = self.workers.slots.explorer.is_some();
        let wanted = shown
            .as_ref()
            .map(|(id, version)| (id.as_str(), *version, plane));
        self.view.note_plane(wanted, has_explorer);
        let Some((model, version)) = shown else {
            return;
        };
        let explorer = self.workers.slots.explorer.as_ref();
        if !explorer.is_some_and(|worker| worker.holds(&model)) {
            return;
        }
        let context = &mut context(&mut self.workers, &mut self.outbox);
        self.view.schedule_picture(context, &model, version);
        let explorer = context.slots.explorer.as_ref();
        if explorer.is_none_or(|worker| worker.decode.is_some()) {
            return;
        }
        let level = self.view.map_level();
        // Where there is no map to see, nothing waits for it.
        if level > 0 || self.room == Room::Compare {
            self.models.schedule_points(context, &model);
            // The tools' pictures come before the map's fine level.
            let busy = self.update_tools(ToolEvent::Schedule);
            self.settle();
            if busy {
                return;
            }
        }
        if self.room != Room::Compare {
            let context = &mut self::context(&mut self.workers, &mut self.outbox);
            self.view.schedule_map(context);
        }
        if level >= MAP_LEVELS.len() && self.models.chosen == model {
            let number = |workers: &Workers| workers.slots.explorer.as_ref().map(|it| it.number);
            let before = number(&self.workers);
            self.workers.schedule_benchmark(&model, &mut self.outbox);
            self.settle();
            if number(&self.workers) != before {
                self.schedule();
            }
        }
    }
}
