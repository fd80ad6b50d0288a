//! The page's program on the GPU; [`bench::web::open_gpu`] comes before everything else.

fn main() {
    bench::web::report_panics();
}
