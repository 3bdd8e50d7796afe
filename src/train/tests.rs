//! Several threads against one: small enough for Miri, which sees a race where the bits happen to be right.

use super::team::tests::{panic_of, watched};
use super::{Feed, Team, Terms, TrainOptions, Trainer};
use crate::model::{Autoencoder, Init, ModelKind, ModelSpec, initialise};
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

    fn fill(&self, first: usize, mut x: MatrixMut<f32>, mut epsilon: MatrixMut<f32>) {
        let value = |row: usize, i: usize| ((self.batch * 31 + (first + row) * 7 + i * 3) % 11) as f32 / 10.0;
        for (r, row) in x.rows_mut().enumerate() {
            row.iter_mut().enumerate().for_each(|(i, x)| *x = value(r, i));
        }
        for (r, row) in epsilon.rows_mut().enumerate() {
            row.iter_mut().enumerate().for_each(|(i, epsilon)| *epsilon = value(r, i) * 2.0 - 1.0);
        }
    }
}

/// A 6-9-2 model on batches of 6: nine outputs are two panels, so that threads share a layer.
fn trainer(kind: ModelKind, threads: usize) -> Trainer<f32> {
    let spec = ModelSpec { kind, height: 2, width: 3, hidden: vec![9], latent: 2, activation: Activation::Relu };
    let model = Autoencoder::new(spec.check().unwrap());
    let params = initialise(&model, Init::Pytorch, 7);
    let options = TrainOptions { batch_size: 6, ..TrainOptions::default() };
    let mut trainer = Trainer::new(model, params, options.check().unwrap());
    let team = Team::spawn(threads);
    assert_eq!(team.size(), threads);
    trainer.set_team(team);
    trainer
}

fn two_steps(kind: ModelKind, threads: usize) -> (Terms, Vec<u32>) {
    let mut trainer = trainer(kind, threads);
    let terms = trainer.train(2, &mut Pattern { batch: 0 }).unwrap();
    (terms, trainer.params().iter().map(|p| p.to_bits()).collect())
}

#[test]
fn do_steps_on_several_threads_give_the_bits_of_one() {
    for kind in [ModelKind::Vae, ModelKind::Ae] {
        let one = two_steps(kind, 1);
        for threads in [2, 3] {
            assert_eq!(two_steps(kind, threads), one, "{kind:?} on {threads} threads");
        }
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
            let mut trainer = trainer(ModelKind::Vae, 3);
            let mut feed = Broken { pattern: Pattern { batch: 0 }, row };
            assert_eq!(panic_of(|| drop(trainer.train(2, &mut feed))), "no second batch", "{row:?}");
        });
    }
}
