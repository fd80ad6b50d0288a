//! What is kept of a run: curves, sample grids, snapshots. All of them are bounded: a long run is
//! remembered more coarsely, not more expensively.

use std::sync::Arc;

use crate::pictures::ImageGrid;
use protocol::{GanPlayer, TrainProgress};

/// More rows than this are thinned to half.
const MOST_ROWS: usize = 4000;
/// More sample grids than this are thinned to half.
const MOST_FRAMES: usize = 120;
/// More snapshots than this are thinned.
const MOST_SNAPSHOTS: usize = 8;

/// What is kept of a run.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct RunRecord {
    /// The names of the curves, in the order in which they first appeared.
    pub names: Arc<Vec<String>>,
    /// The curves' values, oldest first.
    pub rows: Arc<Vec<LogRow>>,
    /// Sample grids, oldest first.
    pub frames: Vec<Arc<ImageGrid>>,
    /// Snapshots that can be restored, oldest first.
    pub snapshots: Vec<RunSnapshot>,
    /// Where settings changed, oldest first.
    pub marks: Vec<SettingChange>,
    /// Rises with every change of `rows`.
    pub version: u64,
    /// Of so many grids that arrive, one is kept.
    stride: u32,
    arrived: u32,
}

/// One line of the log.
#[derive(Clone, Debug, PartialEq)]
pub struct LogRow {
    /// Steps taken.
    pub step: u32,
    /// Seconds since the run began.
    pub seconds: f64,
    /// A value for each of [`RunRecord::names`]; those that came later are missing at the end.
    pub values: Vec<f32>,
}

/// Everything that the run depends on, at a step.
#[derive(Clone, Debug, PartialEq)]
pub struct RunSnapshot {
    /// Steps taken.
    pub step: u32,
    /// The checkpoint's file.
    pub bytes: Arc<[u8]>,
    /// How many marks there were when it was made.
    pub(super) marks: usize,
}

/// A setting that was changed while the run went on.
#[derive(Clone, Debug, PartialEq)]
pub struct SettingChange {
    /// Steps taken.
    pub step: u32,
    /// What changed.
    pub kind: ChangeKind,
}

/// What changed while a run went on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// A field of the specification.
    Field {
        /// Its [`run_spec::SpecField::id`].
        field: &'static str,
        /// What it was.
        from: String,
        /// What it is.
        to: String,
    },
    /// A player began anew.
    Renewed(GanPlayer),
    /// Points of the data were pushed.
    DataPushed,
    /// The run went back to a snapshot, or was brought back to one.
    Restored {
        /// The step from which.
        from: u32,
    },
}

impl ChangeKind {
    /// As files have it, in which no language is spoken.
    fn to_text(&self) -> String {
        match self {
            Self::Field { field, to, .. } => format!("{field}={to}"),
            Self::Renewed(GanPlayer::Discriminator) => "reinitialized=discriminator".to_owned(),
            Self::Renewed(GanPlayer::Generator) => "reinitialized=generator".to_owned(),
            Self::DataPushed => "data=pushed".to_owned(),
            Self::Restored { from } => format!("restored-from={from}"),
        }
    }
}

impl RunRecord {
    /// Takes note of measurements.
    pub(super) fn add_row(&mut self, progress: &TrainProgress) {
        let last = self.rows.last().map(|row| row.step);
        if progress.losses.is_empty() || last.is_some_and(|step| step >= progress.step) {
            return;
        }
        let measured = progress.losses.iter().chain(&progress.gradient_norms);
        let names = Arc::make_mut(&mut self.names);
        let mut values = vec![f32::NAN; names.len()];
        for (name, value) in measured {
            match names.iter().position(|known| known == name) {
                Some(at) => values[at] = *value,
                None => {
                    names.push(name.clone());
                    values.push(*value);
                }
            }
        }
        let rows = Arc::make_mut(&mut self.rows);
        if rows.len() >= MOST_ROWS {
            thin(rows);
        }
        rows.push(LogRow {
            step: progress.step,
            seconds: progress.elapsed_seconds,
            values,
        });
        self.version += 1;
    }

    /// Keeps a sample grid for the timeline, if its turn has come.
    pub(super) fn add_frame(&mut self, grid: &Arc<ImageGrid>) {
        if self
            .frames
            .last()
            .is_some_and(|last| last.step >= grid.step)
        {
            return;
        }
        self.arrived += 1;
        if !(self.arrived - 1).is_multiple_of(self.stride.max(1)) {
            return;
        }
        if self.frames.len() >= MOST_FRAMES {
            thin(&mut self.frames);
            self.stride = self.stride.max(1) * 2;
        }
        self.frames.push(Arc::clone(grid));
    }

    /// The last frame that is not younger than a step; the first, if all are.
    pub(super) fn frame_near(&self, step: u32) -> usize {
        let older = self.frames.partition_point(|frame| frame.step <= step);
        older.saturating_sub(1)
    }

    /// Keeps a snapshot. The newest ones lie close together, the older ones farther apart.
    pub(super) fn add_snapshot(&mut self, snapshot: RunSnapshot) {
        self.snapshots.retain(|kept| kept.step < snapshot.step);
        self.snapshots.push(snapshot);
        if self.snapshots.len() > MOST_SNAPSHOTS {
            // The one whose neighbours are closest to each other is missed least.
            let gap = |i: usize| self.snapshots[i + 1].step - self.snapshots[i - 1].step;
            if let Some(least) = (1..self.snapshots.len() - 1).min_by_key(|&i| gap(i)) {
                self.snapshots.remove(least);
            }
        }
    }

    /// Forgets what came after a step: the run went back to it. Of the changes at that step, those
    /// that came after its snapshot are forgotten too.
    pub(super) fn truncate(&mut self, step: u32) {
        Arc::make_mut(&mut self.rows).retain(|row| row.step <= step);
        self.frames.retain(|frame| frame.step <= step);
        self.snapshots.retain(|snapshot| snapshot.step <= step);
        self.marks.retain(|mark| mark.step <= step);
        let here = self.snapshots.last().filter(|last| last.step == step);
        self.marks
            .truncate(here.map_or(usize::MAX, |here| here.marks));
        self.version += 1;
    }

    /// The log as CSV: a line a row, the names in the first. Where settings changed, a last column
    /// has the changes, each in the first row that is not before it.
    pub fn csv(&self) -> String {
        let mut text = String::from("step,seconds");
        for name in self.names.iter() {
            text.push(',');
            text.push_str(name);
        }
        let has_changes = !self.marks.is_empty();
        if has_changes {
            text.push_str(",changes");
        }
        let mut marks = self.marks.iter().peekable();
        let last = self.rows.last().map(|row| row.step);
        for row in self.rows.iter() {
            text.push_str(&format!("\n{},{:.3}", row.step, row.seconds));
            for at in 0..self.names.len() {
                text.push(',');
                if let Some(value) = row.values.get(at).filter(|value| value.is_finite()) {
                    text.push_str(&value.to_string());
                }
            }
            if has_changes {
                text.push(',');
                // The newest ones are of a step that no row has reached.
                let due = |mark: &&SettingChange| mark.step <= row.step || last == Some(row.step);
                let mut separator = "";
                while let Some(mark) = marks.next_if(due) {
                    text.push_str(separator);
                    text.push_str(&mark.kind.to_text());
                    separator = "; ";
                }
            }
        }
        text.push('\n');
        text
    }
}

/// Drops every second one, but keeps the first and the last.
fn thin<T>(all: &mut Vec<T>) {
    let mut at = 0;
    all.retain(|_| {
        at += 1;
        at % 2 == 1
    });
}
