//! `hotspotd status`: whether the daemon of this box is ready, and where people find it.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use axum::body::Body;
use clap::Args;
use hyper::StatusCode;
use hyper::client::conn::http1;
use hyper::header::HOST;
use hyper_util::rt::TokioIo;
use serde_json::json;
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep, timeout};

use super::exit::{Exit, Failure};
use super::found_at::{FoundAt, Shown};
use super::settings::{All, Flags, wrong};
use super::{runtime, wait};
use crate::config::Config;
use crate::routeros::Fingerprint;
use crate::service::tls::{Wanted, is_made};

/// How long one answer is waited for.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long from one question to the next.
const EVERY: Duration = Duration::from_millis(200);

/// Arguments of `status`.
#[derive(Debug, Args)]
pub struct StatusArguments {
    #[command(flatten)]
    flags: Flags<All>,
    /// Wait so long for the daemon to get ready. Default: ask once.
    #[arg(long, value_name = "TIME", value_parser = wait::positive)]
    wait: Option<Duration>,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}

impl StatusArguments {
    /// Asks.
    ///
    /// # Errors
    /// The settings are not in order, or the daemon is not ready.
    pub fn run(self) -> Result<Exit, Failure> {
        let settings = self.flags.settings()?;
        let config = Config::of(&settings).map_err(|fault| wrong(&[fault]))?;
        let runtime = runtime::on_this_thread()?;
        let here = on_this_machine(config.listen);
        runtime
            .block_on(ready(here, self.wait.unwrap_or_default()))
            .map_err(|why| {
                Failure::failed(format!(
                    "hotspotd is not ready at http://{here}/: {why}. Does it run, and at that address (--listen)? Its log says more: journalctl -u hotspotd, where systemd runs it"
                ))
            })?;
        // Whatever the settings say: the listener itself tells whether it takes TLS, and what it shows may be the box's, where the
        // operator's own cannot be used.
        let fingerprint = runtime.block_on(certificate(here));
        let certificate = fingerprint.map(|fingerprint| Shown {
            fingerprint,
            own: matches!(config.tls, Wanted::Own(_)) && !is_made(&config.data, fingerprint),
        });
        let found = FoundAt::of(config.listen, config.portal, certificate);
        if self.json {
            let told = json!({
                "ready": true,
                "administration": found.administration,
                "portal": found.portal,
                "certificate": found.certificate.map(|shown| shown.fingerprint.in_pairs()),
            });
            return super::print(&format!("{told:#}\n"));
        }
        super::print(&format!("hotspotd is ready.\n{}", found.told()))
    }
}

/// The fingerprint of the certificate that is shown there, where TLS is taken.
async fn certificate(address: SocketAddr) -> Option<Fingerprint> {
    let look = async {
        let stream = TcpStream::connect(address).await.ok()?;
        crate::routeros::shown(stream, address.ip()).await
    };
    timeout(PATIENCE, look).await.ok().flatten()
}

/// Asks until it is ready or the time is up; at least once.
async fn ready(address: SocketAddr, long: Duration) -> Result<(), String> {
    let until = Instant::now() + long;
    loop {
        let asked = timeout(PATIENCE, ask(address)).await;
        let why = match asked {
            Ok(Ok(StatusCode::OK)) => return Ok(()),
            Ok(Ok(status)) => format!("it answers {status}"),
            Ok(Err(error)) => error.to_string(),
            Err(_) => "it does not answer".to_owned(),
        };
        if Instant::now() + EVERY > until {
            return Err(why);
        }
        sleep(EVERY).await;
    }
}

async fn ask(address: SocketAddr) -> Result<StatusCode, io::Error> {
    let stream = TcpStream::connect(address).await?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream))
        .await
        .map_err(io::Error::other)?;
    let request = hyper::Request::get("/readyz")
        .header(HOST, address.to_string())
        .body(Body::empty())
        .map_err(io::Error::other)?;
    let asked = async { sender.send_request(request).await.map_err(io::Error::other) };
    tokio::select! {
        answer = asked => Ok(answer?.status()),
        ended = connection => Err(ended.map_or_else(io::Error::other, |()| io::ErrorKind::UnexpectedEof.into())),
    }
}

/// Where this machine reaches an address that it listens at.
fn on_this_machine(listen: SocketAddr) -> SocketAddr {
    let ip = match listen.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(std::net::Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(std::net::Ipv6Addr::LOCALHOST),
        ip => ip,
    };
    SocketAddr::new(ip, listen.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_for_all_is_asked_at_this_machine() {
        for (listen, here) in [
            ("0.0.0.0:8000", "127.0.0.1:8000"),
            ("[::]:8000", "[::1]:8000"),
            ("192.168.88.2:80", "192.168.88.2:80"),
        ] {
            assert_eq!(
                on_this_machine(listen.parse().unwrap()),
                here.parse().unwrap()
            );
        }
    }
}
