//! The `hotspotd` program.

use std::process::ExitCode;

/// The static program's allocator: musl's own takes four times as long for a page, others keep more of what they once had.
#[cfg(target_env = "musl")]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    hotspotd::cli::run()
}
