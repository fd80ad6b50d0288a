//! What a drawing needs, short of a canvas: pixel formats, and room for names.

use crate::session::Pixels;

/// Grey or RGB bytes as the RGBA bytes that a canvas takes.
pub fn rgba(pixels: &Pixels) -> Vec<u8> {
    let mut out = Vec::with_capacity(pixels.width * pixels.height * 4);
    match pixels.channels {
        3 => {
            for rgb in pixels.bytes.chunks_exact(3) {
                out.extend_from_slice(&[rgb[0], rgb[1], rgb[2], 255]);
            }
        }
        _ => {
            for &grey in pixels.bytes.iter() {
                out.extend_from_slice(&[grey, grey, grey, 255]);
            }
        }
    }
    out
}

/// Moves places apart that are closer than `distance`, a little at a time.
pub fn spread(places: &mut [(f64, f64)], distance: f64) {
    const ROUNDS: usize = 20;
    for _ in 0..ROUNDS {
        for one in 0..places.len() {
            for other in one + 1..places.len() {
                let (dx, dy) = (
                    places[other].0 - places[one].0,
                    places[other].1 - places[one].1,
                );
                let apart = dx.hypot(dy);
                if apart >= distance {
                    continue;
                }
                // Places on top of one another part sideways.
                let (ux, uy) = if apart > 0.0 {
                    (dx / apart, dy / apart)
                } else {
                    (1.0, 0.0)
                };
                let push = (distance - apart) / 4.0;
                places[one].0 -= ux * push;
                places[one].1 -= uy * push;
                places[other].0 += ux * push;
                places[other].1 += uy * push;
            }
        }
    }
}

/// The middle one of some numbers; of none, zero.
pub fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pixels(channels: usize, bytes: &[u8]) -> Pixels {
        Pixels {
            width: 2,
            height: 1,
            channels,
            bytes: bytes.into(),
        }
    }

    #[test]
    fn grey_becomes_equal_red_green_and_blue() {
        assert_eq!(
            rgba(&pixels(1, &[0, 200])),
            [0, 0, 0, 255, 200, 200, 200, 255]
        );
    }

    #[test]
    fn colours_keep_their_order() {
        assert_eq!(
            rgba(&pixels(3, &[1, 2, 3, 4, 5, 6])),
            [1, 2, 3, 255, 4, 5, 6, 255]
        );
    }

    #[test]
    fn the_median_is_the_middle_one() {
        assert_eq!(median(&mut [3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(&mut []), 0.0);
    }

    #[test]
    fn spread_parts_near_places_and_leaves_far_ones() {
        let mut places = [(0.0, 0.0), (0.0, 0.0), (100.0, 0.0)];
        spread(&mut places, 10.0);
        let apart = (places[1].0 - places[0].0).hypot(places[1].1 - places[0].1);
        assert!((9.9..=10.1).contains(&apart), "{apart}");
        assert_eq!(places[2], (100.0, 0.0));
    }
}
