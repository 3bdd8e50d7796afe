//! Weights out and in.

use vae_lab::data::{Dataset, digits8x8};
use vae_lab::lab::{RunConfig, Session};
use vae_lab::model::{ModelKind, ModelSpec};
use vae_lab::nn::Activation;
use vae_lab::plain::{FromPlain, json};
use vae_lab::weights::{Card, Codes, Precision, card_figure, read, read_codes, write_codes};

fn trained(model: ModelSpec) -> Session {
    let mut session = Session::open(RunConfig { model, ..RunConfig::default() }, digits8x8(), None).unwrap();
    session.train(30).unwrap();
    session
}

fn save(session: &Session) -> Vec<u8> {
    session.save_weights(&session.card(None), Precision::F32)
}

#[test]
fn what_is_saved_loads_and_saves_as_the_same_bytes() {
    let odd = ModelSpec { hidden: vec![13, 7], latent: 3, activation: Activation::Tanh, ..ModelSpec::digits8x8() };
    for model in [ModelSpec::digits8x8(), odd, ModelSpec { kind: ModelKind::Ae, ..ModelSpec::digits8x8() }] {
        let session = trained(model);
        let bytes = save(&session);
        let loaded = Session::from_weights(&bytes, None).unwrap();
        assert_eq!(loaded.weights_hash(), session.weights_hash());
        assert_eq!(save(&loaded), bytes);
        assert_eq!((loaded.step(), loaded.seed()), (30, 7));
    }
}

#[test]
fn every_figure_of_a_card_comes_back_as_it_was() {
    let mut card = Card::untrained(ModelSpec::digits8x8(), 7);
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
fn half_precision_is_each_value_rounded() {
    let session = trained(ModelSpec::digits8x8());
    let (full, half) = (save(&session), session.save_weights(&session.card(None), Precision::F16));
    assert!(half.len() < full.len() * 6 / 10);
    let (full, half) = (read(&full).unwrap(), read(&half).unwrap());
    for (&a, &b) in full.params.iter().zip(&half.params) {
        assert!((a - b).abs() <= a.abs() * 2f32.powi(-11) + 2f32.powi(-25), "{a} {b}");
    }
}

#[test]
fn a_file_without_a_card_is_described_by_its_tensors() {
    for model in [ModelSpec::digits8x8(), ModelSpec { kind: ModelKind::Ae, hidden: vec![], ..ModelSpec::digits8x8() }] {
        let session = trained(model.clone());
        let bytes = save(&session);
        let len = u64::from_le_bytes(bytes[..8].try_into().unwrap()) as usize;
        let mut header: serde_json::Value = serde_json::from_slice(&bytes[8..8 + len]).unwrap();
        header.as_object_mut().unwrap().remove("__metadata__").expect("a card");
        let header = header.to_string();
        let bare = [&(header.len() as u64).to_le_bytes()[..], header.as_bytes(), &bytes[8 + len..]].concat();
        let loaded = Session::from_weights(&bare, None).unwrap();
        assert_eq!(loaded.spec(), &model);
        assert_eq!(loaded.weights_hash(), session.weights_hash());
    }
}

#[test]
fn loaded_weights_go_on_training_on_the_same_split() {
    let first = trained(ModelSpec::digits8x8());
    let mut second = Session::from_weights(&save(&first), Some((digits8x8(), None))).unwrap();
    assert_eq!(second.split(), first.split());
    let stats = second.train(10).unwrap();
    assert_eq!(stats.step, 40);
    assert_ne!(second.weights_hash(), first.weights_hash());
}

#[test]
fn a_model_of_another_image_size_does_not_take_the_digits_neither_new_nor_from_its_weights() {
    // As many pixels as the digits have, so that the size alone tells them apart.
    let model = ModelSpec { height: 4, width: 16, ..ModelSpec::digits8x8() };
    let config = RunConfig { model, ..RunConfig::default() };
    let error = Session::open(config.clone(), digits8x8(), None).err().unwrap();
    assert_eq!(error.code(), "bad_data");
    let own = Dataset::new(4, 16, 16, vec![3; 20 * 64], vec![0; 20]).unwrap();
    let weights = save(&Session::open(config, own.clone(), None).unwrap());
    let error = Session::from_weights(&weights, Some((digits8x8(), None))).err().unwrap();
    assert_eq!(error.code(), "bad_data");
    assert!(Session::from_weights(&weights, Some((own, None))).is_ok());
}

#[test]
fn codes_survive_their_file() {
    let codes = Codes { latent: 2, z: vec![0.5, -1.25, 3.0, 0.0], labels: vec![4, 9] };
    assert_eq!(read_codes(&write_codes(&codes)).unwrap(), codes);
}
