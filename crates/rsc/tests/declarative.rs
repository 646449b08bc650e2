//! The declarative subset by example.

#![allow(clippy::panic)] // The helpers of tests are no tests to clippy.

use rsc::{Condition, Position, Statement, Target, parse, parse_all, write_export};

fn rows(text: &str) -> Vec<Statement> {
    let rows = parse(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    rows.into_iter().map(Statement::unplaced).collect()
}

fn find(field: &str, value: &str) -> Target {
    Target::Find(vec![Condition::new(field, value)])
}

#[test]
fn every_form_of_a_menu_is_the_same_row() {
    let row = Statement::add("/ip/hotspot/user/profile").with("name", "x");
    for text in [
        "/ip hotspot user profile\nadd name=x",
        "/ip/hotspot/user/profile\nadd name=x\n",
        "/ip/hotspot user/profile\r\n\r\n   add   name=x  \r\n",
        "/ip hotspot user profile add name=x",
        "/ip/hotspot/user/profile/add name=x",
        "/ip/hotspot/user/profile add name=\"x\"",
        "# remark = \"not closed\n/ip hotspot user profile\n\t# another [\nadd name=x\n# end",
        "\u{FEFF}/ip hotspot user profile\nadd name=x",
        "/ip hotspot user \\\n    profile\nadd \\\r\n    name=\\\n    x",
    ] {
        assert_eq!(rows(text), std::slice::from_ref(&row), "{text}");
    }
}

#[test]
fn every_target_of_a_set() {
    for (line, target) in [
        ("set name=x", Target::None),
        ("set !name", Target::None),
        ("set", Target::None),
        ("set ether1 name=x", Target::Name("ether1".into())),
        ("set *0 name=x", Target::Name("*0".into())),
        ("set \"my wlan\" name=x", Target::Name("my wlan".into())),
        ("set \"0\" name=x", Target::Name("0".into())),
        (
            "set [ find default-name=ether1 ] name=x",
            find("default-name", "ether1"),
        ),
        ("set [find where name=\"a b\"] name=x", find("name", "a b")),
        ("set [find .id=*1A] name=x", find(".id", "*1A")),
        (
            "set [find where a=1 and b=yes c=\"\"] name=x",
            Target::Find(vec![
                Condition::new("a", "1"),
                Condition::new("b", "yes"),
                Condition::new("c", ""),
            ]),
        ),
    ] {
        assert_eq!(
            rows(&format!("/interface\n{line}"))[0].target,
            target,
            "{line}"
        );
    }
}

#[test]
fn every_form_of_a_value() {
    for (written, value) in [
        ("abc", "abc"),
        ("\"\"", ""),
        ("\"a b\"", "a b"),
        (
            "192.168.88.10-192.168.88.254",
            "192.168.88.10-192.168.88.254",
        ),
        ("!10.0.0.0/8", "!10.0.0.0/8"),
        ("read,write,!ftp", "read,write,!ftp"),
        ("10.0.0.1%ether1", "10.0.0.1%ether1"),
        (r#""\"\\\$\?\_\n\r\t""#, "\"\\$? \n\r\t"),
        (r#""\a\b\f\v""#, "\u{7}\u{8}\u{C}\u{B}"),
        (r#""\E2\82\AC\C3\BC""#, "€ü"),
        ("\"€ü\"", "€ü"),
        (r#""caf\E9 €""#, "café â\u{82}¬"),
        ("\"one\\\n    two\"", "onetwo"),
        ("\"one\\\r\n\t \\_two\"", "one two"),
        ("\"\\E2\\8\\\n    2\\AC\"", "€"),
        ("\"a\\r\\\n    \\nb\"", "a\r\nb"),
        ("\"ends in \\\\\"", "ends in \\"),
        ("read,\\\n    write", "read,write"),
        ("\\\n    \"x\"", "x"),
    ] {
        let expected = [Statement::add("/a").with("v", value).with("n", "1")];
        assert_eq!(
            rows(&format!("/a\nadd v={written} n=1\n")),
            expected,
            "{written}"
        );
    }
}

#[test]
fn a_cleared_field_and_the_short_names_of_7_x() {
    assert_eq!(
        rows(
            "/interface wifi\nset wifi1 !comment channel.band=5ghz-ax .width=20mhz configuration=c configuration.country=Latvia .mode=ap disabled=no"
        ),
        [
            Statement::set("/interface/wifi", Target::Name("wifi1".into()))
                .without("comment")
                .with("channel.band", "5ghz-ax")
                .with("channel.width", "20mhz")
                .with("configuration", "c")
                .with("configuration.country", "Latvia")
                .with("configuration.mode", "ap")
                .with("disabled", "no")
        ]
    );
}

#[test]
fn a_command_on_the_menu_line_leaves_the_menu_as_it_was() {
    let text = "/ip pool\nadd name=a\n/ip address add address=10.0.0.1/24\nadd name=b\n";
    let menus: Vec<String> = rows(text).into_iter().map(|row| row.menu).collect();
    assert_eq!(menus, ["/ip/pool", "/ip/address", "/ip/pool"]);
}

#[test]
fn places_count_lines_and_characters() {
    let rows = parse("# é\r\n/ip pool\r\n  add comment=\"ü€\" \\\r\n    name=x").unwrap();
    assert_eq!(rows[0].at, Position { line: 3, column: 3 });
    assert_eq!(rows[0].fields[0].at, Position { line: 3, column: 7 });
    assert_eq!(rows[0].fields[1].at, Position { line: 4, column: 5 });
}

#[test]
fn an_export_is_read_and_written() {
    let export = include_str!("export.rsc");
    let read = rows(export);
    assert_eq!(read.len(), 23);
    assert_eq!(
        read,
        rows(&export.replace('\n', "\r\n")),
        "CRLF makes no difference"
    );
    assert_eq!(read, rows(&write_export(&read)));
    let script = read
        .iter()
        .find(|row| row.menu == "/system/script")
        .unwrap();
    let source = script
        .fields
        .iter()
        .find(|field| field.name == "source")
        .unwrap();
    assert_eq!(
        source.value.as_deref(),
        Some(
            ":local who \"€ shop\"\r\n:if ([:len [/ip hotspot active find]]>0) do={ :log info \"\\$who is busy?\" }\r\n"
        )
    );
}

#[test]
fn an_export_is_written_grouped_by_menu() {
    let rows = [
        Statement::add("/ip/pool")
            .with("name", "a b")
            .with("ranges", "10.0.0.2-10.0.0.9"),
        Statement::set("/ip/pool", find("name", "yes")).without("next-pool"),
        Statement::set("/ip/service", Target::Name("api".into()))
            .with("disabled", "yes")
            .with("address", ""),
        Statement::set("/port", Target::Name("0".into())).with("name", "100%"),
        Statement::set("/interface/vlan", find("vlan-id", "10")).with("comment", "5$ \"€\"?\r\n"),
        Statement::set("/interface/vlan", Target::Find(vec![]))
            .with("name", "no condition is no row"),
    ];
    assert_eq!(
        write_export(&rows),
        r#"/ip pool
add name="a b" ranges=10.0.0.2-10.0.0.9
set [find name="yes"] !next-pool
/ip service
set api disabled=yes address=""
/port
set "0" name="100%"
/interface vlan
set [find vlan-id=10] comment="5\$ \"\E2\82\AC\"\?\r\n"
set [find .id=""] name="no condition is no row"
"#
    );
}

#[test]
fn everything_else_is_refused_with_place_and_remedy() {
    // Each line stands as line 2 under a menu line; the column and a part of the message.
    for (line, column, message) in [
        (
            "add name=a; add name=b",
            11,
            "begin a new line instead of `;`",
        ),
        ("; add", 1, "take the `;` away"),
        ("set 0 name=x", 5, "item numbers mean nothing"),
        ("set 0,1 name=x", 5, "item numbers mean nothing"),
        ("set numbers=0 name=x", 5, "item numbers mean nothing"),
        ("set a,b name=x", 5, "one row"),
        ("set [find] name=x", 6, "every row"),
        ("set [find where] name=x", 6, "every row"),
        ("set [find name~\"^x\"] name=x", 5, "not by `~`"),
        ("set [find name~\"x\"] name=x", 11, "fixed beginning"),
        (
            "set [find name!=x] name=x",
            11,
            "`name!=` is not understood",
        ),
        ("set [find a=1 or b=2] name=x", 15, "`or` is not understood"),
        ("set [find a=1 name=x", 21, "not closed"),
        ("set [find a=$b] name=x", 13, "variables"),
        ("set [print] name=x", 6, "only `[find …]`"),
        ("set ether1,ether2 name=x", 5, "a line for each"),
        ("set \"a\"b name=x", 8, "glued to the name"),
        ("remove [find name=x]", 1, "leave the row out"),
        ("move 0 1", 1, "leave the row out"),
        ("print", 1, "neither `add` nor `set`"),
        ("disable [find name=x]", 1, "disabled=yes"),
        ("unset x comment", 1, "!field"),
        ("comment [find name=x]", 1, "comment="),
        (":put hello", 1, "script commands"),
        (":if (1=1) do={}", 1, "script commands"),
        ("{", 1, "begins with a menu path"),
        ("[find]", 1, "begins with a menu path"),
        ("name=x", 1, "begins with a menu path"),
        ("\"add\"", 1, "begins with a menu path"),
        ("$x", 1, "variables"),
        ("\\", 1, "backslash outside quotes"),
        ("add name=a\\ b", 11, "backslash outside quotes"),
        ("add name=a \\ ", 12, "backslash outside quotes"),
        ("add name", 5, "`name` has no value"),
        ("add name=", 10, "write name=\"\""),
        ("add name= x", 11, "a blank between"),
        ("add name =x", 5, "has no value"),
        ("add \"x\"", 5, "without a field name"),
        ("add name=a name=b", 12, "stands twice"),
        ("add name=a !name", 12, "stands twice"),
        ("add name=a=b", 10, "holds `=`"),
        ("add name=\"a\"b", 13, "glued to the value"),
        ("add name=\"a\"comment=b", 13, "glued to the value"),
        ("add name=a\"b\"", 11, "glued to the value"),
        ("add name=\"a", 10, "no closing quote"),
        ("add name=\"$a\"", 11, "write \\$"),
        ("add name=$a", 10, "variables"),
        ("add name=[find a=b]", 10, "not a value"),
        ("add place-before=[find a=b]", 18, "not a value"),
        ("add name={a}", 10, "not part of this language"),
        ("add name=(1+1)", 10, "not part of this language"),
        ("add name=a]", 11, "not a value"),
        ("add name=a}", 11, "where the line should end"),
        ("add name=\"\\q\"", 11, "unknown escape"),
        ("add name=\"\\e9\"", 11, "unknown escape"),
        ("add name=\"\\E\"", 11, "unknown escape"),
        ("add name=\"\u{1}\"", 11, "write it as \\01"),
        ("add name=é", 10, "in quotes"),
        ("add name=what?", 14, "in quotes"),
        ("add name=a # remark", 12, "a line of its own"),
        ("add name=\\\n# remark", 1, "a line of its own"),
        ("add name=a\rset", 11, "carriage return"),
        ("add !name=x", 5, "no field name"),
        ("add ! name=x", 5, "no field name"),
        ("add .ssid=x", 5, "no field name"),
        ("add na:me=x", 5, "no field name"),
        ("add name~x", 5, "a comparison"),
        ("# remark \\", 10, "must not end in a backslash"),
        ("/", 1, "no menu path"),
        ("/ip/", 1, "no menu path"),
        ("/ip//pool", 1, "no menu path"),
        ("//ip", 1, "no menu path"),
        ("/IP pool", 1, "no menu path"),
        ("/add name=x", 1, "no menu path"),
        ("/ip /pool", 5, "begins with one `/`"),
        ("/ip ..", 5, "no menu path"),
        ("/ip pool name=x", 10, "needs a command"),
        ("/ip/pool/add/x name=x", 1, "behind a command"),
        ("/ip pool print", 10, "neither `add` nor `set`"),
        ("/ip pool;", 9, "instead of `;`"),
        ("/ip pool \"x\"", 10, "where the line should end"),
        ("/system reboot now!", 16, "no menu path"),
    ] {
        let error = parse(&format!("/interface\n{line}")).expect_err(line);
        let row = if line.contains("\\\n") { 3 } else { 2 };
        assert_eq!(
            (error.at.line, error.at.column),
            (row, column),
            "{line}: {error}"
        );
        assert!(error.message.contains(message), "{line}: {error}");
        assert!(
            error
                .to_string()
                .starts_with(&format!("line {row}, column {column}: "))
        );
    }
}

#[test]
fn a_row_before_any_menu_is_refused() {
    assert!(
        parse("add name=x")
            .unwrap_err()
            .message
            .contains("no menu stands before")
    );
}

#[test]
fn all_errors_are_found_and_the_good_rows_kept() {
    let text = "/ip pool\nadd name=\nadd name=a\nadd name=\"b\\\n  $c\"\n:put x\n/IP x\nadd name=lost\n/ip address\nadd address=b\n?";
    let (rows, errors) = parse_all(text);
    let rows: Vec<Statement> = rows.into_iter().map(Statement::unplaced).collect();
    assert_eq!(
        rows,
        [
            Statement::add("/ip/pool").with("name", "a"),
            Statement::add("/ip/address").with("address", "b")
        ]
    );
    let lines: Vec<usize> = errors.iter().map(|error| error.at.line).collect();
    assert_eq!(lines, [2, 5, 6, 7, 11]);
}

#[test]
fn hostile_sizes_are_refused() {
    let long = format!("/a\nadd c=\"{}\"", "x".repeat(rsc::MAX_TEXT));
    assert!(parse(&long).unwrap_err().message.contains("4 MiB"));
    let rows = format!("/a\n{}", "add\n".repeat(rsc::MAX_ROWS + 1));
    assert!(
        parse(&rows)
            .unwrap_err()
            .message
            .contains("more than 100000 rows")
    );
    let fields: String = (0..=rsc::MAX_FIELDS)
        .map(|number| format!(" f{number}=1"))
        .collect();
    assert!(
        parse(&format!("/a add{fields}"))
            .unwrap_err()
            .message
            .contains("at most 256 fields")
    );
    assert!(
        parse(&format!("/{}", "a".repeat(300)))
            .unwrap_err()
            .message
            .contains("no menu path")
    );
    assert!(
        parse(&format!("/a set [find{}] b=c", " a=b".repeat(40)))
            .unwrap_err()
            .message
            .contains("at most 32")
    );
    assert_eq!(parse_all(&";\n".repeat(1000)).1.len(), rsc::MAX_ERRORS);
}
