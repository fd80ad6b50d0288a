//! The worker with the CPU engine that can train.

fn main() {
    app::engine::start(app::protocol::EngineKind::Cpu);
}
