//! What stands around every page: the bar, the navigation, the message of what was just done.

use serde::Serialize;

use crate::domain::access::Permission;
use crate::domain::secret::Revealed;

/// What the layout needs to know; under `frame` in the context of every page.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Frame {
    /// Which entry of the navigation is current: `home`, `routers`, `jobs`, `catalogue`, `templates`, `configurations`, `people`, `settings`,
    /// `audit` or `help`.
    pub section: &'static str,
    /// Name of the business, beside the product's; may be empty.
    pub business: String,
    /// Who is signed in.
    pub person: Option<Person>,
    /// Goes into every form as `csrf_token`.
    pub csrf_token: Revealed,
    /// Path and query of this page, to come back to after a change of language or colours.
    pub path: String,
    /// What was just done.
    pub flash: Option<Flash>,
    /// The clock is not believed: nothing ends by date.
    pub clock_doubted: bool,
    /// The disk has so little room that nothing new is made.
    pub disk_low: bool,
    /// What the person may do, by the names of the permissions; a page hides what is not among them.
    pub may: Vec<Permission>,
}

/// The person signed in.
#[derive(Debug, Clone, Serialize)]
pub struct Person {
    /// As shown in the bar.
    pub name: String,
    /// Word of the role: `owner`, `technician`, `cashier`, `viewer`.
    pub role: String,
}

/// A message that is shown once.
#[derive(Debug, Clone, Serialize)]
pub struct Flash {
    /// Decides colour, icon and how a screen reader tells it.
    pub kind: FlashKind,
    /// One sentence.
    pub text: String,
}

/// What kind of message it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FlashKind {
    /// Done.
    Ok,
    /// To be known.
    Info,
    /// Done, but something needs looking at.
    Warn,
    /// Not done.
    Bad,
}

/// A page's own values beside the frame: `Framed { frame, page }` is what [`super::View::page`] is given.
#[derive(Debug, Clone, Serialize)]
pub struct Framed<T> {
    /// Around the page.
    pub frame: Frame,
    /// The page; its fields stand at the top of the context.
    #[serde(flatten)]
    pub page: T,
}
