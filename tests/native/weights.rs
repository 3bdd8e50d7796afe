//! Weights out and in.

use ndarray::{Array3, array};
use vae_lab::data::{Dataset, Labels, NO_LABEL, Pixels, digits8x8};
use vae_lab::lab::{RunConfig, Session};
use vae_lab::model::{Body, Family, Init, Likelihood, ModelSpec, Sd};
use vae_lab::nn::Activation;
use vae_lab::plain::{FromPlain, json};
use vae_lab::weights::{CARD_VERSION, Card, Codes, Precision, card_figure, read, read_codes, write_codes};

use super::support::{conv, dense};

fn trained(model: ModelSpec) -> Session {
    let mut session = Session::open(RunConfig { model, ..RunConfig::default() }, digits8x8(), None).unwrap();
    session.train(30).unwrap();
    session
}

fn save(session: &Session) -> Vec<u8> {
    session.save_weights(&session.card(), Precision::F32)
}

#[test]
fn what_is_saved_loads_and_saves_as_the_same_bytes() {
    let digits = ModelSpec::digits8x8;
    let gaussian = |sd| Likelihood::Gaussian { sd };
    for model in [
        digits(),
        ModelSpec { body: dense(&[13, 7], Activation::Tanh), latent: 3, ..digits() },
        ModelSpec { family: Family::Ae, ..digits() },
        ModelSpec { body: Body::Linear, likelihood: gaussian(Sd::Fixed(0.25)), ..digits() },
        ModelSpec { likelihood: gaussian(Sd::Learned), ..digits() },
        ModelSpec { body: conv(&[5, 6]), likelihood: gaussian(Sd::Learned), ..digits() },
    ] {
        let session = trained(model);
        let bytes = save(&session);
        let loaded = Session::from_weights(&bytes).unwrap();
        assert_eq!(loaded.weights_hash(), session.weights_hash());
        assert_eq!(loaded.spec(), session.spec());
        assert_eq!(save(&loaded), bytes);
        assert_eq!((loaded.step(), loaded.seed()), (30, 7));
    }
}

#[test]
fn every_figure_of_a_card_comes_back_as_it_was() {
    let mut card = Card::untrained(ModelSpec::digits8x8(), Pixels::Grey, 7);
    for i in 1..2000 {
        card.epochs = card_figure(f64::from(i) / 24.0);
        card.held_out_neg_elbo_nats = Some(card_figure(137.9 + f64::from(i).sin()));
        let text = json::write(&card.to_plain());
        let read: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(read["epochs"].as_f64(), Some(card.epochs));
        assert_eq!(Card::from_plain(&json::parse(&text).unwrap()).unwrap(), card);
    }
}

#[test]
fn a_figure_that_is_not_finite_is_left_out_of_the_card() {
    for nats in [f64::NAN, f64::INFINITY] {
        let mut card = Card::untrained(ModelSpec::digits8x8(), Pixels::Grey, 7);
        card.held_out_neg_elbo_nats = Some(nats);
        let read = Card::from_plain(&json::parse(&json::write(&card.to_plain())).unwrap()).unwrap();
        assert_eq!(read.held_out_neg_elbo_nats, None);
    }
}

#[test]
fn half_precision_is_each_value_rounded() {
    let session = trained(ModelSpec::digits8x8());
    let (full, half) = (save(&session), session.save_weights(&session.card(), Precision::F16));
    assert!(half.len() < full.len() * 6 / 10);
    let (full, half) = (read(&full).unwrap(), read(&half).unwrap());
    for (&a, &b) in full.model.params().iter().zip(half.model.params()) {
        assert!((a - b).abs() <= a.abs() * 2f32.powi(-11) + 2f32.powi(-25), "{a} {b}");
    }
}

#[test]
fn a_file_without_a_card_is_described_by_its_tensors() {
    let learned = Likelihood::Gaussian { sd: Sd::Learned };
    for model in [
        ModelSpec::digits8x8(),
        ModelSpec { family: Family::Ae, body: Body::Linear, ..ModelSpec::digits8x8() },
        ModelSpec { likelihood: learned, ..ModelSpec::digits8x8() },
    ] {
        let session = trained(model.clone());
        let bytes = save(&session);
        let len = u64::from_le_bytes(bytes[..8].try_into().unwrap()) as usize;
        let mut header: serde_json::Value = serde_json::from_slice(&bytes[8..8 + len]).unwrap();
        header.as_object_mut().unwrap().remove("__metadata__").expect("a card");
        let header = header.to_string();
        let bare = [&(header.len() as u64).to_le_bytes()[..], header.as_bytes(), &bytes[8 + len..]].concat();
        let loaded = Session::from_weights(&bare).unwrap();
        assert_eq!(loaded.spec(), &model);
        assert_eq!(loaded.weights_hash(), session.weights_hash());
    }
}

#[test]
fn loaded_weights_go_on_training_on_the_same_split() {
    let first = trained(ModelSpec::digits8x8());
    let mut second = Session::from_weights(&save(&first)).unwrap();
    second.attach(digits8x8(), None).unwrap();
    assert_eq!(second.split(), first.split());
    assert_eq!((second.step(), second.weights_hash()), (30, first.weights_hash()));
    let stats = second.train(10).unwrap();
    assert_eq!(stats.step, 40);
    assert_ne!(second.weights_hash(), first.weights_hash());
    // Attached again, the count goes on.
    second.attach(digits8x8(), None).unwrap();
    assert_eq!(second.train(5).unwrap().step, 45);
}

#[test]
fn a_model_of_another_image_size_does_not_take_the_digits_neither_new_nor_from_its_weights() {
    // As many pixels as the digits have, so that the size alone tells them apart.
    let model = ModelSpec { height: 4, width: 16, ..ModelSpec::digits8x8() };
    let config = RunConfig { model, ..RunConfig::default() };
    let error = Session::open(config.clone(), digits8x8(), None).err().unwrap();
    assert_eq!(error.code(), "bad_data");
    let own = Dataset::from_images("", Array3::from_elem((20, 4, 16), 3).view(), Labels::none(20)).unwrap();
    let weights = save(&Session::open(config, own.clone(), None).unwrap());
    let mut session = Session::from_weights(&weights).unwrap();
    assert_eq!(session.attach(digits8x8(), None).unwrap_err().code(), "bad_data");
    assert_eq!(session.train(1).unwrap_err().code(), "no_data");
    assert!(session.attach(own, None).is_ok());
}

#[test]
fn weights_say_what_they_were_trained_on() {
    let session = trained(ModelSpec::digits8x8());
    let card = read(&save(&session)).unwrap().card;
    assert_eq!(card.data.as_deref(), Some("digits8x8"));
    assert_eq!(card.data_sha256.map(|hex| hex.len()), Some(64));
}

/// The metadata of a file, replaced.
fn with_card(bytes: &[u8], card: &str) -> Vec<u8> {
    let len = u64::from_le_bytes(bytes[..8].try_into().unwrap()) as usize;
    let mut header: serde_json::Value = serde_json::from_slice(&bytes[8..8 + len]).unwrap();
    header["__metadata__"]["vae_lab"] = card.into();
    let header = header.to_string();
    [&(header.len() as u64).to_le_bytes()[..], header.as_bytes(), &bytes[8 + len..]].concat()
}

#[test]
fn cards_of_the_first_version_are_still_read() {
    let card = r#"{"model":{"kind":"vae","height":8,"width":8,"hidden":[128,64],"latent":2,"activation":"relu"},"seed":7,"steps":30,"epochs":1.25}"#;
    let session = trained(ModelSpec::digits8x8());
    let old = Session::from_weights(&with_card(&save(&session), card)).unwrap();
    assert_eq!((old.spec(), old.weights_hash()), (session.spec(), session.weights_hash()));
    let linear = ModelSpec { body: Body::Linear, ..ModelSpec::digits8x8() };
    let card = card.replace("[128,64]", "[]");
    assert_eq!(Session::from_weights(&with_card(&save(&trained(linear.clone())), &card)).unwrap().spec(), &linear);
}

#[test]
fn what_a_newer_build_wrote_is_refused_with_a_sentence() {
    let session = trained(ModelSpec::digits8x8());
    let bytes = save(&session);
    let card = json::write(&session.card().to_plain());
    let refusal = |from: &str, to: &str| {
        assert!(card.contains(from), "{from} in {card}");
        let error = Session::from_weights(&with_card(&bytes, &card.replace(from, to))).err().unwrap();
        assert_eq!(error.code(), "bad_weights");
        error.to_string()
    };
    let newer = refusal("\"version\":2", &format!("\"version\":{}", CARD_VERSION + 1));
    assert!(newer.contains(&format!("version {}; this build reads up to {CARD_VERSION}", CARD_VERSION + 1)), "{newer}");
    // Whatever it names that this build does not know: never passed over.
    for (from, to, named) in [
        ("\"family\":\"vae\"", "\"family\":\"flow\"", "`family`"),
        ("\"kind\":\"bernoulli\"", "\"kind\":\"beta\"", "`likelihood`"),
        ("\"kind\":\"dense\"", "\"kind\":\"attention\"", "`body`"),
        ("\"kind\":\"bernoulli\"", "\"kind\":\"bernoulli\",\"floor\":1", "`floor`"),
        ("\"seed\":7", "\"seed\":7,\"teacher\":1", "`teacher`"),
        ("\"pixels\":\"grey\"", "\"pixels\":\"colour\"", "`pixels`"),
    ] {
        let sentence = refusal(from, to);
        assert!(sentence.contains(named), "{sentence}");
    }
}

#[test]
fn does_a_card_say_the_first_version_that_knows_its_model() {
    for (body, init, version) in [
        (Body::Linear, Init::Pytorch, 2),
        (dense(&[9], Activation::Relu), Init::Pytorch, 2),
        (conv(&[3]), Init::Pytorch, 3),
        (dense(&[9], Activation::LeakyRelu), Init::Pytorch, CARD_VERSION),
        (dense(&[9], Activation::Gelu), Init::Pytorch, CARD_VERSION),
        (conv(&[3]), Init::Glorot, CARD_VERSION),
        (Body::Linear, Init::He, CARD_VERSION),
    ] {
        let card = Card::untrained(ModelSpec { body, init, ..ModelSpec::digits8x8() }, Pixels::Grey, 7);
        let text = json::write(&card.to_plain());
        assert!(text.contains(&format!("\"version\":{version}")), "{text}");
        assert_eq!(Card::from_plain(&json::parse(&text).unwrap()).unwrap(), card);
    }
}

#[test]
fn weights_go_out_and_in_by_name() {
    let session = trained(ModelSpec { body: dense(&[13], Activation::Relu), ..ModelSpec::digits8x8() });
    let names: Vec<(String, Vec<usize>)> =
        session.weight_names().map(|(name, shape)| (name.to_owned(), shape.to_vec())).collect();
    assert_eq!(names[0], ("encoder.0.weight".to_owned(), vec![13, 64]));
    let weights: Vec<_> = names.iter().map(|(name, _)| session.weight(name).unwrap()).collect();
    let named = || names.iter().zip(&weights).map(|((name, _), weight)| (name.as_str(), weight.view()));
    let twin = Session::from_named(session.spec().clone(), named()).unwrap();
    assert_eq!(twin.weights_hash(), session.weights_hash());
    assert!(session.weight("encoder.9.weight").is_none());
    let refusal = |named: Vec<(&str, ndarray::ArrayViewD<f32>)>| {
        Session::from_named(session.spec().clone(), named).err().unwrap().to_string()
    };
    assert!(refusal(named().skip(1).collect()).contains("encoder.0.weight is missing"));
    assert!(refusal(named().chain(named().take(1)).collect()).contains("comes twice"));
    let turned = named().map(|(name, weight)| (name, weight.reversed_axes()));
    assert!(refusal(turned.collect()).contains("encoder.0.weight has shape [64, 13]"));
}

#[test]
fn a_snapshot_is_the_model_as_it_was() {
    let mut session = trained(ModelSpec::digits8x8());
    let (exact, half) = (session.snapshot(Precision::F32), session.snapshot(Precision::F16));
    let (hash, terms) = (session.weights_hash(), session.evaluate().unwrap());
    session.train(100).unwrap();
    let mut then = session.at(&exact).unwrap();
    assert_eq!((then.weights_hash(), then.step()), (hash, 30));
    assert_eq!(then.evaluate().unwrap(), terms, "on the same images");
    assert_eq!(then.train(1).unwrap_err().code(), "no_data");
    let rounded = session.at(&half).unwrap().evaluate().unwrap();
    assert!((rounded.neg_elbo_nats() - terms.neg_elbo_nats()).abs() < 0.02, "{rounded:?} for {terms:?}");
    assert!(half.len() < exact.len() * 6 / 10);
}

#[test]
fn codes_survive_their_file() {
    let labels = Labels::numbered(vec![4, 9, NO_LABEL]).unwrap();
    let codes = Codes { z: array![[0.5, -1.25], [3.0, 0.0], [1.0, 2.0]], labels };
    assert_eq!(read_codes(&write_codes(&codes)).unwrap(), codes);
}
