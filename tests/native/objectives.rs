//! The objectives beside the plain bound: warm-up, free bits, several samples. Their losses are computed here anew, layer by
//! layer from the named weights, and differentiated by central differences in f64.

use vae_lab::data::digits8x8;
use vae_lab::lab::{RunConfig, Session};
use vae_lab::model::{Family, Likelihood, Model, ModelSpec, Sd};
use vae_lab::nn::Activation;
use vae_lab::num::rng::{Stream, fill_normal, uniform};
use vae_lab::train::{Bound, TrainOptions, Trainer};

use super::support::{FixedFeed, dense, options, spec};

const BATCH: usize = 5;
const LATENT: usize = 2;
const HIDDEN: [usize; 2] = [12, 9];

/// Layer by layer, tanh between.
fn mlp(model: &Model<f64>, params: &[f64], net: &str, x: &[f64]) -> Vec<f64> {
    let mut x = x.to_vec();
    for layer in 0..=HIDDEN.len() {
        let values = |part: &str| -> Vec<f64> {
            let span = model.wiring.layout().span(&format!("{net}.{}.{part}", 2 * layer)).unwrap();
            span.values(params).collect()
        };
        let (w, mut y) = (values("weight"), values("bias"));
        for (y, w) in y.iter_mut().zip(w.chunks(x.len())) {
            *y += w.iter().zip(&x).map(|(w, x)| w * x).sum::<f64>();
            if layer < HIDDEN.len() {
                *y = y.tanh();
            }
        }
        x = y;
    }
    x
}

/// What the documentation says of a step's loss, with nothing of the library's.
fn loss(model: &Model<f64>, params: &[f64], feed: &FixedFeed<f64>, options: &TrainOptions, step: u64) -> f64 {
    let tau = std::f64::consts::TAU;
    let log_normal = |x: f64, mean: f64, sd: f64| -0.5 * ((x - mean) / sd).powi(2) - sd.ln() - 0.5 * tau.ln();
    let log_sd = model.wiring.layout().span("log_sd").map(|span| span.values(params).next().unwrap());
    let beta = options.beta * (step as f64 / options.warmup.max(1) as f64).min(1.0);
    let k = options.bound.samples();
    let (mut recon, mut bound, mut kl) = (0.0, 0.0, [0.0; LATENT]);
    for (i, x) in feed.x.chunks(x_len(model)).enumerate() {
        let head = mlp(model, params, "encoder", x);
        let mut weights = 0.0;
        for s in 0..k {
            let epsilon = &feed.epsilon[(i * k + s) * LATENT..][..LATENT];
            let sd = |j: usize| (0.5 * head[LATENT + j]).exp();
            let z: Vec<f64> = (0..LATENT).map(|j| head[j] + sd(j) * epsilon[j]).collect();
            let output = mlp(model, params, "decoder", &z);
            let log_p: f64 = x
                .iter()
                .zip(&output)
                .map(|(&x, &o)| match log_sd {
                    Some(log_sd) => log_normal(x, o, log_sd.exp()),
                    None => x * o - (1.0 + o.exp()).ln(),
                })
                .sum();
            let ratio: f64 = (0..LATENT).map(|j| log_normal(z[j], 0.0, 1.0) - log_normal(z[j], head[j], sd(j))).sum();
            recon -= log_p;
            weights += (log_p + beta * ratio).exp() / k as f64;
        }
        bound -= weights.ln();
        for j in 0..LATENT {
            kl[j] += 0.5 * (head[j].powi(2) + head[LATENT + j].exp() - 1.0 - head[LATENT + j]);
        }
    }
    let n = BATCH as f64;
    match options.bound {
        Bound::Elbo => recon / n + beta * kl.iter().map(|kl| (kl / n).max(options.free_bits)).sum::<f64>(),
        Bound::Iwae { .. } => bound / n,
    }
}

fn x_len(model: &Model<f64>) -> usize {
    model.spec().pixels()
}

fn feed(samples: usize) -> FixedFeed<f64> {
    let mut rng = Stream::Sample.at(11, 0);
    let x = (0..BATCH * 16).map(|_| uniform(&mut rng)).collect();
    let mut epsilon = vec![0.0; BATCH * samples * LATENT];
    fill_normal(&mut rng, &mut epsilon);
    FixedFeed::new(x, epsilon, BATCH)
}

fn initial(likelihood: Likelihood) -> Model<f64> {
    Model::initial(spec(Family::Vae, dense(&HIDDEN, Activation::Tanh), likelihood).check().unwrap(), 3)
}

/// The mean KL of either latent dimension over the batch.
fn kl_of(model: &Model<f64>) -> [f64; LATENT] {
    let heads = feed(1).x.chunks(16).map(|x| mlp(model, model.params(), "encoder", x)).collect::<Vec<_>>();
    [0, 1].map(|j| {
        let kl = |h: &Vec<f64>| 0.5 * (h[j].powi(2) + h[LATENT + j].exp() - 1.0 - h[LATENT + j]);
        heads.iter().map(kl).sum::<f64>() / BATCH as f64
    })
}

#[test]
fn every_gradient_of_every_objective_equals_its_central_difference() {
    for likelihood in [Likelihood::Bernoulli, Likelihood::Gaussian { sd: Sd::Learned }] {
        let model = initial(likelihood);
        let kl = kl_of(&model);
        let between = 0.5 * (kl[0] + kl[1]);
        assert!((kl[0] - kl[1]).abs() > 1e-4, "one dimension above, one below: {kl:?}");
        let plain = *options(1e-3, 0.7, BATCH);
        for options in [
            TrainOptions { warmup: 4, ..plain },
            TrainOptions { free_bits: between, ..plain },
            TrainOptions { free_bits: 1e-9, warmup: 3, ..plain },
            TrainOptions { bound: Bound::Iwae { k: 2 }, ..plain },
            TrainOptions { bound: Bound::Iwae { k: 7 }, warmup: 5, ..plain },
        ] {
            check(&model, options);
        }
    }
}

fn check(model: &Model<f64>, options: TrainOptions) {
    let mut batches = feed(options.bound.samples());
    let mut trainer = Trainer::new(model, options.check().unwrap());
    let (_, gradients) = trainer.gradients(model, &mut batches);
    for span in model.wiring.layout().spans() {
        let (mut difference, mut size) = (0.0, 0.0);
        for i in 0..span.count() {
            let at = span.position(i);
            let at_offset = |offset: f64| {
                let mut moved = model.params().to_vec();
                moved[at] += offset;
                loss(model, &moved, &batches, &options, 1)
            };
            let central = |h: f64| (at_offset(h) - at_offset(-h)) / (2.0 * h);
            let numeric = (4.0 * central(1e-3) - central(2e-3)) / 3.0;
            difference += (gradients[at] - numeric).powi(2);
            size += numeric.powi(2);
        }
        let relative = (difference / size).sqrt();
        assert!(size > 0.0 && relative < 1e-6, "{options:?} {}: {relative:e}", span.name);
    }
}

#[test]
fn does_one_sample_equal_the_elbo_bit_for_bit() {
    let run = |options: TrainOptions| {
        let mut session = Session::open(RunConfig { options, ..RunConfig::default() }, digits8x8(), None).unwrap();
        let terms = session.train(60).unwrap().terms;
        (terms, session.weights_hash(), session.evaluate_bound(Bound::of(1)).unwrap(), session.evaluate().unwrap())
    };
    let plain = TrainOptions::default();
    let (terms, hash, bound, held_out) = run(plain);
    for k in [Bound::of(1), Bound::Iwae { k: 1 }] {
        let one = run(TrainOptions { bound: k, ..plain });
        assert_eq!((one.0, &one.1), (terms, &hash));
    }
    assert_eq!(bound, held_out.neg_elbo_nats());
    assert_ne!(run(TrainOptions { bound: Bound::of(2), ..plain }).1, hash);
}

#[test]
fn does_the_bound_rise_with_the_samples_and_training_on_more_raise_it() {
    let trained = |samples: usize| {
        let options = TrainOptions { bound: Bound::of(samples), ..TrainOptions::default() };
        let mut session = Session::open(RunConfig { options, ..RunConfig::default() }, digits8x8(), None).unwrap();
        session.train(40 * 24).unwrap();
        session
    };
    let (mut elbo, mut several) = (trained(1), trained(10));
    for session in [&mut elbo, &mut several] {
        let bounds = [1, 2, 10, 50].map(|k| session.evaluate_bound(Bound::of(k)).unwrap());
        assert!(bounds.windows(2).all(|pair| pair[1] < pair[0] - 0.02), "{bounds:?}");
    }
    let of = |session: &mut Session| session.evaluate_bound(Bound::of(50)).unwrap();
    let (elbo, several) = (of(&mut elbo), of(&mut several));
    assert!(several < elbo, "trained on ten samples {several}, on one {elbo}");
}

#[test]
fn does_a_warm_up_rise_evenly_and_end_where_it_says() {
    let options = TrainOptions { beta: 2.0, warmup: 4, ..TrainOptions::default() };
    let mut session = Session::open(RunConfig { options, ..RunConfig::default() }, digits8x8(), None).unwrap();
    let mut betas = Vec::new();
    for _ in 0..6 {
        betas.push(session.beta());
        session.train(1).unwrap();
    }
    assert_eq!(betas, [0.5, 1.0, 1.5, 2.0, 2.0, 2.0]);
}

/// With β = 20 the plain bound leaves the two dimensions of the digits next to nothing.
#[test]
fn do_free_bits_keep_a_latent_from_collapsing() {
    let kl = |free_bits: f64| {
        let options = TrainOptions { beta: 20.0, free_bits, ..TrainOptions::default() };
        let mut session = Session::open(RunConfig { options, ..RunConfig::default() }, digits8x8(), None).unwrap();
        session.train(40 * 24).unwrap();
        session.evaluate().unwrap().kl_nats
    };
    let (plain, free) = (kl(0.0), kl(0.5));
    assert!(plain < 0.1 && free > 0.8, "{plain} {free}");
}

#[test]
fn are_options_that_mean_nothing_refused_with_the_field() {
    let plain = TrainOptions::default();
    for (family, options, field) in [
        (Family::Vae, TrainOptions { warmup: 1_000_001, ..plain }, "warmupSteps"),
        (Family::Vae, TrainOptions { free_bits: -0.1, ..plain }, "freeBits"),
        (Family::Vae, TrainOptions { free_bits: f64::NAN, ..plain }, "freeBits"),
        (Family::Vae, TrainOptions { bound: Bound::of(0), ..plain }, "samples"),
        (Family::Vae, TrainOptions { bound: Bound::of(65), ..plain }, "samples"),
        (Family::Vae, TrainOptions { bound: Bound::of(2), free_bits: 0.1, ..plain }, "freeBits"),
        (Family::Ae, TrainOptions { warmup: 10, ..plain }, "warmupSteps"),
        (Family::Ae, TrainOptions { free_bits: 0.1, ..plain }, "freeBits"),
        (Family::Ae, TrainOptions { bound: Bound::of(2), ..plain }, "samples"),
    ] {
        let model = ModelSpec { family, ..ModelSpec::digits8x8() };
        let config = RunConfig { model, ..RunConfig::default() };
        let error = Session::open(RunConfig { options, ..config.clone() }, digits8x8(), None).err().unwrap();
        assert_eq!((error.code(), error.field()), ("bad_option", field), "{error}");
        let mut session = Session::open(config, digits8x8(), None).unwrap();
        assert_eq!(session.set_options(options).unwrap_err().to_string(), error.to_string());
        assert_eq!(session.options(), plain);
    }
}

#[test]
fn do_samples_that_change_during_a_run_change_nothing_else() {
    let plain = TrainOptions::default();
    let open = || Session::open(RunConfig::default(), digits8x8(), None).unwrap();
    let (mut through, mut direct) = (open(), open());
    // Larger and smaller in either way, without a step between.
    for (batch_size, samples) in [(64, 10), (200, 1), (20, 7), (300, 3), (64, 1)] {
        through.set_options(TrainOptions { batch_size, bound: Bound::of(samples), ..plain }).unwrap();
    }
    through.train(30).unwrap();
    direct.train(30).unwrap();
    assert_eq!(through.weights_hash(), direct.weights_hash());
    for session in [&mut through, &mut direct] {
        session.set_options(TrainOptions { bound: Bound::of(4), ..plain }).unwrap();
        session.train(5).unwrap();
    }
    assert_eq!(through.weights_hash(), direct.weights_hash());
}
