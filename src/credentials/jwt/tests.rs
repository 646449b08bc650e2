//! Tests of access tokens, with tokens made by hand where ours would not be wrong enough.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use proptest::prelude::*;

use super::*;

const NOW: Moment = Moment::from_secs(1_795_655_649);
const KEY: [u8; 32] = [3; 32];

fn tokens() -> AccessTokens {
    AccessTokens::new(&Key::from_bytes(KEY))
}

fn issued() -> String {
    let token = tokens().issue(AccountId::from_row(7), SessionId::from_row(40), NOW);
    token.unwrap().reveal().to_owned()
}

/// A token of this header and these claims, signed with HMAC-SHA256 and our key.
fn signed(header: &str, claims: &str) -> String {
    let message = format!("{}.{}", BASE64.encode(header), BASE64.encode(claims));
    let signature = Key::from_bytes(KEY).authenticate(&[message.as_bytes()]);
    format!("{message}.{}", BASE64.encode(signature))
}

const HEADER: &str = r#"{"alg":"HS256","typ":"JWT"}"#;

fn claims(with: &str) -> String {
    format!(
        r#"{{"iss":"hotspotd","aud":"hotspotd-api","sub":"7","sid":40,"iat":{0},"exp":{1}{with}}}"#,
        NOW.as_secs(),
        NOW.as_secs() + 600
    )
}

#[test]
fn the_signature_is_that_of_rfc_7515() {
    let _ = PROVIDER.install_default();
    // Appendix A.1.
    let key = BASE64
        .decode("AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow")
        .unwrap();
    let message = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.\
                   eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
    let signature = jsonwebtoken::crypto::sign(
        message.as_bytes(),
        &EncodingKey::from_secret(&key),
        ALGORITHM,
    );
    assert_eq!(
        signature.unwrap(),
        "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    );
}

#[test]
fn good_for_ten_minutes_and_no_longer() {
    let access = Access {
        account: AccountId::from_row(7),
        session: SessionId::from_row(40),
        expires: NOW.plus(LIFETIME),
    };
    let at = |seconds| tokens().check(&issued(), Moment::from_secs(NOW.as_secs() + seconds));
    assert_eq!(at(0), Ok(access));
    assert_eq!(at(599), Ok(access));
    assert_eq!(at(600), Err(JwtError::Expired));
    assert_eq!(at(86_400), Err(JwtError::Expired));
    // The clock was set back: a little is nothing, a day is.
    assert_eq!(at(-60), Ok(access));
    assert_eq!(at(-61), Err(JwtError::Expired));
    assert_eq!(at(-86_400), Err(JwtError::Expired));
}

#[test]
fn made_by_hand_it_is_the_same() {
    assert!(tokens().check(&signed(HEADER, &claims("")), NOW).is_ok());
}

#[test]
fn another_algorithm_is_refused_though_the_signature_fits() {
    for algorithm in [
        "none", "None", "HS384", "HS512", "RS256", "ES256", "EdDSA", "hs256", "",
    ] {
        let header = HEADER.replace("HS256", algorithm);
        let token = signed(&header, &claims(""));
        assert_eq!(
            tokens().check(&token, NOW),
            Err(JwtError::NotValid),
            "{algorithm}"
        );
        let (message, _) = token.rsplit_once('.').unwrap();
        assert_eq!(
            tokens().check(&format!("{message}."), NOW),
            Err(JwtError::NotValid)
        );
    }
    assert!(tokens().check(&signed("{}", &claims("")), NOW).is_err());
}

#[test]
fn a_token_for_others_or_without_what_it_must_have_is_refused() {
    let good = claims("");
    for (part, other) in [
        (r#""iss":"hotspotd","#, ""),
        (r#""iss":"hotspotd""#, r#""iss":"other""#),
        (r#""aud":"hotspotd-api","#, ""),
        (r#""aud":"hotspotd-api""#, r#""aud":"portal""#),
        (r#""sub":"7","#, ""),
        (r#""sub":"7""#, r#""sub":"0""#),
        (r#""sub":"7""#, r#""sub":"-7""#),
        (r#""sid":40,"#, ""),
        (r#""sid":40"#, r#""sid":0"#),
        (r#""exp""#, r#""expires""#),
        (r#""iat""#, r#""issued""#),
    ] {
        assert!(good.contains(part), "{part}");
        let token = signed(HEADER, &good.replace(part, other));
        assert_eq!(
            tokens().check(&token, NOW),
            Err(JwtError::NotValid),
            "{part} → {other}"
        );
    }
    let far = good.replace(&(NOW.as_secs() + 600).to_string(), "-1");
    assert!(tokens().check(&signed(HEADER, &far), NOW).is_err());
}

#[test]
fn another_key_or_an_altered_token_is_refused() {
    let other = AccessTokens::new(&Key::from_bytes([4; 32]));
    assert_eq!(other.check(&issued(), NOW), Err(JwtError::NotValid));
    let token = issued();
    for (at, letter) in token.char_indices() {
        let mut altered = token.clone();
        let replacement = if letter == 'A' { "B" } else { "A" };
        altered.replace_range(at..=at, replacement);
        assert_eq!(
            tokens().check(&altered, NOW),
            Err(JwtError::NotValid),
            "letter {at}"
        );
    }
    let long = signed(
        HEADER,
        &claims(&format!(r#","x":"{}""#, "x".repeat(LONGEST))),
    );
    assert_eq!(tokens().check(&long, NOW), Err(JwtError::NotValid));
}

#[test]
fn debug_tells_no_key() {
    assert_eq!(format!("{:?}", tokens()), "AccessTokens(…)");
}

proptest! {
    #[test]
    fn no_text_panics(text in "[a-zA-Z0-9_.-]{0,80}|\\PC{0,40}", claims in "\\PC{0,40}") {
        prop_assert!(tokens().check(&text, NOW).is_err());
        prop_assert!(tokens().check(&signed(HEADER, &claims), NOW).is_err());
    }
}
