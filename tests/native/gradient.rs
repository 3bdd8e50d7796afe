//! Gradients against central differences in f64, every named tensor of every model.

use vae_lab::model::{Init, ModelKind, initialise};
use vae_lab::nn::Activation;
use vae_lab::num::Real;
use vae_lab::num::rng::{Stream, fill_normal, uniform};
use vae_lab::train::Trainer;

use super::support::{FixedFeed, model, options};

const BATCH: usize = 5;
const BETA: f64 = 0.7;

fn feed<T: Real>(pixels: usize, latent: usize) -> FixedFeed<T> {
    let mut rng = Stream::Sample.at(11, 0);
    let x = (0..BATCH * pixels).map(|_| T::from_f64(uniform(&mut rng))).collect();
    let mut epsilon = vec![T::zero(); BATCH * latent];
    fill_normal(&mut rng, &mut epsilon);
    FixedFeed::new(x, epsilon, BATCH)
}

#[test]
fn every_gradient_equals_its_central_difference() {
    for kind in [ModelKind::Vae, ModelKind::Ae] {
        for activation in [Activation::Relu, Activation::Tanh, Activation::Sigmoid] {
            let model = model(kind, activation);
            let layout = model.layout().clone();
            let params: Vec<f64> = initialise(&model, Init::Pytorch, 3);
            let mut batches = feed(16, 2);
            let mut loss = |params: &[f64]| {
                let mut trainer = Trainer::new(model.clone(), params.to_vec(), options(1e-3, BETA, BATCH));
                let (terms, gradients) = trainer.gradients(&mut batches);
                (terms.recon_nats + BETA * terms.kl_nats, gradients)
            };
            let (_, gradients) = loss(&params);
            for span in layout.spans() {
                let (mut difference, mut size) = (0.0, 0.0);
                for i in 0..span.count() {
                    let at = span.position(i);
                    let mut at_offset = |offset: f64| {
                        let mut moved = params.clone();
                        moved[at] += offset;
                        loss(&moved).0
                    };
                    let mut central = |h: f64| (at_offset(h) - at_offset(-h)) / (2.0 * h);
                    let numeric = match activation {
                        // Small, so as not to step over a kink; near the cube root of f64's epsilon.
                        Activation::Relu => central(1e-5),
                        // Two widths cancel the h² term, so that h may be large and rounding small.
                        _ => (4.0 * central(1e-3) - central(2e-3)) / 3.0,
                    };
                    difference += (gradients[at] - numeric).powi(2);
                    size += numeric.powi(2);
                }
                let relative = (difference / size).sqrt();
                assert!(size > 0.0 && relative < 1e-6, "{kind:?} {activation:?} {}: {relative:e}", span.name);
            }
        }
    }
}

#[test]
fn padding_has_no_gradient_and_stays_zero() {
    let model = model(ModelKind::Vae, Activation::Sigmoid);
    let mut inside = vec![false; model.layout().len()];
    for span in model.layout().spans() {
        (0..span.count()).for_each(|i| inside[span.position(i)] = true);
    }
    assert!(inside.contains(&false), "a model with odd widths is padded");
    let params = initialise(&model, Init::Pytorch, 3);
    let mut trainer = Trainer::<f32>::new(model, params, options(1e-2, 1.0, BATCH));
    let mut batches = feed(16, 2);
    trainer.train(20, &mut batches).unwrap();
    let (_, gradients) = trainer.gradients(&mut batches);
    for (i, _) in inside.iter().enumerate().filter(|(_, inside)| !**inside) {
        assert_eq!((trainer.params()[i], gradients[i]), (0.0, 0.0), "element {i}");
    }
}

#[test]
fn the_fused_step_equals_the_step_by_whole_gradients_bit_for_bit() {
    for activation in [Activation::Relu, Activation::Tanh] {
        let start = || {
            let model = model(ModelKind::Vae, activation);
            let params = initialise::<f32>(&model, Init::Pytorch, 5);
            Trainer::new(model, params, options(1e-2, BETA, BATCH))
        };
        let (mut fused, mut whole) = (start(), start());
        let (mut a, mut b) = (feed(16, 2), feed(16, 2));
        for _ in 0..10 {
            let terms = fused.train(1, &mut a).unwrap();
            let (expected, gradients) = whole.gradients(&mut b);
            whole.apply(&gradients);
            assert_eq!(terms, expected);
        }
        assert_eq!(fused.params(), whole.params());
    }
}
