//! Makes an operation on the GPU a node of burn's graph, as `crate::autograd` does on the CPU.

use core::fmt::Debug;

use burn::backend::{Autodiff, TensorMetadata};
use burn::tensor::{DType, Tensor};
use burn_autodiff::checkpoint::base::Checkpointer;
use burn_autodiff::checkpoint::strategy::NoCheckpointing;
use burn_autodiff::grads::Gradients;
use burn_autodiff::ops::{Backward, Ops, OpsKind};
use burn_cubecl::kernel::into_contiguous;
use burn_cubecl::tensor::CubeTensor;
use burn_cubecl::{CubeBackend, CubeDevice};

/// A tensor followed by autodiff.
type GpuTracked = <Autodiff<CubeBackend> as burn::backend::BackendTypes>::FloatTensorPrimitive;

/// An operation of `N` contiguous tensors, and its derivative.
pub trait GpuOperation<const N: usize>: Clone + Debug + Send + 'static {
    /// What the backward pass needs beside the inputs.
    type Saved: Clone + Debug + Send + 'static;

    /// The output.
    fn forward(&self, inputs: [&CubeTensor; N]) -> (CubeTensor, Self::Saved);

    /// The gradients of those inputs that are `wanted`, from the output's.
    fn backward(
        &self,
        inputs: [&CubeTensor; N],
        kept: &Self::Saved,
        gradient: &CubeTensor,
        wanted: [bool; N],
    ) -> [Option<CubeTensor>; N];
}

/// A tensor on the GPU, followed by autodiff or not.
pub enum GpuOperand {
    Constant(CubeTensor),
    Tracked(GpuTracked),
}

impl GpuOperand {
    /// `None` for a tensor of another device, or of other numbers than `f32`.
    pub fn of<const D: usize>(tensor: &Tensor<D>) -> Option<Self> {
        if tensor.dtype() != DType::F32 {
            return None;
        }
        let tensor = tensor.clone();
        if tensor.is_autodiff() {
            let tensor = tensor.try_into_primitive::<Autodiff<CubeBackend>>().ok()?;
            takes_wgsl(&tensor.primitive().device).then_some(Self::Tracked(tensor))
        } else {
            constant(&tensor).map(Self::Constant)
        }
    }
}

/// Whether a device's runtime compiles WGSL. burn has one type of tensor for all of CubeCL's runtimes, and
/// CUDA's, say, takes a shader's text for C++.
fn takes_wgsl(device: &CubeDevice) -> bool {
    matches!(device, CubeDevice::Wgpu(_))
}

/// A contiguous tensor that autodiff does not follow; `None` for one of another device.
pub fn constant<const D: usize>(tensor: &Tensor<D>) -> Option<CubeTensor> {
    if tensor.dtype() != DType::F32 || tensor.is_autodiff() {
        return None;
    }
    let tensor = tensor.clone().try_into_primitive::<CubeBackend>().ok()?;
    takes_wgsl(&tensor.device).then(|| into_contiguous(tensor))
}

/// burn's tensor of ours.
pub fn wrap<const D: usize>(tensor: CubeTensor) -> Tensor<D> {
    Tensor::from_primitive::<CubeBackend>(tensor)
}

/// Carries an operation out; as a node of the graph if autodiff follows one of its inputs.
pub fn apply<O: GpuOperation<N>, const N: usize, const D: usize>(
    operation: O,
    inputs: [GpuOperand; N],
) -> Tensor<D> {
    let constant = inputs
        .iter()
        .all(|input| matches!(input, GpuOperand::Constant(_)));
    if constant {
        let inputs = inputs.map(|input| match input {
            GpuOperand::Constant(tensor) => into_contiguous(tensor),
            GpuOperand::Tracked(_) => unreachable!("all of them are constants"),
        });
        return wrap(operation.forward(inputs.each_ref()).0);
    }
    let inputs = inputs.map(|input| match input {
        GpuOperand::Constant(tensor) => GpuTracked::new(tensor),
        GpuOperand::Tracked(tensor) => tensor,
    });
    let nodes = inputs.each_ref().map(GpuTracked::node);
    let inputs = inputs.map(|input| into_contiguous(input.into_primitive()));
    let (output, kept) = operation.forward(inputs.each_ref());
    let prepared = GpuGraphNode(operation.clone())
        .prepare::<NoCheckpointing>(nodes)
        .compute_bound()
        .stateful();
    let output = match prepared {
        OpsKind::Tracked(prepared) => prepared.finish((inputs, kept), output),
        OpsKind::UnTracked(prepared) => prepared.finish(output),
    };
    Tensor::from_primitive::<Autodiff<CubeBackend>>(output)
}

/// An operation as a node of the graph.
#[derive(Debug)]
struct GpuGraphNode<O>(O);

impl<O: GpuOperation<N>, const N: usize> Backward<CubeBackend, N> for GpuGraphNode<O> {
    type State = ([CubeTensor; N], O::Saved);

    fn backward(
        self,
        ops: Ops<Self::State, N>,
        gradients: &mut Gradients,
        _checkpointer: &mut Checkpointer,
    ) {
        let gradient = into_contiguous(gradients.consume::<CubeBackend>(&ops.node));
        let (inputs, kept) = ops.state;
        let wanted = ops.parents.each_ref().map(Option::is_some);
        let found = self.0.backward(inputs.each_ref(), &kept, &gradient, wanted);
        for ((node, found), input) in ops.parents.into_iter().zip(found).zip(&inputs) {
            if let (Some(node), Some(found)) = (node, found) {
                debug_assert_eq!(
                    found.shape(),
                    input.shape(),
                    "a gradient of its input's shape"
                );
                gradients.register::<CubeBackend>(node.id, found);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::takes_wgsl;
    use burn_cubecl::CubeDevice;

    #[test]
    fn only_wgpu_s_runtime_is_handed_wgsl() {
        assert!(takes_wgsl(&CubeDevice::Wgpu(Default::default())));
        assert!(!takes_wgsl(&CubeDevice::Cuda(Default::default())));
        assert!(!takes_wgsl(&CubeDevice::Hip(Default::default())));
        assert!(!takes_wgsl(&CubeDevice::Metal(Default::default())));
        assert!(!takes_wgsl(&CubeDevice::Cpu(Default::default())));
    }
}
