//! Foreign bytes: whatever a file, a link or a message holds, what reads it takes it whole or refuses
//! it in a sentence, and takes no more memory than the bytes call for.
//!
//! `cargo test` tries each file of the corpus and a few hundred neighbours, the same in every run.
//! With `BOLERO_RANDOM_TEST_TIME_MS`, as `cargo xtask test fuzz` sets it, bolero goes on with others
//! for so long; `cargo bolero test` lets libFuzzer choose them.
//!
//! | module | reads |
//! |---|---|
//! | `classifiers` | classifiers of pictures |
//! | `files` | IDX, what is brought to the Train room, pictures |
//! | `onnx` | decoders as ONNX |
//! | `picture_sets` | zips, NumPy's arrays, tables, sets of pictures |
//! | `tables` | tables of figures that are compared |
//! | `weights` | safetensors with cards, encoded points, runs |
//! | `texts` | links of both rooms, specifications, formulas, students' files, message catalogues |
//! | `messages` | JSON between page and workers, payloads |
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a check panics where it cannot go on, and says which input it was"
)]

mod classifiers;
mod corpus;
mod files;
mod messages;
mod onnx;
mod picture_sets;
mod tables;
mod texts;
mod weights;

use std::panic::RefUnwindSafe;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::{env, fs, thread};

use corpus::Corpus;
use foreign_text::is_unseen;
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// One check at a time, because all share the memory that is counted.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// What a sentence has at most, in characters.
const LONGEST_SENTENCE: usize = 300;

/// How many neighbours of the corpus `cargo test` tries.
const NEIGHBOURS: u64 = 300;

/// What every reader may take, whatever it reads.
const LITTLE: usize = 1 << 20;

/// Waits until no other check runs.
fn alone() -> MutexGuard<'static, ()> {
    ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether bolero is to go on, or asks which checks there are.
fn goes_on() -> bool {
    env::vars_os().any(|(name, _)| name.to_string_lossy().contains("BOLERO_"))
}

/// Lets a reader read the corpus and neighbours of it, the same in every run.
fn try_corpus(name: &'static str, corpus: &Corpus, read: &impl Fn(&[u8])) {
    for seed in corpus.seeds() {
        try_input(name, seed, read);
    }
    for number in 0..NEIGHBOURS {
        try_input(name, &corpus.neighbour(&corpus::recipe(number)), read);
    }
}

/// Lets a reader read, and writes down what it fails on.
fn try_input(name: &'static str, input: &[u8], read: &impl Fn(&[u8])) {
    let _witness = FailureWitness { name, input };
    read(input);
}

/// Says of a closure that it reads any bytes.
fn reader<F: Fn(&[u8]) + RefUnwindSafe>(read: F) -> F {
    read
}

/// Tries what a reader does with a corpus and its neighbours; bolero goes on where the macro stands.
macro_rules! check_reader {
    ($corpus:expr, $read:expr) => {{
        let name = concat!(module_path!(), "::", line!());
        let (corpus, read) = ($corpus, crate::reader($read));
        let _alone = crate::alone();
        crate::try_corpus(name, &corpus, &read);
        if crate::goes_on() {
            bolero::check!()
                .with_max_len(crate::corpus::LONGEST_RECIPE)
                .for_each(|recipe: &[u8]| {
                    crate::try_input(name, &corpus.neighbour(recipe), &read);
                });
        }
    }};
}
use check_reader;

/// Writes the input down on which a reader fails.
struct FailureWitness<'a> {
    name: &'a str,
    input: &'a [u8],
}

impl Drop for FailureWitness<'_> {
    fn drop(&mut self) {
        if thread::panicking() {
            let name = self.name.replace("::", "-");
            let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
            // Whether or not it can be written, the failure is what counts.
            let _ = fs::write(&path, self.input);
            eprintln!("the input of this failure: {}", path.display());
        }
    }
}

/// What `read` gives, after it took at most so much memory beyond [`LITTLE`].
#[track_caller]
fn within_memory<T>(most: usize, read: impl FnOnce() -> T) -> T {
    MEMORY.reset_peak_usage();
    let before = MEMORY.current_usage();
    let given = read();
    let taken = MEMORY.peak_usage().saturating_sub(before);
    assert!(
        taken <= most.saturating_add(LITTLE),
        "expected at most {most} bytes and a little, found {taken} taken"
    );
    given
}

/// People read this.
#[track_caller]
fn assert_sentence(text: &str) {
    let length = text.chars().count();
    assert!(
        (10..=LONGEST_SENTENCE).contains(&length),
        "a sentence of {length} characters: {text}"
    );
    assert!(text.ends_with(['.', '!', '?']), "no sentence: {text}");
    assert!(
        !text.contains(is_unseen),
        "characters that cannot be seen: {text:?}"
    );
}
