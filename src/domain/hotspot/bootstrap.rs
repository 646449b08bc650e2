//! The script that a router's administrator runs once, so that hotspotd may work there: its group, its account, and
//! the service it comes in by (RouterOS facts: hotspot, section 11).
//!
//! It is idempotent, and keeps the password of an account that exists unless told otherwise.

use std::net::Ipv4Addr;

use rsc::dialect::{Command, Test};
use rsc::{Condition, Statement, Target};

use super::mark::SiteMark;
use super::site::{AccessService, Site};
use crate::domain::net::Subnet;
use crate::domain::secret::Secret;

/// The group of hotspotd's account.
pub const GROUP: &str = "hotspotd";

/// The least that hotspotd needs: `api` to sign in, `read` and `write`, `sensitive` to read secrets back, `test` for
/// ping, `ftp` for files: back-ups and the pages of the portal. The guard's script may hold no policy that its owner lacks, and needs these (RouterOS facts: apply).
/// Never `policy`, with which an account could make itself administrator.
pub const POLICIES: &str = "read,write,api,ftp,test,sensitive";

/// Seconds that a slow board may take to make a key.
const SIGNING: u32 = 30;

/// What hotspotd wants of a router to work on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// What the script is for, in its first line.
    pub title: String,
    /// The account.
    pub user: String,
    /// From where it may sign in.
    pub from: Vec<Subnet>,
    /// Over which service.
    pub service: AccessService,
    /// Name of the certificate of a secure service.
    pub certificate: String,
    /// The router's own address, as its certificate says it; hotspotd goes by the certificate itself and needs none.
    pub address: Option<Ipv4Addr>,
}

impl Wish {
    /// For a router of which nothing is known yet: the usual account over TLS, from these addresses.
    pub fn for_a_stranger(from: Vec<Subnet>) -> Wish {
        Wish {
            title: "hotspotd".to_owned(),
            user: "hotspotd".to_owned(),
            from,
            service: AccessService::ApiSsl,
            certificate: "hd-api".to_owned(),
            address: None,
        }
    }

    /// For a site that fits its router (`fits.rs`: the account is nobody else's, and may sign in from somewhere).
    pub fn of(site: &Site) -> Wish {
        let slug = site.site.slug.as_str();
        Wish {
            title: format!("{} ({slug})", site.site.name),
            user: site.access.user.clone(),
            from: site.access.from.clone(),
            service: site.access.service,
            certificate: format!("{}api", SiteMark::of(slug).name()),
            address: Some(site.management.address.address()),
        }
    }

    /// [`Wish::from`] as RouterOS takes it.
    pub fn from_list(&self) -> String {
        let from = self.from.iter().map(ToString::to_string);
        from.collect::<Vec<_>>().join(",")
    }

    /// The fields of its certificate.
    pub fn certificate_fields(&self) -> Vec<(&'static str, String)> {
        let mut fields = vec![
            ("name", self.certificate.clone()),
            ("common-name", self.certificate.clone()),
        ];
        if let Some(address) = self.address {
            fields.push(("subject-alt-name", format!("IP:{address}")));
        }
        let usage = "digital-signature,key-encipherment,tls-server";
        fields.push(("key-usage", usage.to_owned()));
        fields.push(("days-valid", "3650".to_owned()));
        fields
    }
}

/// The script's text, for a site that fits its router. `renew` gives an account that exists this password too.
pub fn script(site: &Site, password: &Secret, renew: bool) -> String {
    script_of(&Wish::of(site), password, renew)
}

/// The script's text.
pub fn script_of(wish: &Wish, password: &Secret, renew: bool) -> String {
    let from = wish.from_list();
    let mut commands = vec![group(), user(&wish.user, &from, password, renew)];
    match wish.service {
        AccessService::ApiSsl => {
            commands.push(certificate(wish));
            let service = service("api-ssl", &from)
                .with("certificate", &wish.certificate)
                .with("tls-version", "only-1.2");
            commands.push(Command::Row(service));
        }
        AccessService::Api => commands.push(Command::Row(service("api", &from))),
    }
    // A line end would end the comment.
    let title: String = wish.title.chars().filter(|c| !c.is_control()).collect();
    let head = format!(
        "# {title}: lets hotspotd work on this router. Run it once as administrator; it may be run again.\n\
         # It holds a password: delete this file afterwards.\n"
    );
    head + &rsc::dialect::write(&commands)
}

fn group() -> Command {
    let add = Statement::add("/user/group")
        .with("name", GROUP)
        .with("policy", POLICIES);
    let set = Statement::set("/user/group", named(GROUP)).with("policy", POLICIES);
    unless_there(
        "/user/group",
        GROUP,
        vec![Command::Row(add)],
        vec![Command::Row(set)],
    )
}

/// An account of that name in another group is somebody else's and is left alone.
fn user(name: &str, from: &str, password: &Secret, renew: bool) -> Command {
    let add = Statement::add("/user")
        .with("name", name)
        .with("group", GROUP)
        .with("password", password.reveal())
        .with("address", from);
    let ours = Target::Find(vec![
        Condition::new("name", name),
        Condition::new("group", GROUP),
    ]);
    let mut set = Statement::set("/user", ours)
        .with("address", from)
        .with("disabled", "no");
    if renew {
        set = set.with("password", password.reveal());
    }
    unless_there(
        "/user",
        name,
        vec![Command::Row(add)],
        vec![Command::Row(set)],
    )
}

/// Made once: another certificate would be another pin.
fn certificate(wish: &Wish) -> Command {
    let name = &wish.certificate;
    let add = wish
        .certificate_fields()
        .into_iter()
        .fold(Statement::add("/certificate"), |add, (name, value)| {
            add.with(name, value)
        });
    let sign = Command::Sign { name: name.clone() };
    let made = vec![Command::Row(add), sign, Command::Delay { seconds: SIGNING }];
    unless_there("/certificate", name, made, Vec::new())
}

fn service(name: &str, from: &str) -> Statement {
    Statement::set("/ip/service", named(name))
        .with("disabled", "no")
        .with("address", from)
}

fn named(name: &str) -> Target {
    Target::Find(vec![Condition::new("name", name)])
}

fn unless_there(menu: &str, name: &str, add: Vec<Command>, otherwise: Vec<Command>) -> Command {
    Command::IfAbsent {
        menu: menu.to_owned(),
        find: vec![Test::equals("name", name)],
        add,
        otherwise,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::hotspot::starter::starter;
    use crate::domain::hotspot::template::Shape;
    use crate::domain::routeros::catalogue::Catalogue;
    use crate::domain::routeros::version::Version;

    fn site() -> Site {
        let model = Catalogue::builtin().get("hAP ac²").unwrap();
        starter(model, Shape::Basic, Version::new(7, 21, 5)).unwrap()
    }

    fn lines(site: &Site, renew: bool) -> Vec<String> {
        let text = script(site, &Secret::new("S3CRET"), renew);
        text.lines()
            .filter(|line| !line.starts_with('#'))
            .map(str::to_owned)
            .collect()
    }

    #[test]
    fn the_script_of_a_typical_shop() {
        assert_eq!(
            lines(&site(), false),
            [
                r#":if ([:len [/user group find name="hotspotd"]]=0) do={/user group add name=hotspotd policy=read,write,api,ftp,test,sensitive} else={/user group set [find name="hotspotd"] policy=read,write,api,ftp,test,sensitive}"#,
                r#":if ([:len [/user find name="hotspotd"]]=0) do={/user add name=hotspotd group=hotspotd password=S3CRET address=192.168.88.2/32} else={/user set [find name="hotspotd" group="hotspotd"] address=192.168.88.2/32 disabled=no}"#,
                r#":if ([:len [/certificate find name="hd-duka-api"]]=0) do={/certificate add name=hd-duka-api common-name=hd-duka-api subject-alt-name=IP:192.168.88.1 key-usage=digital-signature,key-encipherment,tls-server days-valid=3650; /certificate sign hd-duka-api; :delay 30s}"#,
                r#"/ip service set [find name="api-ssl"] disabled=no address=192.168.88.2/32 certificate=hd-duka-api tls-version=only-1.2"#,
            ]
        );
    }

    #[test]
    fn an_account_gets_a_new_password_only_when_asked() {
        let renewed = lines(&site(), true);
        assert!(
            renewed[1].ends_with("address=192.168.88.2/32 disabled=no password=S3CRET}"),
            "{renewed:?}"
        );
    }

    #[test]
    fn the_plain_service_needs_no_certificate() {
        let mut site = site();
        site.access.service = AccessService::Api;
        let lines = lines(&site, false);
        assert_eq!(lines.len(), 3);
        assert_eq!(
            lines[2],
            r#"/ip service set [find name="api"] disabled=no address=192.168.88.2/32"#
        );
    }

    #[test]
    fn a_router_without_a_site_gets_a_neutral_script() {
        let wish = Wish::for_a_stranger(vec!["10.0.0.7/32".parse().unwrap()]);
        let text = script_of(&wish, &Secret::new("S3CRET"), true);
        assert!(text.starts_with("# hotspotd: lets hotspotd work on this router."));
        assert_eq!(
            text.lines().skip(4).collect::<Vec<_>>(),
            [
                r#":if ([:len [/certificate find name="hd-api"]]=0) do={/certificate add name=hd-api common-name=hd-api key-usage=digital-signature,key-encipherment,tls-server days-valid=3650; /certificate sign hd-api; :delay 30s}"#,
                r#"/ip service set [find name="api-ssl"] disabled=no address=10.0.0.7/32 certificate=hd-api tls-version=only-1.2"#,
            ]
        );
    }

    #[test]
    fn a_title_stays_in_its_line() {
        let mut wish = Wish::for_a_stranger(vec!["10.0.0.7/32".parse().unwrap()]);
        wish.title = "Duka\n/user remove [find]\r\n".to_owned();
        let text = script_of(&wish, &Secret::new("p"), true);
        assert_eq!(rsc::dialect::parse(&text).unwrap().len(), 4);
    }

    #[test]
    fn a_name_cannot_add_a_command() {
        let mut site = site();
        site.access.user = "x\"; /user remove [find name=\"admin\"]; :log info \"$y\n".to_owned();
        let text = script(&site, &Secret::new("p"), false);
        let commands = rsc::dialect::parse(&text).unwrap();
        assert_eq!(commands.len(), 4);
        assert!(
            matches!(&commands[1], Command::IfAbsent { find, .. } if *find == [Test::equals("name", site.access.user.as_str())])
        );
    }
}
