//! Schedules of β and of the learning rate.

use model::train::VaeTraining;
use proptest::prelude::*;

const STEPS: u32 = 1000;

#[test]
fn beta_rises_along_a_line_from_zero_and_stays() {
    let training = VaeTraining {
        beta: 4.0,
        kl_warm_up_steps: 100,
        ..VaeTraining::default()
    };
    let found = [0, 25, 50, 100, 101, u32::MAX].map(|step| training.beta_at(step));
    assert_eq!(found, [0.0, 1.0, 2.0, 4.0, 4.0, 4.0]);
}

#[test]
fn without_a_warm_up_beta_is_itself_from_the_first_step() {
    let training = VaeTraining {
        beta: 0.5,
        kl_warm_up_steps: 0,
        ..VaeTraining::default()
    };
    assert_eq!(training.beta_at(0), 0.5);
}

#[test]
fn the_learning_rate_rises_to_its_peak_and_falls_to_nearly_nothing() {
    let training = VaeTraining {
        learning_rate: 1e-3,
        warm_up: 0.1,
        ..VaeTraining::default()
    };
    let at = |step| training.learning_rate_at(step, STEPS);
    assert!(
        (at(0) - 1e-5).abs() < 1e-12,
        "the first of 100 rising steps"
    );
    assert!((at(99) - 1e-3).abs() < 1e-12, "the last of them");
    assert!((at(100) - 1e-3).abs() < 1e-12, "the peak");
    assert!((at(550) - 5e-4).abs() < 1e-12, "half way down");
    assert!((0.0..1e-8).contains(&at(999)), "the last step: {}", at(999));
    assert!(
        at(1000).abs() < 1e-12 && at(5000).abs() < 1e-12,
        "beyond the last"
    );
}

#[test]
fn without_a_warm_up_the_learning_rate_starts_at_its_peak() {
    let training = VaeTraining {
        warm_up: 0.0,
        ..VaeTraining::default()
    };
    assert_eq!(training.learning_rate_at(0, STEPS), training.learning_rate);
}

proptest! {
    #[test]
    fn schedules_rise_then_fall_and_stay_in_their_bounds(
        warm_up in 0.0_f64..0.9,
        steps in 2_u32..500,
        kl_warm_up_steps in 0_u32..600,
    ) {
        let training = VaeTraining { warm_up, kl_warm_up_steps, ..VaeTraining::default() };
        let mut falling = false;
        for step in 0..steps {
            let (now, next) = (
                training.learning_rate_at(step, steps),
                training.learning_rate_at(step + 1, steps),
            );
            prop_assert!((0.0..=training.learning_rate * (1.0 + 1e-12)).contains(&now));
            prop_assert!(now > 0.0, "step {step} of {steps} would not move the weights");
            // Once it falls it never rises again.
            let falls = next < now * (1.0 - 1e-12);
            prop_assert!(falls || !falling || next <= now * (1.0 + 1e-12));
            falling |= falls;
            prop_assert!(training.beta_at(step) <= training.beta_at(step + 1));
            prop_assert!(training.beta_at(step) <= training.beta);
        }
    }
}
