//! What a person asks of a run beyond its model and its data.

use std::fs;

use vae_lab::data::digits8x8;
use vae_lab::lab::Session;
use vae_lab::model::{Body, Init};
use vae_lab::nn::Activation;

use super::{Folder, run, stderr, stdout, with};

const RUN: [&str; 5] = ["train", "--hidden", "9", "--epochs", "2"];

#[test]
fn does_each_objective_make_another_model_and_one_sample_the_same() {
    let folder = Folder::new("objectives");
    let weights = |asked: &[&str]| {
        let out = folder.at("w");
        let output = run(&with(&with(&RUN, &["--out", &out]), asked));
        assert!(output.status.success(), "{asked:?}: {}", stderr(&output));
        fs::read(&out).unwrap()
    };
    let plain = weights(&[]);
    for nothing in [["--samples", "1"], ["--warmup", "0"], ["--free-bits", "0"]] {
        assert!(weights(&nothing) == plain, "{nothing:?} changes nothing");
    }
    for other in
        [["--samples", "3"], ["--warmup", "30"], ["--free-bits", "0.5"], ["--init", "he"], ["--init", "glorot"]]
    {
        assert!(weights(&other) != plain, "{other:?} is another run");
    }
}

#[test]
fn does_a_run_with_options_go_on_as_if_it_had_not_stopped() {
    let folder = Folder::new("options-resumed");
    for asked in [["--samples", "3", "--warmup", "40"], ["--free-bits", "0.0333333333333333", "--warmup", "40"]] {
        let (whole, part) = (folder.at("whole"), folder.at("part"));
        let output = run(&with(&with(&RUN, &["--out", &whole]), &asked));
        assert!(output.status.success(), "{}", stderr(&output));
        let first = ["train", "--hidden", "9", "--epochs", "1", "--checkpoint-every", "9", "--out", &part];
        assert!(run(&with(&first, &asked)).status.success());
        let checkpoint = folder.at("part.checkpoint");
        let output = run(&["train", "--epochs", "2", "--resume", &checkpoint, "--out", &part]);
        assert!(output.status.success(), "{}", stderr(&output));
        assert!(fs::read(&part).unwrap() == fs::read(&whole).unwrap(), "{asked:?}");
    }
}

#[test]
fn does_a_run_of_several_samples_say_its_bound() {
    let lines = stdout(&run(&with(&RUN, &["--samples", "5", "--json"])));
    for line in lines.lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        let figure = |name: &str| line[name].as_f64().unwrap();
        assert_eq!(line["samples"], 5);
        assert!(figure("test_neg_bound_nats") < figure("test_neg_elbo_nats"), "{line}");
    }
    assert!(lines.lines().count() == 2);
    let text = stdout(&run(&with(&RUN, &["--samples", "5"])));
    assert!(text.contains("−bound of 5 samples"), "{text}");
    assert!(!stdout(&run(&with(&RUN, &["--json"]))).contains("test_neg_bound_nats"));
}

#[test]
fn does_an_evaluation_say_what_the_features_are_worth_and_the_bound_of_samples() {
    let folder = Folder::new("features");
    let (out, ae) = (folder.at("w"), folder.at("ae"));
    assert!(run(&["train", "--epochs", "20", "--out", &out]).status.success());
    let json = |asked: &[&str]| -> serde_json::Value {
        let output = run(&with(&["eval", "--json", "--weights"], asked));
        assert!(output.status.success(), "{asked:?}: {}", stderr(&output));
        serde_json::from_str(&stdout(&output)).unwrap()
    };
    let line = json(&[&out, "--samples", "20"]);
    let figure = |name: &str| line[name].as_f64().unwrap();
    assert_eq!((&line["latent"], &line["active_units"], &line["samples"]), (&2.into(), &2.into(), &20.into()));
    assert!(figure("test_neg_bound_nats") < figure("test_neg_elbo_nats"));
    let mut session = Session::from_weights(&fs::read(&out).unwrap()).unwrap();
    session.attach(digits8x8(), None).unwrap();
    let accuracy = session.features().unwrap().accuracy.unwrap();
    assert_eq!((figure("probe_accuracy"), figure("knn_accuracy")), (accuracy.probe, accuracy.nearest));
    let text = stdout(&run(&["eval", "--weights", &out, "--samples", "20"]));
    let percent = format!("linear probe {:.1} %, 5 nearest {:.1} %", 100.0 * accuracy.probe, 100.0 * accuracy.nearest);
    assert!(
        text.contains(&percent) && text.contains("active units: 2 of 2") && text.contains("−bound of 20"),
        "{text}"
    );

    assert!(run(&["train", "--kind", "ae", "--epochs", "1", "--out", &ae]).status.success());
    let line = json(&[&ae]);
    assert!(line["probe_accuracy"].is_f64() && line["test_neg_bound_nats"].is_null(), "{line}");
    for (weights, samples, word) in [(&ae, "2", "variational"), (&out, "0", "--samples"), (&out, "10001", "10000")] {
        let output = run(&["eval", "--weights", weights, "--samples", samples]);
        assert!(!output.status.success() && stderr(&output).contains(word), "{}", stderr(&output));
    }
}

#[test]
fn do_weights_say_their_activation_and_how_they_started() {
    let folder = Folder::new("activations");
    let names = ["relu", "leaky-relu", "gelu", "tanh", "sigmoid"];
    for (name, activation) in names.into_iter().zip(Activation::ALL) {
        let out = folder.at(name);
        let output = run(&with(&RUN, &["--activation", name, "--init", "he", "--out", &out]));
        assert!(output.status.success(), "{name}: {}", stderr(&output));
        let session = Session::from_weights(&fs::read(&out).unwrap()).unwrap();
        assert_eq!(session.spec().body, Body::Dense { hidden: vec![9], activation });
        assert_eq!(session.spec().init, Init::He);
    }
}

#[test]
fn is_what_goes_with_nothing_refused_with_a_sentence() {
    for (asked, word) in [
        (&["--kind", "ae", "--samples", "2"][..], "Samples are of a variational model"),
        (&["--kind", "ae", "--warmup", "10"], "Warm-up"),
        (&["--kind", "ae", "--free-bits", "1"], "Free bits"),
        (&["--samples", "2", "--free-bits", "1"], "one sample"),
        (&["--samples", "0"], "between 1 and 64"),
        (&["--free-bits", "-1"], "between 0 and 10"),
        (&["--warmup", "-1"], "whole number"),
        (&["--resume", "x", "--init", "he"], "--init"),
    ] {
        let arguments = if asked[0] == "--resume" { with(&["train"], asked) } else { with(&RUN, asked) };
        let output = run(&arguments);
        let said = stderr(&output);
        assert!(!output.status.success() && said.contains(word), "{asked:?}: {said}");
    }
    let help = stdout(&run(&["train", "--help"]));
    for option in ["--warmup <N>", "--free-bits <NATS>", "--samples <K>", "--init <INIT>", "leaky-relu", "glorot"] {
        assert!(help.contains(option), "{option} in {help}");
    }
}
