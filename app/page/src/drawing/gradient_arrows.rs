//! Arrows of gradients.

/// The end of an arrow that shows a gradient at a point. Its length grows with the gradient's norm up
/// to `longest`. `None` if it is too short to be seen.
pub fn arrow_end(from: (f32, f32), gradient: (f32, f32), longest: f32) -> Option<(f32, f32)> {
    let norm = gradient.0.hypot(gradient.1);
    let length = longest * norm / (norm + 1.0);
    (norm.is_finite() && length > 0.008).then(|| {
        let scale = length / norm;
        (from.0 + gradient.0 * scale, from.1 + gradient.1 * scale)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arrow_grows_with_its_gradient_up_to_its_bound() {
        let length = |gradient: f32| {
            arrow_end((1.0, 0.0), (0.0, gradient), 0.3).map_or(0.0, |(x, y)| (x - 1.0).hypot(y))
        };
        assert!(length(0.5) < length(1.0) && length(1.0) < length(50.0));
        assert!(length(1e6) <= 0.3001);
        assert_eq!(arrow_end((0.0, 0.0), (1e-4, 0.0), 0.3), None);
        assert_eq!(arrow_end((0.0, 0.0), (f32::NAN, 0.0), 0.3), None);
    }
}
