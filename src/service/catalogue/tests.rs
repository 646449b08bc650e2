use super::import::{Format, write};
use super::item::Item;
use super::*;
use crate::domain::hotspot::site::{BandwidthProfile, VoucherType};
use crate::domain::hotspot::starter::starter_offer;
use crate::domain::routeros::model::Model;

fn comes_back<I: Item + std::fmt::Debug>(items: &[I]) {
    for item in items {
        assert_eq!(I::read(&item.fields()).as_ref(), Ok(item));
        let stored = item.definition().unwrap();
        assert_eq!(&I::from_definition(&stored).unwrap(), item);
    }
    let csv = csv_file::read::<I>(&write(Format::Csv, items).unwrap()).unwrap();
    let toml = toml_file::read::<I>(&write(Format::Toml, items).unwrap()).unwrap();
    for lines in [csv, toml] {
        let read: Vec<I> = lines
            .iter()
            .map(|it| I::read(&it.fields).unwrap())
            .collect();
        assert_eq!(read, items);
    }
}

#[test]
fn everything_comes_back_from_every_form() {
    let (mut profiles, types) = starter_offer().unwrap();
    let burst = "name = \"kasi\"\nupload = \"2M\"\ndownload = \"4M\"\nqueue = \"cake\"\nidle_timeout = \"5m\"\n\
        burst = { upload = \"4M\", download = \"8M\", upload_threshold = \"1M\", download_threshold = \"2M\", time = \"16s\" }\n";
    let lines = toml_file::read::<BandwidthProfile>(&format!("[[profile]]\n{burst}")).unwrap();
    profiles.push(BandwidthProfile::read(&lines[0].fields).unwrap());
    comes_back(&profiles);
    comes_back(&types);
    comes_back(Model::builtin());
    // The words are those of the site file.
    assert_eq!(
        toml::from_str::<BandwidthProfile>(burst).unwrap(),
        profiles[8]
    );
}

#[test]
fn a_file_is_refused_with_the_line() {
    for (text, line, why) in [
        ("code,name,prise\n", 1, "no column \"prise\""),
        ("code,code\n", 1, "twice"),
        ("name,price\n", 1, "code is missing"),
        ("code,name\nA,b\nC\n", 3, "1 cells instead of 2"),
    ] {
        let error = csv_file::read::<VoucherType>(text).unwrap_err();
        assert_eq!(error.line, line, "{error}");
        assert!(error.message.contains(why), "{error}");
    }
    for (text, line, why) in [
        ("[[voucher_type]]\ncode = \n", 2, ""),
        ("\n[[profile]]\nname = \"x\"\n", 2, "does not belong"),
        (
            "# x\n[[voucher_type]]\ncolour = \"red\"\n",
            2,
            "no field \"colour\"",
        ),
        ("[[voucher_type]]\nname = true\n", 1, "text in quotes"),
    ] {
        let error = toml_file::read::<VoucherType>(text).unwrap_err();
        assert_eq!(error.line, line, "{error}");
        assert!(error.message.contains(why), "{error}");
    }
}

#[test]
fn wrong_fields_are_named() {
    let good = &starter_offer().unwrap().1[0].fields();
    for (field, text) in [
        ("code", "saa moja"),
        ("name", ""),
        ("price", "50"),
        ("price", "KES 10.50"),
        ("validity", "soon"),
        ("online", "90d"),
        ("data", "1 kB"),
        ("name", "a\nb"),
    ] {
        let faults = VoucherType::read(&good.clone().with(field, text)).unwrap_err();
        assert!(
            faults.iter().any(|fault| fault.field == field),
            "{field} {faults:?}"
        );
    }
    let good = &Model::builtin()[0].fields();
    for (field, text) in [
        ("name", "…"),
        ("ports", "ether1 eth\"er2"),
        ("licence", "nine"),
        ("factory", "fancy"),
        ("routeros", "new"),
        ("container", "maybe"),
        ("source", "two\tfields"),
    ] {
        let faults = Model::read(&good.clone().with(field, text)).unwrap_err();
        assert!(
            faults.iter().any(|fault| fault.field == field),
            "{field} {faults:?}"
        );
    }
}
