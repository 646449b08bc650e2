//! A client that knows nothing but words.

use std::time::Duration;

use simulator::device::{DeviceConfig, DeviceMode, Version};
use simulator::{Simulator, SimulatorConfig};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;

/// How long a test waits for something that must come.
const PATIENCE: Duration = Duration::from_secs(10);

/// A sentence as text.
pub type Words = Vec<String>;

/// A factory-new hAP ac2 of this version, no schema.
pub fn board(version: &str) -> DeviceConfig {
    DeviceConfig {
        model: "hAP ac2".to_string(),
        version: version.parse::<Version>().unwrap(),
        device_mode: DeviceMode::Advanced,
        schema: None,
    }
}

/// A running simulator of that board.
pub async fn simulator(version: &str) -> Simulator {
    let config = SimulatorConfig::new(board(version));
    Simulator::start(config).await.unwrap()
}

/// A connection.
pub struct Raw<S = TcpStream> {
    pub stream: S,
}

impl Raw {
    /// Connects, no more.
    pub async fn connect(simulator: &Simulator) -> Self {
        let stream = TcpStream::connect(simulator.address()).await.unwrap();
        stream.set_nodelay(true).unwrap();
        Self { stream }
    }

    /// Connects and logs in as `admin` without a password.
    pub async fn log_in(simulator: &Simulator) -> Self {
        let mut raw = Self::connect(simulator).await;
        raw.admin().await;
        raw
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> Raw<S> {
    /// Logs in as `admin` without a password.
    pub async fn admin(&mut self) {
        self.says(&["/login", "=name=admin", "=password="], &[&["!done"]])
            .await;
    }

    /// Sends bytes as they are.
    pub async fn bytes(&mut self, bytes: &[u8]) {
        self.stream.write_all(bytes).await.unwrap();
    }

    /// Sends one sentence of short words.
    pub async fn send(&mut self, words: &[&str]) {
        let mut bytes = Vec::new();
        for word in words {
            match u16::try_from(word.len()).unwrap() {
                short @ 0..0x80 => bytes.push(short as u8),
                long => bytes.extend((long | 0x8000).to_be_bytes()),
            }
            bytes.extend(word.as_bytes());
        }
        bytes.push(0);
        self.bytes(&bytes).await;
    }

    /// The next sentence, `None` when the router has closed.
    pub async fn sentence(&mut self) -> Option<Words> {
        let read = async {
            let mut words = Vec::new();
            loop {
                let first = self.stream.read_u8().await.ok()?;
                let length = match first {
                    0 => return Some(words),
                    1..0x80 => usize::from(first),
                    0x80..0xC0 => {
                        let second = self.stream.read_u8().await.ok()?;
                        usize::from(first & 0x3F) << 8 | usize::from(second)
                    }
                    0xC0..0xE0 => {
                        let rest = self.stream.read_u16().await.ok()?;
                        usize::from(first & 0x1F) << 16 | usize::from(rest)
                    }
                    _ => panic!("a word of 2 MiB or a reserved prefix: {first:#x}"),
                };
                let mut word = vec![0; length];
                self.stream.read_exact(&mut word).await.ok()?;
                words.push(String::from_utf8(word).unwrap());
            }
        };
        let read = tokio::time::timeout(PATIENCE, read).await;
        read.expect("the router said nothing for 10 s")
    }

    /// Sends a sentence and expects exactly these.
    pub async fn says(&mut self, words: &[&str], expected: &[&[&str]]) {
        self.send(words).await;
        self.hears(expected).await;
    }

    /// Expects exactly these sentences.
    pub async fn hears(&mut self, expected: &[&[&str]]) {
        for expected in expected {
            let heard = self.sentence().await;
            let heard = heard.unwrap_or_else(|| panic!("closed, expected {expected:?}"));
            assert_eq!(heard, *expected);
        }
    }

    /// Expects the end of the connection, and nothing before it.
    pub async fn is_closed(&mut self) {
        assert_eq!(self.sentence().await, None);
    }

    /// Sends a sentence and collects the answer up to `!done`, `!fatal` or the end.
    pub async fn ask(&mut self, words: &[&str]) -> Vec<Words> {
        self.send(words).await;
        let mut all = Vec::new();
        while let Some(sentence) = self.sentence().await {
            let last = matches!(sentence[0].as_str(), "!done" | "!fatal");
            all.push(sentence);
            if last {
                break;
            }
        }
        all
    }

    /// As [`Raw::ask`] where one record is expected: its words after `!re`.
    pub async fn one(&mut self, words: &[&str]) -> Words {
        let answer = self.ask(words).await;
        let [record, done] = answer.as_slice() else {
            panic!("not one record: {answer:?}");
        };
        assert_eq!((record[0].as_str(), done[0].as_str()), ("!re", "!done"));
        record[1..].to_vec()
    }
}
