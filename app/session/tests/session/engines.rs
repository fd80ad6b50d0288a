//! Which engine runs, and why.

use protocol::BUILD_ID;
use protocol::{EngineKind, FromEngine, PROTOCOL_VERSION, ToEngine, WorkerRole};
use session::{AdapterFault, AlertAction, EngineChoice, EngineState, GpuAdapter, SessionEvent};

use crate::sim::{Sim, program};

fn unfit() -> GpuAdapter {
    GpuAdapter::Unfit(AdapterFault::NoWebGpu)
}

fn slow() -> GpuAdapter {
    GpuAdapter::Slow(AdapterFault::Software)
}

#[test]
fn the_first_message_to_a_worker_is_the_greeting() {
    let sim = Sim::started(EngineChoice::Cpu, unfit());
    assert_eq!(
        sim.log[0].message,
        ToEngine::Hello {
            protocol: PROTOCOL_VERSION,
            build: BUILD_ID.to_owned(),
            role: WorkerRole::Explorer,
        }
    );
    assert_eq!(sim.log.len(), 1, "nothing else before it is answered");
    assert_eq!(sim.session.workers.engine.state, EngineState::Starting);
}

#[test]
fn auto_takes_the_cpu_where_webgpu_is_missing_or_software_and_says_why() {
    for (adapter, why) in [
        (unfit(), "This browser has no WebGPU."),
        (
            slow(),
            "This browser's WebGPU runs in software, not on a GPU.",
        ),
    ] {
        let mut sim = Sim::started(EngineChoice::Auto, adapter);
        sim.settle();
        assert_eq!(sim.reason(), why);
        assert_eq!(sim.session.workers.engine.kind, EngineKind::Cpu);
        assert_eq!(sim.stopped.len(), 0, "nothing else was tried");
        assert!(sim.session.alerts().is_empty());
        assert!(sim.session.ready());
    }
}

#[test]
fn auto_shows_a_picture_on_the_cpu_before_webgpu_is_tried() {
    let mut sim = Sim::started(EngineChoice::Auto, GpuAdapter::Fit);
    while sim.alive.len() == 1 {
        assert!(sim.answer());
    }
    assert!(sim.session.ready());
    assert!(!sim.session.view.map.refining);
    assert_eq!(sim.session.workers.engine.kind, EngineKind::Cpu);
}

#[test]
fn webgpu_is_prepared_until_it_has_drawn_and_the_cpu_is_not() {
    for (choice, expected) in [(EngineChoice::WebGpu, true), (EngineChoice::Cpu, false)] {
        let mut sim = Sim::started(choice, GpuAdapter::Fit);
        assert!(
            !sim.session.workers.engine.prepares(),
            "it is being started"
        );
        sim.settle_until(|message| matches!(message, ToEngine::Decode { .. }));
        assert_eq!(sim.session.workers.engine.state, EngineState::Ready);
        assert_eq!(sim.session.workers.engine.prepares(), expected);
        sim.settle();
        assert!(!sim.session.workers.engine.prepares(), "it has drawn");
    }
}

#[test]
fn auto_keeps_webgpu_when_it_is_faster_and_gives_both_figures() {
    let mut sim = Sim::started(EngineChoice::Auto, GpuAdapter::Fit);
    sim.settle();
    assert_eq!(sim.session.workers.engine.kind, EngineKind::WebGpu);
    assert_eq!(sim.session.workers.engine.state, EngineState::Ready);
    assert_eq!(
        sim.reason(),
        "WebGPU decodes a picture in 0.08 ms, the CPU in 0.4 ms here."
    );
    let kinds: Vec<EngineKind> = sim.alive.values().copied().collect();
    assert_eq!(kinds, [EngineKind::WebGpu], "the CPU's worker was stopped");
    assert!(sim.session.workers.engine.decode_millis.is_some());
}

#[test]
fn auto_keeps_the_cpu_when_it_is_faster_and_gives_both_figures() {
    let mut sim = Sim::started(EngineChoice::Auto, GpuAdapter::Fit);
    sim.webgpu_millis = 190.0;
    sim.settle();
    assert_eq!(sim.session.workers.engine.kind, EngineKind::Cpu);
    assert_eq!(
        sim.reason(),
        "WebGPU decodes a picture in 190 ms, the CPU in 0.4 ms here."
    );
    assert_eq!(sim.alive.len(), 1);
}

#[test]
fn both_engines_are_timed_on_the_same_number_of_pictures_of_the_model_on_screen() {
    let mut sim = Sim::started(EngineChoice::Auto, GpuAdapter::Fit);
    sim.settle();
    let timed: Vec<(String, usize)> = sim
        .log
        .iter()
        .filter_map(|letter| match &letter.message {
            ToEngine::Time {
                model, pictures, ..
            } => Some((model.clone(), *pictures)),
            _ => None,
        })
        .collect();
    assert_eq!(timed.len(), 2);
    assert_eq!(timed[0], timed[1]);
    assert_eq!(timed[0].0, crate::sim::TWO);
}

#[test]
fn a_model_chosen_during_the_trial_is_the_one_that_is_timed() {
    let mut sim = Sim::started(EngineChoice::Auto, GpuAdapter::Fit);
    sim.settle_until(|message| matches!(message, ToEngine::Time { .. }));
    sim.send(SessionEvent::ChooseModel(crate::sim::TEN.to_owned()));
    sim.settle();
    let last: Vec<_> = sim
        .log
        .iter()
        .rev()
        .filter_map(|letter| match &letter.message {
            ToEngine::Time { model, .. } => Some(model.as_str()),
            _ => None,
        })
        .take(2)
        .collect();
    assert_eq!(last, [crate::sim::TEN; 2]);
    assert_eq!(sim.session.workers.engine.kind, EngineKind::WebGpu);
}

#[test]
fn a_failing_trial_leaves_the_cpu_without_an_alert() {
    type Failure = fn(&mut Sim, u64);
    let failures: [Failure; 5] = [
        |sim, worker| sim.dies(worker),
        |sim, worker| {
            let message = "boom".to_owned();
            sim.says(
                worker,
                FromEngine::Crashed {
                    reason: message.into(),
                },
                None,
            );
        },
        |sim, worker| {
            let reason = "No device.".into();
            sim.says(worker, FromEngine::Unavailable { reason }, None);
        },
        |sim, worker| {
            let reason = "Gone.".to_owned();
            sim.says(
                worker,
                FromEngine::DeviceLost {
                    reason: reason.into(),
                },
                None,
            );
        },
        |sim, worker| {
            let (page, engine) = (program("a"), program("b"));
            sim.says(worker, FromEngine::Refused { page, engine }, None);
        },
    ];
    for failure in failures {
        let mut sim = Sim::started(EngineChoice::Auto, GpuAdapter::Fit);
        while sim.alive.len() == 1 {
            sim.answer();
        }
        let candidate = sim.newest();
        failure(&mut sim, candidate);
        sim.settle();
        assert!(sim.stopped.contains(&candidate));
        assert_eq!(sim.alive.len(), 1, "it is not tried again");
        assert_eq!(sim.session.workers.engine.kind, EngineKind::Cpu);
        assert_eq!(sim.session.workers.engine.state, EngineState::Ready);
        assert!(sim.reason().starts_with("WebGPU was tried"));
        assert!(sim.session.alerts().is_empty());
    }
}

#[test]
fn a_trial_that_cannot_load_or_time_leaves_the_cpu() {
    for step in ["load", "time"] {
        let mut sim = Sim::started(EngineChoice::Auto, GpuAdapter::Fit);
        while sim.alive.len() == 1 {
            sim.answer();
        }
        sim.settle_until(|message| match step {
            "load" => matches!(message, ToEngine::LoadModel { .. }),
            _ => matches!(message, ToEngine::Time { .. }),
        });
        sim.fail("Out of memory.");
        sim.settle();
        assert_eq!(sim.session.workers.engine.kind, EngineKind::Cpu);
        assert!(sim.reason().contains("Out of memory."));
        assert!(sim.session.alerts().is_empty());
    }
}

#[test]
fn cpu_when_asked_for_is_chosen_by_the_visitor() {
    let sim = Sim::on_cpu();
    assert_eq!(sim.session.workers.engine.kind, EngineKind::Cpu);
    assert_eq!(sim.reason(), "Chosen by you.");
}

#[test]
fn webgpu_when_asked_for_without_a_fit_adapter_is_the_cpu_and_an_alert() {
    let mut sim = Sim::started(EngineChoice::WebGpu, unfit());
    sim.settle();
    assert_eq!(sim.session.workers.engine.kind, EngineKind::Cpu);
    assert_eq!(sim.session.workers.engine.choice, EngineChoice::WebGpu);
    assert_eq!(
        sim.alerts(),
        ["WebGPU cannot be used here, so the CPU is. This browser has no WebGPU."]
    );
}

#[test]
fn webgpu_when_asked_for_is_used_also_where_it_is_slow_and_says_so() {
    let mut sim = Sim::started(EngineChoice::WebGpu, slow());
    sim.settle();
    assert_eq!(sim.session.workers.engine.kind, EngineKind::WebGpu);
    assert_eq!(
        sim.reason(),
        "Chosen by you. This browser's WebGPU runs in software, not on a GPU. It will be slow."
    );
    assert_eq!(Sim::on_webgpu().reason(), "Chosen by you.");
}

#[test]
fn another_engine_takes_over_model_and_point_and_stops_the_first() {
    let mut sim = Sim::with_ten();
    sim.send(crate::sim::set(3, 1.5));
    sim.settle();
    let generation = sim.session.view.map.generation;
    sim.send(SessionEvent::ChooseEngine(EngineChoice::WebGpu));
    assert_eq!(sim.session.workers.engine.state, EngineState::Starting);
    assert!(sim.session.ready(), "the last picture stays");
    sim.settle();
    let engine = &sim.session.workers.engine;
    assert_eq!(
        (engine.kind, engine.state),
        (EngineKind::WebGpu, EngineState::Ready)
    );
    assert_eq!(sim.alive.len(), 1);
    assert_eq!(sim.session.view.point[3], 1.5);
    assert_eq!(sim.session.view.picture.as_ref().expect("one").z[3], 1.5);
    assert_eq!(
        sim.session.models.on_screen.as_ref().expect("one").id,
        crate::sim::TEN
    );
    assert_eq!(
        sim.session.view.map.generation, generation,
        "the map is complete"
    );
}

#[test]
fn asking_for_the_engine_that_runs_does_not_restart_it() {
    let mut sim = Sim::on_cpu();
    let worker = sim.newest();
    sim.send(SessionEvent::ChooseEngine(EngineChoice::Cpu));
    sim.settle();
    assert_eq!(sim.newest(), worker);
}

#[test]
fn auto_while_webgpu_runs_tries_the_cpu_in_the_background() {
    let mut sim = Sim::on_webgpu();
    let worker = sim.newest();
    sim.send(SessionEvent::ChooseEngine(EngineChoice::Auto));
    sim.settle();
    assert_eq!(sim.newest(), worker);
    assert_eq!(
        sim.reason(),
        "WebGPU decodes a picture in 0.08 ms, the CPU in 0.4 ms here."
    );
}

#[test]
fn webgpu_chosen_while_it_is_being_tried_keeps_the_worker_that_is_there() {
    let mut sim = Sim::started(EngineChoice::Auto, GpuAdapter::Fit);
    while sim.alive.len() == 1 {
        sim.answer();
    }
    let candidate = sim.newest();
    sim.send(SessionEvent::ChooseEngine(EngineChoice::WebGpu));
    sim.settle();
    assert_eq!(sim.alive.keys().copied().collect::<Vec<_>>(), [candidate]);
    assert_eq!(sim.session.workers.engine.state, EngineState::Ready);
    assert_eq!(sim.session.workers.engine.kind, EngineKind::WebGpu);
}

#[test]
fn an_engine_of_another_build_asks_for_a_reload() {
    let mut sim = Sim::started(EngineChoice::Cpu, GpuAdapter::Fit);
    let worker = sim.newest();
    let refused = FromEngine::Refused {
        page: program("a"),
        engine: program("b"),
    };
    sim.says(worker, refused, None);
    assert_eq!(sim.session.workers.engine.state, EngineState::Stopped);
    assert!(sim.alive.is_empty());
    assert!(sim.alerts()[0].contains("different builds"));
    assert!(sim.alerts()[0].ends_with("Reload the page."));
    assert_eq!(sim.session.alerts()[0].action, None::<AlertAction>);
}

#[test]
fn webgpu_that_cannot_start_is_the_cpu_and_an_alert() {
    let mut sim = Sim::started(EngineChoice::WebGpu, GpuAdapter::Fit);
    let reason = "No device was to be had.".into();
    sim.says(sim.newest(), FromEngine::Unavailable { reason }, None);
    sim.settle();
    assert_eq!(sim.session.workers.engine.kind, EngineKind::Cpu);
    assert!(sim.session.ready());
    assert_eq!(
        sim.alerts(),
        ["WebGPU could not start, so the CPU is used. No device was to be had."]
    );
}

#[test]
fn an_engine_that_came_up_as_another_is_not_passed_off_as_the_one_asked_for() {
    let mut sim = Sim::started(EngineChoice::WebGpu, GpuAdapter::Fit);
    let hello = FromEngine::Hello {
        protocol: PROTOCOL_VERSION,
        build: BUILD_ID.to_owned(),
        role: WorkerRole::Explorer,
        engine: EngineKind::Cpu,
    };
    sim.says(sim.newest(), hello, None);
    sim.settle();
    assert_eq!(sim.session.workers.engine.kind, EngineKind::Cpu);
    assert!(sim.alerts()[0].contains("came up on the CPU instead"));
}

#[test]
fn auto_does_not_wait_for_the_adapter_to_show_a_picture() {
    let mut sim = Sim::started(EngineChoice::Auto, GpuAdapter::Unknown);
    sim.settle();
    assert!(sim.session.ready());
    assert_eq!(sim.session.workers.engine.kind, EngineKind::Cpu);
    let worker = sim.newest();
    sim.send(SessionEvent::AdapterFound(slow()));
    sim.settle();
    assert_eq!(sim.newest(), worker);
    assert_eq!(
        sim.reason(),
        "This browser's WebGPU runs in software, not on a GPU."
    );

    let mut sim = Sim::started(EngineChoice::Auto, GpuAdapter::Unknown);
    sim.settle();
    sim.send(SessionEvent::AdapterFound(GpuAdapter::Fit));
    sim.settle();
    assert_eq!(sim.session.workers.engine.kind, EngineKind::WebGpu);
}

#[test]
fn webgpu_when_asked_for_waits_for_the_adapter() {
    let mut sim = Sim::started(EngineChoice::WebGpu, GpuAdapter::Unknown);
    assert!(sim.alive.is_empty());
    assert_eq!(sim.session.workers.engine.state, EngineState::Starting);
    sim.send(SessionEvent::AdapterFound(GpuAdapter::Fit));
    sim.settle();
    assert_eq!(sim.session.workers.engine.kind, EngineKind::WebGpu);
    assert!(sim.session.ready());
    // A second answer changes nothing.
    let before = sim.session.clone();
    sim.send(SessionEvent::AdapterFound(unfit()));
    assert_eq!(sim.session, before);
}

#[test]
fn an_adapter_that_is_not_there_is_said_after_the_wait() {
    let mut sim = Sim::started(EngineChoice::WebGpu, GpuAdapter::Unknown);
    sim.send(SessionEvent::AdapterFound(unfit()));
    sim.settle();
    assert_eq!(sim.session.workers.engine.kind, EngineKind::Cpu);
    assert!(sim.session.ready());
    assert_eq!(sim.session.alerts().len(), 1);
}
