//! `hotspotd container-setup`: the script that sets hotspotd up as a container on the router itself.

use std::net::Ipv4Addr;

use clap::{Args, ValueEnum};

use super::exit::{Exit, Failure};
use crate::domain::routeros::catalogue::Catalogue;
use crate::domain::routeros::container::{
    self, Architecture, Interface, Lan, Link, Name, Place, Setup, architecture_of,
};
use crate::domain::routeros::model::Model;
use crate::domain::routeros::version::Version;

/// Arguments of `container-setup`.
#[derive(Debug, Args)]
#[command(after_help = "\
The script tells in its comments what to do before it, after it, and which address to open.

  hotspotd container-setup --routeros 7.21 --model 'hAP ax³' --disk usb1 > container.rsc")]
pub struct ContainerSetupArguments {
    /// RouterOS version of the router: /system resource print tells it.
    #[arg(long, value_name = "VERSION", required_unless_present = "remove")]
    routeros: Option<Version>,
    /// The router's model (`hotspotd models` lists them): tells the processor and where its LAN is.
    #[arg(long, conflicts_with = "arch")]
    model: Option<String>,
    /// The router's processor, without --model: /system resource print tells it as architecture-name.
    #[arg(long, value_enum, default_value_t)]
    arch: Arch,
    /// The router's disk, or a folder on it: for the image, the container and hotspotd's data. /disk print lists disks.
    #[arg(long, value_name = "DISK", default_value = "usb1")]
    disk: Place,
    /// The file of the image on that disk, or its whole path [default: hotspotd-VERSION-ARCH.tar].
    #[arg(long, value_name = "FILE")]
    image: Option<Place>,
    /// A network that nobody else uses, for router and container alone: the router takes its first address, the container the second.
    #[arg(long, value_name = "NETWORK", default_value = "172.31.80.0/30")]
    subnet: Link,
    /// The interface where your own computers are; only from there the administration is reached [default: bridge, or what the model has].
    #[arg(long, value_name = "INTERFACE", conflicts_with = "lan_list")]
    lan: Option<Interface>,
    /// The same as a list of interfaces, such as LAN.
    #[arg(long, value_name = "LIST")]
    lan_list: Option<Interface>,
    /// A name server for the container; again for each. Without: those of the router.
    #[arg(long, value_name = "ADDRESS")]
    dns: Vec<Ipv4Addr>,
    /// What the container is called, and its bridge, its folders and its mark.
    #[arg(long, default_value = "hotspotd")]
    name: Name,
    /// Print the script that takes it all away again.
    #[arg(long)]
    remove: bool,
}

/// The processors for which there are images.
#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum Arch {
    /// 32-bit ARM.
    Arm,
    /// 64-bit ARM.
    #[default]
    Arm64,
    /// Virtual routers and PCs.
    #[value(alias("x86"), alias("x86_64"))]
    Amd64,
}

impl From<Arch> for Architecture {
    fn from(arch: Arch) -> Self {
        match arch {
            Arch::Arm => Architecture::Arm,
            Arch::Arm64 => Architecture::Arm64,
            Arch::Amd64 => Architecture::Amd64,
        }
    }
}

impl ContainerSetupArguments {
    /// Writes the script to standard output.
    ///
    /// # Errors
    /// RouterOS or the model is not fit for it.
    pub fn run(self) -> Result<Exit, Failure> {
        let bad = |error: &dyn std::error::Error| Failure::bad_input(error.to_string());
        // Without a version only the other script can be meant.
        let Some(version) = self.routeros.filter(|_| !self.remove) else {
            return super::print(&container::remove(&self.name, &self.disk));
        };
        let model = self.model.as_deref();
        let model = model
            .map(|name| Catalogue::builtin().get(name))
            .transpose()
            .map_err(|error| bad(&error))?;
        let architecture = model
            .map_or(Ok(self.arch.into()), architecture_of)
            .map_err(|error| bad(&error))?;
        let image = match self.image {
            Some(image) => image,
            None => usual_image(architecture)?,
        };
        let lan = match (self.lan_list, self.lan) {
            (Some(list), _) => Lan::List(list),
            (None, Some(interface)) => Lan::Interface(interface),
            (None, None) => usual_lan(model)?,
        };
        let setup = Setup {
            version,
            architecture,
            name: self.name,
            disk: self.disk,
            image,
            link: self.subnet,
            lan,
            dns: self.dns,
        };
        super::print(&container::script(&setup).map_err(|error| bad(&error))?)
    }
}

/// As `packaging/image` names it.
fn usual_image(architecture: Architecture) -> Result<Place, Failure> {
    let version = env!("CARGO_PKG_VERSION");
    format!("hotspotd-{version}-{architecture}.tar")
        .parse()
        .map_err(|error: container::PlaceError| Failure::bad_input(error.to_string()))
}

/// What the board has out of the box.
fn usual_lan(model: Option<&Model>) -> Result<Lan, Failure> {
    model
        .map_or("bridge", Model::factory_lan)
        .parse()
        .map(Lan::Interface)
        .map_err(Failure::bad_input)
}
