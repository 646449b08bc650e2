//! A RouterOS device on the real wire.
//!
//! [`device`] is the router itself: its menus, values, permissions and reachability, without any network.

pub mod device;
