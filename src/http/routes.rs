//! Every route of the administration in one table: method, path, what it needs, who handles it.

use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{self, MethodRouter};

use super::web::Web;
use super::{api, pages};
use crate::domain::access::Permission;
use Need::{Anyone, May, SetUp, SignedIn};
use Permission as P;

/// What a route needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Nothing.
    Anyone,
    /// That the first owner is still to be made.
    SetUp,
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

        // The API: who is asking.
        post "/api/auth/register/"             Anyone                  => api::auth::register;
        post "/api/auth/login/"                Anyone                  => api::auth::login;
        post "/api/auth/refresh/"              Anyone                  => api::auth::refresh;
        post "/api/auth/logout/"               SignedIn                => api::auth::logout;
        get  "/api/auth/user/"                 SignedIn                => api::auth::user;

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
        get  "/people"                         May(P::SeePeople)       => pages::people::list;
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

        // Pages.
        get  "/login"                          Anyone                  => pages::sign_in::show;
        post "/login"                          Anyone                  => pages::sign_in::sign_in;
        get  "/login/totp"                     Anyone                  => pages::sign_in::show_second;
        post "/login/totp"                     Anyone                  => pages::sign_in::second;
        post "/logout"                         SignedIn                => pages::sign_in::sign_out;
        get  "/"                               May(P::SeeDashboard)    => pages::home::show;
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
