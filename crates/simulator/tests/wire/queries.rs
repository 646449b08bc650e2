//! Section 6: queries.

use proptest::prelude::*;
use simulator::device::Record;
use simulator::wire::query::Query;

fn record() -> Record {
    let fields = [
        (".id", "*1"),
        ("name", "ether1"),
        ("type", "ether"),
        ("mtu", "1500"),
        ("comment", ""),
        ("disabled", "false"),
        ("address", "10.0.0.9"),
    ];
    let fields = fields.map(|(name, value)| (name.to_string(), value.to_string()));
    Record {
        fields: fields.to_vec(),
    }
}

/// `None`: the words are no query.
fn matches(words: &str) -> Option<bool> {
    let words: Vec<String> = words
        .split(' ')
        .filter(|w| !w.is_empty())
        .map(str::to_string)
        .collect();
    Query::read(&words)
        .ok()
        .map(|query| query.matches(&record()))
}

#[test]
fn the_stack_machine_follows_the_manual() {
    let table = [
        ("", Some(true)),
        ("name", Some(true)),
        ("mac", Some(false)),
        ("-name", Some(false)),
        ("-mac", Some(true)),
        ("name=ether1", Some(true)),
        ("=name=ether1", Some(true)),
        ("name=ether", Some(false)),
        (".id=*1", Some(true)),
        ("mac=", Some(false)),
        // Outgoing text counts.
        ("disabled=false", Some(true)),
        ("disabled=no", Some(false)),
        // By number, by address, by text.
        (">mtu=999", Some(true)),
        ("<mtu=999", Some(false)),
        (">mtu=1500", Some(false)),
        (">mtu=01500", Some(false)),
        ("<mtu=01500", Some(false)),
        ("<address=10.0.0.10", Some(true)),
        (">name=ether0", Some(true)),
        (">comment=", Some(false)),
        (">name=", Some(true)),
        (">mac=", Some(false)),
        // Plain lists are ANDed.
        ("type=ether name=ether1", Some(true)),
        ("type=ether name=ether2", Some(false)),
        ("type=ether type=vlan #|", Some(true)),
        ("type=wlan type=vlan #|", Some(false)),
        ("type=ether type=vlan #&", Some(false)),
        ("type=ether #!", Some(false)),
        ("type=vlan #!", Some(true)),
        ("type=vlan type=ether #|! #!", Some(true)),
        // A dot copies the top, also after an operator.
        ("type=vlan #. #|", Some(false)),
        ("type=vlan #.!|", Some(true)),
        ("type=vlan #!.&", Some(true)),
        // A place pushes a copy; a dot after it only ends the number; at the end of the word it keeps that value alone.
        ("type=ether type=vlan #1", Some(true)),
        ("type=ether type=vlan #0", Some(false)),
        ("type=ether type=vlan #1|&", Some(true)),
        ("type=ether type=vlan #1.0.&", Some(false)),
        ("type=ether type=vlan #1.1", Some(false)),
        // No query at all.
        ("#", Some(true)),
        ("#!", None),
        ("#&", None),
        ("name #|", None),
        ("name #1", None),
        ("name #?", None),
        ("name #99999999999999999999", None),
        ("-", None),
        ("=", None),
        ("==", None),
        (">", None),
    ];
    for (words, expected) in table {
        assert_eq!(matches(words), expected, "{words}");
    }
}

proptest! {
    #[test]
    fn no_words_bring_it_down(words in prop::collection::vec(".{0,20}|[#0-9.!&|]{0,12}", 0..6)) {
        if let Ok(query) = Query::read(&words) {
            query.matches(&record());
        }
    }

    #[test]
    fn de_morgan(a in any::<bool>(), b in any::<bool>()) {
        let word = |yes| if yes { "name" } else { "-name" };
        let one = format!("{} {} #&!", word(a), word(b));
        let two = format!("{} #! {} #! #|", word(a), word(b));
        prop_assert_eq!(matches(&one), matches(&two));
        prop_assert_eq!(matches(&one), Some(!(a && b)));
    }
}
