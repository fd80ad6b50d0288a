//! Plain maths of latent points: for the page, which runs no model, and for the engines.
//!
//! No burn, no browser; the only dependency is serde. Points are rows of `f32`, row-major `[n, latent]`; sums are
//! in `f64`. What is random takes its numbers as an argument.
//!
//! | module | holds |
//! |---|---|
//! | [`path`] | between two points: straight, or along the sphere |
//! | [`route`] | through several, at constant speed; sheets between four corners |
//! | [`walk`] | a stroll near where the prior's draws lie |
//! | [`slice_basis`] | planes of the space, their coordinates, and which part is on screen |
//! | [`latent_slice`] | a square of such a plane, cut into tiles: what the map decodes |
//! | [`principal`](mod@principal) | principal components |
//! | [`posterior`] | what dimensions carry, in nats, and where one posterior lies |
//! | [`density`] | where all of them lie, beside the prior |
//! | [`attribute`] | directions between groups and along what is measured; correlation |
//! | [`card_direction`] | directions whose effect is known, as model cards have them |
//! | [`formula`] | sums of named points, as typed |
//! | [`sensitivity`](mod@sensitivity) | how fast pictures change across a map |
//! | [`centre`](mod@centre) | a drawing as MNIST would have it |
//! | [`ink`] | the ink of any picture, light on dark: paper, lines and frames left out |
//! | [`stroke`] | how it leans and how thick it is |
//! | `style_transfer` | a point with another's coordinates along some directions |
//! | [`repair`] | damaged pictures: fills, filters, PSNR and SSIM |
//! | [`table`] | numbers as a file for NumPy |
//! | [`explore_link`] | what an address says of Explore |

pub mod attribute;
pub mod card_direction;
pub mod centre;
pub mod density;
pub mod explore_link;
pub mod formula;
mod formula_error;
pub mod ink;
pub mod latent_slice;
pub mod path;
pub mod posterior;
pub mod principal;
pub mod repair;
pub mod route;
pub mod sensitivity;
pub mod slice_basis;
mod split_mix;
pub mod stroke;
mod style_transfer;
pub mod table;
mod vector;
pub mod walk;

pub use attribute::{
    DirectionError, between_classes, correlation, difference, mean, of_factor, project,
};
pub use card_direction::CardDirection;
pub use centre::{box_of, centre, centre_in_box, invert_if_light};
pub use density::{LOG_RATIO_LIMIT, aggregate_density, log_ratio, prior_density};
pub use explore_link::{ExploreLink, LinkFault, LinkName, LinkPoint, SliceName};
pub use formula::{NamedPoint, evaluate, readable};
pub use formula_error::{FormulaError, FormulaPart};
pub use ink::{FoundInk, InkFault, find_ink};
pub use latent_slice::{LatentSlice, SliceFault};
pub use path::{PathInterpolation, lerp, slerp};
pub use posterior::{
    ACTIVE_NATS, LatentCovariance, PosteriorEllipse, active, by_kl, ellipse, is_active, kl,
};
pub use principal::{MAX_DIMENSIONS, PrincipalComponents, principal, symmetric_eigen};
pub use route::{LatentRoute, sheet};
pub use sensitivity::{MapTile, sensitivity};
pub use slice_basis::{SliceBasis, SliceView};
pub use split_mix::SplitMix64;
pub use stroke::{slant, thickness};
pub use style_transfer::style_transfer;
pub use table::npy;
pub use walk::{prior_share_within, random_walk, shell_distance, typical_radius};

/// How far from 0 a coordinate may be set, in standard deviations of the prior: sliders, links, the
/// map and its posters reach so far.
pub const EXTENT: f32 = 3.5;

/// The map's tiles across and down, coarse first, then fine.
pub const MAP_LEVELS: [usize; 2] = [10, 20];
