//! What is wrong with a value, in parts: the field, a name for the reason, the figures, and the English for it.

use std::fmt;

use super::{Value, shown};

/// Why a value is refused.
#[derive(Clone, Debug, PartialEq)]
pub enum Reason {
    /// A number outside `min..=max`.
    Range {
        min: f64,
        max: f64,
        value: f64,
    },
    /// A number that is not above `above`, or above `max`.
    Above {
        above: f64,
        max: f64,
        value: f64,
    },
    /// Of another type than this.
    Type(&'static str),
    /// A field that has to be there.
    Missing,
    /// A field that nothing reads: misspelt, or of a newer version.
    Unknown,
    /// None of these, separated by spaces.
    Choice(String),
    Other(String),
}

impl Reason {
    /// The stable, machine-readable name.
    pub fn name(&self) -> &'static str {
        match self {
            Reason::Range { .. } => "range",
            Reason::Above { .. } => "above",
            Reason::Type(_) => "type",
            Reason::Missing => "missing",
            Reason::Unknown => "unknown",
            Reason::Choice(_) => "choice",
            Reason::Other(_) => "other",
        }
    }

    /// What a sentence in any language is made with.
    pub fn params(&self) -> Vec<(&'static str, Value)> {
        match self {
            &Reason::Range { min, max, value } => {
                vec![("min", min.into()), ("max", max.into()), ("value", value.into())]
            }
            &Reason::Above { above, max, value } => {
                vec![("above", above.into()), ("max", max.into()), ("value", value.into())]
            }
            Reason::Type(expected) => vec![("expected", (*expected).into())],
            Reason::Missing | Reason::Unknown => Vec::new(),
            Reason::Choice(choices) => vec![("choices", choices.as_str().into())],
            Reason::Other(detail) => vec![("detail", detail.as_str().into())],
        }
    }
}

impl fmt::Display for Reason {
    /// To go behind the name of what it is about: "must be between 1 and 32, not 33".
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            &Reason::Range { min, max, value } => {
                write!(f, "must be between {} and {}, not {}", shown(min), shown(max), shown(value))
            }
            &Reason::Above { above, max, value } => {
                write!(f, "must be above {} and at most {}, not {}", shown(above), shown(max), shown(value))
            }
            Reason::Type(expected) => write!(f, "is not {expected}"),
            Reason::Missing => f.write_str("is missing"),
            Reason::Unknown => f.write_str("is unknown"),
            Reason::Choice(choices) => write!(f, "is none of {choices}"),
            Reason::Other(detail) => f.write_str(detail),
        }
    }
}

/// What is wrong with a value or with a field somewhere in it. A pointer, so that a result which is not one of these is
/// handed on cheaply: every `?` of the core would otherwise move the parts themselves.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem(Box<Parts>);

/// What [`Problem`] points to.
#[derive(Clone, Debug, PartialEq)]
pub struct Parts {
    /// The innermost field that it is about; empty where it is the value itself.
    pub field: String,
    pub reason: Reason,
    /// The English, to go behind the value's name: "has a `n` that is not a whole number in range".
    text: String,
}

impl Problem {
    /// About field `field`, whose English name the sentence begins with.
    #[inline(never)]
    pub fn of(field: &str, reason: Reason) -> Problem {
        Problem(Box::new(Parts { field: field.to_owned(), text: format!("{reason}"), reason }))
    }

    /// About a field that is missing or one too many.
    #[inline(never)]
    pub(super) fn about(name: &str, reason: Reason) -> Problem {
        let text = match reason {
            Reason::Missing => format!("has no `{name}`"),
            _ => format!("has a `{name}` that {reason}"),
        };
        Problem(Box::new(Parts { field: name.to_owned(), reason, text }))
    }

    /// The same, of the value that has the other as its field `name`.
    #[inline(never)]
    pub(super) fn within(mut self, name: &str) -> Problem {
        let parts = &mut *self.0;
        if parts.field.is_empty() {
            name.clone_into(&mut parts.field);
        }
        parts.text = format!("has a `{name}` that {}", parts.text);
        self
    }
}

impl std::ops::Deref for Problem {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl From<Reason> for Problem {
    fn from(reason: Reason) -> Problem {
        Problem::of("", reason)
    }
}

impl From<String> for Problem {
    fn from(detail: String) -> Problem {
        Reason::Other(detail).into()
    }
}

impl From<&str> for Problem {
    fn from(detail: &str) -> Problem {
        detail.to_owned().into()
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.text)
    }
}
