//! `--router …`: which router, and how to sign in to it.

use std::io::Read;
use std::path::{Path, PathBuf};

use clap::Args;

use super::exit::{Exit, Failure};
use crate::domain::secret::Secret;
use crate::routeros::{ConnectError, Credentials, Endpoint, Fingerprint, Limits, Security};
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
}

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
            limits: Limits::default(),
        })
    }

    /// Tells the certificate of a router that was not pinned, so that it can be the next time.
    pub fn tell_fingerprint(&self, fingerprint: Option<Fingerprint>) {
        if let (Some(fingerprint), None) = (fingerprint, self.tls_pin) {
            anstream::eprintln!(
                "The router's certificate is {fingerprint}. Compare it once, then give --tls-pin {fingerprint}."
            );
        }
    }
}

fn host_and_port(text: &str) -> Result<(String, Option<u16>), Failure> {
    let (host, port) = match text.rsplit_once(':') {
        Some((host, port)) if !host.contains(':') => (host, Some(port)),
        _ => (text, None),
    };
    let port = port.map(str::parse::<u16>).transpose();
    match (host.is_empty(), port) {
        (false, Ok(port)) => Ok((host.to_owned(), port)),
        _ => Err(Failure::bad_input(format!(
            "--router {text} is no address: write 192.168.88.1 or 192.168.88.1:8729"
        ))),
    }
}

fn read_password(path: &Path) -> Result<String, Failure> {
    let text = if path == Path::new("-") {
        let mut text = String::new();
        std::io::stdin()
            .take(4096)
            .read_to_string(&mut text)
            .map(|_| text)
    } else {
        std::fs::read_to_string(path)
    };
    let text = text.map_err(|error| {
        Failure::bad_input(format!(
            "the password file {} cannot be read: {error}",
            path.display()
        ))
    })?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}

/// A connection that failed, as the command line tells it.
pub fn connect_failure(error: &ConnectError) -> Failure {
    Failure {
        exit: Exit::Failed,
        message: error.to_string(),
        details: Vec::new(),
    }
}
