//! People who sign in, and what each may do.

pub mod business;
pub mod email;
pub mod login_name;
pub mod password;
pub mod permission;
pub mod person_name;
pub mod phone;
pub mod role;

pub use business::{Business, KraPin, Zone};
pub use email::Email;
pub use login_name::LoginName;
pub use permission::Permission;
pub use person_name::PersonName;
pub use phone::Phone;
pub use role::Role;
