//! What the native programs have in common.

pub mod device_option;
pub mod progress;
#[cfg_attr(
    not(feature = "webgpu"),
    allow(
        dead_code,
        reason = "`pretrain` begins again only where it may have a GPU"
    )
)]
pub mod restart;
