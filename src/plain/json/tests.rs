//! JSON held to another parser.

use super::*;
use proptest::prelude::*;

fn same(ours: &Value, theirs: &serde_json::Value) -> bool {
    match (ours, theirs) {
        (Value::Null, serde_json::Value::Null) => true,
        (Value::Bool(a), serde_json::Value::Bool(b)) => a == b,
        (Value::Number(a), serde_json::Value::Number(b)) => {
            let b = b.as_f64().unwrap();
            (a - b).abs() <= b.abs() * 1e-13 + 1e-290
        }
        (Value::Text(a), serde_json::Value::String(b)) => a == b,
        (Value::Array(a), serde_json::Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Value::Object(a), serde_json::Value::Object(b)) => {
            a.iter().all(|(name, a)| b.get(name).is_some_and(|b| same(a, b)))
                && b.keys().all(|name| a.iter().any(|(ours, _)| ours == name))
        }
        _ => false,
    }
}

#[test]
fn what_another_parser_takes_is_taken_alike_and_what_it_refuses_refused() {
    let texts = [
        "null",
        " true ",
        "false",
        "0",
        "-0",
        "1",
        "-12.5",
        "1e3",
        "1E+3",
        "2.5e-3",
        "137.8053",
        "1e400",
        "01",
        "1.",
        ".5",
        "+1",
        "-",
        "1e",
        "--1",
        "1e5000",
        "1e-5000",
        "\"\"",
        "\"a\\u00e9\\n\\\"\\\\\\/\"",
        "\"\\ud83d\\ude00\"",
        "\"\\ud83d\"",
        "\"\\ude00\"",
        "\"\\x\"",
        "\"a",
        "\"\n\"",
        "é",
        "\"é😀\"",
        "[]",
        "[ ]",
        "[1, 2 ,3]",
        "[1,]",
        "[,]",
        "[1 2]",
        "[",
        "{}",
        "{\"a\":1}",
        "{ \"a\" : [ {} , null ] }",
        "{\"a\"}",
        "{\"a\":}",
        "{a:1}",
        "{\"a\":1,}",
        "nul",
        "truefalse",
        "1 2",
        "",
        " ",
    ];
    for text in texts {
        let (ours, theirs) = (parse(text), serde_json::from_str::<serde_json::Value>(text));
        match (&ours, &theirs) {
            (Ok(ours), Ok(theirs)) => assert!(same(ours, theirs), "{text}: {ours:?}"),
            (Err(problem), Err(_)) => {
                assert!(problem.to_string().starts_with("is not JSON (byte "), "{text}: {problem}")
            }
            _ => panic!("{text}: {ours:?} and {theirs:?}"),
        }
    }
}

#[test]
fn a_long_tail_of_digits_is_a_number_too() {
    for text in
        [format!("0.{}", "3".repeat(1000)), format!("7.{}", "0".repeat(1000)), format!("0.{}1", "0".repeat(1000))]
    {
        let (ours, theirs) = (parse(&text).unwrap(), serde_json::from_str(&text).unwrap());
        assert!(same(&ours, &theirs), "{ours:?} and {theirs:?}");
    }
}

#[test]
fn depth_is_bounded() {
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    assert!(parse(&nested(MAX_DEPTH)).is_ok());
    assert!(parse(&nested(MAX_DEPTH + 1)).is_err());
    assert!(parse(&"[".repeat(1_000_000)).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn no_text_makes_the_parser_panic_or_disagree(text in "[\\[\\]{}\",:\\\\ 0-9eE.+tfnulrasd-]{0,30}") {
        if let Ok(theirs) = serde_json::from_str::<serde_json::Value>(&text) {
            prop_assert!(same(&parse(&text).unwrap(), &theirs));
        } else {
            prop_assert!(parse(&text).is_err());
        }
    }

    #[test]
    fn a_written_string_reads_back(string in any::<String>()) {
        prop_assert_eq!(parse(&write(&Value::Text(string.clone()))), Ok(Value::Text(string.clone())));
        prop_assert_eq!(serde_json::from_str::<String>(&write(&Value::Text(string.clone()))).unwrap(), string);
    }

    #[test]
    fn figures_of_a_card_are_read_to_the_last_bit(units in 0u64..10_000_000_000, places in 0usize..7) {
        let text = format!("{:.places$}", units as f64 / 1e4);
        prop_assert_eq!(parse(&text), Ok(Value::Number(text.parse().unwrap())));
    }
}
