//! What the codes are worth.

use super::Session;
use crate::data::NO_LABEL;
use crate::error::{LabError, Result};
use crate::lab::features::{Accuracy, Features, Probe, active_units, nearest};

impl Session {
    /// Latent dimensions that say something of the training images.
    ///
    /// # Errors
    /// `NoData`; `NoTraining` where all images are held out.
    pub fn active_units(&mut self) -> Result<usize> {
        let train = self.fitted()?;
        Ok(active_units(&self.codes_rows(0..train)?, self.spec().latent))
    }

    /// What the codes of the training images say of the classes of the held-out ones.
    ///
    /// # Errors
    /// As [`Session::active_units`].
    pub fn features(&mut self) -> Result<Features> {
        let (train, latent) = (self.fitted()?, self.spec().latent);
        let images = self.images.as_ref().ok_or(LabError::NoData)?;
        let all: Vec<u16> =
            (0..images.len()).map(|place| images.data.labels().ids()[images.in_order(place) as usize]).collect();
        let classes = images.data.labels().names().len();
        let codes = self.codes_rows(0..all.len())?;
        let active_units = active_units(&codes[..train * latent], latent);
        let (mut known, mut labels) = ([Vec::new(), Vec::new()], [Vec::new(), Vec::new()]);
        for (place, (code, label)) in codes.chunks(latent).zip(all).enumerate() {
            let set = usize::from(place >= train);
            if label != NO_LABEL {
                known[set].extend_from_slice(code);
                labels[set].push(label);
            }
        }
        if labels.iter().any(Vec::is_empty) {
            return Ok(Features { active_units, accuracy: None });
        }
        let [fitted, asked] = &known;
        let share = |right: usize| right as f64 / labels[1].len() as f64;
        let right = |found: &[u16]| share(found.iter().zip(&labels[1]).filter(|(a, b)| a == b).count());
        let probe = Probe::fit(fitted, &labels[0], latent, classes);
        let found: Vec<u16> = asked.chunks(latent).map(|code| probe.class(code)).collect();
        let accuracy = Accuracy {
            probe: right(&found),
            converged: probe.has_converged(),
            nearest: right(&nearest(fitted, &labels[0], latent, asked)),
        };
        Ok(Features { active_units, accuracy: Some(accuracy) })
    }

    /// How many images there are to fit to.
    fn fitted(&self) -> Result<usize> {
        match self.image_counts() {
            None => Err(LabError::NoData),
            Some((0, _)) => Err(LabError::NoTraining),
            Some((train, _)) => Ok(train),
        }
    }
}
