use super::*;
use proptest::prelude::*;

const SHOP: &str = r#"template = "basic"

[site]
slug = "duka"
name = "Duka"

[router]
model = "hEX"
routeros = "7.21"

[wan]
port = "ether1"
mode = "dhcp"

[management]
interface = "bridge"
address = "192.168.88.1/24"

[[network]]
name = "guest"
address = "10.5.50.1/24"
ports = ["ether2"]

[portal]
address = "192.168.88.2"
port = 8080

[[profile]]
name = "siku"
upload = "2M"
download = "5M"

[access]
from = ["192.168.88.2"]
"#;

/// The error when `from` is replaced by `to`.
fn error(from: &str, to: &str) -> String {
    assert!(SHOP.contains(from), "{from}");
    read(&SHOP.replacen(from, to, 1)).unwrap_err().to_string()
}

#[test]
fn mistakes_are_told_with_line_and_remedy() {
    let mut wrong = Vec::new();
    for (from, to, said) in [
        (
            "upload =",
            "uplaod =",
            "line 30, column 1: unknown key `uplaod`; did you mean `upload`?",
        ),
        (
            "upload =",
            "zzz =",
            "line 30, column 1: unknown key `zzz`; known here: name, upload, download,",
        ),
        (
            "[wan]",
            "[wna]",
            "line 11, column 2: unknown key `wna`; did you mean `wan`?",
        ),
        (
            "mode =",
            "moed =",
            "line 13, column 1: unknown key `moed`; did you mean `mode`?",
        ),
        (
            "port = \"ether1\"",
            "prot = \"ether1\"",
            "line 12, column 1: unknown key `prot`; did you mean `port`?",
        ),
        (
            "\"dhcp\"",
            "\"dhpc\"",
            "line 13, column 8: unknown word `dhpc`; did you mean `dhcp`?",
        ),
        (
            "\"dhcp\"",
            "\"lte\"",
            "unknown word `lte`; write one of dhcp, static, pppoe",
        ),
        (
            "\"dhcp\"",
            "\"static\"",
            "line 11, column 1: [wan] with mode = \"static\" needs address",
        ),
        (
            "\"dhcp\"",
            "\"dhcp\"\nuser = \"x\"",
            "takes only port and vlan",
        ),
        (
            "\"2M\"",
            "\"2Mbps\"",
            "line 30, column 10: \"2Mbps\" is not a speed; write bits per second like 512k",
        ),
        (
            "\"2M\"",
            "2",
            "line 30, column 10: write this in quotes: \"2\"",
        ),
        (
            "\"7.21\"",
            "7.21",
            "line 9, column 12: write this in quotes: \"7.21\"",
        ),
        (
            "port = 8080",
            "port = \"8080\"",
            "line 26, column 8: write this as a number without quotes: 8080",
        ),
        ("port = 8080", "port = 80800", "80800 is out of bounds"),
        (
            "address = \"192.168.88.2\"",
            "address = \"box\"",
            "\"box\" is not an address",
        ),
        (
            "[\"ether2\"]",
            "\"ether2\"",
            "write this as a list: [\"ether2\"]",
        ),
        (
            "upload = \"2M\"\n",
            "",
            "line 28, column 1: [[profile]] needs the key `upload`",
        ),
        (
            "template = \"basic\"\n",
            "",
            "the file needs the key `template` at its top",
        ),
        (
            "[access]\nfrom = [\"192.168.88.2\"]",
            "",
            "the file needs [access]",
        ),
        (
            "[[profile]]",
            "[profile]",
            "write [[profile]] with double brackets",
        ),
        (
            "[site]",
            "[[site]]",
            "line 3, column 1: there is one [site] only",
        ),
        (
            "slug = \"duka\"",
            "slug = \"duka\"\nslug = \"b\"",
            "line 5, column 1: `slug` is written twice; keep one",
        ),
        (
            "\"10.5.50.1/24\"",
            "\"10.5.50.0/24\"",
            "the router usually takes 10.5.50.1/24",
        ),
        ("\"hEX\"", "\"hEX", "line 8, column"),
        (
            "name = \"Duka\"",
            "name = \"ñandú\" x",
            "line 5, column 16:",
        ),
    ] {
        let got = error(from, to);
        if !got.contains(said) {
            wrong.push(format!("{from} → {to}: {got}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(
        read("")
            .unwrap_err()
            .to_string()
            .starts_with("line 1, column 1: the file needs")
    );
}

#[test]
fn too_large_a_file_is_refused() {
    let said = read(&"#".repeat(MAX_BYTES + 1)).unwrap_err().to_string();
    assert!(said.contains("at most"), "{said}");
}

#[test]
fn secrets_are_written_and_read_back() {
    let text = SHOP.replace(
        "mode = \"dhcp\"",
        "mode = \"pppoe\"\nuser = \"duka@isp\"\npassword = \"ka\\\"hawa …\"",
    ) + "\n[wireguard]\naddress = \"10.99.0.2/24\"\nprivate_key = \"k\"\npeer_public_key = \"p\"\npeer_host = \"h\"\npeer_port = 1\nallowed = [\"10.99.0.1\"]\n";
    let site = read(&text).unwrap();
    let written = write(&site).unwrap();
    assert_eq!(read(&written).unwrap(), site, "{written}");
    let shown = format!("{site:?} {}", toml::to_string(&site).unwrap());
    assert!(!shown.contains("hawa"), "{shown}");
}

#[test]
fn a_hidden_secret_is_not_taken_for_a_real_one() {
    let said = error("\"dhcp\"", "\"pppoe\"\nuser = \"u\"\npassword = \"…\"");
    assert!(said.contains("type the real one"), "{said}");
}

proptest! {
    #[test]
    fn no_text_panics(text in "\\PC{0,200}") {
        let _ = read(&text);
    }

    #[test]
    fn no_damage_panics(at in 0usize..SHOP.len(), with in "\\PC{0,6}", cut in 0usize..20) {
        if let (Some(head), Some(tail)) = (SHOP.get(..at), SHOP.get((at + cut).min(SHOP.len())..))
            && let Err(error) = read(&format!("{head}{with}{tail}"))
        {
            prop_assert!(error.line >= 1 && error.column >= 1 && error.message.len() < 600);
        }
    }

    #[test]
    fn names_and_passwords_of_any_letters_read_back(name in "\\PC{1,40}", password in any::<String>()) {
        let mut site = read(SHOP).unwrap();
        if let Ok(label) = name.parse() {
            site.site.name = label;
        }
        prop_assume!(password != crate::domain::secret::Secret::HIDDEN);
        if let Some(wan) = site.wan.as_mut() {
            wan.mode = WanMode::Pppoe { user: name, password: crate::domain::secret::Secret::new(password) };
        }
        prop_assert_eq!(read(&write(&site).unwrap()).unwrap(), site);
    }
}
