//! Several threads against one: small enough for Miri, which sees a race where the bits happen to be right.

use super::team::tests::{panic_of, watched};
use super::{Bound, Feed, Team, Terms, TrainOptions, Trainer};
use crate::error::LabError;
use crate::model::{Body, Family, Likelihood, Model, ModelSpec, Sd};
use crate::nn::Activation;
use crate::num::gemm::MatrixMut;

/// Values that depend on the batch, the row and the place, and on nothing else.
struct Pattern {
    batch: usize,
}

impl Feed<f32> for Pattern {
    /// The second batch is one short, as the last of an epoch may be: the threads' shares change between the steps.
    fn advance(&mut self, size: usize) -> usize {
        self.batch += 1;
        if self.batch == 2 { size - 1 } else { size }
    }

    fn give_back(&mut self) {
        self.batch -= 1;
    }

    fn fill(&self, first: usize, mut x: MatrixMut<f32>, mut epsilon: MatrixMut<f32>) {
        let value = |row: usize, i: usize| ((self.batch * 31 + (first + row) * 7 + i * 3) % 11) as f32 / 10.0;
        for (r, row) in x.rows_mut().enumerate() {
            row.iter_mut().enumerate().for_each(|(i, x)| *x = value(r, i));
        }
        let samples = epsilon.rows / x.rows.max(1);
        for (s, row) in epsilon.rows_mut().enumerate() {
            let place = |i: usize| value(s / samples, i + s % samples);
            row.iter_mut().enumerate().for_each(|(i, epsilon)| *epsilon = place(i) * 2.0 - 1.0);
        }
    }
}

/// A 6-9-2 model on batches of 6: nine outputs are two panels, so that threads share a layer.
fn trainer(family: Family, likelihood: Likelihood, threads: usize) -> (Model<f32>, Trainer<f32>) {
    let body = Body::Dense { hidden: vec![9], activation: Activation::Relu };
    let options = TrainOptions { batch_size: 6, ..TrainOptions::default() };
    trainer_of(ModelSpec { family, height: 2, width: 3, body, likelihood, ..ModelSpec::digits8x8() }, options, threads)
}

fn trainer_of(spec: ModelSpec, options: TrainOptions, threads: usize) -> (Model<f32>, Trainer<f32>) {
    let model = Model::<f32>::initial(spec.check().unwrap(), 7);
    let mut trainer = Trainer::new(&model, options.check().unwrap());
    let team = Team::spawn(threads);
    assert_eq!(team.size(), threads);
    trainer.set_team(&model, team);
    (model, trainer)
}

fn two_steps((mut model, mut trainer): (Model<f32>, Trainer<f32>)) -> (Terms, Vec<u32>) {
    let terms = trainer.train(&mut model, 2, &mut Pattern { batch: 0 }).unwrap();
    (terms, model.params().iter().map(|p| p.to_bits()).collect())
}

#[test]
fn do_steps_on_several_threads_give_the_bits_of_one() {
    for family in Family::ALL {
        for likelihood in [Likelihood::Bernoulli, Likelihood::Gaussian { sd: Sd::Learned }] {
            let one = two_steps(trainer(family, likelihood, 1));
            for threads in [2, 3] {
                let several = two_steps(trainer(family, likelihood, threads));
                assert_eq!(several, one, "{family:?} {likelihood:?} on {threads} threads");
            }
        }
    }
}

#[test]
fn do_other_objectives_on_several_threads_give_the_bits_of_one() {
    let plain = TrainOptions { batch_size: 6, ..TrainOptions::default() };
    let spec = ModelSpec {
        height: 2,
        width: 3,
        likelihood: Likelihood::Gaussian { sd: Sd::Learned },
        ..ModelSpec::digits8x8()
    };
    let spec = ModelSpec { body: Body::Dense { hidden: vec![9], activation: Activation::Relu }, ..spec };
    let expected = two_steps(trainer_of(spec.clone(), plain, 1));
    // The KL of either dimension is about 0.05: free bits that take the one's gradient, and that of both.
    for options in [
        TrainOptions { warmup: 4, ..plain },
        TrainOptions { free_bits: 0.05, ..plain },
        TrainOptions { free_bits: 5.0, ..plain },
        TrainOptions { bound: Bound::Iwae { k: 2 }, ..plain },
        TrainOptions { bound: Bound::Iwae { k: 5 }, ..plain },
    ] {
        let one = two_steps(trainer_of(spec.clone(), options, 1));
        assert_ne!(one.1, expected.1, "{options:?} is another loss");
        for threads in [2, 3] {
            let several = two_steps(trainer_of(spec.clone(), options, threads));
            assert_eq!(several, one, "{options:?} on {threads} threads");
        }
    }
}

#[test]
fn do_convolutions_on_several_threads_give_the_bits_of_one() {
    // Two blocks of images and a part of a third; five channels are two units.
    let spec = ModelSpec { width: 9, body: Body::Conv { channels: vec![5] }, ..ModelSpec::digits8x8() };
    let options = TrainOptions { batch_size: 17, ..TrainOptions::default() };
    for options in [options, TrainOptions { bound: Bound::Iwae { k: 3 }, ..options }] {
        let one = two_steps(trainer_of(spec.clone(), options, 1));
        for threads in [2, 3, 5] {
            let several = two_steps(trainer_of(spec.clone(), options, threads));
            assert_eq!(several, one, "{options:?} on {threads} threads");
        }
    }
}

/// Batches as [`Pattern`]'s, but for one pixel that is no number from a batch on.
struct Poisoned {
    pattern: Pattern,
    from: usize,
    given_back: usize,
}

impl Feed<f32> for Poisoned {
    fn advance(&mut self, size: usize) -> usize {
        self.pattern.advance(size)
    }

    fn give_back(&mut self) {
        self.given_back += 1;
        self.pattern.give_back();
    }

    fn fill(&self, first: usize, mut x: MatrixMut<f32>, epsilon: MatrixMut<f32>) {
        let poisoned = self.pattern.batch >= self.from && first + x.rows == 6;
        self.pattern.fill(first, MatrixMut { data: x.data, ..x }, epsilon);
        if poisoned && let Some(row) = x.rows_mut().last() {
            row[0] = f32::NAN;
        }
    }
}

#[test]
fn does_a_step_that_diverges_change_nothing() {
    for threads in [1, 2, 3] {
        let run = |from: usize, steps: u64| {
            let (mut model, mut trainer) = trainer(Family::Vae, Likelihood::Bernoulli, threads);
            let mut feed = Poisoned { pattern: Pattern { batch: 0 }, from, given_back: 0 };
            let outcome = trainer.train(&mut model, steps, &mut feed);
            let (first, second) = trainer.moments();
            let numbers = [model.params(), first, second].concat();
            let bits: Vec<u32> = numbers.iter().map(|v| v.to_bits()).collect();
            (outcome, trainer.step(), feed.given_back, feed.pattern.batch, bits)
        };
        let good = run(usize::MAX, 3);
        let (outcome, step, given_back, batch, bits) = run(4, 10);
        assert_eq!(outcome, Err(LabError::Diverged { step: 4 }), "on {threads} threads");
        assert_eq!((step, given_back, batch), (3, 1, 3));
        assert!(bits == good.4, "the weights and moments after the third step, on {threads} threads");
    }
}

/// Fails at the second batch: on the first thread when it moves on, or on the thread that fills a row.
struct Broken {
    pattern: Pattern,
    row: Option<usize>,
}

impl Feed<f32> for Broken {
    fn advance(&mut self, size: usize) -> usize {
        assert!(self.row.is_some() || self.pattern.batch == 0, "no second batch");
        self.pattern.advance(size)
    }

    fn give_back(&mut self) {
        self.pattern.give_back();
    }

    fn fill(&self, first: usize, x: MatrixMut<f32>, epsilon: MatrixMut<f32>) {
        let rows = first..first + x.rows;
        assert!(self.pattern.batch < 2 || !self.row.is_some_and(|row| rows.contains(&row)), "no second batch");
        self.pattern.fill(first, x, epsilon);
    }
}

#[test]
fn does_a_feed_that_fails_on_any_thread_end_the_training() {
    for row in [None, Some(0), Some(2), Some(4)] {
        watched(move || {
            let (mut model, mut trainer) = trainer(Family::Vae, Likelihood::Bernoulli, 3);
            let mut feed = Broken { pattern: Pattern { batch: 0 }, row };
            assert_eq!(panic_of(|| drop(trainer.train(&mut model, 2, &mut feed))), "no second batch", "{row:?}");
        });
    }
}
