//! Figures read line by line.

use std::collections::BTreeMap;

/// Samples by what stands before their value: `name{label="value"}`.
#[derive(Debug, Clone)]
pub struct Figures {
    pub text: String,
    samples: BTreeMap<String, f64>,
}

/// The figures of the box at this address.
pub async fn figures(address: &str) -> Figures {
    let answer = reqwest::get(format!("{address}/metrics")).await.unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(
        answer.headers()["content-type"],
        "text/plain; version=0.0.4; charset=utf-8"
    );
    Figures::of(answer.text().await.unwrap())
}

impl Figures {
    fn of(text: String) -> Self {
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        let samples = lines.map(|line| {
            let (name, value) = line.rsplit_once(' ').unwrap();
            (name.to_owned(), value.parse().unwrap())
        });
        let samples: BTreeMap<_, _> = samples.collect();
        Figures { text, samples }
    }

    /// A sample; one that is not there is 0.
    pub fn get(&self, name: &str) -> f64 {
        self.samples.get(name).copied().unwrap_or(0.0)
    }

    /// How many samples there are.
    pub fn len(&self) -> usize {
        self.samples.len()
    }

    /// How much a sample has grown since these.
    pub fn grown(&self, name: &str, since: &Figures) -> f64 {
        self.get(name) - since.get(name)
    }

    /// Everything whose name begins so and has grown, with by how much.
    pub fn all_grown(&self, beginning: &str, since: &Figures) -> BTreeMap<String, f64> {
        let names = self
            .samples
            .keys()
            .filter(|name| name.starts_with(beginning));
        let grown = names.map(|name| (name.clone(), self.grown(name, since)));
        grown.filter(|(_, by)| *by != 0.0).collect()
    }
}
