//! The rows as text for a person.

use serde_json::Value;
use std::fmt::Write;

/// Full training steps of each net, fastest last; then the kernels.
pub fn of(rows: &[Value]) -> String {
    let mut text = String::new();
    let named = |name: &'static str| rows.iter().filter(move |row| row["name"] == name);
    let mut steps: Vec<&Value> = named("step").collect();
    let kernels = rows.iter().filter(|row| row["name"] != "step" && row["name"] != "reference");
    let speed = |row: &Value| row["steps_per_s"].as_f64().unwrap_or_default();
    steps.sort_by(|a, b| word(a, "net").cmp(word(b, "net")).then(speed(a).total_cmp(&speed(b))));
    let mut net = "";
    for row in steps {
        if word(row, "net") != net {
            net = word(row, "net");
            let reference = named("reference").find(|row| word(row, "net") == net).map(nats).unwrap_or_default();
            let _ = writeln!(text, "\n{net}: training steps a second, and the loss before (reference: {reference})");
        }
        let place = [word(row, "host"), word(row, "browser")].join(" ");
        let _ = writeln!(
            text,
            "  {:<16} {:<10} {} thread(s) {:>9.1} {:>7} {:>13}",
            place.trim_end(),
            word(row, "build"),
            row["threads"],
            speed(row),
            share(row),
            nats(row),
        );
    }
    let _ =
        writeln!(text, "\nkernels, one thread: GFLOP/s and share of the build's multiply-add loop, or ns an element");
    for row in kernels {
        let amount = match (row["gflops"].as_f64(), row["ns_per_element"].as_f64()) {
            (Some(gflops), _) => format!("{gflops:>7.2} {:>7}", share(row)),
            (None, Some(ns)) => format!("{ns:>7.3} ns"),
            (None, None) => String::new(),
        };
        let [host, build, net, name, shape] = ["host", "build", "net", "name", "shape"].map(|field| word(row, field));
        let _ = writeln!(text, "  {host:<9} {build:<8} {net:<14} {name:<15} {shape:<14} {amount}");
    }
    text
}

fn word<'a>(row: &'a Value, field: &str) -> &'a str {
    row[field].as_str().unwrap_or_default()
}

fn nats(row: &Value) -> String {
    row["loss_nats"].as_f64().map(|loss| format!("{loss:.2} nats")).unwrap_or_default()
}

fn share(row: &Value) -> String {
    row["share_of_peak"].as_f64().map(|share| format!("{:.1} %", 100.0 * share)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn steps_come_by_net_and_speed_and_kernels_after() {
        let text = of(&[
            json!({ "name": "Forward", "host": "chromium", "build": "strict", "gflops": 50.0, "share_of_peak": 0.9 }),
            json!({ "name": "step", "net": "b", "host": "native", "threads": 1, "steps_per_s": 20.0 }),
            json!({ "name": "step", "net": "b", "host": "tfjs", "browser": "firefox", "threads": 1, "steps_per_s": 3.0 }),
            json!({ "name": "step", "net": "a", "host": "pytorch", "threads": 2, "steps_per_s": 7.0 }),
        ]);
        let at = |needle: &str| text.find(needle).unwrap_or_else(|| panic!("no {needle} in {text}"));
        assert!(
            at("pytorch") < at("tfjs firefox") && at("tfjs firefox") < at("native") && at("native") < at("Forward")
        );
        assert!(text.contains("50.00  90.0 %"), "{text}");
    }
}
