//! The same step by way of whole gradients in memory: for checks, and for showing gradients.

use super::{Part, Terms, Trainer};
use crate::model::Model;
use crate::num::Real;
use crate::num::vecmath;
use crate::train::{Feed, Objective, Phase};

impl<T: Real> Trainer<T> {
    /// The terms and the whole gradient of the loss for the next batch of `feed`, without an update. With
    /// [`Self::apply`] this is the same step as [`Self::train`]'s, bit for bit, by way of memory; for checks and for
    /// showing gradients.
    pub fn gradients(&mut self, model: &Model<T>, feed: &mut dyn Feed<T>) -> (Terms, Vec<T>) {
        let images = feed.advance(self.options.batch_size);
        let objective = Objective::of(&self.options, images, self.step + 1);
        self.fill(feed, 0..images);
        let mut gradients = model.wiring.layout().zeros();
        for &phase in self.phases(model) {
            match phase {
                Phase::Rows(pass) => {
                    // SAFETY: `self` is borrowed exclusively.
                    unsafe { objective.rows(pass, model, &self.transposed, &self.ws, 0..images) };
                }
                Phase::Update(group) => {
                    // SAFETY: `self` is borrowed exclusively.
                    let scratch = unsafe { &mut *self.scratch[0].get() };
                    for thread in 0..self.team.size() {
                        self.each_unit(model, thread, group, &mut |Part { op, x, dv, samples }, unit| {
                            let rows = op.rows(0..images * samples);
                            let (x, dv) = (x.matrix(rows.clone()), dv.matrix(rows));
                            let (added, weights) = op.unit_gradient(x, dv, unit, scratch);
                            for (at, gradient) in [Some(added), weights].into_iter().flatten() {
                                gradients[at].copy_from_slice(gradient);
                            }
                        });
                    }
                }
            }
        }
        (self.sums(images).mean(), gradients)
    }

    /// One Adam step by whole gradients.
    ///
    /// # Panics
    /// When `gradients` is not a buffer of the model's layout.
    pub fn apply(&mut self, model: &mut Model<T>, gradients: &[T]) {
        self.step += 1;
        let adam = self.adam.step(self.step, self.options.learning_rate);
        let moments = (self.first_moment.all_mut(), self.second_moment.all_mut());
        vecmath::adam(&adam, model.params.all_mut(), moments.0, moments.1, gradients);
        self.transposed = model.wiring.transpose(&model.params);
    }
}
