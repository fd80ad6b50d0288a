//! Plain maths of latent points: for the page, which runs no model, and for the engines.
//!
//! No burn, no browser, no dependency. Points are rows of `f32`, row-major `[n, latent]`; sums are
//! in `f64`. What is random takes its numbers as an argument.
//!
//! | module | holds |
//! |---|---|
//! | [`path`] | between two points: straight, or along the sphere |
//! | [`route`] | through several, at constant speed; sheets between four corners |
//! | [`walk`] | a stroll near where the prior's draws lie |
//! | [`plane`] | planes of the space, their coordinates, and what of them is seen |
//! | [`principal`](mod@principal) | principal components |
//! | [`posterior`] | what dimensions carry, in nats, and where one posterior lies |
//! | [`density`] | where all of them lie, beside the prior |
//! | [`attribute`] | directions between groups and along what is measured; correlation |
//! | [`formula`] | sums of named points, as typed |
//! | [`sensitivity`](mod@sensitivity) | how fast pictures change across a map |
//! | [`centre`](mod@centre) | a drawing as MNIST would have it |
//! | [`stroke`] | how it leans and how thick it is |
//! | [`table`] | numbers as a file for NumPy |
//! | [`place`] | what an address says of Explore |

pub mod attribute;
pub mod centre;
pub mod density;
pub mod formula;
pub mod path;
pub mod place;
pub mod plane;
pub mod posterior;
pub mod principal;
pub mod route;
pub mod sensitivity;
pub mod stroke;
pub mod table;
mod vector;
pub mod walk;

pub use attribute::{between_classes, correlation, difference, mean, of_factor, project};
pub use centre::{box_of, centre, centre_in_box, invert_if_light};
pub use density::{LOG_RATIO_LIMIT, aggregate_density, log_ratio, prior_density};
pub use formula::{NamedPoint, evaluate, readable};
pub use path::{PathInterpolation, lerp, slerp};
pub use place::{ExploreLink, SliceName};
pub use plane::{SliceBasis, SliceView};
pub use posterior::{ACTIVE_NATS, LatentCovariance, PosteriorEllipse, active, by_kl, ellipse, kl};
pub use principal::{MAX_DIMENSIONS, PrincipalComponents, principal, symmetric_eigen};
pub use route::{LatentRoute, sheet};
pub use sensitivity::{MapTile, sensitivity};
pub use stroke::{slant, thickness};
pub use table::npy;
pub use walk::{random_walk, shell_distance, typical_radius};

/// How far from 0 a coordinate may be set, in standard deviations of the prior.
pub const LIMIT: f32 = 3.5;
