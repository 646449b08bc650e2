//! `--fault` of `hotspotd simulate`: what shall go wrong with the simulated router.

use std::str::FromStr;
use std::time::Duration;

use simulator::device::DeviceMode;
use simulator::{Faults, SentenceFault, SimulatorConfig, StreamFault};

use super::wait;

/// Help of `--fault`.
pub const HELP: &str = "\
What shall go wrong; may be given several times.
Of sentence K after the logins (write:K counts only those that change something):
  refuse@K             it is refused
  ignore@K             confirmed and not carried out
  cut-before@K         the connection is cut,
  cut-after@K            before or after it took effect
  hang-before@K        no answer from there on
  hang-after@K
  half-open-before@K   nor does the router notice
  half-open-after@K      that the client is gone
  reboot-before@K      the router starts anew
  reboot-after@K
Of every connection:
  latency=TIME         answers are that late
  cost=TIME            a command keeps the router busy
  one-byte             each byte in its own packet
  reset@BYTES          reset after so many bytes
Of the router:
  device-mode=MODE     advanced, home, basic or
                       advanced,scheduler=no";

/// One thing that goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// A sentence; true: only writing ones are counted.
    Sentence(SentenceFault, bool, u64),
    /// The byte stream.
    Stream(StreamFault),
    /// Time to an answer.
    Latency(Duration),
    /// Time that a command takes the router.
    Cost(Duration),
    /// What the router forbids.
    DeviceMode(DeviceMode),
}

const SENTENCES: [(&str, SentenceFault); 10] = [
    ("refuse", SentenceFault::Refuse),
    ("ignore", SentenceFault::Ignore),
    ("cut-before", SentenceFault::CutBefore),
    ("cut-after", SentenceFault::CutAfter),
    ("hang-before", SentenceFault::HangBefore),
    ("hang-after", SentenceFault::HangAfter),
    ("half-open-before", SentenceFault::HalfOpenBefore),
    ("half-open-after", SentenceFault::HalfOpenAfter),
    ("reboot-before", SentenceFault::RebootBefore),
    ("reboot-after", SentenceFault::RebootAfter),
];

impl FromStr for Fault {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "one-byte" {
            return Ok(Fault::Stream(StreamFault::OneBytePerWrite));
        }
        if let Some((name, value)) = text.split_once('=') {
            return match name {
                "latency" => wait::up_to_a_minute(value).map(Fault::Latency),
                "cost" => wait::up_to_a_minute(value).map(Fault::Cost),
                "device-mode" => value
                    .parse()
                    .map(Fault::DeviceMode)
                    .map_err(|error: simulator::device::NotADeviceMode| error.to_string()),
                _ => Err(unknown(text)),
            };
        }
        let (name, place) = text.split_once('@').ok_or_else(|| unknown(text))?;
        let (writes, place) = match place.strip_prefix("write:") {
            Some(place) => (true, place),
            None => (false, place),
        };
        let number: u64 = place
            .parse()
            .ok()
            .filter(|number| *number > 0)
            .ok_or_else(|| format!("{place:?} in {text:?} is no number from 1 on"))?;
        if name == "reset" && !writes {
            return Ok(Fault::Stream(StreamFault::ResetAfter(number)));
        }
        SENTENCES
            .into_iter()
            .find(|(word, _)| *word == name)
            .map(|(_, fault)| Fault::Sentence(fault, writes, number))
            .ok_or_else(|| unknown(text))
    }
}

fn unknown(text: &str) -> String {
    format!("{text:?} is no fault that the simulator knows; `hotspotd simulate --help` lists them")
}

/// Orders them all.
pub fn order(faults: &[Fault], config: &mut SimulatorConfig) {
    let mut all = Faults::none();
    for fault in faults {
        match *fault {
            Fault::Sentence(fault, true, number) => all = all.on_write(number, fault),
            Fault::Sentence(fault, false, number) => all = all.on_sentence(number, fault),
            Fault::Stream(fault) => all = all.on_stream(fault),
            Fault::Cost(cost) => all.cost = cost,
            Fault::Latency(latency) => config.latency = latency,
            Fault::DeviceMode(mode) => config.device.device_mode = mode,
        }
    }
    config.faults = all;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_help_is_understood() {
        let words = HELP
            .split_whitespace()
            .filter(|word| word.contains('@') || *word == "one-byte");
        let mut count = 0;
        for word in words {
            let text = word.replace('K', "7").replace("BYTES", "7");
            text.parse::<Fault>()
                .unwrap_or_else(|error| panic!("{word}: {error}"));
            count += 1;
        }
        assert_eq!(count, SENTENCES.len() + 2);
        for (text, fault) in [
            ("latency=20ms", Fault::Latency(Duration::from_millis(20))),
            ("cost=5ms", Fault::Cost(Duration::from_millis(5))),
            ("device-mode=home", Fault::DeviceMode(DeviceMode::Home)),
            (
                "refuse@write:3",
                Fault::Sentence(SentenceFault::Refuse, true, 3),
            ),
        ] {
            assert_eq!(text.parse(), Ok(fault), "{text}");
        }
    }

    #[test]
    fn everything_else_is_refused() {
        for text in [
            "",
            "refuse",
            "refuse@",
            "refuse@0",
            "refuse@x",
            "break@3",
            "reset@write:3",
            "latency=5",
            "device-mode=x",
            "x=1",
        ] {
            assert!(text.parse::<Fault>().is_err(), "{text}");
        }
    }
}
