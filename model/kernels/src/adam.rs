//! Adam's update (arXiv:1412.6980) in one pass over a parameter.

use core::mem::MaybeUninit;

use burn::backend::{Flex, TensorMetadata};
use burn::tensor::{DType, Tensor};
use burn_flex::FlexTensor;

use crate::autograd::{numbers, tensor};
use crate::elementwise;
use crate::parallel::{chunk_length, parallel_for_each};
use crate::types::AdamUpdate;
use crate::written::written;

/// What is left of a parameter, and its moments, after M ← β₁ M + g, V ← β₂ V + g² and
/// p ← p − rate · M / (√V + ε). The moments begin at zero.
///
/// # Shapes
/// all the same
///
/// # Panics
/// Panics when shapes do not agree, for tensors on a device that is not supported
/// ([`crate::supports`]), and for tensors that autodiff follows.
pub fn adam<const D: usize>(
    rule: AdamUpdate,
    parameter: &Tensor<D>,
    gradient: &Tensor<D>,
    moments: [Option<Tensor<D>>; 2],
) -> [Tensor<D>; 3] {
    #[cfg(feature = "webgpu")]
    {
        let moments = moments.each_ref().map(Option::as_ref);
        if let Some(found) = crate::gpu::adam(rule, parameter, gradient, moments) {
            return found;
        }
    }
    let (old, gradient) = (on_cpu(parameter.clone()), on_cpu(gradient.clone()));
    let shape = old.shape();
    let (old, gradient) = (numbers(&old), numbers(&gradient));
    assert_eq!(old.len(), gradient.len(), "a gradient for each number");
    let [mut m, mut v] = moments.map(|moment| match moment {
        Some(moment) => own(on_cpu(moment)),
        None => FlexTensor::zeros(shape.clone(), DType::F32),
    });
    let (ms, vs) = (m.storage_mut::<f32>(), v.storage_mut::<f32>());
    assert!(
        ms.len() == old.len() && vs.len() == old.len(),
        "moments of each number"
    );
    let length = chunk_length(old.len(), 1, 4);
    let write = |new: &mut [MaybeUninit<f32>]| {
        let moments = ms.chunks_mut(length).zip(vs.chunks_mut(length));
        let kept = new.chunks_mut(length).zip(moments);
        let read = old.chunks(length).zip(gradient.chunks(length));
        let pieces = kept.zip(read).collect();
        parallel_for_each(pieces, |((new, (m, v)), (old, gradient))| {
            elementwise::adam(rule, [old, gradient], new, [m, v]);
        });
    };
    // SAFETY: the pieces are all of the parameter.
    let new = unsafe { written(old.len(), write) };
    let new = tensor(new, shape);
    [new, m, v].map(Tensor::from_primitive::<Flex>)
}

fn on_cpu<const D: usize>(tensor: Tensor<D>) -> FlexTensor {
    let tensor = tensor.try_into_primitive::<Flex>();
    tensor.expect("a tensor on the CPU").to_contiguous()
}

/// A tensor whose storage is its numbers and no more.
fn own(moment: FlexTensor) -> FlexTensor {
    let values = numbers(&moment);
    if values.len() == moment.storage::<f32>().len() {
        return moment;
    }
    tensor(values.to_vec(), moment.shape())
}
