//! What codes are worth, against scikit-learn: the values and their script lie in tests/golden.

use ndarray::Array3;
use serde::Deserialize;
use vae_lab::data::{Dataset, Labels, digits8x8};
use vae_lab::lab::features::{Probe, active_units, nearest};
use vae_lab::lab::{RunConfig, Session};
use vae_lab::model::{Family, ModelSpec};
use vae_lab::train::TrainOptions;

#[derive(Deserialize)]
struct Golden {
    classes: usize,
    latent: usize,
    train: Vec<f32>,
    train_labels: Vec<u16>,
    held_out: Vec<f32>,
    held_out_labels: Vec<u16>,
    log_probabilities: Vec<f64>,
    probe: Vec<u16>,
    nearest: Vec<u16>,
    probe_accuracy: f64,
    nearest_accuracy: f64,
    variances: Vec<f64>,
}

fn golden() -> Golden {
    let mut golden: Golden = serde_json::from_str(include_str!("../golden/features.json")).unwrap();
    // Multiples of 1/1024.
    golden.train.iter_mut().chain(&mut golden.held_out).for_each(|z| *z /= 1024.0);
    golden
}

#[test]
fn is_the_probe_that_of_scikit_learn() {
    let g = golden();
    let probe = Probe::fit(&g.train, &g.train_labels, g.latent, g.classes);
    assert!(probe.has_converged(), "{}", probe.gradient);
    let mut right = 0;
    let expected = g.log_probabilities.chunks(g.classes).zip(&g.probe).zip(&g.held_out_labels);
    for (code, ((log_p, &class), &label)) in g.held_out.chunks(g.latent).zip(expected) {
        let logits = probe.logits(code);
        let total = logits.iter().map(|l| l.exp()).sum::<f64>().ln();
        for (logit, log_p) in logits.iter().zip(log_p) {
            assert!((logit - total - log_p).abs() < 1e-4, "{logit} − {total} for {log_p}");
        }
        assert_eq!(probe.class(code), class);
        right += usize::from(class == label);
    }
    assert_eq!(right as f64 / g.probe.len() as f64, g.probe_accuracy);
    assert!((0.5..0.95).contains(&g.probe_accuracy), "a question that has wrong answers");
}

#[test]
fn are_the_nearest_neighbours_those_of_scikit_learn() {
    let g = golden();
    let found = nearest(&g.train, &g.train_labels, g.latent, &g.held_out);
    assert_eq!(found, g.nearest);
    let right = found.iter().zip(&g.held_out_labels).filter(|(a, b)| a == b).count();
    assert_eq!(right as f64 / found.len() as f64, g.nearest_accuracy);
    // Of more than a block the nearest are found all the same: each image thrice, the last time behind 3,000 far away.
    let far = vec![1e6; 3000 * g.latent];
    let codes = [&g.train[..], &far, &g.train].concat();
    let labels = [&g.train_labels[..], &[0; 3000], &g.train_labels].concat();
    let once = |z: &[f32]| nearest(&g.train, &g.train_labels, g.latent, z);
    let same = nearest(&codes, &labels, g.latent, &g.train).iter().zip(&g.train_labels).filter(|(a, b)| a == b).count();
    assert!(same > once(&g.train).iter().zip(&g.train_labels).filter(|(a, b)| a == b).count());
}

#[test]
fn is_a_unit_active_whose_variance_is_above_a_hundredth() {
    let g = golden();
    let active = g.variances.iter().filter(|&&variance| variance > 0.01).count();
    assert_eq!(active_units(&g.train, g.latent), active);
    let of = |width: f32| [-width, width, -width, width].map(|z| [z, 1.0]).concat();
    assert_eq!([0.0999, 0.1001].map(|width| active_units(&of(width), 2)), [0, 1]);
}

#[test]
fn are_the_features_of_a_trained_model_worth_more_than_those_of_none() {
    let mut session = Session::open(RunConfig::default(), digits8x8(), None).unwrap();
    let untrained = session.features().unwrap().accuracy.unwrap();
    session.train(50 * 24).unwrap();
    let features = session.features().unwrap();
    let accuracy = features.accuracy.unwrap();
    assert!(untrained.converged && accuracy.converged);
    assert!(accuracy.probe > untrained.probe + 0.1 && accuracy.nearest > 0.65, "{accuracy:?}, before {untrained:?}");
    assert_eq!((features.active_units, session.active_units().unwrap()), (2, 2));

    let options = TrainOptions { beta: 50.0, ..TrainOptions::default() };
    let mut collapsed = Session::open(RunConfig { options, ..RunConfig::default() }, digits8x8(), None).unwrap();
    collapsed.train(30 * 24).unwrap();
    let features = collapsed.features().unwrap();
    assert!(features.active_units == 0 && features.accuracy.unwrap().converged, "{features:?}");
}

#[test]
fn is_there_no_accuracy_without_classes_and_no_answer_without_images() {
    let model = ModelSpec { family: Family::Ae, ..ModelSpec::digits8x8() };
    let levels = Array3::from_shape_fn((40, 8, 8), |(i, y, x)| ((i * 7 + y * 3 + x) % 17) as u8);
    let unlabelled = |labels: Labels| Dataset::from_levels("", levels.clone(), 16, labels).unwrap();
    let config = RunConfig { model, ..RunConfig::default() };
    let mut session = Session::open(config.clone(), unlabelled(Labels::none(40)), None).unwrap();
    assert_eq!(session.features().unwrap().accuracy, None);
    let labels = Labels::numbered((0..40).map(|i| if i % 4 == 0 { u16::MAX } else { i % 3 }).collect()).unwrap();
    let mut session = Session::open(config, unlabelled(labels), None).unwrap();
    assert!(session.features().unwrap().accuracy.is_some(), "those without a class are left out");
    let mut alone = Session::from_weights(&session.snapshot(vae_lab::weights::Precision::F32)).unwrap();
    assert_eq!(alone.features().unwrap_err().code(), "no_data");
}
