//! The worker with the CPU engine that trains on several threads. `app/engine/threads.js` starts those
//! before the page's first message is read.

fn main() {
    // Linked for its exports.
    use threads as _;
    engine::start(protocol::EngineKind::Cpu);
}
