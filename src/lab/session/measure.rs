//! How well a model does on its images.

use std::ops::Range;

use super::{Images, Session, within};
use crate::error::{LabError, Result};
use crate::lab::images::Set;
use crate::plain::{Problem, Reason};
use crate::train::{Bound, TermSums, Terms};

/// To measure by, which is cheaper than to train on.
const MOST_SAMPLES: usize = 10_000;

impl Session {
    /// Mean terms over the held-out images, one fixed ε an image.
    ///
    /// # Errors
    /// `NoData`.
    pub fn evaluate(&mut self) -> Result<Terms> {
        self.evaluate_all(Set::HeldOut)
    }

    /// Mean terms over a fixed sample of the training images, as many as are held out.
    ///
    /// # Errors
    /// `NoData`; `NoTraining` where all images are held out.
    pub fn evaluate_train(&mut self) -> Result<Terms> {
        self.evaluate_all(Set::TrainingSample)
    }

    /// Minus the bound of `bound` on the held-out images, nats an image, at β = 1: an upper bound of `−log p(x)` that falls with
    /// the samples. Of the ELBO it is that of [`Session::evaluate`].
    ///
    /// # Errors
    /// `NoData`; `BadInput` of a model without a prior, or when there are no samples or too many.
    pub fn evaluate_bound(&mut self, bound: Bound) -> Result<f64> {
        if !self.family().has_prior() {
            let detail = "are of a variational model: this one bounds nothing".into();
            return Err(LabError::input("Samples", "samples", detail));
        }
        let samples = bound.samples();
        if !(1..=MOST_SAMPLES).contains(&samples) {
            let reason = Reason::Range { min: 1.0, max: MOST_SAMPLES as f64, value: samples as f64 };
            return Err(LabError::BadInput { subject: "Samples", problem: Problem::of("samples", reason) });
        }
        match bound {
            Bound::Elbo => Ok(self.evaluate()?.neg_elbo_nats()),
            Bound::Iwae { k } => {
                let images = measurable(&self.images, Set::HeldOut)?;
                let sum = self.inference.bound(&self.model, images, Set::HeldOut, k);
                Ok(sum / images.of(Set::HeldOut).len() as f64)
            }
        }
    }

    fn evaluate_all(&mut self, set: Set) -> Result<Terms> {
        let count = self.set_len(set)?;
        Ok(self.evaluate_range(set, 0..count)?.mean())
    }

    /// Images of a set.
    ///
    /// # Errors
    /// As [`Session::evaluate_train`] of a training sample, which is never of no image.
    pub fn set_len(&self, set: Set) -> Result<usize> {
        Ok(measurable(&self.images, set)?.of(set).len())
    }

    /// Terms of a part of a set, to be added to those of the other parts.
    ///
    /// # Errors
    /// As [`Session::set_len`]; `BadInput` when the range is not within the set.
    pub fn evaluate_range(&mut self, set: Set, range: Range<usize>) -> Result<TermSums> {
        let images = measurable(&self.images, set)?;
        within(&range, images.of(set).len())?;
        Ok(self.inference.terms(&self.model, images, set, range))
    }
}

/// The images, if they have such a set: the mean over none of them would be no number.
fn measurable(images: &Option<Images>, set: Set) -> Result<&Images> {
    let images = images.as_ref().ok_or(LabError::NoData)?;
    if set == Set::TrainingSample && images.split.train.is_empty() {
        return Err(LabError::NoTraining);
    }
    Ok(images)
}
