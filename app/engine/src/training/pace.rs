//! When to tell what there is to see of runs on points, and how near they come to their data.
//!
//! Frames go out by time, and no more than [`UNDRAWN`] of them before the page said that it drew one;
//! frames and measurements leave most of the time to steps. Nothing here knows a clock: `now` is the
//! time since anything.

use std::time::Duration;

/// How often the first run is shown.
const FRAME_EVERY: Duration = Duration::from_millis(25);
/// How often each of those beside it is.
const RIVAL_EVERY: Duration = Duration::from_millis(100);
/// How often each run is measured while it plays.
const MEASURE_EVERY: Duration = Duration::from_millis(1000);
/// How often while it does not, because its data are pushed about.
const MEASURE_PAUSED_EVERY: Duration = Duration::from_millis(250);
/// Frames, of all runs together, that the page has not yet drawn.
const UNDRAWN: u32 = 2;
/// No frame for so many times as long as the last one took, and no measurement likewise.
const FRAME_REST: u32 = 1;
const MEASURE_REST: u32 = 4;

/// Something that is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Telling {
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
pub struct Pace {
    runs: Vec<Dues>,
    undrawn: u32,
    /// No frame before this.
    frames_from: Duration,
    /// No measurement before this.
    measures_from: Duration,
}

#[derive(Clone, Copy, Debug, Default)]
struct Dues {
    frame: Due,
    data: bool,
    measure: Due,
}

#[derive(Clone, Copy, Debug, Default)]
struct Due {
    last: Option<Duration>,
    stale: bool,
}

impl Due {
    /// When this is to be told, if it is to be told at all.
    fn ready(self, every: Duration) -> Option<Duration> {
        let ready = self.last.map_or(Duration::ZERO, |last| last + every);
        self.stale.then_some(ready)
    }
}

impl Pace {
    /// For so many runs side by side, of which everything is to be told. `undrawn` is what
    /// [`Self::undrawn`] was before: frames of runs that are gone are answered as well.
    pub fn new(runs: usize, undrawn: u32) -> Self {
        let mut pace = Self {
            runs: vec![Dues::default(); runs],
            undrawn,
            frames_from: Duration::ZERO,
            measures_from: Duration::ZERO,
        };
        pace.data_changed();
        pace
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

    /// Nothing more is to be told until something changes.
    pub fn settle(&mut self) {
        for run in &mut self.runs {
            run.frame.stale = false;
            run.measure.stale = false;
        }
    }

    /// What is to be told now: what has been due for the longest time.
    pub fn next(&self, now: Duration, playing: bool) -> Option<Telling> {
        let (ready, telling) = self.earliest(playing)?;
        (ready <= now).then_some(telling)
    }

    /// How long until something is to be told; nothing, if nothing is before something happens.
    pub fn wait(&self, now: Duration, playing: bool) -> Option<Duration> {
        let (ready, _) = self.earliest(playing)?;
        Some(ready.saturating_sub(now))
    }

    /// Something was told: that began at `begun`, and so much time went into it.
    pub fn told(&mut self, telling: Telling, begun: Duration, took: Duration) {
        let (Telling::Frame { run, .. } | Telling::Measure { run }) = telling;
        let Some(dues) = self.runs.get_mut(run) else {
            return;
        };
        let done = Due {
            last: Some(begun),
            stale: false,
        };
        match telling {
            Telling::Frame { data, .. } => {
                dues.frame = done;
                dues.data &= !data;
                self.undrawn += 1;
                self.frames_from = begun + (1 + FRAME_REST) * took;
            }
            Telling::Measure { .. } => {
                dues.measure = done;
                self.measures_from = begun + (1 + MEASURE_REST) * took;
            }
        }
    }

    fn earliest(&self, playing: bool) -> Option<(Duration, Telling)> {
        let measures = if playing {
            MEASURE_EVERY
        } else {
            MEASURE_PAUSED_EVERY
        };
        let room = self.undrawn < UNDRAWN;
        let each = self.runs.iter().enumerate().flat_map(|(run, dues)| {
            let every = if run == 0 { FRAME_EVERY } else { RIVAL_EVERY };
            let data = dues.data;
            let frame = dues.frame.ready(every).filter(|_| room);
            let frame = frame
                .map(|ready| ready.max(self.frames_from))
                .map(|ready| (ready, Telling::Frame { run, data }));
            let measure = dues
                .measure
                .ready(measures)
                .map(|ready| ready.max(self.measures_from))
                .map(|ready| (ready, Telling::Measure { run }));
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

    use super::{Pace, Telling, UNDRAWN};

    const NOTHING: Duration = Duration::ZERO;

    fn millis(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    /// Tells everything that is due.
    fn tell(pace: &mut Pace, now: Duration, playing: bool) -> Vec<Telling> {
        let mut told = Vec::new();
        while let Some(telling) = pace.next(now, playing) {
            pace.told(telling, now, NOTHING);
            told.push(telling);
        }
        told
    }

    fn frames(told: &[Telling], of: usize) -> usize {
        let mine = |it: &&Telling| matches!(it, Telling::Frame { run, .. } if *run == of);
        told.iter().filter(mine).count()
    }

    #[test]
    fn a_new_run_is_shown_with_its_data_and_measured_at_once() {
        let mut pace = Pace::new(1, 0);
        let told = tell(&mut pace, NOTHING, false);
        let (run, data) = (0, true);
        assert_eq!(
            told,
            [Telling::Frame { run, data }, Telling::Measure { run }]
        );
        pace.drawn();
        assert_eq!(pace.wait(millis(1), false), None);
        pace.changed();
        let told = tell(&mut pace, millis(500), false);
        let data = false;
        assert_eq!(told[0], Telling::Frame { run, data });
    }

    #[test]
    fn a_run_that_plays_is_shown_forty_times_a_second_and_measured_once() {
        let mut pace = Pace::new(1, 0);
        let mut told = Vec::new();
        for now in 0..10_000 {
            pace.changed();
            told.extend(tell(&mut pace, millis(now), true));
            pace.drawn();
        }
        assert_eq!(frames(&told, 0), 400);
        assert_eq!(told.len() - 400, 10);
    }

    #[test]
    fn runs_beside_it_are_shown_ten_times_a_second_whatever_the_first_one_does() {
        let mut pace = Pace::new(4, 0);
        let mut told = Vec::new();
        for now in 0..10_000 {
            pace.changed();
            told.extend(tell(&mut pace, millis(now), true));
            pace.drawn();
        }
        for run in 1..4 {
            assert!((95..=100).contains(&frames(&told, run)), "run {run}");
        }
        assert!(frames(&told, 0) > 350);
    }

    #[test]
    fn pushes_of_a_paused_run_show_at_once_and_do_not_flood() {
        let mut pace = Pace::new(1, 0);
        tell(&mut pace, NOTHING, false);
        pace.drawn();
        let mut told = Vec::new();
        for now in 1000..2000 {
            pace.data_changed();
            let now = tell(&mut pace, millis(now), false);
            let data = true;
            assert!(told.len() + now.len() > 0, "the first push");
            assert!(!now.contains(&Telling::Frame {
                run: 0,
                data: !data
            }));
            told.extend(now);
            pace.drawn();
        }
        assert_eq!(frames(&told, 0), 40);
        // And what was pushed last is shown, although nothing happens any more.
        let wait = pace.wait(millis(2000), false).expect("it is owed");
        assert!(wait <= millis(25));
    }

    #[test]
    fn telling_takes_at_most_half_of_the_time_for_frames_and_a_fifth_for_measurements() {
        let mut pace = Pace::new(4, 0);
        let (mut now, mut shown, mut measured) = (NOTHING, NOTHING, NOTHING);
        while now < millis(60_000) {
            pace.changed();
            pace.drawn();
            let took = millis(40);
            match pace.next(now, true) {
                Some(telling) => {
                    pace.told(telling, now, took);
                    now += took;
                    match telling {
                        Telling::Frame { .. } => shown += took,
                        Telling::Measure { .. } => measured += took,
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
        let mut pace = Pace::new(2, 0);
        pace.settle();
        assert_eq!(pace.next(millis(5000), true), None);
        assert_eq!(pace.wait(millis(5000), true), None);
        pace.changed();
        assert!(pace.next(millis(5000), true).is_some());
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
            let mut pace = Pace::new(1, 0);
            let (mut now, mut on_their_way) = (NOTHING, 0_u32);
            for happening in happenings {
                match happening {
                    Happening::Step => pace.changed(),
                    Happening::Push => pace.data_changed(),
                    Happening::Waited(time) => now += millis(time),
                    Happening::Begun(runs) => pace = Pace::new(runs, pace.undrawn()),
                    Happening::Drawn => {
                        if on_their_way > 0 {
                            on_their_way -= 1;
                            pace.drawn();
                        }
                    }
                }
                let told = tell(&mut pace, now, playing);
                on_their_way += told.iter().filter(|it| matches!(it, Telling::Frame { .. })).count() as u32;
                prop_assert_eq!(on_their_way, pace.undrawn());
                prop_assert!(on_their_way <= UNDRAWN);
            }
            // The page catches up: everything that changed is told, and then there is rest.
            for _ in 0..20 {
                now += millis(1000);
                while pace.undrawn() > 0 {
                    pace.drawn();
                }
                tell(&mut pace, now, playing);
            }
            prop_assert_eq!(pace.wait(now, playing), None);
        }
    }
}
