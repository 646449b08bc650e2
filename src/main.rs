//! The `hotspotd` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    hotspotd::cli::run()
}
