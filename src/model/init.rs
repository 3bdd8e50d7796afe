//! Initial weights, drawn from the stream `init` in the order of the layout, row-major over outward shapes.

use super::Autoencoder;
use crate::num::rng::{Stream, uniform};
use crate::num::{Real, SpanKind};

/// How weights start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Init {
    /// PyTorch's default for `Linear`: weights and biases uniform in ±1/√I.
    Pytorch,
}

/// A flat buffer of initial parameters for `model`.
pub fn initialise<T: Real>(model: &Autoencoder, init: Init, seed: u32) -> Vec<T> {
    let mut params = model.layout().zeros();
    let mut rng = Stream::Init.at(seed, 0);
    let mut inputs = 0;
    for span in model.layout().spans() {
        if let SpanKind::Weight { inputs: fan_in, .. } = span.kind {
            inputs = fan_in; // a bias follows its weight and shares its bound
        }
        let bound = match init {
            Init::Pytorch => 1.0 / (inputs as f64).sqrt(),
        };
        for i in 0..span.count() {
            params[span.position(i)] = T::from_f64(bound * (2.0 * uniform(&mut rng) - 1.0));
        }
    }
    params
}
