//! What is asked of a round's pictures, drawn from a seed, so that a link asks everyone the same.

use latent::SplitMix64;

/// What a question shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum QuestionMode {
    /// One picture: real, or generated?
    Singles,
    /// A real picture and a generated one: which is real?
    Pairs,
    /// Half of each.
    #[default]
    Both,
}

impl QuestionMode {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Both, Self::Singles, Self::Pairs];

    /// Its word in links.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Singles => "singles",
            Self::Pairs => "pairs",
            Self::Both => "both",
        }
    }

    /// The mode of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.as_str() == word)
    }

    /// Of so many questions, how many show one picture, and how many a pair. Those of one picture are
    /// even in number, half of them real.
    pub fn split(self, questions: usize) -> (usize, usize) {
        let singles = match self {
            Self::Singles => questions,
            Self::Pairs => 0,
            Self::Both => questions / 2,
        };
        let singles = singles / 2 * 2;
        (
            singles,
            if self == Self::Singles {
                0
            } else {
                questions - singles
            },
        )
    }

    /// How many real pictures so many questions need, and how many generated ones.
    pub fn pictures(self, questions: usize) -> usize {
        let (singles, pairs) = self.split(questions);
        singles / 2 + pairs
    }
}

/// A question, by the places of its pictures among those of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DrawnQuestion {
    /// One picture.
    Single {
        /// Whether it is real.
        is_real: bool,
        /// Which of its kind.
        at: usize,
    },
    /// Two pictures.
    Pair {
        /// Whether the real one stands on the left, or above.
        is_real_first: bool,
        /// Which of the real ones.
        real: usize,
        /// Which of the generated ones.
        generated: usize,
    },
}

/// The questions of a round: singles first, then pairs. `count` is how many pictures of each kind there
/// are; if that is too few, pictures come again.
pub(super) fn draw_questions(
    mode: QuestionMode,
    questions: usize,
    count: usize,
    (seed, round): (u32, usize),
) -> Vec<DrawnQuestion> {
    let (singles, pairs) = mode.split(questions);
    let half = singles / 2;
    let mut random = SplitMix64::new(u64::from(seed) << 32 | round as u64);
    let place = |at: usize| at % count.max(1);
    let mut drawn: Vec<DrawnQuestion> = (0..singles)
        .map(|at| DrawnQuestion::Single {
            is_real: at < half,
            at: place(at % half.max(1)),
        })
        .collect();
    shuffle(&mut random, &mut drawn);
    // As often on one side as on the other, or once more.
    let mut sides: Vec<bool> = (0..pairs).map(|at| at % 2 == 0).collect();
    shuffle(&mut random, &mut sides);
    let sides = sides.into_iter().enumerate();
    drawn.extend(sides.map(|(at, is_real_first)| DrawnQuestion::Pair {
        is_real_first,
        real: place(half + at),
        generated: place(half + at),
    }));
    drawn
}

/// Fisher and Yates's shuffle. The lists are short, so the remainder's bias is below 2⁻⁵⁰.
fn shuffle<T>(random: &mut SplitMix64, list: &mut [T]) {
    for last in (1..list.len()).rev() {
        let other = (random.bits() % (last as u64 + 1)) as usize;
        list.swap(last, other);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(mode: QuestionMode, questions: usize, seed: u32, round: usize) -> Vec<DrawnQuestion> {
        let count = mode.pictures(questions);
        draw_questions(mode, questions, count, (seed, round))
    }

    #[test]
    fn each_picture_is_asked_of_once_and_half_of_the_singles_are_real() {
        for mode in QuestionMode::ALL {
            for questions in [4, 6, 8, 12, 20] {
                let drawn = drawn(mode, questions, 7, 1);
                assert_eq!(drawn.len(), questions, "{mode:?}");
                let count = mode.pictures(questions);
                let mut seen = [vec![0; count], vec![0; count]];
                let (mut real, mut first) = (0, 0_i32);
                for question in &drawn {
                    match *question {
                        DrawnQuestion::Single { is_real, at } => {
                            seen[usize::from(is_real)][at] += 1;
                            real += usize::from(is_real);
                        }
                        DrawnQuestion::Pair {
                            is_real_first,
                            real,
                            generated,
                        } => {
                            seen[1][real] += 1;
                            seen[0][generated] += 1;
                            first += if is_real_first { 1 } else { -1 };
                        }
                    }
                }
                assert!(
                    seen.iter().flatten().all(|times| *times == 1),
                    "{mode:?} {seen:?}"
                );
                assert_eq!(real * 2, mode.split(questions).0);
                assert!((0..=1).contains(&first), "{mode:?} {first}");
            }
        }
    }

    #[test]
    fn a_seed_asks_the_same_again_and_another_seed_or_round_something_else() {
        let asked = drawn(QuestionMode::Both, 20, 7, 0);
        assert_eq!(asked, drawn(QuestionMode::Both, 20, 7, 0));
        assert_ne!(asked, drawn(QuestionMode::Both, 20, 8, 0));
        assert_ne!(asked, drawn(QuestionMode::Both, 20, 7, 1));
    }

    #[test]
    fn where_there_are_too_few_pictures_they_come_again() {
        let drawn = draw_questions(QuestionMode::Pairs, 8, 3, (7, 0));
        assert_eq!(drawn.len(), 8);
        let fits = |question: &DrawnQuestion| matches!(question, DrawnQuestion::Pair { real, generated, .. } if *real < 3 && *generated < 3);
        assert!(drawn.iter().all(fits));
    }
}
