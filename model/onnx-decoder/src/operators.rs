//! The operators that decoders consist of. Each costs bytes of the program that visitors load.

use rten::OpRegistry;

/// Lists the operators once, for rten and for messages.
macro_rules! operators {
    ($($name:ident)+) => {
        /// The operators of ONNX that can be run.
        pub const OPERATORS: &[&str] = &[$(stringify!($name)),+];

        /// The same for rten.
        pub(crate) fn registry() -> OpRegistry {
            rten::op_registry!($($name),+)
        }
    };
}

operators! {
    Abs Add And AveragePool BatchNormalization Cast CastLike Ceil Clip Concat Conv ConstantOfShape
    ConvTranspose Cos DepthToSpace Div Einsum Elu Equal Erf Exp Expand EyeLike Flatten Floor Gather
    GatherElements GatherND Gelu Gemm GlobalAveragePool Greater GreaterOrEqual HardSigmoid
    HardSwish Identity InstanceNormalization IsNaN LayerNormalization LeakyRelu Less LessOrEqual
    Log LogSoftmax LpNormalization MatMul Max MaxPool Mean Min Mod Mul Neg Not OneHot Or PRelu Pad
    Pow Range Reciprocal ReduceL2 ReduceMax ReduceMean ReduceMin ReduceProd ReduceSum
    ReduceSumSquare Relu Reshape Resize Round ScatterElements ScatterND Shape Sigmoid Sign Sin Size
    Slice Softmax Softplus Softsign Split Sqrt Squeeze Sub Sum Tan Tanh Tile Transpose Trilu
    Unsqueeze Upsample Where
}
