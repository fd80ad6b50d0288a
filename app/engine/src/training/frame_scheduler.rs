//! When to send frames and measurements of runs on points.
//!
//! Frames go out by time, and no more than [`UNDRAWN`] of them before the page said that it drew one;
//! frames and measurements leave most of the time to steps. Nothing here knows a clock: `now` is the
//! time since any fixed moment, so tests need no clock either.

use std::time::Duration;

/// How often the first run is shown.
const FRAME_EVERY: Duration = Duration::from_millis(25);
/// How often each of those beside it is.
const COMPARISON_EVERY: Duration = Duration::from_millis(100);
/// How often each run is measured while it plays.
const MEASURE_EVERY: Duration = Duration::from_millis(1000);
/// How often while it does not, because its data are pushed about.
const MEASURE_PAUSED_EVERY: Duration = Duration::from_millis(250);
/// Frames, of all runs together, that the page has not yet drawn.
const UNDRAWN: u32 = 2;
/// No frame for so many times as long as the last one took, and no measurement likewise.
const FRAME_REST: u32 = 1;
const MEASURE_REST: u32 = 4;

/// An update that is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaneUpdate {
    /// What there is to see of a run.
    Frame {
        /// Which of the runs side by side.
        run: usize,
        /// Whether its data are to be shown again.
        data: bool,
    },
    /// How near a run comes to its data.
    Measure {
        /// Which of the runs side by side.
        run: usize,
    },
}

/// Keeps frames and measurements at their rates.
#[derive(Clone, Debug)]
pub struct FrameScheduler {
    runs: Vec<RunTimers>,
    undrawn: u32,
    /// No frame before this.
    frames_from: Duration,
    /// No measurement before this.
    measures_from: Duration,
}

#[derive(Clone, Copy, Debug, Default)]
struct RunTimers {
    frame: UpdateTimer,
    data: bool,
    measure: UpdateTimer,
}

#[derive(Clone, Copy, Debug, Default)]
struct UpdateTimer {
    last: Option<Duration>,
    stale: bool,
}

impl UpdateTimer {
    /// When this is due, if it is to be sent at all.
    fn ready(self, every: Duration) -> Option<Duration> {
        let ready = self.last.map_or(Duration::ZERO, |last| last + every);
        self.stale.then_some(ready)
    }
}

impl FrameScheduler {
    /// For so many runs side by side, nothing of which was sent yet. `undrawn` is what
    /// [`Self::undrawn`] was before: the page also answers frames of runs that are gone.
    pub fn new(runs: usize, undrawn: u32) -> Self {
        let mut schedule = Self {
            runs: vec![RunTimers::default(); runs],
            undrawn,
            frames_from: Duration::ZERO,
            measures_from: Duration::ZERO,
        };
        schedule.data_changed();
        schedule
    }

    /// How many frames the page has not yet drawn.
    pub fn undrawn(&self) -> u32 {
        self.undrawn
    }

    /// All runs have other weights than when they were last shown.
    pub fn changed(&mut self) {
        for run in &mut self.runs {
            run.frame.stale = true;
            run.measure.stale = true;
        }
    }

    /// Their data are others as well.
    pub fn data_changed(&mut self) {
        self.changed();
        for run in &mut self.runs {
            run.data = true;
        }
    }

    /// The page drew a frame.
    pub fn drawn(&mut self) {
        self.undrawn = self.undrawn.saturating_sub(1);
    }

    /// Nothing more is due until something changes.
    pub fn settle(&mut self) {
        for run in &mut self.runs {
            run.frame.stale = false;
            run.measure.stale = false;
        }
    }

    /// The update to send now: what has been due for the longest time.
    pub fn next(&self, now: Duration, playing: bool) -> Option<PlaneUpdate> {
        let (ready, update) = self.earliest(playing)?;
        (ready <= now).then_some(update)
    }

    /// How long until an update is due; `None` if none is due before something happens.
    pub fn wait(&self, now: Duration, playing: bool) -> Option<Duration> {
        let (ready, _) = self.earliest(playing)?;
        Some(ready.saturating_sub(now))
    }

    /// An update was sent: this began at `begun` and took so long.
    pub fn sent(&mut self, update: PlaneUpdate, begun: Duration, took: Duration) {
        let (PlaneUpdate::Frame { run, .. } | PlaneUpdate::Measure { run }) = update;
        let Some(timers) = self.runs.get_mut(run) else {
            return;
        };
        let done = UpdateTimer {
            last: Some(begun),
            stale: false,
        };
        match update {
            PlaneUpdate::Frame { data, .. } => {
                timers.frame = done;
                timers.data &= !data;
                self.undrawn += 1;
                self.frames_from = begun + (1 + FRAME_REST) * took;
            }
            PlaneUpdate::Measure { .. } => {
                timers.measure = done;
                self.measures_from = begun + (1 + MEASURE_REST) * took;
            }
        }
    }

    fn earliest(&self, playing: bool) -> Option<(Duration, PlaneUpdate)> {
        let measures = if playing {
            MEASURE_EVERY
        } else {
            MEASURE_PAUSED_EVERY
        };
        let room = self.undrawn < UNDRAWN;
        let each = self.runs.iter().enumerate().flat_map(|(run, timers)| {
            let every = if run == 0 {
                FRAME_EVERY
            } else {
                COMPARISON_EVERY
            };
            let data = timers.data;
            let frame = timers.frame.ready(every).filter(|_| room);
            let frame = frame
                .map(|ready| ready.max(self.frames_from))
                .map(|ready| (ready, PlaneUpdate::Frame { run, data }));
            let measure = timers
                .measure
                .ready(measures)
                .map(|ready| ready.max(self.measures_from))
                .map(|ready| (ready, PlaneUpdate::Measure { run }));
            frame.into_iter().chain(measure)
        });
        // Of equals the first one: a frame before a measurement.
        each.min_by_key(|(ready, _)| *ready)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use proptest::prelude::*;

    use super::{FrameScheduler, PlaneUpdate, UNDRAWN};

    const NOTHING: Duration = Duration::ZERO;

    fn millis(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    /// Sends everything that is due.
    fn send_all(schedule: &mut FrameScheduler, now: Duration, playing: bool) -> Vec<PlaneUpdate> {
        let mut sent = Vec::new();
        while let Some(update) = schedule.next(now, playing) {
            schedule.sent(update, now, NOTHING);
            sent.push(update);
        }
        sent
    }

    fn frames(sent: &[PlaneUpdate], of: usize) -> usize {
        let mine = |it: &&PlaneUpdate| matches!(it, PlaneUpdate::Frame { run, .. } if *run == of);
        sent.iter().filter(mine).count()
    }

    #[test]
    fn a_new_run_is_shown_with_its_data_and_measured_at_once() {
        let mut schedule = FrameScheduler::new(1, 0);
        let sent = send_all(&mut schedule, NOTHING, false);
        let (run, data) = (0, true);
        assert_eq!(
            sent,
            [
                PlaneUpdate::Frame { run, data },
                PlaneUpdate::Measure { run }
            ]
        );
        schedule.drawn();
        assert_eq!(schedule.wait(millis(1), false), None);
        schedule.changed();
        let sent = send_all(&mut schedule, millis(500), false);
        let data = false;
        assert_eq!(sent[0], PlaneUpdate::Frame { run, data });
    }

    #[test]
    fn a_run_that_plays_is_shown_forty_times_a_second_and_measured_once() {
        let mut schedule = FrameScheduler::new(1, 0);
        let mut sent = Vec::new();
        for now in 0..10_000 {
            schedule.changed();
            sent.extend(send_all(&mut schedule, millis(now), true));
            schedule.drawn();
        }
        assert_eq!(frames(&sent, 0), 400);
        assert_eq!(sent.len() - 400, 10);
    }

    #[test]
    fn runs_beside_it_are_shown_ten_times_a_second_whatever_the_first_one_does() {
        let mut schedule = FrameScheduler::new(4, 0);
        let mut sent = Vec::new();
        for now in 0..10_000 {
            schedule.changed();
            sent.extend(send_all(&mut schedule, millis(now), true));
            schedule.drawn();
        }
        for run in 1..4 {
            assert!((95..=100).contains(&frames(&sent, run)), "run {run}");
        }
        assert!(frames(&sent, 0) > 350);
    }

    #[test]
    fn pushes_of_a_paused_run_show_at_once_and_do_not_flood() {
        let mut schedule = FrameScheduler::new(1, 0);
        send_all(&mut schedule, NOTHING, false);
        schedule.drawn();
        let mut sent = Vec::new();
        for now in 1000..2000 {
            schedule.data_changed();
            let now = send_all(&mut schedule, millis(now), false);
            let data = true;
            assert!(sent.len() + now.len() > 0, "the first push");
            assert!(!now.contains(&PlaneUpdate::Frame {
                run: 0,
                data: !data
            }));
            sent.extend(now);
            schedule.drawn();
        }
        assert_eq!(frames(&sent, 0), 40);
        // And what was pushed last is shown, although nothing happens any more.
        let wait = schedule.wait(millis(2000), false).expect("it is owed");
        assert!(wait <= millis(25));
    }

    #[test]
    fn telling_takes_at_most_half_of_the_time_for_frames_and_a_fifth_for_measurements() {
        let mut schedule = FrameScheduler::new(4, 0);
        let (mut now, mut shown, mut measured) = (NOTHING, NOTHING, NOTHING);
        while now < millis(60_000) {
            schedule.changed();
            schedule.drawn();
            let took = millis(40);
            match schedule.next(now, true) {
                Some(update) => {
                    schedule.sent(update, now, took);
                    now += took;
                    match update {
                        PlaneUpdate::Frame { .. } => shown += took,
                        PlaneUpdate::Measure { .. } => measured += took,
                    }
                }
                None => now += millis(1),
            }
        }
        assert!(shown <= now.mul_f64(0.52), "{shown:?}");
        assert!(measured <= now.mul_f64(0.22), "{measured:?}");
    }

    #[test]
    fn what_could_not_be_told_is_not_tried_again_before_something_changes() {
        let mut schedule = FrameScheduler::new(2, 0);
        schedule.settle();
        assert_eq!(schedule.next(millis(5000), true), None);
        assert_eq!(schedule.wait(millis(5000), true), None);
        schedule.changed();
        assert!(schedule.next(millis(5000), true).is_some());
    }

    #[derive(Clone, Copy, Debug)]
    enum Happening {
        Step,
        Push,
        Drawn,
        Waited(u64),
        Begun(usize),
    }

    fn happening() -> impl Strategy<Value = Happening> {
        prop_oneof![
            Just(Happening::Step),
            Just(Happening::Push),
            Just(Happening::Drawn),
            (0_u64..200).prop_map(Happening::Waited),
            (0_usize..5).prop_map(Happening::Begun),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        // A page answers each frame sooner or later, also those of runs that are gone.
        #[test]
        fn what_is_owed_is_told_as_soon_as_the_page_has_drawn_and_never_more_than_two_before(
            happenings in prop::collection::vec(happening(), 0..200),
            playing: bool,
        ) {
            let mut schedule = FrameScheduler::new(1, 0);
            let (mut now, mut on_their_way) = (NOTHING, 0_u32);
            for happening in happenings {
                match happening {
                    Happening::Step => schedule.changed(),
                    Happening::Push => schedule.data_changed(),
                    Happening::Waited(time) => now += millis(time),
                    Happening::Begun(runs) => schedule = FrameScheduler::new(runs, schedule.undrawn()),
                    Happening::Drawn => {
                        if on_their_way > 0 {
                            on_their_way -= 1;
                            schedule.drawn();
                        }
                    }
                }
                let sent = send_all(&mut schedule, now, playing);
                on_their_way += sent.iter().filter(|it| matches!(it, PlaneUpdate::Frame { .. })).count() as u32;
                prop_assert_eq!(on_their_way, schedule.undrawn());
                prop_assert!(on_their_way <= UNDRAWN);
            }
            // The page catches up: everything that changed is sent, and then there is rest.
            for _ in 0..20 {
                now += millis(1000);
                while schedule.undrawn() > 0 {
                    schedule.drawn();
                }
                send_all(&mut schedule, now, playing);
            }
            prop_assert_eq!(schedule.wait(now, playing), None);
        }
    }
}
