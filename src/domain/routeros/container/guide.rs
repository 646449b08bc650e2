//! What a person does before and after, as comments of the scripts.
//!
//! Plain ASCII without question marks: a terminal that the script is pasted into takes a question mark for a call for help.

use super::era::{ERAS, Era};
use super::rows::{ADMINISTRATION, PORTAL};
use super::setup::{Setup, data, mark};
use super::words::{Name, Place};
use crate::domain::routeros::version::Version;

pub(super) const NETWORK: &str = "A small network between the router and hotspotd.";
pub(super) const TRAFFIC: &str = "hotspotd gets out, and in to the API of this router. Its administration is reached from the LAN alone; the portal\n\
    from wherever the router's other rules let customers through.";
pub(super) const VARIABLES: &str = "What hotspotd is told. It reads this when it starts.";
pub(super) const MOUNT: &str =
    "Its data: a folder of the disk, which stays when the container goes.";
pub(super) const CONTAINER: &str = "The container. One that exists is left as it is: for another image, take it away first (see the end).";

/// The lines as comments.
pub(super) fn comment(lines: &str) -> String {
    lines
        .lines()
        .map(|line| match line {
            "" => "#\n".to_owned(),
            line => format!("# {line}\n"),
        })
        .collect()
}

/// How the container is found in a terminal.
fn found(name: &Name) -> String {
    format!("[find comment=\"{}\"]", mark(name, "container"))
}

/// What to do before the script is run.
pub(super) fn before(setup: &Setup, era: &Era) -> String {
    let Setup {
        version,
        architecture,
        disk,
        lan,
        ..
    } = setup;
    let (image, words) = (setup.image_path(), architecture.on_router());
    let written = if era.knows(*version) {
        format!("It is written in the words of RouterOS {}.", era.span())
    } else {
        let known = &ERAS[ERAS.len() - 1];
        format!(
            "RouterOS {version} is newer than what hotspotd knows ({} is the newest): it is written in the words of {}. Where the router\n\
             does not know a word, look for a newer hotspotd.",
            newest(),
            known.span()
        )
    };
    let activate = if *version >= Version::new(7, 18, 0) {
        "/system package apply-changes"
    } else {
        "/system reboot"
    };
    let allow = if *version >= Version::new(7, 17, 0) {
        "container=yes hotspot=yes scheduler=yes"
    } else {
        "container=yes"
    };
    let memory = if era.limits.is_empty() {
        "\nThis RouterOS has no memory limit for one container, and a limit for all of them is not ours to set; hotspotd stays small by itself.\n"
    } else {
        ""
    };
    let restart = if era.restart.is_none() {
        "This RouterOS starts a container with the router, and does not start one again that failed: then start it by hand as in step 8.\n"
    } else {
        ""
    };
    let servers = if setup.dns.is_empty() {
        "Name servers: /ip dns print must show some. Without any the container does not start."
    } else {
        "Name servers: the container asks those that were given to it."
    };
    comment(&format!(
        "hotspotd as a container on this router: RouterOS {version}, {architecture}, disk {disk}.\n\
         {written}\n\
         It may be run again: what is there is brought back to this, and nothing is added twice. Nobody else's rows are touched.\n\
         {memory}{restart}\n\
         BEFORE, once:\n\
         1. /system resource print must say architecture-name: {words}. Boards with the processor EN7562CT (hEX refresh, hEX S of 2025,\n   \
            hAP ax S) run only images for arm32v5, and hotspotd is none.\n\
         2. The container package: from mikrotik.com, Software, Extra packages, of exactly this RouterOS version and processor. Put\n   \
            container-*.npk into Files, then: {activate}\n\
         3. Allow containers: /system device-mode print shows what is allowed. Where something is missing:\n   \
            /system device-mode update {allow}\n   \
            and within five minutes press the button of the board once, or cut its power. It starts anew.\n\
         4. The disk: /disk print must show {disk} with file system ext4. This makes it so and ERASES it:\n   \
            /disk format-drive {slot} file-system=ext4 label=hotspotd\n   \
            The built-in flash is no place for it: it is small and wears out.\n\
         5. {servers}\n\
         6. The image: put it into Files, as {image}\n\
         7. {lan} must be where your own computers are: only they reach the administration. (Another: --lan or --lan-list.)\n\n\
         NOW: paste all of this into a terminal of the router (WinBox: New Terminal), or put it into Files and /import it.\n\
         AFTER: see the end.",
        slot = slot(disk),
        lan = capital(&lan.to_string()),
    )) + "\n"
}

/// What to do when it was run.
pub(super) fn after(setup: &Setup) -> String {
    let Setup { name, link, .. } = setup;
    let (router, container, found) = (link.router(), link.container(), found(name));
    comment(&format!(
        "AFTER:\n\
         8. The image is being unpacked now. Wait until /container print says that {name} is stopped (status=stopped, or the flag S),\n   \
            then: /container start {found}\n   \
            From then on it starts with the router.\n\
         9. Open https://{container}:{ADMINISTRATION}/ from a computer whose way out is this router. The set-up code that it asks for is in the log,\n   \
            with the fingerprint of the certificate at which the browser warns once:\n   \
            /log print where topics~\"container\"\n\
         10. The first router to add there is this one: its address is {router}. On sites, hotspotd's own address is {container}:\n    \
             [access] from = [\"{container}/32\"], [portal] address = \"{container}\", port = {PORTAL}\n\
         11. Other routers in your LAN see hotspotd come from this router's own address in the LAN: let that one in there.\n\n\
         ANOTHER IMAGE, with the same data:\n\
         /container stop {found}\n\
         and when it is stopped: /container remove {found}\n\
         then run this script with the new image's name, and go on with step 8.\n\n\
         TAKE ALL OF IT AWAY: hotspotd container-setup --remove{named} prints the script for it.",
        named = match name.to_string().as_str() {
            "hotspotd" => String::new(),
            name => format!(" --name {name}"),
        },
    ))
}

/// What to do before and after the script that takes everything away.
pub(super) fn removing(name: &Name, disk: &Place) -> String {
    let found = found(name);
    comment(&format!(
        "Takes hotspotd's container {name} off this router, with all that container-setup brought. Its data stays on the disk.\n\n\
         BEFORE: /container stop {found}\n\
         and wait until /container print says that it is stopped (status=stopped, or the flag S). While it runs, nothing is taken away.\n\n\
         NOW: paste all of this into a terminal of the router, or put it into Files and /import it.\n\n\
         AFTER: /log print shows whether all went. The data and the image lie on the disk still. This deletes the data for good:\n\
         /file remove [find name=\"{}\"]",
        data(disk, name)
    )) + "\n"
}

/// The disk that a place lies on.
fn slot(disk: &Place) -> String {
    let place = disk.to_string();
    place.split('/').next().unwrap_or_default().to_owned()
}

/// As in `7.24`.
fn newest() -> String {
    format!("7.{}", ERAS[ERAS.len() - 1].minors.1)
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}
