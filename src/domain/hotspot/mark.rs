//! The mark that says "this row is ours, and of that site".
//!
//! `comment="hotspotd:<site>:<key>"`, and in menus without a comment a name that begins with `hd-<site>-`.
//! The site's slug is in it, so several sites on one router, and RouterOS's own names, never collide.

/// The mark of one site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteMark {
    comment: String,
    name: String,
}

impl SiteMark {
    /// The mark of the site with this slug.
    pub fn of(slug: &str) -> Self {
        SiteMark {
            comment: format!("hotspotd:{slug}:"),
            name: format!("hd-{slug}-"),
        }
    }

    /// The site's slug.
    pub fn slug(&self) -> &str {
        let slug = self.comment.strip_prefix("hotspotd:").unwrap_or_default();
        slug.trim_end_matches(':')
    }

    /// `hotspotd:<site>:`, what our comments begin with.
    pub fn comment(&self) -> &str {
        &self.comment
    }

    /// `hd-<site>-`, what our names begin with.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The key in a name of ours, in menus without a comment.
    pub fn key_in_name<'a>(&self, name: &'a str) -> Option<&'a str> {
        name.strip_prefix(&self.name)
    }

    /// The key in a comment of ours.
    pub fn key_in_comment<'a>(&self, comment: &'a str) -> Option<&'a str> {
        comment.strip_prefix(&self.comment)
    }
}

/// Whether a comment is the mark of any site of hotspotd.
pub fn is_marked(comment: &str) -> bool {
    comment.starts_with("hotspotd:")
}

/// Whether a name, in a menu without comments, is the mark of any site of hotspotd.
pub fn is_marked_name(name: &str) -> bool {
    name.starts_with("hd-")
}
