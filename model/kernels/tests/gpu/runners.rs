//! How a check becomes tests: in a browser, natively, and natively with the least limits.

/// Runs each of these checks as a test of the platform's own kind, on the GPU or whatever stands
/// in for one.
macro_rules! tests_on_the_gpu {
    ($($name:ident)+) => {
        #[cfg(target_family = "wasm")]
        mod in_a_browser {
            use std::sync::OnceLock;

            use burn::tensor::Device;
            use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

            wasm_bindgen_test_configure!(run_in_browser);

            /// A page may open it once, and runs its tests one after another.
            async fn gpu() -> Device {
                static GPU: OnceLock<Device> = OnceLock::new();
                if let Some(gpu) = GPU.get() {
                    return gpu.clone();
                }
                let opened = super::open().await.expect("an adapter");
                GPU.get_or_init(|| opened).clone()
            }

            $(#[wasm_bindgen_test]
            async fn $name() {
                super::$name(&gpu().await).await;
            })+
        }

        #[cfg(not(target_family = "wasm"))]
        native_tests!(natively, super::open, $($name)+);
        // On a device that bears no more than every adapter must, which wgpu holds it to.
        #[cfg(not(target_family = "wasm"))]
        native_tests!(natively_with_the_least_limits, super::least::open, $($name)+);
    };
}

/// A module of native tests, on the device that `$open` opens.
#[cfg(not(target_family = "wasm"))]
macro_rules! native_tests {
    ($module:ident, $open:path, $($name:ident)+) => {
        mod $module {
            use std::sync::OnceLock;

            use burn::tensor::Device;
            use futures::executor::block_on;

            /// A process may open it once.
            fn gpu() -> Result<Device, String> {
                static GPU: OnceLock<Result<Device, String>> = OnceLock::new();
                GPU.get_or_init(|| block_on($open())).clone()
            }

            $(#[test]
            fn $name() {
                match gpu() {
                    Ok(gpu) => block_on(super::$name(&gpu)),
                    Err(reason) => eprintln!("skipped: {reason}"),
                }
            })+
        }
    };
}
