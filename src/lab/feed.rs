//! Batches of a session: images in the order of the plan, ε from the stream `noise`.

use crate::data::{BatchPlan, Dataset};
use crate::num::Real;
use crate::num::gemm::MatrixMut;
use crate::num::rng::{Stream, fill_normal};
use crate::train::Feed;

pub(super) struct SessionFeed<'a> {
    pub data: &'a Dataset,
    pub values: &'a [f32; 256],
    pub plan: &'a mut BatchPlan,
    pub seed: u32,
    /// Step that the present batch is for, counted from 1.
    pub step: u64,
}

/// Words of the generator that one row of ε takes: two 64-bit uniforms a pair of variates.
fn words_per_row(latent: usize) -> u128 {
    4 * latent.div_ceil(2) as u128
}

/// ε of rows `first..` of step `step`: the same whatever rows are asked for together.
pub(super) fn fill_epsilon<T: Real>(seed: u32, stream: Stream, step: u64, first: usize, mut epsilon: MatrixMut<T>) {
    let mut rng = stream.at(seed, step);
    rng.set_word_pos(first as u128 * words_per_row(epsilon.cols));
    epsilon.rows_mut().for_each(|row| fill_normal(&mut rng, row));
}

/// Image `index` as values in [0, 1].
pub(super) fn fill_image<T: Real>(data: &Dataset, values: &[f32; 256], index: u32, x: &mut [T]) {
    for (x, &level) in x.iter_mut().zip(data.levels(index as usize)) {
        *x = T::from_f32(values[usize::from(level)]);
    }
}

impl<T: Real> Feed<T> for SessionFeed<'_> {
    fn advance(&mut self, size: usize) -> usize {
        self.plan.advance(size);
        self.step += 1;
        self.plan.batch().len()
    }

    fn fill(&self, first: usize, mut x: MatrixMut<T>, epsilon: MatrixMut<T>) {
        for (x, &index) in x.rows_mut().zip(&self.plan.batch()[first..]) {
            fill_image(self.data, self.values, index, x);
        }
        fill_epsilon(self.seed, Stream::Noise, self.step, first, epsilon);
    }
}
