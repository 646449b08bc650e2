//! What kind of failure an error is: whose fault, and whether trying again helps.

/// The kind of a failure. `http/problem.rs` turns it into a status, once; nothing else does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// What was sent is wrong. The caller's fault; the same again fails again.
    Invalid,
    /// Nobody is signed in, or what proves it is wrong or has run out. Signing in helps.
    Unauthenticated,
    /// Signed in, but the role does not allow it. Another account may.
    Forbidden,
    /// There is no such thing, or the caller may not know of it.
    NotFound,
    /// It clashes with what is there now: a name that is taken, a state that has moved on. Look again, then decide anew.
    Conflict,
    /// Too often. The same later succeeds.
    TooMany,
    /// Larger than what is taken.
    TooLarge,
    /// This program has no room or is occupied just now. Nobody's fault; the same a little later succeeds.
    Busy,
    /// Somebody else (a router, a mail server) refused, failed or did not answer. Try again once that works.
    Upstream,
    /// Our own fault. Its text is for the log and never leaves the process.
    Internal,
}

impl Kind {
    /// Whether the very same request can succeed later without anybody changing it.
    pub const fn is_worth_retrying(self) -> bool {
        matches!(self, Self::TooMany | Self::Busy | Self::Upstream)
    }
}

/// Something wrong with one field of what was sent.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Fault {
    /// The field's name, as it was sent.
    pub field: String,
    /// What is wrong and what to write.
    pub message: String,
}

impl Fault {
    /// A fault of a field.
    pub fn new(field: &str, message: impl ToString) -> Self {
        Fault {
            field: field.to_owned(),
            message: message.to_string(),
        }
    }
}

/// An error that knows its [`Kind`]. Every error of a service does.
pub trait Kinded: std::error::Error {
    /// Whose fault it is, and whether trying again helps.
    fn kind(&self) -> Kind;

    /// Which fields are wrong, where it is about fields.
    fn faults(&self) -> Vec<Fault> {
        Vec::new()
    }

    /// In how many seconds to try again, where that is known.
    fn retry_after(&self) -> Option<u64> {
        None
    }
}

/// Texts that a person typed and that are not what they should be.
macro_rules! invalid {
    ($($error:ty,)*) => {$(
        impl Kinded for $error {
            fn kind(&self) -> Kind {
                Kind::Invalid
            }
        }
    )*};
}

invalid! {
    super::access::business::KraPinError,
    super::access::business::ZoneError,
    super::access::email::EmailError,
    super::access::login_name::LoginNameError,
    super::access::password::PasswordFault,
    super::access::person_name::PersonNameError,
    super::access::phone::PhoneError,
    super::access::role::RoleError,
    super::language::LanguageError,
    super::moment::MomentError,
    super::net::ReachError,
}

impl Kinded for super::id::IdError {
    fn kind(&self) -> Kind {
        // It names a row that cannot be.
        Kind::NotFound
    }
}
