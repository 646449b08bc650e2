//! Sites that almost fit, and what is said about them.

mod addresses;
mod layout;
mod offers;

use super::*;
use crate::domain::hotspot::starter::starter;
use crate::domain::hotspot::template::Shape;
use crate::domain::routeros::catalogue::Catalogue;
use crate::domain::routeros::version::Version;

/// A change to a site that fits, and what is said about it: the place and a part of the message.
type Case = (fn(&mut Site), &'static str, &'static str);

fn check(model: &str, shape: Shape, cases: &[Case]) {
    let model = Catalogue::builtin().find(model).unwrap();
    let sound = starter(model, shape, Version::new(7, 21, 0)).unwrap();
    for (change, place, message) in cases {
        let mut site = sound.clone();
        change(&mut site);
        let misfits = fits(&site, model).expect_err(message);
        let said = misfits
            .iter()
            .any(|misfit| misfit.place == *place && misfit.message.contains(message));
        assert!(said, "wanted {place}: {message}\ngot {misfits:#?}");
    }
}
