//! What a student did, as a file: JSON that a person can read.
//!
//! ```json
//! {
//!   "format": "latentscape-progress",
//!   "version": 1,
//!   "name": "Ada",
//!   "lessons": [{ "lesson": "latent-space", "version": 1, "solved": [1, 2], "minutes": 12 }]
//! }
//! ```
//!
//! The name is what the student typed, if anything; `solved` has the numbers of steps, from 1, whose
//! task was solved. The file says nothing else of a student or a device.

use foreign_text::{ForeignText, beginning};
use lesson::LessonRow;
use serde_json::{Value, json};

/// What says that a file is one of these.
const FORMAT: &str = "latentscape-progress";
/// The version of the form that is written, and the only one that is read.
const VERSION: u64 = 1;

/// The largest file that is read, in bytes: a hundred times what the shipped lessons need.
pub const MOST_STUDENT_BYTES: usize = 65_536;
/// The most lessons that a file has.
const MOST_LESSONS: usize = 200;
/// The most characters of a student's name, and of a lesson's id.
const MOST_LETTERS: usize = 60;
/// The most minutes that are believed: a year.
const MOST_MINUTES: u64 = 525_600;

/// What a student did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProgressFile {
    /// What the student calls themselves; empty if they typed nothing.
    pub name: String,
    /// Each lesson that they began.
    pub lessons: Vec<LessonRecord>,
}

/// How far a student came in a lesson.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LessonRecord {
    /// The lesson's id.
    pub lesson: String,
    /// Its version.
    pub version: u32,
    /// The steps whose task was solved, from 1, in their order.
    pub solved: Vec<u32>,
    /// Minutes for which the lesson was open.
    pub minutes: u32,
}

/// Why a student's file, or a lesson of it, is left out.
#[derive(Clone, Debug, PartialEq)]
pub enum StudentFileFault {
    /// The browser could not read it.
    NotReadable,
    /// It has this many bytes.
    TooLarge(f64),
    /// It is no JSON.
    NotJson,
    /// It is JSON of something else.
    OtherJson,
    /// It is of a version of the format that is not read.
    OtherFormat(u64),
    /// A part of it is missing, or is not what it should be.
    Broken(&'static str),
    /// It has no lesson.
    NoLessons,
    /// It has a lesson that there is none of here.
    LessonUnknown(ForeignText),
    /// It has a lesson of another version.
    LessonOfOtherVersion {
        /// The lesson's id.
        lesson: ForeignText,
        /// The version in the file.
        found: u32,
        /// The version here.
        expected: u32,
    },
    /// It was added before.
    AlreadyThere,
    /// More files at once than are taken; none of them was.
    TooMany(usize),
}

impl ProgressFile {
    /// The file's bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let lessons = self.lessons.iter().map(|record| {
            json!({
                "lesson": record.lesson,
                "version": record.version,
                "solved": record.solved,
                "minutes": record.minutes,
            })
        });
        let mut file = json!({
            "format": FORMAT,
            "version": VERSION,
            "lessons": lessons.collect::<Vec<_>>(),
        });
        let name = self.shown_name();
        if !name.is_empty() {
            file["name"] = name.into();
        }
        format!("{file:#}\n").into_bytes()
    }

    /// What the file is called: by the student's name, if they typed one.
    pub fn file_name(&self) -> String {
        let name = self.shown_name();
        let words = name.split(|letter: char| !letter.is_alphanumeric());
        let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
        let separator = if words.is_empty() { "" } else { "-" };
        format!("{FORMAT}{separator}{}.json", words.join("-"))
    }

    fn shown_name(&self) -> String {
        beginning(self.name.trim(), MOST_LETTERS).trim().to_owned()
    }
}

/// Reads a student's file, and leaves out what is of no lesson in `known`. Returns what there is, and
/// the first thing that was left out.
///
/// # Errors
/// Why nothing of it can be taken.
pub fn read_progress(
    bytes: &[u8],
    known: &[LessonRow],
) -> Result<(ProgressFile, Option<StudentFileFault>), StudentFileFault> {
    if bytes.len() > MOST_STUDENT_BYTES {
        return Err(StudentFileFault::TooLarge(bytes.len() as f64));
    }
    // Some programs begin a text with a byte-order mark.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let file: Value = serde_json::from_slice(bytes).map_err(|_| StudentFileFault::NotJson)?;
    if file.get("format").and_then(Value::as_str) != Some(FORMAT) {
        return Err(StudentFileFault::OtherJson);
    }
    match number(&file, "version")? {
        VERSION => {}
        other => return Err(StudentFileFault::OtherFormat(other)),
    }
    let name = match file.get("name") {
        None | Some(Value::Null) => "",
        Some(name) => name.as_str().ok_or(StudentFileFault::Broken("name"))?,
    };
    let lessons = file.get("lessons").and_then(Value::as_array);
    let lessons = lessons.ok_or(StudentFileFault::Broken("lessons"))?;
    if lessons.is_empty() {
        return Err(StudentFileFault::NoLessons);
    }
    if lessons.len() > MOST_LESSONS {
        return Err(StudentFileFault::Broken("lessons"));
    }
    let mut read = ProgressFile {
        name: name.to_owned(),
        lessons: Vec::new(),
    };
    read.name = read.shown_name();
    let mut left_out = None;
    for lesson in lessons {
        match read_lesson(lesson, known)? {
            Ok(record) if read.lessons.iter().any(|it| it.lesson == record.lesson) => {
                return Err(StudentFileFault::Broken("lessons"));
            }
            Ok(record) => read.lessons.push(record),
            Err(fault) => left_out = left_out.or(Some(fault)),
        }
    }
    match left_out {
        Some(fault) if read.lessons.is_empty() => Err(fault),
        left_out => Ok((read, left_out)),
    }
}

/// A lesson of a file, or why it is left out.
///
/// # Errors
/// What makes the whole file one that nobody wrote.
fn read_lesson(
    value: &Value,
    known: &[LessonRow],
) -> Result<Result<LessonRecord, StudentFileFault>, StudentFileFault> {
    let id = value.get("lesson").and_then(Value::as_str);
    let id = id.ok_or(StudentFileFault::Broken("lesson"))?;
    let version = number(value, "version")?;
    let version = u32::try_from(version).map_err(|_| StudentFileFault::Broken("version"))?;
    let minutes = number(value, "minutes")?.min(MOST_MINUTES);
    let solved = value.get("solved").and_then(Value::as_array);
    let solved = solved.ok_or(StudentFileFault::Broken("solved"))?;
    let shown = || ForeignText::from(beginning(id, MOST_LETTERS));
    let Some(row) = known.iter().find(|row| row.id == id) else {
        return Ok(Err(StudentFileFault::LessonUnknown(shown())));
    };
    if row.version != version {
        return Ok(Err(StudentFileFault::LessonOfOtherVersion {
            lesson: shown(),
            found: version,
            expected: row.version,
        }));
    }
    let mut steps = Vec::new();
    for step in solved {
        let step = step.as_u64().and_then(|step| u32::try_from(step).ok());
        let is_task = |step: &u32| {
            let mut tasks = row.tasks.iter();
            tasks.any(|at| at + 1 == *step as usize)
        };
        let step = step.filter(is_task);
        steps.push(step.ok_or(StudentFileFault::Broken("solved"))?);
    }
    steps.sort_unstable();
    steps.dedup();
    Ok(Ok(LessonRecord {
        lesson: row.id.clone(),
        version,
        solved: steps,
        minutes: minutes as u32,
    }))
}

/// A whole number, not below 0.
fn number(value: &Value, name: &'static str) -> Result<u64, StudentFileFault> {
    let number = value.get(name).and_then(Value::as_u64);
    number.ok_or(StudentFileFault::Broken(name))
}
