//! How a router is at a moment, by its own word.

use crate::domain::time::Span;

/// How a router is. What it does not tell is not known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Vitals {
    /// How long it has been on.
    pub uptime: Option<Span>,
    /// How busy its processor is, in percent.
    pub cpu_load: Option<u32>,
    /// Free memory, in bytes.
    pub free_memory: Option<u64>,
    /// Customers who are signed in at its hotspots.
    pub online: Option<u32>,
}
