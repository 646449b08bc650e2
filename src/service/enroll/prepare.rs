//! What the set-up script does, done command by command: each is answered, so each refusal is told.

use std::net::Ipv4Addr;
use std::time::Duration;

use super::{EVERY, EnrollError};
use crate::domain::hotspot::bootstrap::{GROUP, POLICIES, Wish};
use crate::domain::hotspot::site::AccessService;
use crate::domain::net::Subnet;
use crate::domain::secret::Secret;
use crate::routeros::{Client, Command, Record, Reply};
use crate::service::apply::Pause;

/// How long a small board may take to make a key.
const SIGNS_WITHIN: Duration = Duration::from_secs(120);

/// What the router has of what is wished.
struct Found {
    groups: Vec<Record>,
    users: Vec<Record>,
    certificates: Vec<Record>,
    service: Option<Record>,
    /// From where the administrator is signed in over the API.
    here: Vec<Ipv4Addr>,
}

/// Does all of it. What was done, and the port of the service.
pub(super) async fn prepare(
    client: &mut Client,
    administrator: &str,
    wish: &Wish,
    password: &Secret,
    pause: &Pause<'_>,
) -> Result<(Vec<String>, u16), EnrollError> {
    let found = look(client, administrator, wish).await?;
    let mut wish = wish.clone();
    if wish.from.is_empty() {
        wish.from = found
            .here
            .iter()
            .map(|here| Subnet::around(*here, 32))
            .collect();
    }
    let inside = |here: &Ipv4Addr| wish.from.iter().any(|subnet| subnet.contains(*here));
    if let Some(from) = found.here.iter().find(|here| !inside(here)) {
        return Err(EnrollError::ShutOut {
            from: *from,
            allowed: wish.from_list(),
        });
    }
    let mut done = Vec::new();
    account(client, &found, &wish, password, &mut done).await?;
    let (name, port) = match wish.service {
        AccessService::ApiSsl => ("api-ssl", 8729),
        AccessService::Api => ("api", 8728),
    };
    service(client, &found, &wish, name, pause, &mut done).await?;
    let told = found
        .service
        .as_ref()
        .and_then(|row| row.get("port")?.parse().ok());
    Ok((done, told.unwrap_or(port)))
}

async fn look(client: &mut Client, administrator: &str, wish: &Wish) -> Result<Found, EnrollError> {
    let commands = [
        Command::read("/user/group/print").proplist(&[".id", "name", "policy"]),
        Command::read("/user/print").proplist(&[".id", "name", "group"]),
        Command::read("/certificate/print").proplist(&[".id", "name", "fingerprint"]),
        Command::read("/ip/service/print"),
        Command::read("/user/active/print").proplist(&["name", "address", "via"]),
    ];
    let mut lists = Vec::new();
    for reply in client.run_all(&commands).await? {
        lists.push(records("to tell its accounts and services", reply)?);
    }
    let [groups, users, certificates, services, active]: [Vec<Record>; 5] =
        lists.try_into().unwrap_or_default();
    let name = match wish.service {
        AccessService::ApiSsl => "api-ssl",
        AccessService::Api => "api",
    };
    let ours = |record: &&Record| {
        record.get("name") == Some(administrator)
            && record.get("via").is_some_and(|via| via.starts_with("api"))
    };
    Ok(Found {
        groups,
        users,
        certificates,
        // Newer versions list open connections here too, as dynamic rows.
        service: services.into_iter().find(|row| {
            row.get("name") == Some(name) && !matches!(row.get("dynamic"), Some("true" | "yes"))
        }),
        here: active
            .iter()
            .filter(ours)
            .filter_map(|record| record.get("address")?.parse().ok())
            .collect(),
    })
}

async fn account(
    client: &mut Client,
    found: &Found,
    wish: &Wish,
    password: &Secret,
    done: &mut Vec<String>,
) -> Result<(), EnrollError> {
    let user = named(&found.users, &wish.user);
    if let Some(group) = user
        .and_then(|user| user.get("group"))
        .filter(|group| *group != GROUP)
    {
        return Err(EnrollError::AccountTaken {
            user: wish.user.clone(),
            group: group.to_owned(),
        });
    }
    let group = match named(&found.groups, GROUP).and_then(Record::id) {
        Some(id) => Command::write("/user/group/set").with(".id", id),
        None => {
            done.push(format!(
                "Made the group {GROUP} with what hotspotd needs ({POLICIES})."
            ));
            Command::write("/user/group/add").with("name", GROUP)
        }
    };
    write(client, "to make the group", group.with("policy", POLICIES)).await?;
    let account = match user.and_then(Record::id) {
        Some(id) => {
            done.push(format!("Gave the account {} a new password.", wish.user));
            Command::write("/user/set")
                .with(".id", id)
                .with("disabled", "no")
        }
        None => {
            done.push(format!("Made the account {}.", wish.user));
            Command::write("/user/add")
                .with("name", &wish.user)
                .with("group", GROUP)
        }
    };
    let account = account
        .with("password", password.reveal())
        .with("address", wish.from_list());
    write(client, "to make the account", account).await
}

async fn service(
    client: &mut Client,
    found: &Found,
    wish: &Wish,
    name: &'static str,
    pause: &Pause<'_>,
    done: &mut Vec<String>,
) -> Result<(), EnrollError> {
    let value = |field: &str| found.service.as_ref().and_then(|row| row.get(field));
    let row = value(".id").unwrap_or(name).to_owned();
    let mut set = Command::write("/ip/service/set").with(".id", row);
    let before = set.attributes.len();
    let secure = wish.service == AccessService::ApiSsl;
    if secure && matches!(value("certificate"), None | Some("" | "none")) {
        sign(client, found, wish, pause, done).await?;
        set = set
            .with("certificate", &wish.certificate)
            .with("tls-version", "only-1.2");
        done.push(format!("Gave the service {name} its certificate."));
    }
    // A secure service without a certificate served nobody, so nobody else is shut out of it.
    let in_use =
        set.attributes.len() == before && !matches!(value("disabled"), Some("true" | "yes"));
    let listed = value("address").unwrap_or_default();
    let has = |subnet: &&Subnet| listed.split(',').any(|one| one == subnet.to_string());
    let more: Vec<String> = wish
        .from
        .iter()
        .filter(|one| !has(one))
        .map(ToString::to_string)
        .collect();
    if !in_use {
        let from = wish.from_list();
        done.push(format!("Switched the service {name} on for {from}."));
        set = set.with("disabled", "no").with("address", from);
    } else if !listed.is_empty() && !more.is_empty() {
        done.push(format!("Let {} in at the service {name}.", more.join(", ")));
        set = set.with("address", format!("{listed},{}", more.join(",")));
    }
    match set.attributes.len() == before {
        true => Ok(()),
        false => write(client, "to switch its secure API on", set).await,
    }
}

/// Makes the certificate where it is not there, and waits for its key.
async fn sign(
    client: &mut Client,
    found: &Found,
    wish: &Wish,
    pause: &Pause<'_>,
    done: &mut Vec<String>,
) -> Result<(), EnrollError> {
    let there = named(&found.certificates, &wish.certificate);
    if there.is_some_and(|row| row.get("fingerprint").is_some()) {
        return Ok(());
    }
    if there.is_none() {
        let add = wish
            .certificate_fields()
            .into_iter()
            .fold(Command::write("/certificate/add"), |add, (name, value)| {
                add.with(name, value)
            });
        write(client, "to make a certificate", add).await?;
        done.push(format!("Made the certificate {}.", wish.certificate));
    }
    let sign = Command::slow("/certificate/sign").with(".id", &wish.certificate);
    write(client, "to sign the certificate", sign).await?;
    // It may be signed after the answer.
    let look = [Command::read("/certificate/print")
        .proplist(&["name", "fingerprint"])
        .query(format!("?name={}", wish.certificate))];
    let mut waited = Duration::ZERO;
    loop {
        for reply in client.run_all(&look).await? {
            let rows = records("to tell its certificates", reply)?;
            if rows.iter().any(|row| row.get("fingerprint").is_some()) {
                return Ok(());
            }
        }
        if waited >= SIGNS_WITHIN {
            return Err(EnrollError::NotSigned(waited));
        }
        pause(EVERY).await;
        waited += EVERY;
    }
}

fn named<'r>(records: &'r [Record], name: &str) -> Option<&'r Record> {
    records
        .iter()
        .find(|record| record.get("name") == Some(name))
}

async fn write(
    client: &mut Client,
    step: &'static str,
    command: Command,
) -> Result<(), EnrollError> {
    for reply in client.run_all(&[command]).await? {
        records(step, reply)?;
    }
    Ok(())
}

fn records(step: &'static str, reply: Reply) -> Result<Vec<Record>, EnrollError> {
    match reply {
        Reply::Done { records, .. } => Ok(records),
        Reply::Trap { message, .. } => Err(EnrollError::Refused { step, message }),
    }
}
