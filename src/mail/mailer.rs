//! Sends mails.

use std::time::Duration;

use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor};

use super::error::MailError;
use super::message::Message;
use super::settings::{SettingsError, SmtpSecurity, SmtpSettings};
use crate::domain::moment::Moment;
use crate::domain::secret::Secret;

/// How long a mail may take from the first byte to the last.
const LONGEST: Duration = Duration::from_secs(30);
/// How long the connection may take of that.
const CONNECTING: Duration = Duration::from_secs(10);

/// Sends mails by one mail server. Each mail has a connection of its own, so nothing is held between.
#[derive(Debug)]
pub struct Mailer {
    settings: SmtpSettings,
    transport: AsyncSmtpTransport<Tokio1Executor>,
}

impl Mailer {
    /// By this server. It is not asked yet.
    ///
    /// # Errors
    /// The settings cannot be used.
    pub fn new(settings: SmtpSettings) -> Result<Self, SettingsError> {
        settings.check()?;
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&settings.host)
            .port(settings.port)
            // The machine's own name would be told otherwise, and is none that a server could look up as a rule.
            .hello_name(ClientId::Domain(settings.domain().to_owned()))
            .tls(tls(&settings)?)
            .timeout(Some(CONNECTING));
        if let (Some(user), Some(password)) = (&settings.user, &settings.password) {
            let password = Secret::reveal(password).to_owned();
            builder = builder.credentials(Credentials::new(user.clone(), password));
        }
        Ok(Self {
            transport: builder.build(),
            settings,
        })
    }

    /// Sends a mail. When this returns without an error, the server has taken it; an error other than [`MailError::NoAnswer`] means
    /// that it has not.
    ///
    /// # Errors
    /// See [`MailError`].
    pub async fn send(&self, message: &Message, now: Moment) -> Result<(), MailError> {
        let mail = message.written(&self.settings, now)?;
        let server = self.settings.server();
        match tokio::time::timeout(LONGEST, self.transport.send(mail)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(MailError::of(server, error)),
            Err(_) => Err(MailError::NoAnswer { server }),
        }
    }
}

fn tls(settings: &SmtpSettings) -> Result<Tls, SettingsError> {
    if settings.security == SmtpSecurity::None {
        return Ok(Tls::None);
    }
    let mut parameters = TlsParameters::builder(settings.host.clone());
    if let Some(authority) = &settings.authority {
        let certificate =
            Certificate::from_pem(authority.as_bytes()).map_err(|_| SettingsError::Authority)?;
        parameters = parameters.add_root_certificate(certificate);
    }
    // The only thing left that can be wrong is the certificate.
    let parameters = parameters.build().map_err(|_| SettingsError::Authority)?;
    Ok(match settings.security {
        SmtpSecurity::Tls => Tls::Wrapper(parameters),
        SmtpSecurity::StartTls | SmtpSecurity::None => Tls::Required(parameters),
    })
}
