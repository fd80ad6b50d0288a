//! How a shader of ours is compiled and run.

use burn::tensor::{DType, Shape};
use burn_cubecl::CubeDevice;
use burn_cubecl::cubecl::client::Client;
use burn_cubecl::cubecl::ir::metadata::Info;
use burn_cubecl::cubecl::ir::{ElemType, HardwareProperties, UIntKind};
use burn_cubecl::cubecl::prelude::{
    AddressType, BufferIOAttr, CubeCount, CubeKernel, ExecutionMode, KernelDefinition, KernelId,
    KernelMetadata, KernelSettings, PrecompiledSource, Scope,
};
use burn_cubecl::cubecl::server::{KernelArguments, MetadataBindingInfo};
use burn_cubecl::tensor::CubeTensor;

use crate::dispatch::DispatchLimits;

/// A buffer as a shader names it.
#[derive(Clone, Copy)]
pub struct ShaderBuffer {
    /// Its variable.
    pub name: &'static str,
    /// What an element is.
    pub kind: &'static str,
}

/// A buffer of which each element is one number.
pub const fn scalars(name: &'static str) -> ShaderBuffer {
    ShaderBuffer { name, kind: "f32" }
}

/// A buffer of words without a sign.
pub const fn words(name: &'static str) -> ShaderBuffer {
    ShaderBuffer { name, kind: "u32" }
}

/// A buffer of four numbers an element, if `vector`.
pub const fn elements(name: &'static str, vector: bool) -> ShaderBuffer {
    let kind = if vector { "vec4<f32>" } else { "f32" };
    ShaderBuffer { name, kind }
}

/// A shader: what it reads and writes, and its `main` without the brackets.
///
/// In the body, `index` counts invocations, and `layer` is the dispatch's third dimension.
pub struct ComputeShader {
    /// What it is called; with `variant` it tells pipelines apart.
    pub name: &'static str,
    /// Whatever the text depends on.
    pub variant: Vec<usize>,
    /// What is read.
    pub inputs: Vec<ShaderBuffer>,
    /// What is written.
    pub outputs: Vec<ShaderBuffer>,
    /// Whole numbers, the same for all invocations.
    pub sizes: &'static [&'static str],
    /// Real numbers, the same for all invocations; after the whole ones.
    pub reals: &'static [&'static str],
    /// Writes the body. A pipeline is made of the text once, and only then the text is written.
    pub body: Box<dyn Fn() -> String + Send + Sync>,
}

impl ComputeShader {
    fn text(&self, group: usize) -> String {
        // In a browser, a tensor's memory is its own. Elsewhere tensors share buffers, and a buffer
        // that is written anywhere is then bound as one that is written throughout.
        let read = if cfg!(target_family = "wasm") {
            "read"
        } else {
            "read_write"
        };
        let mut text = String::new();
        let reads = self.inputs.iter().map(|buffer| (buffer, read));
        let writes = self.outputs.iter().map(|buffer| (buffer, "read_write"));
        for (at, (buffer, access)) in reads.chain(writes).enumerate() {
            let ShaderBuffer { name, kind } = buffer;
            text.push_str(&format!(
                "@group(0) @binding({at}) var<storage, {access}> {name}: array<{kind}>;\n"
            ));
        }
        let at = self.inputs.len() + self.outputs.len();
        let blocks = (self.sizes.len() + self.reals.len()).div_ceil(4);
        text.push_str(&format!(
            "@group(0) @binding({at}) var<uniform> numbers: array<vec4<u32>, {blocks}>;\n\
             @compute @workgroup_size({group}) fn main(\n\
             @builtin(workgroup_id) group: vec3<u32>,\n\
             @builtin(num_workgroups) groups: vec3<u32>,\n\
             @builtin(local_invocation_index) lane: u32) {{\n\
             let index = (group.y * groups.x + group.x) * {group}u + lane;\n\
             let layer = group.z;\n"
        ));
        for (at, name) in self.sizes.iter().enumerate() {
            text.push_str(&format!("let {name} = numbers[{}][{}];\n", at / 4, at % 4));
        }
        for (at, name) in self.reals.iter().enumerate() {
            let at = at + self.sizes.len();
            let number = format!("numbers[{}][{}]", at / 4, at % 4);
            text.push_str(&format!("let {name} = bitcast<f32>({number});\n"));
        }
        text.push_str(&(self.body)());
        text.push('}');
        text
    }

    /// Runs it once for each of `[threads, layers]`. Threads are rounded up to whole workgroups: the
    /// body sees to it that those beyond the last do nothing.
    pub fn run(
        self,
        inputs: &[&CubeTensor],
        outputs: &[&CubeTensor],
        sizes: &[usize],
        reals: &[f32],
        [threads, layers]: [usize; 2],
    ) {
        assert_eq!(
            (inputs.len(), outputs.len(), sizes.len(), reals.len()),
            (
                self.inputs.len(),
                self.outputs.len(),
                self.sizes.len(),
                self.reals.len()
            ),
            "what a shader names is what it is given"
        );
        let client = outputs[0].client.clone();
        let mut words: Vec<u32> = sizes.iter().map(|&size| word(size)).collect();
        words.extend(reals.iter().map(|real| real.to_bits()));
        words.resize(words.len().next_multiple_of(4), 0);
        let data = words
            .chunks_exact(2)
            .map(|pair| u64::from(pair[0]) | u64::from(pair[1]) << 32)
            .collect();
        let mut arguments = KernelArguments::new();
        let reads = inputs.iter().map(|tensor| (tensor, BufferIOAttr::ReadOnly));
        let writes = outputs
            .iter()
            .map(|tensor| (tensor, BufferIOAttr::WriteOnly));
        for (tensor, use_of_it) in reads.chain(writes) {
            arguments = arguments.with_buffer_io(tensor.handle.clone().binding(), use_of_it);
        }
        arguments.info = MetadataBindingInfo::custom(data);
        let limits = limits_of(&client.properties().hardware);
        assert!(
            self.inputs.len() + self.outputs.len() <= limits.buffers,
            "{}: expected {} storage buffers at most, as the adapter allows",
            self.name,
            limits.buffers
        );
        let Some([x, y, z]) = limits.spread(threads, layers) else {
            panic!("{}: more workgroups than the adapter allows", self.name)
        };
        let count = CubeCount::Static(word(x), word(y), word(z));
        let sized = SizedShader {
            group: limits.group,
            shader: self,
        };
        client.launch(Box::new(sized), count, arguments);
    }
}

/// A shader with the workgroups' size that the adapter bears.
struct SizedShader {
    group: usize,
    shader: ComputeShader,
}

fn limits_of(hardware: &HardwareProperties) -> DispatchLimits {
    let (x, y, z) = hardware.max_cube_count;
    DispatchLimits::new(
        hardware.max_units_per_cube.min(hardware.max_cube_dim.0) as usize,
        [x, y, z].map(|count| count as usize),
        // CubeCL takes one off for a buffer that some adapters have wgpu add to those whose length a shader
        // asks for. Ours ask for none.
        hardware.max_bindings as usize + 1,
    )
}

fn word(size: usize) -> u32 {
    u32::try_from(size).expect("a size that a GPU can count")
}

impl KernelMetadata for SizedShader {
    fn id(&self) -> KernelId {
        let ComputeShader { name, variant, .. } = &self.shader;
        KernelId::new::<ComputeShader>().info((*name, self.group, variant.clone()))
    }

    fn address_type(&self) -> ElemType {
        UIntKind::U32.into()
    }
}

impl CubeKernel for SizedShader {
    /// There is nothing to compile: `source` is the kernel.
    fn define(&self) -> KernelDefinition {
        let settings = KernelSettings::new(
            (word(self.group), 1, 1).into(),
            ExecutionMode::Checked,
            AddressType::U32,
        );
        KernelDefinition {
            body: Scope::root(settings.clone()),
            settings,
            info: Info::default(),
        }
    }

    fn source(&self) -> Option<PrecompiledSource> {
        Some(PrecompiledSource {
            source: self.shader.text(self.group),
            entrypoint_name: "main".to_string(),
            lang: "wgsl",
        })
    }
}

/// Where tensors are made.
#[derive(Clone)]
pub struct TensorAllocator {
    client: Client,
    device: CubeDevice,
}

impl TensorAllocator {
    /// Beside a tensor.
    pub fn of(tensor: &CubeTensor) -> Self {
        Self {
            client: tensor.client.clone(),
            device: tensor.device.clone(),
        }
    }

    /// A tensor whose numbers are not yet written.
    pub fn empty(&self, shape: impl Into<Shape>) -> CubeTensor {
        let shape = shape.into();
        let bytes = shape.num_elements() * size_of::<f32>();
        CubeTensor::new_contiguous(
            self.client.clone(),
            self.device.clone(),
            shape,
            self.client.empty(bytes),
            DType::F32,
        )
    }

    /// How many threads keep the adapter busy. One in software has a vector's lanes for a subgroup,
    /// four or eight, and a few cores: there, more threads are only more work.
    pub fn threads(&self) -> usize {
        let hardware = &self.client.properties().hardware;
        if hardware.plane_size_max <= 8 {
            512
        } else {
            16_384
        }
    }
}

/// How many numbers a tensor has.
pub fn count(tensor: &CubeTensor) -> usize {
    tensor.meta.shape().num_elements()
}
