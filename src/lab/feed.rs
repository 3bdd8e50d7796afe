//! Batches of a session: images in the order of the plan, ε from the stream `noise`.

use super::images::Images;
use crate::data::BatchPlan;
use crate::num::Real;
use crate::num::gemm::MatrixMut;
use crate::num::rng::{Stream, fill_normal};
use crate::train::Feed;

pub(super) struct SessionFeed<'a> {
    pub images: &'a Images,
    pub plan: &'a mut BatchPlan,
    /// Step that the present batch is for, counted from 1.
    pub step: u64,
}

/// ε of rows `first..` of step `step`: the same whatever rows are asked for together.
pub(super) fn fill_epsilon<T: Real>(seed: u32, stream: Stream, step: u64, first: usize, mut epsilon: MatrixMut<T>) {
    // Two 64-bit uniforms a pair of variates.
    let mut rng = stream.at_row(seed, step, first, 4 * epsilon.cols.div_ceil(2));
    epsilon.rows_mut().for_each(|row| fill_normal(&mut rng, row));
}

impl<T: Real> Feed<T> for SessionFeed<'_> {
    fn advance(&mut self, size: usize) -> usize {
        self.plan.advance(size);
        self.step += 1;
        self.plan.batch().len()
    }

    fn give_back(&mut self) {
        self.plan.give_back();
        self.step -= 1;
    }

    fn fill(&self, first: usize, mut x: MatrixMut<T>, epsilon: MatrixMut<T>) {
        for (row, x) in (first..).zip(x.rows_mut()) {
            self.images.fill(self.plan.batch()[row], self.step, row, x);
        }
        let samples = epsilon.rows / x.rows.max(1);
        fill_epsilon(self.images.seed, Stream::Noise, self.step, first * samples, epsilon);
    }
}
