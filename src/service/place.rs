//! Where sealed secrets belong: each opens at its own place and nowhere else.

use crate::domain::id::{ConfigurationId, RouterId};

/// The site file of a router.
pub fn router_site(id: RouterId) -> String {
    format!("router/{id}/site")
}

/// The password of hotspotd's account on a router.
pub fn router_password(id: RouterId) -> String {
    format!("router/{id}/password")
}

/// The site file that a configuration was made from.
pub fn configuration_site(id: ConfigurationId) -> String {
    format!("configuration/{id}/site")
}

/// The rows of a configuration.
pub fn configuration_script(id: ConfigurationId) -> String {
    format!("configuration/{id}/script")
}
