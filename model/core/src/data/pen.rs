//! A soft round pen: how far each pixel is from a line, and what grey that makes it.

/// Distances, in pixels, over which a shape's edge goes from white to black: about what a picture
/// has that was scanned larger and then made smaller, as MNIST's were.
pub(super) const SOFTNESS: f32 = 1.2;

/// The grey value of a pixel whose centre lies `distance` pixels outside a shape's edge (negative:
/// inside). 255 well inside, 0 well outside, and half of that on the edge.
pub(super) fn grey(distance: f32) -> u8 {
    let covered = (0.5 - distance / SOFTNESS).clamp(0.0, 1.0);
    // To the nearest: truncation of what is never negative.
    (covered * 255.0 + 0.5) as u8
}

/// A square sheet on which lines are drawn with one pen. Positions are in pixels from the top left
/// corner; the centre of the first pixel is (0.5, 0.5).
pub(super) struct PenCanvas {
    side: usize,
    /// Half the pen's width.
    radius: f32,
    /// The square of each pixel's distance from the nearest line.
    squares: Vec<f32>,
}

impl PenCanvas {
    pub fn new(side: usize, pen_width: f32) -> Self {
        Self {
            side,
            radius: pen_width / 2.0,
            squares: vec![f32::INFINITY; side * side],
        }
    }

    /// Draws a straight line.
    pub fn line(&mut self, from: [f32; 2], to: [f32; 2]) {
        // Only pixels that the pen can touch are looked at: a line is short, a sheet is large.
        let reach = self.radius + SOFTNESS / 2.0;
        let last = self.side as f32;
        let pixels = |axis: usize| {
            let low = from[axis].min(to[axis]) - reach;
            let high = from[axis].max(to[axis]) + reach;
            low.clamp(0.0, last) as usize..(high + 1.0).clamp(0.0, last) as usize
        };
        let [dx, dy] = [to[0] - from[0], to[1] - from[1]];
        let length_square = dx * dx + dy * dy;
        let per_length = if length_square > 0.0 {
            1.0 / length_square
        } else {
            0.0
        };
        for row in pixels(1) {
            let y = row as f32 + 0.5 - from[1];
            for column in pixels(0) {
                let x = column as f32 + 0.5 - from[0];
                let along = ((x * dx + y * dy) * per_length).clamp(0.0, 1.0);
                let [gap_x, gap_y] = [x - along * dx, y - along * dy];
                let square = gap_x * gap_x + gap_y * gap_y;
                let nearest = &mut self.squares[row * self.side + column];
                *nearest = nearest.min(square);
            }
        }
    }

    /// The picture, row by row.
    pub fn pixels(&self) -> Vec<u8> {
        self.squares
            .iter()
            .map(|square| grey(square.sqrt() - self.radius))
            .collect()
    }
}
