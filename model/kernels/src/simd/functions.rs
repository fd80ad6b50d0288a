//! Exponentials and what is made of them, a vector at a time.

use super::F32Vector;

impl F32Vector {
    /// e to the power of this, at most 0; below −87 as if it were −87.
    ///
    /// Split as x = n ln 2 + r with |r| ≤ ½ ln 2; for eʳ, a polynomial of the Cephes library
    /// (Moshier, `expf`), right to two units in the last place.
    #[inline(always)]
    pub fn exp_of_negative(self) -> Self {
        const COEFFICIENTS: [f32; 6] = [
            1.987_569_2e-4,
            1.398_199_9e-3,
            8.333_452e-3,
            4.166_579_6e-2,
            1.666_666_5e-1,
            0.5,
        ];
        // ln 2 in two parts, of which the first has so few bits that its multiples are exact.
        const LN_2: [f32; 2] = [355.0 / 512.0, -2.121_944_4e-4];
        let x = self.max(Self::splat(-87.0));
        let n = x.times(Self::splat(core::f32::consts::LOG2_E)).nearest();
        let r = x.minus(n.times(Self::splat(LN_2[0])));
        let r = r.minus(n.times(Self::splat(LN_2[1])));
        let mut sum = Self::splat(COEFFICIENTS[0]);
        for coefficient in &COEFFICIENTS[1..] {
            sum = Self::splat(*coefficient).plus_product(sum, r);
        }
        let power = r.plus(Self::splat(1.0)).plus_product(sum, r.times(r));
        power.times(n.power_of_two())
    }

    /// σ(x) = 1 / (1 + e⁻ˣ).
    #[inline(always)]
    pub fn sigmoid(self) -> Self {
        let one = Self::splat(1.0);
        // Of −|x|, so that nothing overflows: σ(x) = 1 − σ(−x).
        let power = Self::splat(0.0).minus(self.abs()).exp_of_negative();
        self.select_positive(one, power).over(one.plus(power))
    }
    /// log(1 + x) of numbers from 0 to 1.
    ///
    /// As 2 artanh s of s = x / (2 + x) ≤ ⅓, whose series ends at s¹⁵, below the last place.
    #[inline(always)]
    pub fn ln_1p(self) -> Self {
        let s = self.over(self.plus(Self::splat(2.0)));
        let square = s.times(s);
        let mut sum = Self::splat(1.0 / 15.0);
        for odd in [13.0, 11.0, 9.0, 7.0, 5.0, 3.0, 1.0_f32] {
            sum = Self::splat(1.0 / odd).plus_product(sum, square);
        }
        s.plus(s).times(sum)
    }

    /// −t log σ(l) − (1 − t) log(1 − σ(l)) = max(l, 0) − l t + log(1 + e^−|l|), of logits.
    #[inline(always)]
    pub fn bce_with_logits(self, targets: Self) -> Self {
        let zero = Self::splat(0.0);
        let soft = zero.minus(self.abs()).exp_of_negative().ln_1p();
        self.max(zero).minus(self.times(targets)).plus(soft)
    }
}
