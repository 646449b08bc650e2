//! The judge: does a configuration make sense on this router?
//!
//! It reads only the rows and facts about the router, never the site or the templates, so that a mistake there is found
//! here. Every fault names its rule ([`RULES`]), its row and a remedy.
//!
//! ```text
//! row.rs view.rs       the router as it will be: wanted rows laid over those that stay
//! matching.rs walk.rs  a packet's way through the filter         arrival.rs  where packets of a network enter
//! interfaces.rs references.rs vlans.rs addresses.rs dhcp.rs      the network
//! hotspot.rs speeds.rs rate_limit.rs garden.rs                   the hotspot
//! access.rs traffic.rs device.rs                                 hotspotd's own way in, the firewall, the device
//! ```

mod access;
mod addresses;
mod arrival;
mod device;
mod dhcp;
mod finding;
mod garden;
mod hotspot;
mod interfaces;
mod matching;
mod rate_limit;
mod references;
mod row;
mod rules;
mod speeds;
mod traffic;
mod view;
mod vlans;
mod walk;

#[cfg(test)]
mod tests;

pub use finding::{Finding, Severity};
pub use rules::RULES;

use super::desired::Desired;
use super::observed::Observed;
use super::site::Access;
use crate::domain::routeros::facts::Facts;
use crate::domain::routeros::model::Model;
use crate::domain::routeros::version::Version;
use finding::Findings;
use view::View;

/// What is known of the router.
#[derive(Debug, Clone, Copy)]
pub struct Router<'a> {
    /// The board.
    pub model: &'a Model,
    /// Its RouterOS.
    pub version: Version,
    /// What it says about itself, where that was read.
    pub facts: Option<&'a Facts>,
    /// What it has now, where that was read.
    pub observed: Option<&'a Observed>,
}

/// All faults of a configuration, the ones that forbid sending it first.
pub fn judge(desired: &Desired, router: &Router<'_>, access: &Access) -> Vec<Finding> {
    let (view, errors) = View::after(desired, router, access);
    let mut findings = Findings::default();
    for error in &errors {
        device::unclaimable(error, &mut findings);
    }
    for subject in SUBJECTS {
        subject(&view, &mut findings);
    }
    findings.0.sort_by_key(|finding| finding.severity);
    findings.0
}

/// The judges of each subject.
const SUBJECTS: [fn(&View<'_>, &mut Findings); 11] = [
    interfaces::judge,
    references::judge,
    vlans::judge,
    addresses::judge,
    dhcp::judge,
    hotspot::judge,
    speeds::judge,
    garden::judge,
    access::judge,
    traffic::judge,
    device::judge,
];
