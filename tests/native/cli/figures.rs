//! What is said of a run: its figures, its bounds, its ends.

use std::fs;

use safetensors::{Dtype, SafeTensors, serialize, tensor::TensorView};
use vae_lab::data::digits8x8;
use vae_lab::lab::{RunConfig, Session};
use vae_lab::model::Body;
use vae_lab::weights::Precision;

use super::{Folder, SHORT, images_as_idx, lab, run, stderr, stdout, steps_of, with};

/// Two steps an epoch, too far each: the fourth finds no finite loss.
const DIVERGES: [&str; 9] = ["train", "--hidden", "512", "--batch", "1024", "--lr", "1", "--epochs", "9"];

#[test]
fn does_a_diverged_run_end_with_a_sentence_for_a_terminal_and_its_last_good_weights() {
    let folder = Folder::new("diverged");
    let out = folder.at("w");
    for json in [&[][..], &["--json"]] {
        let output = run(&with(&with(&DIVERGES, &["--out", &out]), json));
        let said = stderr(&output);
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.contains("step 4") && said.contains("--lr below 1") && said.contains(&out), "{said}");
        assert!(said.lines().count() == 1 && !said.contains("reset"), "{said}");
        assert_eq!(steps_of(&out), 2, "the epoch that was measured last");
        fs::remove_file(&out).unwrap();
    }
    let output = run(&DIVERGES);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("nothing was written"), "{}", stderr(&output));
}

#[test]
fn does_a_held_out_figure_that_is_not_finite_end_the_run() {
    let folder = Folder::new("held-out");
    let (data, out) = (images_as_idx(&folder, "data", 0), folder.at("w"));
    let (mut held_out, mut written) = (0, 0);
    // One step an epoch: what it does to the weights is measured before another step finds it out.
    for (hidden, likelihood) in
        [("128,64", "bernoulli"), ("512", "bernoulli"), ("64,64,64", "bernoulli"), ("128,64", "gaussian")]
    {
        let model = ["train", "--hidden", hidden, "--likelihood", likelihood, "--data", &data, "--batch", "128"];
        for epochs in ["1", "2", "3", "9"] {
            let output = run(&with(&model, &["--lr", "1", "--epochs", epochs, "--out", &out]));
            let (said, lines) = (stderr(&output), stdout(&output));
            assert!(!lines.contains("inf ") && !lines.contains("NaN"), "{lines}");
            if !output.status.success() {
                assert!(output.status.code() == Some(1) && said.contains("--lr below 1"), "{said}");
                held_out += usize::from(said.contains("not a finite number any more"));
            }
            if fs::exists(&out).unwrap() {
                let session = Session::from_weights(&fs::read(&out).unwrap()).unwrap();
                assert!(session.card().held_out_neg_elbo_nats.unwrap().is_finite(), "{said}");
                written += usize::from(!output.status.success());
                fs::remove_file(&out).unwrap();
            }
        }
    }
    assert!(held_out > 0 && written > 0, "{held_out} {written}");
}

#[test]
fn does_a_run_that_goes_on_and_diverges_keep_what_it_went_on_from() {
    let folder = Folder::new("went-on");
    let out = folder.at("w");
    let first = ["train", "--hidden", "512", "--epochs", "1", "--checkpoint-every", "9", "--out", &out];
    assert!(run(&first).status.success());
    let good = fs::read(&out).unwrap();
    let checkpoint = folder.at("w.checkpoint");
    let again = ["train", "--resume", &checkpoint, "--lr", "1", "--beta", "100", "--out", &out, "--epochs", "99"];
    let output = run(&again);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert_eq!(fs::read(&out).unwrap(), good, "{}", stderr(&output));
}

#[test]
fn are_weights_without_a_finite_figure_no_measurement() {
    let folder = Folder::new("eval");
    let path = folder.at("w");
    assert!(run(&with(&SHORT, &["--out", &path])).status.success());
    // The bias of log σ²: its exponential is no number of single precision.
    let mut file = fs::read(&path).unwrap();
    let session = Session::from_weights(&file).unwrap();
    let bias = session.weight("encoder.0.bias").unwrap();
    let bytes: Vec<u8> = bias.iter().flat_map(|value| value.to_le_bytes()).collect();
    let at = file.windows(bytes.len()).position(|window| window == bytes).unwrap();
    file[at + 8..at + 12].copy_from_slice(&1e30f32.to_le_bytes());
    fs::write(&path, file).unwrap();
    let output = run(&["eval", "--json", "--weights", &path]);
    assert_eq!((output.status.code(), stdout(&output).as_str()), (Some(1), ""));
    assert!(stderr(&output).contains(&path) && stderr(&output).contains("not a finite number"), "{}", stderr(&output));
}

#[test]
fn does_a_number_out_of_bounds_give_the_bounds_sentence() {
    for (arguments, sentence) in [
        (&["train", "--lr", "-0.1"][..], "--lr: Learning rate must be above 0 and at most 1, not -0.1."),
        (&["train", "--lr", "nan"], "--lr: Learning rate must be above 0 and at most 1, not NaN."),
        (&["train", "--beta", "-1"], "--beta: β must be between 0 and 100, not -1."),
        (&["train", "--batch", "0"], "--batch: Batch size must be between 1 and 1024, not 0."),
        (&["train", "--batch", "-5"], "not a whole number from 0 up"),
        (&["train", "--epochs", "-5"], "not a whole number from 0 up"),
        (&["train", "--latent", "33"], "--latent: Latent dimensions must be between 1 and 32, not 33."),
        (&["train", "--likelihood", "gaussian:-1"], "--likelihood: The standard deviation of a pixel must be between"),
        (&["manifold", "--weights", "w", "--out", "p", "--range", "-3"], "--range: the range must be a number above 0"),
        (
            &["manifold", "--weights", "w", "--out", "p", "--range", "inf"],
            "--range: the range must be a number above 0",
        ),
    ] {
        let output = run(arguments);
        assert!(!output.status.success(), "{arguments:?}");
        assert!(stderr(&output).contains(sentence), "{arguments:?}: {}", stderr(&output));
        assert!(stdout(&output).is_empty(), "{arguments:?}");
    }
}

#[test]
fn does_plain_output_show_both_terms_of_the_bound() {
    let plain = stdout(&run(&SHORT));
    let json = stdout(&run(&with(&SHORT, &["--json"])));
    assert_eq!((plain.lines().count(), json.lines().count()), (2, 2));
    for (line, json) in plain.lines().zip(json.lines()) {
        let figures: serde_json::Value = serde_json::from_str(json).unwrap();
        for (before, name) in [
            ("−ELBO ", "train_neg_elbo_nats"),
            ("training, ", "test_neg_elbo_nats"),
            ("reconstruction ", "recon_nats"),
            ("KL ", "kl_nats"),
        ] {
            let shown = format!("{before}{:.2} ", figures[name].as_f64().unwrap());
            assert!(line.contains(&shown), "{shown} in {line}");
        }
    }
    let autoencoder = stdout(&run(&with(&SHORT, &["--kind", "ae"])));
    assert!(autoencoder.contains("reconstruction") && !autoencoder.contains("KL"), "{autoencoder}");
}

#[test]
fn is_an_epochs_figure_that_of_its_images_however_it_was_cut() {
    let figures = stdout(&run(&["train", "--json", "--epochs", "3"]));
    let mut session = Session::open(Default::default(), vae_lab::data::digits8x8(), None).unwrap();
    for line in figures.lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        let (train, held_out) = (session.train(24).unwrap(), session.evaluate().unwrap());
        assert!((line["train_neg_elbo_nats"].as_f64().unwrap() - train.terms.neg_elbo_nats()).abs() < 1e-9);
        assert_eq!(line["test_neg_elbo_nats"].as_f64().unwrap(), held_out.neg_elbo_nats());
        assert_eq!(line["steps"].as_u64().unwrap(), session.step());
    }
}

#[test]
fn is_a_collapsed_model_named_and_no_other() {
    let collapsed = |arguments: &[&str]| {
        let output = run(&with(&["train", "--epochs", "8", "--json"], arguments));
        assert!(output.status.success(), "{}", stderr(&output));
        stderr(&output).contains("collapsed: no latent dimension is active")
    };
    assert!(collapsed(&["--beta", "100"]));
    assert!(!collapsed(&[]));
    assert!(!collapsed(&["--kind", "ae"]));
}

#[test]
fn does_an_evaluation_show_what_the_model_has_and_no_bound_of_an_autoencoder() {
    let folder = Folder::new("evaluated");
    let out = folder.at("w");
    for (kind, columns) in [("vae", &["−ELBO", "reconstruction", "KL"][..]), ("ae", &["reconstruction"])] {
        assert!(run(&["train", "--kind", kind, "--epochs", "1", "--out", &out]).status.success());
        let said = stdout(&run(&["eval", "--weights", &out]));
        let titles: Vec<&str> = said.lines().next().unwrap().split_whitespace().skip(3).collect();
        assert_eq!(titles, columns, "{said}");
        assert_eq!(said.lines().count(), 5, "two rows, then what the codes are worth: {said}");
        for row in said.lines().skip(1).take(2) {
            let figures = row.split_whitespace().filter(|word| word.parse::<f64>().is_ok()).count();
            assert_eq!(figures, columns.len(), "{row}");
        }
    }
}

#[test]
fn is_what_a_file_holds_beside_its_model_named_by_each_command_that_reads_one() {
    let folder = Folder::new("beside");
    let session = Session::open(RunConfig::default(), digits8x8(), None).unwrap();
    let bytes = session.save_weights(&session.card(), Precision::F32);
    let own = SafeTensors::deserialize(&bytes).unwrap();
    let more = TensorView::new(Dtype::F32, vec![2], &[0; 8]).unwrap();
    let tensors = own.tensors().into_iter().chain([("critic.fc1.weight".to_owned(), more)]);
    fs::write(folder.at("w"), serialize(tensors, None).unwrap()).unwrap();
    for arguments in [&["eval", "--weights", "w"][..], &["manifold", "--weights", "w", "--out", "p"]] {
        let output = lab(arguments).current_dir(&folder.0).output().unwrap();
        assert!(output.status.success(), "{}", stderr(&output));
        assert!(stderr(&output).contains("the model does not need critic.fc1.weight"), "{}", stderr(&output));
    }
}

#[test]
fn are_convolutions_described_trained_resumed_and_measured() {
    let folder = Folder::new("conv");
    let (out, data) = (folder.at("w"), images_as_idx(&folder, "data", 0));
    let train = ["train", "--model", "conv", "--channels", "3,5", "--data", &data, "--checkpoint-every", "1"];
    let output = run(&with(&train, &["--epochs", "2", "--out", &out]));
    assert!(output.status.success(), "{}", stderr(&output));
    let session = Session::from_weights(&fs::read(&out).unwrap()).unwrap();
    assert_eq!(session.spec().body, Body::Conv { channels: vec![3, 5] });
    let shapes: Vec<_> = session.weight_names().filter(|(name, _)| name.ends_with("weight")).collect();
    let expected: [(&str, &[usize]); 6] = [
        ("encoder.0.weight", &[3, 1, 3, 3]),
        ("encoder.2.weight", &[5, 3, 3, 3]),
        ("encoder.5.weight", &[4, 20]),
        ("decoder.0.weight", &[20, 2]),
        ("decoder.3.weight", &[5, 3, 3, 3]),
        ("decoder.5.weight", &[3, 1, 3, 3]),
    ];
    assert_eq!(shapes, expected);
    let checkpoint = folder.at("w.checkpoint");
    let again = ["train", "--resume", &checkpoint, "--data", &data, "--epochs", "3", "--out", &out];
    assert!(run(&again).status.success());
    assert_eq!(steps_of(&out), session.step() / 2 * 3);
    let measured = run(&["eval", "--weights", &out, "--data", &data, "--json"]);
    let line: serde_json::Value = serde_json::from_str(&stdout(&measured)).unwrap();
    assert_eq!(line["steps"], steps_of(&out));
    let drawn = run(&["manifold", "--weights", &out, "--out", &folder.at("m.png")]);
    assert!(drawn.status.success(), "{}", stderr(&drawn));
    for (wrong, named) in [
        (&["--model", "conv", "--hidden", "9"][..], "--hidden"),
        (&["--model", "conv", "--activation", "tanh"], "--activation"),
        (&["--model", "dense", "--channels", "9"], "--channels"),
        (&["--model", "linear", "--channels", "9"], "--channels"),
        (&["--model", "conv", "--channels", "9,x"], "--channels"),
        (&["--model", "conv", "--channels", "9,65"], "Channels must be between 1 and 64, not 65"),
    ] {
        let refused = run(&with(&["train"], wrong));
        assert!(!refused.status.success() && stderr(&refused).contains(named), "{wrong:?}: {}", stderr(&refused));
    }
}
