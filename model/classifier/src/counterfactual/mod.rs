//! The nearest point of a latent space whose picture is taken for another class.
//!
//! The search asks for pictures and is told them, a batch at a time, so that whoever decodes them decides
//! how, and can do other things in between:
//!
//! 1. Look: which of the starting points are of another class, and the nearest of them.
//! 2. Approach: along the way from the point to each of these, the first point of another class.
//! 3. Turn: around the best one, the gradient of the margin with respect to z, from differences of pictures
//!    and the classifier's own gradient. Were decoder and classifier linear, the nearest point of the other
//!    class would lie in its direction. The way is turned towards it, by all or a part of that, and
//!    shortened as far as pictures on it are of another class, until it gets no shorter.
//! 4. Probe: points drawn closer than the best one. If one of them is of another class, it is a way of its
//!    own, and so on, a few times.
//!
//! What is found was seen to be of another class; that no nearer point is, nobody knows.

mod turn;

use latent::SplitMix64;

use crate::way::{LatentWay, nearest_ways, probes};
use crate::{PictureScores, likeliest};

/// Places at which a way is divided, and how often.
const PLACES: usize = 8;
const DIVISIONS: usize = 3;
/// How often points are drawn that are closer than the best one.
const ROUNDS: usize = 4;

/// The nearest point of another class that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct CounterfactualPoint {
    /// The point.
    pub z: Vec<f32>,
    /// The class that its picture is taken for.
    pub class: usize,
    /// How far it is, in standard deviations of the prior.
    pub distance: f32,
}

#[derive(Clone, Debug, PartialEq)]
enum SearchStage {
    Look,
    /// Which way, how often it was divided, and between which lengths.
    Approach(usize, usize, f32, f32),
    /// Which way, and how often it was turned.
    Gradient(usize, usize),
    Turn(usize, usize),
    /// How often points were drawn before.
    Probe(usize),
    Done,
}

/// A search for the nearest point of another class.
#[derive(Clone, Debug)]
pub struct CounterfactualSearch {
    origin: Vec<f32>,
    /// How far from 0 a coordinate may be.
    bound: f32,
    /// The class that is looked for; any other than the origin's if there is none.
    target: Option<usize>,
    /// The origin's class, once its picture was seen.
    class: usize,
    stage: SearchStage,
    /// Points whose pictures are wanted, row by row, and how many of them were seen.
    batch: Vec<f32>,
    /// The class of each that was seen.
    seen: Vec<usize>,
    ways: Vec<LatentWay>,
    /// How many of them were followed to the end.
    followed: usize,
    rounds: usize,
    random: SplitMix64,
    /// Of the turn under way: the picture, its gradient, and that of the margin with respect to z.
    picture: Vec<f32>,
    pixels: Vec<f32>,
    gradient: Vec<f32>,
    /// The ways of the batch: the direction and length of each point.
    tried: Vec<(Vec<f32>, f32)>,
}

impl CounterfactualSearch {
    /// A search from `origin` for a point of class `target`, or of any other class, which begins with the
    /// points in `starts`.
    ///
    /// # Shapes
    /// `starts`: `[n, origin.len()]`, row by row
    pub fn new(origin: &[f32], starts: &[f32], target: Option<usize>, bound: f32) -> Self {
        let mut batch = origin.to_vec();
        let whole = starts.len() / origin.len() * origin.len();
        let starts = starts[..whole].iter();
        batch.extend(starts.map(|value| value.clamp(-bound, bound)));
        Self {
            origin: origin.to_vec(),
            bound,
            target,
            class: 0,
            stage: SearchStage::Look,
            batch,
            seen: Vec::new(),
            ways: Vec::new(),
            followed: 0,
            rounds: 0,
            random: SplitMix64::new(0),
            picture: Vec::new(),
            pixels: Vec::new(),
            gradient: Vec::new(),
            tried: Vec::new(),
        }
    }

    /// Points whose pictures are wanted next, at most so many; none when the search has ended.
    ///
    /// # Shapes
    /// `[n, latent]`, row by row
    pub fn wanted(&self, most: usize) -> &[f32] {
        let latent = self.origin.len();
        let first = self.seen.len() * latent;
        let last = (first + most.max(1) * latent).min(self.batch.len());
        &self.batch[first..last]
    }

    /// Takes the pictures of the points that [`Self::wanted`] gave, or of the first of them.
    ///
    /// # Shapes
    /// `pictures`: `[n, channels · height · width]`, grey values in [0, 1], channel by channel
    pub fn take(&mut self, scores: &impl PictureScores, pictures: &[f32], pixels: usize) {
        for picture in pictures.chunks_exact(pixels) {
            if self.seen.len() * self.origin.len() >= self.batch.len() {
                return;
            }
            match self.stage {
                SearchStage::Gradient(way, _) => self.differentiate(scores, picture, way),
                _ => self.seen.push(likeliest(&scores.logits(picture))),
            }
            if self.seen.len() * self.origin.len() == self.batch.len() {
                self.advance();
            }
        }
    }

    /// Whether the search has ended.
    pub fn is_done(&self) -> bool {
        self.stage == SearchStage::Done
    }

    /// The class of the point that it began at, once that was seen.
    pub fn origin_class(&self) -> Option<usize> {
        (self.stage != SearchStage::Look).then_some(self.class)
    }

    /// The nearest point of another class so far.
    pub fn found(&self) -> Option<CounterfactualPoint> {
        let shortest = |one: &&LatentWay, other: &&LatentWay| one.length.total_cmp(&other.length);
        let way = self.ways.iter().min_by(shortest)?;
        Some(CounterfactualPoint {
            z: self.along(&way.direction, way.length),
            class: way.class,
            distance: way.length,
        })
    }

    fn is_wanted(&self, class: usize) -> bool {
        match self.target {
            Some(target) => class == target,
            None => class != self.class,
        }
    }

    fn along(&self, direction: &[f32], length: f32) -> Vec<f32> {
        let both = self.origin.iter().zip(direction);
        both.map(|(from, step)| from + length * step).collect()
    }

    /// All pictures of a batch were seen.
    fn advance(&mut self) {
        let seen = std::mem::take(&mut self.seen);
        match self.stage {
            SearchStage::Look => {
                self.class = seen[0];
                if self.is_wanted(self.class) {
                    // The point itself is of the class that is looked for.
                    self.end();
                    return;
                }
                let wanted = |class| self.is_wanted(class);
                self.ways = nearest_ways(&self.origin, &self.batch, &seen, wanted);
                self.approach(0, 0, 0.0);
            }
            SearchStage::Approach(way, divided, low, high) => {
                let step = (high - low) / PLACES as f32;
                let first = seen.iter().position(|class| self.is_wanted(*class));
                let low = match first {
                    Some(place) => {
                        self.ways[way].length = low + (place + 1) as f32 * step;
                        self.ways[way].class = seen[place];
                        low + place as f32 * step
                    }
                    None => high - step,
                };
                if divided + 1 < DIVISIONS {
                    self.approach(way, divided + 1, low);
                } else if way + 1 < self.ways.len() {
                    self.approach(way + 1, 0, 0.0);
                } else {
                    self.differentiate_at(self.followed, 0);
                }
            }
            SearchStage::Gradient(way, turned) => self.turn(way, turned),
            SearchStage::Turn(way, turned) => self.turned(way, turned, &seen),
            SearchStage::Probe(round) => {
                let wanted = |class| self.is_wanted(class);
                let nearer = nearest_ways(&self.origin, &self.batch, &seen, wanted);
                self.rounds = round + 1;
                match nearer.into_iter().next() {
                    Some(way) => {
                        self.ways.push(way);
                        self.approach(self.followed, 0, 0.0);
                    }
                    None => self.probe(),
                }
            }
            SearchStage::Done => {}
        }
    }

    /// Divides a way between a length and its own.
    fn approach(&mut self, way: usize, divided: usize, low: f32) {
        let Some(LatentWay {
            direction, length, ..
        }) = self.ways.get(way)
        else {
            self.end();
            return;
        };
        let (direction, high) = (direction.clone(), *length);
        self.batch.clear();
        for place in 1..=PLACES {
            let at = low + (high - low) * place as f32 / PLACES as f32;
            let point = self.along(&direction, at);
            self.batch.extend(point);
        }
        self.stage = SearchStage::Approach(way, divided, low, high);
    }

    fn next_way(&mut self, way: usize) {
        self.followed = way + 1;
        if self.followed < self.ways.len() {
            self.differentiate_at(self.followed, 0);
        } else {
            self.probe();
        }
    }

    /// Asks for points that are closer than the best one.
    fn probe(&mut self) {
        let best = self.found().map(|found| found.distance);
        match best.filter(|_| self.rounds < ROUNDS) {
            Some(distance) => {
                self.batch = probes(&self.origin, distance, self.bound, &mut self.random);
                self.stage = SearchStage::Probe(self.rounds);
            }
            None => self.end(),
        }
    }

    fn end(&mut self) {
        self.stage = SearchStage::Done;
        self.batch.clear();
    }
}
