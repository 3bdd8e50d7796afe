//! Initial weights, drawn from the stream `init` in the order of the layout, row-major over outward shapes.

use super::Autoencoder;
use crate::num::rng::{Stream, uniform};
use crate::num::{Real, Start};
use crate::plain::{self, FromPlain, Problem, Value};

/// How weights start, each uniform about 0. Inputs and outputs are counted as PyTorch's `nn.init` does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Init {
    /// PyTorch's default: weights and biases in ±1/√I.
    #[default]
    Pytorch,
    /// Weights in ±√(6/I), biases 0 (He et al. 2015): behind a ReLU, the outputs' mean square is the inputs'.
    He,
    /// Weights in ±√(6/(I + O)), biases 0 (Glorot & Bengio 2010): between forward and backward.
    Glorot,
}

impl Init {
    pub const ALL: [Init; 3] = [Init::Pytorch, Init::He, Init::Glorot];

    pub fn name(self) -> &'static str {
        match self {
            Init::Pytorch => "pytorch",
            Init::He => "he",
            Init::Glorot => "glorot",
        }
    }

    /// The largest that a value may be; none where it is fixed.
    fn spread(self, start: Start) -> Option<f64> {
        match (self, start) {
            (_, Start::Value(_)) | (Init::He | Init::Glorot, Start::Bias { .. }) => None,
            (Init::Pytorch, Start::Weight { fan_in, .. } | Start::Bias { fan_in }) => {
                Some(1.0 / (fan_in as f64).sqrt())
            }
            (Init::He, Start::Weight { fan_in, .. }) => Some((6.0 / fan_in as f64).sqrt()),
            (Init::Glorot, Start::Weight { fan_in, fan_out }) => Some((6.0 / (fan_in + fan_out) as f64).sqrt()),
        }
    }
}

impl FromPlain for Init {
    fn from_plain(value: &Value) -> Result<Init, Problem> {
        plain::choice(value, &Self::ALL.map(|init| (init.name(), init)))
    }
}

/// A flat buffer of initial parameters for `model`.
pub fn initialise<T: Real>(model: &Autoencoder, seed: u32) -> Vec<T> {
    let mut params = model.layout().zeros();
    let mut rng = Stream::Init.at(seed, 0);
    for span in model.layout().spans() {
        match (model.spec().init.spread(span.start), span.start) {
            // Not one draw more than there are places: the stream goes on with the next span.
            (Some(bound), _) => {
                span.fill_with(&mut params, &mut || Some(T::from_f64(bound * (2.0 * uniform(&mut rng) - 1.0))));
            }
            (None, Start::Value(value)) => span.fill_with(&mut params, &mut || Some(T::from_f64(value))),
            (None, _) => {}
        }
    }
    params
}
