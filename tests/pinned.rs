//! Values that must be the same on every platform: included by the native tests and by the tests in the browser.

use rand::Rng;
use vae_lab::data::unpack;
use vae_lab::lab::{RunConfig, Session};
use vae_lab::num::rng::{Stream, fill_normal, uniform};

/// The bundled digits, as the page fetches them.
const DIGITS: &[u8] = include_bytes!("../src/data/digits8x8.bin");

/// First 64-bit word, first uniform and first two normal variates of each stream at seed 7, index 3.
const STREAMS: [(Stream, u64, f64, [f32; 2]); 6] = [
    (Stream::Init, 13034237223772867780, 0.7065874157352986, [1.0460397, -1.1653978]),
    (Stream::Split, 12368670881318937807, 0.6705069920142095, [-0.75343424, 1.2855883]),
    (Stream::Shuffle, 4661867359337420137, 0.25272033594164456, [-0.34999835, -0.67833084]),
    (Stream::Noise, 5251840475500064914, 0.28470284265422374, [-0.7651323, 0.29101035]),
    (Stream::Sample, 14497411384098440594, 0.7859062459027806, [-1.353499, 1.1183573]),
    (Stream::Pixels, 10960957270766490990, 0.5941946842742907, [-1.1931177, 0.61663073]),
];

pub fn assert_streams() {
    let first = STREAMS.map(|(stream, ..)| {
        let mut normal = [0.0; 2];
        fill_normal(&mut stream.at(7, 3), &mut normal);
        (stream, stream.at(7, 3).next_u64(), uniform(&mut stream.at(7, 3)), normal)
    });
    assert_eq!(first, STREAMS);
    assert_eq!(first.map(|(stream, ..)| stream)[..], Stream::ALL[..], "every stream is pinned");
}

/// (seed, steps, reconstruction and KL of the held-out images in nats, weights hash of strict arithmetic)
const RUNS: [(u32, u64, f64, f64, &str); 2] = [
    (7, 20, 33.391521280462094, 1.6730610037893558, "29f8bbf1"),
    (8, 60, 27.60172328884754, 0.07318122169435626, "6a5c6a47"),
];

/// Whether this build's sums of products are rounded after each operation.
const STRICT: bool = !cfg!(any(target_feature = "fma", target_feature = "relaxed-simd"));

pub fn assert_run() {
    for (seed, steps, recon_nats, kl_nats, hash) in RUNS {
        let config = RunConfig { seed, ..RunConfig::default() };
        let mut session = Session::open(config, unpack(DIGITS).unwrap(), None).unwrap();
        session.train(steps).unwrap();
        let terms = session.evaluate().unwrap();
        let found = (terms.recon_nats, terms.kl_nats, session.weights_hash());
        let close = |a: f64, b: f64| (a - b).abs() < 1e-4 * b.abs().max(1.0);
        assert!(close(found.0, recon_nats) && close(found.1, kl_nats), "seed {seed}: {found:?}");
        assert!(!STRICT || found.2 == hash, "seed {seed}: {found:?}, not {hash}");
    }
}
