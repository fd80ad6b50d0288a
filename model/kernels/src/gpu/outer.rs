//! Weights' gradients: for each tap, the sum over pixels of what was seen times what came of it.

use burn_cubecl::tensor::CubeTensor;

use super::launch::{ComputeShader, TensorAllocator, count, elements, scalars};
use super::product::line;
use crate::types::{ConvGeometry, ConvWindow};

/// The gradient of a dense layer's weight.
///
/// # Shapes
/// `x`: `[batch, inputs]`, `gradient`: `[batch, outputs]` → `[inputs, outputs]`
pub fn dense(x: &CubeTensor, gradient: &CubeTensor, [inputs, outputs]: [usize; 2]) -> CubeTensor {
    let batch = count(gradient) / outputs;
    // Rows are the pixels of one row of a picture.
    let geometry = ConvGeometry {
        batch: 1,
        fine: [1, batch, inputs],
        coarse: [1, batch, outputs],
        window: ConvWindow {
            size: 1,
            stride: 1,
            padding: 0,
        },
    };
    let found = TensorAllocator::of(x).empty([inputs, outputs]);
    run(geometry, x, gradient, &found, true);
    found
}

/// The gradient of a convolution's weight, from one picture and the gradient of the other.
///
/// # Shapes
/// → `[coarse channels, fine channels, size, size]`
pub fn window(geometry: ConvGeometry, fine: &CubeTensor, coarse: &CubeTensor) -> CubeTensor {
    let size = geometry.window.size;
    let shape = [geometry.coarse[2], geometry.fine[2], size, size];
    let found = TensorAllocator::of(fine).empty(shape);
    run(geometry, fine, coarse, &found, false);
    found
}

#[derive(Clone, Copy)]
struct OuterVariant {
    /// Whether the fine picture's channels are read four at a time.
    four_deep: bool,
    /// Vectors of the coarse picture's channels in a thread's tile; 0 for one number.
    vectors: usize,
    /// Whether the sums are the result, which then lies as the weight does.
    whole: bool,
    /// Whether the weight is one matrix, its inputs first.
    plain: bool,
}

fn run(
    geometry: ConvGeometry,
    fine: &CubeTensor,
    coarse: &CubeTensor,
    found: &CubeTensor,
    plain: bool,
) {
    let ConvGeometry {
        batch,
        fine: [height, width, inputs],
        coarse: [h, w, outputs],
        window,
    } = geometry;
    let mut form = OuterVariant {
        four_deep: inputs.is_multiple_of(4),
        vectors: match outputs {
            _ if outputs.is_multiple_of(8) => 2,
            _ if outputs.is_multiple_of(4) => 1,
            _ => 0,
        },
        whole: true,
        plain,
    };
    let place = TensorAllocator::of(found);
    let deep = if form.four_deep { inputs / 4 } else { inputs };
    let tiles = geometry.taps() * deep * outputs / form.columns();
    // A sum over all pixels is long and the weight may be small: then parts of the sum are computed
    // side by side.
    let parts = (place.threads() / tiles.max(1)).clamp(1, batch * h);
    let rows = (batch * h).div_ceil(parts);
    let parts = (batch * h).div_ceil(rows.max(1)).max(1);
    form.whole = parts == 1;
    let sums = if form.whole {
        found.clone()
    } else {
        place.empty([parts, count(found)])
    };
    let shader = ComputeShader {
        name: "outer",
        variant: vec![
            usize::from(form.four_deep),
            form.vectors,
            usize::from(form.whole),
            usize::from(form.plain),
        ],
        inputs: vec![
            elements("fine", form.four_deep),
            elements("coarse", form.vectors > 0),
        ],
        outputs: vec![scalars("sums")],
        sizes: &[
            "inputs", "outputs", "all_rows", "height", "width", "h", "w", "size", "stride",
            "padding", "part",
        ],
        reals: &[],
        body: Box::new(move || form.body()),
    };
    let sizes = [
        inputs,
        outputs,
        batch * h,
        height,
        width,
        h,
        w,
        window.size,
        window.stride,
        window.padding,
        rows,
    ];
    shader.run(&[fine, coarse], &[&sums], &sizes, &[], [tiles, parts]);
    if !form.whole {
        finish(
            &sums,
            found,
            parts,
            [geometry.taps(), inputs, outputs],
            plain,
        );
    }
}

impl OuterVariant {
    fn columns(&self) -> usize {
        (4 * self.vectors).max(1)
    }

    fn body(&self) -> String {
        let deep = if self.four_deep { 4 } else { 1 };
        let columns = self.columns();
        let accumulators = self.vectors.max(1);
        let four = if self.vectors > 0 { 4 } else { 1 };
        let zero = if self.vectors > 0 {
            "vec4<f32>()"
        } else {
            "0.0"
        };
        let mut text = format!(
            "let tiles = outputs / {columns}u;
            let depth = inputs / {deep}u;
            let wide = outputs / {four}u;
            let column = index % tiles * {columns}u;
            let channel = index / tiles % depth;
            let tap = index / tiles / depth;
            if (tap >= size * size) {{ return; }}
            let tap_y = tap / size;
            let tap_x = tap % size;
            // The coarse pixels that this tap of theirs lies within the picture for.
            let before = (max(padding, tap_x) - tap_x + stride - 1u) / stride;
            var after = 0u;
            if (width + padding > tap_x) {{
                after = min(w, (width + padding - tap_x - 1u) / stride + 1u);
            }}
            let begin = layer * part;
            let end = min(begin + part, all_rows);\n"
        );
        for k in 0..deep {
            for j in 0..accumulators {
                line(&mut text, format!("var sum{k}_{j} = {zero};"));
            }
        }
        text.push_str(
            "for (var row = begin; row < end; row++) {
                let y = row % h * stride + tap_y - padding;
                if (y >= height) { continue; }
                var seen = ((row / h * height + y) * width + before * stride + tap_x - padding) * depth + channel;\n",
        );
        line(
            &mut text,
            format!("var at = (row * w + before) * wide + column / {four}u;"),
        );
        line(&mut text, "for (var x = before; x < after; x++) {");
        line(&mut text, "let a = fine[seen];");
        for j in 0..accumulators {
            line(&mut text, format!("let b{j} = coarse[at + {j}u];"));
        }
        let parts: &[&str] = if self.four_deep {
            &[".x", ".y", ".z", ".w"]
        } else {
            &[""]
        };
        for (k, part) in parts.iter().enumerate() {
            for j in 0..accumulators {
                line(&mut text, format!("sum{k}_{j} += a{part} * b{j};"));
            }
        }
        text.push_str("seen += stride * depth;\nat += wide;\n}}\n");
        // What a part of a sum is called, and where the numbers of a tap's matrix lie.
        line(&mut text, "let whole = size * size * inputs * outputs;");
        for k in 0..deep {
            for j in 0..accumulators {
                for i in 0..four {
                    let part = match self.vectors {
                        0 => String::new(),
                        _ => format!("[{i}]"),
                    };
                    let (input, output) = (
                        format!("(channel * {deep}u + {k}u)"),
                        format!("(column + {}u)", j * four + i),
                    );
                    let to = match (self.whole, self.plain) {
                        (true, false) => {
                            format!("({output} * inputs + {input}) * size * size + tap")
                        }
                        (true, true) => format!("{input} * outputs + {output}"),
                        (false, _) => {
                            format!("layer * whole + (tap * inputs + {input}) * outputs + {output}")
                        }
                    };
                    line(&mut text, format!("sums[{to}] = sum{k}_{j}{part};"));
                }
            }
        }
        text
    }
}

/// Adds up the parts of a gradient, and lays it out as the weight is.
fn finish(
    sums: &CubeTensor,
    found: &CubeTensor,
    parts: usize,
    [taps, inputs, outputs]: [usize; 3],
    plain: bool,
) {
    let shader = ComputeShader {
        name: "outer-finish",
        variant: vec![usize::from(plain)],
        inputs: vec![scalars("sums")],
        outputs: vec![scalars("found")],
        sizes: &["parts", "taps", "inputs", "outputs"],
        reals: &[],
        body: Box::new(move || {
            let mut text = String::from(
                "let whole = taps * inputs * outputs;
                if (index >= whole) { return; }
                var sum = 0.0;
                for (var part = 0u; part < parts; part++) { sum += sums[part * whole + index]; }\n",
            );
            text.push_str(if plain {
                "found[index] = sum;\n"
            } else {
                "let output = index % outputs;
                let input = index / outputs % inputs;
                let tap = index / outputs / inputs;
                found[(output * inputs + input) * taps + tap] = sum;\n"
            });
            text
        }),
    };
    let sizes = [parts, taps, inputs, outputs];
    shader.run(&[sums], &[found], &sizes, &[], [count(found), 1]);
}
