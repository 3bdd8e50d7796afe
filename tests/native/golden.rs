//! Ten Adam steps against PyTorch: the same weights, batches and ε. The values and their script lie in tests/golden.

use std::collections::BTreeMap;

use serde::Deserialize;
use vae_lab::model::{Autoencoder, ModelSpec};
use vae_lab::num::{Layout, Real};
use vae_lab::plain::{FromPlain, Value};
use vae_lab::train::Trainer;

use super::support::{FixedFeed, options};

type Named = BTreeMap<String, Vec<f64>>;

#[derive(Deserialize)]
struct Golden {
    kind: String,
    activation: String,
    beta: f64,
    batch: usize,
    side: usize,
    hidden: Vec<usize>,
    latent: usize,
    learning_rate: f64,
    x: Vec<f64>,
    epsilon: Vec<f64>,
    initial: Named,
    gradients: Named,
    recon_nats: Vec<f64>,
    kl_nats: Vec<f64>,
    r#final: Named,
}

const CASES: [(&str, &str); 3] = [
    ("vae_relu", include_str!("../golden/adam_vae_relu.json")),
    ("vae_tanh_beta", include_str!("../golden/adam_vae_tanh_beta.json")),
    ("ae_sigmoid", include_str!("../golden/adam_ae_sigmoid.json")),
];

fn named<T: FromPlain>(name: &str) -> T {
    T::from_plain(&Value::Text(name.to_owned())).unwrap()
}

fn buffer<T: Real>(layout: &Layout, named: &Named) -> Vec<T> {
    assert_eq!(named.len(), layout.spans().len());
    let mut buffer = layout.zeros();
    for span in layout.spans() {
        for (i, &value) in named[&span.name].iter().enumerate() {
            buffer[span.position(i)] = T::from_f64(value);
        }
    }
    buffer
}

fn assert_close<T: Real>(what: &str, layout: &Layout, got: &[T], expected: &Named, tolerance: f64) {
    for span in layout.spans() {
        assert_eq!(expected[&span.name].len(), span.count(), "{what} {}", span.name);
        for (i, (got, &expected)) in span.values(got).zip(&expected[&span.name]).enumerate() {
            let error = (got.to_f64() - expected).abs() / expected.abs().max(1.0);
            assert!(error < tolerance, "{what} {}[{i}]: {got} for {expected}", span.name);
        }
    }
}

fn check<T: Real>(tolerance: f64) {
    for (name, text) in CASES {
        let golden: Golden = serde_json::from_str(text).unwrap();
        let spec = ModelSpec {
            kind: named(&golden.kind),
            height: golden.side,
            width: golden.side,
            hidden: golden.hidden,
            latent: golden.latent,
            activation: named(&golden.activation),
        };
        let model = Autoencoder::new(spec.check().unwrap());
        let layout = model.layout().clone();
        let options = options(golden.learning_rate, golden.beta, golden.batch);
        let mut trainer = Trainer::<T>::new(model, buffer(&layout, &golden.initial), options);
        let narrow = |values: &[f64]| values.iter().map(|&v| T::from_f64(v)).collect();
        let mut feed = FixedFeed::<T>::new(narrow(&golden.x), narrow(&golden.epsilon), golden.batch);

        let (_, gradients) = trainer.gradients(&mut feed);
        assert_close(name, &layout, &gradients, &golden.gradients, tolerance);
        feed.next = 0;
        assert_eq!((golden.recon_nats.len(), golden.kl_nats.len()), (10, 10), "{name}");
        for (step, (&recon, &kl)) in golden.recon_nats.iter().zip(&golden.kl_nats).enumerate() {
            let terms = trainer.train(1, &mut feed).unwrap();
            for (got, expected) in [(terms.recon_nats, recon), (terms.kl_nats, kl)] {
                assert!(
                    (got - expected).abs() < tolerance * expected.abs().max(1.0),
                    "{name} {step}: {got} {expected}"
                );
            }
        }
        assert_close(name, &layout, trainer.params(), &golden.r#final, tolerance);
    }
}

#[test]
fn ten_steps_equal_pytorch_in_f64() {
    check::<f64>(1e-9);
}

#[test]
fn ten_steps_equal_pytorch_in_f32() {
    check::<f32>(1e-4);
}
