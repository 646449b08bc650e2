//! Links that let somebody in once: how they are written, kept and mailed.

use crate::credentials::Token;
use crate::domain::access::{Email, Role};
use crate::domain::id::AccountId;
use crate::domain::moment::Moment;
use crate::domain::secret::Secret;
use crate::domain::time::Span;
use crate::service::appliance::Appliance;
use crate::service::mail_settings::{self, Kept};
use crate::store::StoreError;
use crate::store::single_use::{Purpose, SingleUse};

/// How many hours an invitation works.
pub const INVITATION_HOURS: u32 = 48;
/// How many hours a mail address may be proved by its link.
pub const PROOF_HOURS: u32 = 24;
/// How many minutes a link for another password works.
pub const RESET_MINUTES: u32 = 30;

/// A link behind which a token stands.
pub(super) fn link(address: &str, path: &str, token: &Token) -> Secret {
    Secret::new(format!("{address}{path}?token={}", token.secret.reveal()))
}

/// What the mail settings say of the address of this box; `None` where no mail goes out.
pub(super) async fn mail(appliance: &Appliance) -> Result<Option<Kept>, StoreError> {
    appliance.state.read(mail_settings::kept).await
}

/// What the business is called in mails.
pub(super) fn business(appliance: &Appliance) -> String {
    appliance
        .business_name()
        .unwrap_or_else(|| "hotspotd".to_owned())
}

/// An invitation.
pub(super) fn invitation(
    email: Option<Email>,
    role: Role,
    by: AccountId,
    now: Moment,
) -> SingleUse {
    SingleUse {
        role: Some(role),
        email,
        created_by: Some(by),
        ..of(None, Purpose::Invitation, hours(INVITATION_HOURS), now)
    }
}

/// A token of an account.
pub(super) fn of(
    account: Option<AccountId>,
    purpose: Purpose,
    works: Span,
    now: Moment,
) -> SingleUse {
    SingleUse {
        purpose,
        account,
        email: None,
        role: None,
        created_by: None,
        created_at: now,
        expires_at: now.plus(works),
        attempts: 0,
    }
}

pub(super) const fn hours(hours: u32) -> Span {
    Span::from_secs(hours as u64 * 3_600)
}

pub(super) const fn minutes(minutes: u32) -> Span {
    Span::from_secs(minutes as u64 * 60)
}
