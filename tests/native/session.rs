//! A session as its users drive it.

use vae_lab::LabError;
use vae_lab::data::{Dataset, NO_LABEL, digits8x8};
use vae_lab::lab::{PlaneWindow, RunConfig, Session, StripSource, pixels_from_levels, reference_terms};
use vae_lab::model::{ModelKind, ModelSpec};
use vae_lab::train::{Team, TrainOptions};
use vae_lab::weights::Precision;

fn open(seed: u32) -> Session {
    Session::open(RunConfig { seed, ..RunConfig::default() }, digits8x8(), None).unwrap()
}

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
        b.encode(&strip.inputs).unwrap();
        b.decode(&strip.z).unwrap();
        b.codes().unwrap();
        b.weights_hash();
        b.save_weights(&b.card(None), Precision::F16);
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
    for model in [ModelSpec::digits8x8(), ModelSpec { hidden: vec![31], latent: 3, ..ModelSpec::digits8x8() }] {
        // 50 is no multiple of any tile; 1 leaves all threads but one without rows.
        for batch_size in [50, 1] {
            let run = |threads| {
                let options = TrainOptions { batch_size, ..TrainOptions::default() };
                let config = RunConfig { model: model.clone(), seed: 7, options };
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
        ModelSpec { kind: ModelKind::Ae, hidden: vec![31, 17], latent: 3, ..ModelSpec::digits8x8() },
    ] {
        // 70 leaves a smaller batch at the end of an epoch, among the steps that are compared.
        let options = TrainOptions { batch_size: 70, ..TrainOptions::default() };
        let config = RunConfig { model, seed: 7, options };
        let plain = reference_terms(config.clone(), digits8x8(), 90, 25).unwrap();
        let mut session = Session::open(config, digits8x8(), None).unwrap();
        session.train(65).unwrap();
        let fast = session.train(25).unwrap().terms;
        for (fast, plain) in [(fast.recon_nats, plain.recon_nats), (fast.kl_nats, plain.kl_nats)] {
            assert!((fast - plain).abs() <= 1e-4 * plain, "{fast} nats, not {plain}");
        }
    }
}

#[test]
fn held_out_images_are_never_trained_on() {
    // Images that are all paper, but for the held-out ones, which are all ink: a net that saw only paper gives the ink
    // no chance.
    let digits = digits8x8();
    let split = open(7).split().unwrap().clone();
    let mut levels = vec![0; digits.len() * 64];
    for &i in &split.held_out {
        levels[i as usize * 64..][..64].fill(16);
    }
    let data = Dataset::new(8, 8, 16, levels, digits.labels().to_vec()).unwrap();
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
        session.set_options(TrainOptions { learning_rate: 1.0, beta: 100.0, batch_size: 64 }).unwrap();
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
fn a_manifold_tile_is_what_its_centre_decodes_to() {
    let mut session = open(7);
    session.train(50).unwrap();
    let window = PlaneWindow { z1_min: -2.0, z1_max: 2.0, z2_min: -1.0, z2_max: 3.0 };
    let tiles = session.manifold(window, 4, 2).unwrap();
    assert_eq!(tiles.len(), 8 * 64);
    // Column 1 of row 1: z1 = −2 + 4·1.5/4, z2 = 3 − 4·1.5/2.
    assert_eq!(tiles[5 * 64..6 * 64], session.decode(&[-0.5, 0.0]).unwrap());
}

#[test]
fn a_strip_shows_held_out_digits_of_every_class() {
    let mut session = open(7);
    session.train(20).unwrap();
    let strip = session.strip(12);
    assert_eq!(strip.source, StripSource::HeldOut);
    assert_eq!(strip.labels, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1]);
    assert_eq!((strip.inputs.len(), strip.mu.len(), strip.logvar.len()), (12 * 64, 24, 24));
    let encoded = session.encode(&strip.inputs).unwrap();
    assert_eq!(session.decode(&strip.mu).unwrap(), strip.reconstructions);
    let (digits, split) = (digits8x8(), session.split().unwrap());
    let shown = |i: u32| pixels_from_levels(digits.levels(i as usize), 16).collect::<Vec<_>>();
    for (input, &label) in strip.inputs.chunks(64).zip(&strip.labels) {
        let is_it = |&&i: &&u32| digits.labels()[i as usize] == label && shown(i) == input;
        assert!(split.held_out.iter().find(is_it).is_some() && split.train.iter().find(is_it).is_none(), "a {label}");
    }
    // The strip encodes grey levels of sixteenths, `encode` bytes: nearly the same image.
    for (a, b) in encoded.mu.iter().zip(&strip.mu) {
        assert!((a - b).abs() < 0.05, "{a} {b}");
    }
}

#[test]
fn a_model_without_images_draws_from_the_prior_and_says_what_it_lacks() {
    let mut trained = open(7);
    trained.train(50).unwrap();
    let bytes = trained.save_weights(&trained.card(None), Precision::F32);
    let mut session = Session::from_weights(&bytes, None).unwrap();
    let strip = session.strip(10);
    assert_eq!((strip.source, strip.labels), (StripSource::Prior, vec![NO_LABEL; 10]));
    assert_eq!(session.decode(&strip.z).unwrap(), strip.inputs);
    // Of a thousand standard normal numbers; the standard errors are 0.03 and 0.045.
    let z = session.strip(500).z;
    let moment = |p: i32| z.iter().map(|&z| f64::from(z).powi(p)).sum::<f64>() / 1000.0;
    assert!(z.len() == 1000 && moment(1).abs() < 0.1 && (moment(2) - 1.0).abs() < 0.15, "{} {}", moment(1), moment(2));
    for outcome in [session.evaluate().err(), session.train(1).err(), session.codes().err()] {
        assert_eq!(outcome.unwrap().code(), "no_data");
    }
}

#[test]
fn codes_cover_the_whole_set_training_images_first() {
    let mut session = open(7);
    let codes = session.codes().unwrap();
    assert_eq!((codes.latent, codes.z.len(), codes.labels.len()), (2, 2 * 1797, 1797));
    let (split, digits) = (session.split().unwrap().clone(), digits8x8());
    let order: Vec<u32> = split.train.iter().chain(&split.held_out).copied().collect();
    assert!(order.iter().map(|&i| digits.labels()[i as usize]).eq(codes.labels));
    let pixels: Vec<u8> = order.iter().flat_map(|&i| pixels_from_levels(digits.levels(i as usize), 16)).collect();
    // Codes are of grey levels of sixteenths, `encode` takes bytes: nearly the same images.
    let mu = session.encode(&pixels).unwrap().mu;
    assert!(codes.z.iter().zip(&mu).all(|(a, b)| (a - b).abs() < 0.05));
}

#[test]
fn bad_points_and_images_are_refused() {
    let mut session = open(7);
    assert_eq!(session.decode(&[0.0; 3]).unwrap_err().code(), "bad_input");
    assert_eq!(session.decode(&[0.0, f32::NAN]).unwrap_err().code(), "bad_input");
    assert_eq!(session.encode(&[0; 65]).unwrap_err().code(), "bad_input");
    assert!(session.decode(&[]).unwrap().is_empty());
}

#[test]
fn an_autoencoder_has_codes_without_variance() {
    let model = ModelSpec { kind: ModelKind::Ae, ..ModelSpec::digits8x8() };
    let mut session = Session::open(RunConfig { model, ..RunConfig::default() }, digits8x8(), None).unwrap();
    session.train(20).unwrap();
    let strip = session.strip(10);
    assert!(strip.logvar.is_empty() && strip.mu.len() == 20);
    assert_eq!(session.evaluate().unwrap().kl_nats, 0.0);
}
