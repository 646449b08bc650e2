//! `--router …`: which router, and how to sign in to it.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;

use super::configuration::read_text;
use super::exit::Failure;
use super::wait;
use crate::domain::secret::Secret;
use crate::routeros::{Credentials, Endpoint, Fingerprint, Limits, Security};
use crate::service::apply::Target;

/// Which router, and how to sign in to it.
#[derive(Debug, Args)]
pub struct RouterArguments {
    /// Address of the router, with a port where it is not the service's own.
    #[arg(long, value_name = "HOST[:PORT]")]
    router: String,
    /// Account on the router. Default: the user of [access] in the site file.
    #[arg(long, value_name = "NAME")]
    user: Option<String>,
    /// File that holds the account's password; `-` reads it from standard input.
    #[arg(long, value_name = "FILE")]
    password_file: PathBuf,
    /// The router's certificate as sha256; any other is refused.
    #[arg(long, value_name = "SHA256", conflicts_with = "plain")]
    tls_pin: Option<Fingerprint>,
    /// Without TLS (port 8728): everybody on the way can read the password.
    #[arg(long)]
    plain: bool,
    /// How long the router may be silent, such as 500ms or 30s. Writing takes up to three times as long, files six times.
    #[arg(long, value_name = "TIME", default_value = "10s", value_parser = wait::positive)]
    timeout: Duration,
}

/// Longest password file, in bytes; RouterOS takes passwords of some hundred characters.
const MAX_PASSWORD: u64 = 4096;

impl RouterArguments {
    /// The target; `user` is whom the site file names.
    ///
    /// # Errors
    /// An address or password file that cannot be used.
    pub fn target(&self, user: &str) -> Result<Target, Failure> {
        let security = if self.plain {
            Security::Plain
        } else {
            Security::Tls { pin: self.tls_pin }
        };
        let (host, port) = host_and_port(&self.router)?;
        let endpoint = Endpoint {
            host,
            port: port.unwrap_or_else(|| Endpoint::default_port(security)),
            security,
        };
        let password = read_password(&self.password_file)?;
        let user = self.user.clone().unwrap_or_else(|| user.to_owned());
        Ok(Target {
            endpoint,
            credentials: Credentials {
                user,
                password: Secret::new(password),
            },
            limits: Limits::patient(self.timeout),
        })
    }

    /// Whether the password comes from standard input.
    pub fn password_from_stdin(&self) -> bool {
        self.password_file == Path::new("-")
    }

    /// Tells the certificate of a router that was not pinned, so that it can be the next time.
    pub fn tell_fingerprint(&self, fingerprint: Option<Fingerprint>) {
        if let (Some(fingerprint), None) = (fingerprint, self.tls_pin) {
            super::tell(&format!(
                "The router's certificate is {fingerprint}. Compare it once, then give --tls-pin {fingerprint}."
            ));
        }
    }
}

/// `10.0.0.1`, `10.0.0.1:8729`, `router.lan`, `fe80::1`, `[fe80::1]:8729`.
fn host_and_port(text: &str) -> Result<(String, Option<u16>), Failure> {
    let (host, port) = match text.rsplit_once(':') {
        Some((host, port)) if !host.contains(':') || host.ends_with(']') => (host, Some(port)),
        _ => (text, None),
    };
    let port = port.map(str::parse::<u16>).transpose();
    match (host.is_empty(), port) {
        (false, Ok(port)) if port != Some(0) => Ok((host.to_owned(), port)),
        _ => Err(Failure::bad_input(format!(
            "--router {text} is no address: write 192.168.88.1 or 192.168.88.1:8729"
        ))),
    }
}

/// The first line; RouterOS passwords have no line ends, files made with an editor do.
fn read_password(path: &Path) -> Result<String, Failure> {
    let text = read_text(path, MAX_PASSWORD)?;
    let text = text.strip_suffix('\n').unwrap_or(&text);
    let text = text.strip_suffix('\r').unwrap_or(text);
    if text.contains(char::is_control) {
        return Err(Failure::bad_input(format!(
            "{} holds more than a password: write the password alone, on one line",
            path.display()
        )));
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_with_and_without_port() {
        for (text, host, port) in [
            ("10.0.0.1", "10.0.0.1", None),
            ("10.0.0.1:8729", "10.0.0.1", Some(8729)),
            ("router.lan:1", "router.lan", Some(1)),
            ("fe80::1", "fe80::1", None),
            ("[fe80::1]", "[fe80::1]", None),
            ("[fe80::1]:8729", "[fe80::1]", Some(8729)),
        ] {
            assert_eq!(
                host_and_port(text).expect(text),
                (host.to_owned(), port),
                "{text}"
            );
        }
        for text in [
            "",
            ":8729",
            "10.0.0.1:",
            "10.0.0.1:x",
            "10.0.0.1:0",
            "h:99999",
        ] {
            assert_eq!(
                host_and_port(text).expect_err(text).exit,
                super::super::exit::Exit::BadInput
            );
        }
    }
}
