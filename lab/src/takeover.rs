//! A page that was loaded again resumes the run that it kept: what the browser kept is some seconds old,
//! and the lab may have the same run further on. Then the run goes on from where the lab has it.

use std::collections::VecDeque;

use sha2::{Digest, Sha256};

use crate::frame::WireMessage;
use protocol::{
    FromEngine, RequestId, RunId, RunStart, RunUpdate, ToEngine, TrainCommand, TrainerUpdate,
};

/// Of the lab's own request for a checkpoint. Pages count from 1.
const OWN_REQUEST: RequestId = RequestId(u64::MAX);
/// So many checkpoints of a run are remembered. One is made every 20 seconds, and the newest are resumed.
const MARKS: usize = 256;

type CheckpointDigest = [u8; 32];

/// Which run the process has, and what becomes of it where the page is another one.
#[derive(Default)]
pub struct RunTakeover {
    /// The run, and the checkpoints that it has been at.
    run: Option<HeldRun>,
    /// Whether the page knows nothing of the run.
    page_is_new: bool,
    /// What waits for the run's newest checkpoint.
    waiting: Option<WaitingBegin>,
    /// Frames that the page has not said it showed.
    unshown: u32,
}

struct HeldRun {
    id: RunId,
    marks: VecDeque<CheckpointDigest>,
}

/// The page wants to go on from an older checkpoint; what it sent since then.
struct WaitingBegin {
    begin: WireMessage,
    rest: Vec<WireMessage>,
    /// Of all of them.
    bytes: usize,
}

/// What follows from a report of the process.
#[derive(Default)]
pub struct SortedReport {
    /// What the page hears.
    pub to_page: Option<WireMessage>,
    /// What the process is told.
    pub to_process: Vec<WireMessage>,
}

impl RunTakeover {
    /// Another page is there: what the process is told.
    pub fn page_replaced(&mut self) -> Vec<WireMessage> {
        self.page_is_new = true;
        // What the page before wanted, nobody wants.
        self.waiting = None;
        // It shows no frame any more, and the process waits for its word.
        (0..std::mem::take(&mut self.unshown))
            .map(|_| frame_shown())
            .collect()
    }

    /// Bytes of messages that wait for a checkpoint.
    pub fn waiting_bytes(&self) -> usize {
        self.waiting.as_ref().map_or(0, |waiting| waiting.bytes)
    }

    /// The page commands something: what the process is told now.
    pub fn command(
        &mut self,
        run: RunId,
        command: TrainCommand,
        message: WireMessage,
    ) -> Vec<WireMessage> {
        if let Some(waiting) = &mut self.waiting {
            waiting.bytes += message.bytes();
            waiting.rest.push(message);
            return Vec::new();
        }
        match command {
            TrainCommand::Begin { id, start, .. } => self.begin(id, &start, message),
            TrainCommand::FrameShown => {
                self.unshown = self.unshown.saturating_sub(1);
                vec![message]
            }
            TrainCommand::Restore { .. } => {
                if let Some(held) = self.run.as_mut().filter(|held| held.id == run) {
                    held.marks.clear();
                    held.marks.extend(message.payload.as_deref().map(digest));
                }
                vec![message]
            }
            _ => vec![message],
        }
    }

    fn begin(&mut self, id: RequestId, start: &RunStart, message: WireMessage) -> Vec<WireMessage> {
        let from = beginning(start, &message).map(digest);
        let is_new = std::mem::take(&mut self.page_is_new);
        if let (true, Some(held), Some(from)) = (is_new, &self.run, from)
            && held.marks.contains(&from)
        {
            let checkpoint = ToEngine::Train {
                run: held.id,
                command: TrainCommand::Checkpoint { id: OWN_REQUEST },
            };
            self.waiting = Some(WaitingBegin {
                bytes: message.bytes(),
                begin: message,
                rest: Vec::new(),
            });
            return vec![WireMessage::of(&checkpoint)];
        }
        self.run = Some(HeldRun {
            id: id.into(),
            marks: from.into_iter().collect(),
        });
        vec![message]
    }

    /// The process reports something.
    pub fn report(&mut self, message: WireMessage) -> SortedReport {
        // Only these are about the run as a whole, and all are read by the page.
        let is_read =
            message.json.contains(r#""checkpoint""#) || message.json.contains(r#""failed""#);
        let read = is_read.then(|| protocol::json::read::<FromEngine>(&message.json));
        match read {
            Some(Ok(FromEngine::Failed { id, .. })) if id == OWN_REQUEST => {
                return self.begin_again(None);
            }
            Some(Ok(FromEngine::Training { update })) => {
                if let Ok(RunUpdate {
                    run,
                    update: TrainerUpdate::Checkpoint { id, .. },
                }) = update.read()
                {
                    if id == OWN_REQUEST {
                        return self.begin_again(message.payload);
                    }
                    self.mark(run, message.payload.as_deref());
                }
            }
            _ => {}
        }
        let is_frame = message.json.contains(r#""update":{"frame""#);
        // A page that has begun nothing knows of no run.
        if self.page_is_new && self.is_of_held_run(&message) {
            return SortedReport {
                to_page: None,
                to_process: is_frame.then(frame_shown).into_iter().collect(),
            };
        }
        self.unshown += u32::from(is_frame);
        SortedReport {
            to_page: Some(message),
            to_process: Vec::new(),
        }
    }

    fn is_of_held_run(&self, message: &WireMessage) -> bool {
        self.run.as_ref().is_some_and(|held| {
            let beginning = format!(r#"{{"training":{{"update":{{"run":{},"#, held.id.0);
            message.json.starts_with(&beginning)
        })
    }

    fn mark(&mut self, run: RunId, checkpoint: Option<&[u8]>) {
        if let (Some(held), Some(checkpoint)) =
            (self.run.as_mut().filter(|held| held.id == run), checkpoint)
        {
            if held.marks.len() == MARKS {
                held.marks.pop_front();
            }
            held.marks.push_back(digest(checkpoint));
        }
    }

    /// Begins what waits, from the run's newest checkpoint if there is one.
    fn begin_again(&mut self, newest: Option<Vec<u8>>) -> SortedReport {
        let Some(WaitingBegin { begin, rest, .. }) = self.waiting.take() else {
            return SortedReport::default();
        };
        let begin = newest
            .and_then(|newest| from_newest(&begin, &newest))
            .unwrap_or(begin);
        let mut to_process = Vec::new();
        for message in std::iter::once(begin).chain(rest) {
            if let Ok(ToEngine::Train { run, command }) = protocol::json::read(&message.json) {
                to_process.extend(self.command(run, command, message));
            }
        }
        SortedReport {
            to_page: None,
            to_process,
        }
    }
}

/// The same beginning, from another checkpoint.
fn from_newest(begin: &WireMessage, newest: &[u8]) -> Option<WireMessage> {
    let read = protocol::json::read(&begin.json).ok()?;
    let ToEngine::Train {
        run,
        command:
            TrainCommand::Begin {
                id,
                spec,
                data,
                start: RunStart::Checkpoint { bytes },
            },
    } = read
    else {
        return None;
    };
    let images = begin.payload.as_deref()?.get(bytes..)?;
    let message = ToEngine::Train {
        run,
        command: TrainCommand::Begin {
            id,
            spec,
            data,
            start: RunStart::Checkpoint {
                bytes: newest.len(),
            },
        },
    };
    Some(WireMessage {
        payload: Some([newest, images].concat()),
        ..WireMessage::of(&message)
    })
}

/// The checkpoint that a run begins with.
fn beginning<'a>(start: &RunStart, message: &'a WireMessage) -> Option<&'a [u8]> {
    match start {
        RunStart::Checkpoint { bytes } => message.payload.as_deref()?.get(..*bytes),
        _ => None,
    }
}

/// What the page says of a frame.
fn frame_shown() -> WireMessage {
    WireMessage::of(&ToEngine::Train {
        run: RunId::NONE,
        command: TrainCommand::FrameShown,
    })
}

fn digest(bytes: &[u8]) -> CheckpointDigest {
    Sha256::digest(bytes).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::DataFiles;
    use run_spec::RunSpec;

    fn begin(id: u64, start: RunStart, payload: &[u8]) -> (RunId, TrainCommand, WireMessage) {
        let command = TrainCommand::Begin {
            id: RequestId(id),
            spec: RunSpec::default(),
            data: DataFiles::Procedural,
            start,
        };
        let message = ToEngine::Train {
            run: RunId::NONE,
            command: command.clone(),
        };
        let message = WireMessage {
            payload: Some(payload.to_vec()),
            ..WireMessage::of(&message)
        };
        (RunId::NONE, command, message)
    }

    fn checkpoint(run: u64, id: RequestId, payload: &[u8]) -> WireMessage {
        let update = RunUpdate {
            run: RunId(run),
            update: TrainerUpdate::Checkpoint {
                id,
                step: 3,
                spec: RunSpec::default(),
            },
        };
        WireMessage {
            payload: Some(payload.to_vec()),
            ..WireMessage::of(&FromEngine::Training {
                update: update.into(),
            })
        }
    }

    fn held() -> RunTakeover {
        let mut takeover = RunTakeover::default();
        let (run, command, message) = begin(1, RunStart::Untrained, b"");
        assert_eq!(takeover.command(run, command, message.clone()), [message]);
        let kept = checkpoint(1, RequestId(2), b"old");
        assert_eq!(takeover.report(kept.clone()).to_page, Some(kept));
        takeover
    }

    fn told_bytes(start: RunStart, payload: &[u8]) -> usize {
        begin(9, start, payload).2.bytes()
    }

    const OLD: RunStart = RunStart::Checkpoint { bytes: 3 };

    #[test]
    fn a_page_that_was_loaded_again_goes_on_from_where_the_lab_has_its_run() {
        let mut takeover = held();
        takeover.page_replaced();
        let (run, command, message) = begin(9, OLD, b"oldimages");
        let told = takeover.command(run, command, message);
        assert_eq!(told.len(), 1);
        assert!(told[0].json.contains("checkpoint"), "{}", told[0].json);
        let play = WireMessage::of(&ToEngine::Train {
            run: RunId(9),
            command: TrainCommand::Play { rate: None },
        });
        let later = takeover.command(RunId(9), TrainCommand::Play { rate: None }, play.clone());
        assert!(later.is_empty(), "it waits for the beginning");
        let waiting = told_bytes(OLD, b"oldimages") + play.bytes();
        assert_eq!(takeover.waiting_bytes(), waiting);
        let report = takeover.report(checkpoint(1, OWN_REQUEST, b"newest"));
        assert_eq!(report.to_page, None);
        let newest = RunStart::Checkpoint { bytes: 6 };
        let (_, _, expected) = begin(9, newest, b"newestimages");
        assert_eq!(report.to_process, [expected, play]);
        assert_eq!(takeover.waiting_bytes(), 0);
    }

    #[test]
    fn any_other_beginning_is_what_the_page_asked_for() {
        let other: [(&str, RunStart, &[u8], bool); 3] = [
            ("another checkpoint", OLD, b"two", true),
            ("no checkpoint", RunStart::Untrained, b"old", true),
            ("the same page", OLD, b"old", false),
        ];
        for (what, start, payload, is_new) in other {
            let mut takeover = held();
            if is_new {
                takeover.page_replaced();
            }
            let (run, command, message) = begin(9, start, payload);
            let told = takeover.command(run, command, message.clone());
            assert_eq!(told, [message], "{what}");
        }
    }

    #[test]
    fn a_run_that_went_back_is_not_what_it_was_before() {
        let mut takeover = held();
        let restore = TrainCommand::Restore { id: RequestId(4) };
        let message = WireMessage {
            payload: Some(b"older".to_vec()),
            ..WireMessage::of(&ToEngine::Train {
                run: RunId(1),
                command: restore.clone(),
            })
        };
        takeover.command(RunId(1), restore, message);
        takeover.page_replaced();
        let (run, command, message) = begin(9, OLD, b"old");
        assert_eq!(takeover.command(run, command, message.clone()), [message]);
    }

    #[test]
    fn frames_that_no_page_shows_any_more_do_not_keep_the_run_from_sending_others() {
        let frame = |run: u64| {
            let header = protocol::FrameHeader {
                run: 0,
                step: 1,
                layers: Vec::new(),
            };
            let update = RunUpdate {
                run: RunId(run),
                update: TrainerUpdate::Frame { frame: header },
            };
            WireMessage::of(&FromEngine::Training {
                update: update.into(),
            })
        };
        let mut takeover = held();
        assert!(takeover.report(frame(1)).to_page.is_some());
        assert!(takeover.report(frame(1)).to_page.is_some());
        takeover.command(RunId(1), TrainCommand::FrameShown, frame_shown());
        assert_eq!(takeover.page_replaced(), [frame_shown()]);
        let report = takeover.report(frame(1));
        assert_eq!(
            (report.to_page, report.to_process),
            (None, vec![frame_shown()])
        );
    }

    #[test]
    fn a_checkpoint_that_cannot_be_made_leaves_the_page_its_own() {
        let mut takeover = held();
        takeover.page_replaced();
        let (run, command, message) = begin(9, OLD, b"old");
        takeover.command(run, command, message.clone());
        let failed = FromEngine::Failed {
            id: OWN_REQUEST,
            error: protocol::EngineError::NoFile,
        };
        let report = takeover.report(WireMessage::of(&failed));
        assert_eq!((report.to_page, report.to_process), (None, vec![message]));
    }
}
