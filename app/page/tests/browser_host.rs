//! The glue to the browser, in a real one.

#![cfg(target_arch = "wasm32")]

use std::cell::Cell;
use std::rc::Rc;

use js_sys::{Array, ArrayBuffer, Function, Promise};
use leptos::prelude::*;
use page::host::{self, prior_sample, probe_adapter, watch_lock};
use protocol::wire::{pack, unpack};
use protocol::{FromEngine, RequestId, ToEngine};
use session::{AlertAction, EXTENT, EngineState, GpuAdapter, SessionEvent};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// Runs some JavaScript with one argument and awaits what it returns.
async fn javascript(body: &str, argument: &JsValue) -> JsValue {
    let function = Function::new_with_args("argument", body);
    let returned = function
        .call1(&JsValue::UNDEFINED, argument)
        .expect("the script runs");
    JsFuture::from(Promise::resolve(&returned))
        .await
        .expect("the promise is kept")
}

async fn pause(millis: u32) {
    let body = "return new Promise((resolve) => setTimeout(resolve, argument))";
    javascript(body, &millis.into()).await;
}

/// Waits until something holds, five seconds at most.
async fn eventually(holds: impl Fn() -> bool) -> bool {
    for _ in 0..100 {
        if holds() {
            return true;
        }
        pause(50).await;
    }
    false
}

/// Starts a worker that holds a lock, and returns it once it does.
async fn worker_with_lock(name: &str) -> JsValue {
    let body = r#"
        const script = `navigator.locks.request("${argument}", () => {
            postMessage("locked");
            return new Promise(() => {});
        });
        onmessage = () => close();`;
        const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
        const worker = new Worker(address, { type: "module" });
        return new Promise((resolve) => { worker.onmessage = () => resolve(worker); });"#;
    javascript(body, &name.into()).await
}

#[wasm_bindgen_test]
async fn a_message_and_its_payload_arrive_and_the_buffer_is_moved() {
    let message = FromEngine::Pong { id: RequestId(7) };
    let parcel = pack(&message, Some(&[1, 2, 3])).expect("it packs");
    let buffer: ArrayBuffer = parcel.data.get(1).unchecked_into();
    let sent = Array::of2(&parcel.data, &parcel.transfer);
    let body = r#"
        const channel = new MessageChannel();
        const arrived = new Promise((resolve) => {
            channel.port2.onmessage = (event) => { channel.port2.close(); resolve(event.data); };
        });
        channel.port1.postMessage(argument[0], argument[1]);
        return arrived;"#;
    let data = javascript(body, &sent).await;
    assert_eq!(buffer.byte_length(), 0, "the sender's buffer is detached");
    let (arrived, payload) = unpack::<FromEngine>(&data).expect("it unpacks");
    assert_eq!(arrived, message);
    assert_eq!(payload, Some(vec![1, 2, 3]));
}

#[wasm_bindgen_test]
fn a_message_without_a_payload_has_one_part() {
    let parcel = pack(&ToEngine::Ping { id: RequestId(1) }, None).expect("it packs");
    assert_eq!(parcel.data.length(), 1);
    assert_eq!(parcel.transfer.length(), 0);
    let (_, payload) = unpack::<ToEngine>(&parcel.data).expect("it unpacks");
    assert_eq!(payload, None);
}

#[wasm_bindgen_test]
fn data_that_are_no_message_are_an_error() {
    let cases = [
        JsValue::UNDEFINED,
        JsValue::NULL,
        JsValue::from_str("ping"),
        JsValue::from_f64(1.0),
        Array::new().into(),
        Array::of1(&JsValue::NULL).into(),
        Array::of1(&"{}".into()).into(),
        Array::of1(&r#"{"type":"self-destruct"}"#.into()).into(),
    ];
    for data in cases {
        assert!(unpack::<FromEngine>(&data).is_err(), "{data:?}");
    }
}

#[wasm_bindgen_test]
async fn a_worker_that_closes_itself_is_noticed_at_once() {
    let worker = worker_with_lock("test-close").await;
    let gone = Rc::new(Cell::new(false));
    let told = Rc::clone(&gone);
    let watch = watch_lock("test-close", move || told.set(true)).expect("locks");
    pause(200).await;
    assert!(!gone.get(), "it is still there");
    javascript("argument.postMessage(0)", &worker).await;
    assert!(eventually(|| gone.get()).await);
    drop(watch);
}

#[wasm_bindgen_test]
async fn a_worker_that_is_terminated_is_noticed_at_once() {
    let worker = worker_with_lock("test-terminate").await;
    let gone = Rc::new(Cell::new(false));
    let told = Rc::clone(&gone);
    let watch = watch_lock("test-terminate", move || told.set(true)).expect("locks");
    javascript("argument.terminate()", &worker).await;
    assert!(eventually(|| gone.get()).await);
    drop(watch);
}

#[wasm_bindgen_test]
async fn a_watch_that_was_dropped_says_nothing() {
    let worker = worker_with_lock("test-drop").await;
    let gone = Rc::new(Cell::new(false));
    let told = Rc::clone(&gone);
    drop(watch_lock("test-drop", move || told.set(true)));
    javascript("argument.terminate()", &worker).await;
    pause(300).await;
    assert!(!gone.get());
}

/// As Firefox does, if the lock was granted in the meantime.
#[wasm_bindgen_test]
async fn a_lock_that_is_granted_after_the_watch_was_dropped_breaks_nothing() {
    let worker = worker_with_lock("test-late").await;
    let body = r#"
        const { request } = LockManager.prototype;
        LockManager.prototype.request = function (name, options, granted) {
            globalThis.lateGrant = granted;
            LockManager.prototype.request = request;
            return request.call(this, name, options, granted);
        };"#;
    javascript(body, &JsValue::UNDEFINED).await;
    let gone = Rc::new(Cell::new(false));
    let told = Rc::clone(&gone);
    drop(watch_lock("test-late", move || told.set(true)));
    pause(100).await;
    let body = "try { lateGrant(null); return ''; } catch (error) { return String(error); }";
    let said = javascript(body, &JsValue::UNDEFINED).await;
    assert_eq!(said.as_string().as_deref(), Some(""));
    assert!(!gone.get());
    javascript("argument.terminate()", &worker).await;
}

#[wasm_bindgen_test]
async fn the_adapter_is_known_or_what_is_wrong_with_it() {
    assert_ne!(probe_adapter().await, GpuAdapter::Unknown);
}

#[wasm_bindgen_test]
fn a_draw_from_the_prior_lies_on_the_sliders() {
    let draw = prior_sample(128);
    assert_eq!(draw.len(), 128);
    assert!(draw.iter().all(|z| z.abs() <= EXTENT));
    assert_ne!(draw, prior_sample(128));
}

// The page that runs these tests has no worker.js: the same as a site that lost it.
#[wasm_bindgen_test]
async fn a_worker_that_cannot_be_loaded_ends_in_an_alert_with_a_button() {
    // Mounting anything brings up what drives effects.
    mount_to_body(|| ());
    let owner = Owner::new();
    let app = owner.with(host::start);
    let state = || {
        app.session
            .with_untracked(|session| session.workers.engine.state)
    };
    assert!(eventually(|| state() == EngineState::Stopped).await);
    let alerts = app
        .session
        .with_untracked(|session| session.alerts().to_vec());
    let alert = alerts
        .iter()
        .find(|alert| alert.action == Some(AlertAction::RestartEngine))
        .expect("an alert with a button");
    // Pressing it tries again, in vain.
    app.dispatch.send(SessionEvent::Act(alert.id));
    assert_eq!(state(), EngineState::Starting);
    assert!(eventually(|| state() == EngineState::Stopped).await);
}
