//! How far a program is: a bar with the time that is left where standard error is a terminal, else a line
//! there now and then.

use std::time::{Duration, Instant};

use indicatif::{HumanDuration, ProgressBar, ProgressStyle};

/// How often there is a line where there is no bar.
const LINE_EVERY: Duration = Duration::from_secs(30);

/// Tells how far something is.
pub struct ProgressTeller {
    bar: ProgressBar,
    name: String,
    /// What is counted.
    unit: &'static str,
    /// Where it began, which is not 0 where a run goes on.
    first: u64,
    all: u64,
    begun: Instant,
    /// When there was a line last.
    told: Instant,
}

impl ProgressTeller {
    /// Of something that is called `name` and counted in `unit`, from `first` to `all`.
    pub fn new(name: &str, unit: &'static str, [first, all]: [u64; 2]) -> Self {
        let style = ProgressStyle::with_template(&format!(
            "{{prefix}} {{wide_bar}} {{pos}}/{{len}} {unit}, {{eta}} left, {{msg}}"
        ))
        .unwrap_or_else(|_| ProgressStyle::default_bar());
        let bar = ProgressBar::new(all)
            .with_style(style)
            .with_prefix(name.to_owned())
            .with_position(first);
        bar.reset_eta();
        Self {
            bar,
            name: name.to_owned(),
            unit,
            first,
            all,
            begun: Instant::now(),
            told: Instant::now(),
        }
    }

    /// So far it is.
    pub fn reach(&mut self, position: u64) {
        self.bar.set_position(position);
        if self.bar.is_hidden() && self.told.elapsed() >= LINE_EVERY {
            self.told = Instant::now();
            let done = position.saturating_sub(self.first);
            let left = time_left(
                self.begun.elapsed(),
                done,
                self.all.saturating_sub(position),
            );
            eprintln!(
                "{}",
                line(&self.name, self.unit, [position, self.all], left)
            );
        }
    }

    /// What is shown behind the bar.
    pub fn note(&self, message: String) {
        self.bar.set_message(message);
    }

    /// Prints something else, without the bar in between.
    pub fn aside(&self, print: impl FnOnce()) {
        self.bar.suspend(print);
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

/// The time that the rest takes at the pace so far; `None` before anything is done.
fn time_left(spent: Duration, done: u64, rest: u64) -> Option<Duration> {
    let pace = (done > 0).then(|| spent.as_secs_f64() / done as f64)?;
    Duration::try_from_secs_f64(pace * rest as f64).ok()
}

/// How far something is, in one line.
fn line(name: &str, unit: &str, [position, all]: [u64; 2], left: Option<Duration>) -> String {
    let left = left.map_or_else(String::new, |left| {
        format!(", {} left", HumanDuration(left))
    });
    format!("{name}: {position} of {all} {unit}{left}")
}

#[cfg(test)]
mod tests {
    use super::{line, time_left};
    use std::time::Duration;

    #[test]
    fn the_rest_takes_as_long_as_so_much_did() {
        let minute = Duration::from_secs(60);
        assert_eq!(time_left(minute, 100, 300), Some(3 * minute));
        assert_eq!(time_left(minute, 100, 0), Some(Duration::ZERO));
        assert_eq!(time_left(minute, 0, 300), None);
    }

    #[test]
    fn a_line_says_how_far_it_is_and_how_long_it_takes_yet() {
        let left = Some(Duration::from_secs(180));
        assert_eq!(
            line("ring", "steps", [100, 400], left),
            "ring: 100 of 400 steps, 3 minutes left"
        );
        assert_eq!(
            line("ring", "steps", [0, 400], None),
            "ring: 0 of 400 steps"
        );
    }
}
