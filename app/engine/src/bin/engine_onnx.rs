//! The worker with the CPU engine that opens decoders from ONNX files beside all other models.

fn main() {
    engine::start(protocol::EngineKind::Cpu);
}
