//! The worker with the WebGPU engine.

fn main() {
    app::engine::start(app::protocol::EngineKind::WebGpu);
}
