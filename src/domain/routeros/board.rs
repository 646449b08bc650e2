//! Is the router that answers the board that the site is for?
//!
//! The catalogue has order codes (`RBD52G-5HacD2HnD-TCr2`, `RB4011iGS+RM`); a router tells a shorter code
//! (`/system/routerboard model`: `RBD52G-5HacD2HnD`) and its name (`/system/resource board-name`: `hAP ac^2`).
//! Virtual and PC routers have no code, and a name that begins with `CHR` or `x86` (`CHR QEMU Standard PC …`).

use super::model::Model;

/// Endings of an order code that say how the same board is housed or where it is sold.
const HOUSINGS: [&str; 8] = ["TC", "IN", "RM", "OUT", "US", "EU", "INTL", "PC"];

/// Whether a router that tells this name and code can be that model.
pub fn is_board(model: &Model, name: &str, code: Option<&str>) -> bool {
    match code.filter(|code| !code.is_empty()) {
        Some(code) => same_code(&model.product_code, code) || same_name(&model.name, name),
        None => match virtual_kind(name) {
            Some(kind) => model.product_code.to_ascii_lowercase().starts_with(kind),
            None => same_name(&model.name, name),
        },
    }
}

/// What begins the names of routers that are no RouterBOARD.
fn virtual_kind(name: &str) -> Option<&'static str> {
    let name = name.to_ascii_lowercase();
    ["chr", "x86"]
        .into_iter()
        .find(|kind| name.starts_with(kind))
}

/// `hAP ac²`, `hAP ac^2` and `hap ac2` are one name; `hAP` and `hAP ac²` are two.
fn same_name(one: &str, other: &str) -> bool {
    let plain = |text: &str| -> String {
        let folded = text.to_lowercase().replace('²', "2").replace('³', "3");
        folded
            .chars()
            .filter(|c| c.is_alphanumeric() || *c == '+')
            .collect()
    };
    let (one, other) = (plain(one), plain(other));
    !one.is_empty() && one == other
}

fn same_code(catalogue: &str, told: &str) -> bool {
    if let Some(series) = catalogue.strip_suffix(" series") {
        return Code::of(told).board.starts_with(&Code::of(series).board);
    }
    let (one, other) = (Code::of(catalogue), Code::of(told));
    let revisions = match (one.revision, other.revision) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    };
    let modems = one.modem.is_empty() || other.modem.is_empty() || one.modem == other.modem;
    one.board == other.board && revisions && modems
}

/// An order code in its parts: board, revision, and the modem of a kit.
struct Code {
    /// In capitals, without separators and housing.
    board: String,
    /// `r2` → 2.
    revision: Option<u32>,
    /// What stands after `&`.
    modem: String,
}

impl Code {
    fn of(text: &str) -> Code {
        // RouterOS 6 wrote `RouterBOARD 941-2nD` for `RB941-2nD`.
        let text = text.trim().replace("RouterBOARD ", "RB");
        let (board, modem) = text.split_once('&').unwrap_or((&text, ""));
        let (mut board, revision) = without_revision(board);
        while let Some(shorter) = without_housing(board) {
            board = shorter;
        }
        let plain = |text: &str| -> String {
            text.chars()
                .filter(|c| c.is_ascii_alphanumeric())
                .map(|c| c.to_ascii_uppercase())
                .collect()
        };
        Code {
            board: plain(board),
            revision,
            modem: plain(modem),
        }
    }
}

/// `RB750Gr3` → `RB750G` and 3.
fn without_revision(code: &str) -> (&str, Option<u32>) {
    let revision = code
        .rsplit_once('r')
        .and_then(|(board, digits)| Some((board, digits.parse().ok()?)));
    match revision {
        Some((board, number)) => (board, Some(number)),
        None => (code, None),
    }
}

/// `RB4011iGS+RM` → `RB4011iGS+`, `L009UiGS-2HaxD-IN` → `L009UiGS-2HaxD`.
fn without_housing(code: &str) -> Option<&str> {
    HOUSINGS.iter().find_map(|housing| {
        let board = code.strip_suffix(housing)?;
        board
            .ends_with(['-', '+'])
            .then(|| board.strip_suffix('-').unwrap_or(board))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::routeros::catalogue::Catalogue;

    /// Model of the site; board-name and model that a router tells.
    #[test]
    fn routers_are_recognised() {
        for (model, name, code) in [
            ("hAP ac²", "hAP ac^2", Some("RBD52G-5HacD2HnD")),
            ("hAP ac²", "hAP ac^2", Some("RBD52G-5HacD2HnD-TCr2")),
            ("hAP ac²", "RBD52G", Some("RBD52G-5HacD2HnD-TC")),
            ("hAP ac³", "hAP ac^3", Some("RBD53iG-5HacD2HnD")),
            ("hAP lite", "hAP lite", Some("RouterBOARD 941-2nD")),
            ("hAP lite TC", "hAP lite", Some("RB941-2nD")),
            ("hEX", "hEX", Some("RB750Gr3")),
            ("hEX S", "hEX S", Some("RB760iGS")),
            ("hAP ax²", "hAP ax^2", Some("C52iG-5HaxD2HaxD")),
            ("RB2011", "RB2011UiAS-2HnD", Some("RB2011UiAS-2HnD")),
            ("RB4011iGS+RM", "RB4011iGS+", Some("RB4011iGS+")),
            (
                "RB4011iGS+5HacQ2HnD-IN",
                "RB4011iGS+5HacQ2HnD",
                Some("RB4011iGS+5HacQ2HnD"),
            ),
            ("RB5009UG+S+IN", "RB5009UG+S+", Some("RB5009UG+S+")),
            (
                "L009UiGS-2HaxD-IN",
                "L009UiGS-2HaxD",
                Some("L009UiGS-2HaxD"),
            ),
            ("CRS326-24G-2S+RM", "CRS326-24G-2S+", Some("CRS326-24G-2S+")),
            ("wAP ac LTE kit", "wAP ac LTE", Some("wAPGR-5HacD2HnD")),
            ("Cloud Hosted Router", "CHR", None),
            (
                "Cloud Hosted Router",
                "CHR QEMU Standard PC (i440FX + PIIX, 1996)",
                None,
            ),
            (
                "Cloud Hosted Router arm64",
                "CHR QEMU KVM Virtual Machine",
                None,
            ),
            ("RouterOS x86 on a PC", "x86", None),
            ("hEX", "hEX", None),
        ] {
            let model = Catalogue::builtin().get(model).expect(model);
            assert!(
                is_board(model, name, code),
                "{} is {name} {code:?}",
                model.name
            );
        }
    }

    #[test]
    fn another_board_is_another_board() {
        for (model, name, code) in [
            ("hAP ac²", "hAP", Some("RB951Ui-2nD")),
            ("hAP ac²", "hAP ac^3", Some("RBD53iG-5HacD2HnD")),
            ("hAP ac²", "CHR", None),
            ("hAP ac²", "hAP", None),
            ("hAP ac", "hAP ac lite", Some("RB952Ui-5ac2nD")),
            ("hEX", "hEX lite", Some("RB750r2")),
            ("hEX", "hEX S", Some("RB760iGS")),
            ("hEX lite", "hEX", Some("RB750Gr3")),
            (
                "RB4011iGS+RM",
                "RB4011iGS+5HacQ2HnD",
                Some("RB4011iGS+5HacQ2HnD"),
            ),
            ("wAP LTE kit", "wAP R", Some("wAPR-2nD&R11e-LR8G")),
            ("Cloud Hosted Router", "x86", None),
            ("Cloud Hosted Router", "hEX", Some("RB750Gr3")),
            ("RB2011", "RB3011UiAS", Some("RB3011UiAS-RM")),
            ("hEX", "", None),
        ] {
            let model = Catalogue::builtin().get(model).expect(model);
            assert!(
                !is_board(model, name, code),
                "{} is not {name} {code:?}",
                model.name
            );
        }
    }

    /// Boards that are the same but for housing and modem; all others can be told apart.
    #[test]
    fn few_boards_of_the_catalogue_are_taken_for_each_other() {
        let models = Catalogue::builtin().models();
        let mut twins = Vec::new();
        for model in models {
            for other in models.iter().filter(|other| other.name > model.name) {
                if is_board(model, &other.name, Some(&other.product_code)) {
                    twins.push(format!("{} = {}", model.name, other.name));
                }
            }
        }
        twins.sort();
        let known = [
            "BaseBox 5 = RB912UAG-5HPnD",
            "CCR2004-16G-2S+ = CCR2004-16G-2S+PC",
            "CRS305-1G-4S+IN = FiberBox Plus",
            "CRS310-1G-5S-4S+IN = netFiber 9",
            "CRS326-24G-2S+IN = CRS326-24G-2S+RM",
            "LtAP mini = LtAP mini LTE kit",
            "RB5009UPr+S+IN = RB5009UPr+S+OUT",
            "cAP LTE12 ax = cAP ax",
            "hAP ac lite = hAP ac lite TC",
            "hAP lite = hAP lite TC",
            "wAP LR8G kit = wAP R",
            "wAP LR9G kit = wAP R",
        ];
        assert_eq!(twins, known);
    }
}
