//! Many pages at once: the short form of `latentscape-lab soak`.

use super::*;
use lab::soak::{SoakOptions, soak};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn six_pages_train_side_by_side_and_nothing_is_lost() {
    let limits = LabLimits {
        at_once: 1,
        ..LabLimits::default()
    };
    let lab = lab_with(limits, LabAccess::local).await;
    let options = SoakOptions {
        clients: 6,
        seconds: 12,
        preset: "ring".to_owned(),
        reconnect: 2,
    };
    let result = soak(lab, &options, std::process::id()).await;
    assert_eq!(result.faults, Vec::<String>::new());
    // Of a busy machine, at least one each.
    assert!(result.reconnections >= 6, "{}", result.reconnections);
    let (least, most) = (result.steps.iter().min(), result.steps.iter().max());
    let (least, most) = (*least.unwrap(), *most.unwrap());
    // Shares are equal from the moment on at which all have begun, which a busy machine puts off.
    assert!(least > 0 && least * 8 > most, "{:?}", result.steps);
}
