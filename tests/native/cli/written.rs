//! Whatever is written can be read.

use std::fs;

use proptest::prelude::*;
use vae_lab::data::{Dataset, Labels, Pixels};
use vae_lab::lab::{RunConfig, Session};
use vae_lab::model::{Body, Family, Init, Likelihood, ModelSpec, Sd};
use vae_lab::nn::Activation;
use vae_lab::weights::{Card, Precision, card_figure};

use super::{Folder, SHORT, images_as_idx, run, stderr, with};

fn figure() -> impl Strategy<Value = f64> {
    // Of every size, and the ones that a run really has.
    prop_oneof![any::<f64>().prop_filter("a figure is finite", |x| x.is_finite()), -1e6..1e6f64]
}

fn model() -> impl Strategy<Value = ModelSpec> {
    let body = prop_oneof![
        Just(Body::Linear),
        (prop::collection::vec(1..5usize, 1..4), prop::sample::select(Activation::ALL.to_vec()))
            .prop_map(|(hidden, activation)| Body::Dense { hidden, activation }),
        prop::collection::vec(1..6usize, 1..4).prop_map(|channels| Body::Conv { channels }),
    ];
    let likelihood = prop_oneof![
        Just(Likelihood::Bernoulli),
        Just(Likelihood::Gaussian { sd: Sd::Learned }),
        (0.01..10.0f64).prop_map(|sd| Likelihood::Gaussian { sd: Sd::Fixed(card_figure(sd)) }),
    ];
    let family = prop::sample::select(Family::ALL.to_vec());
    let init = prop::sample::select(Init::ALL.to_vec());
    (family, 2..6usize, 2..6usize, body, 1..4usize, likelihood, init).prop_map(
        |(family, height, width, body, latent, likelihood, init)| {
            // A convolved image is larger.
            let more = if matches!(body, Body::Conv { .. }) { 6 } else { 0 };
            ModelSpec { family, height: height + more, width: width + more, body, latent, likelihood, init }
        },
    )
}

fn card() -> impl Strategy<Value = Card> {
    let pixels = prop::sample::select(vec![Pixels::Grey, Pixels::Threshold, Pixels::Drawn]);
    let name = prop::option::of(any::<String>());
    (model(), pixels, any::<u32>(), 0..1_000_000_000_000_000u64, figure(), name, prop::option::of(figure())).prop_map(
        |(model, pixels, seed, steps, epochs, data, held_out)| Card {
            model,
            pixels,
            seed,
            steps,
            epochs: card_figure(epochs),
            data,
            data_sha256: None,
            held_out_neg_elbo_nats: held_out.map(card_figure),
        },
    )
}

fn images(spec: &ModelSpec, name: &str) -> Dataset {
    let (height, width) = (spec.height, spec.width);
    let levels: Vec<u8> = (0..16 * height * width).map(|i| (i * 37 % 251) as u8).collect();
    let levels = ndarray::Array3::from_shape_vec((16, height, width), levels).unwrap();
    Dataset::from_levels(name, levels, 255, Labels::none(16)).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn is_every_card_read_that_is_written(card in card()) {
        prop_assume!(card.held_out_neg_elbo_nats.is_none_or(f64::is_finite) && card.epochs.is_finite());
        let config = RunConfig { model: card.model.clone(), seed: card.seed, ..RunConfig::default() };
        let session = Session::open(config, images(&card.model, ""), None).unwrap();
        let read = Session::from_weights(&session.save_weights(&card, Precision::F32)).unwrap();
        prop_assert_eq!(read.weights_hash(), session.weights_hash());
        let again = read.card();
        prop_assert_eq!((again.data, again.steps, again.seed), (card.data, card.steps, card.seed));
    }

    #[test]
    fn is_every_run_read_that_is_written(model in model(), name in any::<String>(), steps in 0..5u64, lr in 1e-6..1.0f64) {
        let options = vae_lab::train::TrainOptions { learning_rate: lr, beta: 1.0, batch_size: 5, ..Default::default() };
        let config = RunConfig { model: model.clone(), options, ..RunConfig::default() };
        let mut session = Session::open(config, images(&model, &name), None).unwrap();
        // A step that finds no finite loss is not done.
        let _ = session.train(steps);
        let read = Session::from_weights(&session.save_weights(&session.card(), Precision::F32)).unwrap();
        prop_assert_eq!(read.card(), session.card());
        let restored = Session::restore(&session.checkpoint().unwrap(), images(&model, &name)).unwrap();
        prop_assert_eq!(restored.weights_hash(), session.weights_hash());
    }
}

#[test]
fn are_weights_read_whatever_the_data_are_called() {
    let folder = Folder::new("names");
    for name in ["a \"quoted\" name", "line\nbreak\ttab", "back\\slash", "数字 ∞ é", "{}[]:,", "\u{1}\u{7f}"] {
        let data = images_as_idx(&folder, name, 0);
        let out = folder.at("w");
        let output = run(&with(&SHORT, &["--data", &data, "--out", &out]));
        assert!(output.status.success(), "{name:?}: {}", stderr(&output));
        let session = Session::from_weights(&fs::read(&out).unwrap()).unwrap();
        assert_eq!(session.card().data.as_deref(), Some(name));
        assert!(run(&["eval", "--weights", &out, "--data", &data]).status.success(), "{name:?}");
    }
}
