//! What runs the asynchronous part of a command.

use std::io;

use tokio::runtime::{Builder, Runtime};

use super::exit::Failure;

/// Runs one asynchronous job on this thread.
///
/// # Errors
/// The system gives no runtime.
pub fn block_on<F: Future>(job: F) -> Result<F::Output, Failure> {
    Ok(on_this_thread()?.block_on(job))
}

/// For commands that do several things on this thread, one after the other.
///
/// # Errors
/// The system gives no runtime.
pub fn on_this_thread() -> Result<Runtime, Failure> {
    Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(none)
}

/// For the daemon.
///
/// # Errors
/// The system gives no runtime.
pub fn on_threads(workers: usize) -> Result<Runtime, Failure> {
    Builder::new_multi_thread()
        .worker_threads(workers)
        .enable_all()
        .build()
        .map_err(none)
}

fn none(error: io::Error) -> Failure {
    Failure::failed(format!("the system gives no runtime: {error}"))
}
