//! Ten Adam steps against PyTorch: the same weights, batches and ε. The values and their script lie in tests/golden.

use std::collections::BTreeMap;

use serde::Deserialize;
use vae_lab::model::{Autoencoder, Init, Model, ModelSpec};
use vae_lab::num::{Layout, Real};
use vae_lab::plain::{FromPlain, field, json};
use vae_lab::train::{Bound, TrainOptions, Trainer};

use super::support::{FixedFeed, options};

type Named = BTreeMap<String, Vec<f64>>;

#[derive(Deserialize)]
struct Golden {
    beta: f64,
    batch: usize,
    side: usize,
    latent: usize,
    learning_rate: f64,
    #[serde(default)]
    warmup: u64,
    #[serde(default)]
    free_bits: f64,
    #[serde(default = "one")]
    samples: usize,
    x: Vec<f64>,
    epsilon: Vec<f64>,
    initial: Named,
    gradients: Named,
    recon_nats: Vec<f64>,
    kl_nats: Vec<f64>,
    r#final: Named,
}

fn one() -> usize {
    1
}

macro_rules! golden {
    ($($name:literal),*) => { [$(($name, include_str!(concat!("../golden/adam_", $name, ".json")))),*] };
}

const CASES: [(&str, &str); 14] = golden![
    "vae_relu",
    "vae_tanh_beta",
    "ae_sigmoid",
    "ae_linear",
    "ae_linear_gaussian",
    "vae_linear_gaussian",
    "vae_gaussian",
    "vae_conv",
    "ae_conv_gaussian",
    "vae_eased",
    "vae_iwae",
    "vae_iwae_conv",
    "vae_leaky_relu",
    "vae_gelu"
];

/// The model as the script describes it.
fn spec(text: &str, golden: &Golden) -> ModelSpec {
    fn part<T: FromPlain>(text: &str, name: &str) -> T {
        // Our reader takes no numbers as long as the script writes them: the description alone.
        let head: serde_json::Value = serde_json::from_str(text).unwrap();
        field(&json::parse(&serde_json::json!({ name: head[name] }).to_string()).unwrap(), name).unwrap()
    }
    ModelSpec {
        family: part(text, "family"),
        height: golden.side,
        width: golden.side,
        body: part(text, "body"),
        latent: golden.latent,
        likelihood: part(text, "likelihood"),
        init: Init::Pytorch,
    }
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
        let wiring = Autoencoder::new(spec(text, &golden).check().unwrap());
        let layout = wiring.layout().clone();
        let mut model = Model::<T>::new(wiring, buffer(&layout, &golden.initial));
        let Golden { learning_rate, beta, batch, warmup, free_bits, samples, .. } = golden;
        let options =
            TrainOptions { warmup, free_bits, bound: Bound::of(samples), ..*options(learning_rate, beta, batch) };
        let mut trainer = Trainer::new(&model, options.check().unwrap());
        let narrow = |values: &[f64]| values.iter().map(|&v| T::from_f64(v)).collect();
        let mut feed = FixedFeed::<T>::new(narrow(&golden.x), narrow(&golden.epsilon), golden.batch);

        let (_, gradients) = trainer.gradients(&model, &mut feed);
        assert_close(name, &layout, &gradients, &golden.gradients, tolerance);
        feed.next = 0;
        assert_eq!((golden.recon_nats.len(), golden.kl_nats.len()), (10, 10), "{name}");
        for (step, (&recon, &kl)) in golden.recon_nats.iter().zip(&golden.kl_nats).enumerate() {
            let terms = trainer.train(&mut model, 1, &mut feed).unwrap();
            for (got, expected) in [(terms.recon_nats, recon), (terms.kl_nats, kl)] {
                assert!(
                    (got - expected).abs() < tolerance * expected.abs().max(1.0),
                    "{name} {step}: {got} {expected}"
                );
            }
        }
        assert_close(name, &layout, model.params(), &golden.r#final, tolerance);
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
