//! Activations, elementwise: `y = f(v)`, with the gradient written in terms of the output y, so that v is not kept; but for
//! GELU, which is an op of its own ([`super::Pointwise`]): y does not say where v was.

use crate::num::{Real, vecmath};
use crate::plain::{self, FromPlain, Problem, Value};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activation {
    /// `max(v, 0)`; gradient `dv = dy where y > 0`
    Relu,
    /// `v where v > 0, else v/100`; gradient `dv = dy where y > 0, else dy/100`
    LeakyRelu,
    /// `½ v (1 + tanh u)`, `u = √(2/π) (v + 0.044715 v³)` (Hendrycks & Gimpel 2016);
    /// gradient `dv = dy · (½ (1 + tanh u) + ½ v (1 − tanh² u) √(2/π) (1 + 3·0.044715 v²))`
    Gelu,
    /// `tanh v`; gradient `dv = dy · (1 − y²)`
    Tanh,
    /// `1 / (1 + e^−v)`; gradient `dv = dy · y · (1 − y)`
    Sigmoid,
}

impl Activation {
    pub const ALL: [Activation; 5] =
        [Activation::Relu, Activation::LeakyRelu, Activation::Gelu, Activation::Tanh, Activation::Sigmoid];

    pub fn name(self) -> &'static str {
        match self {
            Activation::Relu => "relu",
            Activation::LeakyRelu => "leakyRelu",
            Activation::Gelu => "gelu",
            Activation::Tanh => "tanh",
            Activation::Sigmoid => "sigmoid",
        }
    }

    /// Whether the gradient is in terms of v, and no y says it.
    pub fn reads_input(self) -> bool {
        match self {
            Activation::Gelu => true,
            Activation::Relu | Activation::LeakyRelu | Activation::Tanh | Activation::Sigmoid => false,
        }
    }

    /// Applies the activation in place.
    pub fn apply<T: Real>(self, values: &mut [T]) {
        match self {
            // Not `max`: a NaN has to stay one.
            Activation::Relu => values.iter_mut().filter(|v| **v < T::zero()).for_each(|v| *v = T::zero()),
            Activation::LeakyRelu => {
                let slope = T::from_f64(LEAK);
                values.iter_mut().filter(|v| **v < T::zero()).for_each(|v| *v *= slope);
            }
            Activation::Gelu => {
                let mut tanh = [T::zero(); CHUNK];
                for v in values.chunks_mut(CHUNK) {
                    let tanh = gelu_tanh(v, &mut tanh);
                    v.iter_mut().zip(tanh).for_each(|(v, &tanh)| *v *= T::from_f64(0.5) * (T::one() + tanh));
                }
            }
            Activation::Tanh => vecmath::tanh(values),
            Activation::Sigmoid => vecmath::sigmoid(values),
        }
    }

    /// Turns dy into dv in place; y is the activation's output, or, where the gradient reads it, its input v. Both of one
    /// length.
    pub fn backward<T: Real>(self, y: &[T], dy: &mut [T]) {
        let one = T::one();
        match self {
            Activation::Relu => {
                for (d, &y) in dy.iter_mut().zip(y) {
                    *d = if y > T::zero() { *d } else { T::zero() };
                }
            }
            Activation::LeakyRelu => {
                let slope = T::from_f64(LEAK);
                dy.iter_mut().zip(y).filter(|(_, y)| **y < T::zero()).for_each(|(d, _)| *d *= slope);
            }
            Activation::Gelu => {
                let (half, rise, bend) = (T::from_f64(0.5), T::from_f64(RISE), T::from_f64(3.0 * BEND));
                let mut tanh = [T::zero(); CHUNK];
                for (dy, v) in dy.chunks_mut(CHUNK).zip(y.chunks(CHUNK)) {
                    let tanh = gelu_tanh(v, &mut tanh);
                    for ((d, &v), &tanh) in dy.iter_mut().zip(v).zip(tanh) {
                        *d *= half * (one + tanh + v * (one - tanh * tanh) * rise * (one + bend * v * v));
                    }
                }
            }
            Activation::Tanh => dy.iter_mut().zip(y).for_each(|(d, &y)| *d *= one - y * y),
            Activation::Sigmoid => dy.iter_mut().zip(y).for_each(|(d, &y)| *d *= y * (one - y)),
        }
    }
}

/// Slope of a leaky ReLU below 0.
const LEAK: f64 = 0.01;
/// √(2/π)
const RISE: f64 = 0.797_884_560_802_865_4;
const BEND: f64 = 0.044715;
/// Values whose tanh is computed at a time.
const CHUNK: usize = 64;

/// `tanh u` of each v of a GELU, at most [`CHUNK`].
fn gelu_tanh<'a, T: Real>(v: &[T], tanh: &'a mut [T; CHUNK]) -> &'a [T] {
    let tanh = &mut tanh[..v.len()];
    for (u, &v) in tanh.iter_mut().zip(v) {
        *u = T::from_f64(RISE) * (v + T::from_f64(BEND) * v * v * v);
    }
    vecmath::tanh(tanh);
    tanh
}

impl FromPlain for Activation {
    fn from_plain(value: &Value) -> Result<Activation, Problem> {
        plain::choice(value, &Self::ALL.map(|activation| (activation.name(), activation)))
    }
}
