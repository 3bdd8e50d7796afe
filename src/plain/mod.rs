//! Plain values — objects, lists, numbers, text — as files and JavaScript give them, read field by field and believed
//! nothing; and JSON.
//!
//! By hand and not with `serde`: with `serde_json` and `safetensors` it was a quarter of what a visitor of the page loads
//! (see `docs/decisions/wasm-size.md`). The tests hold both to those libraries.

pub mod json;

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

impl Value {
    /// The field `name` of an object; the last, where several have it.
    pub fn get(&self, name: &str) -> Option<&Value> {
        match self {
            Value::Object(fields) => fields.iter().rev().find(|(other, _)| other == name).map(|(_, value)| value),
            _ => None,
        }
    }
}

/// What is wrong with a value, to go behind its name: "is not a whole number".
pub type Problem = String;

/// A type that can be read from a plain value.
pub trait FromPlain: Sized {
    /// # Errors
    /// What is wrong with the value.
    fn from_plain(value: &Value) -> Result<Self, Problem>;

    /// What a field that is not there stands for.
    fn absent() -> Option<Self> {
        None
    }
}

/// The field `name` of `value`.
///
/// # Errors
/// When `value` is no object, has no such field, or the field is of another type.
pub fn field<T: FromPlain>(value: &Value, name: &str) -> Result<T, Problem> {
    if !matches!(value, Value::Object(_)) {
        return Err("is not an object".into());
    }
    match value.get(name) {
        Some(value) => T::from_plain(value).map_err(|problem| format!("has a `{name}` that {problem}")),
        None => T::absent().ok_or_else(|| format!("has no `{name}`")),
    }
}

/// The one of `choices` whose name the value is.
///
/// # Errors
/// When it is none of them.
pub fn choice<T: Copy>(value: &Value, choices: &[(&str, T)]) -> Result<T, Problem> {
    let named = |&&(name, _): &&(&str, T)| matches!(value, Value::Text(text) if text == name);
    choices.iter().find(named).map(|&(_, choice)| choice).ok_or_else(|| {
        let mut problem = String::from("is none of");
        choices.iter().for_each(|(name, _)| problem.push_str(&format!(" {name}")));
        problem
    })
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
                whole(value).and_then(|n| n.try_into().ok()).ok_or_else(|| "is not a whole number in range".into())
            }
        }
    )*};
}
whole_numbers!(u32, u64, usize);

impl FromPlain for f64 {
    fn from_plain(value: &Value) -> Result<f64, Problem> {
        match *value {
            Value::Number(n) => Ok(n),
            _ => Err("is not a number".into()),
        }
    }
}

impl FromPlain for String {
    fn from_plain(value: &Value) -> Result<String, Problem> {
        match value {
            Value::Text(text) => Ok(text.clone()),
            _ => Err("is not text".into()),
        }
    }
}

impl<T: FromPlain> FromPlain for Vec<T> {
    fn from_plain(value: &Value) -> Result<Vec<T>, Problem> {
        match value {
            Value::Array(values) => values.iter().map(T::from_plain).collect(),
            _ => Err("is not a list".into()),
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

    fn absent() -> Option<Option<T>> {
        Some(None)
    }
}

/// A number as a person writes it: the shortest that reads back as the same, without a needless `.0`.
///
/// The standard library's own way costs the page 14 KB of code more.
pub fn shown(number: f64) -> String {
    let mut buffer = zmij::Buffer::new();
    let text = buffer.format(number);
    text.strip_suffix(".0").unwrap_or(text).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of<T: FromPlain>(text: &str) -> Result<T, Problem> {
        field(&json::parse(text).unwrap(), "n")
    }

    #[test]
    fn numbers_are_taken_for_what_they_are_and_no_more() {
        assert_eq!(of::<usize>(r#"{"n": 3}"#), Ok(3));
        assert_eq!(of::<u32>(r#"{"n": 3.0}"#), Ok(3));
        assert_eq!(of::<f64>(r#"{"n": 3}"#), Ok(3.0));
        assert_eq!(of::<f64>(r#"{"n": -3}"#), Ok(-3.0));
        for bad in ["3.5", "-1", "4294967296", "1e300", "\"3\"", "null", "[3]"] {
            let problem = of::<u32>(&format!(r#"{{"n": {bad}}}"#)).unwrap_err();
            assert_eq!(problem, "has a `n` that is not a whole number in range", "{bad}");
        }
    }

    #[test]
    fn a_problem_names_the_way_to_it() {
        assert_eq!(
            of::<Vec<usize>>(r#"{"n": [1, "2"]}"#).unwrap_err(),
            "has a `n` that is not a whole number in range"
        );
        assert_eq!(of::<String>(r#"{"m": ""}"#).unwrap_err(), "has no `n`");
        assert_eq!(of::<String>("[]").unwrap_err(), "is not an object");
        assert_eq!(of::<Option<String>>(r#"{"n": 1}"#).unwrap_err(), "has a `n` that is not text");
        assert_eq!(choice(&Value::Text("c".into()), &[("a", 1), ("b", 2)]).unwrap_err(), "is none of a b");
    }

    #[test]
    fn what_may_be_absent_may_be_null() {
        assert_eq!(of::<Option<u32>>("{}"), Ok(None));
        assert_eq!(of::<Option<u32>>(r#"{"n": null}"#), Ok(None));
        assert_eq!(of::<Option<u32>>(r#"{"n": 1}"#), Ok(Some(1)));
    }

    #[test]
    fn written_objects_keep_their_order() {
        let json = json::object(&[("b", json::text("say \"x\"\n")), ("a", json::numbers(&[1, 2]))]);
        assert_eq!(json, r#"{"b":"say \"x\"\n","a":[1,2]}"#);
    }

    #[test]
    fn the_last_of_two_fields_counts() {
        assert_eq!(of::<u32>(r#"{"n": 1, "n": 2}"#), Ok(2));
    }

    #[test]
    fn numbers_are_shown_as_a_person_writes_them() {
        for (number, text) in [(100.0, "100"), (0.001, "0.001"), (1e-7, "1e-7"), (-2.5, "-2.5"), (f64::NAN, "NaN")] {
            assert_eq!(shown(number), text);
        }
    }
}
