//! Plain values — objects, lists, numbers, text — as files and JavaScript give them, read field by field and believed
//! nothing; and JSON.
//!
//! By hand and not with `serde`: with `serde_json` and `safetensors` it was a quarter of what a visitor of the page loads
//! (see `docs/decisions/wasm-size.md`). The tests hold both to those libraries.

pub mod json;
mod problem;

pub use problem::{Parts, Problem, Reason};

/// A plain value. Numbers are `f64`, as JavaScript's are: whole ones are exact to 2⁵³.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Null,
    Bool(bool),
    Number(f64),
    Text(String),
    Array(Vec<Value>),
    /// In the order of the source.
    Object(Vec<(String, Value)>),
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Text(text.to_owned())
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Value {
        Value::Number(number)
    }
}

impl From<usize> for Value {
    fn from(number: usize) -> Value {
        Value::Number(number as f64)
    }
}

impl From<&[usize]> for Value {
    fn from(numbers: &[usize]) -> Value {
        let mut list = Vec::with_capacity(numbers.len());
        for &number in numbers {
            list.push(number.into());
        }
        Value::Array(list)
    }
}

impl From<&[f32]> for Value {
    fn from(numbers: &[f32]) -> Value {
        let mut list = Vec::with_capacity(numbers.len());
        for &number in numbers {
            list.push(f64::from(number).into());
        }
        Value::Array(list)
    }
}

impl Value {
    /// An object of these fields.
    pub fn object<const N: usize>(mut fields: [(&str, Value); N]) -> Value {
        Value::of_fields(&mut fields)
    }

    /// The same object without the fields that are null.
    #[must_use]
    pub fn without_nulls(mut self) -> Value {
        if let Value::Object(fields) = &mut self {
            fields.retain(|(_, value)| !matches!(value, Value::Null));
        }
        self
    }

    // In the code once, whatever the number of fields.
    fn of_fields(fields: &mut [(&str, Value)]) -> Value {
        let mut object = Vec::with_capacity(fields.len());
        for (name, value) in fields {
            object.push(((*name).to_owned(), std::mem::replace(value, Value::Null)));
        }
        Value::Object(object)
    }

    /// The field `name` of an object; the last, where several have it.
    pub fn get(&self, name: &str) -> Option<&Value> {
        match self {
            Value::Object(fields) => fields.iter().rev().find(|(other, _)| other == name).map(|(_, value)| value),
            _ => None,
        }
    }
}

/// A type that can be read from a plain value.
pub trait FromPlain: Sized {
    /// # Errors
    /// What is wrong with the value.
    fn from_plain(value: &Value) -> Result<Self, Problem>;

    /// Whether a field of this type may be left out, which is then the same as null.
    const MAY_BE_ABSENT: bool = false;
}

/// The field `name` of `value`.
///
/// # Errors
/// When `value` is no object, has no such field, or the field is of another type.
pub fn field<T: FromPlain>(value: &Value, name: &str) -> Result<T, Problem> {
    T::from_plain(find(value, name, T::MAY_BE_ABSENT)?).map_err(|problem| problem.within(name))
}

/// The field `name` of `value`, a finite number.
///
/// # Errors
/// As [`field`], or when it is not finite.
pub fn finite(value: &Value, name: &str) -> Result<f64, Problem> {
    let number: f64 = field(value, name)?;
    if number.is_finite() { Ok(number) } else { Err(Problem::about(name, Reason::Type("a finite number"))) }
}

/// That `value` is an object without any field but those named: what nothing reads is misspelt, or of a newer version,
/// and not to be passed over.
///
/// # Errors
/// When it is no object, or the first field that is none of them.
pub fn only(value: &Value, names: &[&str]) -> Result<(), Problem> {
    let Value::Object(fields) = value else { return Err(Reason::Type("an object").into()) };
    match fields.iter().find(|(name, _)| !names.contains(&name.as_str())) {
        Some((name, _)) => Err(Problem::about(name, Reason::Unknown)),
        None => Ok(()),
    }
}

// What does not depend on the type is in the code once.
fn find<'a>(value: &'a Value, name: &str, may_be_absent: bool) -> Result<&'a Value, Problem> {
    match value.get(name) {
        Some(value) => Ok(value),
        None if !matches!(value, Value::Object(_)) => Err(Reason::Type("an object").into()),
        None if may_be_absent => Ok(&Value::Null),
        None => Err(Problem::about(name, Reason::Missing)),
    }
}

/// The one of `choices` whose name the value is.
///
/// # Errors
/// When it is none of them.
pub fn choice<T: Copy>(value: &Value, choices: &[(&str, T)]) -> Result<T, Problem> {
    let mut names = String::new();
    for &(name, choice) in choices {
        if is_text(value, name, &mut names) {
            return Ok(choice);
        }
    }
    Err(Reason::Choice(names).into())
}

/// Whether the value is this text, which joins those that it might have been.
fn is_text(value: &Value, text: &str, others: &mut String) -> bool {
    if !others.is_empty() {
        others.push(' ');
    }
    others.push_str(text);
    matches!(value, Value::Text(value) if value == text)
}

/// The one of `choices` whose name field `name` of `value` is.
///
/// # Errors
/// As [`field`] and [`choice`].
pub fn choice_field<T: Copy>(value: &Value, name: &str, choices: &[(&str, T)]) -> Result<T, Problem> {
    choice(find(value, name, false)?, choices).map_err(|problem| problem.within(name))
}

/// The whole number that a value is.
fn whole(value: &Value) -> Option<u64> {
    match *value {
        Value::Number(n) if n >= 0.0 && n < 2f64.powi(53) && n.fract() == 0.0 => Some(n as u64),
        _ => None,
    }
}

macro_rules! whole_numbers {
    ($($T:ty),*) => {$(
        impl FromPlain for $T {
            fn from_plain(value: &Value) -> Result<$T, Problem> {
                whole(value).and_then(|n| n.try_into().ok()).ok_or_else(|| Reason::Type("a whole number in range").into())
            }
        }
    )*};
}
whole_numbers!(u32, u64, usize);

impl FromPlain for f64 {
    fn from_plain(value: &Value) -> Result<f64, Problem> {
        match *value {
            Value::Number(n) => Ok(n),
            _ => Err(Reason::Type("a number").into()),
        }
    }
}

impl FromPlain for String {
    fn from_plain(value: &Value) -> Result<String, Problem> {
        match value {
            Value::Text(text) => Ok(text.clone()),
            _ => Err(Reason::Type("text").into()),
        }
    }
}

impl<T: FromPlain> FromPlain for Vec<T> {
    fn from_plain(value: &Value) -> Result<Vec<T>, Problem> {
        match value {
            Value::Array(values) => {
                let mut list = Vec::with_capacity(values.len());
                for value in values {
                    list.push(T::from_plain(value)?);
                }
                Ok(list)
            }
            _ => Err(Reason::Type("a list").into()),
        }
    }
}

impl<T: FromPlain> FromPlain for Option<T> {
    fn from_plain(value: &Value) -> Result<Option<T>, Problem> {
        match value {
            Value::Null => Ok(None),
            value => T::from_plain(value).map(Some),
        }
    }

    const MAY_BE_ABSENT: bool = true;
}

/// Bytes as lower-case hex digits.
pub fn hex(bytes: &[u8]) -> String {
    let mut hex = String::new();
    for byte in bytes {
        for digit in [byte >> 4, byte & 15] {
            hex.push(char::from(b"0123456789abcdef"[usize::from(digit)]));
        }
    }
    hex
}

/// A number as a person writes it: exactly where 15 digits and 17 places are enough, else to 12 digits.
///
/// The standard library's own way, right to the last bit of any number, costs the page 14 KB of code more, or 13 KB with
/// the smallest library for it.
pub fn shown(number: f64) -> String {
    let sign = if number < 0.0 { "-" } else { "" };
    let mut size = number.abs();
    if !size.is_finite() {
        return if number.is_nan() { "NaN".into() } else { format!("{sign}∞") };
    }
    if let Some(text) = decimal(size) {
        return format!("{sign}{text}");
    }
    let mut exponent = 0;
    while size >= 10.0 {
        (size, exponent) = (size / 10.0, exponent + 1);
    }
    while size < 1.0 {
        (size, exponent) = (size * 10.0, exponent - 1);
    }
    let digits = decimal((size * 1e11).round() / 1e11).unwrap_or_default();
    if exponent == 0 { format!("{sign}{digits}") } else { format!("{sign}{digits}e{exponent}") }
}

/// The number with as many places as it takes to read it back, where those are few.
fn decimal(size: f64) -> Option<String> {
    let mut scale = 1.0;
    for places in 0..=17 {
        let units = (size * scale).round();
        if units > 1e15 {
            return None;
        }
        if units / scale == size {
            let (units, scale) = (units as u64, scale as u64);
            let (whole, rest) = (units / scale, units % scale);
            return Some(if places == 0 { whole.to_string() } else { format!("{whole}.{rest:0places$}") });
        }
        scale *= 10.0;
    }
    None
}

#[cfg(test)]
mod tests;
