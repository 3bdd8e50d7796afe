//! The lab's opening run learns as well as it should.

use ndarray::{Array1, Array2, Axis};
use vae_lab::data::digits8x8;
use vae_lab::lab::{RunConfig, Session};
use vae_lab::model::{Body, Family, Likelihood, ModelSpec, Sd};
use vae_lab::train::TrainOptions;

/// PyTorch with its default initialisation reaches 24.5–24.6 nats on this net, data and schedule.
#[test]
fn fifty_epochs_reach_the_held_out_bound() {
    for seed in [1, 2, 3] {
        let mut session = Session::open(RunConfig { seed, ..RunConfig::default() }, digits8x8(), None).unwrap();
        let before = session.evaluate().unwrap().neg_elbo_nats();
        let stats = session.train(50 * 24).unwrap();
        assert_eq!((stats.step, stats.epoch), (1200, 50.0));
        let held_out = session.evaluate().unwrap();
        assert!(before > 40.0 && held_out.neg_elbo_nats() <= 25.5, "seed {seed}: {before} → {held_out:?}");
        assert!(held_out.kl_nats > 1.0, "the latent is used: {held_out:?}");
    }
}

/// PyTorch with its default initialisation reaches 25.2 nats on these convolutions, data and schedule (three seeds).
#[test]
fn fifty_epochs_of_convolutions_reach_the_held_out_bound() {
    let body = Body::Conv { channels: vec![16, 32] };
    let model = ModelSpec { body, ..ModelSpec::digits8x8() };
    let mut session = Session::open(RunConfig { model, ..RunConfig::default() }, digits8x8(), None).unwrap();
    let before = session.evaluate().unwrap().neg_elbo_nats();
    session.train(50 * 24).unwrap();
    let held_out = session.evaluate().unwrap();
    assert!(before > 40.0 && held_out.neg_elbo_nats() <= 25.8, "{before} → {held_out:?}");
    assert!(held_out.kl_nats > 1.0, "the latent is used: {held_out:?}");
}

#[test]
fn an_autoencoder_reconstructs_better_than_the_vae_of_its_size() {
    let run = |family| {
        let model = ModelSpec { family, ..ModelSpec::digits8x8() };
        let mut session = Session::open(RunConfig { model, ..RunConfig::default() }, digits8x8(), None).unwrap();
        session.train(40 * 24).unwrap();
        session.evaluate().unwrap()
    };
    let (ae, vae) = (run(Family::Ae), run(Family::Vae));
    assert_eq!(ae.kl_nats, 0.0);
    assert!(ae.recon_nats < vae.recon_nats, "{ae:?} {vae:?}");
}

/// With a Gaussian likelihood a linear autoencoder minimises the squared error, and the least that any code of two numbers
/// leaves of it is the sum of all but the two largest eigenvalues of the images' covariance (principal components; Baldi &
/// Hornik 1989).
#[test]
fn a_linear_autoencoder_leaves_what_principal_components_leave() {
    let sd = 0.5;
    let model = ModelSpec {
        family: Family::Ae,
        body: Body::Linear,
        likelihood: Likelihood::Gaussian { sd: Sd::Fixed(sd) },
        ..ModelSpec::digits8x8()
    };
    let mut session = Session::open(RunConfig { model, ..RunConfig::default() }, digits8x8(), None).unwrap();
    for (learning_rate, epochs) in [(1e-2, 300), (1e-3, 150), (1e-4, 50)] {
        session.set_options(TrainOptions { learning_rate, batch_size: 100, ..session.options() }).unwrap();
        session.train(epochs * 15).unwrap();
    }
    let (digits, split) = (digits8x8(), session.split().unwrap().clone());
    let x = Array2::from_shape_fn((split.train.len(), 64), |(n, i)| {
        f64::from(digits.levels(split.train[n] as usize)[i]) / 16.0
    });
    let codes = session.codes(0..split.train.len()).unwrap();
    let outputs = session.decode_outputs(codes.view()).unwrap();
    let error: f64 = x.iter().zip(&outputs).map(|(x, &mean)| (x - f64::from(mean)).powi(2)).sum();
    let left = error / split.train.len() as f64;

    let centred = &x - &x.mean_axis(Axis(0)).unwrap();
    let mut covariance = centred.t().dot(&centred) / x.nrows() as f64;
    let mut least = covariance.diag().sum();
    for _ in 0..2 {
        // The largest eigenvalue, by iteration, and the covariance without it.
        let mut v = Array1::from_elem(64, 1.0);
        for _ in 0..500 {
            v = covariance.dot(&v);
            v /= v.dot(&v).sqrt();
        }
        let eigenvalue = v.dot(&covariance.dot(&v));
        least -= eigenvalue;
        let outer = v.view().insert_axis(Axis(1)).dot(&v.view().insert_axis(Axis(0)));
        covariance = covariance - outer * eigenvalue;
    }
    assert!(
        left > least && left < 1.005 * least,
        "a squared error of {left} an image; principal components leave {least}"
    );
}
