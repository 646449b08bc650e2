//! What is written is read back, and no text makes the readers panic.

use proptest::prelude::*;
use rsc::dialect::{self, Command, LogLevel, Test};
use rsc::{
    Condition, Statement, Target, escape, parse, parse_all, quote, unquote, write_export,
    write_statement,
};

/// Any text, with the characters that could break out of a value much more often than chance.
fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[ \"\\\\$?;=\\[\\]{}()#!~\r\n\t\u{0}a-f0-9*/,:é€🦀]{0,12}",
        "[a-z0-9.:/,-]{0,8}",
        Just("yes".to_owned()),
    ]
}

fn menu() -> impl Strategy<Value = String> {
    prop::collection::vec("[a-z][a-z0-9-]{0,6}x", 1..4)
        .prop_map(|words| format!("/{}", words.join("/")))
}

fn name() -> impl Strategy<Value = String> {
    "[a-z0-9][a-z0-9-]{0,7}(\\.[a-z0-9-]{1,4})?"
        .prop_filter("a set has no numbers=", |name| name != "numbers")
}

fn target() -> impl Strategy<Value = Option<Target>> {
    prop_oneof![
        Just(None),
        Just(Some(Target::None)),
        value().prop_map(|name| Some(Target::Name(name))),
        prop::collection::vec((name(), value()), 1..4).prop_map(|all| {
            let all = all
                .into_iter()
                .map(|(field, value)| Condition::new(field, value));
            Some(Target::Find(all.collect()))
        }),
    ]
}

fn statement() -> impl Strategy<Value = Statement> {
    (
        menu(),
        target(),
        prop::collection::btree_map(name(), prop::option::of(value()), 0..6),
    )
        .prop_map(|(menu, target, fields)| {
            let row = match target {
                None => Statement::add(menu),
                Some(target) => Statement::set(menu, target),
            };
            fields
                .into_iter()
                .fold(row, |row, (name, value)| match value {
                    Some(value) => row.with(name, value),
                    None => row.without(name),
                })
        })
}

fn add() -> impl Strategy<Value = Statement> {
    statement().prop_map(|mut row| {
        let fields = std::mem::take(&mut row.fields);
        let mut add = Statement::add(row.menu);
        add.fields = fields;
        add
    })
}

fn find() -> impl Strategy<Value = Vec<Test>> {
    let equals = (name(), value()).prop_map(|(field, value)| Test::equals(field, value));
    let prefix = (name(), value()).prop_map(|(field, value)| Test::prefix(field, value));
    prop::collection::vec(prop_oneof![equals, prefix], 1..3)
}

fn command() -> impl Strategy<Value = Command> {
    let level = prop_oneof![
        Just(LogLevel::Info),
        Just(LogLevel::Warning),
        Just(LogLevel::Error)
    ];
    let leaf = prop_oneof![
        statement().prop_map(Command::Row),
        (add(), find()).prop_map(|(row, before)| Command::AddBefore { row, before }),
        (menu(), find()).prop_map(|(menu, find)| Command::Remove { menu, find }),
        (menu(), find(), find()).prop_map(|(menu, find, before)| Command::Move {
            menu,
            find,
            before
        }),
        (menu(), find()).prop_map(|(menu, find)| Command::MoveToEnd { menu, find }),
        any::<u32>().prop_map(|seconds| Command::Delay { seconds }),
        (level, value()).prop_map(|(level, text)| Command::Log { level, text }),
        value().prop_map(|name| Command::RunScript { name }),
        value().prop_map(|name| Command::Sign { name }),
    ];
    leaf.prop_recursive(4, 16, 3, |inner| {
        let block = prop::collection::vec(inner, 0..3);
        prop_oneof![
            (block.clone(), block.clone())
                .prop_map(|(body, on_error)| Command::Guarded { body, on_error }),
            (menu(), find(), block.clone(), block).prop_map(|(menu, find, add, otherwise)| {
                Command::IfAbsent {
                    menu,
                    find,
                    add,
                    otherwise,
                }
            }),
        ]
    })
}

fn unplaced(rows: Vec<Statement>) -> Vec<Statement> {
    rows.into_iter().map(Statement::unplaced).collect()
}

/// Text that gets deep into the grammar: pieces of it in any order.
fn nearly_a_script() -> impl Strategy<Value = String> {
    let pieces = [
        "/ip pool",
        "/",
        "add",
        "set",
        " ",
        "\n",
        "\r\n",
        "\\\n  ",
        "name=x",
        "a=\"b\"",
        "\"",
        "\\",
        "\\E2",
        "[find ",
        "[",
        "]",
        "where ",
        "x~\"^a\"",
        "!gone",
        "{",
        "}",
        "(",
        ")",
        ":if ",
        ":do ",
        "([:len [/ip pool find a=b]]=0) do={",
        " else={",
        " on-error={}",
        ":delay 5s",
        ":log info x",
        "#",
        ";",
        "=",
        "$",
        "é",
        "destination=0",
        "/certificate sign x",
        "place-before=",
        ".ssid=y",
        "0",
    ];
    prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..24)
        .prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_quoted_value_reads_as_itself(value in value()) {
        prop_assert_eq!(unquote(&quote(&value)).unwrap(), value);
    }

    #[test]
    fn an_escaped_value_reads_as_itself_and_ends_no_token(value in value()) {
        let escaped = escape(&value);
        prop_assert!(escaped.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._:/@,+*-\\".contains(&byte)));
        prop_assert_eq!(unquote(&format!("\"{escaped}\"")).unwrap(), value.clone());
        let rows = parse(&format!("/ip pool add name=\"{escaped}\" comment=\"a{escaped}b\" next=1")).unwrap();
        prop_assert_eq!(rows.len(), 1);
        prop_assert_eq!(rows[0].clone().unplaced(), Statement::add("/ip/pool")
            .with("name", value.clone()).with("comment", format!("a{value}b")).with("next", "1"));
    }

    #[test]
    fn rows_written_are_read_back(rows in prop::collection::vec(statement(), 0..8)) {
        prop_assert_eq!(unplaced(parse(&write_export(&rows)).unwrap()), rows.clone());
        for row in rows {
            prop_assert_eq!(unplaced(parse(&write_statement(&row)).unwrap()), vec![row]);
        }
    }

    #[test]
    fn scripts_written_are_read_back(commands in prop::collection::vec(command(), 0..5)) {
        let read = |text: &str| -> Vec<Command> {
            dialect::parse(text).unwrap().into_iter().map(Command::unplaced).collect()
        };
        let text = dialect::write(&commands);
        prop_assert_eq!(text.lines().count(), commands.len());
        prop_assert_eq!(read(&text), commands.clone());
        let inline = dialect::write_inline(&commands);
        prop_assert_eq!(read(&inline), commands.clone());
        // Within a value, as in a scheduler's on-event, the usual quoting applies.
        prop_assert_eq!(unquote(&quote(&inline)).unwrap(), inline);
    }

    #[test]
    fn declarative_text_is_a_script_with_the_same_rows(rows in prop::collection::vec(statement(), 0..6)) {
        let commands: Vec<Command> = dialect::parse(&write_export(&rows)).unwrap().into_iter().map(Command::unplaced).collect();
        prop_assert_eq!(commands, rows.into_iter().map(Command::Row).collect::<Vec<_>>());
    }

    #[test]
    fn no_text_panics_and_the_readers_agree(text in prop_oneof![any::<String>(), nearly_a_script(), value()]) {
        let (rows, errors) = parse_all(&text);
        match parse(&text) {
            Ok(parsed) => {
                prop_assert!(errors.is_empty());
                prop_assert_eq!(parsed, rows);
            }
            Err(error) => prop_assert_eq!(Some(&error), errors.first()),
        }
        let (commands, errors) = dialect::parse_all(&text);
        match dialect::parse(&text) {
            Ok(parsed) => {
                prop_assert!(errors.is_empty());
                prop_assert_eq!(parsed, commands.into_iter().map(|(_, command)| command).collect::<Vec<_>>());
            }
            Err(error) => prop_assert_eq!(Some(&error), errors.first()),
        }
        let _ = unquote(&text);
    }

    #[test]
    fn what_is_read_is_written_the_same_again(text in nearly_a_script()) {
        if let Ok(commands) = dialect::parse(&text) {
            let commands: Vec<Command> = commands.into_iter().map(Command::unplaced).collect();
            let again: Vec<Command> = dialect::parse(&dialect::write(&commands)).unwrap().into_iter().map(Command::unplaced).collect();
            prop_assert_eq!(again, commands);
        }
    }
}
