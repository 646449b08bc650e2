//! Settings: how all routers are cared for.

use axum::extract::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};

use super::{Errors, done, mendable, page, unfit};
use crate::domain::time::Span;
use crate::http::body::Filled;
use crate::http::problem::Failure;
use crate::http::visitor::{Caller, Visitor};
use crate::http::web::Web;
use crate::service::routers::care::{self, Care};

/// What the form holds.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct CareForm {
    #[serde(default)]
    every_minutes: String,
    /// `yes` where it is ticked.
    #[serde(default)]
    public_addresses: String,
}

impl CareForm {
    fn of(care: Care) -> Self {
        CareForm {
            every_minutes: (care.every.as_secs() / 60).to_string(),
            public_addresses: if care.public { "yes" } else { "" }.to_owned(),
        }
    }

    fn read(&self) -> Care {
        // What is no number is no time, which is said at the field.
        let minutes: u32 = self.every_minutes.trim().parse().unwrap_or(0);
        Care {
            every: Span::from_secs(60 * u64::from(minutes)),
            public: self.public_addresses == "yes",
        }
    }
}

#[derive(Debug, Serialize)]
struct Shown {
    tab: &'static str,
    form: CareForm,
    errors: Errors,
}

fn shown(web: &Web, visitor: &Visitor, form: CareForm, errors: Errors) -> Response {
    let shown = Shown {
        tab: "routers",
        form,
        errors,
    };
    page(web, visitor, "settings", "settings/routers.html", shown)
}

/// How routers are cared for.
pub async fn show(State(web): State<Web>, visitor: Visitor) -> Result<Response, Failure> {
    let form = CareForm::of(care::get(&web.appliance).await?);
    Ok(shown(&web, &visitor, form, Errors::new()))
}

/// Decides it.
pub async fn save(
    State(web): State<Web>,
    visitor: Visitor,
    caller: Caller,
    Filled(form): Filled<CareForm>,
) -> Result<Response, Failure> {
    match care::set(&web.appliance, &caller.actor(), form.read()).await {
        Ok(()) => Ok(done("/settings/routers", "ok.saved")),
        Err(error) => {
            let errors = mendable(error)?;
            Ok(unfit(shown(&web, &visitor, form, errors)))
        }
    }
}
