//! Attributes of one command.

use super::outcome::Trap;

/// Attributes by name; a later one of the same name wins.
#[derive(Debug, Clone, Copy)]
pub struct Arguments<'a>(pub &'a [(String, String)]);

impl<'a> Arguments<'a> {
    /// A value by name.
    pub fn get(&self, name: &str) -> Option<&'a str> {
        self.0
            .iter()
            .rev()
            .find(|(given, _)| given == name)
            .map(|(_, value)| value.as_str())
    }

    /// A value that must be there.
    pub fn require(&self, name: &str) -> Result<&'a str, Trap> {
        self.get(name)
            .ok_or_else(|| Trap::missing(format!("missing ={name}=")))
    }

    /// Refuses every attribute but these.
    pub fn only(&self, allowed: &[&str]) -> Result<(), Trap> {
        match self
            .0
            .iter()
            .find(|(name, _)| !allowed.contains(&name.as_str()))
        {
            Some((name, _)) => Err(Trap::value(format!("unknown parameter {name}"))),
            None => Ok(()),
        }
    }

    /// The rows meant, as typed: `.id`, `numbers` or `number`, joined by commas.
    pub fn items(&self) -> Option<&'a str> {
        self.get(".id")
            .or_else(|| self.get("numbers"))
            .or_else(|| self.get("number"))
    }

    /// Every attribute in the order sent.
    pub fn iter(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

/// Names of rows, not fields.
pub fn names_rows(name: &str) -> bool {
    matches!(name, ".id" | "numbers" | "number")
}
