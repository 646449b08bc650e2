//! The certificate that the administration shows: the operator's own, or one that the box makes itself.

use std::error::Error;
use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use tokio_rustls::rustls::sign::CertifiedKey;

use crate::credentials::Certificate;
use crate::routeros::Fingerprint;

mod made;
pub mod names;
mod own;

pub use made::{MadeError, is_made};
pub use own::{Files, OwnError};

/// What the settings say of TLS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// Plain HTTP for everybody.
    Off,
    /// With a certificate that the box makes itself.
    Made,
    /// With a certificate of the operator's own.
    Own(Files),
}

/// Tells for which names and addresses the box's certificate has to be.
pub type Names = dyn Fn() -> Vec<String> + Send + Sync;

/// The certificate that is shown, and where it comes from.
pub struct Tls {
    data: PathBuf,
    own: Option<Files>,
    names: Box<Names>,
    shown: RwLock<Shown>,
    /// What stood in the way of the own one.
    own_told: Once,
    /// What stood in the way of the box's.
    made_told: Once,
}

/// Logs what stands in the way, once for as long as it does.
#[derive(Default)]
struct Once(Mutex<Option<String>>);

impl Once {
    fn tell(&self, error: &(dyn Error + 'static), what: &'static str) {
        let mut told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let text = error.to_string();
        if told.as_ref() != Some(&text) {
            tracing::warn!(error, "{what}");
            *told = Some(text);
        }
    }

    fn clear(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

struct Shown {
    certificate: Certificate,
    own: bool,
    /// For what the box's was made.
    names: Vec<String>,
}

impl Shown {
    fn own(certificate: Certificate) -> Self {
        Shown {
            certificate,
            own: true,
            names: Vec::new(),
        }
    }

    fn made((certificate, names): (Certificate, Vec<String>)) -> Self {
        Shown {
            certificate,
            own: false,
            names,
        }
    }
}

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Tls({})", self.fingerprint())
    }
}

impl Tls {
    /// Takes the operator's own certificate, or the one in the data folder, which is made where there is none. Where the own one cannot be
    /// used, that is logged and the box shows the other until it can: after a power cut nobody may be there to mend a file.
    ///
    /// # Errors
    /// The data folder.
    pub fn open(data: PathBuf, own: Option<Files>, names: Box<Names>) -> Result<Self, MadeError> {
        let own_told = Once::default();
        let found = own.as_ref().and_then(|files| match files.read() {
            Ok(certificate) => Some(certificate),
            Err(error) => {
                own_told.tell(
                    &error,
                    "the own certificate cannot be used; the box shows one that it made itself",
                );
                None
            }
        });
        let shown = match found {
            Some(certificate) => Shown::own(certificate),
            None => Shown::made(made::for_names(&data, &names())?),
        };
        Ok(Tls {
            data,
            own,
            names,
            shown: RwLock::new(shown),
            own_told,
            made_told: Once::default(),
        })
    }

    /// Looks whether the own certificate was renewed, or the one of the box must be for another name. Whatever stands in the way, what was
    /// shown is shown on.
    pub fn look(&self) {
        let is_own = match self.own.as_ref().map(Files::read) {
            None => false,
            Some(Ok(certificate)) => {
                self.own_told.clear();
                self.show(Shown::own(certificate));
                true
            }
            Some(Err(error)) => {
                self.own_told.tell(
                    &error,
                    "the own certificate cannot be used; the former one is shown on",
                );
                self.is_own()
            }
        };
        if is_own {
            return;
        }
        let names = (self.names)();
        if self.is_for(&names) {
            return;
        }
        match made::for_names(&self.data, &names) {
            Ok(made) => {
                self.made_told.clear();
                self.show(Shown::made(made));
            }
            Err(error) => self.made_told.tell(
                &error,
                "the box's certificate cannot be made for its new address; the former one is shown on",
            ),
        }
    }

    fn show(&self, next: Shown) {
        let mut shown = self.shown.write().unwrap_or_else(PoisonError::into_inner);
        let own = next.own;
        let another = next.certificate != shown.certificate;
        *shown = next;
        drop(shown);
        if another {
            tracing::info!(
                fingerprint = self.fingerprint().in_pairs(),
                own,
                "another certificate is shown from now on"
            );
        }
    }

    fn is_for(&self, names: &[String]) -> bool {
        let shown = self.shown.read().unwrap_or_else(PoisonError::into_inner);
        names.iter().all(|name| shown.names.contains(name))
    }

    fn current(&self) -> Certificate {
        let shown = self.shown.read().unwrap_or_else(PoisonError::into_inner);
        shown.certificate.clone()
    }

    /// The certificate as the TLS library shows it.
    pub fn certified(&self) -> Arc<CertifiedKey> {
        Arc::clone(self.current().shown())
    }

    /// Its fingerprint, as browsers show it.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(self.current().der())
    }

    /// Whether it is the operator's own.
    pub fn is_own(&self) -> bool {
        self.shown
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .own
    }
}
