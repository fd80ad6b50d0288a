//! Sums over the rows of a matrix: biases' gradients, and what BatchNorm wants to know.
//!
//! Each is computed in two steps: a thread sums some rows of a column, then one adds up what those
//! of its column found.

use burn_cubecl::tensor::CubeTensor;

use super::launch::{ComputeShader, TensorAllocator, count, scalars};

/// Threads for each column: enough of them, of which each has several rows.
fn parts(place: &TensorAllocator, rows: usize, columns: usize) -> usize {
    const FEWEST_ROWS: usize = 16;
    let most = rows.div_ceil(FEWEST_ROWS).clamp(1, 256);
    place.threads().div_ceil(columns).clamp(1, most)
}

/// The sum of all rows.
///
/// # Shapes
/// `x`: `[rows, columns]` → `[columns]`
pub fn sum_rows(x: &CubeTensor, columns: usize) -> CubeTensor {
    let place = TensorAllocator::of(x);
    let rows = count(x) / columns;
    let parts = parts(&place, rows, columns);
    let summed = |x: &CubeTensor, rows: usize, parts: usize| {
        let sums = place.empty([parts, columns]);
        let shader = ComputeShader {
            name: "sum-rows",
            variant: Vec::new(),
            inputs: vec![scalars("x")],
            outputs: vec![scalars("sums")],
            sizes: &["rows", "columns", "parts"],
            reals: &[],
            body: Box::new(|| {
                "if (index >= columns * parts) { return; }
                let column = index % columns;
                var sum = 0.0;
                for (var row = index / columns; row < rows; row += parts) {
                    sum += x[row * columns + column];
                }
                sums[index] = sum;\n"
                    .into()
            }),
        };
        let sizes = [rows, columns, parts];
        shader.run(&[x], &[&sums], &sizes, &[], [columns * parts, 1]);
        sums
    };
    let mut sums = summed(x, rows, parts);
    if parts > 1 {
        sums = summed(&sums, parts, 1);
    }
    reshaped(sums, columns)
}

fn reshaped(mut sums: CubeTensor, columns: usize) -> CubeTensor {
    sums = CubeTensor::new_contiguous(
        sums.client,
        sums.device,
        [columns].into(),
        sums.handle,
        sums.dtype,
    );
    sums
}

/// Mean and variance of each column: of the batch itself, not Bessel's.
///
/// # Shapes
/// `x`: `[rows, columns]` → `[columns]` each
pub fn mean_and_variance(x: &CubeTensor, columns: usize) -> [CubeTensor; 2] {
    let place = TensorAllocator::of(x);
    let rows = count(x) / columns;
    let parts = parts(&place, rows, columns);
    let [means, squares] = [(); 2].map(|()| place.empty([parts, columns]));
    // Squares' sums less sums' squares lose what a small variance consists of: each thread takes
    // its own rows' mean first.
    let some = ComputeShader {
        name: "mean-and-variance",
        variant: Vec::new(),
        inputs: vec![scalars("x")],
        outputs: vec![scalars("means"), scalars("squares")],
        sizes: &["rows", "columns", "parts"],
        reals: &[],
        body: Box::new(|| {
            "if (index >= columns * parts) { return; }
            let column = index % columns;
            let first = index / columns;
            var sum = 0.0;
            for (var row = first; row < rows; row += parts) { sum += x[row * columns + column]; }
            let mean = sum / f32((rows - first + parts - 1u) / parts);
            var square = 0.0;
            for (var row = first; row < rows; row += parts) {
                let apart = x[row * columns + column] - mean;
                square += apart * apart;
            }
            means[index] = mean;
            squares[index] = square;\n"
                .into()
        }),
    };
    let sizes = [rows, columns, parts];
    let threads = [columns * parts, 1];
    some.run(&[x], &[&means, &squares], &sizes, &[], threads);
    let [mean, variance] = [(); 2].map(|()| place.empty([columns]));
    let all = ComputeShader {
        name: "mean-and-variance-finish",
        variant: Vec::new(),
        inputs: vec![scalars("means"), scalars("squares")],
        outputs: vec![scalars("mean"), scalars("variance")],
        sizes: &["rows", "columns", "parts"],
        reals: &[],
        body: Box::new(|| {
            "if (index >= columns) { return; }
            var sum = 0.0;
            for (var part = 0u; part < parts; part++) {
                let count = f32((rows - part + parts - 1u) / parts);
                sum += count * means[part * columns + index];
            }
            let middle = sum / f32(rows);
            var square = 0.0;
            for (var part = 0u; part < parts; part++) {
                let count = f32((rows - part + parts - 1u) / parts);
                let apart = means[part * columns + index] - middle;
                square += squares[part * columns + index] + count * apart * apart;
            }
            mean[index] = middle;
            variance[index] = square / f32(rows);\n"
                .into()
        }),
    };
    let parts = [&means, &squares];
    all.run(&parts, &[&mean, &variance], &sizes, &[], [columns, 1]);
    [mean, variance]
}

/// Σ g and Σ g (x − mean) of each column.
///
/// # Shapes
/// `gradient`, `x`: `[rows, columns]`, `mean`: `[columns]` → `[columns]` each
pub fn sums_with(
    gradient: &CubeTensor,
    x: &CubeTensor,
    mean: &CubeTensor,
    columns: usize,
) -> [CubeTensor; 2] {
    let place = TensorAllocator::of(x);
    let rows = count(x) / columns;
    let parts = parts(&place, rows, columns);
    // Both sums beside one another, so that their parts are added up as the rows of one matrix.
    let both = place.empty([parts, 2 * columns]);
    let shader = ComputeShader {
        name: "sums-with",
        variant: Vec::new(),
        inputs: vec![scalars("gradient"), scalars("x"), scalars("mean")],
        outputs: vec![scalars("both")],
        sizes: &["rows", "columns", "parts"],
        reals: &[],
        body: Box::new(|| {
            "if (index >= columns * parts) { return; }
            let column = index % columns;
            let middle = mean[column];
            var sum = 0.0;
            var product = 0.0;
            for (var row = index / columns; row < rows; row += parts) {
                let at = row * columns + column;
                let g = gradient[at];
                sum += g;
                product += g * (x[at] - middle);
            }
            let to = index / columns * 2u * columns + column;
            both[to] = sum;
            both[to + columns] = product;\n"
                .into()
        }),
    };
    let sizes = [rows, columns, parts];
    let inputs = [gradient, x, mean];
    shader.run(&inputs, &[&both], &sizes, &[], [columns * parts, 1]);
    let [sum, product] = [(); 2].map(|()| place.empty([columns]));
    let finish = ComputeShader {
        name: "sums-with-finish",
        variant: Vec::new(),
        inputs: vec![scalars("both")],
        outputs: vec![scalars("sum"), scalars("product")],
        sizes: &["columns", "parts"],
        reals: &[],
        body: Box::new(|| {
            "if (index >= columns) { return; }
            var a = 0.0;
            var b = 0.0;
            for (var part = 0u; part < parts; part++) {
                a += both[part * 2u * columns + index];
                b += both[part * 2u * columns + columns + index];
            }
            sum[index] = a;
            product[index] = b;\n"
                .into()
        }),
    };
    finish.run(
        &[&both],
        &[&sum, &product],
        &[columns, parts],
        &[],
        [columns, 1],
    );
    [sum, product]
}
