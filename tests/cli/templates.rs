//! Templates of the operator's own: they work, and what is wrong with one has its place.

use crate::bench::{Folder, Run, Shop, board, hotspotd, site_with, slug};

const MINE: &str = r#"
/system identity
set name="{{ identity }}"
/ip firewall address-list
add list="{{ hd }}-extra" address="{{ portal.address }}" comment="{{ mark }}extra"
"#;

fn mine() -> String {
    site_with("template = \"basic\"", "template = \"mine\"")
}

fn generate(template: &str) -> Run {
    let folder = Folder::new();
    let site = folder.file("shop.toml", mine());
    folder.file("own/mine.rsc", template);
    hotspotd(&[
        "generate",
        &site,
        "--templates",
        &folder.path("own"),
        "--format",
        "export",
    ])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_own_template_is_applied_and_proven() {
    let shop = Shop::with(board("7.21.5"), &mine()).await;
    let folder = shop.folder.path("own");
    shop.folder.file("own/mine.rsc", MINE);
    let with = ["--templates", &folder];
    shop.apply(&with).ends(0);
    shop.untouched(|shop| shop.run("verify", &with)).ends(0);
    let lists = shop
        .router
        .with_device(|device| device.rows("/ip/firewall/address-list"));
    let extra = lists
        .iter()
        .find(|row| row.get("list") == Some(&*format!("hd-{}-extra", slug())))
        .expect("the row");
    assert_eq!(
        extra.get("comment"),
        Some(&*format!("hotspotd:{}:extra", slug()))
    );
}

#[test]
fn a_template_of_a_known_name_replaces_the_built_in_one() {
    let folder = Folder::new();
    let site = folder.file("shop.toml", crate::bench::site());
    folder.file("own/basic.rsc", MINE);
    let run = hotspotd(&[
        "generate",
        &site,
        "--templates",
        &folder.path("own"),
        "--format",
        "export",
    ])
    .ends(0);
    assert_eq!(
        run.stdout
            .lines()
            .filter(|line| line.starts_with('/'))
            .count(),
        2,
        "{run:#?}"
    );
}

#[test]
fn a_template_that_does_not_exist() {
    let folder = Folder::new();
    let site = folder.file("shop.toml", mine());
    hotspotd(&["generate", &site]).fails(
        64,
        &[
            "there is no template `mine`; there are addon, basic, vlan",
            "--templates",
        ],
    );
    hotspotd(&["generate", &site, "--templates", &folder.path("nowhere")])
        .fails(64, &["nowhere cannot be read: No such file"]);
}

#[test]
fn a_broken_tag_has_its_line_and_column() {
    generate("/ip pool\nadd name=\"{{ identity \"\n")
        .fails(64, &["template `mine.rsc`, line 2, column "]);
    generate("/ip pool\n{% if true %}\n").fails(64, &["template `mine.rsc`, line 3, column "]);
}

#[test]
fn an_unknown_name_in_a_tag_is_told() {
    generate("/system identity\nset name=\"{{ identty }}\"\n")
        .fails(64, &["template `mine`", "identty"]);
}

#[test]
fn broken_routeros_text_has_its_line_and_column() {
    generate("/ip pool\nadd name=\"x\n").fails(64, &["template `mine`", "line 2, column"]);
    generate("/ip pool\nremove [find]\n").fails(64, &["template `mine`", "line 2, column"]);
    generate("/ip pool\nadd name=x ranges=10.0.0.1\n").fails(
        64,
        &[
            "line 2, column 1",
            &format!("comment=\"hotspotd:{}:<key>\"", slug()),
        ],
    );
}

/// Whatever the value: here one that would do no harm, one with a blank, and one in the middle of a word.
/// Whatever the value: one that would do no harm, one with a blank, and places in the middle of a word.
#[test]
fn a_value_place_without_quotes_is_refused() {
    for (line, shown) in [
        ("set name={{ identity }}", "set name=…"),
        ("set name={{ wifi.radios.0.cells.0.ssid }}", "set name=…"),
        ("set name=x{{ hd }}y-{{ identity }}", "set name=x…y-…"),
    ] {
        let template = format!("/system identity\n# {{{{ identity }}}}\n{line}\n");
        generate(&template).fails(
            64,
            &[
                "template `mine`: ",
                &format!("in `{shown}` a value of the site would become part of a command"),
                "in quotes",
            ],
        );
    }
}

#[test]
fn a_misspelt_part_is_told() {
    generate("{% include \"parts/hotspott.rsc\" %}\n").fails(64, &["parts/hotspott.rsc"]);
}
