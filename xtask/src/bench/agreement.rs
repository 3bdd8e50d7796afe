//! Whether everything that was timed did the same training: dropped work would show in the losses.

use serde_json::Value;

/// The same images, weights, order and ε as the reference has: what is left is rounding.
const OURS: f64 = 0.005;
/// Another generator, so other weights and other noise: as well as two seeds agree.
const OTHERS: f64 = 0.1;

/// A sentence for every training whose loss is not the reference's, and for every net without a reference.
pub fn problems(rows: &[Value]) -> Vec<String> {
    let mut problems = Vec::new();
    for row in rows.iter().filter(|row| row["name"] == "step") {
        let (net, host) = (word(row, "net"), word(row, "host"));
        let reference = rows.iter().find(|other| other["name"] == "reference" && other["net"] == row["net"]);
        let Some(expected) = reference.and_then(|reference| reference["loss_nats"].as_f64()) else {
            problems.push(format!("{net}: there is no reference"));
            continue;
        };
        let tolerance = if ["tfjs", "pytorch"].contains(&host) { OTHERS } else { OURS };
        let agrees = row["loss_nats"].as_f64().is_some_and(|loss| (loss - expected).abs() <= tolerance * expected);
        if !agrees {
            let (build, loss) = (word(row, "build"), &row["loss_nats"]);
            problems.push(format!("{net}: {host}, {build}, reached {loss} nats; the reference, {expected}"));
        }
    }
    problems
}

fn word<'a>(row: &'a Value, field: &str) -> &'a str {
    row[field].as_str().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_loss_must_be_the_references_and_there_must_be_one() {
        let step = |net: &str, host: &str, loss: Value| json!({ "name": "step", "net": net, "host": host, "build": "strict", "loss_nats": loss });
        let reference = json!({ "name": "reference", "net": "a", "loss_nats": 100.0 });
        let of = |row: Value| problems(&[reference.clone(), row]);
        assert!(of(step("a", "chromium", json!(100.4))).is_empty());
        assert_eq!(of(step("a", "chromium", json!(101.0))).len(), 1);
        assert!(of(step("a", "pytorch", json!(91.0))).is_empty());
        assert_eq!(of(step("a", "pytorch", json!(89.0))).len(), 1);
        assert_eq!(of(step("a", "native", Value::Null)).len(), 1);
        assert!(of(step("b", "native", json!(100.0)))[0].contains("no reference"));
        assert!(of(json!({ "name": "Forward", "net": "b" })).is_empty());
    }
}
