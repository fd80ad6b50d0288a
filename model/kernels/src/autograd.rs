//! Makes an operation of ours a node of burn's autodiff graph, on the CPU.

use core::fmt::Debug;

use burn::backend::{Autodiff, Flex, TensorMetadata};
use burn::tensor::{Bytes, DType, Shape, Tensor};
use burn_autodiff::checkpoint::base::Checkpointer;
use burn_autodiff::checkpoint::strategy::NoCheckpointing;
use burn_autodiff::grads::Gradients;
use burn_autodiff::ops::{Backward, Ops, OpsKind};
use burn_flex::{FlexTensor, Layout};

/// A tensor followed by autodiff.
type CpuTracked = <Autodiff<Flex> as burn::backend::BackendTypes>::FloatTensorPrimitive;

/// An operation of `N` tensors, and its derivative.
pub trait CpuOperation<const N: usize>: Clone + Debug + Send + 'static {
    /// Whether the backward pass needs the output, beside the inputs.
    const NEEDS_OUTPUT: bool = false;

    /// The output.
    fn forward(&self, inputs: [&[f32]; N]) -> Vec<f32>;

    /// The gradients of those inputs that are `wanted`, from the output's. `output` is empty unless it is
    /// needed.
    fn backward(
        &self,
        inputs: [&[f32]; N],
        output: &[f32],
        gradient: &[f32],
        wanted: [bool; N],
    ) -> [Option<Vec<f32>>; N];
}

/// A tensor on the CPU, followed by autodiff or not.
pub enum CpuOperand {
    Constant(FlexTensor),
    Tracked(CpuTracked),
}

impl CpuOperand {
    /// `None` for a tensor of another device, and on a CPU that is not supported.
    pub fn of<const D: usize>(tensor: Tensor<D>) -> Option<Self> {
        if !cpu_is_supported() {
            return None;
        }
        if tensor.is_autodiff() {
            tensor
                .try_into_primitive::<Autodiff<Flex>>()
                .ok()
                .map(Self::Tracked)
        } else {
            tensor.try_into_primitive::<Flex>().ok().map(Self::Constant)
        }
    }
}

/// Whether the CPU has the instructions that the kernels are compiled with.
fn cpu_is_supported() -> bool {
    #[cfg(target_arch = "x86_64")]
    {
        std::is_x86_feature_detected!("avx2") && std::is_x86_feature_detected!("fma")
    }
    #[cfg(not(target_arch = "x86_64"))]
    true
}

/// Carries an operation out; as a node of the graph if autodiff follows one of its inputs.
pub fn apply<O: CpuOperation<N>, const N: usize, const D: usize>(
    operation: O,
    inputs: [CpuOperand; N],
    shape: [usize; D],
) -> Tensor<D> {
    let shape = Shape::from(shape);
    let constant = inputs
        .iter()
        .all(|input| matches!(input, CpuOperand::Constant(_)));
    if constant {
        let inputs = inputs.map(|input| match input {
            CpuOperand::Constant(tensor) => tensor.to_contiguous(),
            CpuOperand::Tracked(_) => unreachable!("all of them are constants"),
        });
        let output = operation.forward(inputs.each_ref().map(numbers));
        return Tensor::from_primitive::<Flex>(tensor(output, shape));
    }
    let inputs = inputs.map(|input| match input {
        CpuOperand::Constant(tensor) => CpuTracked::new(tensor),
        CpuOperand::Tracked(tensor) => tensor,
    });
    let nodes = inputs.each_ref().map(CpuTracked::node);
    let inputs = inputs.map(|input| input.into_primitive().to_contiguous());
    let output = operation.forward(inputs.each_ref().map(numbers));
    let output = tensor(output, shape);
    let prepared = CpuGraphNode(operation.clone())
        .prepare::<NoCheckpointing>(nodes)
        .compute_bound()
        .stateful();
    let kept = O::NEEDS_OUTPUT.then(|| output.clone());
    let output = match prepared {
        OpsKind::Tracked(prepared) => prepared.finish((inputs, kept), output),
        OpsKind::UnTracked(prepared) => prepared.finish(output),
    };
    Tensor::from_primitive::<Autodiff<Flex>>(output)
}

/// An operation as a node of the graph.
#[derive(Debug)]
struct CpuGraphNode<O>(O);

impl<O: CpuOperation<N>, const N: usize> Backward<Flex, N> for CpuGraphNode<O> {
    type State = ([FlexTensor; N], Option<FlexTensor>);

    fn backward(
        self,
        ops: Ops<Self::State, N>,
        gradients: &mut Gradients,
        _checkpointer: &mut Checkpointer,
    ) {
        let gradient = gradients.consume::<Flex>(&ops.node).to_contiguous();
        let (inputs, output) = ops.state;
        let wanted = ops.parents.each_ref().map(Option::is_some);
        let slices = inputs.each_ref().map(numbers);
        let output = output.as_ref().map_or(&[][..], numbers);
        let found = self.0.backward(slices, output, numbers(&gradient), wanted);
        for ((node, found), input) in ops.parents.into_iter().zip(found).zip(&inputs) {
            if let (Some(node), Some(found)) = (node, found) {
                gradients.register::<Flex>(node.id, tensor(found, input.shape()));
            }
        }
    }
}

/// The numbers of a contiguous tensor.
pub fn numbers(tensor: &FlexTensor) -> &[f32] {
    tensor
        .as_slice()
        .expect("a contiguous tensor of f32, which all our tensors are")
}

/// A contiguous tensor of these numbers.
pub fn tensor(numbers: Vec<f32>, shape: Shape) -> FlexTensor {
    FlexTensor::new(
        Bytes::from_elems(numbers),
        Layout::contiguous(shape),
        DType::F32,
    )
}
