//! Passes over slices, a vector at a time.
//!
//! The vectors are written out because the site is linked for size: the compiler then vectorises no
//! loop, even in a crate that is compiled for speed.

use core::mem::MaybeUninit;

use crate::simd::{F32Vector, LANES};
use crate::types::AdamUpdate;

/// `out = values` where `x` is positive, `slope · values` elsewhere.
pub fn leaky_relu<'a>(
    x: &[f32],
    values: &[f32],
    slope: f32,
    out: &'a mut [MaybeUninit<f32>],
) -> &'a mut [f32] {
    let count = out.len();
    assert!(x.len() >= count && values.len() >= count, "as many numbers");
    // SAFETY: all slices are at least as long as `out`, all of which is written.
    unsafe {
        leaky_relu_all(x, values, slope, out);
        out.assume_init_mut()
    }
}

vectorised! {
    /// # Safety
    /// `x` and `values` are at least as long as `out`.
    fn leaky_relu_all<>(x: &[f32], values: &[f32], slope: f32, out: &mut [MaybeUninit<f32>]) {
        let whole = out.len() / LANES * LANES;
        let (one, factor) = (F32Vector::splat(1.0), F32Vector::splat(slope));
        for i in (0..whole).step_by(LANES) {
            // SAFETY: as the caller's.
            unsafe {
                let factor = F32Vector::load(x.as_ptr().add(i)).select_positive(one, factor);
                let product = factor.times(F32Vector::load(values.as_ptr().add(i)));
                product.store(out.as_mut_ptr().cast::<f32>().add(i));
            }
        }
        for i in whole..out.len() {
            out[i].write(if x[i] > 0.0 { values[i] } else { slope * values[i] });
        }
    }
}

/// `out = σ(x)`.
pub fn sigmoid<'a>(x: &[f32], out: &'a mut [MaybeUninit<f32>]) -> &'a mut [f32] {
    each([x], out, sigmoids)
}

vectorised! {
    fn sigmoids<>(x: [&[SimdChunk]; 1], out: &mut [OutputChunk]) {
        for (x, out) in x[0].iter().zip(out) {
            // SAFETY: each is a vector.
            unsafe { F32Vector::load(x.as_ptr()).sigmoid().store(out.as_mut_ptr().cast()) }
        }
    }
}

/// `out = σ'(x) · gradient`, with `y` = σ(x).
pub fn sigmoid_backward<'a>(
    y: &[f32],
    gradient: &[f32],
    out: &'a mut [MaybeUninit<f32>],
) -> &'a mut [f32] {
    each([y, gradient], out, sigmoids_backward)
}

vectorised! {
    fn sigmoids_backward<>(x: [&[SimdChunk]; 2], out: &mut [OutputChunk]) {
        for ((y, gradient), out) in x[0].iter().zip(x[1]).zip(out) {
            // SAFETY: each is a vector.
            unsafe {
                let y = F32Vector::load(y.as_ptr());
                let slope = y.minus(y.times(y));
                slope.times(F32Vector::load(gradient.as_ptr())).store(out.as_mut_ptr().cast());
            }
        }
    }
}

/// `out` = the cross-entropy of logits and targets.
pub fn bce_with_logits<'a>(
    logits: &[f32],
    targets: &[f32],
    out: &'a mut [MaybeUninit<f32>],
) -> &'a mut [f32] {
    each([logits, targets], out, bce_vectors)
}

vectorised! {
    fn bce_vectors<>(x: [&[SimdChunk]; 2], out: &mut [OutputChunk]) {
        for ((logits, targets), out) in x[0].iter().zip(x[1]).zip(out) {
            // SAFETY: each is a vector.
            unsafe {
                let (logits, targets) = (F32Vector::load(logits.as_ptr()), F32Vector::load(targets.as_ptr()));
                logits.bce_with_logits(targets).store(out.as_mut_ptr().cast());
            }
        }
    }
}

/// `out = (σ(logits) − targets) · gradient`.
pub fn bce_with_logits_backward<'a>(
    of: [&[f32]; 3],
    out: &'a mut [MaybeUninit<f32>],
) -> &'a mut [f32] {
    each(of, out, bce_vectors_backward)
}

vectorised! {
    fn bce_vectors_backward<>(x: [&[SimdChunk]; 3], out: &mut [OutputChunk]) {
        let [logits, targets, gradient] = x;
        for (i, out) in out.iter_mut().enumerate() {
            // SAFETY: each is a vector.
            unsafe {
                let found = F32Vector::load(logits[i].as_ptr()).sigmoid();
                let found = found.minus(F32Vector::load(targets[i].as_ptr()));
                found.times(F32Vector::load(gradient[i].as_ptr())).store(out.as_mut_ptr().cast());
            }
        }
    }
}

/// As many numbers as are computed at once.
type SimdChunk = [f32; LANES];
/// As many that are to be written.
type OutputChunk = [MaybeUninit<f32>; LANES];

/// Applies `work` to whole vectors, and to what is left, filled up with zeros.
fn each<'a, const N: usize>(
    x: [&[f32]; N],
    out: &'a mut [MaybeUninit<f32>],
    work: unsafe fn([&[SimdChunk]; N], &mut [OutputChunk]),
) -> &'a mut [f32] {
    let count = out.len();
    assert!(x.iter().all(|x| x.len() == count), "as many numbers");
    let x = x.map(|x| x.as_chunks());
    let (whole, rest) = out.as_chunks_mut();
    // SAFETY: `autograd` checked that the CPU has the instructions.
    unsafe { work(x.map(|(whole, _)| whole), whole) }
    if !rest.is_empty() {
        let last = x.map(|(_, rest)| {
            let mut last = [0.0; LANES];
            last[..rest.len()].copy_from_slice(rest);
            [last]
        });
        let mut found = [[MaybeUninit::new(0.0); LANES]];
        // SAFETY: as above.
        unsafe { work(last.each_ref().map(|last| &last[..]), &mut found) }
        rest.copy_from_slice(&found[0][..rest.len()]);
    }
    // SAFETY: `work` writes whole vectors, and the rest was copied.
    unsafe { out.assume_init_mut() }
}

/// `out = (x − mean) · scale + shift`, by column.
pub fn normalise<'a>(x: &[f32], by: [&[f32]; 3], out: &'a mut [MaybeUninit<f32>]) -> &'a mut [f32] {
    let columns = by[0].len();
    assert!(by.iter().all(|by| by.len() == columns), "one a column");
    assert!(x.len() >= out.len(), "as many numbers");
    assert!(out.len().is_multiple_of(columns), "whole rows");
    for (x, out) in x.chunks_exact(columns).zip(out.chunks_exact_mut(columns)) {
        // SAFETY: all slices have as many numbers as there are columns.
        unsafe { normalise_row(x, by, out) }
    }
    // SAFETY: each row was written.
    unsafe { out.assume_init_mut() }
}

vectorised! {
    /// # Safety
    /// All slices are at least as long as `out`.
    fn normalise_row<>(x: &[f32], by: [&[f32]; 3], out: &mut [MaybeUninit<f32>]) {
        let [mean, scale, shift] = by;
        let whole = out.len() / LANES * LANES;
        for i in (0..whole).step_by(LANES) {
            // SAFETY: as the caller's.
            unsafe {
                let x = F32Vector::load(x.as_ptr().add(i)).minus(F32Vector::load(mean.as_ptr().add(i)));
                let x = x.times(F32Vector::load(scale.as_ptr().add(i)));
                x.plus(F32Vector::load(shift.as_ptr().add(i))).store(out.as_mut_ptr().cast::<f32>().add(i));
            }
        }
        for i in whole..out.len() {
            out[i].write((x[i] - mean[i]) * scale[i] + shift[i]);
        }
    }
}

/// `out = scale · gradient − a − b · x`, by column.
pub fn denormalise<'a>(
    x: &[f32],
    gradient: &[f32],
    by: [&[f32]; 3],
    out: &'a mut [MaybeUninit<f32>],
) -> &'a mut [f32] {
    let columns = by[0].len();
    assert!(by.iter().all(|by| by.len() == columns), "one a column");
    assert!(
        x.len() >= out.len() && gradient.len() >= out.len(),
        "as many numbers"
    );
    assert!(out.len().is_multiple_of(columns), "whole rows");
    let rows = x.chunks_exact(columns).zip(gradient.chunks_exact(columns));
    for ((x, gradient), out) in rows.zip(out.chunks_exact_mut(columns)) {
        // SAFETY: all slices have as many numbers as there are columns.
        unsafe { denormalise_row(x, gradient, by, out) }
    }
    // SAFETY: each row was written.
    unsafe { out.assume_init_mut() }
}

vectorised! {
    /// # Safety
    /// All slices are at least as long as `out`.
    fn denormalise_row<>(x: &[f32], gradient: &[f32], by: [&[f32]; 3], out: &mut [MaybeUninit<f32>]) {
        let [scale, a, b] = by;
        let whole = out.len() / LANES * LANES;
        for i in (0..whole).step_by(LANES) {
            // SAFETY: as the caller's.
            unsafe {
                let g = F32Vector::load(gradient.as_ptr().add(i)).times(F32Vector::load(scale.as_ptr().add(i)));
                let x = F32Vector::load(x.as_ptr().add(i)).times(F32Vector::load(b.as_ptr().add(i)));
                let g = g.minus(F32Vector::load(a.as_ptr().add(i)));
                g.minus(x).store(out.as_mut_ptr().cast::<f32>().add(i));
            }
        }
        for i in whole..out.len() {
            out[i].write(scale[i] * gradient[i] - a[i] - b[i] * x[i]);
        }
    }
}

/// `sums[c] += Σ_r x[r][first + c]` of rows of `columns` numbers.
pub fn add_rows(x: &[f32], columns: usize, first: usize, sums: &mut [f32]) {
    assert!(first + sums.len() <= columns, "columns of the rows");
    for row in x.chunks_exact(columns) {
        // SAFETY: the row has that many numbers from `first` on.
        unsafe { add(&row[first..], sums) }
    }
}

vectorised! {
    /// # Safety
    /// `x` is at least as long as `sums`.
    fn add<>(x: &[f32], sums: &mut [f32]) {
        let whole = sums.len() / LANES * LANES;
        for i in (0..whole).step_by(LANES) {
            // SAFETY: as the caller's.
            unsafe {
                let to = sums.as_mut_ptr().add(i);
                F32Vector::load(to).plus(F32Vector::load(x.as_ptr().add(i))).store(to);
            }
        }
        for i in whole..sums.len() {
            sums[i] += x[i];
        }
    }
}

/// Σ x.
pub fn total(x: &[f32]) -> f32 {
    let (whole, rest) = x.as_chunks();
    // SAFETY: `autograd` checked that the CPU has the instructions.
    let sum = unsafe { sum_of_vectors(whole) };
    sum + rest.iter().sum::<f32>()
}

vectorised! {
    fn sum_of_vectors<>(x: &[SimdChunk]) -> f32 {
        let mut sums = [F32Vector::splat(0.0); 4];
        for x in x.chunks(4) {
            for (sum, x) in sums.iter_mut().zip(x) {
                // SAFETY: it is a vector.
                *sum = sum.plus(unsafe { F32Vector::load(x.as_ptr()) });
            }
        }
        let [a, b, c, d] = sums;
        a.plus(b).plus(c.plus(d)).sum()
    }
}

/// Σ x².
pub fn sum_of_squares(x: &[f32]) -> f32 {
    let (whole, rest) = x.as_chunks();
    // SAFETY: `autograd` checked that the CPU has the instructions.
    let sum = unsafe { sum_of_squared_vectors(whole) };
    sum + rest.iter().map(|x| x * x).sum::<f32>()
}

vectorised! {
    fn sum_of_squared_vectors<>(x: &[SimdChunk]) -> f32 {
        let mut sums = [F32Vector::splat(0.0); 4];
        for x in x.chunks(4) {
            for (sum, x) in sums.iter_mut().zip(x) {
                // SAFETY: it is a vector.
                let x = unsafe { F32Vector::load(x.as_ptr()) };
                *sum = sum.plus_product(x, x);
            }
        }
        let [a, b, c, d] = sums;
        a.plus(b).plus(c.plus(d)).sum()
    }
}

/// `sums[c] += Σ_r (x[r][c] − a[c]) · (y[r][c] − b[c])`, for the columns from `first` on.
pub fn sum_products(x: &[f32], y: &[f32], [a, b]: [&[f32]; 2], first: usize, sums: &mut [f32]) {
    let columns = a.len();
    assert!(
        first + sums.len() <= columns && b.len() == columns,
        "columns of the rows"
    );
    let centres = [&a[first..], &b[first..]];
    for (x, y) in x.chunks_exact(columns).zip(y.chunks_exact(columns)) {
        // SAFETY: the rows and centres have that many numbers from `first` on.
        unsafe { add_products(&x[first..], &y[first..], centres, sums) }
    }
}

vectorised! {
    /// # Safety
    /// All slices are at least as long as `sums`.
    fn add_products<>(x: &[f32], y: &[f32], centres: [&[f32]; 2], sums: &mut [f32]) {
        let [a, b] = centres;
        let whole = sums.len() / LANES * LANES;
        for i in (0..whole).step_by(LANES) {
            // SAFETY: as the caller's.
            unsafe {
                let x = F32Vector::load(x.as_ptr().add(i)).minus(F32Vector::load(a.as_ptr().add(i)));
                let y = F32Vector::load(y.as_ptr().add(i)).minus(F32Vector::load(b.as_ptr().add(i)));
                let to = sums.as_mut_ptr().add(i);
                F32Vector::load(to).plus(x.times(y)).store(to);
            }
        }
        for i in whole..sums.len() {
            sums[i] += (x[i] - a[i]) * (y[i] - b[i]);
        }
    }
}

/// Adam's update of some numbers: see [`crate::adam`]. All of `new` is written.
pub fn adam(
    rule: AdamUpdate,
    [old, gradient]: [&[f32]; 2],
    new: &mut [MaybeUninit<f32>],
    moments: [&mut [f32]; 2],
) {
    let count = old.len();
    assert!(
        gradient.len() == count && new.len() == count && moments.iter().all(|m| m.len() == count),
        "as many numbers"
    );
    // SAFETY: all slices have the same length.
    unsafe { adam_all(rule, [old, gradient], new, moments) }
}

vectorised! {
    /// # Safety
    /// All slices have the same length.
    fn adam_all<>(
        rule: AdamUpdate,
        read: [&[f32]; 2],
        new: &mut [MaybeUninit<f32>],
        moments: [&mut [f32]; 2],
    ) {
        let ([old, gradient], [m, v]) = (read, moments);
        let AdamUpdate { beta1, beta2, rate, epsilon } = rule;
        let whole = old.len() / LANES * LANES;
        for i in (0..whole).step_by(LANES) {
            // SAFETY: as the caller's.
            unsafe {
                let (m, v) = (m.as_mut_ptr().add(i), v.as_mut_ptr().add(i));
                let g = F32Vector::load(gradient.as_ptr().add(i));
                let first = F32Vector::splat(beta1).times(F32Vector::load(m)).plus(g);
                let second = F32Vector::splat(beta2).times(F32Vector::load(v)).plus(g.times(g));
                first.store(m);
                second.store(v);
                let by = second.sqrt().plus(F32Vector::splat(epsilon));
                let step = F32Vector::splat(rate).times(first).over(by);
                F32Vector::load(old.as_ptr().add(i)).minus(step).store(new.as_mut_ptr().cast::<f32>().add(i));
            }
        }
        for i in whole..old.len() {
            let g = gradient[i];
            m[i] = beta1 * m[i] + g;
            v[i] = beta2 * v[i] + g * g;
            new[i].write(old[i] - rate * m[i] / (v[i].sqrt() + epsilon));
        }
    }
}
