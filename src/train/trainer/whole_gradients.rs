//! The same step by way of whole gradients in memory: for checks, and for showing gradients.

use super::{Objective, Panel, Terms, Trainer};
use crate::num::Real;
use crate::num::vecmath;
use crate::train::Feed;

impl<T: Real> Trainer<T> {
    /// The terms and the whole gradient of the loss for the next batch of `feed`, without an update. With
    /// [`Self::apply`] this is the same step as [`Self::train`]'s, bit for bit, by way of memory; for checks and for
    /// showing gradients.
    pub fn gradients(&mut self, feed: &mut dyn Feed<T>) -> (Terms, Vec<T>) {
        let images = feed.advance(self.options.batch_size);
        let objective =
            Objective { image_weight: T::from_f64(1.0 / images as f64), beta: T::from_f64(self.options.beta) };
        self.fill(feed, 0..images);
        // SAFETY: `self` is borrowed exclusively.
        unsafe { objective.rows(&self.model, self.params.all(), self.transposed.all(), &self.ws, 0..images) };
        let mut gradients = self.model.layout().zeros();
        let scratch = self.scratch[0].get();
        for Panel { layer, x, dy, p } in (0..self.team.size()).flat_map(|thread| self.panels(thread)) {
            // SAFETY: `self` is borrowed exclusively.
            let scratch = unsafe { &mut *scratch };
            let (dw, db) = layer.panel_gradient(x.matrix(0..images), dy.matrix(0..images), p, scratch);
            gradients[layer.weight_panel(p)].copy_from_slice(dw);
            gradients[layer.bias_panel(p)].copy_from_slice(db);
        }
        (Terms::mean_of(self.sum_of_terms(images), images), gradients)
    }

    /// One Adam step by whole gradients.
    ///
    /// # Panics
    /// When `gradients` is not a buffer of the model's layout.
    pub fn apply(&mut self, gradients: &[T]) {
        self.step += 1;
        let adam = self.adam.step(self.step, self.options.learning_rate);
        let moments = (self.first_moment.all_mut(), self.second_moment.all_mut());
        vecmath::adam(&adam, self.params.all_mut(), moments.0, moments.1, gradients);
        self.transposed = self.model.transpose(self.params.all());
    }
}
