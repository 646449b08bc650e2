//! The closed dialect by example.

#![allow(clippy::panic)] // The helpers of tests are no tests to clippy.

use rsc::dialect::{self, Command, LogLevel, MAX_DEPTH, Test, parse, write};
use rsc::{Condition, Statement, Target};

fn comment(text: &str) -> Vec<Test> {
    vec![Test::equals("comment", text)]
}

/// One of each command, and its line.
fn examples() -> Vec<(Command, &'static str)> {
    let filter = || "/ip/firewall/filter".to_owned();
    let pool = Statement::add("/ip/pool")
        .with("name", "x y")
        .with("ranges", "10.0.0.2-10.0.0.9");
    let set = Statement::set(
        "/ip/pool",
        Target::Find(vec![Condition::new("name", "x y")]),
    )
    .without("comment");
    vec![
        (
            Command::Row(pool.clone()),
            r#"/ip pool add name="x y" ranges=10.0.0.2-10.0.0.9"#,
        ),
        (
            Command::Row(set.clone()),
            r#"/ip pool set [find name="x y"] !comment"#,
        ),
        (
            Command::AddBefore {
                row: Statement::add("/ip/firewall/filter").with("chain", "input"),
                before: comment("b"),
            },
            r#"/ip firewall filter add chain=input place-before=[find comment="b"]"#,
        ),
        (
            Command::Remove {
                menu: filter(),
                find: vec![
                    Test::prefix("comment", "hotspotd:a.b:$"),
                    Test::equals("disabled", "no"),
                ],
            },
            r#"/ip firewall filter remove [find comment~"^hotspotd:a\\.b:\\\$" disabled=no]"#,
        ),
        (
            Command::Move {
                menu: filter(),
                find: comment("a"),
                before: comment("b"),
            },
            r#"/ip firewall filter move [find comment="a"] destination=[:pick [/ip firewall filter find comment="b"] 0]"#,
        ),
        (
            Command::MoveToEnd {
                menu: filter(),
                find: comment("a"),
            },
            r#"/ip firewall filter move [find comment="a"]"#,
        ),
        (
            Command::IfAbsent {
                menu: "/ip/pool".into(),
                find: vec![Test::equals("name", "x y")],
                add: vec![Command::Row(pool)],
                otherwise: vec![Command::Row(set)],
            },
            r#":if ([:len [/ip pool find name="x y"]]=0) do={/ip pool add name="x y" ranges=10.0.0.2-10.0.0.9} else={/ip pool set [find name="x y"] !comment}"#,
        ),
        (
            Command::IfAbsent {
                menu: "/ip/pool".into(),
                find: vec![Test::equals("name", "1")],
                add: vec![],
                otherwise: vec![],
            },
            r#":if ([:len [/ip pool find name="1"]]=0) do={}"#,
        ),
        (
            Command::guarded(vec![
                Command::Delay { seconds: 15 },
                Command::RunScript {
                    name: "hs-rb-7".into(),
                },
            ]),
            ":do {:delay 15s; /system script run hs-rb-7} on-error={}",
        ),
        (
            Command::Sign {
                name: "hd-duka api".into(),
            },
            r#"/certificate sign "hd-duka api""#,
        ),
        (
            Command::Guarded {
                body: vec![],
                on_error: vec![Command::Log {
                    level: LogLevel::Error,
                    text: "it's \"bad\"".into(),
                }],
            },
            r#":do {} on-error={:log error "it's \"bad\""}"#,
        ),
    ]
}

fn unplaced(text: &str) -> Vec<Command> {
    let commands = parse(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    commands.into_iter().map(Command::unplaced).collect()
}

#[test]
fn each_command_has_one_line() {
    for (command, line) in examples() {
        assert_eq!(write(std::slice::from_ref(&command)), format!("{line}\n"));
        assert_eq!(unplaced(line), [command]);
    }
}

#[test]
fn blanks_lines_and_comments_do_not_matter() {
    let text = "
        # an undo
        :do {
            # what may fail
            /ip pool remove [ find where name=\"x\" ];
            ; :delay 3
        }  on-error={ }
        ";
    assert_eq!(
        unplaced(text),
        [Command::guarded(vec![
            Command::Remove {
                menu: "/ip/pool".into(),
                find: vec![Test::equals("name", "x")]
            },
            Command::Delay { seconds: 3 },
        ])]
    );
}

#[test]
fn relative_commands_mean_the_menu_above_them() {
    let text = "/ip pool\nadd name=a\n:if ([:len [find name=b]]=0) do={add name=b} else={/ip address; remove [find interface=c]}\nremove [find name=d]";
    let pool = || "/ip/pool".to_owned();
    assert_eq!(
        unplaced(text),
        [
            Command::Row(Statement::add(pool()).with("name", "a")),
            Command::IfAbsent {
                menu: pool(),
                find: vec![Test::equals("name", "b")],
                add: vec![Command::Row(Statement::add(pool()).with("name", "b"))],
                otherwise: vec![Command::Remove {
                    menu: "/ip/address".into(),
                    find: vec![Test::equals("interface", "c")]
                }],
            },
            Command::Remove {
                menu: pool(),
                find: vec![Test::equals("name", "d")]
            },
        ]
    );
}

#[test]
fn a_scheduler_carries_a_script_as_a_value() {
    let on_event = vec![
        Command::Delay { seconds: 15 },
        Command::RunScript {
            name: "hs rb".into(),
        },
    ];
    let row =
        Statement::add("/system/scheduler").with("on-event", dialect::write_inline(&on_event));
    let text = write(&[Command::Row(row)]);
    assert_eq!(
        text,
        "/system scheduler add on-event=\":delay 15s; /system script run \\\"hs rb\\\"\"\n"
    );
    let [Command::Row(read)] = &unplaced(&text)[..] else {
        panic!("{text}")
    };
    assert_eq!(unplaced(read.fields[0].value.as_deref().unwrap()), on_event);
}

#[test]
fn a_find_without_conditions_finds_nothing() {
    let all = Command::Remove {
        menu: "/ip/pool".into(),
        find: vec![],
    };
    assert_eq!(write(&[all]), "/ip pool remove [find .id=\"\"]\n");
}

#[test]
fn everything_else_is_refused() {
    for (line, column, message) in [
        ("/ip pool remove [find]", 18, "every row"),
        (
            "/ip pool remove",
            16,
            "there is the end of the text where `[` belongs",
        ),
        ("/ip pool remove x", 17, "there is `x` where `[` belongs"),
        ("/ip pool remove [find name~\"x\"]", 23, "fixed beginning"),
        (
            "/ip pool remove [find name~\"^x.*\"]",
            23,
            "fixed beginning",
        ),
        (
            "/ip pool move [find name=x] 0",
            29,
            "where the command should end",
        ),
        (
            "/ip pool move [find name=x] destination=1",
            41,
            "where `[` belongs",
        ),
        ("/ip pool print", 10, "not a command of the dialect"),
        ("/ip pool run x", 10, "not a command of the dialect"),
        ("/ip pool sign x", 10, "not a command of the dialect"),
        (
            "/certificate sign",
            18,
            "where the certificate's name belongs",
        ),
        (
            "/certificate sign [find name=x]",
            19,
            "where the certificate's name belongs",
        ),
        (
            "/ip pool set x place-before=[find name=y]",
            29,
            "not a value",
        ),
        (
            "/ip pool add place-before=[find name=y] place-before=[find name=z]",
            41,
            "stands twice",
        ),
        (":put x", 1, "not a command of the dialect"),
        ("add name=x", 1, "no menu stands before"),
        (":do {:delay 5s}", 16, "where `on-error=` belongs"),
        (":do {:delay 5s", 15, "not closed"),
        (":do {:delay 5s}}", 16, "where `on-error=` belongs"),
        ("}", 1, "where a command belongs"),
        (":delay x", 8, "in seconds"),
        (":delay 1m", 8, "in seconds"),
        (":log debug \"x\"", 6, "info, warning or error"),
        (":log info [x]", 11, "its text in quotes"),
        (":log info a b", 13, "where the command should end"),
        (
            ":if ([:len [/ip pool find name=x]]>0) do={}",
            35,
            "there is `>0` where `=` belongs",
        ),
        (":if (1=1) do={}", 6, "where `[` belongs"),
        (":if ([:len [/ip pool print]]=0) do={}", 13, "only a `find`"),
        (":if ([:len [/ip pool]]=0) do={}", 13, "only a `find`"),
        (
            ":if ([:len [find name=x]]=0) do={}",
            13,
            "no menu stands before",
        ),
    ] {
        let error = parse(line).expect_err(line);
        assert!(error.message.contains(message), "{line}: {error}");
        assert_eq!(error.at.column, column, "{line}: {error}");
    }
}

type Places = Vec<(usize, usize)>;

/// Lines and columns of the commands and of the errors.
fn places(text: &str) -> (Places, Places) {
    let (commands, errors) = dialect::parse_all(text);
    let place = |at: rsc::Position| (at.line, at.column);
    (
        commands.iter().map(|(at, _)| place(*at)).collect(),
        errors.iter().map(|error| place(error.at)).collect(),
    )
}

#[test]
fn all_errors_of_a_script_are_told_with_their_lines() {
    let text = ":delay 1s\n:delay x\n/ip pool\n  add name=a; add name\n:put 1\nadd name=b";
    let good = vec![(1, 1), (4, 3), (6, 1)];
    assert_eq!(places(text), (good, vec![(2, 8), (4, 19), (5, 1)]));
}

#[test]
fn reading_stops_where_the_rest_would_be_misread() {
    for (text, errors) in [
        ("/ip // pool\nadd name=a", vec![(1, 5)]),
        (":do {\n:put 1\n} on-error={}\n:put 2", vec![(2, 1)]),
        (":do { :put 1\n} on-error={}\n:put 2", vec![(1, 7)]),
    ] {
        assert_eq!(places(text), (vec![], errors), "{text}");
    }
}

#[test]
fn blocks_are_bounded() {
    let nested = |depth: usize| (0..depth).fold(vec![], |body, _| vec![Command::guarded(body)]);
    assert_eq!(unplaced(&write(&nested(MAX_DEPTH))), nested(MAX_DEPTH));
    assert!(
        parse(&write(&nested(MAX_DEPTH + 1)))
            .unwrap_err()
            .message
            .contains("16 deep")
    );
    assert!(
        parse(&":do {".repeat(100_000))
            .unwrap_err()
            .message
            .contains("16 deep")
    );
}
