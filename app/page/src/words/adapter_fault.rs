//! What is wrong with the browser's WebGPU adapter.

use session::AdapterFault;

use super::browser;

/// What is wrong with the browser's WebGPU adapter.
pub(super) fn adapter_fault_sentence(fault: &AdapterFault) -> String {
    let sentence = match fault {
        AdapterFault::NoWebGpu => browser::no_web_gpu(),
        AdapterFault::NotAsked => browser::web_gpu_not_asked(),
        AdapterFault::NotFound => browser::no_adapter(),
        AdapterFault::Silent => browser::adapter_silent(),
        AdapterFault::Refused => browser::adapter_refused(),
        AdapterFault::Lacks(feature) => return browser::AdapterLacks { feature }.text(),
        AdapterFault::Software => browser::adapter_software(),
    };
    sentence.to_owned()
}
