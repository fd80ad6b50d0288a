//! The worker with the CPU engine that can train.

fn main() {
    engine::start(protocol::EngineKind::Cpu);
}
