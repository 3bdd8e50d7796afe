//! `Session`: one model, its training, and everything one can ask of it.

use super::feed::SessionFeed;
use super::images::Images;
use super::infer::{Encoded, Inference};
use super::plane::PlaneWindow;
use super::strip::{self, Strip};
use crate::data::{Dataset, Split};
use crate::error::{LabError, Result};
use crate::model::{Autoencoder, Init, ModelSpec, initialise};
use crate::plain::{FromPlain, Problem, Value, field};
use crate::train::{CheckedOptions, Team, Terms, TrainOptions, Trainer};
use crate::weights::{self, Card, Codes, Precision};

/// What a run starts from.
#[derive(Clone, Debug, PartialEq)]
pub struct RunConfig {
    pub model: ModelSpec,
    pub seed: u32,
    pub options: TrainOptions,
}

impl FromPlain for RunConfig {
    fn from_plain(config: &Value) -> std::result::Result<RunConfig, Problem> {
        Ok(RunConfig {
            model: field(config, "model")?,
            seed: field(config, "seed")?,
            options: field(config, "options")?,
        })
    }
}

impl Default for RunConfig {
    /// The lab's opening run on the bundled digits.
    fn default() -> Self {
        RunConfig { model: ModelSpec::digits8x8(), seed: 7, options: TrainOptions::default() }
    }
}

/// Where a run stands after some steps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TrainStats {
    /// Steps done since the weights were drawn.
    pub step: u64,
    /// Epochs done, the present one in part.
    pub epoch: f64,
    /// Mean terms over the images of those steps, each before its update.
    pub terms: Terms,
}

/// One model with all that training it, looking at it and keeping it takes. A pure function of its inputs and its
/// seed: it reads no clock, no file, no screen.
pub struct Session {
    trainer: Trainer<f32>,
    inference: Inference,
    images: Option<Images>,
    seed: u32,
    /// Card of the weights that the session was opened with.
    origin: Option<Card>,
}

impl Session {
    /// A fresh model on `data`, weights drawn from the seed. A sixth of the images is held out, or what `split` says.
    ///
    /// # Errors
    /// `BadSpec`, `BadOption`; `BadData` when the images do not fit the model or are too few.
    pub fn open(config: RunConfig, data: Dataset, split: Option<Split>) -> Result<Self> {
        let spec = config.model.check()?;
        let options = config.options.check()?;
        let images = Images::new(data, split, &spec, config.seed)?;
        let model = Autoencoder::new(spec);
        let params = initialise(&model, Init::Pytorch, config.seed);
        let inference = Inference::new(&model);
        let trainer = Trainer::new(model, params, options);
        Ok(Session { trainer, inference, images: Some(images), seed: config.seed, origin: None })
    }

    /// A model from a weights file, with images to go on training on where `data` is given (fresh Adam moments).
    ///
    /// # Errors
    /// `BadWeights`, `BadSpec`; `BadData` when the images do not fit the model.
    pub fn from_weights(bytes: &[u8], data: Option<(Dataset, Option<Split>)>) -> Result<Self> {
        let loaded = weights::read(bytes)?;
        let seed = loaded.card.seed;
        let images = data.map(|(data, split)| Images::new(data, split, loaded.model.spec(), seed)).transpose()?;
        let options = CheckedOptions::default();
        let inference = Inference::new(&loaded.model);
        let trainer = Trainer::new(loaded.model, loaded.params, options);
        Ok(Session { trainer, inference, images, seed, origin: Some(loaded.card) })
    }

    pub fn spec(&self) -> &ModelSpec {
        self.trainer.model().spec()
    }

    pub fn seed(&self) -> u32 {
        self.seed
    }

    pub fn options(&self) -> TrainOptions {
        **self.trainer.options()
    }

    /// Parameters of the model.
    pub fn parameter_count(&self) -> usize {
        self.trainer.model().layout().count()
    }

    /// Steps done since the weights were drawn, those of a loaded file included.
    pub fn step(&self) -> u64 {
        self.origin.as_ref().map_or(0, |card| card.steps) + self.trainer.step()
    }

    /// Epochs done, those of a loaded file included.
    pub fn epoch(&self) -> f64 {
        let here = self.images.as_ref().map_or(0.0, |images| images.plan.epochs());
        self.origin.as_ref().map_or(0.0, |card| card.epochs) + here
    }

    /// Images in the training part and the held-out part; none without data.
    pub fn image_counts(&self) -> Option<(usize, usize)> {
        self.images.as_ref().map(|i| (i.split.train.len(), i.split.held_out.len()))
    }

    pub fn split(&self) -> Option<&Split> {
        self.images.as_ref().map(|i| &i.split)
    }

    /// Trains `steps` steps.
    ///
    /// # Errors
    /// `NoData`; `Diverged` when a loss is not finite: the weights are of no use then.
    pub fn train(&mut self, steps: u64) -> Result<TrainStats> {
        let images = self.images.as_mut().ok_or(LabError::NoData)?;
        let mut feed = SessionFeed {
            data: &images.data,
            values: &images.values,
            plan: &mut images.plan,
            seed: self.seed,
            step: self.trainer.step(),
        };
        let terms = self.trainer.train(steps, &mut feed)?;
        Ok(TrainStats { step: self.step(), epoch: self.epoch(), terms })
    }

    /// Takes effect with the next step.
    ///
    /// # Errors
    /// `BadOption`; nothing is changed then.
    pub fn set_options(&mut self, options: TrainOptions) -> Result<()> {
        self.trainer.set_options(options.check()?);
        Ok(())
    }

    /// Trains on the threads of `team` from the next step on; the numbers do not depend on it.
    pub fn set_team(&mut self, team: Team) {
        self.trainer.set_team(team);
    }

    /// Threads that training runs on.
    pub fn threads(&self) -> usize {
        self.trainer.team().size()
    }

    /// Mean terms over the held-out images, one fixed ε an image.
    ///
    /// # Errors
    /// `NoData`.
    pub fn evaluate(&mut self) -> Result<Terms> {
        self.terms_of(|images| &images.split.held_out)
    }

    /// Mean terms over a fixed sample of the training images, as many as are held out.
    ///
    /// # Errors
    /// `NoData`.
    pub fn evaluate_train(&mut self) -> Result<Terms> {
        self.terms_of(|images| &images.train_sample)
    }

    fn terms_of(&mut self, indices: impl Fn(&Images) -> &[u32]) -> Result<Terms> {
        let images = self.images.as_ref().ok_or(LabError::NoData)?;
        let (model, params) = (self.trainer.model(), self.trainer.params());
        Ok(self.inference.terms(model, params, &images.data, &images.values, indices(images), self.seed))
    }

    /// Codes z (N, Z) → pixels (N, I), 0..=255.
    ///
    /// # Errors
    /// `BadInput` when the length is no multiple of Z or a value is not finite.
    pub fn decode(&mut self, z: &[f32]) -> Result<Vec<u8>> {
        let latent = self.spec().latent;
        let bad = |problem: String| Err(LabError::BadInput { field: "z", problem });
        if !z.len().is_multiple_of(latent) {
            return bad(format!("must hold {latent} numbers a point, not {} in all", z.len()));
        }
        if z.iter().any(|v| !v.is_finite()) {
            return bad("must hold finite numbers".into());
        }
        Ok(self.inference.decode(self.trainer.model(), self.trainer.params(), z))
    }

    /// The decoded grid of a window of the plane, (rows·columns, I), row-major from the top left.
    ///
    /// # Errors
    /// `BadInput` when the window or the grid is out of bounds.
    pub fn manifold(&mut self, window: PlaneWindow, columns: usize, rows: usize) -> Result<Vec<u8>> {
        let z = window.grid(columns, rows, self.spec().latent)?;
        self.decode(&z)
    }

    /// Pixels (N, I), 0..=255 → posterior parameters.
    ///
    /// # Errors
    /// `BadInput` when the length is no multiple of the image's.
    pub fn encode(&mut self, pixels: &[u8]) -> Result<Encoded> {
        let (model, params) = (self.trainer.model(), self.trainer.params());
        let size = model.spec().pixels();
        if !pixels.len().is_multiple_of(size) {
            let problem = format!("must hold {size} pixels an image, not {} in all", pixels.len());
            return Err(LabError::BadInput { field: "The image", problem });
        }
        Ok(self.inference.encode(model, params, pixels.len() / size, |i, x| {
            for (x, &pixel) in x.iter_mut().zip(&pixels[i * size..]) {
                *x = f32::from(pixel) / 255.0;
            }
        }))
    }

    /// A few held-out images, or, without data, draws from the prior.
    pub fn strip(&mut self, count: usize) -> Strip {
        let (model, params) = (self.trainer.model(), self.trainer.params());
        match &self.images {
            Some(images) => strip::held_out(&mut self.inference, model, params, &images.data, &images.split, count),
            None => strip::prior(&mut self.inference, model, params, self.seed, count),
        }
    }

    /// Codes μ (or z) of the whole set, training images first, then the held-out ones.
    ///
    /// # Errors
    /// `NoData`.
    pub fn codes(&mut self) -> Result<Codes> {
        let images = self.images.as_ref().ok_or(LabError::NoData)?;
        let order: Vec<u32> = images.split.train.iter().chain(&images.split.held_out).copied().collect();
        let (model, params) = (self.trainer.model(), self.trainer.params());
        let encoded = self.inference.encode(model, params, order.len(), |i, x| {
            super::feed::fill_image(&images.data, &images.values, order[i], x);
        });
        let labels = order.iter().map(|&i| images.data.labels()[i as usize]).collect();
        Ok(Codes { latent: model.spec().latent, z: encoded.mu, labels })
    }

    /// The card of the weights as they are now. `data` names the data set they were trained on here.
    pub fn card(&self, data: Option<&str>) -> Card {
        let untrained = || Card::untrained(self.spec().clone(), self.seed);
        let mut card = self.origin.clone().unwrap_or_else(untrained);
        if self.trainer.step() > 0 {
            card.steps = self.step();
            card.epochs = weights::card_figure(self.epoch());
            card.data = data.map(str::to_owned);
            card.held_out_neg_elbo_nats = None;
            card.data_sha256 = self.images.as_ref().map(|images| {
                weights::digest_hex(|sha| images.split.train.iter().for_each(|&i| sha(images.data.levels(i as usize))))
            });
        }
        card
    }

    /// The weights as safetensors.
    pub fn save_weights(&self, card: &Card, precision: Precision) -> Vec<u8> {
        weights::write(self.trainer.model().layout(), self.trainer.params(), card, precision)
    }

    /// The first 8 hex digits of a digest of all weights: equal hashes mean equal bits.
    pub fn weights_hash(&self) -> String {
        weights::weights_hash(self.trainer.model().layout(), self.trainer.params())
    }
}
