//! What this program keeps on its own disk.

pub mod journal;
