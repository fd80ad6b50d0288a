//! The page's program on the CPU.

fn main() {
    bench::web::report_panics();
    bench::web::put_device(model::device::cpu());
}
