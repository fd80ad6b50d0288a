//! The strokes of characters, as `tests/reference/make_hanzi.py` wrote them: a line for each character,
//! a word for each stroke, two letters for each point. Lines that begin with `#` say whose they are.

use std::ops::Range;

use run_spec::{FileCheck, HANZI_STROKES};

use crate::{ModelError, ModelResult};

/// Characters have one to so many strokes.
pub const STROKE_COUNTS: usize = 8;
/// The letter of the least coordinate, and the number of coordinates.
const LETTERS: (u8, u8) = (b'!', 94);

/// A stroke's median: points from its beginning to its end, each across from the left and down from the
/// top, 0 to 1.
pub type CharacterStroke = Vec<[f32; 2]>;

/// A character.
#[derive(Clone, Debug, PartialEq)]
pub struct HanziCharacter {
    /// What it is.
    pub character: char,
    /// In the order in which they are written.
    pub strokes: Vec<CharacterStroke>,
}

/// The characters that can be drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct HanziStrokes {
    characters: Vec<HanziCharacter>,
    /// Where those of each number of strokes begin and end.
    ranges: [Range<usize>; STROKE_COUNTS],
}

impl HanziStrokes {
    /// The strokes of the shipped file's bytes.
    ///
    /// # Errors
    /// [`ModelError::Fetched`] for another file.
    pub fn read(bytes: &[u8]) -> ModelResult<Self> {
        let mut check = FileCheck::new(&HANZI_STROKES, bytes);
        let content = loop {
            if let Some(content) = check.advance()? {
                break content;
            }
        };
        // What has the digest can be read.
        Self::parse(&content).ok_or_else(|| ModelError::Io {
            file: HANZI_STROKES.name.into(),
            reason: "it holds no strokes".into(),
        })
    }

    fn parse(content: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(content).ok()?;
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        let characters: Vec<HanziCharacter> = lines.map(character).collect::<Option<_>>()?;
        let ranges = std::array::from_fn(|count| {
            let fewer = |most: usize| characters.partition_point(|it| it.strokes.len() <= most);
            fewer(count)..fewer(count + 1)
        });
        ranges
            .iter()
            .all(|range: &Range<usize>| !range.is_empty())
            .then_some(Self { characters, ranges })
    }

    /// All of them, those of few strokes first.
    pub fn characters(&self) -> &[HanziCharacter] {
        &self.characters
    }

    /// The places of those of so many strokes, 1 to 8.
    pub(super) fn of_strokes(&self, count: usize) -> Range<usize> {
        self.ranges[count - 1].clone()
    }
}

fn character(line: &str) -> Option<HanziCharacter> {
    let mut words = line.split(' ');
    let character = words.next()?.parse().ok()?;
    let strokes: Vec<CharacterStroke> = words.map(stroke).collect::<Option<_>>()?;
    (1..=STROKE_COUNTS)
        .contains(&strokes.len())
        .then_some(HanziCharacter { character, strokes })
}

fn stroke(word: &str) -> Option<CharacterStroke> {
    let coordinate = |letter: u8| {
        let (first, count) = LETTERS;
        let level = letter.checked_sub(first).filter(|level| *level < count)?;
        Some(f32::from(level) / f32::from(count - 1))
    };
    let (points, rest) = word.as_bytes().as_chunks::<2>();
    let points: CharacterStroke = points
        .iter()
        .map(|[x, y]| Some([coordinate(*x)?, coordinate(*y)?]))
        .collect::<Option<_>>()?;
    (rest.is_empty() && points.len() > 1).then_some(points)
}
