//! A run in `f64` by the plain paths — ndarray's product, loops an element at a time, the library's functions, whole
//! gradients through memory — for the fast path to be held against: the same images, weights, order and ε.

use super::RunConfig;
use super::feed::SessionFeed;
use super::images::Images;
use crate::data::{BatchPlan, Dataset};
use crate::error::{LabError, Result};
use crate::model::Model;
use crate::train::{TermSums, Terms, Trainer};

/// Mean terms of the last `last` of `steps` training steps, each before its update: what [`super::Session::train`] gives
/// for them, but for the rounding of `f32`.
///
/// # Errors
/// As [`super::Session::open`]; `NoTraining` where all images are held out.
///
/// # Panics
/// When `last` is 0 or more than `steps`.
pub fn reference_terms(config: RunConfig, data: Dataset, steps: u64, last: u64) -> Result<Terms> {
    assert!((1..=steps).contains(&last), "the last {last} of {steps} steps");
    let spec = config.model.check()?;
    let options = config.options.check()?;
    let images = Images::new(data.into(), None, &spec, config.pixels, config.seed)?;
    if images.split.train.is_empty() {
        return Err(LabError::NoTraining);
    }
    let mut plan = BatchPlan::new(&images.split.train, config.seed);
    let mut model = Model::<f64>::initial(spec, config.seed);
    let mut trainer = Trainer::new(&model, options);
    let mut feed = SessionFeed { images: &images, plan: &mut plan, step: 0 };
    let mut seen = TermSums::default();
    for step in 0..steps {
        let (terms, gradients) = trainer.gradients(&model, &mut feed);
        trainer.apply(&mut model, &gradients);
        if step + last >= steps {
            // A smaller batch at the end of an epoch counts by its images.
            let images = feed.plan.batch().len();
            let n = images as f64;
            let sums = Terms { recon_nats: terms.recon_nats * n, kl_nats: terms.kl_nats * n };
            seen += TermSums { images, sums };
        }
    }
    Ok(seen.mean())
}
