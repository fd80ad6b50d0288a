//! What the lazily loaded rooms are built of.
//!
//! A room is a long list of small things, each a text or an attribute that follows the session.
//!
//! - [`UiContext`]: what a view reads, and where it sends what the visitor does.
//! - `button`, `drawing_canvas`, `image`, `inputs`, `list`, `picture_brush`: leptos functions. What follows the session is boxed
//!   ([`UiContext::text`] and its siblings), so that all of it is of one type, and functions return
//!   `AnyView`: generic code is compiled once, not once for each element.

mod button;
mod drawing_canvas;
mod image;
mod inputs;
mod list;
mod picture_brush;
mod ui_context;

pub(super) use button::{button, button_unless, button_while, switch};
pub(super) use drawing_canvas::{CanvasSurface, drawing_canvas};
pub(super) use image::{
    PictureKey, button_image, image_strip, pixel_canvas, strip_button_image, strip_image,
};
pub(super) use inputs::{focus, number_field, options, options_that_fit, slider};
pub(super) use list::keyed_list;
pub(super) use picture_brush::{BrushedPicture, brushed_picture};
pub(super) use ui_context::{LiveAttribute, LiveFlag, LiveText, UiContext};
