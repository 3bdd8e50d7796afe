//! A run that was interrupted equals one that was not.

use vae_lab::data::{Dataset, Labels, Pixels, digits8x8};
use vae_lab::lab::{RunConfig, Session};
use vae_lab::model::{Body, Family, Likelihood, ModelSpec, Sd};
use vae_lab::nn::Activation;
use vae_lab::train::{Bound, Team, TrainOptions};
use vae_lab::weights::Precision;

use super::support::{conv, dense};

fn configs() -> Vec<RunConfig> {
    let digits = ModelSpec::digits8x8;
    // Figures that no short decimal is: they have to come back to the last bit.
    let options = TrainOptions { learning_rate: 1.0 / 3e3, beta: 2.0f64.sqrt(), batch_size: 70, ..Default::default() };
    let eased = TrainOptions { warmup: 50, free_bits: 0.1 / 3.0, ..options };
    let several = TrainOptions { warmup: 40, bound: Bound::Iwae { k: 3 }, ..options };
    let sd = Sd::Fixed(1.0 / 3.0);
    [
        (digits(), Pixels::Grey, options),
        (digits(), Pixels::Grey, eased),
        (ModelSpec { likelihood: Likelihood::Gaussian { sd: Sd::Learned }, ..digits() }, Pixels::Drawn, several),
        (ModelSpec { body: dense(&[31, 17], Activation::Tanh), latent: 3, ..digits() }, Pixels::Drawn, options),
        (ModelSpec { likelihood: Likelihood::Gaussian { sd: Sd::Learned }, ..digits() }, Pixels::Grey, options),
        (ModelSpec { likelihood: Likelihood::Gaussian { sd }, ..digits() }, Pixels::Threshold, options),
        (ModelSpec { family: Family::Ae, body: Body::Linear, ..digits() }, Pixels::Grey, options),
        (
            ModelSpec { body: conv(&[5, 6]), likelihood: Likelihood::Gaussian { sd }, ..digits() },
            Pixels::Drawn,
            options,
        ),
    ]
    .map(|(model, pixels, options)| RunConfig { model, pixels, seed: 11, options })
    .to_vec()
}

#[test]
fn does_a_resumed_run_equal_an_uninterrupted_one_bit_for_bit() {
    for config in configs() {
        let mut whole = Session::open(config.clone(), digits8x8(), None).unwrap();
        whole.train(90).unwrap();
        // Cut in the middle of an epoch, at its end (22 steps), and before any step; on other threads each time.
        let mut part = Session::open(config.clone(), digits8x8(), None).unwrap();
        for (steps, threads) in [(0, 1), (15, 2), (7, 1), (40, 3), (28, 2)] {
            part.train(steps).unwrap();
            part = Session::restore(&part.checkpoint().unwrap(), digits8x8()).unwrap();
            part.set_team(Team::spawn(threads));
        }
        assert_eq!((part.step(), part.epoch(), part.options()), (90, whole.epoch(), config.options));
        assert_eq!(part.weights_hash(), whole.weights_hash(), "{config:?}");
        assert_eq!(part.evaluate().unwrap(), whole.evaluate().unwrap());
        assert_eq!(part.checkpoint().unwrap(), whole.checkpoint().unwrap(), "every moment too: {config:?}");
    }
}

#[test]
fn does_a_run_go_on_from_before_it_diverged() {
    let mut session = Session::open(RunConfig::default(), digits8x8(), None).unwrap();
    session.train(1).unwrap();
    let good = session.checkpoint().unwrap();
    session.set_options(TrainOptions { learning_rate: 1.0, beta: 100.0, ..TrainOptions::default() }).unwrap();
    let error = session.train(2000).unwrap_err();
    assert_eq!(error.code(), "diverged");
    // What the error left is what was there before the step that it names.
    let failed: u64 = error.to_string().split("step ").nth(1).unwrap().split('.').next().unwrap().parse().unwrap();
    assert_eq!(session.step(), failed - 1);
    assert_eq!(session.train(1).unwrap_err(), error, "the same batch again");
    let mut back = Session::restore(&good, digits8x8()).unwrap();
    assert_eq!((back.step(), back.options()), (1, TrainOptions::default()));
    assert!(back.train(30).unwrap().terms.is_finite());
}

#[test]
fn does_a_checkpoint_keep_where_its_weights_came_from() {
    let mut first = Session::open(RunConfig::default(), digits8x8(), None).unwrap();
    first.train(24).unwrap();
    let mut second = Session::from_weights(&first.save_weights(&first.card(), Precision::F32)).unwrap();
    second.attach(digits8x8(), None).unwrap();
    let restored = Session::restore(&second.checkpoint().unwrap(), digits8x8()).unwrap();
    assert_eq!(restored.card(), second.card());
    second.train(12).unwrap();
    let restored = Session::restore(&second.checkpoint().unwrap(), digits8x8()).unwrap();
    assert_eq!((restored.step(), restored.epoch()), (36, 1.0 + 768.0 / 1500.0));
}

#[test]
fn are_other_images_and_bent_checkpoints_refused() {
    let mut session = Session::open(RunConfig::default(), digits8x8(), None).unwrap();
    session.train(3).unwrap();
    let bytes = session.checkpoint().unwrap();
    let digits = digits8x8();
    let mut levels = digits.images().to_owned();
    levels[[5, 3, 3]] = (levels[[5, 3, 3]] + 1) % 17;
    let other = Dataset::from_levels("", levels, 16, digits.labels().clone()).unwrap();
    let refusal = |outcome: vae_lab::Result<Session>| outcome.err().unwrap();
    assert_eq!(refusal(Session::restore(&bytes, other)).code(), "bad_data");
    let unnamed = Dataset::from_levels("x", digits.images().to_owned(), 16, Labels::none(1797)).unwrap();
    assert!(Session::restore(&bytes, unnamed).is_ok(), "names and classes are nothing that a run goes on from");

    let weights = session.save_weights(&session.card(), Precision::F32);
    for bad in [&weights[..], &[], &bytes[..bytes.len() - 4]] {
        assert_eq!(refusal(Session::restore(bad, digits8x8())).code(), "bad_weights");
    }
    let header = 8 + u64::from_le_bytes(bytes[..8].try_into().unwrap()) as usize;
    let text = String::from_utf8(bytes[..header].to_vec().split_off(8)).unwrap();
    for (from, to) in [
        ("\\\"version\\\":1", "\\\"version\\\":3"),
        ("\\\"used\\\":192", "\\\"used\\\":9999"),
        ("\\\"step\\\":3", "\\\"step\\\":-1"),
        ("\"order\"", "\"ordre\""),
        ("\"adam.first.encoder.0.bias\"", "\"adam.first.encoder.1.bias\""),
    ] {
        assert!(text.contains(from), "{from} in {text}");
        let text = text.replacen(from, to, 1);
        let bent = [&(text.len() as u64).to_le_bytes()[..], text.as_bytes(), &bytes[header..]].concat();
        let error = refusal(Session::restore(&bent, digits8x8()));
        assert_eq!(error.code(), "bad_weights", "{from}: {error}");
    }
}
