use std::collections::BTreeMap;
use std::fmt::Debug;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::*;

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Shop {
    name: String,
    #[serde(default)]
    ports: Vec<u16>,
    #[serde(default)]
    open: Option<bool>,
    #[serde(default)]
    wan: Option<Wan>,
    #[serde(default)]
    height: Option<f64>,
    #[serde(default)]
    offset: i8,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Wan {
    Dhcp,
    Pppoe { user: String },
    Named(u64),
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Tagged {
    Fixed { size: u32 },
}

fn json<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    let mut from = serde_json::Deserializer::from_str(text);
    read(&mut from).map_err(|mistake| mistake.to_string())
}

/// What serde_json says of the same text, without its place.
fn as_serde<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    serde_json::from_str(text).map_err(|error: serde_json::Error| {
        let said = error.to_string();
        said.split(" at line").next().unwrap_or(&said).to_owned()
    })
}

fn agree<T: DeserializeOwned + Debug + PartialEq>(text: &str, place: &str) {
    let expected = as_serde::<T>(text).map_err(|said| format!("{place}{said}"));
    assert_eq!(json::<T>(text), expected, "{text}");
}

#[test]
fn types_are_read_as_the_format_reads_them_and_mistakes_have_a_place() {
    for (text, place) in [
        (
            r#"{"name":"a","ports":[1,2],"open":true,"wan":"dhcp","height":1.5,"offset":-3}"#,
            "",
        ),
        (
            r#"{"name":"a","open":null,"wan":{"pppoe":{"user":"u"}},"height":2}"#,
            "",
        ),
        (r#"{"name":"a","wan":{"named":7}}"#, ""),
        (r#"{"ports":[]}"#, ""),
        (r#"{"name":1}"#, "name: "),
        (r#"{"name":"a","ports":[1,70000]}"#, "ports[1]: "),
        (r#"{"name":"a","ports":[1,"2"]}"#, "ports[1]: "),
        (r#"{"name":"a","ports":[-1]}"#, "ports[0]: "),
        (r#"{"name":"a","ports":{}}"#, "ports: "),
        (r#"{"name":"a","offset":200}"#, "offset: "),
        (r#"{"name":"a","open":"yes"}"#, "open: "),
        (r#"{"name":"a","wan":"none"}"#, "wan: "),
        (r#"{"name":"a","wan":{"pppoe":{}}}"#, "wan: "),
        (r#"{"name":"a","name":"b"}"#, ""),
        (r#"{"name":"a","nam":"b"}"#, "nam: "),
        (r#"[]"#, ""),
    ] {
        if text == "[]" {
            // A format may say which element is missing; here a list is no shop at all.
            assert!(json::<Shop>(text).is_err());
            continue;
        }
        agree::<Shop>(text, place);
    }
    agree::<Tagged>(r#"{"kind":"fixed","size":3}"#, "");
    agree::<BTreeMap<String, u8>>(r#"{"a":1,"b":256}"#, "b: ");
    agree::<(u8, String)>(r#"[1,"a"]"#, "");
    assert!(json::<(u8, String)>(r#"[1,"a",2]"#).is_err());
    assert!(json::<Option<Wan>>("null").unwrap().is_none());
}

#[test]
fn what_is_no_document_is_told_with_its_place() {
    let error = json::<Shop>("{\"name\": \"a\",\n \"ports\": [1, ]}").unwrap_err();
    assert!(error.contains("line 2"), "{error}");
    let deep = "[".repeat(100_000);
    let error = json::<Vec<u8>>(&deep).unwrap_err();
    assert!(error.contains("recursion limit"), "{error}");
}

#[test]
fn a_document_of_countless_values_takes_no_memory() {
    for text in [
        format!("[{}0]", "0,".repeat(500_000)),
        format!("[{}0]", "[[[0]]],".repeat(100_000)),
        format!("{{{}\"z\":0}}", "\"a\":0,".repeat(100_000)),
    ] {
        let measured = allocation_counter::measure(|| {
            let error = json::<BTreeMap<String, u8>>(&text).unwrap_err();
            assert!(error.contains("more than 20000 values"), "{error}");
        });
        assert!(measured.bytes_max < 6_000_000, "{}", measured.bytes_max);
    }
    let pairs = (0..500_000).map(|number| (number.to_string(), String::new()));
    let error = typed::<BTreeMap<String, String>>(pairs).unwrap_err();
    assert!(error.message.contains("more than 20000 values"));
}

#[test]
fn texts_of_a_form_stand_for_numbers_and_switches() {
    let form = |pairs: &[(&str, &str)]| {
        let pairs = pairs
            .iter()
            .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
        typed::<Shop>(pairs).map_err(|mistake| mistake.to_string())
    };
    let shop = form(&[
        ("name", "7"),
        ("open", "true"),
        ("offset", "-3"),
        ("height", "2.5"),
    ])
    .unwrap();
    assert_eq!(
        (shop.name.as_str(), shop.open, shop.offset),
        ("7", Some(true), -3)
    );
    assert_eq!(shop.height, Some(2.5));
    assert_eq!(
        form(&[("name", "a"), ("wan", "dhcp")]).unwrap().wan,
        Some(Wan::Dhcp)
    );
    for (pairs, said) in [
        (vec![("offset", "1")], "missing field `name`"),
        (
            vec![("name", "a"), ("offset", "much")],
            "offset: invalid type: string \"much\", expected i8",
        ),
        (
            vec![("name", "a"), ("offset", "300")],
            "offset: invalid value: integer `300`, expected i8",
        ),
        (vec![("name", "a"), ("name", "b")], "duplicate field `name`"),
    ] {
        assert_eq!(form(&pairs).unwrap_err(), said);
    }
}
