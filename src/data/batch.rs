//! The order in which training images come.

use std::ops::Range;

use rand::seq::SliceRandom;

use crate::num::rng::Stream;

/// Goes through the training images epoch by epoch, each in an order of its own from the stream `shuffle`. The last
/// batch of an epoch may be smaller than the rest.
#[derive(Clone, Debug)]
pub struct BatchPlan {
    seed: u32,
    epoch: u64,
    batch: Range<usize>,
    order: Vec<u32>,
}

impl BatchPlan {
    /// # Panics
    /// When there is no image.
    pub fn new(train: &[u32], seed: u32) -> Self {
        assert!(!train.is_empty(), "no training image");
        let mut plan = BatchPlan { seed, epoch: 0, batch: 0..0, order: train.to_vec() };
        plan.shuffle();
        plan
    }

    // Shuffles the last epoch's order, not the first: one buffer, and the run from a seed is still one run.
    fn shuffle(&mut self) {
        self.order.shuffle(&mut Stream::Shuffle.at(self.seed, self.epoch));
    }

    /// Moves on to the next batch of at most `size` images. Allocates nothing.
    pub fn advance(&mut self, size: usize) {
        if self.batch.end == self.order.len() {
            self.epoch += 1;
            self.batch = 0..0;
            self.shuffle();
        }
        let start = self.batch.end;
        self.batch = start..(start + size).min(self.order.len());
    }

    /// The present batch, by index; empty before the first.
    pub fn batch(&self) -> &[u32] {
        &self.order[self.batch.clone()]
    }

    /// Epochs done, the present one in part.
    pub fn epochs(&self) -> f64 {
        self.epoch as f64 + self.batch.end as f64 / self.order.len() as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_epoch_shows_every_image_once_in_an_order_of_its_own() {
        let train: Vec<u32> = (100..123).collect();
        let mut plan = BatchPlan::new(&train, 3);
        let mut epoch = || {
            let mut seen: Vec<u32> = Vec::new();
            let mut sizes = Vec::new();
            while seen.len() < train.len() {
                plan.advance(10);
                sizes.push(plan.batch().len());
                seen.extend(plan.batch());
            }
            assert_eq!(sizes, [10, 10, 3]);
            seen
        };
        let (first, second) = (epoch(), epoch());
        assert_ne!(first, second);
        for mut order in [first, second] {
            order.sort_unstable();
            assert_eq!(order, train);
        }
        assert_eq!(plan.epochs(), 2.0);
    }
}
