//! A session as its users drive it.

use std::sync::Arc;

use ndarray::{Array3, Axis, s};
use vae_lab::LabError;
use vae_lab::data::{Dataset, Labels, NO_LABEL, Pixels, digits8x8};
use vae_lab::lab::{PlaneWindow, RunConfig, Session, Set, reference_terms};
use vae_lab::model::{Body, Family, Likelihood, ModelSpec, Sd};
use vae_lab::nn::Activation;
use vae_lab::train::{Team, TermSums, TrainOptions};
use vae_lab::weights::Precision;

use super::support::{conv, dense};

fn open(seed: u32) -> Session {
    Session::open(RunConfig { seed, ..RunConfig::default() }, digits8x8(), None).unwrap()
}

const LEARNED: Likelihood = Likelihood::Gaussian { sd: Sd::Learned };

#[test]
fn the_same_seed_gives_the_same_numbers_however_the_steps_are_cut() {
    let (mut a, mut b, mut c) = (open(5), open(5), open(6));
    let whole = a.train(60).unwrap();
    let mut last = None;
    for steps in [1, 7, 20, 30, 2] {
        // Everything that looks at a model between two steps leaves the run as it was.
        b.evaluate().unwrap();
        b.evaluate_train().unwrap();
        b.manifold(PlaneWindow { z1_min: -3.0, z1_max: 3.0, z2_min: -3.0, z2_max: 3.0 }, 5, 5).unwrap();
        let strip = b.strip(10);
        b.encode(strip.inputs.view()).unwrap();
        let picture = b.strip_picture(10);
        b.decode(picture.encoded.mu.view()).unwrap();
        b.points(0..100).unwrap();
        b.checkpoint().unwrap();
        b.weights_hash();
        b.save_weights(&b.card(), Precision::F16);
        last = Some(b.train(steps).unwrap());
    }
    c.train(60).unwrap();
    assert_eq!((whole.step, whole.epoch), (last.unwrap().step, last.unwrap().epoch));
    assert_eq!(a.weights_hash(), b.weights_hash());
    assert_eq!(a.evaluate().unwrap(), b.evaluate().unwrap());
    assert_ne!(a.weights_hash(), c.weights_hash());
}

#[test]
fn the_bits_do_not_depend_on_the_number_of_threads() {
    for model in [
        ModelSpec::digits8x8(),
        ModelSpec { body: dense(&[31], Activation::Relu), latent: 3, ..ModelSpec::digits8x8() },
        ModelSpec { body: Body::Linear, likelihood: LEARNED, ..ModelSpec::digits8x8() },
        ModelSpec { body: conv(&[5, 6]), likelihood: LEARNED, ..ModelSpec::digits8x8() },
    ] {
        // 50 is no multiple of any tile; 1 leaves all threads but one without rows.
        for batch_size in [50, 1] {
            let run = |threads| {
                let options = TrainOptions { batch_size, ..TrainOptions::default() };
                let pixels = if model.latent == 3 { Pixels::Drawn } else { Pixels::Grey };
                let config = RunConfig { model: model.clone(), pixels, seed: 7, options };
                let mut session = Session::open(config, digits8x8(), None).unwrap();
                session.set_team(Team::spawn(threads));
                assert_eq!(session.threads(), threads);
                let stats = session.train(40).unwrap();
                (stats.terms, session.weights_hash())
            };
            let one = run(1);
            assert_eq!(run(2), one);
            assert_eq!(run(3), one);
        }
    }
}

#[test]
fn the_fast_path_trains_as_the_plain_one_does() {
    for model in [
        ModelSpec::digits8x8(),
        ModelSpec { family: Family::Ae, body: dense(&[31, 17], Activation::Relu), latent: 3, ..ModelSpec::digits8x8() },
        ModelSpec { body: Body::Linear, ..ModelSpec::digits8x8() },
        ModelSpec { body: conv(&[5, 6]), ..ModelSpec::digits8x8() },
        ModelSpec { likelihood: LEARNED, ..ModelSpec::digits8x8() },
    ] {
        // 70 leaves a smaller batch at the end of an epoch, among the steps that are compared.
        let options = TrainOptions { batch_size: 70, ..TrainOptions::default() };
        let config = RunConfig { model, options, ..RunConfig::default() };
        let plain = reference_terms(config.clone(), digits8x8(), 90, 25).unwrap();
        let mut session = Session::open(config, digits8x8(), None).unwrap();
        session.train(65).unwrap();
        let fast = session.train(25).unwrap().terms;
        for (fast, plain) in [(fast.recon_nats, plain.recon_nats), (fast.kl_nats, plain.kl_nats)] {
            assert!((fast - plain).abs() <= 1e-4 * plain.abs(), "{fast} nats, not {plain}");
        }
    }
}

#[test]
fn held_out_images_are_never_trained_on() {
    // Images that are all paper, but for the held-out ones, which are all ink: a net that saw only paper gives the ink
    // no chance.
    let digits = digits8x8();
    let split = open(7).split().unwrap().clone();
    let mut levels = Array3::zeros((digits.len(), 8, 8));
    for &i in &split.held_out {
        levels.index_axis_mut(Axis(0), i as usize).fill(16);
    }
    let data = Dataset::from_levels("", levels, 16, digits.labels().clone()).unwrap();
    let mut session = Session::open(RunConfig::default(), data, None).unwrap();
    assert_eq!(session.split(), Some(&split));
    session.train(200).unwrap();
    let (train, held_out) = (session.evaluate_train().unwrap(), session.evaluate().unwrap());
    assert!(train.recon_nats < 3.0 && held_out.recon_nats > 200.0, "{train:?} {held_out:?}");
}

#[test]
fn a_diverged_run_says_at_which_step() {
    let start = || {
        let mut session = open(7);
        session.set_options(TrainOptions { learning_rate: 1.0, beta: 100.0, ..TrainOptions::default() }).unwrap();
        session
    };
    let mut one_by_one = start();
    let good = (0..2000).take_while(|_| one_by_one.train(1).is_ok()).count() as u64;
    assert!(0 < good && good < 2000);
    let error = start().train(2000).unwrap_err();
    assert_eq!(error, LabError::Diverged { step: good + 1 });
    assert_eq!(error.code(), "diverged");
    assert!(error.to_string().contains(&format!(" step {}. Lower the learning rate", good + 1)), "{error}");
}

#[test]
fn a_bad_option_changes_nothing() {
    let mut session = open(7);
    let before = session.options();
    for (bad, field) in [
        (TrainOptions { learning_rate: 0.0, ..before }, "Learning rate"),
        (TrainOptions { learning_rate: f64::NAN, ..before }, "Learning rate"),
        (TrainOptions { beta: -0.1, ..before }, "β"),
        (TrainOptions { beta: f64::INFINITY, ..before }, "β"),
        (TrainOptions { batch_size: 0, ..before }, "Batch size"),
        (TrainOptions { batch_size: 1025, ..before }, "Batch size"),
    ] {
        let error = session.set_options(bad).unwrap_err();
        assert!(error.code() == "bad_option" && error.to_string().starts_with(field), "{error}");
        assert_eq!(session.options(), before);
    }
    let mut never_asked = open(7);
    assert_eq!(session.train(3).unwrap(), never_asked.train(3).unwrap());
    assert_eq!(session.weights_hash(), never_asked.weights_hash());
}

#[test]
fn each_option_takes_effect_while_running() {
    let then = |options: TrainOptions| {
        let mut session = open(7);
        session.train(5).unwrap();
        session.set_options(options).unwrap();
        assert_eq!(session.options(), options);
        let stats = session.train(3).unwrap();
        assert!(stats.terms.is_finite() && stats.step == 8, "{stats:?}");
        (session.weights_hash(), stats.epoch * 1500.0)
    };
    let same = TrainOptions::default();
    let (unchanged, images) = then(same);
    assert_eq!(images.round(), 8.0 * 64.0);
    assert_ne!(then(TrainOptions { learning_rate: 2e-3, ..same }).0, unchanged);
    assert_ne!(then(TrainOptions { beta: 0.5, ..same }).0, unchanged);
    for batch_size in [200, 1] {
        let (hash, images) = then(TrainOptions { batch_size, ..same });
        assert_ne!(hash, unchanged);
        assert_eq!(images.round() as usize, 5 * 64 + 3 * batch_size);
    }
    // The second of these steps has what is left of the epoch.
    let (_, images) = then(TrainOptions { batch_size: 1024, ..same });
    assert_eq!(images.round(), 1500.0 + 1024.0);
}

#[test]
fn the_terms_of_a_set_are_those_of_its_parts() {
    let mut session = open(7);
    session.train(30).unwrap();
    for set in [Set::HeldOut, Set::TrainingSample] {
        let whole = session.evaluate_range(set, 0..297).unwrap();
        let mut parts = TermSums::default();
        for (start, end) in [(0, 1), (1, 100), (100, 100), (100, 290), (290, 297)] {
            parts += session.evaluate_range(set, start..end).unwrap();
        }
        assert_eq!(parts.images, 297);
        // The same ε an image; only the order in which f64 adds differs.
        assert!((parts.mean().neg_elbo_nats() - whole.mean().neg_elbo_nats()).abs() < 1e-10, "{parts:?} {whole:?}");
        assert_eq!(session.evaluate_range(set, 0..298).unwrap_err().code(), "bad_input");
    }
    assert_eq!(session.evaluate().unwrap(), session.evaluate_range(Set::HeldOut, 0..297).unwrap().mean());
}

#[test]
fn the_epoch_counts_images_whatever_the_size_of_their_batches() {
    let mut session = open(7);
    session.train(24).unwrap();
    assert_eq!((session.epoch(), session.steps_per_epoch()), (1.0, Some(24)));
    session.set_options(TrainOptions { batch_size: 500, ..session.options() }).unwrap();
    assert_eq!(session.steps_per_epoch(), Some(3));
    assert_eq!(session.train(3).unwrap().epoch, 2.0);
    session.set_options(TrainOptions { batch_size: 750, ..session.options() }).unwrap();
    assert_eq!(session.train(1).unwrap().epoch, 2.5);
}

#[test]
fn sessions_share_their_images() {
    let data = Arc::new(digits8x8());
    let first = Session::open(RunConfig::default(), Arc::clone(&data), None).unwrap();
    let second = Session::open(RunConfig { seed: 8, ..RunConfig::default() }, Arc::clone(&data), None).unwrap();
    assert!(Arc::ptr_eq(first.data().unwrap(), second.data().unwrap()));
    assert_eq!(Arc::strong_count(&data), 3);
}

#[test]
fn images_without_classes_or_with_a_hundred_are_taken() {
    let images = |n: usize| Array3::from_shape_fn((n, 8, 8), |(n, h, w)| (n * 31 + h * 7 + w * 3) as u8);
    let mut plain = Session::open(
        RunConfig::default(),
        Dataset::from_images("", images(60).view(), Labels::none(60)).unwrap(),
        None,
    )
    .unwrap();
    plain.train(3).unwrap();
    assert!(plain.labels().iter().all(|&label| label == NO_LABEL));
    assert!(plain.data().unwrap().labels().names().is_empty());

    let names = (0..100).map(|i| format!("kind {i}")).collect();
    let labels = Labels::new((0..400).map(|i| i % 100).collect(), names).unwrap();
    let data = Dataset::from_images("kinds", images(400).view(), labels).unwrap();
    let mut many = Session::open(RunConfig::default(), data, None).unwrap();
    many.train(3).unwrap();
    let held_out = &many.labels()[many.image_counts().unwrap().0..];
    let mut classes = held_out.to_vec();
    classes.sort_unstable();
    classes.dedup();
    // As many images are held out as the set has classes, less a few: nearly each is in the held-out part.
    assert!(classes.len() >= held_out.len().min(100) - 1, "{} of {}", classes.len(), held_out.len());
}

#[test]
fn a_gaussian_decodes_to_means_and_learns_its_scale() {
    let model = ModelSpec { likelihood: LEARNED, ..ModelSpec::digits8x8() };
    let config = RunConfig { model, ..RunConfig::default() };
    let mut session = Session::open(config, digits8x8(), None).unwrap();
    session.train(100 * 24).unwrap();
    // The optimum of s is the root mean squared error of the samples' reconstructions (Rybkin et al. 2021): a little more
    // than that of the reconstructions at μ.
    let sd = session.weight("log_sd").unwrap()[[0]].exp();
    let codes = session.codes(0..1500).unwrap();
    let outputs = session.decode_outputs(codes.view()).unwrap();
    let (data, split) = (digits8x8(), session.split().unwrap().clone());
    let error: f64 = (split.train.iter().zip(outputs.outer_iter()))
        .map(|(&i, means)| {
            let pixels = data.image(i as usize);
            pixels
                .iter()
                .zip(means)
                .map(|(&level, &mean)| (f64::from(mean) - f64::from(level) / 16.0).powi(2))
                .sum::<f64>()
        })
        .sum();
    let rms = (error / (1500.0 * 64.0)).sqrt();
    assert!(f64::from(sd) > 0.95 * rms && f64::from(sd) < 1.25 * rms, "s = {sd}, root mean squared error {rms}");
    let ink = session.decode(codes.slice(s![0..1, ..])).unwrap();
    for (&ink, &mean) in ink.iter().zip(outputs.index_axis(Axis(0), 0)) {
        assert!((f32::from(ink) - 255.0 * mean.clamp(0.0, 1.0)).abs() <= 0.51, "{ink} for {mean}");
    }
}

#[test]
fn pixels_are_grey_or_cut_or_drawn() {
    let run = |pixels| {
        let mut session = Session::open(RunConfig { pixels, ..RunConfig::default() }, digits8x8(), None).unwrap();
        session.train(24).unwrap();
        assert_eq!(session.evaluate().unwrap(), session.evaluate().unwrap(), "one fixed draw an image");
        session.weights_hash()
    };
    let hashes = [Pixels::Grey, Pixels::Threshold, Pixels::Drawn].map(run);
    assert!(hashes[0] != hashes[1] && hashes[1] != hashes[2] && hashes[0] != hashes[2]);
}
