//! Routers that announce themselves on the box's networks.

use std::time::Duration;

use serde::Serialize;

use crate::domain::routeros::board::is_board;
use crate::domain::routeros::catalogue::Catalogue;
use crate::routeros::discovery::{Discovery, DiscoveryError, Heard, discover};

/// So long is listened while a person waits.
const LISTENED: Duration = Duration::from_secs(3);

/// A router that was heard. Nothing of it is proven.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Near {
    /// Where to connect to.
    pub address: String,
    /// Its name.
    pub identity: String,
    /// Its board, by the catalogue's name where that knows it.
    pub model: String,
    /// Its RouterOS.
    pub routeros: String,
    /// Hardware address of the interface that spoke.
    pub mac: String,
}

/// Looks for them for three seconds.
///
/// # Errors
/// See [`DiscoveryError`].
pub async fn look() -> Result<Vec<Near>, DiscoveryError> {
    let discovery = Discovery {
        listen: LISTENED,
        ..Discovery::default()
    };
    let heard = discover(&discovery).await?;
    Ok(heard.into_iter().map(near).collect())
}

fn near(heard: Heard) -> Near {
    let address = heard.address().to_string();
    let said = heard.neighbour;
    let models = Catalogue::builtin().models();
    let known = models
        .iter()
        .find(|model| is_board(model, &said.board, Some(&said.board)));
    Near {
        address,
        identity: said.identity,
        model: known.map_or(said.board, |model| model.name.clone()),
        routeros: said.version,
        mac: said.mac.to_string(),
    }
}
