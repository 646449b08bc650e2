//! What is wrong with a form, as its page shows it.

use std::collections::BTreeMap;

use crate::http::problem::Failure;

/// What is wrong, by field; under `form` what is about no field.
pub type Errors = BTreeMap<String, String>;

/// What a failure says of the fields of a form. `names` are the fields that the page has: those that the service calls
/// otherwise are renamed, those that the page lacks are told under `form`.
pub fn errors(failure: &Failure, names: &[(&str, &str)]) -> Errors {
    let mut errors = Errors::new();
    for fault in &failure.faults {
        let name = names.iter().find(|(name, _)| *name == fault.field);
        let (field, message) = match name {
            Some((_, shown)) => (*shown, fault.message.clone()),
            None => ("form", format!("{}: {}", fault.field, fault.message)),
        };
        add(&mut errors, field, message);
    }
    if errors.is_empty() {
        add(&mut errors, "form", failure.detail.clone());
    }
    errors
}

/// Adds something; several things about one field are told one after the other.
pub fn add(errors: &mut Errors, field: &str, message: String) {
    errors
        .entry(field.to_owned())
        .and_modify(|before| {
            before.push(' ');
            before.push_str(&message);
        })
        .or_insert(message);
}
