//! The worker with the CPU engine.

fn main() {
    app::engine::start(app::protocol::EngineKind::Cpu);
}
