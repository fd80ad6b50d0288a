//! Inputs near real ones: a file, link or message as people have it, with a few changes.

use std::fs;

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use tests::root;

/// Larger files are left out: an input is to be read in microseconds.
const LARGEST_SEED: u64 = 100 * 1024;

/// No input is longer, however often its parts were doubled.
const LONGEST_INPUT: usize = 256 * 1024;

/// A recipe for changes is no longer, in bytes.
pub const LONGEST_RECIPE: usize = 128;

/// How much of a file is its beginning, where headers are.
const BEGINNING: usize = 512;

/// Numbers at which readers of bytes go wrong.
const EDGES: [u64; 13] = [
    0,
    1,
    2,
    0x7f,
    0x80,
    0xff,
    0x7fff,
    0xffff,
    0x7fff_ffff,
    0xffff_ffff,
    1 << 40,
    i64::MAX as u64,
    u64::MAX,
];

/// Numbers at which readers of text go wrong.
const NUMERALS: [&str; 16] = [
    "0",
    "-0",
    "-1",
    "1.5",
    "7e-46",
    "1e39",
    "1e309",
    "NaN",
    "inf",
    "129",
    "65536",
    "2147483648",
    "4294967296",
    "9007199254740993",
    "18446744073709551615",
    "18446744073709551616",
];

/// What is put into any input.
const COMMON_WORDS: [&[u8]; 17] = [
    b"",
    b"\0",
    b"\n",
    b"\"",
    b"{",
    b"[",
    b",",
    b"%00",
    b"\xef\xbb\xbf",
    "\u{2212}".as_bytes(),
    "\u{1f600}".as_bytes(),
    b"\xff",
    // What cannot be seen: a control, another one, what turns writing round, what breaks a line, what has
    // no width.
    b"\x7f",
    "\u{85}".as_bytes(),
    "\u{202e}".as_bytes(),
    "\u{2028}".as_bytes(),
    "\u{2060}".as_bytes(),
];

/// Inputs that are real or nearly so, and words that mean something to their reader.
pub struct Corpus {
    seeds: Vec<Vec<u8>>,
    words: &'static [&'static [u8]],
}

impl Corpus {
    /// No inputs yet.
    pub fn of_words(words: &'static [&'static [u8]]) -> Self {
        Self {
            seeds: Vec::new(),
            words,
        }
    }

    /// With another input.
    pub fn with(mut self, seed: impl Into<Vec<u8>>) -> Self {
        self.seeds.push(seed.into());
        self
    }

    /// With other inputs.
    pub fn with_all<T: Into<Vec<u8>>>(mut self, seeds: impl IntoIterator<Item = T>) -> Self {
        self.seeds.extend(seeds.into_iter().map(Into::into));
        self
    }

    /// With the files of a folder of the project, or of what stands beside it, that are not large; with
    /// none where the folder is not there.
    pub fn with_files(mut self, folder: &str) -> Self {
        let Ok(entries) = fs::read_dir(root().join(folder)) else {
            return self;
        };
        let mut files: Vec<_> = entries
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| {
                fs::metadata(path).is_ok_and(|it| it.is_file() && it.len() <= LARGEST_SEED)
            })
            .collect();
        // In the same order on every machine.
        files.sort();
        self.seeds
            .extend(files.into_iter().filter_map(|path| fs::read(path).ok()));
        self
    }

    /// Each as it is.
    pub fn seeds(&self) -> impl Iterator<Item = &[u8]> {
        self.seeds.iter().map(Vec::as_slice)
    }

    /// One of them with the changes that a recipe, which may be any bytes, asks for.
    pub fn neighbour(&self, recipe: &[u8]) -> Vec<u8> {
        let mut recipe = Recipe(recipe);
        let mut bytes = self.any_seed(&mut recipe).to_vec();
        for _ in 0..=recipe.byte() % 6 {
            self.change(&mut bytes, &mut recipe);
            bytes.truncate(LONGEST_INPUT);
        }
        bytes
    }

    fn any_seed(&self, recipe: &mut Recipe<'_>) -> &[u8] {
        let at = recipe.below(self.seeds.len());
        self.seeds.get(at).map_or(&[], Vec::as_slice)
    }

    fn any_word(&self, recipe: &mut Recipe<'_>) -> &'static [u8] {
        let at = recipe.below(self.words.len() + COMMON_WORDS.len());
        let own = self.words.get(at).copied();
        own.unwrap_or_else(|| COMMON_WORDS[at - self.words.len()])
    }

    /// One change.
    fn change(&self, bytes: &mut Vec<u8>, recipe: &mut Recipe<'_>) {
        let kind = recipe.byte() % 11;
        let at = recipe.place(bytes.len());
        let end = (at + 1 + recipe.below(64)).min(bytes.len());
        match kind {
            0 if at < bytes.len() => bytes[at] ^= 1 << (recipe.byte() % 8),
            1 if at < bytes.len() => bytes[at] = recipe.byte(),
            2 => {
                let number = EDGES[recipe.below(EDGES.len())];
                let width = 1 << (recipe.byte() % 4);
                let (little, big) = (number.to_le_bytes(), number.to_be_bytes());
                let number = if recipe.byte().is_multiple_of(2) {
                    &little[..width]
                } else {
                    &big[8 - width..]
                };
                let end = (at + width).min(bytes.len());
                bytes.splice(at.min(end)..end, number.iter().copied());
            }
            3 => drop(bytes.splice(at..at, self.any_word(recipe).iter().copied())),
            4 => drop(bytes.splice(at..end, self.any_word(recipe).iter().copied())),
            5 => replace_numeral(bytes, at, NUMERALS[recipe.below(NUMERALS.len())]),
            6 => drop(bytes.drain(at..end)),
            7 => {
                let part = bytes[at..end].repeat(usize::from(recipe.byte() % 32));
                bytes.splice(at..at, part);
            }
            8 => bytes.truncate(at),
            9 => {
                let other = self.any_seed(recipe);
                let from = recipe.place(other.len());
                bytes.truncate(at);
                bytes.extend(&other[from..]);
            }
            _ => {
                let other = self.any_seed(recipe);
                let from = recipe.place(other.len());
                let to = (from + 1 + recipe.below(64)).min(other.len());
                bytes.splice(at..end, other[from..to].iter().copied());
            }
        }
    }
}

/// Writes another number in the place of the first that stands at `from` or behind it.
fn replace_numeral(bytes: &mut Vec<u8>, from: usize, numeral: &str) {
    let is_part = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'.' | b'-');
    let Some(begin) = bytes[from..].iter().position(u8::is_ascii_digit) else {
        return;
    };
    let begin = from + begin;
    let length = bytes[begin..]
        .iter()
        .take_while(|byte| is_part(byte))
        .count();
    bytes.splice(begin..begin + length, numeral.bytes());
}

/// Bytes that say what to change. Behind their end are zeros.
struct Recipe<'a>(&'a [u8]);

impl Recipe<'_> {
    fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else {
            return 0;
        };
        self.0 = rest;
        *first
    }

    /// A number below `bound`, or 0.
    fn below(&mut self, bound: usize) -> usize {
        let bytes = [self.byte(), self.byte(), self.byte(), 0];
        u32::from_le_bytes(bytes) as usize % bound.max(1)
    }

    /// A place in so many bytes, or behind them; half of the time near their beginning.
    fn place(&mut self, length: usize) -> usize {
        if self.byte().is_multiple_of(2) {
            self.below(length.min(BEGINNING) + 1)
        } else {
            self.below(length + 1)
        }
    }
}

/// The recipe of a number: the same in every run.
pub fn recipe(number: u64) -> Vec<u8> {
    let mut random = StdRng::seed_from_u64(number);
    let length = random.random_range(8..LONGEST_RECIPE);
    let mut recipe = vec![0; length];
    random.fill(&mut recipe[..]);
    recipe
}

#[test]
fn a_recipe_gives_the_same_neighbour_again_and_another_one_another() {
    let corpus = Corpus::of_words(&[b"word"])
        .with("a text with 12 words")
        .with([7; 40]);
    let neighbours = |from| (from..from + 50).map(|number| corpus.neighbour(&recipe(number)));
    assert!(neighbours(0).eq(neighbours(0)));
    assert!(neighbours(0).ne(neighbours(50)));
    // No recipe is no change but the first.
    assert_eq!(corpus.neighbour(&[]).len(), 20);
}
