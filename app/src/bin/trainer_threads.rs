//! The worker with the CPU engine that trains on several threads. `app/threads.js` starts those
//! before the page's first message is read.

fn main() {
    // Linked for its exports.
    use pool as _;
    app::engine::start(app::protocol::EngineKind::Cpu);
}
