//! Where threads write their parts of a product.

use core::marker::PhantomData;
use core::mem::MaybeUninit;

/// Where a product goes: threads write different rows, or different columns of a row, of it.
pub struct ProductOutput<'a> {
    pub data: *mut f32,
    length: usize,
    of: PhantomData<&'a mut [MaybeUninit<f32>]>,
}

// SAFETY: `slice` is called for places that do not overlap.
unsafe impl Send for ProductOutput<'_> {}
// SAFETY: as above.
unsafe impl Sync for ProductOutput<'_> {}

impl<'a> ProductOutput<'a> {
    /// # Panics
    /// Panics when there is no room for the rows, or when they overlap.
    pub fn new(out: &'a mut [MaybeUninit<f32>], to: &[u32], columns: usize) -> Self {
        let ends = to.iter().map(|&start| start as usize + columns);
        assert!(
            ends.clone()
                .zip(&to[1.min(to.len())..])
                .all(|(end, &next)| end <= next as usize),
            "rows of the output one after another"
        );
        assert!(
            ends.clone().next_back().is_none_or(|end| end <= out.len()),
            "room for the output"
        );
        Self {
            data: out.as_mut_ptr().cast(),
            length: out.len(),
            of: PhantomData,
        }
    }

    /// # Safety
    /// Nobody else has any of these numbers.
    #[allow(clippy::mut_from_ref, reason = "each caller has a part of its own")]
    pub unsafe fn slice(&self, from: usize, length: usize) -> &mut [MaybeUninit<f32>] {
        assert!(from + length <= self.length, "room for the output");
        // SAFETY: these numbers are within the slice, and are the caller's alone.
        unsafe { core::slice::from_raw_parts_mut(self.data.add(from).cast(), length) }
    }
}
