//! A few numbers at once: the widest vector that every machine of a target has.
//!
//! Everything here is inlined into functions that name the instructions they may use
//! (`vectorised!`).

mod functions;

#[cfg(target_arch = "wasm32")]
pub use wasm::F32Vector;

#[cfg(not(target_arch = "wasm32"))]
pub use portable::F32Vector;

/// Numbers in a [`F32Vector`].
#[cfg(target_arch = "wasm32")]
pub const LANES: usize = 4;
/// Numbers in a [`F32Vector`].
#[cfg(not(target_arch = "wasm32"))]
pub const LANES: usize = 8;

#[cfg(target_arch = "wasm32")]
mod wasm {
    use core::arch::wasm32::{
        f32x4_abs, f32x4_add, f32x4_div, f32x4_extract_lane, f32x4_gt, f32x4_mul, f32x4_nearest,
        f32x4_pmax, f32x4_splat, f32x4_sqrt, f32x4_sub, i32x4_add, i32x4_shl, i32x4_shuffle,
        i32x4_splat, i32x4_trunc_sat_f32x4, v128, v128_bitselect, v128_load, v128_load32_splat,
        v128_store,
    };

    #[derive(Clone, Copy)]
    pub struct F32Vector(v128);

    impl F32Vector {
        #[inline(always)]
        pub fn splat(x: f32) -> Self {
            Self(f32x4_splat(x))
        }

        /// # Safety
        /// `from` points to four numbers.
        #[inline(always)]
        pub unsafe fn load(from: *const f32) -> Self {
            Self(unsafe { v128_load(from.cast()) })
        }

        /// # Safety
        /// `from` points to a number.
        #[inline(always)]
        pub unsafe fn load_splat(from: *const f32) -> Self {
            Self(unsafe { v128_load32_splat(from.cast()) })
        }

        /// # Safety
        /// `to` points to four numbers.
        #[inline(always)]
        pub unsafe fn store(self, to: *mut f32) {
            unsafe { v128_store(to.cast(), self.0) }
        }

        /// `self + a · b`.
        #[inline(always)]
        pub fn plus_product(self, a: Self, b: Self) -> Self {
            Self(f32x4_add(self.0, f32x4_mul(a.0, b.0)))
        }

        /// The sum of the lanes.
        #[inline(always)]
        pub fn sum(self) -> f32 {
            let v = self.0;
            (f32x4_extract_lane::<0>(v) + f32x4_extract_lane::<2>(v))
                + (f32x4_extract_lane::<1>(v) + f32x4_extract_lane::<3>(v))
        }

        #[inline(always)]
        pub fn plus(self, other: Self) -> Self {
            Self(f32x4_add(self.0, other.0))
        }

        #[inline(always)]
        pub fn minus(self, other: Self) -> Self {
            Self(f32x4_sub(self.0, other.0))
        }

        #[inline(always)]
        pub fn times(self, other: Self) -> Self {
            Self(f32x4_mul(self.0, other.0))
        }

        #[inline(always)]
        pub fn over(self, other: Self) -> Self {
            Self(f32x4_div(self.0, other.0))
        }

        #[inline(always)]
        pub fn sqrt(self) -> Self {
            Self(f32x4_sqrt(self.0))
        }

        /// `one` where this is positive, `other` elsewhere.
        #[inline(always)]
        pub fn select_positive(self, one: Self, other: Self) -> Self {
            let positive = f32x4_gt(self.0, f32x4_splat(0.0));
            Self(v128_bitselect(one.0, other.0, positive))
        }

        #[inline(always)]
        pub fn abs(self) -> Self {
            Self(f32x4_abs(self.0))
        }

        /// The greater of this and `other`.
        #[inline(always)]
        pub fn max(self, other: Self) -> Self {
            Self(f32x4_pmax(self.0, other.0))
        }

        /// The nearest whole number.
        #[inline(always)]
        pub fn nearest(self) -> Self {
            Self(f32x4_nearest(self.0))
        }

        /// 2 to the power of this, a whole number from −126 to 127.
        #[inline(always)]
        pub fn power_of_two(self) -> Self {
            let exponent = i32x4_add(i32x4_trunc_sat_f32x4(self.0), i32x4_splat(127));
            Self(i32x4_shl(exponent, 23))
        }

        /// Rows for columns.
        #[inline(always)]
        pub fn transposed([a, b, c, d]: [Self; 4]) -> [Self; 4] {
            let ab = [
                i32x4_shuffle::<0, 4, 1, 5>(a.0, b.0),
                i32x4_shuffle::<2, 6, 3, 7>(a.0, b.0),
            ];
            let cd = [
                i32x4_shuffle::<0, 4, 1, 5>(c.0, d.0),
                i32x4_shuffle::<2, 6, 3, 7>(c.0, d.0),
            ];
            [
                Self(i32x4_shuffle::<0, 1, 4, 5>(ab[0], cd[0])),
                Self(i32x4_shuffle::<2, 3, 6, 7>(ab[0], cd[0])),
                Self(i32x4_shuffle::<0, 1, 4, 5>(ab[1], cd[1])),
                Self(i32x4_shuffle::<2, 3, 6, 7>(ab[1], cd[1])),
            ]
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod portable {
    use super::LANES;

    #[derive(Clone, Copy)]
    pub struct F32Vector([f32; LANES]);

    impl F32Vector {
        #[inline(always)]
        pub fn splat(x: f32) -> Self {
            Self([x; LANES])
        }

        /// # Safety
        /// `from` points to [`LANES`] numbers.
        #[inline(always)]
        pub unsafe fn load(from: *const f32) -> Self {
            Self(unsafe { from.cast::<[f32; LANES]>().read() })
        }

        /// # Safety
        /// `from` points to a number.
        #[inline(always)]
        pub unsafe fn load_splat(from: *const f32) -> Self {
            Self::splat(unsafe { *from })
        }

        /// # Safety
        /// `to` points to [`LANES`] numbers.
        #[inline(always)]
        pub unsafe fn store(self, to: *mut f32) {
            unsafe { to.cast::<[f32; LANES]>().write(self.0) }
        }

        /// `self + a · b`, rounded once: callers have fused multiply-add.
        #[cfg(target_arch = "x86_64")]
        #[inline(always)]
        pub fn plus_product(self, a: Self, b: Self) -> Self {
            Self(core::array::from_fn(|i| a.0[i].mul_add(b.0[i], self.0[i])))
        }

        /// `self + a · b`.
        #[cfg(not(target_arch = "x86_64"))]
        #[inline(always)]
        pub fn plus_product(self, a: Self, b: Self) -> Self {
            Self(core::array::from_fn(|i| a.0[i] * b.0[i] + self.0[i]))
        }

        /// The sum of the lanes.
        #[inline(always)]
        pub fn sum(self) -> f32 {
            self.0.iter().sum()
        }

        #[inline(always)]
        pub fn plus(self, other: Self) -> Self {
            Self(core::array::from_fn(|i| self.0[i] + other.0[i]))
        }

        #[inline(always)]
        pub fn minus(self, other: Self) -> Self {
            Self(core::array::from_fn(|i| self.0[i] - other.0[i]))
        }

        #[inline(always)]
        pub fn times(self, other: Self) -> Self {
            Self(core::array::from_fn(|i| self.0[i] * other.0[i]))
        }

        #[inline(always)]
        pub fn over(self, other: Self) -> Self {
            Self(core::array::from_fn(|i| self.0[i] / other.0[i]))
        }

        #[inline(always)]
        pub fn sqrt(self) -> Self {
            Self(core::array::from_fn(|i| self.0[i].sqrt()))
        }

        /// `one` where this is positive, `other` elsewhere.
        #[inline(always)]
        pub fn select_positive(self, one: Self, other: Self) -> Self {
            let chosen = |i: usize| {
                if self.0[i] > 0.0 {
                    one.0[i]
                } else {
                    other.0[i]
                }
            };
            Self(core::array::from_fn(chosen))
        }

        #[inline(always)]
        pub fn abs(self) -> Self {
            Self(core::array::from_fn(|i| self.0[i].abs()))
        }

        /// The greater of this and `other`; this, where it is no number.
        #[inline(always)]
        pub fn max(self, other: Self) -> Self {
            let greater = |i: usize| {
                if self.0[i] < other.0[i] {
                    other.0[i]
                } else {
                    self.0[i]
                }
            };
            Self(core::array::from_fn(greater))
        }

        /// The nearest whole number.
        #[inline(always)]
        pub fn nearest(self) -> Self {
            Self(core::array::from_fn(|i| self.0[i].round_ties_even()))
        }

        /// 2 to the power of this, a whole number from −126 to 127.
        #[inline(always)]
        pub fn power_of_two(self) -> Self {
            let power = |i: usize| f32::from_bits(((self.0[i] as i32 + 127) as u32) << 23);
            Self(core::array::from_fn(power))
        }

        /// Rows for columns.
        #[inline(always)]
        pub fn transposed(tile: [Self; LANES]) -> [Self; LANES] {
            core::array::from_fn(|i| Self(core::array::from_fn(|j| tile[j].0[i])))
        }
    }
}
