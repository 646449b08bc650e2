//! Voucher types: what is sold.

use super::CatalogueError;
use super::fields::{Fields, Reader};
use super::item::{Item, as_faults};
use crate::domain::hotspot::fits::voucher_type_misfits;
use crate::domain::hotspot::site::{Site, VoucherType};
use crate::domain::kind::Fault;
use crate::store::StoreError;
use crate::store::catalogue::Shelf;

impl Item for VoucherType {
    const SHELF: Shelf = Shelf::VoucherTypes;
    const NOUN: &'static str = "voucher type";
    const TABLE: &'static str = "voucher_type";
    const COLUMNS: &'static [&'static str] = &[
        "code", "name", "price", "profile", "validity", "online", "data",
    ];

    fn key(&self) -> String {
        self.code.clone()
    }

    fn read(fields: &Fields) -> Result<Self, Vec<Fault>> {
        let mut reader = Reader::new(fields);
        let name = reader.need("name");
        let price = reader.need("price");
        let profile = reader.need("profile");
        let validity = reader.need("validity");
        let online = reader.may("online");
        let data = reader.may("data");
        let kind = (|| {
            Some(VoucherType {
                code: fields.get("code").to_owned(),
                name: name?,
                price: price?,
                profile: profile?,
                validity: validity?,
                online,
                data,
            })
        })();
        let kind = reader.finish(kind)?;
        // Whether the profile exists is asked where the profiles are: in the database.
        let faults = as_faults(voucher_type_misfits(&kind, &[kind.profile.as_str()]));
        if faults.is_empty() {
            Ok(kind)
        } else {
            Err(faults)
        }
    }

    fn fields(&self) -> Fields {
        let mut fields = Fields::default()
            .with("code", &self.code)
            .with("name", &self.name)
            .with("price", self.price)
            .with("profile", &self.profile)
            .with("validity", self.validity);
        if let Some(online) = self.online {
            fields.set("online", online);
        }
        if let Some(data) = self.data {
            fields.set("data", data);
        }
        fields
    }

    fn definition(&self) -> Result<String, CatalogueError> {
        let damaged = |_| StoreError::Damaged("a voucher type");
        Ok(serde_json::to_string(self).map_err(damaged)?)
    }

    fn from_definition(text: &str) -> Result<Self, CatalogueError> {
        let damaged = |_| StoreError::Damaged("a voucher type");
        Ok(serde_json::from_str(text).map_err(damaged)?)
    }

    fn profile(&self) -> Option<&str> {
        Some(self.profile.as_str())
    }

    fn is_in(&self, site: &Site) -> bool {
        site.voucher_types.iter().any(|kind| kind.code == self.code)
    }
}
