//! A model's weights: out by name, as files, and as snapshots to come back to.

use std::sync::Arc;

use ndarray::{ArrayD, ArrayViewD, IxDyn};

use super::{Images, Session, make_room};
use crate::error::{LabError, Result};
use crate::model::{Autoencoder, Model, ModelSpec};
use crate::num::Span;
use crate::weights::{self, Card, Precision};

impl Session {
    /// A model from a weights file, to look at; [`Session::attach`] images to train it. Allocates nothing for training.
    ///
    /// # Errors
    /// `BadWeights`, `BadSpec`, `NoMemory`.
    pub fn from_weights(bytes: &[u8]) -> Result<Self> {
        // Half precision is twice as large when it is read.
        make_room(bytes.len().saturating_mul(2))?;
        let weights::Loaded { model, card, left_out } = weights::read(bytes)?;
        let mut session = Session::of(model, card.pixels, card.seed);
        session.before = (card.steps, card.epochs);
        session.origin = Some(card);
        session.left_out = left_out;
        Ok(session)
    }

    /// Names of the tensors that the session's file held beside the model's.
    pub fn left_out(&self) -> &[String] {
        &self.left_out
    }

    /// The card of the weights as they are now.
    pub fn card(&self) -> Card {
        let untrained = || Card::untrained(self.spec().clone(), self.pixels, self.seed);
        let mut card = self.origin.clone().unwrap_or_else(untrained);
        let Some(images) = self.images.as_ref().filter(|_| self.steps_here() > 0) else { return card };
        card.steps = self.step();
        card.epochs = weights::card_figure(self.epoch());
        card.data = Some(images.data.name().to_owned()).filter(|name| !name.is_empty());
        card.held_out_neg_elbo_nats = None;
        card.data_sha256 = Some(images.train_sha256().to_owned());
        card
    }

    /// The weights as safetensors.
    pub fn save_weights(&self, card: &Card, precision: Precision) -> Vec<u8> {
        weights::write(self.model.wiring.layout(), self.model.params(), card, precision)
    }

    /// The first 8 hex digits of a digest of all weights: equal hashes mean equal bits.
    pub fn weights_hash(&self) -> String {
        weights::weights_hash(self.model.wiring.layout(), self.model.params())
    }

    /// The weights as they are now, to open again with [`Session::at`]. In half precision they take half the memory, and
    /// pictures made of them are the same to the eye.
    pub fn snapshot(&self, precision: Precision) -> Vec<u8> {
        let mut card = Card::untrained(self.spec().clone(), self.pixels, self.seed);
        (card.steps, card.epochs) = (self.step(), weights::card_figure(self.epoch()));
        self.save_weights(&card, precision)
    }

    /// The model as it was at a snapshot, to look at on the same images. It does not train: [`Session::attach`] images to
    /// have it do so.
    ///
    /// # Errors
    /// `BadWeights`; `BadData` when the snapshot is of a model for other images.
    pub fn at(&self, snapshot: &[u8]) -> Result<Session> {
        let mut session = Session::from_weights(snapshot)?;
        if let Some(Images { data, split, pixels, .. }) = &self.images {
            let (data, split) = (Arc::clone(data), Some(split.clone()));
            session.images = Some(Images::new(data, split, session.model.spec(), *pixels, self.seed)?);
        }
        if session.spec().latent == self.spec().latent {
            session.slice = self.slice.clone();
        }
        Ok(session)
    }

    /// The names of all weights with their shapes, those of a PyTorch module.
    pub fn weight_names(&self) -> impl Iterator<Item = (&str, &[usize])> {
        self.model.wiring.layout().spans().iter().map(|span| (span.name.as_str(), span.shape.as_slice()))
    }

    /// One weight by name, in PyTorch's shape and order. A copy: in memory it lies as the kernels read it.
    pub fn weight(&self, name: &str) -> Option<ArrayD<f32>> {
        let span = self.model.wiring.layout().span(name)?;
        let values = span.values(self.model.params()).collect();
        Some(ArrayD::from_shape_vec(IxDyn(&span.shape), values).expect("a value a place"))
    }

    /// A model of somebody's own weights, to look at; as `ndarray-npy` or a PyTorch export gave them.
    ///
    /// # Errors
    /// `BadSpec`; `BadWeights` naming the first weight that is missing, of another shape, not finite or one too many.
    pub fn from_named<'a>(
        spec: ModelSpec,
        named: impl IntoIterator<Item = (&'a str, ArrayViewD<'a, f32>)>,
    ) -> Result<Session> {
        let wiring = Autoencoder::new(spec.check()?);
        let mut params = wiring.layout().zeros();
        let mut missing: Vec<&Span> = wiring.layout().spans().iter().collect();
        for (name, values) in named {
            let bad = |problem: String| LabError::BadWeights(format!("{name} {problem}"));
            let at = missing.iter().position(|span| span.name == name);
            let span = missing.swap_remove(at.ok_or_else(|| bad("is no weight of the model, or comes twice".into()))?);
            if values.shape() != span.shape {
                return Err(bad(format!("has shape {:?}; the model needs {:?}", values.shape(), span.shape)));
            }
            if values.iter().any(|value| !value.is_finite()) {
                return Err(bad("holds a value that is not finite".into()));
            }
            span.fill(&mut params, values.iter().copied());
        }
        if let Some(span) = missing.first() {
            return Err(LabError::BadWeights(format!("the tensor {} is missing", span.name)));
        }
        Ok(Session::of(Model::new(wiring, params), crate::data::Pixels::default(), 0))
    }
}
