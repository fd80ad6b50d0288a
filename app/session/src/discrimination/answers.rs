//! What was answered, counted: all that is kept of a player, or of a class.

use super::statistics::{HitCount, RocCurve};

/// How many ratings there are: surely generated, probably generated, probably real, surely real.
pub const RATINGS: usize = 4;

/// The answers at one step, of a player or of a class.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct AnswerTally {
    /// Of generated pictures, how many answers of each rating; the last one is "surely real".
    pub generated: [u32; RATINGS],
    /// The same of real pictures.
    pub real: [u32; RATINGS],
    /// Of pairs, how often the real picture was found.
    pub pairs: HitCount,
}

impl AnswerTally {
    /// Answers to single pictures; whoever says "real" however surely says so.
    pub fn singles(&self) -> HitCount {
        let [generated, real] = [&self.generated, &self.real].map(|counts| {
            let (low, high) = counts.split_at(RATINGS / 2);
            [low.iter().sum::<u32>(), high.iter().sum::<u32>()]
        });
        HitCount {
            hits: generated[0] + real[1],
            of: generated[0] + generated[1] + real[0] + real[1],
        }
    }

    /// All answers.
    pub fn hits(&self) -> HitCount {
        self.singles().plus(self.pairs)
    }

    /// The ROC curve of the ratings, where pictures of both kinds were rated.
    pub fn roc(&self) -> Option<RocCurve> {
        RocCurve::of_ratings(&self.generated, &self.real)
    }

    /// Takes in answers to a single picture, so many of each rating.
    pub(super) fn rate(&mut self, is_real: bool, votes: &[u32; RATINGS]) {
        let counts = if is_real {
            &mut self.real
        } else {
            &mut self.generated
        };
        for (count, votes) in counts.iter_mut().zip(votes) {
            *count = count.saturating_add(*votes);
        }
    }

    /// Takes in answers to a pair.
    pub(super) fn choose(&mut self, right: u32, wrong: u32) {
        let pairs = &mut self.pairs;
        pairs.hits = pairs.hits.saturating_add(right);
        pairs.of = pairs.of.saturating_add(right).saturating_add(wrong);
    }

    /// Takes in another tally.
    fn add(&mut self, other: &Self) {
        self.rate(false, &other.generated);
        self.rate(true, &other.real);
        self.choose(other.pairs.hits, other.pairs.of - other.pairs.hits);
    }

    fn numbers(&self) -> impl Iterator<Item = u32> {
        let ratings = self.generated.into_iter().chain(self.real);
        ratings.chain([self.pairs.hits, self.pairs.of])
    }

    fn of_numbers(numbers: &[u32]) -> Option<Self> {
        let (generated, rest) = numbers.split_first_chunk()?;
        let (real, rest) = rest.split_first_chunk()?;
        let &[hits, of] = rest else { return None };
        (hits <= of).then_some(Self {
            generated: *generated,
            real: *real,
            pairs: HitCount { hits, of },
        })
    }
}

/// What this device keeps of everyone who played a game on it.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct ClassTotals {
    /// How many games were played to their end.
    pub players: u32,
    /// The answers at each step, lowest step first.
    pub steps: Vec<(u32, AnswerTally)>,
}

impl ClassTotals {
    /// The answers at a step.
    pub fn at(&self, step: u32) -> Option<&AnswerTally> {
        let mut steps = self.steps.iter();
        steps.find_map(|(of, tally)| (*of == step).then_some(tally))
    }

    /// Takes in what a player answered.
    pub(super) fn add<'a>(&mut self, played: impl IntoIterator<Item = (u32, &'a AnswerTally)>) {
        self.players = self.players.saturating_add(1);
        for (step, answered) in played {
            match self.steps.binary_search_by_key(&step, |(of, _)| *of) {
                Ok(at) => self.steps[at].1.add(answered),
                Err(at) => self.steps.insert(at, (step, answered.clone())),
            }
        }
    }

    /// As the browser keeps it: the players, then the step and ten numbers for each step.
    pub fn to_text(&self) -> String {
        let mut text = self.players.to_string();
        for (step, tally) in &self.steps {
            text.push(';');
            text.push_str(&step.to_string());
            for number in tally.numbers() {
                text.push(' ');
                text.push_str(&number.to_string());
            }
        }
        text
    }

    /// Reads what [`Self::to_text`] wrote; `None` of anything else.
    pub fn from_text(text: &str) -> Option<Self> {
        let mut parts = text.split(';');
        let players = parts.next()?.parse().ok()?;
        let mut steps: Vec<(u32, AnswerTally)> = Vec::new();
        for part in parts {
            let numbers: Result<Vec<u32>, _> = part.split(' ').map(str::parse).collect();
            let numbers = numbers.ok()?;
            let (step, numbers) = numbers.split_first()?;
            if steps.last().is_some_and(|(last, _)| last >= step) {
                return None;
            }
            steps.push((*step, AnswerTally::of_numbers(numbers)?));
        }
        Some(Self { players, steps })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally() -> AnswerTally {
        let mut tally = AnswerTally::default();
        tally.rate(false, &[3, 1, 1, 0]);
        tally.rate(true, &[0, 1, 2, 4]);
        tally.choose(5, 2);
        tally
    }

    #[test]
    fn a_rating_above_the_middle_says_real() {
        let found = tally();
        assert_eq!(found.singles(), HitCount { hits: 10, of: 12 });
        assert_eq!(found.hits(), HitCount { hits: 15, of: 19 });
    }

    #[test]
    fn what_is_kept_comes_back_and_anything_else_is_not_taken() {
        let mut totals = ClassTotals::default();
        totals.add([(300, &tally()), (50, &AnswerTally::default())]);
        totals.add([(300, &tally())]);
        let text = totals.to_text();
        assert_eq!(text, "2;50 0 0 0 0 0 0 0 0 0 0;300 6 2 2 0 0 2 4 8 10 14");
        assert_eq!(ClassTotals::from_text(&text), Some(totals.clone()));
        assert_eq!(
            totals.at(300).map(|it| it.hits()),
            Some(HitCount { hits: 30, of: 38 })
        );
        for broken in [
            "",
            "x",
            "-1",
            "1;",
            "1;50",
            "1;50 0 0 0 0 0 0 0 0 0",
            "1;50 0 0 0 0 0 0 0 0 2 1",
            "1;50 0 0 0 0 0 0 0 0 0 0 0",
            "1;50 0 0 0 0 0 0 0 0 0 0;50 0 0 0 0 0 0 0 0 0 0",
        ] {
            assert_eq!(ClassTotals::from_text(broken), None, "{broken:?}");
        }
    }

    #[test]
    fn numbers_of_no_class_do_not_overflow() {
        let most = format!("{0};7 {0} 0 0 0 0 0 0 0 {0} {0}", u32::MAX);
        let mut totals = ClassTotals::from_text(&most).expect("ten numbers");
        totals.add([(7, &tally())]);
        assert_eq!(totals.players, u32::MAX);
        assert!(
            totals
                .at(7)
                .is_some_and(|tally| tally.pairs.hits <= tally.pairs.of)
        );
    }
}
