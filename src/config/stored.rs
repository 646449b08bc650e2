//! The settings that are kept in the database: those that the owner decides on pages. None of them is a flag, a variable or a key of the
//! settings file, so each has one place.

/// What is decided on a page.
#[derive(Debug)]
pub struct Stored {
    /// What is decided.
    pub what: &'static str,
    /// The page, as people find it.
    pub page: &'static str,
    /// Its path.
    pub path: &'static str,
    /// Its path in the API, where it has one.
    pub api: Option<&'static str>,
}

/// All of them.
pub static STORED: &[Stored] = &[
    Stored {
        what: "The business: its name, telephone number, town, KRA PIN, currency and time zone",
        page: "Settings → Business",
        path: "/settings/business",
        api: Some("/api/settings/business/"),
    },
    Stored {
        what: "Mail: the server, how it is reached, its password (sealed), and the address of this box at the beginning of links in mails",
        page: "Settings → Mail",
        path: "/settings/mail",
        api: Some("/api/settings/mail/"),
    },
    Stored {
        what: "The care of routers: how often each is read, and whether routers may have addresses of the internet",
        page: "Settings → Routers",
        path: "/settings/routers",
        api: Some("/api/settings/routers/"),
    },
    Stored {
        what: "One's own password, mail address and second factor",
        page: "Settings → Security",
        path: "/settings/security",
        api: None,
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_is_there() {
        let routes = crate::http::routes::routes();
        for stored in STORED {
            for path in [Some(stored.path), stored.api].into_iter().flatten() {
                assert!(routes.iter().any(|route| route.path == path), "{path}");
            }
        }
    }
}
