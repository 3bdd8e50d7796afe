//! A model: its wiring and its numbers.

use super::{Autoencoder, CheckedSpec, initialise};
use crate::num::{Real, Shared};

pub struct Model<T> {
    pub wiring: Autoencoder,
    /// A flat buffer of the wiring's layout.
    pub params: Shared<T>,
}

impl<T: Real> Model<T> {
    /// # Panics
    /// When `params` is not a buffer of the wiring's layout.
    pub fn new(wiring: Autoencoder, params: Vec<T>) -> Self {
        assert_eq!(params.len(), wiring.layout().len(), "parameters of the layout");
        Model { wiring, params: Shared::new(params) }
    }

    /// A model with weights drawn from the seed.
    pub fn initial(spec: CheckedSpec, seed: u32) -> Self {
        Model::drawn(Autoencoder::new(spec), seed)
    }

    /// Weights for this wiring, drawn from the seed.
    pub fn drawn(wiring: Autoencoder, seed: u32) -> Self {
        let params = initialise(&wiring, seed);
        Model::new(wiring, params)
    }

    pub fn spec(&self) -> &CheckedSpec {
        self.wiring.spec()
    }

    pub fn params(&self) -> &[T] {
        self.params.all()
    }
}
