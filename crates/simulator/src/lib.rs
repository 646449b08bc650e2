//! A RouterOS device on the real wire.
