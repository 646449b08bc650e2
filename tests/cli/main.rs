//! The program as people and machines meet it: exit codes, messages, streams, and a router that nothing wrong touches.
//!
//! Every test runs the real binary. Those that need a router start a simulator in this process.
//!
//! | exit code | tests |
//! | --- | --- |
//! | 0 done, no difference | `applying`, `streams` |
//! | 1 failed | `connecting`, `unfit`, `rolled_back`, `agreement`, `status` |
//! | 2 differences found | `applying` |
//! | 3 rolled back | `rolled_back` |
//! | 4 outcome unknown | `rolled_back` |
//! | 64 bad input | `site_files`, `streams`, `templates`, `arguments`, `settings` |

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // The helpers of tests are no tests to clippy.

#[path = "../support/daemon.rs"]
mod daemon;
#[path = "../support/mod.rs"]
mod support;

mod agreement;
mod applying;
mod arguments;
mod bench;
mod connecting;
mod demo;
mod machines;
mod rolled_back;
mod settings;
mod site_files;
mod status;
mod streams;
mod templates;
mod unfit;
