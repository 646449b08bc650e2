//! The `hotspotd` program.

use std::process::ExitCode;

/// The static program's allocator: musl's own takes four times as long for a page, others keep more of what they once had.
#[cfg(target_env = "musl")]
#[global_allocator]
static ALLOCATOR: dlmalloc::GlobalDlmalloc = dlmalloc::GlobalDlmalloc;

fn main() -> ExitCode {
    hotspotd::cli::run()
}
