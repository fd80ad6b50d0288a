//! Runs that were trained before: opened from their files, or kept by the browser, and compared as they are.

use std::sync::Arc;

use file_kind::{FileKind, file_kind};
use run_spec::ComparisonFamily;

use super::finished_run::{FinishedRun, RunFileFault};
use super::state::{ComparedRunPhase, RunComparisonState};
use crate::brought_file::BroughtFile;
use crate::context::Context;
use crate::file_choice::short;
use crate::host_command::HostCommand;
use crate::run_file::run_file_header;
use crate::training::RunStoreCommand;

impl RunComparisonState {
    /// Runs from files that fit what is planned.
    pub fn fitting(&self) -> impl Iterator<Item = &Arc<FinishedRun>> {
        let files = self.files.iter();
        files.filter(|file| file.misfit(&self.plan).is_none())
    }

    /// Files were opened: those that are runs are compared from the next comparison on.
    pub(super) fn add_files(&mut self, files: &[BroughtFile]) {
        self.refused.clear();
        for file in files {
            if let Err(fault) = self.add_file(file, false) {
                self.refused.push((short(&file.name), fault));
            }
        }
    }

    fn add_file(&mut self, file: &BroughtFile, kept: bool) -> Result<(), RunFileFault> {
        if self.files.len() >= FinishedRun::MOST {
            return Err(RunFileFault::TooMany(FinishedRun::MOST));
        }
        let kind = file_kind(&file.bytes);
        if kind != FileKind::Run {
            return Err(RunFileFault::NoRun(kind));
        }
        let found = file.bytes.len();
        if file.size > found as f64 {
            return Err(RunFileFault::TooLarge(file.size));
        }
        let header = run_file_header(&file.bytes).ok_or(RunFileFault::Unreadable)?;
        let expected = header.file_bytes;
        if found < expected {
            return Err(RunFileFault::CutShort { expected, found });
        }
        let spec = run_spec::from_json(&header.state["spec"].to_string())
            .map_err(RunFileFault::Specification)?;
        let step = header.state["steps"].as_u64();
        self.numbered += 1;
        self.files.push(Arc::new(FinishedRun {
            number: self.numbered,
            name: self.free_name(&file.name),
            kept,
            spec,
            step: step.and_then(|step| step.try_into().ok()).unwrap_or(0),
            bytes: Arc::clone(&file.bytes),
        }));
        Ok(())
    }

    /// Has the browser hand out a kept run.
    pub(super) fn read_kept(&mut self, context: &mut Context, id: String, title: String) {
        let command = RunStoreCommand::Copy { id: id.clone() };
        self.reading.push((id, title));
        context.command(HostCommand::RunStore {
            // Plain data with string keys always serialises.
            command: serde_json::to_string(&command).unwrap_or_default(),
            payload: Vec::new(),
        });
    }

    /// A kept run was read, or could not be.
    pub(super) fn kept_read(&mut self, id: &str, bytes: Option<Arc<[u8]>>) {
        let Some(at) = self.reading.iter().position(|(reading, _)| reading == id) else {
            return;
        };
        let (_, name) = self.reading.remove(at);
        let Some(bytes) = bytes else {
            return;
        };
        self.refused.clear();
        let size = bytes.len() as f64;
        let file = BroughtFile { name, bytes, size };
        if let Err(fault) = self.add_file(&file, true) {
            self.refused.push((short(&file.name), fault));
        }
    }

    /// A file's name without its endings, and with a number if another row is called so: rows of one name
    /// would be taken for runs of one model.
    fn free_name(&self, file: &str) -> String {
        let name = file.strip_suffix(".safetensors").unwrap_or(file);
        let name = short(name.strip_suffix(".run").unwrap_or(name));
        let is_taken = |name: &str| {
            ComparisonFamily::named(name).is_some()
                || self.files.iter().any(|file| file.name == name)
                || self.runs.iter().any(|run| run.source.row() == name)
        };
        if !is_taken(&name) {
            return name;
        }
        let mut numbered = (2..).map(|number: u32| format!("{name} ({number})"));
        numbered.find(|name| !is_taken(name)).unwrap_or(name)
    }

    /// A run from a file is compared no more. What was measured of it stays in the table.
    pub(super) fn remove_file(&mut self, context: &mut Context, number: u32) {
        self.files.retain(|file| file.number != number);
        let is_it = |run: &super::ComparedRunState| {
            let file = run.source.file();
            file.is_some_and(|file| file.number == number) && !run.has_ended()
        };
        let Some(at) = self.runs.iter().position(is_it) else {
            return;
        };
        let is_current = self.current() == Some(at);
        self.runs[at].phase = ComparedRunPhase::Stopped;
        if is_current {
            self.end_worker(context);
            self.job = None;
            self.train_next(context);
        }
    }
}
