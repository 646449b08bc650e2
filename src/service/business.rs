//! What the business is called and where it is.

use std::sync::PoisonError;

use jiff::tz::TimeZone;

use crate::domain::access::{Business, KraPin, Phone, Zone};
use crate::domain::kind::{Fault, Kind, Kinded};
use crate::domain::money::Currency;
use crate::domain::name::Label;
use crate::service::accounts::{Actor, note};
use crate::service::appliance::Appliance;
use crate::store::{StoreError, operator};

/// What somebody typed.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    /// Its name.
    pub name: String,
    /// The number that customers call.
    pub phone: String,
    /// Where it is.
    pub town: String,
    /// Its PIN at the Kenya Revenue Authority; may be empty.
    pub kra_pin: String,
    /// What it sells in; empty for shillings.
    pub currency: String,
    /// Its zone; empty for Nairobi's.
    pub zone: String,
}

/// Why the business was not described.
#[derive(Debug, thiserror::Error)]
pub enum BusinessError {
    /// Fields are wrong.
    #[error("some of the fields need another look")]
    Faults(Vec<Fault>),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Kinded for BusinessError {
    fn kind(&self) -> Kind {
        match self {
            BusinessError::Faults(_) => Kind::Invalid,
            BusinessError::Store(error) => error.kind(),
        }
    }

    fn faults(&self) -> Vec<Fault> {
        match self {
            BusinessError::Faults(faults) => faults.clone(),
            BusinessError::Store(_) => Vec::new(),
        }
    }
}

/// The business, once it was described.
pub fn get(appliance: &Appliance) -> Option<Business> {
    let business = appliance
        .business
        .read()
        .unwrap_or_else(PoisonError::into_inner);
    business.clone()
}

/// Describes it.
///
/// # Errors
/// [`BusinessError::Faults`].
pub async fn describe(
    appliance: &Appliance,
    actor: &Actor,
    typed: &Typed,
) -> Result<Business, BusinessError> {
    let business = read(typed)?;
    let (operator, now) = (appliance.operator, appliance.clock.now());
    let (actor, kept) = (actor.clone(), business.clone());
    appliance
        .state
        .write(move |connection| {
            operator::describe(connection, operator, &kept)?;
            let (account, device) = (&actor.account, &actor.device);
            let name = kept.name.as_str();
            note(
                connection, account, device, "describe", "business", name, now,
            )
        })
        .await?;
    let mut shown = appliance
        .business
        .write()
        .unwrap_or_else(PoisonError::into_inner);
    *shown = Some(business.clone());
    Ok(business)
}

fn read(typed: &Typed) -> Result<Business, BusinessError> {
    let mut faults = Vec::new();
    let name = kept(&mut faults, "name", typed.name.parse::<Label>());
    let phone = kept(&mut faults, "phone", typed.phone.parse::<Phone>());
    let town = kept(&mut faults, "town", typed.town.parse::<Label>());
    let kra_pin = match typed.kra_pin.trim() {
        "" => None,
        pin => kept(&mut faults, "kra_pin", pin.parse::<KraPin>()),
    };
    let currency = match typed.currency.trim() {
        "" => Some(Currency::Kes),
        code => kept(&mut faults, "currency", currency(code)),
    };
    let zone = match typed.zone.trim() {
        "" => Some(Zone::default()),
        zone => kept(&mut faults, "zone", zone.parse::<Zone>()),
    };
    if let Some(zone) = &zone
        && TimeZone::get(zone.as_str()).is_err()
    {
        let message = format!("there is no time zone {zone}; write it like Africa/Nairobi");
        faults.push(Fault::new("zone", message));
    }
    match (name, phone, town, currency, zone) {
        (Some(name), Some(phone), Some(town), Some(currency), Some(zone)) if faults.is_empty() => {
            Ok(Business {
                name,
                phone,
                kra_pin,
                town,
                currency,
                zone,
            })
        }
        _ => Err(BusinessError::Faults(faults)),
    }
}

fn currency(code: &str) -> Result<Currency, String> {
    Currency::ALL
        .into_iter()
        .find(|currency| currency.code() == code)
        .ok_or_else(|| {
            let codes = Currency::ALL.map(Currency::code).join(", ");
            format!("this currency is not known here; it is one of {codes}")
        })
}

/// The value, or a fault of its field.
fn kept<T, E: ToString>(faults: &mut Vec<Fault>, field: &str, value: Result<T, E>) -> Option<T> {
    value
        .map_err(|error| faults.push(Fault::new(field, error.to_string())))
        .ok()
}
