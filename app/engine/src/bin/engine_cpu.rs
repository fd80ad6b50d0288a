//! The worker with the CPU engine, which explores only: it is on the way to the first picture.

fn main() {
    engine::start(protocol::EngineKind::Cpu);
}
