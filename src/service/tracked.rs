//! Values read from any format, with the place of a mistake.
//!
//! Read through an erased deserializer, so that the program holds the reading of each type once and not once for each format.

use serde::de::{DeserializeOwned, Deserializer};
use serde_path_to_error::{Path, Track};

/// A value; or where in it something is wrong, and what.
///
/// # Errors
/// The first mistake: the path of its field, empty where it is about the whole, and the sentence of the format.
pub fn read<'de, T: DeserializeOwned>(from: impl Deserializer<'de>) -> Result<T, (Path, String)> {
    let mut track = Track::new();
    let value = {
        let tracked = serde_path_to_error::Deserializer::new(from, &mut track);
        erased_serde::deserialize(&mut <dyn erased_serde::Deserializer>::erase(tracked))
    };
    value.map_err(|error: erased_serde::Error| (track.path(), error.to_string()))
}
