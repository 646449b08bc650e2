//! Figures in the text format that Prometheus and its kin read, version 0.0.4.
//!
//! Source: <https://prometheus.io/docs/instrumenting/exposition_formats/>. Names of families and labels are words of the program; values of
//! labels are escaped, so that none of them can end its line.

use std::fmt::{Display, Write as _};
use std::time::Duration;

use super::histogram::{BOUNDS, Durations};

/// What the answer calls itself.
pub const CONTENT_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

/// What a family of figures is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// It only grows, until the program is started anew. Its name ends with `_total`.
    Counter,
    /// It is as it is just now.
    Gauge,
    /// Durations by their length, in seconds.
    Histogram,
}

impl Kind {
    const fn as_str(self) -> &'static str {
        match self {
            Kind::Counter => "counter",
            Kind::Gauge => "gauge",
            Kind::Histogram => "histogram",
        }
    }
}

/// Labels with their values.
pub type Labels<'l> = &'l [(&'static str, &'l str)];

/// The text.
#[derive(Debug, Default)]
pub struct Exposition {
    text: String,
    family: &'static str,
}

impl Exposition {
    /// Begins a family; the samples that follow are its own.
    pub fn family(&mut self, name: &'static str, kind: Kind, help: &str) {
        self.family = name;
        self.text.push_str("# HELP ");
        self.text.push_str(name);
        self.text.push(' ');
        self.escaped(help, false);
        self.text.push_str("\n# TYPE ");
        self.text.push_str(name);
        self.text.push(' ');
        self.text.push_str(kind.as_str());
        self.text.push('\n');
    }

    /// A counter or a gauge of the family.
    pub fn sample(&mut self, labels: Labels<'_>, value: impl Display) {
        self.line("", labels, None, value);
    }

    /// A family of one gauge without labels.
    pub fn gauge(&mut self, name: &'static str, help: &str, value: impl Display) {
        self.family(name, Kind::Gauge, help);
        self.sample(&[], value);
    }

    /// A histogram of the family.
    pub fn durations(&mut self, labels: Labels<'_>, durations: &Durations) {
        let mut so_far = 0;
        for (bound, count) in BOUNDS.iter().zip(durations.counts) {
            so_far += count;
            self.line("_bucket", labels, Some(seconds(*bound)), so_far);
        }
        let all = durations.count();
        self.line("_bucket", labels, Some(f64::INFINITY), all);
        self.line("_sum", labels, None, seconds(durations.sum));
        self.line("_count", labels, None, all);
    }

    /// The whole text.
    pub fn into_text(self) -> String {
        self.text
    }

    fn line(&mut self, ending: &str, labels: Labels<'_>, le: Option<f64>, value: impl Display) {
        self.text.push_str(self.family);
        self.text.push_str(ending);
        let mut before = '{';
        for (name, value) in labels {
            self.text.push(before);
            before = ',';
            self.text.push_str(name);
            self.text.push_str("=\"");
            self.escaped(value, true);
            self.text.push('"');
        }
        if let Some(le) = le {
            self.text.push(before);
            before = ',';
            // Writing into a text does not fail.
            let _ = if le.is_finite() {
                write!(self.text, "le=\"{le}\"")
            } else {
                write!(self.text, "le=\"+Inf\"")
            };
        }
        if before == ',' {
            self.text.push('}');
        }
        let _ = writeln!(self.text, " {value}");
    }

    /// What would end a line or a value is escaped; of control characters, the format has only the line feed.
    fn escaped(&mut self, text: &str, quotes: bool) {
        for c in text.chars() {
            match c {
                '\\' => self.text.push_str("\\\\"),
                '\n' => self.text.push_str("\\n"),
                '"' if quotes => self.text.push_str("\\\""),
                c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') => self.text.push(' '),
                c => self.text.push(c),
            }
        }
    }
}

/// A duration in seconds, as the format wants it.
pub fn seconds(long: Duration) -> f64 {
    long.as_secs_f64()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::histogram::Histogram;

    #[test]
    fn families_have_heads_and_samples() {
        let mut text = Exposition::default();
        text.family("hotspotd_jobs_total", Kind::Counter, "Jobs that are over.");
        text.sample(&[("kind", "apply"), ("outcome", "done")], 3);
        text.gauge("hotspotd_routers", "Routers.", 0.5);
        assert_eq!(
            text.into_text(),
            "# HELP hotspotd_jobs_total Jobs that are over.\n\
             # TYPE hotspotd_jobs_total counter\n\
             hotspotd_jobs_total{kind=\"apply\",outcome=\"done\"} 3\n\
             # HELP hotspotd_routers Routers.\n\
             # TYPE hotspotd_routers gauge\n\
             hotspotd_routers 0.5\n"
        );
    }

    #[test]
    fn buckets_hold_what_is_below_them_too() {
        let histogram = Histogram::default();
        for millis in [1, 4, 90, 9_000] {
            histogram.note(Duration::from_millis(millis));
        }
        let mut text = Exposition::default();
        text.family("t", Kind::Histogram, "T.");
        text.durations(&[("of", "x")], &histogram.read());
        let text = text.into_text();
        let lines: Vec<&str> = text.lines().skip(2).collect();
        assert_eq!(
            lines,
            [
                "t_bucket{of=\"x\",le=\"0.001\"} 1",
                "t_bucket{of=\"x\",le=\"0.005\"} 2",
                "t_bucket{of=\"x\",le=\"0.025\"} 2",
                "t_bucket{of=\"x\",le=\"0.1\"} 3",
                "t_bucket{of=\"x\",le=\"0.5\"} 3",
                "t_bucket{of=\"x\",le=\"2.5\"} 3",
                "t_bucket{of=\"x\",le=\"+Inf\"} 4",
                "t_sum{of=\"x\"} 9.095",
                "t_count{of=\"x\"} 4",
            ]
        );
    }

    #[test]
    fn no_value_ends_its_line() {
        let mut text = Exposition::default();
        text.family("t", Kind::Gauge, "a \\ \"b\"\nc");
        text.sample(&[("of", "\"} 1\nt 2\r\u{85}\u{2028}\\")], 1);
        assert_eq!(
            text.into_text(),
            "# HELP t a \\\\ \"b\"\\nc\n# TYPE t gauge\nt{of=\"\\\"} 1\\nt 2   \\\\\"} 1\n"
        );
    }
}
