//! Sums of squares. Composed from burn's operations, one writes all squares before it reads them.

use burn::backend::Flex;
use burn::tensor::{Shape, Tensor};

use crate::autograd::{CpuOperand, numbers, tensor};
use crate::elementwise;

/// Σ x²; `None` unless the tensor is on a supported CPU and not followed by autodiff.
///
/// # Shapes
/// any → `[1]`
pub fn sum_of_squares<const D: usize>(x: &Tensor<D>) -> Option<Tensor<1>> {
    let CpuOperand::Constant(x) = CpuOperand::of(x.clone())? else {
        return None;
    };
    let sum = elementwise::sum_of_squares(numbers(&x.to_contiguous()));
    let sum = tensor(vec![sum], Shape::from([1]));
    Some(Tensor::from_primitive::<Flex>(sum))
}
