//! The lab's opening run learns as well as it should.

use vae_lab::data::digits8x8;
use vae_lab::lab::{RunConfig, Session};
use vae_lab::model::{Family, ModelSpec};

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
