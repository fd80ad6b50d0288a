//! Workers that die, hang, lose their device, or answer nonsense.

use page::words::alert_sentence;
use protocol::{EngineKind, FromEngine, ModelQuery, ToEngine};
use session::{
    AlertAction, AlertText, EngineChoice, EngineState, ExploreEvent, GpuAdapter, SessionEvent,
};

use crate::brought_image::drawing;
use crate::exploring::explore;
use crate::sim::{Sim, TEN, id_of, is_decode, picture, set};

#[test]
fn a_lost_device_goes_on_with_the_same_point_on_the_cpu() {
    let mut sim = Sim::on_webgpu();
    sim.send(set(1, -1.25));
    sim.settle();
    let before = sim.session.clone();
    let lost = sim.newest();
    let reason = "The GPU process crashed.".to_owned();
    sim.says(
        lost,
        FromEngine::DeviceLost {
            reason: reason.into(),
        },
        None,
    );
    assert!(sim.stopped.contains(&lost));
    sim.settle();
    assert_eq!(sim.session.workers.engine.kind, EngineKind::Cpu);
    assert_eq!(sim.session.workers.engine.state, EngineState::Ready);
    assert_eq!(sim.session.view.point, before.view.point);
    assert_eq!(sim.session.models.on_screen, before.models.on_screen);
    assert_eq!(
        sim.alerts(),
        ["The GPU was lost, so the CPU has taken over. The GPU process crashed."]
    );
    let last = sim.log.iter().rev().find(|l| is_decode(&l.message));
    let last = last.expect("the point is decoded again");
    assert_eq!(last.worker, sim.newest());
    assert!(matches!(&last.message, ToEngine::Decode { z, .. } if *z == before.view.point));
}

#[test]
fn a_dead_engine_is_started_again_once_with_everything_restored() {
    for crashed in [true, false] {
        let mut sim = Sim::with_ten();
        sim.send(set(4, 2.0));
        sim.settle_until(is_decode);
        let dead = sim.newest();
        if crashed {
            let message = "boom".to_owned();
            sim.says(
                dead,
                FromEngine::Crashed {
                    reason: message.into(),
                },
                None,
            );
        } else {
            sim.dies(dead);
        }
        assert!(sim.stopped.contains(&dead));
        assert!(sim.session.ready(), "the last picture stays");
        sim.settle();
        assert_ne!(sim.newest(), dead);
        assert_eq!(sim.session.workers.engine.state, EngineState::Ready);
        assert_eq!(sim.session.models.on_screen.as_ref().expect("one").id, TEN);
        assert_eq!(sim.session.view.picture.as_ref().expect("one").z[4], 2.0);
        assert!(sim.session.models.points.is_some());
        assert!(!sim.session.view.map.refining);
        assert_eq!(sim.alerts(), ["The engine stopped and was started again."]);
    }
}

#[test]
fn what_was_on_its_way_when_the_engine_died_is_asked_again() {
    for lost in [
        crate::sim::is_map,
        crate::sim::is_points,
        crate::sim::is_load,
    ] {
        let mut sim = Sim::on_cpu();
        sim.send(SessionEvent::ChooseModel(TEN.to_owned()));
        sim.settle_until(lost);
        sim.dies(sim.newest());
        sim.settle();
        assert_eq!(sim.session.models.on_screen.as_ref().expect("one").id, TEN);
        assert!(sim.session.models.points.is_some());
        assert!(!sim.session.view.map.refining);
        let tiles: Vec<usize> = sim
            .session
            .view
            .map
            .strips
            .iter()
            .map(|s| s.tiles)
            .collect();
        assert_eq!(tiles, [10, 20, 20, 20, 20]);
    }
}

#[test]
fn an_engine_that_dies_before_it_came_up_is_started_again_without_an_alert() {
    let mut sim = Sim::started(EngineChoice::Cpu, GpuAdapter::Fit);
    sim.dies(sim.newest());
    sim.settle();
    assert!(sim.session.ready());
    assert!(sim.session.alerts().is_empty());
}

#[test]
fn a_cpu_engine_that_dies_twice_leaves_the_picture_and_a_button() {
    let mut sim = Sim::on_cpu();
    for _ in 0..2 {
        sim.dies(sim.newest());
        sim.settle();
    }
    assert_eq!(sim.session.workers.engine.state, EngineState::Stopped);
    assert!(sim.alive.is_empty());
    assert!(sim.session.ready());
    assert!(!sim.session.view.map.refining);
    let alert = sim.session.alerts().last().expect("an alert").clone();
    assert_eq!(alert.action, Some(AlertAction::RestartEngine));
    assert!(alert_sentence(&alert.text).contains("Nobody knows."));

    sim.send(set(0, 1.0));
    sim.send(SessionEvent::Act(alert.id));
    sim.settle();
    assert_eq!(sim.session.workers.engine.state, EngineState::Ready);
    assert_eq!(sim.session.view.picture.as_ref().expect("one").z[0], 1.0);
    assert!(
        sim.session
            .alerts()
            .iter()
            .all(|alert| alert.action.is_none())
    );

    // The count starts afresh.
    sim.dies(sim.newest());
    sim.settle();
    assert_eq!(sim.session.workers.engine.state, EngineState::Ready);
}

#[test]
fn choosing_an_engine_also_ends_the_standstill() {
    let mut sim = Sim::on_cpu();
    for _ in 0..2 {
        sim.dies(sim.newest());
        sim.settle();
    }
    sim.send(SessionEvent::ChooseEngine(EngineChoice::Cpu));
    sim.settle();
    assert_eq!(sim.session.workers.engine.state, EngineState::Ready);
    assert!(
        sim.session
            .alerts()
            .iter()
            .all(|alert| alert.action.is_none())
    );
}

#[test]
fn a_webgpu_engine_that_dies_twice_gives_way_to_the_cpu() {
    let mut sim = Sim::on_webgpu();
    for _ in 0..2 {
        sim.dies(sim.newest());
        sim.settle();
    }
    assert_eq!(sim.session.workers.engine.kind, EngineKind::Cpu);
    assert_eq!(sim.session.workers.engine.state, EngineState::Ready);
    let said = sim.alerts().last().cloned().expect("an alert");
    assert!(said.starts_with("The WebGPU engine stopped twice"));
}

#[test]
fn a_worker_that_was_stopped_is_not_listened_to() {
    let mut sim = Sim::on_cpu();
    let old = sim.newest();
    sim.send(set(0, 1.0));
    let asked = id_of(&sim.inbox[0].message).expect("a request");
    sim.dies(old);
    let before = sim.session.clone();
    let message = "boom".to_owned();
    sim.says(
        old,
        FromEngine::Crashed {
            reason: message.into(),
        },
        None,
    );
    sim.says(old, picture(asked), Some(vec![9; 4]));
    sim.dies(old);
    assert_eq!(sim.session, before);
}

#[test]
fn a_silent_engine_is_pinged_and_then_taken_for_dead() {
    let mut sim = Sim::on_cpu();
    let worker = sim.newest();
    sim.send(set(0, 1.0));
    sim.silence(8);
    assert!(!pinged(&sim));
    sim.silence(1);
    assert!(pinged(&sim));
    sim.silence(7);
    assert_eq!(sim.newest(), worker);
    sim.silence(1);
    assert!(sim.stopped.contains(&worker));
    sim.settle();
    assert_eq!(sim.session.view.picture.as_ref().expect("one").z[0], 1.0);
}

#[test]
fn a_silent_webgpu_engine_is_given_a_minute_for_its_shaders() {
    let mut sim = Sim::on_webgpu();
    let worker = sim.newest();
    sim.send(set(0, 1.0));
    sim.silence(60);
    assert_eq!(sim.newest(), worker);
    sim.silence(1);
    assert!(sim.stopped.contains(&worker));
}

#[test]
fn any_word_from_an_engine_shows_that_it_lives() {
    let mut sim = Sim::on_cpu();
    let worker = sim.newest();
    sim.send(SessionEvent::ChooseModel(TEN.to_owned()));
    // A slow line: the model takes two minutes, but pings are answered.
    for _ in 0..12 {
        sim.silence(10);
        if let Some(at) = sim
            .inbox
            .iter()
            .position(|l| matches!(l.message, ToEngine::Ping { .. }))
        {
            let ping = sim.inbox.remove(at).expect("it is there");
            let id = id_of(&ping.message).expect("a request");
            sim.says(worker, FromEngine::Pong { id }, None);
        }
    }
    assert_eq!(sim.newest(), worker);
    sim.settle();
    assert_eq!(sim.session.models.on_screen.as_ref().expect("one").id, TEN);
}

#[test]
fn an_idle_engine_may_be_silent() {
    let mut sim = Sim::on_cpu();
    sim.silence(1_000);
    assert!(!pinged(&sim));
    assert_eq!(sim.stopped.len(), 0);
}

#[test]
fn a_page_that_slept_does_not_blame_the_engine() {
    let mut sim = Sim::on_cpu();
    sim.send(SessionEvent::Tick { now: 0.0 });
    sim.send(set(0, 1.0));
    sim.send(SessionEvent::Tick { now: 3_600_000.0 });
    assert_eq!(sim.stopped.len(), 0);
    assert!(!pinged(&sim));
}

#[test]
fn deadlines_begin_anew_when_the_page_wakes_or_is_seen_again() {
    let mut sim = Sim::on_cpu();
    sim.send(set(0, 1.0));
    // A laptop that sleeps, and a hidden tab, whose ticks come once a minute.
    for late in [3_600, 60, 60, 60] {
        sim.silence(15);
        sim.sleep(late);
    }
    sim.silence(16);
    assert_eq!(sim.stopped.len(), 0);
    sim.silence(1);
    assert_eq!(sim.stopped.len(), 1, "it is silent while the page is awake");
}

#[test]
fn an_answer_that_takes_a_slow_phone_long_is_waited_for() {
    for slow in [Sim::on_cpu, Sim::on_webgpu] {
        let mut sim = slow();
        let worker = sim.newest();
        sim.send(set(0, 1.0));
        for _ in 0..60 {
            sim.silence(2);
            sim.computes(worker);
        }
        assert_eq!(sim.newest(), worker);
        sim.settle();
        assert_eq!(sim.session.view.picture.as_ref().expect("one").z[0], 1.0);
        assert!(sim.session.alerts().is_empty());
    }
}

#[test]
fn a_silent_candidate_ends_the_trial_and_nothing_else() {
    let mut sim = Sim::started(EngineChoice::Auto, GpuAdapter::Fit);
    while sim.alive.len() == 1 {
        assert!(sim.answer());
    }
    let candidate = sim.newest();
    sim.silence(181);
    assert!(sim.stopped.contains(&candidate));
    assert_eq!(sim.session.workers.engine.kind, EngineKind::Cpu);
    assert!(sim.session.alerts().is_empty());
    assert!(
        sim.reason()
            .ends_with("It has not answered for 181 seconds."),
        "{}",
        sim.reason()
    );
}

#[test]
fn a_silent_background_worker_is_started_again_once_and_then_reported() {
    let mut sim = Sim::on_cpu();
    explore(&mut sim, drawing());
    let searches = |message: &ToEngine| {
        let ToEngine::Query { query, .. } = message else {
            return false;
        };
        matches!(query, ModelQuery::Invert { .. })
    };
    for _ in 0..2 {
        sim.send(SessionEvent::Explore(ExploreEvent::Invert(7)));
        sim.settle_until(searches);
        let worker = sim.inbox.front().expect("the question").worker;
        // As long as it computes, it may.
        for _ in 0..30 {
            sim.silence(2);
            sim.computes(worker);
        }
        assert!(!sim.stopped.contains(&worker));
        sim.silence(17);
        assert!(sim.stopped.contains(&worker));
        sim.settle();
    }
    let [restarted, stopped] = &sim.alerts()[..] else {
        panic!("{:?}", sim.alerts());
    };
    assert!(restarted.contains("is started again"), "{restarted}");
    assert!(stopped.contains("stopped twice"), "{stopped}");
    let alive = sim.alive.len();
    sim.send(SessionEvent::Explore(ExploreEvent::Invert(7)));
    sim.settle();
    assert_eq!(sim.alive.len(), alive, "it is not started a third time");
    assert!(sim.session.ready());
}

#[test]
fn an_engine_may_take_long_to_arrive_but_not_for_ever() {
    let mut sim = Sim::started(EngineChoice::Cpu, GpuAdapter::Fit);
    let worker = sim.newest();
    sim.silence(90);
    assert_eq!(sim.newest(), worker);
    sim.silence(1);
    assert!(sim.stopped.contains(&worker));
}

#[test]
fn a_payload_of_the_wrong_size_is_a_sentence_and_not_a_picture() {
    let mut sim = Sim::on_cpu();
    let before = sim.session.view.picture.clone();
    sim.send(set(0, 1.0));
    let letter = sim.inbox.pop_front().expect("a decode");
    let id = id_of(&letter.message).expect("a request");
    sim.says(letter.worker, picture(id), Some(vec![0; 3]));
    sim.settle();
    assert_eq!(sim.session.view.picture, before);
    assert!(sim.alerts()[0].contains("expected 2 × 2 pixels"));
    // The next point is decoded as ever.
    sim.send(set(0, 2.0));
    sim.settle();
    assert_eq!(sim.session.view.picture.as_ref().expect("one").z[0], 2.0);
}

#[test]
fn a_point_that_cannot_be_decoded_is_not_asked_for_over_and_over() {
    let mut sim = Sim::on_cpu();
    sim.send(set(0, 1.0));
    sim.fail("Out of memory.");
    assert_eq!(sim.unanswered_decodes(), 0);
    assert_eq!(
        sim.alerts(),
        ["This point could not be decoded: Out of memory."]
    );
}

fn not_made(name: &str) -> SessionEvent {
    SessionEvent::Trouble(AlertText::FileNotMade(name.to_owned()))
}

/// The files that alerts name.
fn named(sim: &Sim) -> Vec<String> {
    let alerts = sim.session.alerts().iter();
    let names = alerts.map(|alert| match &*alert.text {
        AlertText::FileNotMade(name) => name.clone(),
        other => panic!("{other:?}"),
    });
    names.collect()
}

#[test]
fn equal_alerts_are_not_stacked_and_four_at_most_are_kept() {
    let mut sim = Sim::new();
    for _ in 0..3 {
        sim.send(not_made("once"));
    }
    assert_eq!(named(&sim), ["once"]);
    for n in 0..5 {
        sim.send(not_made(&n.to_string()));
    }
    assert_eq!(named(&sim), ["1", "2", "3", "4"]);
    let id = sim.session.alerts()[1].id;
    sim.send(SessionEvent::Dismiss(id));
    assert_eq!(named(&sim), ["1", "3", "4"]);
}

#[test]
fn the_restart_button_outlives_mere_words() {
    let mut sim = Sim::on_cpu();
    for _ in 0..2 {
        sim.dies(sim.newest());
        sim.settle();
    }
    for n in 0..9 {
        sim.send(not_made(&n.to_string()));
    }
    let mut alerts = sim.session.alerts().iter();
    assert!(alerts.any(|alert| alert.action == Some(AlertAction::RestartEngine)));
    assert_eq!(sim.session.alerts().len(), 4);
}

fn pinged(sim: &Sim) -> bool {
    let mut log = sim.log.iter();
    log.any(|letter| matches!(letter.message, ToEngine::Ping { .. }))
}
