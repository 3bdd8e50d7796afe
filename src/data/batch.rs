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
    /// The present batch was not used: it comes again.
    given_back: bool,
    order: Vec<u32>,
}

/// Where a plan stands, to go on from there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanState {
    pub epoch: u64,
    /// Images of the present epoch that have been used.
    pub used: usize,
    /// The order of the present epoch.
    pub order: Vec<u32>,
}

impl BatchPlan {
    /// # Panics
    /// When there is no image.
    pub fn new(train: &[u32], seed: u32) -> Self {
        assert!(!train.is_empty(), "no training image");
        let mut plan = BatchPlan { seed, epoch: 0, batch: 0..0, given_back: false, order: train.to_vec() };
        plan.shuffle();
        plan
    }

    // Shuffles the last epoch's order, not the first: one buffer, and the run from a seed is still one run.
    fn shuffle(&mut self) {
        self.order.shuffle(&mut Stream::Shuffle.at(self.seed, self.epoch));
    }

    /// Goes on where [`BatchPlan::state`] was taken.
    ///
    /// # Panics
    /// When the state is not one of a plan: no image, or more used than there are.
    pub fn resume(seed: u32, state: PlanState) -> Self {
        let PlanState { epoch, used, order } = state;
        assert!(!order.is_empty() && used <= order.len(), "{used} of {} images used", order.len());
        BatchPlan { seed, epoch, batch: used..used, given_back: false, order }
    }

    pub fn state(&self) -> PlanState {
        PlanState { epoch: self.epoch, used: self.used(), order: self.order.clone() }
    }

    fn used(&self) -> usize {
        if self.given_back { self.batch.start } else { self.batch.end }
    }

    /// The present batch was not used: the next one is the same images again.
    pub fn give_back(&mut self) {
        self.given_back = true;
    }

    /// Moves on to the next batch of at most `size` images. Allocates nothing.
    pub fn advance(&mut self, size: usize) {
        if std::mem::take(&mut self.given_back) {
            self.batch = self.batch.start..self.batch.start;
        }
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
        self.epoch as f64 + self.used() as f64 / self.order.len() as f64
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

    #[test]
    fn a_batch_given_back_comes_again_and_a_state_goes_on_alike() {
        let train: Vec<u32> = (0..10).collect();
        let mut plan = BatchPlan::new(&train, 3);
        for steps in 0..7 {
            let mut twin = BatchPlan::resume(3, plan.state());
            let before = plan.epochs();
            plan.advance(4);
            let batch = plan.batch().to_vec();
            plan.give_back();
            assert_eq!(plan.epochs() % 1.0, before % 1.0, "after {steps} steps");
            let mut third = BatchPlan::resume(3, plan.state());
            for plan in [&mut plan, &mut twin, &mut third] {
                plan.advance(4);
                assert_eq!(plan.batch(), batch, "after {steps} steps");
            }
        }
    }
}
