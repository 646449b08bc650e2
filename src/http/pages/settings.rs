//! Settings: the business and the mail server.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use serde::{Deserialize, Serialize};

use super::{Errors, done, mendable, page, unfit};
use crate::domain::money::Currency;
use crate::domain::secret::Secret;
use crate::http::api::settings::security;
use crate::http::body::Filled;
use crate::http::problem::Failure;
use crate::http::visitor::{Caller, Visitor};
use crate::http::web::Web;
use crate::mail::SmtpSecurity;
use crate::service::mail_settings::{self, MailSettings};
use crate::service::{business, mail_settings as mail};

const SECTION: &str = "settings";
/// Zones that are offered; another that is kept already is offered too.
const ZONES: [&str; 8] = [
    "Africa/Nairobi",
    "Africa/Kampala",
    "Africa/Dar_es_Salaam",
    "Africa/Kigali",
    "Africa/Blantyre",
    "Africa/Lusaka",
    "Africa/Addis_Ababa",
    "UTC",
];

/// What the form of the business holds.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct BusinessForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    phone: String,
    #[serde(default)]
    town: String,
    #[serde(default)]
    kra_pin: String,
    #[serde(default)]
    currency: String,
    #[serde(default)]
    zone: String,
}

impl BusinessForm {
    /// As it is kept; the usual values where nothing is.
    pub fn kept(web: &Web) -> Self {
        match business::get(&web.appliance) {
            Some(it) => BusinessForm {
                name: it.name.as_str().to_owned(),
                phone: it.phone.as_str().to_owned(),
                town: it.town.as_str().to_owned(),
                kra_pin: it
                    .kra_pin
                    .map_or_else(String::new, |pin| pin.as_str().to_owned()),
                currency: it.currency.code().to_owned(),
                zone: it.zone.as_str().to_owned(),
            },
            None => BusinessForm {
                currency: Currency::Kes.code().to_owned(),
                zone: web.appliance.zone(),
                ..BusinessForm::default()
            },
        }
    }

    /// Keeps what was typed.
    ///
    /// # Errors
    /// What no form can show.
    pub async fn save(&self, web: &Web, caller: &Caller) -> Result<Result<(), Errors>, Failure> {
        let typed = business::Typed {
            name: self.name.clone(),
            phone: self.phone.clone(),
            town: self.town.clone(),
            kra_pin: self.kra_pin.clone(),
            currency: self.currency.clone(),
            zone: self.zone.clone(),
        };
        match business::describe(&web.appliance, &caller.actor(), &typed).await {
            Ok(_) => {
                web.renew_zone();
                Ok(Ok(()))
            }
            Err(error) => Ok(Err(mendable(error)?)),
        }
    }
}

#[derive(Debug, Clone, Serialize)]
struct Offered {
    value: String,
    text: String,
}

impl Offered {
    fn plain(value: &str) -> Self {
        Offered {
            value: value.to_owned(),
            text: value.replace('_', " "),
        }
    }
}

/// What pages with the form of the business show, beside their own.
#[derive(Debug, Serialize)]
pub struct BusinessPage {
    form: BusinessForm,
    errors: Errors,
    currencies: Vec<Offered>,
    zones: Vec<Offered>,
}

impl BusinessPage {
    /// With this in the form.
    pub fn new(form: BusinessForm, errors: Errors) -> Self {
        let currencies = Currency::ALL.map(|it| Offered::plain(it.code())).to_vec();
        let mut zones: Vec<Offered> = ZONES.iter().map(|zone| Offered::plain(zone)).collect();
        if !form.zone.is_empty() && !ZONES.contains(&form.zone.as_str()) {
            zones.push(Offered::plain(&form.zone));
        }
        BusinessPage {
            form,
            errors,
            currencies,
            zones,
        }
    }
}

#[derive(Debug, Serialize)]
struct Tab<T> {
    tab: &'static str,
    #[serde(flatten)]
    page: T,
}

/// The settings begin with the business.
pub async fn first() -> Response {
    Redirect::to("/settings/business").into_response()
}

fn business_page(web: &Web, visitor: &Visitor, form: BusinessForm, errors: Errors) -> Response {
    let shown = Tab {
        tab: "business",
        page: BusinessPage::new(form, errors),
    };
    page(web, visitor, SECTION, "settings/business.html", shown)
}

/// The business.
pub async fn show_business(State(web): State<Web>, visitor: Visitor) -> Response {
    let form = BusinessForm::kept(&web);
    business_page(&web, &visitor, form, Errors::new())
}

/// Describes it.
pub async fn save_business(
    State(web): State<Web>,
    visitor: Visitor,
    caller: Caller,
    Filled(form): Filled<BusinessForm>,
) -> Result<Response, Failure> {
    Ok(match form.save(&web, &caller).await? {
        Ok(()) => done("/settings/business", "ok.saved"),
        Err(errors) => unfit(business_page(&web, &visitor, form, errors)),
    })
}

/// What the form of the mail server holds, without its password.
#[derive(Debug, Clone, Default, Serialize)]
struct MailForm {
    host: String,
    port: String,
    security: String,
    user: String,
    from: String,
    from_name: String,
    authority: String,
    address: String,
}

/// What the form of the mail server sends.
#[derive(Debug, Deserialize)]
pub struct TypedMail {
    #[serde(default)]
    host: String,
    #[serde(default)]
    port: String,
    #[serde(default)]
    security: String,
    #[serde(default)]
    user: String,
    password: Option<Secret>,
    #[serde(default)]
    from: String,
    #[serde(default)]
    from_name: String,
    #[serde(default)]
    authority: String,
    #[serde(default)]
    address: String,
    #[serde(default, rename = "try")]
    test: String,
}

#[derive(Debug, Serialize)]
struct Tried {
    ok: bool,
    text: String,
    at: i64,
}

#[derive(Debug, Serialize)]
struct Mail {
    form: MailForm,
    errors: Errors,
    password_set: Option<i64>,
    tried: Option<Tried>,
}

fn kept(settings: &MailSettings) -> MailForm {
    let smtp = &settings.smtp;
    MailForm {
        host: smtp.host.clone(),
        port: smtp.port.to_string(),
        security: match smtp.security {
            SmtpSecurity::None => "none",
            SmtpSecurity::StartTls => "starttls",
            SmtpSecurity::Tls => "tls",
        }
        .to_owned(),
        user: smtp.user.clone().unwrap_or_default(),
        from: smtp.from.as_str().to_owned(),
        from_name: smtp
            .from_name
            .as_ref()
            .map_or_else(String::new, |name| name.as_str().to_owned()),
        authority: smtp.authority.clone().unwrap_or_default(),
        address: settings.address.clone(),
    }
}

async fn mail_page(
    web: &Web,
    visitor: &Visitor,
    typed: Option<(MailForm, Errors)>,
    tried: Option<Tried>,
) -> Result<Response, Failure> {
    let settings = mail_settings::load(&web.appliance).await?;
    let password_set = settings.as_ref().and_then(|it| it.password_set);
    let found = || match &settings {
        Some(settings) => kept(settings),
        None => MailForm {
            port: "587".to_owned(),
            security: "starttls".to_owned(),
            address: visitor.here.clone(),
            ..MailForm::default()
        },
    };
    let (form, errors) = typed.unwrap_or_else(|| (found(), Errors::new()));
    let shown = Tab {
        tab: "mail",
        page: Mail {
            form,
            errors,
            password_set: password_set.map(|at| at.as_millis()),
            tried,
        },
    };
    Ok(page(web, visitor, SECTION, "settings/mail.html", shown))
}

/// The mail server.
pub async fn show_mail(State(web): State<Web>, visitor: Visitor) -> Result<Response, Failure> {
    mail_page(&web, &visitor, None, None).await
}

/// Sets the mail server up, or forgets it where its name is empty; sends a test where that is wanted.
pub async fn save_mail(
    State(web): State<Web>,
    visitor: Visitor,
    caller: Caller,
    Filled(typed): Filled<TypedMail>,
) -> Result<Response, Failure> {
    let (appliance, actor) = (&web.appliance, caller.actor());
    if typed.host.trim().is_empty() {
        mail::forget(appliance, &actor).await?;
        return Ok(done("/settings/mail", "ok.mail_forgotten"));
    }
    let form = MailForm {
        host: typed.host.clone(),
        port: typed.port.clone(),
        security: typed.security.clone(),
        user: typed.user.clone(),
        from: typed.from.clone(),
        from_name: typed.from_name.clone(),
        authority: typed.authority.clone(),
        address: typed.address.clone(),
    };
    let wanted = mail::Typed {
        host: typed.host,
        // What is no number is no port, which is said at the field.
        port: typed.port.trim().parse().unwrap_or(0),
        security: security(&typed.security),
        user: Some(typed.user),
        password: typed.password.filter(|it| !it.reveal().is_empty()),
        from: typed.from,
        from_name: Some(typed.from_name),
        authority: Some(typed.authority),
        address: typed.address,
    };
    if let Err(error) = mail::save(appliance, &actor, wanted).await {
        let typed = Some((form, mendable(error)?));
        return Ok(unfit(mail_page(&web, &visitor, typed, None).await?));
    }
    if typed.test.is_empty() {
        return Ok(done("/settings/mail", "ok.saved"));
    }
    let at = appliance.clock.now().as_millis();
    let tried = match mail::test(appliance, &actor, visitor.language.into()).await {
        Ok(to) => {
            let values = [("address", to.as_str().to_owned())];
            let text = web
                .view
                .words()
                .say(visitor.language, "mail.tried", &values);
            Tried { ok: true, text, at }
        }
        Err(error) => {
            let failure = Failure::from(error);
            let text = failure.detail;
            Tried {
                ok: false,
                text,
                at,
            }
        }
    };
    mail_page(&web, &visitor, None, Some(tried)).await
}
