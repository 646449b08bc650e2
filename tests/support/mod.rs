//! What several tests need: sites of many shapes, and a shelf of rows that takes changes as a router would.

#![allow(dead_code, reason = "each test takes what it needs")]

pub mod foreign;
pub mod shelf;
pub mod shop;
pub mod sites;
