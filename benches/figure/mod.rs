//! A measured figure beside its budget, as a row of the README's table.

use std::process::ExitCode;
use std::time::Duration;

/// Figures of one bench.
#[derive(Default)]
pub struct Figures {
    over: usize,
}

#[allow(dead_code, reason = "each bench takes what it needs")]
impl Figures {
    /// Prints a figure that has no budget.
    pub fn tell(&self, what: &str, figure: &str) {
        println!("| {what} | {figure} | |");
    }

    /// Prints a figure with its budget, both in the same unit.
    pub fn hold(&mut self, what: &str, figure: f64, budget: f64, unit: &str) {
        let verdict = if figure <= budget {
            ""
        } else {
            self.over += 1;
            " **over**"
        };
        println!("| {what} | {figure:.2}{unit}{verdict} | ≤ {budget}{unit} |");
    }

    /// Failure, where a figure is over its budget.
    pub fn end(self) -> ExitCode {
        if self.over == 0 {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    }
}

/// The middle one.
#[allow(dead_code, reason = "each bench takes what it needs")]
pub fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// In milliseconds.
pub fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
