//! Vectors that are not set to zero before they are written: one thread would do that while the others
//! wait.

use core::mem::MaybeUninit;

/// `length` numbers, which `write` writes.
///
/// # Safety
/// `write` writes all of them.
pub unsafe fn written(length: usize, write: impl FnOnce(&mut [MaybeUninit<f32>])) -> Vec<f32> {
    let mut numbers = Vec::with_capacity(length);
    write(&mut numbers.spare_capacity_mut()[..length]);
    // SAFETY: as the caller's.
    unsafe { numbers.set_len(length) }
    numbers
}
