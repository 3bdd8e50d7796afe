//! One image of a set, what a model makes of it, and what it would cost a model that knows nothing of it.

use ndarray::{Array2, Axis};
use vae_lab::data::{Dataset, Pixels, digits8x8};
use vae_lab::lab::{Baselines, RunConfig, Session, Set};
use vae_lab::model::{Likelihood, ModelSpec, Sd};
use vae_lab::train::TermSums;
use vae_lab::weights::Precision;

fn open(config: RunConfig) -> Session {
    Session::open(config, digits8x8(), None).unwrap()
}

#[test]
fn a_held_out_image_by_itself_costs_what_it_adds_to_its_set() {
    let mut session = open(RunConfig::default());
    session.train(50).unwrap();
    let (train, held_out) = session.image_counts().unwrap();
    let mut sums = TermSums::default();
    for i in [0, 1, 63, 64, 65, held_out - 1] {
        let alone = session.look_at(train + i).unwrap().terms;
        let set = session.evaluate_range(Set::HeldOut, i..i + 1).unwrap();
        assert_eq!(alone, set.sums, "image {i}");
        sums += set;
    }
    assert_eq!(sums.images, 6);
}

#[test]
fn an_image_and_its_codes_are_those_of_the_whole_set() {
    let mut session = open(RunConfig::default());
    session.train(50).unwrap();
    let (digits, split) = (digits8x8(), session.split().unwrap().clone());
    let (codes, points, labels) = (session.codes(0..1797).unwrap(), session.points(0..1797).unwrap(), session.labels());
    let order: Vec<u32> = split.train.iter().chain(&split.held_out).copied().collect();
    for place in [0, 1, 777, 1499, 1500, 1796] {
        let look = session.look_at(place).unwrap();
        let levels = digits.image(order[place] as usize);
        assert_eq!(look.input, levels.mapv(|level| ((u32::from(level) * 255 + 8) / 16) as u8));
        assert_eq!(look.label, labels[place]);
        assert_eq!(look.encoded.mu.row(0), codes.row(place));
        assert_eq!(look.point.to_vec(), points.row(place).to_vec());
        let decoded = session.decode(look.encoded.mu.view()).unwrap();
        assert_eq!(look.reconstruction, decoded.index_axis(Axis(0), 0));
    }
}

#[test]
fn a_strip_says_where_its_images_are() {
    let mut session = open(RunConfig::default());
    let strip = session.strip(12);
    let picture = session.strip_picture(12);
    assert_eq!(strip.places.len(), 12);
    for (n, &place) in strip.places.iter().enumerate() {
        let look = session.look_at(place as usize).unwrap();
        assert_eq!(look.input, strip.inputs.index_axis(Axis(0), n));
        assert_eq!(look.reconstruction, picture.reconstructions.index_axis(Axis(0), n));
        assert_eq!(look.label, strip.labels[n]);
    }
}

#[test]
fn an_image_that_is_not_there_is_refused() {
    let mut session = open(RunConfig::default());
    for place in [1797, usize::MAX] {
        assert_eq!(session.look_at(place).unwrap_err().code(), "bad_input");
    }
    let bytes = session.save_weights(&session.card(), Precision::F32);
    let mut bare = Session::from_weights(&bytes).unwrap();
    assert_eq!(bare.look_at(0).unwrap_err().code(), "no_data");
    assert_eq!(bare.baselines().unwrap_err().code(), "no_data");
    assert!(bare.strip(3).places.is_empty());
}

/// Values in [0, 1] of the images at `indices`, (N, I).
fn values(digits: &Dataset, indices: &[u32]) -> Array2<f64> {
    Array2::from_shape_fn((indices.len(), 64), |(n, i)| {
        f64::from(digits.image(indices[n] as usize)[[i / 8, i % 8]]) / 16.0
    })
}

#[test]
fn baselines_are_the_closed_forms() {
    let digits = digits8x8();
    let grey = RunConfig::default();
    let with = |likelihood| RunConfig { model: ModelSpec { likelihood, ..ModelSpec::digits8x8() }, ..grey.clone() };
    let session = open(grey.clone());
    let split = session.split().unwrap().clone();
    let (train, held_out) = (values(&digits, &split.train), values(&digits, &split.held_out));
    let (n, images) = (held_out.nrows() as f64, split.train.len() as f64);
    let near = |a: f64, b: f64, what: &str| assert!((a - b).abs() < 1e-3 * (1.0 + b.abs()), "{what}: {a}, not {b}");

    let Baselines { half_nats, mean_image_nats } = session.baselines().unwrap();
    near(half_nats, 64.0 * std::f64::consts::LN_2, "64 coins");
    let p = (train.sum_axis(Axis(0)) + 0.5) / (images + 1.0);
    let cross = -(&held_out * &p.mapv(f64::ln) + (1.0 - &held_out) * (1.0 - &p).mapv(f64::ln)).sum() / n;
    near(mean_image_nats, cross, "cross-entropy at the mean image");
    assert!(mean_image_nats < half_nats);

    let log_tau = std::f64::consts::TAU.ln();
    let mean = train.mean_axis(Axis(0)).unwrap();
    let squares = [held_out.mapv(|x| (x - 0.5).powi(2)).sum() / n, (&held_out - &mean).mapv(|d| d * d).sum() / n];
    let fixed = open(with(Likelihood::Gaussian { sd: Sd::Fixed(0.3) })).baselines().unwrap();
    let learned = open(with(Likelihood::Gaussian { sd: Sd::Learned })).baselines().unwrap();
    for (square, (fixed, learned)) in squares
        .into_iter()
        .zip([(fixed.half_nats, learned.half_nats), (fixed.mean_image_nats, learned.mean_image_nats)])
    {
        near(fixed, 0.5 * square / 0.09 + 64.0 * (0.3_f64.ln() + 0.5 * log_tau), "fixed s");
        near(learned, 32.0 * (1.0 + (square / 64.0).ln() + log_tau), "best s");
    }

    let black_or_white = open(RunConfig { pixels: Pixels::Threshold, ..grey }).baselines().unwrap();
    near(black_or_white.half_nats, 64.0 * std::f64::consts::LN_2, "64 coins again");
    assert!(black_or_white.mean_image_nats != mean_image_nats, "of what the model is given");
}
