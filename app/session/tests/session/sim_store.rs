//! The script that keeps runs, as a session sees it. What it keeps outlives the page, and several
//! pages may share it.

use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;
use std::sync::Arc;

use session::{
    KeptRun, RunStoreCommand, RunStoreEntry, RunStoreReply, SessionEvent, StoreFault, TrainEvent,
};

use crate::sim::Sim;

/// What the browser keeps.
#[derive(Default)]
pub struct Disk {
    pub runs: BTreeMap<String, StoredRun>,
    /// Why nothing can be written.
    pub fault: Option<StoreFault>,
    /// Which tab trains which run; nothing where the browser has no locks.
    pub training: BTreeMap<String, usize>,
    pub has_locks: bool,
    revisions: u64,
    tabs: usize,
}

#[derive(Clone, Debug, PartialEq)]
pub struct StoredRun {
    pub entry: RunStoreEntry,
    pub checkpoint: Arc<[u8]>,
    pub images: Option<(String, Arc<[u8]>)>,
    revision: u64,
}

impl StoredRun {
    /// The step in a checkpoint of the made-up trainer.
    pub fn step(&self) -> u32 {
        u32::from_le_bytes(self.checkpoint[..4].try_into().expect("four bytes"))
    }
}

type Payload = Vec<Arc<[u8]>>;

/// A page's script.
pub struct StoreSim {
    pub disk: Rc<RefCell<Disk>>,
    /// What was asked and not yet done, oldest first.
    pub asked: VecDeque<(RunStoreCommand, Payload)>,
    tab: usize,
    mine: BTreeMap<u64, (String, u64)>,
    handed_out: BTreeMap<String, u64>,
}

impl StoreSim {
    pub fn new() -> Self {
        let disk = Disk {
            has_locks: true,
            ..Disk::default()
        };
        Self::on(&Rc::new(RefCell::new(disk)))
    }

    /// The script of another page on the same disk.
    pub fn on(disk: &Rc<RefCell<Disk>>) -> Self {
        let tab = {
            let mut disk = disk.borrow_mut();
            disk.tabs += 1;
            disk.tabs
        };
        Self {
            disk: Rc::clone(disk),
            asked: VecDeque::new(),
            tab,
            mine: BTreeMap::new(),
            handed_out: BTreeMap::new(),
        }
    }

    fn entry(&self, disk: &Disk, run: &StoredRun) -> RunStoreEntry {
        let trained = disk.training.get(&run.entry.id);
        RunStoreEntry {
            elsewhere: disk.has_locks && trained.is_some_and(|tab| *tab != self.tab),
            ..run.entry.clone()
        }
    }

    fn list(&self, disk: &Disk) -> (RunStoreReply, Payload) {
        let runs = disk
            .runs
            .values()
            .map(|run| self.entry(disk, run))
            .collect();
        (RunStoreReply::Listed { runs }, Vec::new())
    }

    fn keep(
        &mut self,
        disk: &mut Disk,
        ((run, writing), id, name, note): ((u64, u32), Option<String>, String, String),
        images: Option<String>,
        mut payload: Payload,
    ) -> RunStoreReply {
        let (mut at, known) = self.mine.get(&run).cloned().unwrap_or_else(|| {
            let known = id.as_ref().and_then(|id| self.handed_out.get(id));
            let fresh = format!("{}-{run}", self.tab);
            (id.unwrap_or(fresh), known.copied().unwrap_or_default())
        });
        if let Some(fault) = disk.fault.clone() {
            return RunStoreReply::NotKept { fault };
        }
        disk.revisions += 1;
        let revision = disk.revisions;
        let before = disk.runs.get(&at).cloned();
        let foreign = before.as_ref().is_some_and(|run| run.revision != known);
        if foreign {
            at = format!("{}-{run}-{revision}", self.tab);
        }
        let images = images.map(|name| (name, payload.pop().expect("images")));
        let images = images.or(before.as_ref().and_then(|run| run.images.clone()));
        let has_images = images.is_some();
        let entry = RunStoreEntry {
            id: at.clone(),
            name: before.map_or(name, |run| run.entry.name),
            note,
            date: revision as f64,
            bytes: payload[0].len() as f64,
            picture: None,
            elsewhere: false,
        };
        let stored = StoredRun {
            entry,
            checkpoint: Arc::clone(&payload[0]),
            images,
            revision,
        };
        disk.runs.insert(at.clone(), stored);
        disk.training.retain(|_, tab| *tab != self.tab);
        disk.training.insert(at.clone(), self.tab);
        self.mine.insert(run, (at.clone(), revision));
        RunStoreReply::Kept {
            run,
            writing,
            id: at,
            images: has_images,
        }
    }

    fn answer(&mut self, command: RunStoreCommand, payload: Payload) -> (RunStoreReply, Payload) {
        let disk = Rc::clone(&self.disk);
        let disk = &mut *disk.borrow_mut();
        match command {
            RunStoreCommand::List => self.list(disk),
            RunStoreCommand::Keep {
                run,
                writing,
                id,
                name,
                note,
                images,
                ..
            } => (
                self.keep(disk, ((run, writing), id, name, note), images, payload),
                Vec::new(),
            ),
            RunStoreCommand::Open { id } => match disk.runs.get(&id) {
                Some(run) => {
                    self.handed_out.insert(id, run.revision);
                    let (images, own) = run.images.clone().unzip();
                    let payload = [Arc::clone(&run.checkpoint)].into_iter().chain(own);
                    let run = self.entry(disk, run);
                    (RunStoreReply::Opened { run, images }, payload.collect())
                }
                None => (RunStoreReply::NotOpened { id, fault: None }, Vec::new()),
            },
            RunStoreCommand::Copy { id } => match disk.runs.get(&id) {
                Some(run) => {
                    let payload = vec![Arc::clone(&run.checkpoint)];
                    (RunStoreReply::Copied { id }, payload)
                }
                None => (RunStoreReply::NotCopied { id, fault: None }, Vec::new()),
            },
            RunStoreCommand::Rename { id, name } => {
                if let Some(run) = disk.runs.get_mut(&id) {
                    run.entry.name = name;
                }
                self.list(disk)
            }
            RunStoreCommand::Delete { id } => {
                disk.runs.remove(&id);
                self.list(disk)
            }
            // A script of its own does; tests say what it answers.
            RunStoreCommand::Pictures(_) => self.list(disk),
        }
    }
}

impl Sim {
    /// Another page on the same disk, which has listed what is kept.
    pub fn beside(&self) -> Sim {
        let mut sim = Sim::with_store(StoreSim::on(&self.store.disk));
        sim.store_answers();
        sim
    }

    /// The page is closed, or its browser killed; the next visit finds what was kept.
    pub fn next_visit(self) -> Sim {
        let tab = self.store.tab;
        let mut disk = self.store.disk.borrow_mut();
        disk.training.retain(|_, trained| *trained != tab);
        drop(disk);
        self.beside()
    }

    /// The script does the oldest thing that was asked of it.
    pub fn store_answer(&mut self) -> bool {
        let Some((command, payload)) = self.store.asked.pop_front() else {
            return false;
        };
        let (reply, payload) = self.store.answer(command, payload);
        self.store_says(&reply, payload);
        true
    }

    /// The script does all that was asked of it, and says what is kept by then.
    pub fn store_answers(&mut self) {
        while self.store_answer() {}
        let listed = self.store.list(&self.store.disk.borrow());
        self.store_says(&listed.0, listed.1);
    }

    /// The script says something.
    pub fn store_says(&mut self, reply: &RunStoreReply, payload: Payload) {
        let reply = serde_json::to_string(reply).expect("it serialises");
        self.send(SessionEvent::Train(TrainEvent::RunStore { reply, payload }));
    }

    /// Everybody answers until nobody is asked anything.
    pub fn settle_all(&mut self) {
        self.settle();
        while !self.store.asked.is_empty() {
            self.store_answers();
            self.settle();
        }
    }

    /// The runs that the room shows.
    pub fn kept(&self) -> &[KeptRun] {
        &self.session.training.kept.list
    }

    /// The steps of the runs on the disk, in the order of their ids.
    pub fn stored_steps(&self) -> Vec<u32> {
        let disk = self.store.disk.borrow();
        disk.runs.values().map(StoredRun::step).collect()
    }
}
