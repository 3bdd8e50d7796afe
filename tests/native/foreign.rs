//! Other people's weights: one model under many names is one model. What is beside it is left out, what is not it is refused.

#[path = "foreign/other_files.rs"]
mod other_files;
#[path = "foreign/refused.rs"]
mod refused;

use safetensors::{Dtype, serialize, tensor::TensorView};
use vae_lab::data::digits8x8;
use vae_lab::lab::{RunConfig, Session};
use vae_lab::model::{Body, Family, Likelihood, Model, ModelSpec, Sd};
use vae_lab::nn::Activation;
use vae_lab::plain::json;
use vae_lab::train::Terms;
use vae_lab::weights::{Card, Precision, read, write};

use super::support::{conv, dense};

/// Name, type, shape, bytes.
#[derive(Clone, Debug)]
struct Named(String, Dtype, Vec<usize>, Vec<u8>);

/// A file as other programs write it, with a card or without.
fn file_with(tensors: &[Named], card: Option<&str>) -> Vec<u8> {
    let mut views = Vec::new();
    for Named(name, dtype, shape, data) in tensors {
        views.push((name, TensorView::new(*dtype, shape.clone(), data).unwrap()));
    }
    serialize(views, card.map(|card| [("vae_lab".to_owned(), card.to_owned())].into())).unwrap()
}

fn file(tensors: &[Named]) -> Vec<u8> {
    file_with(tensors, None)
}

fn floats(name: &str, shape: &[usize]) -> Named {
    let count = shape.iter().product::<usize>();
    Named(name.to_owned(), Dtype::F32, shape.to_vec(), 0.25f32.to_le_bytes().repeat(count))
}

/// The tensors of a model that has trained a little, under the lab's names.
fn trained(hidden: &[usize]) -> Vec<Named> {
    let body = if hidden.is_empty() { Body::Linear } else { dense(hidden, Activation::Relu) };
    let model = ModelSpec { body, latent: 3, ..ModelSpec::digits8x8() };
    let mut session = Session::open(RunConfig { model, ..RunConfig::default() }, digits8x8(), None).unwrap();
    session.train(30).unwrap();
    tensors(&session)
}

fn tensors(session: &Session) -> Vec<Named> {
    let one = |(name, shape): (&str, &[usize])| {
        let bytes = session.weight(name).unwrap().iter().flat_map(|value| value.to_le_bytes()).collect();
        Named(name.to_owned(), Dtype::F32, shape.to_vec(), bytes)
    };
    session.weight_names().map(one).collect()
}

fn renamed(tensors: &[Named], name: impl Fn(&str) -> String) -> Vec<Named> {
    tensors.iter().map(|Named(own, d, s, b)| Named(name(own), *d, s.clone(), b.clone())).collect()
}

/// The encoder's last layer as two, the upper half and the lower.
fn two_heads(tensors: &[Named], head: &str, mean: &str, log_variance: &str) -> Vec<Named> {
    let mut split = Vec::new();
    for tensor @ Named(name, dtype, shape, bytes) in tensors {
        match name.strip_prefix(head) {
            Some(kind) => {
                let (upper, lower) = bytes.split_at(bytes.len() / 2);
                let shape = [&[shape[0] / 2], &shape[1..]].concat();
                split.push(Named(format!("{mean}{kind}"), *dtype, shape.clone(), upper.to_vec()));
                split.push(Named(format!("{log_variance}{kind}"), *dtype, shape, lower.to_vec()));
            }
            None => split.push(tensor.clone()),
        }
    }
    split
}

/// Layers by a table of names, the longest first where one begins another.
fn by_table(tensors: &[Named], table: &[(&str, &str)]) -> Vec<Named> {
    renamed(tensors, |own| {
        let (layer, kind) = own.rsplit_once('.').unwrap();
        let other = table.iter().find(|(lab, _)| *lab == layer).map_or(layer, |(_, other)| other);
        format!("{other}.{kind}")
    })
}

/// All that a model says of the held-out digits.
fn figures(bytes: &[u8]) -> (Terms, String) {
    let mut session = Session::from_weights(bytes).unwrap_or_else(|error| panic!("{error}"));
    session.attach(digits8x8(), None).unwrap();
    (session.evaluate().unwrap(), session.weights_hash())
}

/// That every variant is the model, and holds nothing else.
fn assert_same(lab: &[Named], variants: &[(&str, Vec<Named>)]) {
    let expected = figures(&file(lab));
    for (what, variant) in variants {
        let bytes = file(variant);
        assert_eq!(figures(&bytes), expected, "{what}");
        assert_eq!(Session::from_weights(&bytes).unwrap().left_out(), [""; 0], "{what}");
    }
}

#[test]
fn does_a_prefix_before_all_names_change_no_figure() {
    let lab = trained(&[13, 7]);
    for prefix in ["module.", "_orig_mod.", "module._orig_mod.", "_orig_mod.module.", "vae.", "model.net.3."] {
        assert_same(&lab, &[(prefix, renamed(&lab, |own| format!("{prefix}{own}")))]);
    }
    let within = renamed(&lab, |own| own.replace("coder.", "coder._orig_mod.module."));
    assert_same(&lab, &[("a prefix of each half", within)]);
}

#[test]
fn does_a_prefix_leave_a_learned_deviation_and_a_plain_autoencoder_what_they_are() {
    for model in [
        ModelSpec { likelihood: Likelihood::Gaussian { sd: Sd::Learned }, ..ModelSpec::digits8x8() },
        ModelSpec { family: Family::Ae, body: Body::Linear, ..ModelSpec::digits8x8() },
    ] {
        let config = RunConfig { model: model.clone(), ..RunConfig::default() };
        let lab = tensors(&Session::open(config, digits8x8(), None).unwrap());
        let prefixed = renamed(&lab, |own| format!("module.{own}"));
        assert_eq!(read(&file(&prefixed)).unwrap().card.model, model);
        assert_same(&lab, &[("module.", prefixed)]);
    }
}

#[test]
fn do_two_heads_say_what_one_says() {
    for (hidden, head) in [(&[13, 7][..], "encoder.4"), (&[], "encoder.0")] {
        let lab = trained(hidden);
        for (mean, log_variance) in [
            ("encoder.mu", "encoder.logvar"),
            ("encoder.fc_mu", "encoder.fc_var"),
            ("fc_mu", "fc_var"),
            ("fc_mu", "fc_logvar"),
            ("mu", "log_var"),
            ("mean", "logvar"),
            ("z_mean", "z_log_var"),
            ("fc_mean", "fc_log_var"),
            ("linear_mu", "linear_logvar"),
            ("to_mu", "to_logvar"),
            ("encoder.mu.0", "encoder.logvar.0"),
            ("fc21", "fc22"),
        ] {
            let apart = two_heads(&lab, head, mean, log_variance);
            let prefixed = renamed(&apart, |own| format!("module.{own}"));
            assert_same(&lab, &[(mean, apart), (log_variance, prefixed)]);
        }
    }
}

/// Encoder and decoder of one hidden layer as PyTorch's example names them.
const EXAMPLE: [(&str, &str); 3] = [("encoder.0", "fc1"), ("decoder.0", "fc3"), ("decoder.2", "fc4")];

#[test]
fn are_the_names_of_pytorchs_own_example_read() {
    let lab = trained(&[13]);
    let example = by_table(&two_heads(&lab, "encoder.2", "fc21", "fc22"), &EXAMPLE);
    let compiled = renamed(&example, |own| format!("_orig_mod.{own}"));
    let words = by_table(
        &two_heads(&lab, "encoder.2", "fc_mu", "fc_logvar"),
        &[EXAMPLE[0], ("decoder.0", "fc2"), ("decoder.2", "fc3")],
    );
    assert_same(&lab, &[("example", example), ("compiled", compiled), ("heads by words", words)]);
    let deep = trained(&[13, 7]);
    let table =
        [("encoder.0", "fc1"), ("encoder.2", "fc2"), ("decoder.0", "fc4"), ("decoder.2", "fc5"), ("decoder.4", "fc6")];
    let names = by_table(&two_heads(&deep, "encoder.4", "fc31", "fc32"), &table);
    assert_same(&deep, &[("a layer more", names)]);
    let linear = trained(&[]);
    let names = by_table(&two_heads(&linear, "encoder.0", "fc11", "fc12"), &[("decoder.0", "fc2")]);
    assert_same(&linear, &[("no layer between", names)]);
}

#[test]
fn is_the_example_of_its_own_size_decoded_as_under_the_labs_names() {
    let model = ModelSpec {
        height: 28,
        width: 28,
        body: dense(&[400], Activation::Relu),
        latent: 20,
        ..ModelSpec::digits8x8()
    };
    let card = Card::untrained(model.clone(), Default::default(), 0);
    let initial = Model::<f32>::initial(model.clone().check().unwrap(), 3);
    let session =
        Session::from_weights(&write(initial.wiring.layout(), initial.params(), &card, Precision::F32)).unwrap();
    let example = by_table(&two_heads(&tensors(&session), "encoder.2", "fc21", "fc22"), &EXAMPLE);
    let read = Session::from_weights(&file(&example)).unwrap();
    assert_eq!((read.spec(), read.weights_hash()), (&model, session.weights_hash()));
}

#[test]
fn do_other_places_of_the_same_layers_change_no_figure() {
    let lab = trained(&[13, 7]);
    let every_third = |own: &str| own.replace(".4.", ".13.").replace(".2.", ".7.");
    assert_same(
        &lab,
        &[
            ("sparse, and 13 behind 7", renamed(&lab, every_third)),
            ("a list within", renamed(&lab, |own| own.replace("coder.", "coder.layers."))),
            ("blocks", renamed(&lab, |own| own.replace(".weight", ".0.weight").replace(".bias", ".0.bias"))),
            ("names with numbers", renamed(&lab, |own| own.replace("coder.", "coder.linear"))),
            ("capitals", renamed(&lab, |own| own.replace("encoder", "Encoder").replace("decoder", "Decoder"))),
            ("short", renamed(&lab, |own| own.replace("encoder", "enc").replace("decoder", "dec"))),
        ],
    );
}

#[test]
fn are_convolutions_under_other_names_the_same_model_with_a_card_and_refused_without() {
    let model = ModelSpec { body: conv(&[5, 6]), latent: 3, ..ModelSpec::digits8x8() };
    let mut session = Session::open(RunConfig { model, ..RunConfig::default() }, digits8x8(), None).unwrap();
    session.train(30).unwrap();
    let (lab, card) = (tensors(&session), json::write(&session.card().to_plain()));
    let expected = figures(&file_with(&lab, Some(&card)));
    for (what, variant) in [
        ("a prefix", renamed(&lab, |own| format!("module.{own}"))),
        ("two heads", two_heads(&lab, "encoder.5", "fc_mu", "fc_var")),
        ("no number for Flatten", by_table(&lab, &[("encoder.5", "encoder.4"), ("decoder.3", "decoder.2")])),
    ] {
        assert_eq!(figures(&file_with(&variant, Some(&card))), expected, "{what}");
        let error = read(&file(&variant)).err().unwrap_or_else(|| panic!("{what} without a card")).to_string();
        assert!(error.contains("it has convolutions and no card"), "{error}");
    }
    // Windows of another size, and PyTorch's order of channels for the other direction.
    for (layer, shape) in [("encoder.2.weight", &[6, 5, 5, 5][..]), ("decoder.3.weight", &[5, 6, 3, 3])] {
        let mut other: Vec<_> = lab.iter().filter(|Named(name, ..)| name != layer).cloned().collect();
        other.push(floats(layer, shape));
        let error = read(&file_with(&other, Some(&card))).err().unwrap().to_string();
        assert!(error.contains(&format!("{layer} has shape")), "{error}");
    }
}

#[test]
fn are_doubles_read_as_the_floats_that_they_are() {
    let lab = trained(&[13]);
    let widened = |Named(name, _, shape, bytes): &Named| {
        let values = bytes.as_chunks().0.iter().map(|&four| f64::from(f32::from_le_bytes(four)));
        Named(name.clone(), Dtype::F64, shape.clone(), values.flat_map(f64::to_le_bytes).collect())
    };
    let doubles: Vec<_> = lab.iter().map(widened).collect();
    let mut huge = doubles.clone();
    huge[0].3[..8].copy_from_slice(&1e300f64.to_le_bytes());
    assert_same(&lab, &[("doubles", doubles)]);
    let error = read(&file(&huge)).err().unwrap().to_string();
    assert!(error.contains("encoder.0.weight holds a value that is not finite"), "{error}");
}
