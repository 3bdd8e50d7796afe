//! Gradients against central differences in f64, every named tensor of every model.

use vae_lab::model::{Body, Family, Likelihood, Model, ModelSpec, Sd};
use vae_lab::nn::Activation;
use vae_lab::num::Real;
use vae_lab::num::rng::{Stream, fill_normal, uniform};
use vae_lab::train::Trainer;

use super::support::{FixedFeed, conv, dense, options, spec};

const BATCH: usize = 5;
const BETA: f64 = 0.7;
const LIKELIHOODS: [Likelihood; 3] =
    [Likelihood::Bernoulli, Likelihood::Gaussian { sd: Sd::Fixed(0.3) }, Likelihood::Gaussian { sd: Sd::Learned }];

fn feed<T: Real>(pixels: usize, latent: usize) -> FixedFeed<T> {
    let mut rng = Stream::Sample.at(11, 0);
    let x = (0..BATCH * pixels).map(|_| T::from_f64(uniform(&mut rng))).collect();
    let mut epsilon = vec![T::zero(); BATCH * latent];
    fill_normal(&mut rng, &mut epsilon);
    FixedFeed::new(x, epsilon, BATCH)
}

fn bodies() -> Vec<Body> {
    let mut bodies = vec![Body::Linear, conv(&[5]), conv(&[3, 6])];
    bodies.extend(Activation::ALL.map(|activation| dense(&[12, 9], activation)));
    bodies
}

/// Images as large as the body takes them: of the convolved ones no side is a multiple of another's.
fn spec_of(family: Family, body: Body, likelihood: Likelihood) -> ModelSpec {
    match body {
        Body::Linear | Body::Dense { .. } => spec(family, body, likelihood),
        Body::Conv { .. } => ModelSpec { height: 9, width: 8, ..spec(family, body, likelihood) },
    }
}

fn model<T: Real>(family: Family, body: Body, likelihood: Likelihood, seed: u32) -> Model<T> {
    let mut model = Model::initial(spec_of(family, body, likelihood).check().unwrap(), seed);
    // A learned log s away from its start, where s = 1 hides a wrong power of it.
    if let Some(log_sd) = model.wiring.layout().span("log_sd").cloned() {
        log_sd.fill(model.params.all_mut(), [T::from_f64(-0.8)]);
    }
    model
}

#[test]
fn every_gradient_equals_its_central_difference() {
    for family in Family::ALL {
        for likelihood in LIKELIHOODS {
            for body in bodies() {
                check(family, body, likelihood);
            }
        }
    }
}

fn check(family: Family, body: Body, likelihood: Likelihood) {
    let model = model::<f64>(family, body.clone(), likelihood, 3);
    let mut batches = feed(model.spec().pixels(), 2);
    let mut loss = |params: &[f64]| {
        let model = Model::new(model.wiring.clone(), params.to_vec());
        let mut trainer = Trainer::new(&model, options(1e-3, BETA, BATCH));
        let (terms, gradients) = trainer.gradients(&model, &mut batches);
        (terms.recon_nats + BETA * terms.kl_nats, gradients)
    };
    let (_, gradients) = loss(model.params());
    for span in model.wiring.layout().spans() {
        let (mut difference, mut size) = (0.0, 0.0);
        for i in 0..span.count() {
            let at = span.position(i);
            let mut at_offset = |offset: f64| {
                let mut moved = model.params().to_vec();
                moved[at] += offset;
                loss(&moved).0
            };
            let mut central = |h: f64| (at_offset(h) - at_offset(-h)) / (2.0 * h);
            let numeric = match &body {
                // Small, so as not to step over a kink; near the cube root of f64's epsilon.
                Body::Dense { activation: Activation::Relu | Activation::LeakyRelu, .. } | Body::Conv { .. } => {
                    central(1e-5)
                }
                // Two widths cancel the h² term, so that h may be large and rounding small.
                _ => (4.0 * central(1e-3) - central(2e-3)) / 3.0,
            };
            difference += (gradients[at] - numeric).powi(2);
            size += numeric.powi(2);
        }
        let relative = (difference / size).sqrt();
        let what = format!("{family:?} {body:?} {likelihood:?} {}", span.name);
        assert!(size > 0.0 && relative < 1e-6, "{what}: {relative:e}");
    }
}

#[test]
fn padding_has_no_gradient_and_stays_zero() {
    let learned = Likelihood::Gaussian { sd: Sd::Learned };
    for body in [dense(&[12, 9], Activation::Sigmoid), conv(&[5, 3])] {
        check_padding(model::<f32>(Family::Vae, body, learned, 3));
    }
}

fn check_padding(mut model: Model<f32>) {
    let mut inside = vec![false; model.wiring.layout().len()];
    for span in model.wiring.layout().spans() {
        (0..span.count()).for_each(|i| inside[span.position(i)] = true);
    }
    assert!(inside.contains(&false), "a model with odd widths is padded");
    let mut trainer = Trainer::new(&model, options(1e-2, 1.0, BATCH));
    let mut batches = feed(model.spec().pixels(), 2);
    trainer.train(&mut model, 20, &mut batches).unwrap();
    let (_, gradients) = trainer.gradients(&model, &mut batches);
    for (i, _) in inside.iter().enumerate().filter(|(_, inside)| !**inside) {
        assert_eq!((model.params()[i], gradients[i]), (0.0, 0.0), "element {i}");
    }
}

#[test]
fn the_fused_step_equals_the_step_by_whole_gradients_bit_for_bit() {
    for (body, likelihood) in bodies().into_iter().zip(LIKELIHOODS.into_iter().cycle()) {
        let start = || {
            let model = model::<f32>(Family::Vae, body.clone(), likelihood, 5);
            (Trainer::new(&model, options(1e-2, BETA, BATCH)), model)
        };
        let ((mut fused, mut a), (mut whole, mut b)) = (start(), start());
        let pixels = a.spec().pixels();
        let (mut feed_a, mut feed_b) = (feed(pixels, 2), feed(pixels, 2));
        for _ in 0..10 {
            let terms = fused.train(&mut a, 1, &mut feed_a).unwrap();
            let (expected, gradients) = whole.gradients(&b, &mut feed_b);
            whole.apply(&mut b, &gradients);
            assert_eq!(terms, expected);
        }
        assert_eq!(a.params(), b.params());
    }
}
