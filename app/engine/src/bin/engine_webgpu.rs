//! The worker with the WebGPU engine.

fn main() {
    engine::start(protocol::EngineKind::WebGpu);
}
