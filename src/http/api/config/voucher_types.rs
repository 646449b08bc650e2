//! `/api/config/voucher-types/`: what is sold.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::hotspot::site::VoucherType;
use crate::service::catalogue::fields::Fields;

shelf_handlers!(
    VoucherType as Plan,
    "voucher-types",
    tag "voucher types",
    "/api/config/voucher-types/",
    "/api/config/voucher-types/{id}/",
    "/api/config/voucher-types/{id}/restore/",
    "/api/config/voucher-types/import/",
    "/api/config/voucher-types/export/"
);

/// A voucher type in the words of the site file.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = VoucherType)]
pub struct Plan {
    /// 1 to 12 of A-Z and 0-9: `SIKU`.
    code: String,
    /// Name on the voucher.
    name: String,
    /// `KES 50`.
    price: String,
    /// Name of a bandwidth profile.
    profile: String,
    /// From the first sign-in: `1d`.
    validity: String,
    /// Time online within the validity: `10h`; null: all of it.
    #[serde(default)]
    online: Option<String>,
    /// `1 GB`; null: unlimited.
    #[serde(default)]
    data: Option<String>,
}

impl Definition<VoucherType> for Plan {
    fn of(item: &VoucherType) -> Self {
        Plan {
            code: item.code.clone(),
            name: item.name.to_string(),
            price: item.price.to_string(),
            profile: item.profile.to_string(),
            validity: item.validity.to_string(),
            online: item.online.map(|span| span.to_string()),
            data: item.data.map(|bytes| bytes.to_string()),
        }
    }

    fn fields(self) -> Fields {
        Fields::default()
            .with("code", self.code)
            .with("name", self.name)
            .with("price", self.price)
            .with("profile", self.profile)
            .with("validity", self.validity)
            .with("online", self.online.unwrap_or_default())
            .with("data", self.data.unwrap_or_default())
    }
}
