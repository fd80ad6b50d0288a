//! The page's program on several threads of the CPU.

fn main() {
    // Linked for its exports.
    use threads as _;
    bench::web::report_panics();
    bench::web::put_device(model::device::cpu());
}
