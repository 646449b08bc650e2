//! hotspotd as a container on the router itself: the script that sets it up, and the one that takes it away again.
//!
//! ```text
//! words.rs    what a person says: a name, a place on a disk, a link, who may come in
//! setup.rs    all of it together, and what follows from it
//! era.rs      which RouterOS writes it in which words
//! rows.rs     what shall be on the router
//! script.rs   the two scripts
//! guide.rs    what a person does before and after, as comments of the script
//! ```
//! Source: RouterOS facts: hotspot, section 12; the manual's page on containers.

mod era;
mod guide;
mod rows;
mod script;
mod setup;
mod words;

pub use era::{Era, TooOld};
pub use script::{remove, script};
pub use setup::{Architecture, NoContainers, Setup, architecture_of};
pub use words::{Interface, Lan, Link, LinkError, Name, NameError, Place, PlaceError};
