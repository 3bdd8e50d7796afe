//! Initial weights, drawn from the stream `init` in the order of the layout, row-major over outward shapes.

use super::Autoencoder;
use crate::num::rng::{Stream, uniform};
use crate::num::{Real, Start};

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
    for span in model.layout().spans() {
        let bound = match span.start {
            Start::Value(value) => {
                span.fill_with(&mut params, &mut || Some(T::from_f64(value)));
                continue;
            }
            Start::Spread { fan_in } => match init {
                Init::Pytorch => 1.0 / (fan_in as f64).sqrt(),
            },
        };
        // Not one draw more than there are places: the stream goes on with the next span.
        span.fill_with(&mut params, &mut || Some(T::from_f64(bound * (2.0 * uniform(&mut rng) - 1.0))));
    }
    params
}
