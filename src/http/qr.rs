//! QR codes as paths of an SVG.

use std::fmt::Write as _;

use qrcodegen::{QrCode, QrCodeEcc};

/// Empty modules around a code, without which readers do not find it.
const QUIET: i32 = 4;

/// A code, to be drawn dark on light.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawing {
    /// The `d` of a path: a box for each run of dark modules.
    pub path: String,
    /// Width and height in modules, the quiet zone included.
    pub side: i32,
}

/// The code of a text; `None` where it is longer than a code can hold.
pub fn draw(text: &str) -> Option<Drawing> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let run = (x..code.size())
                .take_while(|x| code.get_module(*x, y))
                .count();
            let run = i32::try_from(run).unwrap_or(0);
            if run > 0 {
                // Writing to a text does not fail.
                let _ = write!(path, "M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET);
            }
            x += run + 1;
        }
    }
    let side = code.size() + 2 * QUIET;
    Some(Drawing { path, side })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The modules that a path covers.
    fn covered(drawing: &Drawing) -> Vec<(i32, i32)> {
        let boxes = drawing.path.split('M').skip(1);
        boxes
            .flat_map(|it| {
                let (place, rest) = it.split_once('h').unwrap();
                let (x, y) = place.split_once(' ').unwrap();
                let (x, y): (i32, i32) = (x.parse().unwrap(), y.parse().unwrap());
                let run: i32 = rest.split_once('v').unwrap().0.parse().unwrap();
                (x..x + run).map(move |x| (x, y))
            })
            .collect()
    }

    #[test]
    fn the_path_covers_the_dark_modules_and_no_others() {
        let text = "otpauth://totp/hotspotd:amina?secret=GEZDGNBVGY3TQOJQ";
        let code = QrCode::encode_text(text, QrCodeEcc::Medium).unwrap();
        let drawing = draw(text).unwrap();
        let mut dark = Vec::new();
        for y in 0..code.size() {
            for x in 0..code.size() {
                if code.get_module(x, y) {
                    dark.push((x + QUIET, y + QUIET));
                }
            }
        }
        assert_eq!(covered(&drawing), dark);
        assert_eq!(drawing.side, code.size() + 8);
    }

    #[test]
    fn what_is_too_long_has_none() {
        assert_eq!(draw(&"a".repeat(5_000)), None);
    }
}
