//! A RouterOS device on the real wire.
//!
//! [`device`] is the router itself: its menus, values, permissions and reachability, without any network.
//! [`wire`] is the binary API, [`Simulator`] serves a device by it, [`faults`] are what a test lets go wrong.

pub mod device;
mod door;
mod entry;
pub mod faults;
mod keep;
mod log;
mod neighbour;
mod ready;
mod server;
mod state;
pub mod wire;

pub use faults::{Faults, SentenceFault, StreamFault};
pub use log::{Counters, Seen};
pub use server::{Simulator, SimulatorConfig, StartError};
pub use state::NotLoaded;
pub use wire::tls::NoCertificate;
