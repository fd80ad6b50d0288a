//! Sums of products over what an output sees: dense layers, convolutions, and the way back through
//! either.
//!
//! An output pixel sees one or several *taps*, pixels of the input, each through a matrix of the
//! weight. A thread computes a tile of the output, so that a number that was loaded is used several
//! times; what threads load together lies in their caches. Shared memory is left alone: it needs
//! barriers, which adapters in software do badly.

use std::fmt::Write as _;

use burn_cubecl::tensor::CubeTensor;

use super::launch::{ComputeShader, TensorAllocator, count, elements};
use crate::types::ConvGeometry;

/// Rows of a thread's tile.
const ROWS: usize = 4;

/// Which pixels of the input an output sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InputView {
    /// Its own row.
    Row,
    /// A window: fine → coarse.
    Conv(ConvGeometry),
    /// The coarse pixels whose windows it lies in: coarse → fine.
    ConvTranspose(ConvGeometry),
}

/// How the matrix of a tap lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WeightLayout {
    /// `[inputs][outputs]`
    InputsFirst,
    /// `[outputs][inputs]`
    OutputsFirst,
}

impl WeightLayout {
    /// How a convolution's weight is best laid out for so many outputs.
    pub fn best(outputs: usize) -> Self {
        if outputs.is_multiple_of(4) {
            Self::InputsFirst
        } else {
            Self::OutputsFirst
        }
    }
}

/// A product to be carried out.
pub struct MatrixProduct<'a> {
    pub view: InputView,
    /// `[rows, inputs]`, contiguous
    pub x: &'a CubeTensor,
    /// `[taps]` matrices
    pub weight: &'a CubeTensor,
    pub lies: WeightLayout,
    /// `[outputs]`
    pub bias: Option<&'a CubeTensor>,
    /// Channels of an input pixel.
    pub inputs: usize,
    /// Channels of an output pixel.
    pub outputs: usize,
}

/// What a shader's text depends on.
#[derive(Clone, Copy)]
struct ProductVariant {
    view: InputView,
    lies: WeightLayout,
    rows: usize,
    /// Of a thread's tile; as vectors of four where the inputs come first and `four_wide`.
    columns: usize,
    /// Whether inputs are read four at a time.
    four_deep: bool,
    /// Whether outputs are.
    four_wide: bool,
    bias: bool,
}

impl MatrixProduct<'_> {
    /// Writes the product into `y`, contiguous, `[rows, outputs]`.
    pub fn run(&self, y: &CubeTensor) {
        let rows = count(y) / self.outputs;
        if rows == 0 {
            return;
        }
        let four_wide = self.lies == WeightLayout::InputsFirst && self.outputs.is_multiple_of(4);
        let columns = match (four_wide, self.lies) {
            (true, _) if self.outputs.is_multiple_of(8) => 8,
            (true, _) => 4,
            (false, WeightLayout::OutputsFirst) if self.outputs >= 4 => 4,
            (false, _) => 1,
        };
        let tiles = self.outputs.div_ceil(columns);
        let wanted = TensorAllocator::of(y).threads();
        let form = ProductVariant {
            view: self.view,
            lies: self.lies,
            rows: if rows.div_ceil(ROWS) * tiles * 4 >= wanted {
                ROWS
            } else {
                1
            },
            columns,
            four_deep: self.inputs.is_multiple_of(4),
            four_wide,
            bias: self.bias.is_some(),
        };
        let (rows_of_layer, layers) = match self.view {
            InputView::ConvTranspose(geometry) => {
                let stride = geometry.window.stride;
                let [height, width, _] = geometry.fine;
                let class = height.div_ceil(stride) * width.div_ceil(stride);
                (geometry.batch * class, stride * stride)
            }
            InputView::Row | InputView::Conv(_) => (rows, 1),
        };
        let mut inputs = vec![elements("x", form.four_deep)];
        // The way in which the weight is read four at a time: along its outputs or its inputs.
        let four = match self.lies {
            WeightLayout::InputsFirst => four_wide,
            WeightLayout::OutputsFirst => form.four_deep,
        };
        inputs.push(elements("weight", four));
        let mut given = vec![self.x, self.weight];
        if let Some(bias) = self.bias {
            inputs.push(elements("bias", four_wide));
            given.push(bias);
        }
        let shader = ComputeShader {
            name: "product",
            variant: form.variant(),
            inputs,
            outputs: vec![elements("y", four_wide)],
            sizes: form.sizes(),
            reals: &[],
            body: Box::new(move || form.body()),
        };
        let sizes = self.sizes(rows);
        let threads = rows_of_layer.div_ceil(form.rows) * tiles;
        shader.run(&given, &[y], &sizes, &[], [threads, layers]);
    }

    fn sizes(&self, rows: usize) -> Vec<usize> {
        let mut sizes = vec![self.inputs, self.outputs];
        match self.view {
            InputView::Row => sizes.push(rows),
            InputView::Conv(geometry) | InputView::ConvTranspose(geometry) => sizes.extend([
                geometry.batch,
                geometry.fine[0],
                geometry.fine[1],
                geometry.coarse[0],
                geometry.coarse[1],
                geometry.window.size,
                geometry.window.stride,
                geometry.window.padding,
            ]),
        }
        sizes
    }
}

impl ProductVariant {
    fn variant(&self) -> Vec<usize> {
        let view = match self.view {
            InputView::Row => 0,
            InputView::Conv(_) => 1,
            InputView::ConvTranspose(_) => 2,
        };
        vec![
            view,
            self.lies as usize,
            self.rows,
            self.columns,
            usize::from(self.four_deep),
            usize::from(self.four_wide),
            usize::from(self.bias),
        ]
    }

    fn sizes(&self) -> &'static [&'static str] {
        match self.view {
            InputView::Row => &["inputs", "outputs", "rows"],
            InputView::Conv(_) | InputView::ConvTranspose(_) => &[
                "inputs", "outputs", "batch", "height", "width", "h", "w", "size", "stride",
                "padding",
            ],
        }
    }

    /// How many accumulators a row has.
    fn accumulators(&self) -> usize {
        if self.four_wide {
            self.columns / 4
        } else {
            self.columns
        }
    }

    fn body(&self) -> String {
        let mut text = String::new();
        self.place(&mut text);
        let zero = if self.four_wide { "vec4<f32>()" } else { "0.0" };
        for r in 0..self.rows {
            for j in 0..self.accumulators() {
                line(&mut text, format!("var sum{r}_{j} = {zero};"));
            }
        }
        self.taps(&mut text);
        self.store(&mut text);
        text
    }

    /// Which rows and columns are this thread's.
    fn place(&self, text: &mut String) {
        let columns = self.columns;
        if let InputView::ConvTranspose(_) = self.view {
            // The fine pixels fall into stride² classes by their place between the windows; those
            // of a class see the same part of the weight.
            text.push_str(
                "let class_y = layer / stride;
                let class_x = layer % stride;
                let begin_y = (class_y + padding * (stride - 1u)) % stride;
                let begin_x = (class_x + padding * (stride - 1u)) % stride;
                let rows_y = (max(height, begin_y) - begin_y + stride - 1u) / stride;
                let rows_x = (max(width, begin_x) - begin_x + stride - 1u) / stride;
                let rows = batch * rows_y * rows_x;\n",
            );
        }
        if let InputView::Conv(_) = self.view {
            line(text, "let rows = batch * h * w;");
        }
        line(
            text,
            format!("let tiles = (outputs + {}u) / {columns}u;", columns - 1),
        );
        line(text, format!("let column = index % tiles * {columns}u;"));
        line(text, format!("let first = index / tiles * {}u;", self.rows));
        line(text, "if (first >= rows) { return; }");
        for r in 0..self.rows {
            line(text, format!("let row{r} = min(first + {r}u, rows - 1u);"));
            match self.view {
                InputView::Row => {}
                InputView::Conv(_) => {
                    let _ = writeln!(
                        text,
                        "let picture{r} = row{r} / (h * w) * height;
                        let y{r} = row{r} / w % h * stride - padding;
                        let x{r} = row{r} % w * stride - padding;"
                    );
                }
                InputView::ConvTranspose(_) => {
                    let _ = writeln!(
                        text,
                        "let picture{r} = row{r} / (rows_y * rows_x);
                        let fine_y{r} = begin_y + row{r} / rows_x % rows_y * stride;
                        let fine_x{r} = begin_x + row{r} % rows_x * stride;
                        let y{r} = (fine_y{r} + padding) / stride;
                        let x{r} = (fine_x{r} + padding) / stride;"
                    );
                }
            }
        }
    }

    /// The loop over taps. What lies outside of the picture has a coordinate beyond its size, also
    /// where it is negative: the numbers have no sign.
    fn taps(&self, text: &mut String) {
        let four = if self.four_deep { 4 } else { 1 };
        line(text, format!("let depth = inputs / {four}u;"));
        match self.view {
            InputView::Row => {
                line(text, "let matrix = 0u;");
                for r in 0..self.rows {
                    line(text, format!("let from{r} = row{r} * depth;"));
                }
                self.channels(text);
            }
            InputView::Conv(_) => {
                line(text, "for (var i = 0u; i < size; i++) {");
                line(text, "for (var j = 0u; j < size; j++) {");
                line(text, "let matrix = (i * size + j) * inputs * outputs;");
                for r in 0..self.rows {
                    let _ = writeln!(
                        text,
                        "let inside{r} = y{r} + i < height && x{r} + j < width;
                        let from{r} = select(0u, ((picture{r} + y{r} + i) * width + x{r} + j) * depth, inside{r});"
                    );
                }
                self.channels(text);
                text.push_str("}}\n");
            }
            InputView::ConvTranspose(_) => {
                line(text, "for (var i = 0u; class_y + i * stride < size; i++) {");
                line(text, "for (var j = 0u; class_x + j * stride < size; j++) {");
                line(
                    text,
                    "let matrix = ((class_y + i * stride) * size + class_x + j * stride) * inputs * outputs;",
                );
                for r in 0..self.rows {
                    let _ = writeln!(
                        text,
                        "let inside{r} = y{r} - i < h && x{r} - j < w;
                        let from{r} = select(0u, ((picture{r} * h + y{r} - i) * w + x{r} - j) * depth, inside{r});"
                    );
                }
                self.channels(text);
                text.push_str("}}\n");
            }
        }
    }

    /// The loop over a pixel's channels.
    fn channels(&self, text: &mut String) {
        match self.lies {
            WeightLayout::InputsFirst => {
                let four = if self.four_wide { 4 } else { 1 };
                line(text, format!("var at = (matrix + column) / {four}u;"));
                line(text, format!("let along = outputs / {four}u;"));
            }
            WeightLayout::OutputsFirst => {
                let four = if self.four_deep { 4 } else { 1 };
                for j in 0..self.columns {
                    line(
                        text,
                        format!(
                            "let at{j} = (matrix + min(column + {j}u, outputs - 1u) * inputs) / {four}u;"
                        ),
                    );
                }
            }
        }
        line(text, "for (var c = 0u; c < depth; c++) {");
        let zero = if self.four_deep { "vec4<f32>()" } else { "0.0" };
        for r in 0..self.rows {
            let load = format!("x[from{r} + c]");
            let load = match self.view {
                InputView::Row => load,
                InputView::Conv(_) | InputView::ConvTranspose(_) => {
                    format!("select({zero}, {load}, inside{r})")
                }
            };
            line(text, format!("let a{r} = {load};"));
        }
        match self.lies {
            WeightLayout::InputsFirst => {
                let parts: &[&str] = if self.four_deep {
                    &[".x", ".y", ".z", ".w"]
                } else {
                    &[""]
                };
                for (k, part) in parts.iter().enumerate() {
                    for j in 0..self.accumulators() {
                        line(text, format!("let b{k}_{j} = weight[at + {j}u];"));
                    }
                    for r in 0..self.rows {
                        for j in 0..self.accumulators() {
                            line(text, format!("sum{r}_{j} += a{r}{part} * b{k}_{j};"));
                        }
                    }
                    line(text, "at += along;");
                }
            }
            WeightLayout::OutputsFirst => {
                for j in 0..self.columns {
                    line(text, format!("let b{j} = weight[at{j} + c];"));
                    for r in 0..self.rows {
                        let product = if self.four_deep {
                            format!("dot(a{r}, b{j})")
                        } else {
                            format!("a{r} * b{j}")
                        };
                        line(text, format!("sum{r}_{j} += {product};"));
                    }
                }
            }
        }
        line(text, "}");
    }

    fn store(&self, text: &mut String) {
        let four = if self.four_wide { 4 } else { 1 };
        for r in 0..self.rows {
            line(text, format!("if (first + {r}u < rows) {{"));
            let row = match self.view {
                InputView::Row | InputView::Conv(_) => format!("row{r}"),
                InputView::ConvTranspose(_) => {
                    format!("((picture{r} * height + fine_y{r}) * width + fine_x{r})")
                }
            };
            line(
                text,
                format!("let to = ({row} * outputs + column) / {four}u;"),
            );
            for j in 0..self.accumulators() {
                let bias = match self.bias {
                    true => format!(" + bias[column / {four}u + {j}u]"),
                    false => String::new(),
                };
                let store = format!("y[to + {j}u] = sum{r}_{j}{bias};");
                if self.four_wide || self.columns == 1 {
                    line(text, store);
                } else {
                    // The last columns of the last tile may be beyond the matrix.
                    line(text, format!("if (column + {j}u < outputs) {{ {store} }}"));
                }
            }
            line(text, "}");
        }
    }
}

/// A line of a shader.
pub fn line(text: &mut String, line: impl AsRef<str>) {
    text.push_str(line.as_ref());
    text.push('\n');
}
