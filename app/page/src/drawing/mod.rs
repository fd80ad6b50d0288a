//! What the views draw, computed without a DOM, so that it is tested natively.
//!
//! - [`charts`]: curves, bars and sparklines; [`loss_formula`]: the formula of a loss with its numbers;
//!   [`step_diagram`]: the networks of a run, and what flows between them; [`film_strip`]: keys on a
//!   strip of pictures; [`film_palette`]: the colours of a film as GIF; [`digit_palette`]: the digits'; [`nearest_labels`]: what encoded
//!   images near a point show; [`beside`]: where the tour stands;
//!   [`scatter`]: points of a plane or a box; [`class_regions`]: borders between classes, and names; [`brush_way`]: a brush over the pixels of a picture.
//! - Two-dimensional toy data: [`toy2d_palette`], [`contours`] of a field, a generator's [`manifold`],
//!   [`gradient_arrows`], the [`aggregate_posterior`], and the [`brush_stamp`] that paints a density.

pub mod aggregate_posterior;
pub mod beside;
pub mod brush_stamp;
pub mod brush_way;
pub mod charts;
pub mod class_regions;
pub mod contours;
pub mod digit_palette;
pub mod film_palette;
pub mod film_strip;
pub mod gradient_arrows;
pub mod loss_formula;
pub mod manifold;
pub mod nearest_labels;
pub mod scatter;
pub mod step_diagram;
pub mod toy2d_palette;
