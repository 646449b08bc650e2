//! `hotspotd sample-data`: a trial set for an empty data folder.

use clap::Args;

use super::exit::{Exit, Failure};
use super::runtime::block_on;
use super::settings::{DataAndKey, Flags, data, wrong};
use crate::config;
use crate::config::settings::Settings;
use crate::routeros::Limits;
use crate::service::appliance::{Appliance, Setup};
use crate::service::clock::Clock;
use crate::service::sample::{self, FIRST_PORT, Person, Wanted};

/// Arguments of `sample-data`.
#[derive(Debug, Args)]
pub struct SampleDataArguments {
    /// The folder must hold no data yet.
    #[command(flatten)]
    flags: Flags<DataAndKey>,
    /// So many routers with sites.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u16).range(0..=i64::from(sample::MOST_ROUTERS)))]
    routers: u16,
    /// So many generated configurations.
    #[arg(long, default_value_t = 12, value_parser = clap::value_parser!(u32).range(0..=1_000_000))]
    configurations: u32,
    /// So many accounts; one of each role is there in any case.
    #[arg(long, default_value_t = 4, value_parser = clap::value_parser!(u32).range(0..=1_000_000))]
    accounts: u32,
}

impl SampleDataArguments {
    /// Fills the folder, and prints who can sign in.
    ///
    /// # Errors
    /// There is data already, or the folder cannot be written.
    pub fn run(self) -> Result<Exit, Failure> {
        let settings = self.flags.settings()?;
        let folder = data(&settings)?;
        let people = block_on(self.fill(&settings))??;
        super::print(&told(&folder, &people))
    }

    async fn fill(self, settings: &Settings) -> Result<Vec<Person>, Failure> {
        let appliance = Appliance::open(Setup {
            data: data(settings)?,
            key: config::key(settings).map_err(|fault| wrong(&[fault]))?,
            clock: Clock::system(),
            memory: crate::app::memory(),
            limits: Limits::default(),
            loopback: true,
            away: None,
        })
        .await
        .map_err(|error| Failure::failed(error.to_string()).caused_by(&error))?;
        let wanted = Wanted {
            routers: self.routers,
            configurations: self.configurations,
            accounts: self.accounts,
        };
        sample::fill(&appliance, wanted).await.map_err(|error| {
            let message = error.to_string();
            match error {
                sample::SampleError::NotEmpty => Failure::bad_input(message),
                error => Failure::failed(message).caused_by(&error),
            }
        })
    }
}

fn told(folder: &std::path::Path, people: &[Person]) -> String {
    let mut text = String::from("Sign in with one of these; the passwords are not shown again:\n");
    for person in people {
        text.push_str(&format!(
            "  {:<12} {:<12} {}\n",
            person.role.to_string(),
            person.login,
            person.password.reveal()
        ));
    }
    text.push_str(&format!(
        "Then: hotspotd serve --allow-loopback --data-dir {}\nThe routers are at 127.0.0.1:{FIRST_PORT} and the ports after it; until something answers there, they are shown as unreachable.\n",
        folder.display()
    ));
    text
}
