//! `Session`: one model, perhaps its training, perhaps images; and everything one can ask of it.

mod baselines;
mod checkpoint;
mod features;
mod keep;
mod look;
mod measure;
mod one;
mod rows;

use std::sync::Arc;

use super::feed::SessionFeed;
use super::images::Images;
use super::infer::{Inference, PIECE};
use super::room::{TRAINED, make_room, make_room_for};
use super::slice::Slice;
use crate::data::{BatchPlan, Dataset, Pixels, Split};
use crate::error::{LabError, Result};
use crate::model::{Autoencoder, Family, Model, ModelSpec};
use crate::plain::{self, FromPlain, Problem, Value, field};
use crate::train::{CheckedOptions, Team, Term, Terms, TrainOptions, Trainer};
use crate::weights::Card;

pub use baselines::Baselines;
pub use one::Look;

/// What a run starts from.
#[derive(Clone, Debug, PartialEq)]
pub struct RunConfig {
    pub model: ModelSpec,
    pub pixels: Pixels,
    pub seed: u32,
    pub options: TrainOptions,
}

impl RunConfig {
    /// What [`FromPlain`] reads.
    pub fn to_plain(&self) -> Value {
        Value::object([
            ("model", self.model.to_plain()),
            ("pixels", self.pixels.name().into()),
            ("seed", f64::from(self.seed).into()),
            ("options", self.options.to_plain()),
        ])
    }
}

impl FromPlain for RunConfig {
    fn from_plain(config: &Value) -> std::result::Result<RunConfig, Problem> {
        plain::only(config, &["model", "pixels", "seed", "options"])?;
        Ok(RunConfig {
            model: field(config, "model")?,
            pixels: field(config, "pixels")?,
            seed: field(config, "seed")?,
            options: field(config, "options")?,
        })
    }
}

impl Default for RunConfig {
    /// The lab's opening run on the bundled digits.
    fn default() -> Self {
        RunConfig {
            model: ModelSpec::digits8x8(),
            pixels: Pixels::default(),
            seed: 7,
            options: TrainOptions::default(),
        }
    }
}

/// Where a run stands after some steps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TrainStats {
    /// Steps done since the weights were drawn.
    pub step: u64,
    /// Epochs done, the present one in part: by the images that were used, whatever the sizes of their batches.
    pub epoch: f64,
    /// Mean terms over the images of those steps, each before its update.
    pub terms: Terms,
}

/// What training takes beside the model and the images.
struct Training {
    trainer: Trainer<f32>,
    plan: BatchPlan,
}

/// One model, with all that looking at it and keeping it takes; and, where images are attached, with all that training
/// it takes. A pure function of its inputs and its seed: it reads no clock, no file, no screen.
pub struct Session {
    model: Model<f32>,
    inference: Inference,
    images: Option<Images>,
    training: Option<Training>,
    /// Of the training, also of one to come.
    options: CheckedOptions,
    pixels: Pixels,
    seed: u32,
    slice: Slice,
    /// Steps and epochs done before this training.
    before: (u64, f64),
    /// Card of the weights that the session was opened with.
    origin: Option<Card>,
    /// What that file held beside the model.
    left_out: Vec<String>,
}

impl Session {
    /// A fresh model on `data`, weights drawn from the seed. A sixth of the images is held out, or what `split` says, or
    /// all where the set is [`Dataset::held_out`]: then nothing is trained. Several sessions may share one set of images.
    ///
    /// # Errors
    /// `BadSpec`, `BadOption`; `BadData` when the images do not fit the model or are too few; `NoMemory`.
    pub fn open(config: RunConfig, data: impl Into<Arc<Dataset>>, split: Option<Split>) -> Result<Self> {
        let RunConfig { model, pixels, seed, options } = config;
        let family = model.family;
        let (spec, options) = (model.check()?, options.check_for(family)?);
        let images = Images::new(data.into(), split, &spec, pixels, seed)?;
        let wiring = Autoencoder::new(spec);
        make_room_for(&wiring, 1, PIECE)?;
        let mut session = Session::of(Model::drawn(wiring, seed), pixels, seed);
        session.options = options;
        session.begin(images)?;
        Ok(session)
    }

    fn of(model: Model<f32>, pixels: Pixels, seed: u32) -> Self {
        Session {
            inference: Inference::new(&model.wiring),
            slice: Slice::first_axes(model.spec().latent),
            model,
            images: None,
            training: None,
            options: CheckedOptions::default(),
            pixels,
            seed,
            before: (0, 0.0),
            origin: None,
            left_out: Vec::new(),
        }
    }

    /// From now on the model trains on `data`, with fresh Adam moments, or, where all of it is held out, is looked at and
    /// measured with it; the steps done so far stay counted.
    ///
    /// # Errors
    /// `BadData` when the images do not fit the model or are too few; `NoMemory`. Nothing has changed then.
    pub fn attach(&mut self, data: impl Into<Arc<Dataset>>, split: Option<Split>) -> Result<()> {
        let images = Images::new(data.into(), split, self.model.spec(), self.pixels, self.seed)?;
        if self.steps_here() > 0 {
            // Its card tells of the images that leave.
            self.origin = Some(self.card());
        }
        let before = (self.step(), self.epoch());
        self.begin(images)?;
        self.before = before;
        Ok(())
    }

    fn begin(&mut self, images: Images) -> Result<()> {
        let train = &images.split.train;
        self.training = if train.is_empty() {
            None
        } else {
            make_room_for(&self.model.wiring, TRAINED, 2 * self.options.rows())?;
            let plan = BatchPlan::new(train, self.seed);
            Some(Training { trainer: Trainer::new(&self.model, self.options), plan })
        };
        self.images = Some(images);
        Ok(())
    }

    pub fn spec(&self) -> &ModelSpec {
        self.model.spec()
    }

    /// What the model can do is asked of its family.
    pub fn family(&self) -> Family {
        self.model.spec().family
    }

    /// What is measured of the model, in the order to show it.
    pub fn terms(&self) -> &'static [Term] {
        Term::of(self.family())
    }

    pub fn seed(&self) -> u32 {
        self.seed
    }

    pub fn pixels(&self) -> Pixels {
        self.pixels
    }

    pub fn options(&self) -> TrainOptions {
        *self.options
    }

    /// The weight of the KL term in the next step: β, or what a warm-up has come to.
    pub fn beta(&self) -> f64 {
        self.options.beta_at(self.steps_here() + 1)
    }

    /// Parameters of the model.
    pub fn parameter_count(&self) -> usize {
        self.model.wiring.layout().count()
    }

    /// Steps of this training.
    fn steps_here(&self) -> u64 {
        self.training.as_ref().map_or(0, |training| training.trainer.step())
    }

    /// Steps done since the weights were drawn, those of a loaded file included.
    pub fn step(&self) -> u64 {
        self.before.0 + self.steps_here()
    }

    /// Epochs done, those of a loaded file included.
    pub fn epoch(&self) -> f64 {
        self.before.1 + self.training.as_ref().map_or(0.0, |training| training.plan.epochs())
    }

    /// Steps that an epoch takes at the present batch size; none without images, 0 where all are held out.
    pub fn steps_per_epoch(&self) -> Option<usize> {
        self.image_counts().map(|(train, _)| train.div_ceil(self.options.batch_size))
    }

    /// The images that the session is attached to.
    pub fn data(&self) -> Option<&Arc<Dataset>> {
        self.images.as_ref().map(|images| &images.data)
    }

    /// Images in the training part and the held-out part; none without data.
    pub fn image_counts(&self) -> Option<(usize, usize)> {
        self.images.as_ref().map(|i| (i.split.train.len(), i.split.held_out.len()))
    }

    pub fn split(&self) -> Option<&Split> {
        self.images.as_ref().map(|i| &i.split)
    }

    /// Why there is no training.
    fn untrained(&self) -> LabError {
        match &self.images {
            Some(images) if images.split.train.is_empty() => LabError::NoTraining,
            _ => LabError::NoData,
        }
    }

    /// Trains `steps` steps.
    ///
    /// # Errors
    /// `NoData`; `NoTraining` where all images are held out; `Diverged` when a loss is not finite: the session is as it was before that step.
    pub fn train(&mut self, steps: u64) -> Result<TrainStats> {
        let (Some(images), Some(Training { trainer, plan })) = (&self.images, &mut self.training) else {
            return Err(self.untrained());
        };
        let mut feed = SessionFeed { images, plan, step: trainer.step() };
        let outcome = trainer.train(&mut self.model, steps, &mut feed);
        let terms = outcome.map_err(|error| match error {
            // The trainer counts its own steps.
            LabError::Diverged { step } => LabError::Diverged { step: self.before.0 + step },
            other => other,
        })?;
        Ok(TrainStats { step: self.step(), epoch: self.epoch(), terms })
    }

    /// Takes effect with the next step.
    ///
    /// # Errors
    /// `BadOption`, `NoMemory`; nothing is changed then.
    pub fn set_options(&mut self, options: TrainOptions) -> Result<()> {
        let options = options.check_for(self.family())?;
        let more = options.batch_size > self.options.batch_size || options.rows() > self.options.rows();
        if self.training.is_some() && more {
            make_room_for(&self.model.wiring, 0, 2 * options.rows())?;
        }
        self.options = options;
        if let Some(training) = &mut self.training {
            training.trainer.set_options(&self.model, self.options);
        }
        Ok(())
    }

    /// Trains on the threads of `team` from the next step on; the numbers do not depend on it. Without training there is
    /// nothing for them to do, and the team is dropped.
    pub fn set_team(&mut self, team: Team) {
        if let Some(training) = &mut self.training {
            training.trainer.set_team(&self.model, team);
        }
    }

    /// Threads that training runs on.
    pub fn threads(&self) -> usize {
        self.training.as_ref().map_or(1, |training| training.trainer.team().size())
    }
}

fn within(range: &std::ops::Range<usize>, len: usize) -> Result<()> {
    if range.start <= range.end && range.end <= len {
        return Ok(());
    }
    let detail = format!("must lie within 0 to {len}, not {} to {}", range.start, range.end);
    Err(LabError::input("The range", "end", detail))
}
