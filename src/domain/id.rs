//! Numbers of rows, one type for each noun, so that one is never taken for another.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::domain::shown::shown;

/// The text or number is no number of a row.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{shown} is not the number of a {noun}; numbers begin at 1")]
pub struct IdError {
    shown: String,
    noun: &'static str,
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident: $noun:literal,)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "i64", into = "i64")]
        pub struct $name(i64);

        impl $name {
            /// From a number that came from outside.
            ///
            /// # Errors
            /// It is 0 or less.
            pub fn new(number: i64) -> Result<Self, IdError> {
                if number > 0 {
                    Ok(Self(number))
                } else {
                    Err(IdError { shown: number.to_string(), noun: $noun })
                }
            }

            /// As the database numbered the row; it gives no number below 1.
            pub const fn from_row(number: i64) -> Self {
                Self(number)
            }

            /// The number.
            pub const fn get(self) -> i64 {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                // `+7` and `007` would be other names for row 7: an address of a page has one form.
                let plain = text.starts_with(|c: char| matches!(c, '1'..='9'));
                text.parse()
                    .ok()
                    .filter(|_| plain)
                    .map(Self)
                    .ok_or_else(|| IdError { shown: shown(text), noun: $noun })
            }
        }

        impl TryFrom<i64> for $name {
            type Error = IdError;

            fn try_from(number: i64) -> Result<Self, IdError> {
                Self::new(number)
            }
        }

        impl From<$name> for i64 {
            fn from(id: $name) -> i64 {
                id.0
            }
        }
    )*};
}

ids! {
    /// An account: a person who signs in.
    AccountId: "account",
    /// An operator: the business that runs the box.
    OperatorId: "operator",
    /// A session: one sign-in of an account.
    SessionId: "session",
    /// An invitation of somebody who has no account yet.
    InvitationId: "invitation",
    /// A router that is managed.
    RouterId: "router",
    /// A site: the description of one shop's hotspot.
    SiteId: "site",
    /// One rendering of a template, with its inputs and its fate.
    ConfigurationId: "configuration",
    /// An operator's own configuration template.
    TemplateId: "template",
    /// A board of the catalogue.
    ModelId: "model",
    /// A bandwidth profile.
    ProfileId: "bandwidth profile",
    /// A kind of voucher that is sold.
    VoucherTypeId: "voucher type",
    /// A job: something long that runs by itself, with its steps and its end.
    JobId: "job",
    /// A look at a router that found it differing from its configuration.
    DriftId: "drift",
    /// A side effect that waits to be carried out.
    OutboxId: "outbox entry",
    /// A line of the audit log.
    AuditId: "audit entry",
    /// A saved copy of the box's data.
    BackupId: "backup",
    /// A router that was met and has no name yet.
    DraftId: "router that was met",
    /// A router's own export.
    ExportId: "router backup",
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_plain_numbers_from_1_are_read() {
        for bad in [
            "",
            "0",
            "-1",
            "+7",
            "007",
            " 7",
            "7 ",
            "7.0",
            "1e3",
            "９",
            "9223372036854775808",
        ] {
            assert!(bad.parse::<RouterId>().is_err(), "{bad:?}");
        }
        assert_eq!(
            "9223372036854775807".parse::<RouterId>().unwrap().get(),
            i64::MAX
        );
        assert_eq!(
            "0".parse::<VoucherTypeId>().unwrap_err().to_string(),
            "\"0\" is not the number of a voucher type; numbers begin at 1"
        );
    }

    #[test]
    fn json_has_bare_numbers() {
        let id: AccountId = serde_json::from_str("17").unwrap();
        assert_eq!(serde_json::to_string(&id).unwrap(), "17");
        assert!(serde_json::from_str::<AccountId>("0").is_err());
        assert!(serde_json::from_str::<AccountId>("\"17\"").is_err());
    }

    proptest! {
        #[test]
        fn reads_back(number in 1i64..) {
            let id = JobId::new(number).unwrap();
            prop_assert_eq!(id.to_string().parse::<JobId>().unwrap(), id);
        }
    }
}
