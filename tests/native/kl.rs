//! The KL term against its closed form and an estimate by sampling.

use proptest::prelude::*;
use vae_lab::model::{kl_gradient, kl_nats};
use vae_lab::num::rng::{Stream, fill_normal};

fn kl(mu: &[f64], logvar: &[f64]) -> f64 {
    let variance: Vec<f64> = logvar.iter().map(|v| v.exp()).collect();
    kl_nats(mu, logvar, &variance)
}

#[test]
fn kl_is_zero_at_the_prior() {
    assert_eq!(kl(&[0.0, 0.0], &[0.0, 0.0]), 0.0);
    assert_eq!(kl_gradient(0.0, 1.0), (0.0, 0.0));
}

proptest! {
    #[test]
    fn kl_is_never_negative(
        values in prop::collection::vec((-10.0f64..10.0, -20.0f64..5.0), 1..8),
        tiny in -1e-9f64..1e-9,
    ) {
        let (mu, logvar): (Vec<f64>, Vec<f64>) = values.into_iter().unzip();
        prop_assert!(kl(&mu, &logvar) >= 0.0);
        prop_assert!(kl(&[tiny], &[tiny]) >= 0.0);
        let (mu, logvar, variance) = (tiny as f32, tiny as f32, (tiny as f32).exp());
        prop_assert!(kl_nats(&[mu], &[logvar], &[variance]) >= 0.0);
    }
}

#[test]
fn kl_equals_its_estimate_by_sampling() {
    let (mu, logvar) = (0.8f64, -1.2f64);
    let sigma = (0.5 * logvar).exp();
    let mut epsilon = vec![0.0f64; 400_000];
    fill_normal(&mut Stream::Noise.at(2, 0), &mut epsilon);
    // log q(z) − log p(z) at z = μ + σε
    let log_ratio = |e: f64| 0.5 * ((mu + sigma * e).powi(2) - e * e - logvar);
    let estimate = epsilon.iter().map(|&e| log_ratio(e)).sum::<f64>() / epsilon.len() as f64;
    assert!((estimate - kl(&[mu], &[logvar])).abs() < 0.01, "{estimate} {}", kl(&[mu], &[logvar]));
}

#[test]
fn a_nan_passes_through() {
    assert!(kl(&[f64::NAN], &[0.0]).is_nan());
}
