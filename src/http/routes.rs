//! Every route of the administration in one table: method, path, what it needs, who handles it.

use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{self, MethodRouter};

use super::api::config;
use super::pages::catalogue;
use super::web::Web;
use super::{api, pages};
use crate::domain::access::Permission;
use crate::domain::hotspot::site::{BandwidthProfile, VoucherType};
use crate::domain::routeros::model::Model;
use Need::{Anyone, HereOrToken, May, SetUp, SignedIn};
use Permission as P;

/// What a route needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Nothing.
    Anyone,
    /// That the first owner is still to be made.
    SetUp,
    /// That it comes from this box itself, or with the token of `metrics_token_file`. Sessions and access tokens count for nothing.
    HereOrToken,
    /// That somebody is signed in.
    SignedIn,
    /// That their role may do this.
    May(Permission),
}

/// One way into the program.
#[derive(Debug)]
pub struct Route {
    /// `GET`, `POST`, `PUT` or `DELETE`.
    pub method: Method,
    /// As axum writes it: `/routers/{id}`.
    pub path: &'static str,
    /// What it needs.
    pub need: Need,
    /// Who handles it.
    pub handler: MethodRouter<Web>,
}

/// Anyone, then: a path, its need, its handler.
macro_rules! table {
    ($($method:ident $path:literal $need:expr => $handler:expr;)*) => {
        vec![$($method($path, $need, $handler)),*]
    };
}

/// The table.
#[rustfmt::skip] // One line a route.
pub fn routes() -> Vec<Route> {
    table! {
        // Whether the program lives, and whether it is ready.
        get  "/healthz"                        Anyone                  => api::health::alive;
        get  "/readyz"                         Anyone                  => api::health::ready;

        // Figures for a monitoring system.
        get  "/metrics"                        HereOrToken             => api::metrics::show;

        // The API: who is asking.
        post "/api/auth/register/"             Anyone                  => api::auth::register;
        post "/api/auth/login/"                Anyone                  => api::auth::login;
        post "/api/auth/refresh/"              Anyone                  => api::auth::refresh;
        post "/api/auth/logout/"               SignedIn                => api::auth::logout;
        get  "/api/auth/user/"                 SignedIn                => api::auth::user;

        // The API: jobs.
        get  "/api/jobs/"                      May(P::SeeJobs)         => api::jobs::list;
        get  "/api/jobs/{id}/"                 May(P::SeeJobs)         => api::jobs::get;
        get  "/api/jobs/{id}/events"           May(P::SeeJobs)         => api::jobs::events;
        delete "/api/jobs/{id}/"               May(P::ApplyChanges)    => api::jobs::cancel;

        // The API: routers.
        get  "/api/dashboard/stats/"           May(P::SeeDashboard)    => api::dashboard::stats;
        get  "/api/routers/"                   May(P::SeeRouters)      => api::routers::list;
        post "/api/routers/"                   May(P::ManageRouters)   => api::routers::add;
        get  "/api/routers/near/"              May(P::ManageRouters)   => api::routers::near;
        get  "/api/routers/{id}/"              May(P::SeeRouters)      => api::routers::get;
        put  "/api/routers/{id}/"              May(P::ManageRouters)   => api::routers::edit;
        delete "/api/routers/{id}/"            May(P::ManageRouters)   => api::routers::remove;
        post "/api/routers/{id}/test/"         May(P::ManageRouters)   => api::routers::test;
        get  "/api/routers/{id}/site/"         May(P::SeeRouters)      => api::routers::site::get;
        put  "/api/routers/{id}/site/"         May(P::ManageRouters)   => api::routers::site::save;
        get  "/api/routers/{id}/diff/"         May(P::ApplyChanges)    => api::routers::changes::diff;
        post "/api/routers/{id}/apply/"        May(P::ApplyChanges)    => api::routers::changes::apply;
        post "/api/routers/{id}/verify/"       May(P::ApplyChanges)    => api::routers::changes::verify;
        post "/api/routers/{id}/rollback/"     May(P::ApplyChanges)    => api::routers::changes::rollback;
        get  "/api/routers/{id}/drift/"        May(P::SeeRouters)      => api::routers::drift::get;
        post "/api/routers/{id}/drift/accept/" May(P::ApplyChanges)    => api::routers::drift::accept;
        post "/api/routers/{id}/drift/put-back/" May(P::ApplyChanges)  => api::routers::drift::put_back;
        get  "/api/routers/{id}/samples/"      May(P::SeeRouters)      => api::routers::samples::list;
        post "/api/routers/{id}/export/"       May(P::ManageRouters)   => api::routers::exports::make;
        get  "/api/routers/{id}/exports/"      May(P::SeeRouters)      => api::routers::exports::list;
        get  "/api/routers/{id}/exports/{export}/" May(P::DownloadConfigurations) => api::routers::exports::get;
        get  "/api/routers/{id}/jobs/"         May(P::SeeJobs)         => api::routers::changes::jobs;
        // The API: one's own account.
        post "/api/auth/verify-email/"         Anyone                  => api::own::verify_email;
        post "/api/auth/password-reset/"       Anyone                  => api::own::password_reset;
        post "/api/auth/email/"                SignedIn                => api::own::change_email;
        post "/api/auth/password/"             SignedIn                => api::own::change_password;
        get  "/api/auth/sessions/"             SignedIn                => api::own::sessions;
        delete "/api/auth/sessions/{id}/"      SignedIn                => api::own::end_session;
        post "/api/auth/sign-out-everywhere/"  SignedIn                => api::own::sign_out_everywhere;
        get  "/api/auth/totp/"                 SignedIn                => api::second_factor::state;
        post "/api/auth/totp/"                 SignedIn                => api::second_factor::begin;
        post "/api/auth/totp/confirm/"         SignedIn                => api::second_factor::confirm;
        post "/api/auth/totp/remove/"          SignedIn                => api::second_factor::remove;
        post "/api/auth/totp/recovery-codes/"  SignedIn                => api::second_factor::renew;

        // The API: people, audit, settings.
        get  "/api/people/"                    May(P::SeePeople)       => api::people::list;
        post "/api/people/invitations/"        May(P::ManagePeople)    => api::people::invite;
        delete "/api/people/invitations/{reference}/" May(P::ManagePeople) => api::people::withdraw;
        put  "/api/people/{id}/"               May(P::ManagePeople)    => api::people::set_role;
        post "/api/people/{id}/lock/"          May(P::ManagePeople)    => api::people::lock;
        post "/api/people/{id}/unlock/"        May(P::ManagePeople)    => api::people::unlock;
        post "/api/people/{id}/sign-out/"      May(P::ManagePeople)    => api::people::sign_out;
        post "/api/people/{id}/reset-link/"    May(P::ManagePeople)    => api::people::reset_link;
        get  "/api/audit/"                     May(P::SeeAudit)        => api::audit::list;
        get  "/api/settings/business/"         May(P::SeeSettings)     => api::settings::business;
        put  "/api/settings/business/"         May(P::EditSettings)    => api::settings::describe;
        get  "/api/settings/mail/"             May(P::SeeSettings)     => api::settings::mail;
        put  "/api/settings/mail/"             May(P::EditSettings)    => api::settings::set_mail;
        post "/api/settings/mail/test/"        May(P::EditSettings)    => api::settings::test_mail;
        get  "/api/settings/routers/"          May(P::SeeSettings)     => api::care::get;
        put  "/api/settings/routers/"          May(P::EditSettings)    => api::care::set;
        get  "/api/settings/backups/"          May(P::EditSettings)    => api::backups::list;
        post "/api/settings/backups/"          May(P::EditSettings)    => api::backups::make;
        get  "/api/settings/backups/{name}/"   May(P::EditSettings)    => api::backups::download;
        // The API of itself.
        get  "/api/openapi.json"               Anyone                  => api::openapi::document;
        get  "/api/docs"                       Anyone                  => api::docs::show;

        // The API: the catalogue. Words come before parameters: `import` is the name of nothing.
        get  "/api/config/models/"                           May(P::SeeCatalogue)    => config::models::list;
        post "/api/config/models/"                           May(P::EditCatalogue)   => config::models::create;
        post "/api/config/models/import/"                    May(P::EditCatalogue)   => config::models::import;
        get  "/api/config/models/export/"                    May(P::SeeCatalogue)    => config::models::export;
        get  "/api/config/models/{id}/"                      May(P::SeeCatalogue)    => config::models::get;
        put  "/api/config/models/{id}/"                      May(P::EditCatalogue)   => config::models::replace;
        delete "/api/config/models/{id}/"                    May(P::EditCatalogue)   => config::models::remove;
        post "/api/config/models/{id}/restore/"              May(P::EditCatalogue)   => config::models::restore;
        get  "/api/config/bandwidth-profiles/"               May(P::SeeCatalogue)    => config::profiles::list;
        post "/api/config/bandwidth-profiles/"               May(P::EditCatalogue)   => config::profiles::create;
        post "/api/config/bandwidth-profiles/import/"        May(P::EditCatalogue)   => config::profiles::import;
        get  "/api/config/bandwidth-profiles/export/"        May(P::SeeCatalogue)    => config::profiles::export;
        get  "/api/config/bandwidth-profiles/{id}/"          May(P::SeeCatalogue)    => config::profiles::get;
        put  "/api/config/bandwidth-profiles/{id}/"          May(P::EditCatalogue)   => config::profiles::replace;
        delete "/api/config/bandwidth-profiles/{id}/"        May(P::EditCatalogue)   => config::profiles::remove;
        post "/api/config/bandwidth-profiles/{id}/restore/"  May(P::EditCatalogue)   => config::profiles::restore;
        get  "/api/config/voucher-types/"                    May(P::SeeVoucherTypes) => config::voucher_types::list;
        post "/api/config/voucher-types/"                    May(P::EditCatalogue)   => config::voucher_types::create;
        post "/api/config/voucher-types/import/"             May(P::EditCatalogue)   => config::voucher_types::import;
        get  "/api/config/voucher-types/export/"             May(P::SeeVoucherTypes) => config::voucher_types::export;
        get  "/api/config/voucher-types/{id}/"               May(P::SeeVoucherTypes) => config::voucher_types::get;
        put  "/api/config/voucher-types/{id}/"               May(P::EditCatalogue)   => config::voucher_types::replace;
        delete "/api/config/voucher-types/{id}/"             May(P::EditCatalogue)   => config::voucher_types::remove;
        post "/api/config/voucher-types/{id}/restore/"       May(P::EditCatalogue)   => config::voucher_types::restore;
        post "/api/config/starter-set/"                      May(P::EditCatalogue)   => config::starter::add;

        // The API: templates, and what is generated with them.
        get  "/api/config/templates/"                        May(P::SeeTemplates)    => config::templates::list;
        post "/api/config/templates/"                        May(P::EditTemplates)   => config::templates::create;
        post "/api/config/templates/render/"                 May(P::EditTemplates)   => config::templates::render;
        post "/api/config/templates/import/"                 May(P::EditTemplates)   => config::templates::import;
        get  "/api/config/templates/export/"                 May(P::SeeTemplates)    => config::templates::export;
        get  "/api/config/templates/{id}/"                   May(P::SeeTemplates)    => config::templates::get;
        put  "/api/config/templates/{id}/"                   May(P::EditTemplates)   => config::templates::replace;
        delete "/api/config/templates/{id}/"                 May(P::EditTemplates)   => config::templates::remove;
        post "/api/config/templates/{id}/restore/"           May(P::EditTemplates)   => config::templates::restore;
        post "/api/config/generate/"                         May(P::ManageRouters)   => config::configurations::generate;
        get  "/api/config/list/"                             May(P::SeeRouters)      => config::configurations::list;
        get  "/api/config/preview/{id}/"                     May(P::SeeRouters)      => config::configurations::preview;
        get  "/api/config/download/{id}/"                    May(P::DownloadConfigurations) => config::configurations::download;
        delete "/api/config/{id}/"                           May(P::ManageRouters)   => config::configurations::remove;

        // Static files.
        get  "/static/{*path}"                 Anyone                  => pages::files::file;

        // Pages: setting up.
        get  "/setup"                          Anyone                  => pages::setup::begin;
        get  "/setup/start"                    SetUp                   => pages::setup::show_start;
        post "/setup/start"                    SetUp                   => pages::setup::start;
        get  "/setup/owner"                    SetUp                   => pages::setup::show_owner;
        post "/setup/owner"                    SetUp                   => pages::setup::make_owner;
        get  "/setup/business"                 May(P::EditSettings)    => pages::setup_later::show_business;
        post "/setup/business"                 May(P::EditSettings)    => pages::setup_later::save_business;
        get  "/setup/network"                  May(P::EditSettings)    => pages::setup_later::show_network;
        post "/setup/network"                  May(P::EditSettings)    => pages::setup_later::leave_network;
        get  "/setup/router"                   May(P::EditSettings)    => pages::setup_later::show_router;
        get  "/setup/hotspot"                  May(P::EditSettings)    => pages::setup_later::show_hotspot;
        get  "/setup/payments"                 May(P::EditSettings)    => pages::setup_later::show_payments;
        get  "/setup/voucher"                  May(P::EditSettings)    => pages::setup_later::show_voucher;
        post "/setup/done"                     May(P::EditSettings)    => pages::setup_later::finish;

        // Pages: links that let somebody in once.
        get  "/invitation"                     Anyone                  => pages::links::invitation;
        post "/invitation"                     Anyone                  => pages::links::accept_invitation;
        get  "/password-reset"                 Anyone                  => pages::links::password_reset;
        post "/password-reset"                 Anyone                  => pages::links::reset;
        get  "/verify-email"                   Anyone                  => pages::links::verify_email;
        post "/verify-email"                   Anyone                  => pages::links::prove_email;

        // Pages: people, settings, audit.
        get  "/people"                         May(P::SeePeople)       => pages::people::list::show;
        get  "/people/new"                     May(P::ManagePeople)    => pages::people::show_new;
        post "/people/new"                     May(P::ManagePeople)    => pages::people::invite;
        post "/people/invitations/{reference}/withdraw" May(P::ManagePeople) => pages::people::withdraw;
        get  "/people/{id}"                    May(P::SeePeople)       => pages::people::show;
        post "/people/{id}"                    May(P::ManagePeople)    => pages::people::change;
        post "/people/{id}/link"               May(P::ManagePeople)    => pages::people::link;
        get  "/people/{id}/lock"               May(P::ManagePeople)    => pages::people::ask_lock;
        post "/people/{id}/lock"               May(P::ManagePeople)    => pages::people::lock;
        post "/people/{id}/unlock"             May(P::ManagePeople)    => pages::people::unlock;
        post "/people/{id}/sign-out"           May(P::ManagePeople)    => pages::people::sign_out;
        post "/people/{id}/totp/off"           May(P::ManagePeople)    => pages::people::totp_off;
        post "/people/{id}/sessions/{session}/end" May(P::ManagePeople) => pages::people::end_session;
        get  "/settings"                       May(P::SeeSettings)     => pages::settings::first;
        get  "/settings/business"              May(P::SeeSettings)     => pages::settings::show_business;
        post "/settings/business"              May(P::EditSettings)    => pages::settings::save_business;
        get  "/settings/mail"                  May(P::SeeSettings)     => pages::settings::show_mail;
        post "/settings/mail"                  May(P::EditSettings)    => pages::settings::save_mail;
        get  "/settings/routers"               May(P::SeeSettings)     => pages::care::show;
        post "/settings/routers"               May(P::EditSettings)    => pages::care::save;
        get  "/settings/security"              SignedIn                => pages::security::show;
        post "/settings/security/password"     SignedIn                => pages::security::change_password;
        post "/settings/security/email"        SignedIn                => pages::security::change_email;
        post "/settings/security/totp/start"   SignedIn                => pages::security::start_totp;
        post "/settings/security/totp"         SignedIn                => pages::security::confirm_totp;
        post "/settings/security/totp/off"     SignedIn                => pages::security::remove_totp;
        post "/settings/security/recovery"     SignedIn                => pages::security::renew_codes;
        post "/settings/security/sessions/{id}/end" SignedIn           => pages::security::end_session;
        post "/settings/security/sessions/end" SignedIn                => pages::security::end_others;
        get  "/audit"                          May(P::SeeAudit)        => pages::audit::show;
        get  "/audit.csv"                      May(P::SeeAudit)        => pages::audit::file;
        post "/preferences"                    Anyone                  => pages::preferences::choose;
        get  "/help"                           Anyone                  => pages::about::help;
        get  "/help/diagnostics"               May(P::SeeSettings)     => pages::about::diagnostics;
        get  "/about"                          Anyone                  => pages::about::about;
        get  "/about/crates.txt"               Anyone                  => pages::about::crates;

        // Pages.
        get  "/login"                          Anyone                  => pages::sign_in::show;
        post "/login"                          Anyone                  => pages::sign_in::sign_in;
        get  "/login/totp"                     Anyone                  => pages::sign_in::show_second;
        post "/login/totp"                     Anyone                  => pages::sign_in::second;
        post "/logout"                         SignedIn                => pages::sign_in::sign_out;
        get  "/"                               May(P::SeeDashboard)    => pages::home::show;
        get  "/settings/backups"               May(P::EditSettings)    => pages::backups::show;
        post "/settings/backups"               May(P::EditSettings)    => pages::backups::make;
        get  "/settings/backups/{name}"        May(P::EditSettings)    => api::backups::download;
        get  "/routers"                        May(P::SeeRouters)      => pages::routers::list::show;
        get  "/routers/{id}"                   May(P::SeeRouters)      => pages::routers::show::overview;
        get  "/routers/{id}/jobs"              May(P::SeeJobs)         => pages::routers::show::jobs;
        get  "/routers/{id}/history"           May(P::SeeRouters)      => pages::routers::history::show;
        post "/routers/{id}/check"             May(P::ApplyChanges)    => pages::routers::show::check;
        get  "/routers/{id}/changes"           May(P::ApplyChanges)    => pages::routers::changes::show;
        post "/routers/{id}/apply"             May(P::ApplyChanges)    => pages::routers::changes::apply;
        post "/routers/{id}/accept"            May(P::ApplyChanges)    => pages::routers::changes::accept;
        get  "/routers/{id}/changes.rsc"       May(P::DownloadConfigurations) => pages::routers::changes::script;

        // Pages: routers met, changed, described, saved.
        get  "/routers/new"                    May(P::ManageRouters)   => pages::routers::new::show;
        post "/routers/new"                    May(P::ManageRouters)   => pages::routers::new::step;
        get  "/routers/near"                   May(P::ManageRouters)   => pages::routers::new::near;
        get  "/routers/new/script"             May(P::ManageRouters)   => pages::routers::script::ask;
        post "/routers/new/script"             May(P::ManageRouters)   => pages::routers::script::make;
        get  "/routers/new/script/{id}"        May(P::ManageRouters)   => pages::routers::script::show;
        post "/routers/new/script/{id}"        May(P::ManageRouters)   => pages::routers::script::test;
        get  "/routers/{id}/edit"              May(P::ManageRouters)   => pages::routers::edit::show;
        post "/routers/{id}/edit"              May(P::ManageRouters)   => pages::routers::edit::save;
        get  "/routers/{id}/remove"            May(P::ManageRouters)   => pages::routers::edit::ask_remove;
        post "/routers/{id}/remove"            May(P::ManageRouters)   => pages::routers::edit::remove;
        get  "/routers/{id}/trust"             May(P::ManageRouters)   => pages::routers::trust::show;
        post "/routers/{id}/trust"             May(P::ManageRouters)   => pages::routers::trust::trust;
        get  "/routers/{id}/preflight"         May(P::ManageRouters)   => pages::routers::preflight::show;
        get  "/routers/{id}/unlock"            May(P::ApplyChanges)    => pages::routers::preflight::ask_unlock;
        post "/routers/{id}/unlock"            May(P::ApplyChanges)    => pages::routers::preflight::unlock;
        get  "/routers/{id}/hotspot"           May(P::SeeRouters)      => pages::routers::hotspot::show;
        post "/routers/{id}/hotspot"           May(P::ManageRouters)   => pages::routers::hotspot::save;
        get  "/routers/{id}/site.toml"         May(P::SeeRouters)      => pages::routers::import::file;
        get  "/routers/{id}/import"            May(P::ManageRouters)   => pages::routers::import::show;
        post "/routers/{id}/import"            May(P::ManageRouters)   => pages::routers::import::save;
        get  "/routers/{id}/backups"           May(P::SeeRouters)      => pages::routers::backups::list;
        post "/routers/{id}/backups"           May(P::ManageRouters)   => pages::routers::backups::make;
        get  "/routers/{id}/backups/diff"      May(P::DownloadConfigurations) => pages::routers::backups::compare;
        get  "/routers/{id}/backups/{export}"  May(P::DownloadConfigurations) => pages::routers::backups::show;
        get  "/routers/{id}/log"               May(P::ManageRouters)   => pages::routers::log::show;
        get  "/jobs"                           May(P::SeeJobs)         => pages::jobs::list;
        get  "/jobs/{id}"                      May(P::SeeJobs)         => pages::jobs::show;
        get  "/jobs/{id}/steps"                May(P::SeeJobs)         => pages::jobs::steps;
        get  "/jobs/{id}/events"               May(P::SeeJobs)         => pages::jobs::follow::events;
        get  "/jobs/{id}/log"                  May(P::SeeJobs)         => pages::jobs::log;
        post "/jobs/{id}/cancel"               May(P::ApplyChanges)    => pages::jobs::cancel;
        post "/jobs/{id}/undo"                 May(P::ApplyChanges)    => pages::jobs::undo;

        // Pages: the catalogue.
        get  "/catalogue"                        May(P::SeeVoucherTypes) => catalogue::first;
        post "/catalogue/starter"                May(P::EditCatalogue)   => catalogue::list::starter;
        get  "/catalogue/plans"                  May(P::SeeVoucherTypes) => catalogue::list::show::<VoucherType>;
        get  "/catalogue/plans/new"              May(P::EditCatalogue)   => catalogue::edit::new::<VoucherType>;
        post "/catalogue/plans/new"              May(P::EditCatalogue)   => catalogue::edit::create::<VoucherType>;
        get  "/catalogue/plans/import"           May(P::EditCatalogue)   => catalogue::import::show::<VoucherType>;
        post "/catalogue/plans/import"           May(P::EditCatalogue)   => catalogue::import::take::<VoucherType>;
        get  "/catalogue/plans/export"           May(P::SeeVoucherTypes) => catalogue::import::export::<VoucherType>;
        get  "/catalogue/plans/{id}"             May(P::SeeVoucherTypes) => catalogue::edit::show::<VoucherType>;
        post "/catalogue/plans/{id}"             May(P::EditCatalogue)   => catalogue::edit::save::<VoucherType>;
        get  "/catalogue/plans/{id}/remove"      May(P::EditCatalogue)   => catalogue::remove::ask::<VoucherType>;
        post "/catalogue/plans/{id}/remove"      May(P::EditCatalogue)   => catalogue::remove::remove::<VoucherType>;
        post "/catalogue/plans/{id}/restore"     May(P::EditCatalogue)   => catalogue::remove::restore::<VoucherType>;
        get  "/catalogue/speeds"                 May(P::SeeCatalogue)    => catalogue::list::show::<BandwidthProfile>;
        get  "/catalogue/speeds/new"             May(P::EditCatalogue)   => catalogue::edit::new::<BandwidthProfile>;
        post "/catalogue/speeds/new"             May(P::EditCatalogue)   => catalogue::edit::create::<BandwidthProfile>;
        get  "/catalogue/speeds/import"          May(P::EditCatalogue)   => catalogue::import::show::<BandwidthProfile>;
        post "/catalogue/speeds/import"          May(P::EditCatalogue)   => catalogue::import::take::<BandwidthProfile>;
        get  "/catalogue/speeds/export"          May(P::SeeCatalogue)    => catalogue::import::export::<BandwidthProfile>;
        get  "/catalogue/speeds/{id}"            May(P::SeeCatalogue)    => catalogue::edit::show::<BandwidthProfile>;
        post "/catalogue/speeds/{id}"            May(P::EditCatalogue)   => catalogue::edit::save::<BandwidthProfile>;
        get  "/catalogue/speeds/{id}/remove"     May(P::EditCatalogue)   => catalogue::remove::ask::<BandwidthProfile>;
        post "/catalogue/speeds/{id}/remove"     May(P::EditCatalogue)   => catalogue::remove::remove::<BandwidthProfile>;
        post "/catalogue/speeds/{id}/restore"    May(P::EditCatalogue)   => catalogue::remove::restore::<BandwidthProfile>;
        get  "/catalogue/boards"                 May(P::SeeCatalogue)    => catalogue::list::show::<Model>;
        get  "/catalogue/boards/new"             May(P::EditCatalogue)   => catalogue::edit::new::<Model>;
        post "/catalogue/boards/new"             May(P::EditCatalogue)   => catalogue::edit::create::<Model>;
        get  "/catalogue/boards/import"          May(P::EditCatalogue)   => catalogue::import::show::<Model>;
        post "/catalogue/boards/import"          May(P::EditCatalogue)   => catalogue::import::take::<Model>;
        get  "/catalogue/boards/export"          May(P::SeeCatalogue)    => catalogue::import::export::<Model>;
        get  "/catalogue/boards/{id}"            May(P::SeeCatalogue)    => catalogue::edit::show::<Model>;
        post "/catalogue/boards/{id}"            May(P::EditCatalogue)   => catalogue::edit::save::<Model>;
        get  "/catalogue/boards/{id}/remove"     May(P::EditCatalogue)   => catalogue::remove::ask::<Model>;
        post "/catalogue/boards/{id}/remove"     May(P::EditCatalogue)   => catalogue::remove::remove::<Model>;
        post "/catalogue/boards/{id}/restore"    May(P::EditCatalogue)   => catalogue::remove::restore::<Model>;

        // Pages: templates and configurations.
        get  "/templates"                        May(P::SeeTemplates)    => pages::templates::list;
        get  "/templates/new"                    May(P::EditTemplates)   => pages::templates::new;
        post "/templates/new"                    May(P::EditTemplates)   => pages::templates::create;
        get  "/templates/{id}"                   May(P::SeeTemplates)    => pages::templates::show;
        post "/templates/{id}"                   May(P::EditTemplates)   => pages::templates::save;
        get  "/templates/{id}/remove"            May(P::EditTemplates)   => pages::templates::ask;
        post "/templates/{id}/remove"            May(P::EditTemplates)   => pages::templates::remove;
        post "/templates/{id}/restore"           May(P::EditTemplates)   => pages::templates::restore;
        get  "/configurations"                   May(P::SeeRouters)      => pages::configurations::list;
        get  "/configurations/new"               May(P::ManageRouters)   => pages::configurations::new;
        post "/configurations/new"               May(P::ManageRouters)   => pages::configurations::create;
        get  "/configurations/{id}"              May(P::SeeRouters)      => pages::configurations::show;
        get  "/configurations/{id}/download"     May(P::DownloadConfigurations) => pages::configurations::download;
        get  "/configurations/{id}/delete"       May(P::ManageRouters)   => pages::configurations::ask;
        post "/configurations/{id}/delete"       May(P::ManageRouters)   => pages::configurations::delete;
    }
}

fn route<H, T>(
    method: Method,
    path: &'static str,
    need: Need,
    handler: H,
    take: fn(H) -> MethodRouter<Web>,
) -> Route
where
    H: Handler<T, Web>,
    T: 'static,
{
    Route {
        method,
        path,
        need,
        handler: take(handler),
    }
}

fn get<H: Handler<T, Web>, T: 'static>(path: &'static str, need: Need, handler: H) -> Route {
    route(Method::GET, path, need, handler, routing::get)
}

fn post<H: Handler<T, Web>, T: 'static>(path: &'static str, need: Need, handler: H) -> Route {
    route(Method::POST, path, need, handler, routing::post)
}

fn put<H: Handler<T, Web>, T: 'static>(path: &'static str, need: Need, handler: H) -> Route {
    route(Method::PUT, path, need, handler, routing::put)
}

fn delete<H: Handler<T, Web>, T: 'static>(path: &'static str, need: Need, handler: H) -> Route {
    route(Method::DELETE, path, need, handler, routing::delete)
}
