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
        assert_eq!(problem.to_string(), "has a `n` that is not a whole number in range", "{bad}");
    }
}

#[test]
fn a_problem_names_the_way_to_it() {
    fn text<T: FromPlain + std::fmt::Debug>(json: &str) -> String {
        of::<T>(json).unwrap_err().to_string()
    }
    assert_eq!(text::<Vec<usize>>(r#"{"n": [1, "2"]}"#), "has a `n` that is not a whole number in range");
    assert_eq!(text::<String>(r#"{"m": ""}"#), "has no `n`");
    assert_eq!(text::<String>("[]"), "is not an object");
    assert_eq!(text::<Option<String>>(r#"{"n": 1}"#), "has a `n` that is not text");
    let none = choice(&Value::Text("c".into()), &[("a", 1), ("b", 2)]).unwrap_err();
    assert_eq!(none.to_string(), "is none of a b");
    let inner = of::<String>(r#"{"n": 1}"#).unwrap_err().within("m");
    assert_eq!((inner.to_string().as_str(), inner.field.as_str()), ("has a `m` that has a `n` that is not text", "n"));
}

#[test]
fn a_field_that_nothing_reads_is_named() {
    let value = json::parse(r#"{"n": 1, "m": 2}"#).unwrap();
    assert_eq!(only(&value, &["n", "m"]), Ok(()));
    let problem = only(&value, &["n"]).unwrap_err();
    assert_eq!((problem.to_string().as_str(), problem.field.as_str()), ("has a `m` that is unknown", "m"));
    assert!(only(&Value::Null, &[]).is_err());
}

#[test]
fn what_may_be_absent_may_be_null() {
    assert_eq!(of::<Option<u32>>("{}"), Ok(None));
    assert_eq!(of::<Option<u32>>(r#"{"n": null}"#), Ok(None));
    assert_eq!(of::<Option<u32>>(r#"{"n": 1}"#), Ok(Some(1)));
}

#[test]
fn written_objects_keep_their_order() {
    let value = Value::object([("b", "say \"x\"\n".into()), ("a", [1, 2][..].into()), ("c", 0.5.into())]);
    assert_eq!(json::write(&value), r#"{"b":"say \"x\"\n","a":[1,2],"c":0.5}"#);
}

#[test]
fn the_last_of_two_fields_counts() {
    assert_eq!(of::<u32>(r#"{"n": 1, "n": 2}"#), Ok(2));
}

#[test]
fn numbers_are_shown_as_a_person_writes_them() {
    let cases = [
        (0.0, "0"),
        (100.0, "100"),
        (-2.5, "-2.5"),
        (0.001, "0.001"),
        (1e-7, "0.0000001"),
        (137.8053, "137.8053"),
        (0.1 + 0.2, "3e-1"),
        (1.0 / 3.0, "3.33333333333e-1"),
        (-1e300, "-1e300"),
        (5e-324, "4.94065645841e-324"),
        (1e15, "1000000000000000"),
        (f64::NAN, "NaN"),
        (f64::NEG_INFINITY, "-∞"),
    ];
    for (number, text) in cases {
        assert_eq!(shown(number), text);
    }
}
