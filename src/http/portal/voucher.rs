//! The page that takes a voucher code.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};
use tera::escape_html;

use crate::http::words::{Language, Words};

/// The longest code that is passed on.
const LONGEST: usize = 32;

/// All the style there is, in the page itself: nothing else is loaded over a line on which nothing was paid for yet.
const STYLE: &str = "*{box-sizing:border-box}body{margin:0;background:#f6f8fa;color:#101828;font:1.125rem/1.5 system-ui,-apple-system,\"Segoe UI\",Roboto,\"Noto Sans\",Arial,sans-serif}\
main{max-width:26rem;margin:0 auto;padding:1.5rem 1rem}h1{font-size:1.5rem;line-height:1.25;margin:0 0 1rem}label{display:block;font-weight:600;margin-bottom:.25rem}\
input{width:100%;min-height:3rem;padding:0 .75rem;border:1px solid #76859a;border-radius:.5rem;background:#fff;color:inherit;font:700 1.25rem ui-monospace,Menlo,Consolas,monospace;letter-spacing:.05em;text-transform:uppercase}\
button{width:100%;min-height:3rem;margin-top:1rem;border:0;border-radius:.5rem;background:#0b6b63;color:#fff;font:600 1.125rem system-ui,sans-serif}\
:focus-visible{outline:3px solid #1d4ed8;outline-offset:2px}.bad{background:#fee4e2;color:#b42318;border-radius:.5rem;padding:.75rem 1rem;margin:0 0 1rem}\
.card{background:#fff;border:1px solid #d5dde4;border-radius:.75rem;padding:1rem;margin-bottom:1rem}a{color:#0b6b63;display:inline-block;padding:.5rem 0}";

/// Whether a text can be a code: letters, digits, dashes, spaces.
pub fn is_code(text: &str) -> bool {
    let letters = text.chars().filter(char::is_ascii_alphanumeric).count();
    (4..=LONGEST).contains(&letters)
        && text.len() <= 2 * LONGEST
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == ' ')
}

/// The router's own sign-in page with this code as name and password: a voucher is both.
pub fn way_in(name: &str, code: &str) -> String {
    let code: String = code
        .to_ascii_uppercase()
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
        .collect();
    format!("http://{name}/login?username={code}&password={code}")
}

/// What the page may do: show itself, and send its form here, from where it is led to the router's page.
pub fn policy(sign_in: &str) -> String {
    let hash = STANDARD.encode(Sha256::digest(STYLE.as_bytes()));
    let router = if sign_in.is_empty() {
        String::new()
    } else {
        format!(" http://{sign_in}")
    };
    format!(
        "default-src 'none'; style-src 'sha256-{hash}'; form-action 'self'{router}; base-uri 'none'; frame-ancestors 'none'"
    )
}

/// What the page shows.
pub struct Page<'a> {
    /// The catalogue of words.
    pub words: &'a Words,
    /// The language.
    pub language: Language,
    /// What the business is called.
    pub business: Option<String>,
    /// Whom customers call.
    pub phone: Option<String>,
    /// Whether it is known which router the device is behind.
    pub here: bool,
    /// What was typed before.
    pub code: &'a str,
    /// What is wrong with it, a key of the catalogue of words.
    pub trouble: Option<&'a str>,
}

impl Page<'_> {
    /// The page.
    pub fn html(&self) -> String {
        let say = |key| escape_html(&self.words.say(self.language, key, &[]));
        let business = escape_html(self.business.as_deref().unwrap_or("Wi-Fi"));
        let lang = self.language.code();
        let trouble = self
            .trouble
            .map(|key| format!("<p class=\"bad\" role=\"alert\" id=\"e\">{}</p>", say(key)))
            .unwrap_or_default();
        let invalid = if self.trouble.is_some() {
            " aria-invalid=\"true\" aria-describedby=\"e\""
        } else {
            ""
        };
        let form = if self.here {
            format!(
                "<form class=\"card\" method=\"post\" action=\"/p\"><input type=\"hidden\" name=\"lang\" value=\"{lang}\">\
                 <label for=\"c\">{}</label><input id=\"c\" name=\"code\" value=\"{}\" autocomplete=\"off\" autocapitalize=\"characters\" spellcheck=\"false\" maxlength=\"64\" required{invalid}>\
                 <button>{}</button></form>",
                say("portal.code"),
                escape_html(self.code),
                say("portal.go"),
            )
        } else {
            format!("<p class=\"card\">{}</p>", say("portal.not_here"))
        };
        let phone = self
            .phone
            .as_deref()
            .map(|phone| {
                let phone = escape_html(phone);
                format!(
                    "<p>{} <a href=\"tel:{phone}\">{phone}</a></p>",
                    say("portal.call")
                )
            })
            .unwrap_or_default();
        let (other, name) = match self.language {
            Language::English => ("sw", "Kiswahili"),
            Language::Swahili => ("en", "English"),
        };
        format!(
            "<!doctype html><html lang=\"{lang}\"><head><meta charset=\"utf-8\"><title>{business}</title>\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><style>{STYLE}</style></head>\
             <body><main><h1>{business}</h1>{trouble}{form}<section class=\"card\"><p>{}</p>{phone}</section>\
             <p><a href=\"/p?lang={other}\" lang=\"{other}\">{name}</a></p></main></body></html>",
            say("portal.buy"),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_letters_digits_and_dashes() {
        for good in ["K7Q4X-9XMP2-A", "k7q4x 9xmp2 a", "ABCD"] {
            assert!(is_code(good), "{good}");
        }
        for bad in [
            "",
            "abc",
            "a b",
            "ABCD&x=1",
            "ABCD\r\nSet-Cookie: a=b",
            "ＡＢＣＤ",
            &"A".repeat(40),
        ] {
            assert!(!is_code(bad), "{bad:?}");
        }
        assert_eq!(
            way_in("wifi.lan", "k7q4x 9xmp2-a"),
            "http://wifi.lan/login?username=K7Q4X9XMP2-A&password=K7Q4X9XMP2-A"
        );
    }

    #[test]
    fn what_was_typed_and_what_the_business_is_called_is_text() {
        let words = Words::default();
        for language in Language::ALL {
            let html = Page {
                words: &words,
                language,
                business: Some("<script>alert(1)</script>".to_owned()),
                phone: Some("\"><b>".to_owned()),
                here: true,
                code: "\"><img src=x onerror=alert(1)>",
                trouble: Some("portal.no_code"),
            }
            .html();
            assert!(!html.contains("<script") && !html.contains("<img") && !html.contains("<b>"));
            assert!(
                !html.contains("src=\"http") && !html.contains("href=\"http"),
                "{html}"
            );
            assert!(html.len() < 6_000, "{} bytes", html.len());
        }
    }
}
