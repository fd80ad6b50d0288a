//! Connected parts of ink, and which of them are one thing.

use super::{AS_TALL, NEAR, SPECK};

/// A part that hugs the border over this share of its longer side is the edge of a desk or a scan.
const HUGS: f32 = 0.4;
/// As narrow as this, a solid part is a stroke: a 1.
const NARROW: f32 = 0.45;
/// How much of its bounds a digit fills, about.
const FILLED_BY_DIGIT: f32 = 0.3;
/// A frame's ink lies no farther from its bounds than this share of its longer side.
const FRAME: f32 = 0.08;
/// But for little of it.
const FRAME_SHARE: f32 = 0.95;
/// On uneven ground, what is no longer than this part of the picture's longer side is a grain of it.
const SMALLEST: usize = 30;
/// If all that does not touch the border is less than this share of what does, it is specks.
const SPECKS_BESIDE: f32 = 0.005;

/// A connected part of ink: its bounds (`bottom` and `right` lie beyond it) and how many pixels it has.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct InkPart {
    pub top: usize,
    pub bottom: usize,
    pub left: usize,
    pub right: usize,
    pub area: usize,
    /// Pixels on the picture's border.
    border: usize,
    /// Pixels along its bounds.
    rim: usize,
    /// Pixels within its bounds, or within those of the parts that it was put together from.
    room: usize,
}

impl InkPart {
    pub(super) fn height(&self) -> usize {
        self.bottom - self.top
    }

    pub(super) fn width(&self) -> usize {
        self.right - self.left
    }

    /// How far the ink of a frame may lie from its bounds.
    fn margin(&self) -> usize {
        (FRAME * self.longer() as f32) as usize + 1
    }

    pub(super) fn longer(&self) -> usize {
        self.height().max(self.width())
    }

    /// How much of its bounds it fills, or of those of the parts that it was put together from. What is
    /// long and narrow fills them without being solid: it counts as a digit does.
    pub(super) fn filled(&self) -> f32 {
        let filled = self.area as f32 / self.room.max(1) as f32;
        if self.is_narrow() {
            filled.min(FILLED_BY_DIGIT)
        } else {
            filled
        }
    }

    fn is_narrow(&self) -> bool {
        self.height().min(self.width()) as f32 <= NARROW * self.longer() as f32
    }

    pub(super) fn contains(&self, other: &Self) -> bool {
        self.top <= other.top
            && self.bottom >= other.bottom
            && self.left <= other.left
            && self.right >= other.right
    }

    /// Whether it fills more than a share of its bounds, and is not long and narrow as a 1 is.
    pub(super) fn is_solid(&self, share: f32) -> bool {
        self.area as f32 > share * (self.height() * self.width()) as f32 && !self.is_narrow()
    }

    /// How far apart two parts' bounds are, across and down; 0 where they overlap.
    fn gaps(&self, other: &Self) -> (usize, usize) {
        let gap = |from: usize, to: usize, other_from: usize, other_to: usize| {
            other_from.saturating_sub(to) + from.saturating_sub(other_to)
        };
        (
            gap(self.left, self.right, other.left, other.right),
            gap(self.top, self.bottom, other.top, other.bottom),
        )
    }

    fn with(&self, other: &Self) -> Self {
        Self {
            top: self.top.min(other.top),
            bottom: self.bottom.max(other.bottom),
            left: self.left.min(other.left),
            right: self.right.max(other.right),
            area: self.area + other.area,
            border: self.border + other.border,
            rim: self.rim + other.rim,
            room: self.room + other.room,
        }
    }
}

/// The parts of ink whose pixels touch, corners too: the part of each pixel, and all parts.
pub(super) fn connected_parts(ink: &[bool], width: usize) -> (Vec<Option<usize>>, Vec<InkPart>) {
    let height = ink.len() / width;
    let mut labels = vec![None; ink.len()];
    let mut parts: Vec<InkPart> = Vec::new();
    let mut open = Vec::new();
    for start in 0..ink.len() {
        if !ink[start] || labels[start].is_some() {
            continue;
        }
        let label = parts.len();
        let mut part = InkPart {
            top: height,
            bottom: 0,
            left: width,
            right: 0,
            area: 0,
            border: 0,
            rim: 0,
            room: 0,
        };
        labels[start] = Some(label);
        open.push(start);
        while let Some(at) = open.pop() {
            let (y, x) = (at / width, at % width);
            part.top = part.top.min(y);
            part.bottom = part.bottom.max(y + 1);
            part.left = part.left.min(x);
            part.right = part.right.max(x + 1);
            part.area += 1;
            part.border += usize::from(y == 0 || x == 0 || y + 1 == height || x + 1 == width);
            for near in neighbours(at, width, height) {
                if ink[near] && labels[near].is_none() {
                    labels[near] = Some(label);
                    open.push(near);
                }
            }
        }
        part.room = part.height() * part.width();
        parts.push(part);
    }
    for (at, label) in labels.iter().enumerate() {
        if let Some(part) = label.map(|label: usize| &mut parts[label]) {
            let (y, x, margin) = (at / width, at % width, part.margin());
            let along = y < part.top + margin
                || y + margin >= part.bottom
                || x < part.left + margin
                || x + margin >= part.right;
            part.rim += usize::from(along);
        }
    }
    (labels, parts)
}

fn neighbours(at: usize, width: usize, height: usize) -> impl Iterator<Item = usize> {
    let (y, x) = (at / width, at % width);
    (y.saturating_sub(1)..(y + 2).min(height)).flat_map(move |row| {
        (x.saturating_sub(1)..(x + 2).min(width)).map(move |column| row * width + column)
    })
}

/// Which parts are the thing that the picture shows, or the things, and how many these are. On `even`
/// ground, what touches the border is ink if there is nothing else.
pub(super) fn of_one_thing(
    parts: &[InkPart],
    (width, height): (usize, usize),
    even: bool,
) -> (Vec<bool>, usize) {
    let largest = parts.iter().map(|part| part.area).max().unwrap_or_default();
    let mut candidates: Vec<usize> = (0..parts.len())
        .filter(|&at| !is_edge(&parts[at], width, height))
        .collect();
    let beside = |&at: &usize| parts[at].area as f32 >= SPECKS_BESIDE * largest as f32;
    if even && !candidates.iter().any(beside) {
        candidates = (0..parts.len()).collect();
    }
    if !even {
        let least = width.max(height) / SMALLEST;
        candidates.retain(|&at| parts[at].longer() > least);
    }
    candidates.sort_by_key(|&at| std::cmp::Reverse(parts[at].area));
    candidates.retain(|&at| !is_frame(&parts[at], parts));
    let mut kept = vec![false; parts.len()];
    let Some(&largest) = candidates.first() else {
        return (kept, 0);
    };
    let least = SPECK * parts[largest].area as f32;
    candidates.retain(|&at| parts[at].area as f32 >= least);
    // Groups of strokes that are near each other, the largest first.
    let mut groups: Vec<(InkPart, Vec<usize>)> = Vec::new();
    for at in candidates {
        let mut joined = (parts[at], vec![at]);
        let mut others = Vec::new();
        for group in groups {
            if is_near(&joined.0, &group.0) {
                joined.0 = joined.0.with(&group.0);
                joined.1.extend(group.1);
            } else {
                others.push(group);
            }
        }
        others.push(joined);
        groups = others;
    }
    let tallest = groups.iter().map(|group| group.0.longer()).max();
    let tall = AS_TALL * tallest.unwrap_or_default() as f32;
    groups.retain(|group| group.0.longer() as f32 >= tall);
    for at in groups.iter().flat_map(|group| &group.1) {
        kept[*at] = true;
    }
    (kept, groups.len())
}

/// Whether two groups of strokes are of one thing: two that stand beside each other, each about as tall
/// as the other, are two.
fn is_near(one: &InkPart, other: &InkPart) -> bool {
    let (across, down) = one.gaps(other);
    let longer = one.longer().max(other.longer()) as f32;
    let shorter = one.longer().min(other.longer()) as f32;
    let gap = across.max(down) as f32;
    if across > 0 && down == 0 {
        let (tall, low) = (
            one.height().max(other.height()) as f32,
            one.height().min(other.height()) as f32,
        );
        if low >= AS_TALL * tall && gap > 0.04 * tall {
            return false;
        }
    }
    // A bar above a 5 is near; so is the rest of a broken stroke.
    gap <= NEAR * longer && (gap <= 0.12 * longer || shorter <= 0.7 * longer)
}

/// Whether a part is the edge of a desk, a scan's rim or a shadow: it hugs the border, or goes from
/// one side to the other.
fn is_edge(part: &InkPart, width: usize, height: usize) -> bool {
    let spans = (part.top == 0 && part.bottom == height) || (part.left == 0 && part.right == width);
    part.border > 0 && (spans || part.border as f32 >= HUGS * part.longer() as f32)
}

/// Whether a part is a drawn frame: all its ink lies along its bounds, and something else within.
fn is_frame(part: &InkPart, parts: &[InkPart]) -> bool {
    let margin = part.margin();
    let within = |other: &InkPart| {
        other.top >= part.top + margin
            && other.bottom + margin <= part.bottom
            && other.left >= part.left + margin
            && other.right + margin <= part.right
            && 8 * other.longer() >= part.longer()
    };
    part.rim as f32 >= FRAME_SHARE * part.area as f32 && parts.iter().any(within)
}

/// The bounds of all parts that are kept; `None` if none is.
pub(super) fn bounds(parts: &[InkPart], kept: &[bool]) -> Option<InkPart> {
    let chosen = parts.iter().zip(kept).filter(|(_, kept)| **kept);
    chosen
        .map(|(part, _)| *part)
        .reduce(|one, other| one.with(&other))
}
