//! How values are written on pages: moments, spans of time, sizes, money.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use tera::{Error, Tera, Value};

use crate::domain::money::{Currency, Money};
use crate::http::view::speaking;
use crate::http::words::{Language, Words};

/// The zone of the business; it may be changed while pages are shown.
pub type Zone = Arc<RwLock<TimeZone>>;

type Arguments = HashMap<String, Value>;

/// Gives the filters to a Tera.
///
/// - `moment`: milliseconds since 1970 → `23 Nov, 14:05`; with `year=true` → `23 Nov 2026, 14:05`; with `only="time"` → `14:05:09`
/// - `iso`: the same → `2026-11-23T11:05:09Z`, for `<time datetime>`
/// - `span`: milliseconds → `< 0.1 s`, `0.8 s`, `2 min 5 s`, `3 h 20 min`, `4 d 2 h`
/// - `bytes`: a count → `512 B`, `1.3 MB` (of 1,000)
/// - `kes`: cents → `KES 1,250.00`
/// - `said`: what a service said, in the language of the page
pub fn register(tera: &mut Tera, words: &Arc<Words>, zone: &Zone) {
    let (words, zone) = (Arc::clone(words), Arc::clone(zone));
    let sayings = Arc::clone(&words);
    tera.register_filter("said", move |value: &Value, _: &Arguments| {
        let said = value.as_str().unwrap_or_default();
        Ok(Value::String(sayings.retell(speaking::now(), said)))
    });
    tera.register_filter("moment", move |value: &Value, arguments: &Arguments| {
        let style = if arguments.get("only").and_then(Value::as_str) == Some("time") {
            Style::Time
        } else if arguments.get("year").and_then(Value::as_bool) == Some(true) {
            Style::Year
        } else {
            Style::Day
        };
        Ok(Value::String(moment(&words, &zone, value, style)?))
    });
    tera.register_filter("iso", |value: &Value, _: &Arguments| {
        Ok(Value::String(timestamp(value)?.to_string()))
    });
    tera.register_filter("span", |value: &Value, _: &Arguments| {
        Ok(Value::String(span(whole(value)?)))
    });
    tera.register_filter("bytes", |value: &Value, _: &Arguments| {
        Ok(Value::String(bytes(whole(value)?)))
    });
    tera.register_filter("kes", |value: &Value, _: &Arguments| {
        let money = Money::from_cents(Currency::Kes, whole(value)?);
        Ok(Value::String(money.to_string()))
    });
}

fn whole(value: &Value) -> Result<i64, Error> {
    value
        .as_i64()
        .ok_or_else(|| Error::msg(format!("{value} is no whole number")))
}

/// How much of a moment is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `23 Nov, 14:05`
    Day,
    /// `23 Nov 2026, 14:05`
    Year,
    /// `14:05:09`
    Time,
}

/// A moment in the zone of the business and the language of the page.
pub fn moment(words: &Words, zone: &Zone, value: &Value, style: Style) -> Result<String, Error> {
    let zone = zone.read().unwrap_or_else(PoisonError::into_inner).clone();
    let moment = timestamp(value)?.to_zoned_datetime(zone);
    let month = month(words, speaking::now(), moment.month());
    let (day, hour, minute) = (moment.day(), moment.hour(), moment.minute());
    Ok(match style {
        Style::Day => format!("{day} {month}, {hour:02}:{minute:02}"),
        Style::Year => format!("{day} {month} {}, {hour:02}:{minute:02}", moment.year()),
        Style::Time => format!("{hour:02}:{minute:02}:{:02}", moment.second()),
    })
}

/// A number of milliseconds since 1970 as a moment.
pub fn timestamp(value: &Value) -> Result<Timestamp, Error> {
    Timestamp::from_millisecond(whole(value)?)
        .map_err(|error| Error::msg(format!("{value} is no moment: {error}")))
}

/// The short name of a month, 1 to 12.
fn month(words: &Words, language: Language, month: i8) -> &str {
    let names = words.text(language, "time.months").unwrap_or_default();
    let at = usize::try_from(month).unwrap_or(1).saturating_sub(1);
    names.split(' ').nth(at).unwrap_or_default()
}

fn span(milliseconds: i64) -> String {
    let seconds = milliseconds / 1_000;
    match seconds {
        _ if milliseconds < 100 => "< 0.1 s".to_owned(),
        ..10 => format!("{}.{} s", seconds, (milliseconds % 1_000) / 100),
        10..60 => format!("{seconds} s"),
        60..3_600 => format!("{} min {} s", seconds / 60, seconds % 60),
        3_600..86_400 => format!("{} h {} min", seconds / 3_600, seconds % 3_600 / 60),
        _ => format!("{} d {} h", seconds / 86_400, seconds % 86_400 / 3_600),
    }
}

fn bytes(count: i64) -> String {
    if count < 1_000 {
        return format!("{count} B");
    }
    // In tenths, so that no rounding makes 1000.0 of 999.96.
    let mut tenths = count / 100;
    for unit in ["kB", "MB", "GB"] {
        if tenths < 10_000 {
            return format!("{}.{} {unit}", tenths / 10, tenths % 10);
        }
        tenths /= 1_000;
    }
    format!("{}.{} TB", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filtered(filter: &str, value: Value) -> Result<String, tera::Error> {
        let words = Arc::new(Words::default());
        let mut tera = Tera::default();
        let zone = TimeZone::get("Africa/Nairobi").unwrap();
        register(&mut tera, &words, &Arc::new(RwLock::new(zone)));
        let mut context = tera::Context::new();
        context.insert("value", &value);
        tera.render_str(&format!("{{{{ value | {filter} }}}}"), &context)
    }

    #[test]
    fn values_are_written_as_people_read_them() {
        // 2026-11-23T11:05:09Z
        let moment = 1_795_431_909_000_i64;
        for (filter, value, written) in [
            ("moment", moment, "23 Nov, 14:05"),
            ("moment(year=true)", moment, "23 Nov 2026, 14:05"),
            ("moment(only=\"time\")", moment, "14:05:09"),
            ("iso", moment, "2026-11-23T11:05:09Z"),
            ("span", 40, "< 0.1 s"),
            ("span", 840, "0.8 s"),
            ("span", 59_999, "59 s"),
            ("span", 125_000, "2 min 5 s"),
            ("span", 12_000_000, "3 h 20 min"),
            ("span", 353_000_000, "4 d 2 h"),
            ("bytes", 999, "999 B"),
            ("bytes", 999_999, "999.9 kB"),
            ("bytes", 1_340_000, "1.3 MB"),
            ("bytes", 5_200_000_000_000, "5.2 TB"),
            ("kes", 125_000, "KES 1,250.00"),
            ("kes", -50, "KES -0.50"),
        ] {
            let out = filtered(filter, value.into()).unwrap();
            assert_eq!(out, written, "{value} | {filter}");
        }
    }

    #[test]
    fn months_have_the_names_of_the_language() {
        let november = 1_795_431_909_000_i64;
        let may = november - 190 * 86_400_000;
        let out = speaking::within(Language::Swahili, || filtered("moment", may.into()));
        assert_eq!(out.unwrap(), "17 Mei, 14:05");
    }

    #[test]
    fn what_is_no_number_is_an_error() {
        for filter in ["moment", "span", "bytes", "kes"] {
            assert!(filtered(filter, "soon".into()).is_err(), "{filter}");
        }
    }
}
