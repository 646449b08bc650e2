//! The `hotspotd` program.

fn main() {}
