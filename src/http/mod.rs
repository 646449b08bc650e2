//! What people and programs reach over HTTP: pages, the API, and the customers' portal.
//!
//! Every route stands in [`routes`], with what it needs; [`admit`] holds it.

pub mod admit;
pub mod api;
pub mod assets;
pub mod body;
pub mod came;
pub mod cors;
pub mod headers;
pub mod idempotency;
pub mod listen;
pub mod pages;
pub mod paging;
pub mod portal;
pub mod problem;
pub mod qr;
pub mod routes;
pub mod scraper;
pub mod spark;
pub mod tally;
pub mod upgrade;
pub mod view;
pub mod visitor;
pub mod web;
pub mod wire;
pub mod words;
